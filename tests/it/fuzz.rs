//! What fuzzing has learnt is tried once more on every build: each input of `fuzz/corpus` by its target.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use targets::TARGETS;
use targets::http_bodies::BODIES;

#[test]
fn every_input_of_the_corpus_holds() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, run) in TARGETS {
        let inputs: Vec<_> = fs::read_dir(corpus.join(name)).unwrap().collect();
        assert!(
            inputs.len() > 10,
            "{name} has {} inputs; `scripts/fuzz {name} 600` finds more",
            inputs.len()
        );
        for input in inputs {
            let path = input.unwrap().path();
            // shown only when the test fails, with the input that broke it last
            eprintln!("{}", path.display());
            run(&fs::read(path).unwrap());
        }
    }
}

#[test]
fn every_target_is_in_the_table_and_the_other_way_round() {
    let mut files: Vec<String> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets"))
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
    files.sort();
    let mut table: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    table.sort_unstable();
    assert_eq!(files, table);
}

#[test]
fn every_body_that_the_api_takes_is_fuzzed() {
    let mut taken = BTreeSet::new();
    let http = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    for directory in [http.clone(), http.join("admin")] {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let Ok(source) = fs::read_to_string(&path) else { continue };
            for rest in source.split("request_body = ").skip(1) {
                taken.insert(rest.split([',', '<']).next().unwrap().to_owned());
            }
        }
    }
    // the settings by key, which settings_files changes
    taken.remove("BTreeMap");
    let fuzzed: BTreeSet<String> = BODIES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(taken, fuzzed);
}

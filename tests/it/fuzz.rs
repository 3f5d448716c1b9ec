//! What fuzzing has learnt is tried once more on every build: each input of `fuzz/corpus` by its target.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

use targets::TARGETS;

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

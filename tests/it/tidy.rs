//! The repository checks itself: imports go one way, files have one subject, nothing points outside the box.

use std::fs;
use std::path::{Path, PathBuf};

/// Each module may import from those before it, and from itself.
const ORDER: [&[&str]; 15] = [
    &["clock", "meter", "secret"],
    &["config"],
    &["protocol"],
    &["domain"],
    &["limiter"],
    &["store"],
    &["backup"],
    &["auth"],
    &["turn"],
    &["hub"],
    &["net"],
    &["doctor"],
    &["http"],
    &["app"],
    &["main"],
];

/// `cli` parses names and roles by the domain's rules and fills in settings; nothing but `main` may import it.
const CLI_MAY_IMPORT: [&str; 4] = ["cli", "config", "domain", "secret"];

/// A file longer than this has more than one subject, or says in its header why not.
const MOST_LINES: usize = 600;

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for (path, text) in files("src", "rs") {
        let module = module_of(&path);
        if module == "lib" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap();
            for (at, _) in code.match_indices("crate::") {
                let rest = &code[at + "crate::".len()..];
                let target: String =
                    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                if !target.is_empty() && !may_import(&module, &target) {
                    wrong.push(format!("{}:{}: {module} imports {target}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_have_one_subject() {
    let long: Vec<String> = files("src", "rs")
        .into_iter()
        .filter(|(_, text)| text.lines().count() > MOST_LINES)
        .map(|(path, text)| format!("{}: {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn nothing_points_outside_the_box() {
    let mut wrong = Vec::new();
    let sources = ["src", "web/src", "web-dist"].iter().flat_map(|folder| {
        ["rs", "ts", "tsx", "css", "html", "js", "svg", "webmanifest"]
            .iter()
            .flat_map(|kind| files(folder, kind))
    });
    for (path, text) in sources {
        for marker in [
            "fonts.googleapis",
            "gstatic.com",
            "jsdelivr",
            "unpkg.com",
            "cdnjs",
            "stun.l.google",
            "sentry.io",
        ] {
            if text.contains(marker) {
                wrong.push(format!("{} names {marker}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_example_settings_name_every_section() {
    let example = fs::read_to_string(root().join("packaging/neko.example.toml")).unwrap();
    for section in ["[log]", "[net]", "[tls]", "[turn]", "[auth]", "[limits]", "[backup]"] {
        assert!(example.contains(section), "{section}");
    }
}

#[test]
fn the_page_about_security_names_tests_that_are_there() {
    let page = fs::read_to_string(root().join("docs/security.md")).unwrap();
    let (named, missing) = tests_named_in(&page);
    assert!(named > 20 && missing.is_empty(), "{named} {missing:?}");
    let (_, threats) = page.split_once("| who, and what they want |").unwrap();
    let rows: Vec<_> = threats.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 10 && rows.iter().all(|row| row.contains("::")), "{rows:?}");
}

#[test]
fn the_relays_page_names_tests_that_are_there() {
    let page = fs::read_to_string(root().join("docs/relay.md")).unwrap();
    let (named, missing) = tests_named_in(&page);
    assert!(named > 80 && missing.is_empty(), "{named} {missing:?}");

    let (_, points) = page.split_once("## Point by point").unwrap();
    let (points, _) = points.split_once("###").unwrap();
    let unproven: Vec<_> = points.lines().filter(|line| line.starts_with('|')).skip(2).collect();
    let unproven: Vec<_> =
        unproven.into_iter().filter(|row| !row.contains("::") && !row.contains("tables above")).collect();
    assert!(unproven.is_empty(), "{unproven:?}");
}

/// How many tests a page names as `module::test`, and those of them that there are not.
fn tests_named_in(page: &str) -> (usize, Vec<(&str, &str)>) {
    let sources: Vec<_> = files("src", "rs").into_iter().chain(files("tests/it", "rs")).collect();
    let exists = |module: &str, test: &str| {
        sources.iter().any(|(path, text)| {
            path.iter().any(|part| Path::new(part).file_stem().is_some_and(|stem| stem == module))
                && text.contains(&format!("fn {test}("))
        })
    };
    let is_name =
        |part: &str| part.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
    let named = page.split('`').filter_map(|span| span.split_once("::"));
    let named: Vec<_> = named.filter(|(module, test)| is_name(module) && is_name(test)).collect();
    let missing = named.iter().copied().filter(|(module, test)| !exists(module, test)).collect();
    (named.len(), missing)
}

fn may_import(module: &str, target: &str) -> bool {
    if module == "cli" {
        return CLI_MAY_IMPORT.contains(&target);
    }
    let place = |name: &str| ORDER.iter().position(|group| group.contains(&name));
    match (place(module), place(target)) {
        (Some(here), Some(there)) => there < here || module == target,
        _ => false,
    }
}

fn module_of(path: &Path) -> String {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn files(folder: &str, kind: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == kind) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

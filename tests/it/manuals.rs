//! The commands that README and the pages for those who run a box show, tried as they are written. What takes a whole
//! machine (`apt-get`, `systemctl`) is tried by `scripts/boot-arm64`.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;

use crate::harness::{PASSWORD, TestBox, neko};

const PAGES: [&str; 6] = [
    "README.md",
    "docs/install.md",
    "docs/trust.md",
    "docs/admin.md",
    "docs/backup.md",
    "docs/troubleshooting.md",
];

fn read(page: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(page)).unwrap()
}

fn words(command: &str) -> Option<Vec<&str>> {
    Some(command.trim().strip_prefix("neko ")?.split_whitespace().collect())
}

/// Those in blocks by themselves, without the comment behind them.
fn shown(text: &str) -> Vec<Vec<&str>> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
    let commands =
        lines.flat_map(|line| line.split_once(" # ").map_or(line, |(before, _)| before).split("&&"));
    commands.filter_map(words).collect()
}

/// Those within sentences and tables, which name a command more than they show one.
fn named(text: &str) -> Vec<Vec<&str>> {
    let sentences = text.split("```").step_by(2);
    sentences.flat_map(|text| text.split('`').skip(1).step_by(2)).filter_map(words).collect()
}

fn empty() -> Arc<TempDir> {
    Arc::new(tempfile::tempdir().unwrap())
}

#[tokio::test]
async fn the_commands_that_pages_show_do_what_they_are_shown_for() {
    let mut tried = 0;
    for page in PAGES {
        let text = read(page);
        let running = TestBox::start(&["--open-registration"]);
        running.admin().await;
        running.user("ada").await;
        let (place, mut restored) = (tempfile::tempdir().unwrap(), None);
        for command in shown(&text) {
            tried += 1;
            if command == ["serve"] {
                // on what the command before brought back
                let data = restored.take().unwrap_or_else(empty);
                // with an admin in what was brought back, no set-up link is printed that could be waited for
                fs::write(data.path().join("set-up-link-seen"), "").unwrap();
                drop(TestBox::start_on(data, &[]));
                continue;
            }
            let data = if ["restore", "import"].contains(&command[0]) {
                restored.insert(empty()).clone()
            } else {
                running.data.clone()
            };
            let mut process = neko(data.path());
            process.args(&command).current_dir(place.path());
            process.env("NEKO_PASSWORD", PASSWORD).env("NEKO_PASSPHRASE", "four words would do");
            let done = process.output().unwrap();
            assert!(done.status.success(), "{page}: neko {}: {done:?}", command.join(" "));
        }
    }
    assert!(tried > 10, "{tried} commands were found");
}

#[test]
fn the_commands_that_pages_name_are_there() {
    let mut tried = 0;
    for page in PAGES {
        for command in named(&read(page)) {
            let known = command.iter().take_while(|word| **word != "…");
            let done = Command::new(env!("CARGO_BIN_EXE_neko")).args(known).arg("--help").output().unwrap();
            assert!(done.status.success(), "{page}: neko {}: {done:?}", command.join(" "));
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried} commands were found");
}

//! Stores in directories of their own, and the test program run again as a child.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use neko::store::{OpenError, Store};

use super::Open;

/// A store in a directory of its own, which can be closed and opened again.
pub(crate) struct Kept {
    dir: tempfile::TempDir,
    open: Open,
}

impl Kept {
    pub(crate) fn new(open: Open) -> Self {
        Self { dir: tempfile::tempdir().unwrap(), open }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("store")
    }

    pub(crate) fn open(&self) -> Store {
        open_store(self.open, &self.path()).unwrap()
    }
}

pub(crate) fn open_store(open: Open, path: &Path) -> Result<Store, OpenError> {
    Store::with_engine(open(path)?, &mut |_| Ok(()))
}

/// The directory a child of [`child`] is to work in; none in the test itself.
pub(crate) fn child_dir() -> Option<PathBuf> {
    std::env::var_os(CHILD_DIR).map(PathBuf::from)
}

/// The running test, as a program of its own that finds `dir` by [`child_dir`]; its output comes to us.
pub(crate) fn child(dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    prepare(&mut command, dir);
    command
}

/// As [`child`], but in a shell that runs `setup` before it.
pub(crate) fn child_after(setup: &str, dir: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{setup}; exec \"$@\""), "sh"]).arg(std::env::current_exe().unwrap());
    prepare(&mut command, dir);
    command
}

const CHILD_DIR: &str = "NEKO_TEST_STORE_CHILD_DIR";

fn prepare(command: &mut Command, dir: &Path) {
    // the test runner names each test's thread after it
    let test = std::thread::current().name().unwrap().to_owned();
    command.args([&test, "--exact", "--nocapture", "--test-threads=1"]);
    command.env(CHILD_DIR, dir).stdin(Stdio::null()).stdout(Stdio::piped());
}

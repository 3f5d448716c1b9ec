//! Whose the files of the data directory are.
//!
//! A box that runs as a user of its own is looked after by root. What root makes in its directory must be that user's,
//! or the box can't read its own files.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt, lchown};
use std::path::Path;

use anyhow::{Context, Result};

/// Gives everything in `directory` to whoever owns `directory` itself. Nobody but root can give anything away, so for
/// anybody else this does nothing.
pub(super) fn hand_to_owner(directory: &Path) -> Result<()> {
    let handed = fs::metadata(directory).and_then(|owner| hand_over(directory, &owner));
    match handed {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        outcome => {
            outcome.with_context(|| format!("can't give what is in {} to its owner", directory.display()))
        }
    }
}

fn hand_over(directory: &Path, owner: &Metadata) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        // of a link, not of what it leads to
        let metadata = entry.metadata()?;
        if metadata.uid() != owner.uid() {
            lchown(entry.path(), Some(owner.uid()), Some(owner.gid()))?;
        }
        if metadata.is_dir() {
            hand_over(&entry.path(), owner)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_root_made_is_the_owners_and_nothing_beyond_a_link() {
        let (dir, beyond) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let inside = dir.path().join("tls");
        fs::create_dir(&inside).unwrap();
        fs::write(inside.join("ca.key"), "").unwrap();
        fs::write(beyond.path().join("other"), "").unwrap();
        std::os::unix::fs::symlink(beyond.path(), dir.path().join("link")).unwrap();
        let user = fs::metadata(dir.path()).unwrap().uid();
        // who is not root owns everything here, and it stays so
        let owner = if lchown(dir.path(), Some(12_345), Some(12_345)).is_ok() { 12_345 } else { user };
        hand_to_owner(dir.path()).unwrap();
        let owner_of = |path: &Path| fs::symlink_metadata(path).unwrap().uid();
        assert_eq!([owner_of(&inside), owner_of(&inside.join("ca.key"))], [owner; 2]);
        assert_eq!(owner_of(&dir.path().join("link")), owner);
        assert_eq!([owner_of(beyond.path()), owner_of(&beyond.path().join("other"))], [user; 2]);
    }
}

//! What the machine says of itself: the directory and its files, the disk, the limits.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use nix::sys::resource::{Resource, getrlimit};
use nix::sys::statvfs::statvfs;
use nix::unistd::{AccessFlags, access};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// What nobody but the box may read.
const PRIVATE: [&str; 6] =
    ["signing.key", "signing.previous.key", "tls/ca.key", "tls/server.key", "neko.redb", "control.sock"];

const OTHERS: u32 = 0o007;
const OTHERS_WRITE: u32 = 0o002;
const OTHERS_ENTER: u32 = 0o001;

/// Who may do what in the data directory.
pub(super) struct Permissions {
    /// The directory.
    pub(super) directory: PathBuf,
    /// Why it can't be used.
    pub(super) unusable: Option<String>,
    /// Whether it is there at all.
    pub(super) exists: bool,
    /// What others may read or change, too.
    pub(super) open: Vec<PathBuf>,
}

/// Bytes on the disk of the data directory.
#[derive(Clone, Copy)]
pub(super) struct Disk {
    /// Still free for the box.
    pub(super) free: u64,
    /// In all.
    pub(super) total: u64,
}

pub(super) fn permissions(directory: &Path) -> Permissions {
    let mut found =
        Permissions { directory: directory.to_owned(), unusable: None, exists: true, open: Vec::new() };
    let metadata = match fs::metadata(directory) {
        Ok(metadata) => metadata,
        Err(error) => {
            found.exists = error.kind() != io::ErrorKind::NotFound;
            found.unusable = found.exists.then(|| error.to_string());
            return found;
        }
    };
    let usable = access(directory, AccessFlags::R_OK | AccessFlags::W_OK | AccessFlags::X_OK);
    found.unusable = usable.err().map(|error| error.desc().to_owned()).or_else(|| not_written(directory));
    if mode(&metadata) & OTHERS_WRITE != 0 {
        found.open.push(directory.to_owned());
    }
    // behind a closed door all is closed
    if mode(&metadata) & OTHERS_ENTER != 0 {
        let files = PRIVATE.map(|name| directory.join(name));
        let open = |path: &PathBuf| fs::metadata(path).is_ok_and(|file| mode(&file) & OTHERS != 0);
        found.open.extend(files.into_iter().filter(open));
    }
    found
}

/// Why nothing can be written there. A disk that the system has stopped writing to may still be mounted as one to be
/// written; a file without a name leaves nothing behind.
#[cfg(target_os = "linux")]
fn not_written(directory: &Path) -> Option<String> {
    use std::os::unix::fs::OpenOptionsExt;
    let tried = fs::OpenOptions::new().write(true).custom_flags(libc::O_TMPFILE).mode(0o600).open(directory);
    // a full disk is another matter, and not every file system has such files
    tried
        .err()
        .filter(|error| error.kind() == io::ErrorKind::ReadOnlyFilesystem)
        .map(|error| error.to_string())
}

#[cfg(not(target_os = "linux"))]
fn not_written(_: &Path) -> Option<String> {
    None
}

fn mode(metadata: &fs::Metadata) -> u32 {
    metadata.permissions().mode()
}

pub(super) fn disk(directory: &Path) -> io::Result<Disk> {
    // where there is no directory yet, its disk is that of the nearest one above
    let there = directory.ancestors().find(|path| path.exists()).unwrap_or_else(|| Path::new("."));
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    let found = statvfs(there)?;
    let bytes = |blocks: u64| blocks.saturating_mul(found.fragment_size());
    Ok(Disk { free: bytes(found.blocks_available()), total: bytes(found.blocks()) })
}

/// How many files and connections this process may have open, or a box that it would start.
pub(super) fn open_files() -> Option<u64> {
    getrlimit(Resource::RLIMIT_NOFILE).ok().map(|(_, most)| most)
}

pub(super) fn read_certificate(path: &Path) -> Option<CertificateDer<'static>> {
    CertificateDer::from_pem_file(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_others_may_read_is_told_unless_the_directory_is_closed() {
        let dir = tempfile::tempdir().unwrap();
        let key = dir.path().join("signing.key");
        fs::write(&key, "").unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o700)).unwrap();
        assert!(permissions(dir.path()).open.is_empty());
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(permissions(dir.path()).open, [key]);
        assert!(!permissions(&dir.path().join("missing")).exists);
    }

    #[test]
    fn the_disk_of_a_directory_that_is_not_there_yet_is_that_of_the_one_above() {
        let dir = tempfile::tempdir().unwrap();
        let disk = disk(&dir.path().join("a/b")).unwrap();
        assert!(disk.total > 0 && disk.free <= disk.total);
    }
}

//! Random tokens, comparison in constant time, and key files that only their owner may read.
//!
//! Invariant: no secret leaves here in a `Debug` or an error text.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRng;
use rand::rngs::SysRng;
use subtle::ConstantTimeEq;

pub use secrecy::{ExposeSecret, SecretString};

/// `N` bytes from the operating system's generator.
///
/// # Panics
/// If the operating system has no random numbers to give: nothing secret could be made then.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system gives random numbers");
    bytes
}

/// A URL-safe token of `N` random bytes (`ceil(4N/3)` characters of base64url without padding).
pub fn random_token<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<N>())
}

/// Whether two secrets are the same, in a time that depends on their lengths alone.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Reads the 32-byte key at `path`, or makes one there on first use (mode 0600).
///
/// # Errors
/// When the file can't be read or written, or holds anything but 32 bytes.
pub fn load_or_create_key(path: &Path) -> io::Result<[u8; 32]> {
    match fs::read(path) {
        Ok(bytes) => bytes.try_into().map_err(|_| {
            let why = format!("{} is not a 32-byte key; remove it to have a new one made", path.display());
            io::Error::new(io::ErrorKind::InvalidData, why)
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = random_bytes::<32>();
            write_private(path, &key)?;
            Ok(key)
        }
        Err(error) => Err(error),
    }
}

/// Writes `bytes` to `path` as a file that only its owner may read (mode 0600), whole or not at all:
/// a new file beside it is synced and renamed over it.
///
/// # Errors
/// As the file system reports.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let temporary = path.with_file_name(name);
    let mut file = create_private(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

/// Removes the file `path`; that there is none is as good.
///
/// # Errors
/// As the file system reports.
pub fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes an empty file at `path` that only its owner may read (mode 0600), in the place of any that is there, to be
/// written and read.
///
/// # Errors
/// As the file system reports.
pub fn create_private(path: &Path) -> io::Result<File> {
    remove_if_there(path)?;
    OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)
}

/// Makes sure that the names in the directory of the file `path` survive a power cut.
///
/// # Errors
/// As the file system reports.
pub fn sync_directory_of(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone_and_read_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("signing.key");
        let key = load_or_create_key(&path).unwrap();
        assert_eq!(load_or_create_key(&path).unwrap(), key);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_damaged_key_is_refused_and_left_in_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("signing.key");
        fs::write(&path, b"short").unwrap();
        assert!(load_or_create_key(&path).unwrap_err().to_string().contains("not a 32-byte key"));
        assert_eq!(fs::read(&path).unwrap(), b"short");
    }

    #[test]
    fn tokens_differ_and_are_url_safe() {
        let (a, b) = (random_token::<16>(), random_token::<16>());
        assert_ne!(a, b);
        assert!(a.len() == 22 && a.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'));
        assert!(same(a.as_bytes(), a.as_bytes()) && !same(a.as_bytes(), b.as_bytes()));
    }
}

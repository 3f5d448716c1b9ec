//! A backup behind a passphrase: a file of age's, which `age --decrypt` opens as well.

use std::io::{self, BufRead, Read, Write};
use std::iter;

use age::scrypt::{Identity, Recipient};
use age::stream::StreamWriter;
use age::{DecryptError, Decryptor, Encryptor};

use super::BackupError;
use crate::secret::SecretString;

/// What a file of age's begins with.
pub(super) const MAGIC: &[u8] = b"age-encryption.org/";

/// What a guess costs: scrypt with N = 2^17, 128 MiB and about half a second, OWASP's first choice. A Raspberry Pi
/// has that much to spare for a moment.
const WORK_FACTOR: u8 = 17;

/// What is taken of files that others made: twice as much, age's own choice.
const MOST_WORK: u8 = 18;

/// What is written comes out encrypted; [`StreamWriter::finish`] ends it.
pub(super) fn encrypt<W: Write>(out: W, passphrase: &SecretString) -> io::Result<StreamWriter<W>> {
    let mut recipient = Recipient::new(passphrase.clone());
    recipient.set_work_factor(WORK_FACTOR);
    Encryptor::with_recipients(iter::once(&recipient as _)).map_err(io::Error::other)?.wrap_output(out)
}

/// What was encrypted with `passphrase`.
pub(super) fn decrypt<'r>(
    input: impl BufRead + 'r,
    passphrase: &SecretString,
) -> Result<Box<dyn Read + 'r>, BackupError> {
    let mut identity = Identity::new(passphrase.clone());
    identity.set_max_work_factor(MOST_WORK);
    let decryptor = Decryptor::new_buffered(input).map_err(refused)?;
    if !decryptor.is_scrypt() {
        let reason = "it is encrypted for a key, not with a passphrase; decrypt it with age first";
        return Err(BackupError::damaged("its first bytes", reason));
    }
    Ok(Box::new(decryptor.decrypt(iter::once(&identity as _)).map_err(refused)?))
}

fn refused(error: DecryptError) -> BackupError {
    match error {
        DecryptError::ExcessiveWork { required, .. } => BackupError::TooCostly(required),
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            BackupError::WrongPassphrase
        }
        DecryptError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => BackupError::Read(error),
        other => BackupError::damaged("its first bytes", other.to_string()),
    }
}

//! Reading a backup, piece by piece. It is known to be whole only once its end was read.

use std::io::{BufRead, BufReader, Cursor, Read};

use bson::Document;

use super::frame::{FrameError, FrameReader, Kind, Tally};
use super::{BackupError, Contents, FILES, FORMAT, Header, MAGIC, passphrase};
use crate::secret::SecretString;

/// A piece of a backup.
#[derive(Debug, PartialEq)]
pub enum Item {
    /// A document.
    Document {
        /// Of which collection.
        collection: String,
        /// Itself.
        document: Document,
    },
    /// A file of the data directory.
    File {
        /// Which of [`FILES`].
        name: &'static str,
        /// What is in it.
        bytes: Vec<u8>,
    },
}

/// Reads a backup.
pub struct Reader<'r> {
    frames: FrameReader<BufReader<Box<dyn Read + 'r>>>,
    contents: Contents,
    collection: Option<(String, Tally)>,
    ended: bool,
}

impl<'r> Reader<'r> {
    /// A backup from `input`; the passphrase is looked at only where it is encrypted.
    ///
    /// # Errors
    /// [`BackupError`] when it is none, is of a newer format, or does not open.
    pub fn open(input: impl Read + 'r, passphrase: Option<&SecretString>) -> Result<Self, BackupError> {
        let (start, input) = peek(input, passphrase::MAGIC.len())?;
        let plain: Box<dyn Read + 'r> = if start == passphrase::MAGIC {
            passphrase::decrypt(input, passphrase.ok_or(BackupError::PassphraseNeeded)?)?
        } else {
            Box::new(input)
        };
        let mut plain = BufReader::with_capacity(64 * 1024, plain);
        let magic = read_magic(&mut plain)?;
        let mut frames = FrameReader::begin(plain, &magic);
        let (kind, payload) = frames.next().map_err(|error| at("its header", error))?;
        let unlike = |reason: &str| BackupError::damaged("its header", reason);
        if kind != Kind::Header {
            return Err(unlike("something else is in its place"));
        }
        let header: Header = serde_json::from_slice(&payload).map_err(|error| unlike(&error.to_string()))?;
        let contents = Contents { header, documents: std::collections::BTreeMap::new(), files: Vec::new() };
        Ok(Self { frames, contents, collection: None, ended: false })
    }

    /// What it says of itself.
    pub const fn header(&self) -> &Header {
        &self.contents.header
    }

    /// The next piece. None at the end: then, and not before, all of it is known to be what was written.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn next_item(&mut self) -> Result<Option<Item>, BackupError> {
        while !self.ended {
            let (kind, payload) = self.frames.next().map_err(|error| at(self.place(), error))?;
            match (kind, &mut self.collection) {
                (Kind::Collection, None) => self.begin(payload)?,
                (Kind::Document, Some((name, tally))) => {
                    tally.add(&payload);
                    let (collection, number) = (name.clone(), tally.documents());
                    let document = Document::from_reader(&payload[..]).map_err(|error| {
                        BackupError::damaged(format!("document {number} of {collection}"), error.to_string())
                    })?;
                    return Ok(Some(Item::Document { collection, document }));
                }
                (Kind::Seal, Some(_)) => self.seal(&payload)?,
                (Kind::File, None) => return self.file(&payload).map(Some),
                (Kind::End, None) => self.ended = true,
                _ => return Err(BackupError::damaged(self.place(), "its pieces are out of order")),
            }
        }
        Ok(None)
    }

    fn begin(&mut self, name: Vec<u8>) -> Result<(), BackupError> {
        let name = String::from_utf8(name).ok().filter(|name| {
            self.header().collections.contains(name) && !self.contents.documents.contains_key(name)
        });
        let name =
            name.ok_or_else(|| BackupError::damaged(self.place(), "a collection is not where it should be"))?;
        self.collection = Some((name, Tally::new()));
        Ok(())
    }

    fn seal(&mut self, payload: &[u8]) -> Result<(), BackupError> {
        let Some((name, tally)) = self.collection.take() else { return Ok(()) };
        let documents = tally.documents();
        if tally.seal() != payload {
            return Err(BackupError::damaged(format!("the collection {name}"), "its checksum is wrong"));
        }
        self.contents.documents.insert(name, documents);
        Ok(())
    }

    fn file(&mut self, payload: &[u8]) -> Result<Item, BackupError> {
        let split = payload.iter().position(|byte| *byte == b'\n').unwrap_or(payload.len());
        let (name, bytes) = payload.split_at(split);
        let name = String::from_utf8_lossy(name).into_owned();
        let known = FILES.into_iter().find(|known| *known == name);
        let known = known.ok_or_else(|| BackupError::UnknownFile(name.clone()))?;
        self.contents.files.push(name);
        Ok(Item::File { name: known, bytes: bytes.get(1..).unwrap_or_default().to_vec() })
    }

    /// Where in the backup the next piece is, in words.
    fn place(&self) -> String {
        match &self.collection {
            Some((name, tally)) => format!("the collection {name} after {} documents", tally.documents()),
            None => match (self.contents.files.last(), self.contents.documents.keys().last()) {
                (Some(file), _) => format!("after the file {file}"),
                (None, Some(_)) => "after the last collection".to_owned(),
                (None, None) => "after its header".to_owned(),
            },
        }
    }
}

/// Reads a backup to its end.
///
/// # Errors
/// [`BackupError`] unless all of it is what was written.
pub fn check(input: impl Read, passphrase: Option<&SecretString>) -> Result<Contents, BackupError> {
    let mut reader = Reader::open(input, passphrase)?;
    while reader.next_item()?.is_some() {}
    Ok(reader.contents)
}

/// The first bytes, and the input with them still in it.
fn peek<'r>(mut input: impl Read + 'r, count: usize) -> Result<(Vec<u8>, impl BufRead + 'r), BackupError> {
    let mut start = Vec::new();
    (&mut input).take(count as u64).read_to_end(&mut start).map_err(BackupError::Read)?;
    let whole = BufReader::with_capacity(64 * 1024, Cursor::new(start.clone()).chain(input));
    Ok((start, whole))
}

/// The first line: that it is a backup, and of a format that is known.
fn read_magic(input: &mut impl BufRead) -> Result<Vec<u8>, BackupError> {
    let mut line = Vec::new();
    let most = MAGIC.len() as u64 + 11;
    input.take(most).read_until(b'\n', &mut line).map_err(|error| match FrameError::from(error) {
        FrameError::Io(error) => BackupError::Read(error),
        FrameError::Damaged(reason) => BackupError::damaged("its first bytes", reason),
    })?;
    let number = line.strip_prefix(MAGIC).and_then(|rest| rest.strip_suffix(b"\n"));
    let number = number.and_then(|number| std::str::from_utf8(number).ok()?.parse::<u32>().ok());
    match number {
        Some(found) if found > FORMAT => Err(BackupError::NewerFormat { found }),
        Some(FORMAT) => Ok(line),
        Some(_) | None => Err(BackupError::NotABackup),
    }
}

fn at(place: impl Into<String>, error: FrameError) -> BackupError {
    match error {
        FrameError::Damaged(reason) => BackupError::damaged(place, reason),
        FrameError::Io(error) => BackupError::Read(error),
    }
}

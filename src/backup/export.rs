//! Documents as text that other programs read: a directory with one file a collection, one document a line, in
//! MongoDB's Extended JSON (version 2, canonical: every type of BSON comes back as it was), as `mongoexport` writes
//! and `mongoimport` reads it.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder, File};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use bson::{Bson, Document};
use serde_json::Value;

use super::{BackupError, Item, Reader};
use crate::secret::{create_private, sync_directory_of};
use crate::store::{FillError, Location, Store};

/// What an export's files are called after the collection.
const EXTENSION: &str = "ndjson";

/// Why documents were not exported or imported: what, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Something is there already.
    #[error("{} is not empty; name a new directory", .0.display())]
    NotEmpty(PathBuf),
    /// There is nothing to import.
    #[error("{} holds no file COLLECTION.ndjson, such as users.ndjson", .0.display())]
    NothingThere(PathBuf),
    /// A line is no document.
    #[error("{}, line {line}: {problem}", path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Where in it, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// Reading, writing, or the store.
    #[error(transparent)]
    Backup(#[from] BackupError),
}

impl From<FillError> for ExportError {
    fn from(error: FillError) -> Self {
        Self::Backup(error.into())
    }
}

/// Writes the documents of a backup into `directory` (0700, its files 0600), which is made or must be empty. Says
/// how many there are of each collection.
///
/// # Errors
/// [`ExportError`]; what was written until then is taken away.
pub fn export(backup: impl Read, directory: &Path) -> Result<BTreeMap<String, u64>, ExportError> {
    let at = |error| ExportError::Backup(BackupError::at(directory)(error));
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(at)?;
    if fs::read_dir(directory).map_err(at)?.next().is_some() {
        return Err(ExportError::NotEmpty(directory.to_owned()));
    }
    let mut files = BTreeMap::new();
    let outcome = write_files(backup, directory, &mut files);
    if outcome.is_err() {
        for name in files.keys() {
            // the error is what matters
            let _ = fs::remove_file(path_of(directory, name));
        }
    }
    outcome
}

fn write_files(
    backup: impl Read,
    directory: &Path,
    files: &mut BTreeMap<String, BufWriter<File>>,
) -> Result<BTreeMap<String, u64>, ExportError> {
    let mut reader = Reader::open(backup, None)?;
    let mut counts = BTreeMap::new();
    for name in reader.header().collections.clone() {
        let path = path_of(directory, &name);
        let file = create_private(&path).map_err(BackupError::at(&path))?;
        counts.insert(name.clone(), 0);
        files.insert(name, BufWriter::new(file));
    }
    while let Some(item) = reader.next_item()? {
        let Item::Document { collection, document } = item else { continue };
        let Some(file) = files.get_mut(&collection) else { continue };
        writeln!(file, "{}", to_line(document)).map_err(BackupError::at(&path_of(directory, &collection)))?;
        *counts.entry(collection).or_default() += 1;
    }
    for (name, file) in files {
        let path = path_of(directory, name);
        file.flush().and_then(|()| file.get_ref().sync_all()).map_err(BackupError::at(&path))?;
        sync_directory_of(&path).map_err(BackupError::at(&path))?;
    }
    Ok(counts)
}

/// Fills the store at `store`, which must hold no document, from the files in `directory`. Says how many documents
/// there are of each collection. Extended JSON of either kind is read; a number without a type is the smallest that
/// holds it.
///
/// # Errors
/// [`ExportError`]; the store is as empty as before then.
pub fn import(directory: &Path, store: impl Into<Location>) -> Result<BTreeMap<String, u64>, ExportError> {
    let mut counts = BTreeMap::new();
    let files = sources(directory)?;
    Store::fill(store, Store::SCHEMA_VERSION, |filler| {
        for (name, path) in &files {
            let file = BufReader::new(File::open(path).map_err(BackupError::at(path))?);
            let count: &mut u64 = counts.entry(name.clone()).or_default();
            for (number, line) in file.lines().enumerate() {
                let at =
                    |problem: String| ExportError::Line { path: path.clone(), line: number + 1, problem };
                let line = line.map_err(|error| at(error.to_string()))?;
                if line.trim().is_empty() {
                    continue;
                }
                let document = from_line(&line).map_err(at)?;
                filler.put(name, &document).map_err(|error| at(error.to_string()))?;
                *count += 1;
            }
        }
        Ok::<(), ExportError>(())
    })?;
    Ok(counts)
}

/// The files to import, by collection.
fn sources(directory: &Path) -> Result<BTreeMap<String, PathBuf>, ExportError> {
    let entries = fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let files = entries.map_err(BackupError::at(directory))?.into_iter().map(|entry| entry.path());
    let named = files.filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION));
    let named = named.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path)));
    let named: BTreeMap<_, _> = named.collect();
    if named.is_empty() { Err(ExportError::NothingThere(directory.to_owned())) } else { Ok(named) }
}

fn path_of(directory: &Path, collection: &str) -> PathBuf {
    directory.join(format!("{collection}.{EXTENSION}"))
}

fn to_line(document: Document) -> String {
    Bson::Document(document).into_canonical_extjson().to_string()
}

fn from_line(line: &str) -> Result<Document, String> {
    let value: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
    match Bson::try_from(value) {
        Ok(Bson::Document(document)) => Ok(document),
        Ok(_) => Err("expected a document".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use bson::oid::ObjectId;
    use bson::spec::BinarySubtype;
    use bson::{Binary, DateTime, doc};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_type_comes_back_as_it_was_and_in_its_place() {
        let document = doc! {
            "_id": ObjectId::from_bytes([7; 12]), "z": 1, "a": 1_i64, "m": 1.0, "big": i64::MAX, "tiny": f64::MIN_POSITIVE,
            "at": DateTime::from_millis(-1), "none": null, "yes": true, "text": "line\nbreak \u{2028} \"quoted\" $oid",
            "bytes": Binary { subtype: BinarySubtype::Generic, bytes: vec![0, 255] },
            "list": [1, 2_i64, {"b": 1, "a": []}],
        };
        let line = to_line(document.clone());
        assert_eq!(line.lines().count(), 1, "{line}");
        assert_eq!(from_line(&line).unwrap(), document);
        let keys: Vec<_> = from_line(&line).unwrap().keys().cloned().collect();
        assert_eq!(keys, document.keys().cloned().collect::<Vec<_>>());
    }

    #[test]
    fn what_mongoexport_writes_by_default_is_read_too() {
        let line =
            r#"{"_id":{"$oid":"507f1f77bcf86cd799439011"},"n":3,"at":{"$date":"2026-01-02T03:04:05.678Z"}}"#;
        let document = from_line(line).unwrap();
        assert_eq!(document.get_i32("n").unwrap(), 3);
        assert_eq!(document.get_datetime("at").unwrap().timestamp_millis(), 1_767_323_045_678);
        for bad in ["", "[]", "3", "{\"a\":", "{\"_id\":{\"$oid\":\"xyz\"}}"] {
            assert!(from_line(bad).is_err(), "{bad}");
        }
    }

    fn value() -> impl Strategy<Value = Bson> {
        let leaf = prop_oneof![
            Just(Bson::Null),
            any::<bool>().prop_map(Bson::Boolean),
            any::<i32>().prop_map(Bson::Int32),
            any::<i64>().prop_map(Bson::Int64),
            prop::num::f64::NORMAL.prop_map(Bson::Double),
            ".*".prop_map(Bson::String),
            any::<i64>().prop_map(|at| Bson::DateTime(DateTime::from_millis(at))),
            any::<[u8; 12]>().prop_map(|id| Bson::ObjectId(ObjectId::from_bytes(id))),
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Bson::Array),
                prop::collection::vec(("[a-z]{1,3}", inner), 0..4)
                    .prop_map(|fields| Bson::Document(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_document_comes_back_as_it_was(fields in prop::collection::vec(("[a-z]{1,6}", value()), 0..6)) {
            let document: Document = fields.into_iter().collect();
            prop_assert_eq!(from_line(&to_line(document.clone())).unwrap(), document);
        }
    }
}

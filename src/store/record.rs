//! A document as it is stored: a checksum, then BSON.
//!
//! The checksum covers the collection and the id too, so that a document that turns up under another's name is
//! found out as well.

use bson::{Bson, Document};

use super::error::StoreError;
use super::value::{Case, key, unsupported};

/// The largest document, in bytes, as in MongoDB.
const MAX_BYTES: usize = 16 << 20;
const CHECKSUM_BYTES: usize = 4;

/// The bytes of a document, with its `_id` as the engine's key.
pub(super) struct Record {
    /// The engine's key.
    pub(super) id: Vec<u8>,
    /// Checksum and BSON.
    pub(super) bytes: Vec<u8>,
}

/// Encodes a document that has an `_id`.
pub(super) fn encode(collection: &'static str, document: &Document) -> Result<Record, StoreError> {
    let invalid = |reason: &str| StoreError::InvalidDocument { collection, reason: reason.to_owned() };
    let id = match document.get("_id") {
        None => return Err(invalid("it has no _id")),
        Some(Bson::Array(_)) => return Err(invalid("its _id is an array")),
        Some(id) => key(id, Case::Sensitive),
    };
    if let Some(what) = document.values().find_map(unsupported) {
        return Err(invalid(&format!("it holds {what}")));
    }
    let body = document.to_vec().map_err(|error| invalid(&error.to_string()))?;
    if body.len() > MAX_BYTES {
        return Err(invalid("it is larger than 16 MiB"));
    }
    let mut bytes = Vec::with_capacity(CHECKSUM_BYTES + body.len());
    bytes.extend(checksum(collection, &id, &body).to_le_bytes());
    bytes.extend(body);
    Ok(Record { id, bytes })
}

/// Verifies and decodes what is stored under `id`.
pub(super) fn decode(collection: &'static str, id: &[u8], bytes: &[u8]) -> Result<Document, StoreError> {
    let damaged = |reason: &str| damaged(collection, id, reason);
    let body = body(collection, id, bytes)?;
    let document = Document::from_reader(body).map_err(|error| damaged(&error.to_string()))?;
    match document.get("_id") {
        Some(own) if key(own, Case::Sensitive) == id => Ok(document),
        _ => Err(damaged("it is stored under another _id")),
    }
}

/// Verifies what is stored under `id`; its BSON.
pub(super) fn body<'b>(collection: &'static str, id: &[u8], bytes: &'b [u8]) -> Result<&'b [u8], StoreError> {
    let body = bytes.split_first_chunk::<CHECKSUM_BYTES>().and_then(|(stored, body)| {
        (checksum(collection, id, body) == u32::from_le_bytes(*stored)).then_some(body)
    });
    body.ok_or_else(|| damaged(collection, id, "its checksum is wrong"))
}

/// The checksum of stored bytes, as part of a collection's census.
pub(super) fn stored_checksum(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |first: &[u8; CHECKSUM_BYTES]| u32::from_le_bytes(*first))
}

/// An engine's key as a person would write the `_id`.
pub(super) fn id_text(id: &[u8]) -> String {
    let hex = || id.iter().skip(1).flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hex_digit).collect();
    match id {
        // a string: its length in four bytes, then itself
        [3, _, _, _, _, text @ ..] => String::from_utf8(text.to_vec()).unwrap_or_else(|_| hex()),
        _ => hex(),
    }
}

fn hex_digit(value: u8) -> Option<char> {
    char::from_digit(value.into(), 16)
}

fn damaged(collection: &'static str, id: &[u8], reason: &str) -> StoreError {
    StoreError::Damaged { collection, id: id_text(id), reason: reason.to_owned() }
}

fn checksum(collection: &str, id: &[u8], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(collection.as_bytes());
    hasher.update(&[0]);
    hasher.update(id);
    hasher.update(body);
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use bson::{doc, oid::ObjectId};

    use super::*;

    #[test]
    fn a_document_comes_back_whole_or_not_at_all() {
        let document = doc! {"_id": ObjectId::new(), "name": "Ada", "tags": ["x", null]};
        let Record { id, bytes } = encode("users", &document).unwrap();
        assert_eq!(decode("users", &id, &bytes), Ok(document));
        for place in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[place] ^= 0x10;
            assert!(decode("users", &id, &flipped).is_err(), "byte {place}");
        }
        assert!(decode("rooms", &id, &bytes).is_err());
        assert!(decode("users", &[7; 13], &bytes).is_err());
        assert!(decode("users", &id, &bytes[..3]).is_err());
    }

    #[test]
    fn what_is_no_document_of_ours_is_refused() {
        for bad in [doc! {"a": 1}, doc! {"_id": [1]}, doc! {"_id": 1, "a": Bson::MinKey}] {
            assert!(matches!(encode("users", &bad), Err(StoreError::InvalidDocument { .. })), "{bad}");
        }
        let large = doc! {"_id": 1, "a": "x".repeat(MAX_BYTES)};
        assert!(encode("users", &large).is_err());
    }

    #[test]
    fn ids_are_named_as_people_write_them() {
        let id = ObjectId::new();
        assert_eq!(id_text(&key(&Bson::ObjectId(id), Case::Sensitive)), id.to_hex());
        assert_eq!(id_text(&key(&Bson::String("box".into()), Case::Sensitive)), "box");
    }
}

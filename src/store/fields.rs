//! Reading a document's fields as domain types; a stored document that isn't what it should be is damaged.

use bson::oid::ObjectId;
use bson::{Bson, DateTime, Document};
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::record::id_text;
use super::value::{Case, key};
use crate::clock::Timestamp;
use crate::domain::id::UserId;

/// A document of a collection, whose fields are about to be read.
#[derive(Clone, Copy)]
pub(super) struct Fields<'d> {
    collection: &'static str,
    document: &'d Document,
}

impl<'d> Fields<'d> {
    pub(super) fn of(collection: &'static str, document: &'d Document) -> Self {
        Self { collection, document }
    }

    /// A document inside this one.
    pub(super) fn inside(self, document: &'d Document) -> Self {
        Self { document, ..self }
    }

    /// A field that parses as `T` parses itself; one that is not there is null.
    pub(super) fn parsed<T: DeserializeOwned>(self, name: &str) -> Result<T, StoreError> {
        bson::deserialize_from_bson(self.value(name).clone())
            .map_err(|error| self.wrong(name, &error.to_string()))
    }

    pub(super) fn object_id(self, name: &str) -> Result<ObjectId, StoreError> {
        self.value(name).as_object_id().ok_or_else(|| self.wrong(name, "no object id"))
    }

    pub(super) fn user(self, name: &str) -> Result<UserId, StoreError> {
        self.object_id(name).map(UserId::from)
    }

    pub(super) fn moment(self, name: &str) -> Result<Timestamp, StoreError> {
        self.moment_if_any(name)?.ok_or_else(|| self.wrong(name, "no date"))
    }

    pub(super) fn moment_if_any(self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        match self.value(name) {
            Bson::Null => Ok(None),
            Bson::DateTime(moment) => Ok(Some(Timestamp::from_millis(moment.timestamp_millis()))),
            _ => Err(self.wrong(name, "no date")),
        }
    }

    pub(super) fn document_if_any(self, name: &str) -> Result<Option<&'d Document>, StoreError> {
        match self.value(name) {
            Bson::Null => Ok(None),
            Bson::Document(document) => Ok(Some(document)),
            _ => Err(self.wrong(name, "no document")),
        }
    }

    pub(super) fn documents(self, name: &str) -> Result<Vec<&'d Document>, StoreError> {
        let wrong = || self.wrong(name, "no list of documents");
        let items = self.value(name).as_array().ok_or_else(wrong)?;
        items.iter().map(|item| item.as_document().ok_or_else(wrong)).collect()
    }

    fn value(self, name: &str) -> &'d Bson {
        self.document.get(name).unwrap_or(&Bson::Null)
    }

    /// That a field is not what it should be.
    pub(super) fn wrong(self, name: &str, what: &str) -> StoreError {
        let id = self.document.get("_id").map(|id| id_text(&key(id, Case::Sensitive)));
        StoreError::Damaged {
            collection: self.collection,
            id: id.unwrap_or_default(),
            reason: format!("its field {name}: {what}"),
        }
    }
}

/// A moment as documents hold it.
pub(super) fn date(moment: Timestamp) -> Bson {
    Bson::DateTime(DateTime::from_millis(moment.as_millis()))
}

/// A moment or null.
pub(super) fn date_if_any(moment: Option<Timestamp>) -> Bson {
    moment.map_or(Bson::Null, date)
}

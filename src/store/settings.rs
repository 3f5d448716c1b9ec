//! What an administrator sets while the box runs: one document in the collection `settings`.

use std::sync::Arc;

use bson::{Document, doc};

use super::collection::CollectionSpec;
use super::database::Database;
use super::error::StoreError;
use super::fields::Fields;

pub(super) const SETTINGS: &str = "settings";
const BOX: &str = "box";

pub(super) const SPEC: CollectionSpec = CollectionSpec { name: SETTINGS, indexes: &[] };

/// The settings an administrator changes on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoxSettings {
    /// Whether anyone who reaches the box may make an account.
    pub registration_open: bool,
}

/// The settings of the box.
#[derive(Clone)]
pub struct Settings(pub(super) Arc<Database>);

impl Settings {
    /// The settings as they are; what was never set has its default.
    pub fn get(&self) -> Result<BoxSettings, StoreError> {
        match self.0.find_one(SETTINGS, the_box())? {
            Some(document) => from_document(&document),
            None => Ok(BoxSettings::default()),
        }
    }

    /// Sets all settings.
    pub async fn update(&self, settings: BoxSettings) -> Result<(), StoreError> {
        let fields = doc! {"registrationOpen": settings.registration_open};
        self.0
            .write(move |store| {
                if store.update(SETTINGS, the_box(), &doc! {"$set": fields.clone()})?.is_none() {
                    let mut document = the_box();
                    document.extend(fields);
                    store.insert(SETTINGS, document)?;
                }
                Ok(())
            })
            .await
    }
}

fn the_box() -> Document {
    doc! {"_id": BOX}
}

pub(super) fn from_document(document: &Document) -> Result<BoxSettings, StoreError> {
    Ok(BoxSettings { registration_open: Fields::of(SETTINGS, document).parsed("registrationOpen")? })
}

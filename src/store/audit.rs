//! Who did what: the collection `audit`, a ring of the latest entries under ascending numbers.

use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use bson::{Bson, Document, doc};

use super::collection::{CollectionSpec, Query};
use super::database::Database;
use super::error::StoreError;
use super::fields::{Fields, date};
use crate::domain::audit::{Actor, Entry, Subject};
use crate::domain::id::UserId;
use crate::protocol::admin::AuditAnswer;

pub(super) const AUDIT: &str = "audit";

pub(super) const SPEC: CollectionSpec = CollectionSpec { name: AUDIT, indexes: &[] };

/// How many entries are kept.
pub const ENTRIES_KEPT: i64 = 10_000;

/// What an entry's number may be: far from where numbers end, for more follow, and exact in JSON.
const NUMBERS: RangeInclusive<i64> = 1..=1 << 52;

/// The number of the latest entry; none until it was looked up.
pub(super) type Latest = Arc<Mutex<Option<i64>>>;

/// The audit log of the box.
#[derive(Clone)]
pub struct Audit(pub(super) Arc<Database>, pub(super) Latest);

impl Audit {
    /// Adds an entry, and lets go of the one that is [`ENTRIES_KEPT`] older.
    pub async fn append(&self, entry: Entry) -> Result<(), StoreError> {
        let number = self.next_number()?;
        self.0
            .write(move |store| {
                store.insert(AUDIT, to_document(number, &entry))?;
                store.delete(AUDIT, doc! {"_id": number - ENTRIES_KEPT}).map(drop)
            })
            .await
    }

    /// Up to `limit` entries with their numbers, the newest first; those before the number `before`, if given.
    pub fn page(&self, before: Option<i64>, limit: usize) -> Result<Vec<(i64, Entry)>, StoreError> {
        let latest = self.latest()?;
        let end = before.map_or(latest + 1, |before| before.min(latest + 1));
        let oldest = (latest - ENTRIES_KEPT).max(0);
        let mut found = Vec::new();
        // a number may have been given up with the write that was to use it
        let mut numbers = (oldest + 1..end).rev();
        while found.len() < limit {
            let wanted: Vec<Bson> = numbers.by_ref().take(limit - found.len()).map(Bson::Int64).collect();
            if wanted.is_empty() {
                break;
            }
            let query = Query::new(doc! {"_id": {"$in": wanted}}).sort(doc! {"_id": -1});
            let documents = self.0.find(AUDIT, query)?;
            found.extend(documents.iter().map(from_document).collect::<Result<Vec<_>, _>>()?);
        }
        Ok(found)
    }

    /// The same as the API shows it.
    pub fn shown(&self, before: Option<i64>, limit: usize) -> Result<AuditAnswer, StoreError> {
        let page = self.page(before, limit)?.into_iter();
        Ok(AuditAnswer { entries: page.map(|(number, entry)| entry.shown(number)).collect() })
    }

    fn next_number(&self) -> Result<i64, StoreError> {
        self.latest()?;
        let mut latest = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        let next = latest.unwrap_or(0) + 1;
        *latest = Some(next);
        Ok(next)
    }

    /// Looks through the entries the first time.
    fn latest(&self) -> Result<i64, StoreError> {
        let mut latest = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(latest) = *latest {
            return Ok(latest);
        }
        let newest = self.0.find_one(AUDIT, Query::new(doc! {}).sort(doc! {"_id": -1}))?;
        let number = newest.as_ref().map(number_of).transpose()?.unwrap_or(0);
        *latest = Some(number);
        Ok(number)
    }
}

fn number_of(document: &Document) -> Result<i64, StoreError> {
    let fields = Fields::of(AUDIT, document);
    let number = fields.parsed("_id")?;
    if NUMBERS.contains(&number) {
        Ok(number)
    } else {
        Err(fields.wrong("_id", "no entry has such a number"))
    }
}

fn to_document(number: i64, entry: &Entry) -> Document {
    let Entry { at, action, actor, subject, detail } = entry;
    let (user_id, username) = actor.user.as_ref().map(|(id, name)| (id.object_id(), name.as_str())).unzip();
    doc! {
        "_id": number,
        "at": date(*at),
        "action": action.as_str(),
        "via": actor.via.as_str(),
        "userId": user_id,
        "username": username,
        "subjectId": subject.as_ref().and_then(|subject| subject.id.as_deref()),
        "subject": subject.as_ref().map(|subject| subject.name.as_str()),
        "detail": detail.as_deref(),
        "correlationId": actor.correlation_id.as_deref(),
    }
}

pub(super) fn from_document(document: &Document) -> Result<(i64, Entry), StoreError> {
    let fields = Fields::of(AUDIT, document);
    let username: Option<String> = fields.parsed("username")?;
    let user = username.map(|name| Ok::<(UserId, String), StoreError>((fields.user("userId")?, name)));
    let subject: Option<String> = fields.parsed("subject")?;
    let id = fields.parsed("subjectId")?;
    let entry = Entry {
        at: fields.moment("at")?,
        action: fields.parsed("action")?,
        actor: Actor {
            via: fields.parsed("via")?,
            user: user.transpose()?,
            correlation_id: fields.parsed("correlationId")?,
        },
        subject: subject.map(|name| Subject { id, name }),
        detail: fields.parsed("detail")?,
    };
    Ok((number_of(document)?, entry))
}

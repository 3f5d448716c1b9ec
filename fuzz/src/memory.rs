//! A store's documents in memory: what is fuzzed is what is above the engine, and a disk would only be slow.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use neko::store::engine::{Change, Engine, EngineError, Visit, VisitAll};

type Documents = BTreeMap<String, BTreeMap<Vec<u8>, Vec<u8>>>;

/// An engine that forgets once its last clone is gone.
#[derive(Clone, Default)]
pub(crate) struct Memory(Arc<Mutex<Documents>>);

impl Memory {
    fn lock(&self) -> MutexGuard<'_, Documents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine for Memory {
    fn get(&self, collection: &str, ids: &[&[u8]]) -> Result<Vec<Option<Vec<u8>>>, EngineError> {
        let all = self.lock();
        let collection = all.get(collection);
        Ok(ids.iter().map(|id| collection?.get(*id).cloned()).collect())
    }

    fn scan(&self, collection: &str, visit: &mut Visit<'_>) -> Result<(), EngineError> {
        let documents = self.lock().get(collection).cloned().unwrap_or_default();
        documents.iter().all(|(id, bytes)| visit(id, bytes));
        Ok(())
    }

    fn snapshot(&self, collections: &[&str], visit: &mut VisitAll<'_>) -> Result<(), EngineError> {
        let all = self.lock().clone();
        for name in collections {
            for (id, bytes) in all.get(*name).into_iter().flatten() {
                if !visit(name, id, bytes) {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn write(&self, batch: &[Change]) -> Result<(), EngineError> {
        let mut all = self.lock();
        for Change { collection, id, bytes } in batch {
            let documents = all.entry((*collection).to_owned()).or_default();
            match bytes {
                Some(bytes) => documents.insert(id.clone(), bytes.clone()),
                None => documents.remove(id),
            };
        }
        Ok(())
    }

    fn check(&self) -> Result<(), EngineError> {
        Ok(())
    }
}

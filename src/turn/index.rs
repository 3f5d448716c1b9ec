//! Finds what stands in a list by a key that stands there with it.
//!
//! An ordinary map would hold the key once more beside each entry, and room for twice as many of both; here that is four
//! bytes. Idle allocations are many, and small for it.

use std::hash::{BuildHasher, Hash, RandomState};

use hashbrown::HashTable;

/// The places of entries by their keys. Whoever owns the list says what key stands at a place.
#[derive(Default)]
pub(super) struct Index {
    places: HashTable<u32>,
    hasher: RandomState,
}

impl Index {
    /// The place whose key is `key`, as `key_at` reads it.
    pub(super) fn find<K: Hash + Eq>(&self, key: &K, key_at: impl Fn(u32) -> Option<K>) -> Option<u32> {
        let is_it = |place: &u32| key_at(*place).is_some_and(|other| other == *key);
        self.places.find(self.hasher.hash_one(key), is_it).copied()
    }

    /// Adds a place whose key is `key` and is not here yet. `key_at` reads the keys of the others.
    pub(super) fn insert<K: Hash>(&mut self, key: &K, place: u32, key_at: impl Fn(u32) -> Option<K>) {
        let hash = |key: &K| self.hasher.hash_one(key);
        let rehash = |place: &u32| key_at(*place).as_ref().map_or(0, hash);
        self.places.insert_unique(hash(key), place, rehash);
    }

    /// Forgets the place of `key`.
    pub(super) fn remove<K: Hash>(&mut self, key: &K, place: u32) {
        if let Ok(entry) = self.places.find_entry(self.hasher.hash_one(key), |other| *other == place) {
            entry.remove();
        }
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_index_is_a_map(steps in proptest::collection::vec((any::<bool>(), 0..40_u16), 0..200)) {
            let (mut index, mut list, mut map) = (Index::default(), Vec::new(), HashMap::new());
            for (adds, key) in steps {
                let place = u32::try_from(list.len()).unwrap();
                match map.get(&key).copied() {
                    None if adds => {
                        list.push(key);
                        index.insert(&key, place, |place| list.get(place as usize).copied());
                        map.insert(key, place);
                    }
                    Some(place) if !adds => {
                        index.remove(&key, place);
                        map.remove(&key);
                    }
                    _ => {}
                }
                for key in 0..40 {
                    let found = index.find(&key, |place| list.get(place as usize).copied());
                    prop_assert_eq!(found, map.get(&key).copied());
                }
            }
            prop_assert_eq!(index.is_empty(), map.is_empty());
        }
    }
}

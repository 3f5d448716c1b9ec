//! A collection: finding documents in it, by its indexes where they help.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use bson::{Bson, Document};

use super::engine::Engine;
use super::error::StoreError;
use super::filter::{Filter, InvalidFilter, Lookup};
use super::index::{Id, Index, IndexSpec};
use super::path::{Leaf, Path};
use super::record::decode;
use super::value::{Case, compare, key};

/// A collection and what is indexed in it.
#[derive(Clone, Copy, Debug)]
pub struct CollectionSpec {
    /// Its name.
    pub name: &'static str,
    /// Its indexes; `_id` needs none.
    pub indexes: &'static [IndexSpec],
}

/// What to find, in which order, and how much of it.
#[derive(Clone, Debug, Default)]
pub struct Query {
    filter: Document,
    sort: Document,
    skip: usize,
    limit: Option<usize>,
    case: Case,
}

impl Query {
    /// All documents that a MongoDB filter finds, by ascending `_id`.
    pub fn new(filter: Document) -> Self {
        Self { filter, ..Self::default() }
    }

    /// In another order: `{field: 1}` ascending, `{field: -1}` descending, the first field first.
    #[must_use]
    pub fn sort(mut self, sort: Document) -> Self {
        self.sort = sort;
        self
    }

    /// Without the first `count`.
    #[must_use]
    pub const fn skip(mut self, count: usize) -> Self {
        self.skip = count;
        self
    }

    /// At most `count`.
    #[must_use]
    pub const fn limit(mut self, count: usize) -> Self {
        self.limit = Some(count);
        self
    }

    /// Comparing strings without regard to case.
    #[must_use]
    pub const fn ignore_case(mut self) -> Self {
        self.case = Case::Insensitive;
        self
    }
}

impl From<Document> for Query {
    fn from(filter: Document) -> Self {
        Self::new(filter)
    }
}

/// Where documents come from: the engine, or a transaction's view of it.
pub(super) trait Source {
    /// Those of these documents that exist.
    fn load(&self, collection: &Collection, ids: &[Id]) -> Result<Vec<Document>, StoreError>;

    /// Visits all documents by ascending id until `visit` returns false.
    fn scan(
        &self,
        collection: &Collection,
        visit: &mut dyn FnMut(Document) -> bool,
    ) -> Result<(), StoreError>;
}

/// A collection's name and indexes.
pub(super) struct Collection {
    pub(super) name: &'static str,
    pub(super) indexes: Vec<Index>,
}

impl Collection {
    pub(super) fn new(spec: &CollectionSpec) -> Result<Self, InvalidFilter> {
        let indexes: Result<Vec<_>, _> = spec.indexes.iter().map(|index| Index::new(*index)).collect();
        Ok(Self { name: spec.name, indexes: indexes? })
    }

    /// The documents that a query asks for, out of `source`.
    pub(super) fn find(&self, source: &dyn Source, query: &Query) -> Result<Vec<Document>, StoreError> {
        let filter = Filter::parse(&query.filter, query.case)?;
        let order = parse_sort(&query.sort)?;
        let wanted = query.limit.map_or(usize::MAX, |limit| query.skip.saturating_add(limit));
        let enough = if order.is_empty() { wanted } else { usize::MAX };

        let mut found = Vec::new();
        if enough > 0 {
            self.search(source, &filter, &mut |document| {
                found.push(document);
                found.len() < enough
            })?;
        }
        found.sort_by(|a, b| compare_by(&order, a, b, query.case));
        found.truncate(wanted);
        found.drain(..query.skip.min(found.len()));
        Ok(found)
    }

    /// How many documents a filter finds.
    pub(super) fn count(&self, source: &dyn Source, filter: &Document) -> Result<usize, StoreError> {
        let filter = Filter::parse(filter, Case::Sensitive)?;
        let mut count = 0;
        self.search(source, &filter, &mut |_| {
            count += 1;
            true
        })?;
        Ok(count)
    }

    fn search(
        &self,
        source: &dyn Source,
        filter: &Filter,
        visit: &mut dyn FnMut(Document) -> bool,
    ) -> Result<(), StoreError> {
        match self.narrow(&filter.lookup(), filter.case()) {
            Some(ids) => {
                let ids: Vec<Id> = ids.into_iter().collect();
                let _ = source
                    .load(self, &ids)?
                    .into_iter()
                    .filter(|document| filter.matches(document))
                    .all(&mut *visit);
                Ok(())
            }
            None => source.scan(self, &mut |document| !filter.matches(&document) || visit(document)),
        }
    }

    /// A set of ids that holds every document the filter can find; none if only a scan can tell.
    fn narrow(&self, lookup: &Lookup<'_>, case: Case) -> Option<BTreeSet<Id>> {
        match lookup {
            Lookup::Values(path, values) if path.is("_id") && case == Case::Sensitive => {
                Some(values.iter().map(|value| Id::from(key(value, case))).collect())
            }
            Lookup::Values(path, values) => {
                let index = self.indexes.iter().find(|index| index.serves(path, case))?;
                let hashes = values.iter().map(|value| index.hash(&index.key(value)));
                Some(hashes.flat_map(|hash| index.candidates(hash)).collect())
            }
            Lookup::All(lookups) => {
                lookups.iter().filter_map(|lookup| self.narrow(lookup, case)).min_by_key(BTreeSet::len)
            }
            Lookup::Any(lookups) => {
                let sets: Option<Vec<_>> = lookups.iter().map(|lookup| self.narrow(lookup, case)).collect();
                Some(sets?.into_iter().flatten().collect())
            }
            Lookup::Unknown => None,
        }
    }
}

/// Reads what is committed.
pub(super) struct Committed<'e>(pub(super) &'e dyn Engine);

impl Source for Committed<'_> {
    fn load(&self, collection: &Collection, ids: &[Id]) -> Result<Vec<Document>, StoreError> {
        let keys: Vec<&[u8]> = ids.iter().map(|id| &**id).collect();
        let stored = self.0.get(collection.name, &keys)?;
        keys.iter().zip(stored).filter_map(|(id, bytes)| Some(decode(collection.name, id, &bytes?))).collect()
    }

    fn scan(
        &self,
        collection: &Collection,
        visit: &mut dyn FnMut(Document) -> bool,
    ) -> Result<(), StoreError> {
        self.scan_with_ids(collection, &mut |_, document| visit(document))
    }
}

impl Committed<'_> {
    /// As [`Source::scan`], with the engine's key of each document.
    pub(super) fn scan_with_ids(
        &self,
        collection: &Collection,
        visit: &mut dyn FnMut(&[u8], Document) -> bool,
    ) -> Result<(), StoreError> {
        let mut damage = None;
        self.0.scan(collection.name, &mut |id, bytes| match decode(collection.name, id, bytes) {
            Ok(document) => visit(id, document),
            Err(error) => {
                damage = Some(error);
                false
            }
        })?;
        damage.map_or(Ok(()), Err)
    }
}

type SortKey = (Path, bool);

fn parse_sort(sort: &Document) -> Result<Vec<SortKey>, InvalidFilter> {
    sort.iter()
        .map(|(name, direction)| match direction {
            Bson::Int32(1) => Ok((Path::parse(name)?, false)),
            Bson::Int32(-1) => Ok((Path::parse(name)?, true)),
            _ => Err(InvalidFilter::Operand("a sort order", "1 or -1")),
        })
        .collect()
}

fn compare_by(order: &[SortKey], a: &Document, b: &Document, case: Case) -> Ordering {
    order
        .iter()
        .map(|(path, descending)| {
            let (a, b) = (sort_value(path, *descending, a, case), sort_value(path, *descending, b, case));
            let ascending = compare(a, b, case);
            if *descending { ascending.reverse() } else { ascending }
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// What stands for a document in a sort: of an array's elements the least when ascending, else the greatest.
fn sort_value<'d>(path: &Path, descending: bool, document: &'d Document, case: Case) -> &'d Bson {
    static MISSING: Bson = Bson::Null;
    let mut best: Option<&Bson> = None;
    path.any(document, Leaf::Elements, |value| {
        let value = value.unwrap_or(&MISSING);
        let better = if descending { Ordering::Greater } else { Ordering::Less };
        let is_array = matches!(value, Bson::Array(_));
        if !is_array && best.is_none_or(|best| compare(value, best, case) == better) {
            best = Some(value);
        }
        false
    });
    best.unwrap_or(&MISSING)
}

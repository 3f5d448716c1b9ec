//! Filters, sorting and updates through the whole store: an index may make a search faster, never different.

use bson::{Bson, Document, bson, doc};
use neko::store::{Case, CollectionSpec, Database, IndexSpec, Query, StoreError, wait};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use super::Open;

const fn index(field: &'static str) -> IndexSpec {
    IndexSpec { field, unique: false, case: Case::Sensitive }
}

/// The same documents twice: found by scanning, and by indexes.
const COLLECTIONS: [CollectionSpec; 2] = [
    CollectionSpec { name: "scanned", indexes: &[] },
    CollectionSpec {
        name: "indexed",
        indexes: &[
            index("a"),
            IndexSpec { case: Case::Insensitive, ..index("b") },
            index("a.b"),
            index("list.0"),
            index("list.n"),
        ],
    },
];

struct Twice {
    database: Database,
    _dir: tempfile::TempDir,
}

impl Twice {
    fn new(open: Open, documents: &[Document]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let engine = open(&dir.path().join("store")).unwrap();
        let twice = Self { database: Database::open(engine, &COLLECTIONS, 1).unwrap(), _dir: dir };
        twice.fill(documents);
        twice
    }

    /// Puts these documents in the place of all others.
    fn fill(&self, documents: &[Document]) {
        let documents = documents.to_vec();
        let filled: Result<(), StoreError> = wait(self.database.write(move |store| {
            for collection in ["scanned", "indexed"] {
                store.delete(collection, doc! {})?;
                for (id, document) in (0_i32..).zip(&documents) {
                    let mut numbered = doc! {"_id": id};
                    numbered.extend(document.clone());
                    store.insert(collection, numbered)?;
                }
            }
            Ok(())
        }));
        filled.unwrap();
    }

    /// The ids that a query finds, which must be the same both ways.
    fn find(&self, query: impl Into<Query>) -> Vec<i32> {
        let query = query.into();
        let ids = |collection| -> Vec<i32> {
            let found = self.database.find(collection, query.clone()).unwrap();
            found.iter().map(|document| document.get_i32("_id").unwrap()).collect()
        };
        let found = ids("scanned");
        assert_eq!(ids("indexed"), found, "{query:?}");
        found
    }

    /// Applies an update to what a filter finds, both ways.
    fn update(&self, filter: &Document, update: &Document) -> Result<Option<Document>, StoreError> {
        let (filter, update) = (filter.clone(), update.clone());
        wait(self.database.write(move |store| {
            let plain = store.update("scanned", filter.clone(), &update)?;
            assert_eq!(store.update("indexed", filter, &update)?, plain);
            Ok(plain)
        }))
    }
}

pub(crate) fn filters_find_the_same_with_and_without_indexes(open: Open) {
    let twice = Twice::new(
        open,
        &[
            doc! {"a": 1, "b": "x"},
            doc! {"a": 1, "b": "X"},
            doc! {"a": 2.0, "b": "y"},
            doc! {"a": null},
            doc! {},
            doc! {"a": [1, 2]},
            doc! {"a": {"b": 1}},
            doc! {"a": [{"b": 1}, {"b": 2}]},
            doc! {"a": "1", "list": [{"n": 1}, {"n": 2}]},
            doc! {"list": [1, 2]},
            doc! {"list": []},
        ],
    );
    let table: Vec<(Document, &[i32])> = vec![
        (doc! {}, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
        (doc! {"a": 1}, &[0, 1, 5]),
        (doc! {"a": 2}, &[2, 5]),
        (doc! {"a": {"$eq": 1}}, &[0, 1, 5]),
        // what looks like an equality and is none
        (doc! {"a": {"$ne": 1}}, &[2, 3, 4, 6, 7, 8, 9, 10]),
        (doc! {"a": {"$nin": [1, 2, null]}}, &[6, 7, 8]),
        (doc! {"a": {"$not": {"$eq": 1}}}, &[2, 3, 4, 6, 7, 8, 9, 10]),
        // an index answers half of it
        (doc! {"a": 1, "b": "x"}, &[0]),
        (doc! {"b": "x", "a": 2}, &[]),
        (doc! {"a": 1, "c": 2}, &[]),
        (doc! {"a": 1, "_id": {"$gt": 0}}, &[1, 5]),
        (doc! {"$or": [{"a": 1}, {"b": "y"}]}, &[0, 1, 2, 5]),
        (doc! {"$or": [{"a": 1}, {"c": 1}]}, &[0, 1, 5]),
        (doc! {"$nor": [{"a": 1}, {"a": null}]}, &[2, 6, 7, 8]),
        (doc! {"$and": [{"a": 1}, {"a": 2}]}, &[5]),
        (doc! {"a": {"$in": [2, "1", null]}}, &[2, 3, 4, 5, 8, 9, 10]),
        (doc! {"a": {"$in": []}}, &[]),
        (doc! {"a": null}, &[3, 4, 9, 10]),
        (doc! {"a": {"b": 1}}, &[6, 7]),
        (doc! {"a": [1, 2]}, &[5]),
        (doc! {"a.b": 1}, &[6, 7]),
        (doc! {"a.b": null}, &[0, 1, 2, 3, 4, 8, 9, 10]),
        (doc! {"a.b": {"$exists": false}}, &[0, 1, 2, 3, 4, 5, 8, 9, 10]),
        (doc! {"a": {"$gt": 1}}, &[2, 5]),
        (doc! {"a": {"$gte": 1, "$lt": 2}}, &[0, 1, 5]),
        (doc! {"a": {"$elemMatch": {"b": 2}}}, &[7]),
        (doc! {"list.0": 1}, &[9]),
        (doc! {"list.n": 2}, &[8]),
        (doc! {"list": {"$elemMatch": {"n": {"$gt": 1}}}}, &[8]),
        (doc! {"b": "x"}, &[0]),
        (doc! {"_id": 3}, &[3]),
        (doc! {"_id": 3.0, "a": null}, &[3]),
        (doc! {"_id": {"$in": [2, 0, 99]}}, &[0, 2]),
        (doc! {"_id": {"$ne": 0}, "a": 1}, &[1, 5]),
    ];
    for (filter, expected) in table {
        assert_eq!(twice.find(filter.clone()), expected, "{filter}");
        let count = twice.database.count("indexed", &filter).unwrap();
        assert_eq!(count, expected.len(), "{filter}");
    }
    assert_eq!(twice.find(Query::new(doc! {"b": "X"}).ignore_case()), [0, 1]);
    assert_eq!(twice.find(Query::new(doc! {"a": 1, "b": "X"}).ignore_case()), [0, 1]);
}

pub(crate) fn results_are_sorted_skipped_and_limited(open: Open) {
    let twice = Twice::new(
        open,
        &[
            doc! {"a": 2, "b": "x"},
            doc! {"a": 1, "b": "B"},
            doc! {"b": "a"},
            doc! {"a": "text", "b": "y"},
            doc! {"a": [0, 9], "b": "z"},
            doc! {"a": 1, "b": "A"},
        ],
    );
    let all = || Query::new(doc! {});
    assert_eq!(twice.find(all().sort(doc! {"a": 1})), [2, 4, 1, 5, 0, 3]);
    assert_eq!(twice.find(all().sort(doc! {"a": -1})), [3, 4, 0, 1, 5, 2]);
    assert_eq!(twice.find(all().sort(doc! {"a": 1, "b": 1})), [2, 4, 5, 1, 0, 3]);
    assert_eq!(twice.find(all().sort(doc! {"b": 1})), [5, 1, 2, 0, 3, 4]);
    assert_eq!(twice.find(all().sort(doc! {"b": 1}).ignore_case()), [2, 5, 1, 0, 3, 4]);
    assert_eq!(twice.find(all().sort(doc! {"a": 1}).skip(1).limit(3)), [4, 1, 5]);
    assert_eq!(twice.find(all().skip(4)), [4, 5]);
    assert_eq!(twice.find(all().skip(9).limit(2)), Vec::<i32>::new());
    assert_eq!(twice.find(all().limit(0)), Vec::<i32>::new());
    assert_eq!(twice.find(Query::new(doc! {"a": 1}).limit(1)), [1]);
    assert!(twice.database.find("indexed", all().sort(doc! {"a": 2})).is_err());
}

pub(crate) fn updates_change_documents_and_their_index_entries(open: Open) {
    let twice = Twice::new(open, &[doc! {"a": 1}, doc! {"a": 1}, doc! {"a": 2, "list": [{"n": 1}]}]);
    let updated = twice.update(&doc! {"a": 1}, &doc! {"$set": {"a": 3}, "$inc": {"n": 1}}).unwrap();
    assert_eq!(updated, Some(doc! {"_id": 0, "a": 3, "n": 1}));
    assert_eq!((twice.find(doc! {"a": 1}), twice.find(doc! {"a": 3})), (vec![1], vec![0]));
    assert_eq!(twice.update(&doc! {"a": 7}, &doc! {"$set": {"a": 3}}).unwrap(), None);

    twice.update(&doc! {"a": 2}, &doc! {"$push": {"list": {"$each": [{"n": 2}, {"n": 3}]}}}).unwrap();
    assert_eq!(twice.find(doc! {"list.n": 3}), [2]);
    twice.update(&doc! {"a": 2}, &doc! {"$pull": {"list": {"n": {"$gte": 2}}}}).unwrap();
    assert_eq!(twice.find(doc! {"list.n": 3}), Vec::<i32>::new());
    twice.update(&doc! {"a": 2}, &doc! {"$unset": {"a": ""}}).unwrap();
    assert_eq!(twice.find(doc! {"a": null}), [2]);

    // within one transaction each step sees the one before
    let seen: Result<_, StoreError> = wait(twice.database.write(|store| {
        store.insert("indexed", doc! {"_id": 9, "a": 50})?;
        store.update("indexed", doc! {"a": 50}, &doc! {"$set": {"a": 51}})?;
        let (old, new) = (store.find("indexed", doc! {"a": 50})?, store.find("indexed", doc! {"a": 51})?);
        let all = store.find("indexed", doc! {"_id": {"$gte": 1}})?;
        store.delete("indexed", doc! {"a": 51})?;
        Ok((old.len(), new.len(), all.len(), store.find("indexed", doc! {"a": 51})?.len()))
    }));
    assert_eq!(seen, Ok((0, 1, 3, 0)));
    assert_eq!(twice.find(doc! {"_id": 9}), Vec::<i32>::new());
}

pub(crate) fn bad_requests_are_refused_and_change_nothing(open: Open) {
    let documents = [doc! {"a": 1, "b": "text"}, doc! {"a": 2}];
    let twice = Twice::new(open, &documents);
    for update in [
        doc! {"$rename": {"a": "c"}},
        doc! {"a": 5},
        doc! {"$set": {"_id": 5}},
        doc! {"$set": {"a": 5}, "$inc": {"b": 1}},
        doc! {"$set": {"a": Bson::Undefined}},
    ] {
        assert!(twice.update(&doc! {"a": 1}, &update).is_err(), "{update}");
    }
    assert!(matches!(twice.database.find("indexed", doc! {"$where": "1"}), Err(StoreError::Filter(_))));
    assert!(twice.update(&doc! {"a": {"$regex": "x"}}, &doc! {"$set": {"a": 1}}).is_err());
    let twin: Result<(), StoreError> =
        wait(twice.database.write(|store| store.insert("indexed", doc! {"_id": 0.0})));
    assert_eq!(twin, Err(StoreError::Duplicate { collection: "indexed", field: "_id" }));
    assert!(matches!(twice.database.find("nowhere", doc! {}), Err(StoreError::UnknownCollection(_))));
    for (id, document) in (0..).zip(documents) {
        let mut expected = doc! {"_id": id};
        expected.extend(document);
        assert_eq!(twice.database.find_one("indexed", doc! {"_id": id}).unwrap(), Some(expected));
    }
}

fn any_leaf() -> impl Strategy<Value = Bson> {
    prop_oneof![
        Just(Bson::Null),
        (0..3_i32).prop_map(Bson::Int32),
        (0..3_i64).prop_map(Bson::Int64),
        prop_oneof![Just(1.0), Just(0.5), Just(f64::NAN)].prop_map(Bson::Double),
        "[xX]".prop_map(Bson::String),
    ]
}

fn any_value() -> impl Strategy<Value = Bson> {
    prop_oneof![
        3 => any_leaf(),
        1 => any_leaf().prop_map(|value| bson!({"b": value})),
        1 => prop::collection::vec(any_leaf(), 0..3).prop_map(Bson::Array),
        1 => prop::collection::vec(any_leaf().prop_map(|n| bson!({"n": n})), 0..3).prop_map(Bson::Array),
    ]
}

fn any_document() -> impl Strategy<Value = Document> {
    prop::collection::btree_map(prop_oneof![Just("a"), Just("b"), Just("list")], any_value(), 0..4)
        .prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn any_path() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("a"), Just("b"), Just("a.b"), Just("list.0"), Just("list.n"), Just("list")]
}

fn any_filter() -> impl Strategy<Value = Document> {
    let test = prop_oneof![
        4 => any_value(),
        1 => any_value().prop_map(|value| bson!({"$ne": value})),
        1 => any_value().prop_map(|value| bson!({"$gte": value})),
        2 => prop::collection::vec(any_value(), 0..3).prop_map(|values| bson!({"$in": values})),
    ];
    let field = (any_path(), test).prop_map(|(path, test)| doc! {path: test});
    field.prop_recursive(2, 6, 2, |inner| {
        let pair = (inner.clone(), inner);
        prop_oneof![
            pair.clone().prop_map(|(a, b)| doc! {"$and": [a, b]}),
            pair.clone().prop_map(|(a, b)| doc! {"$or": [a, b]}),
            pair.prop_map(|(a, b)| doc! {"$nor": [a, b]}),
        ]
    })
}

fn any_update() -> impl Strategy<Value = Document> {
    let field = prop_oneof![Just("a"), Just("b"), Just("list")];
    (field, any_value(), 0..5_usize).prop_map(|(field, value, operator)| {
        let operator = ["$set", "$unset", "$push", "$addToSet", "$max"][operator];
        doc! {operator: {field: value}}
    })
}

pub(crate) fn random_documents_are_found_by_index_as_by_scan(open: Open) {
    let twice = Twice::new(open, &[]);
    let story = (
        prop::collection::vec(any_document(), 1..8),
        prop::collection::vec((any_filter(), any_update()), 0..4),
        prop::collection::vec(any_filter(), 1..10),
        any_filter(),
    );
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) });
    runner
        .run(&story, |(documents, updates, filters, deleted)| {
            twice.fill(&documents);
            for (filter, update) in &updates {
                // a push onto what is no array is refused, both ways
                let _ = twice.update(filter, update);
            }
            for filter in &filters {
                twice.find(filter.clone());
            }
            let gone = twice.find(deleted.clone()).len();
            let counts: Result<(usize, usize), StoreError> = wait(twice.database.write(move |store| {
                Ok((store.delete("scanned", deleted.clone())?, store.delete("indexed", deleted)?))
            }));
            prop_assert_eq!(counts, Ok((gone, gone)));
            for filter in &filters {
                twice.find(filter.clone());
            }
            Ok(())
        })
        .unwrap();
}

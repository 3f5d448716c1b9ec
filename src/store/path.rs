//! Dotted paths through documents and arrays, as MongoDB's filters and indexes walk them.
//!
//! `a.b` means the field `b` of the document `a`, and of every document in the array `a`; `a.0` also the first
//! element of the array `a`. One path can so lead to many values, or to a place where there is none.

use bson::{Array, Bson, Document};

/// A path that is no path: empty, or with an empty part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a field path: it has an empty part")]
pub struct InvalidPath(String);

/// What happens at an array that the path ends at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaf {
    /// Each of its elements is visited, then the array as a whole.
    Elements,
    /// The array is visited as a whole.
    Whole,
}

/// The parts of a path; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path(Vec<String>);

impl Path {
    /// Takes a dotted path apart.
    pub(super) fn parse(text: &str) -> Result<Self, InvalidPath> {
        let parts: Vec<String> = text.split('.').map(str::to_owned).collect();
        if parts.iter().any(String::is_empty) { Err(InvalidPath(text.to_owned())) } else { Ok(Self(parts)) }
    }

    /// The parts.
    pub(super) fn parts(&self) -> &[String] {
        &self.0
    }

    /// Whether this is `text` in dotted form.
    pub(super) fn is(&self, text: &str) -> bool {
        text.split('.').eq(self.0.iter().map(String::as_str))
    }

    /// Calls `visit` for every value the path leads to, and with none for every place where it is missing,
    /// until one call returns true; says whether one did.
    pub(super) fn any<'a>(
        &self,
        document: &'a Document,
        leaf: Leaf,
        mut visit: impl FnMut(Option<&'a Bson>) -> bool,
    ) -> bool {
        walk(document, &self.0, leaf, &mut visit)
    }
}

type Visit<'v, 'a> = dyn FnMut(Option<&'a Bson>) -> bool + 'v;

fn walk<'a>(document: &'a Document, path: &[String], leaf: Leaf, visit: &mut Visit<'_, 'a>) -> bool {
    let Some((name, rest)) = path.split_first() else { return false };
    match document.get(name) {
        Some(value) if rest.is_empty() => match value {
            Bson::Array(items) if leaf == Leaf::Elements => {
                items.iter().any(|item| visit(Some(item))) || visit(Some(value))
            }
            _ => visit(Some(value)),
        },
        Some(Bson::Document(inner)) => walk(inner, rest, leaf, visit),
        Some(Bson::Array(items)) => walk_array(items, rest, leaf, visit),
        _ => visit(None),
    }
}

fn walk_array<'a>(items: &'a Array, path: &[String], leaf: Leaf, visit: &mut Visit<'_, 'a>) -> bool {
    let Some((name, rest)) = path.split_first() else { return false };
    let offset = array_offset(name);
    items.iter().enumerate().any(|(i, item)| {
        if let Bson::Document(inner) = item
            && walk(inner, path, leaf, visit)
        {
            return true;
        }
        match item {
            _ if offset != Some(i) => false,
            _ if rest.is_empty() => visit(Some(item)),
            Bson::Document(inner) => walk(inner, rest, leaf, visit),
            Bson::Array(inner) => walk_array(inner, rest, leaf, visit),
            _ => false,
        }
    })
}

/// A part of a path as a position in an array: digits, written the one way there is.
pub(super) fn array_offset(part: &str) -> Option<usize> {
    part.parse().ok().filter(|offset: &usize| offset.to_string() == part)
}

#[cfg(test)]
mod tests {
    use bson::{bson, doc};

    use super::*;

    fn visited(document: &Document, path: &str, leaf: Leaf) -> Vec<Option<Bson>> {
        let mut all = Vec::new();
        Path::parse(path).unwrap().any(document, leaf, |value| {
            all.push(value.cloned());
            false
        });
        all
    }

    #[test]
    fn a_path_leads_through_documents_and_arrays_to_what_mongodb_sees() {
        let some = |value: Bson| Some(value);
        let table = [
            (doc! {"a": 5}, "a", vec![some(bson!(5))]),
            (doc! {}, "a", vec![None]),
            (doc! {"a": {"b": 1}}, "a.b", vec![some(bson!(1))]),
            (doc! {"a": 4}, "a.b", vec![None]),
            (doc! {"a": [4]}, "a.b", vec![]),
            (doc! {"a": []}, "a.b", vec![]),
            (doc! {"a": []}, "a", vec![some(bson!([]))]),
            (doc! {"a": [1, 2]}, "a", vec![some(bson!(1)), some(bson!(2)), some(bson!([1, 2]))]),
            (
                doc! {"a": [{"b": 5}, 3, {}, {"b": [9, 11]}]},
                "a.b",
                vec![some(bson!(5)), None, some(bson!(9)), some(bson!(11)), some(bson!([9, 11]))],
            ),
            (doc! {"a": [[{"b": 1}]]}, "a.b", vec![]),
            (doc! {"a": [5, 7, 3]}, "a.1", vec![some(bson!(7))]),
            (doc! {"a": [5, [2, 4], 3]}, "a.1", vec![some(bson!([2, 4]))]),
            (doc! {"a": [5, {"1": 4}, 3]}, "a.1", vec![some(bson!(4)), some(bson!({"1": 4}))]),
            (doc! {"a": [5, {"b": 4}, 3]}, "a.1.b", vec![None, some(bson!(4))]),
            (doc! {"a": [5, [{"b": 4}], 3]}, "a.1.b", vec![some(bson!(4))]),
            (doc! {"a": [7]}, "a.00", vec![]),
        ];
        for (document, path, expected) in table {
            assert_eq!(visited(&document, path, Leaf::Elements), expected, "{path} in {document}");
        }
        assert_eq!(visited(&doc! {"a": [1]}, "a", Leaf::Whole), [some(bson!([1]))]);
    }

    #[test]
    fn a_path_with_an_empty_part_is_refused() {
        for bad in ["", ".", "a.", ".a", "a..b"] {
            assert_eq!(Path::parse(bad), Err(InvalidPath(bad.to_owned())));
        }
    }
}

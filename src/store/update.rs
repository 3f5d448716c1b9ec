//! MongoDB's update operators: how a document becomes another.
//!
//! An update is parsed once and refused whole where anything in it is not understood; applying it either does all
//! of it or fails, and the caller then drops the half-changed copy.

use std::cmp::Ordering;

use bson::{Array, Bson, Document};

use super::filter::{ElementFilter, InvalidFilter};
use super::path::{InvalidPath, Path, array_offset};
use super::value::{Case, compare, unsupported};

/// Arrays grow by [`Update`] up to this many elements: a position beyond would fill memory with nulls.
const LONGEST_ARRAY: usize = 100_000;

/// Why an update was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUpdate {
    /// An operator that does not exist here.
    #[error("unknown operator {0} in an update")]
    UnknownOperator(String),
    /// An operator's operand is of the wrong kind.
    #[error("{0} in an update needs {1}")]
    Operand(&'static str, &'static str),
    /// Two changes to one place.
    #[error("an update changes {0} twice")]
    Conflict(String),
    /// A value that can't be stored.
    #[error("a document can't hold {0}")]
    Unsupported(&'static str),
    /// `_id` stays what it is.
    #[error("an update can't change _id")]
    ImmutableId,
    /// What the document holds is not what the operator works on.
    #[error("{operator} can't be applied to {path}: {reason}")]
    Mismatch {
        /// Which operator.
        operator: &'static str,
        /// Where.
        path: String,
        /// What is there.
        reason: &'static str,
    },
    /// A field's name is no path.
    #[error(transparent)]
    Path(#[from] InvalidPath),
    /// The condition of a `$pull`.
    #[error(transparent)]
    Filter(#[from] InvalidFilter),
}

/// A parsed update.
#[derive(Clone, Debug)]
pub(super) struct Update(Vec<(Path, Operation)>);

#[derive(Clone, Debug)]
enum Operation {
    Set(Bson),
    Unset,
    Increase(Bson),
    Bound(&'static str, Ordering, Bson),
    Push { values: Vec<Bson>, slice: Option<i64> },
    AddToSet(Vec<Bson>),
    Pull(ElementFilter),
}

impl Update {
    /// Parses an update document, which must consist of operators.
    pub(super) fn parse(update: &Document) -> Result<Self, InvalidUpdate> {
        let mut operations: Vec<(Path, Operation)> = Vec::new();
        for (operator, fields) in update {
            let operator = known(operator)?;
            let Bson::Document(fields) = fields else {
                return Err(InvalidUpdate::Operand(operator, "a document of fields"));
            };
            for (name, operand) in fields {
                let path = Path::parse(name)?;
                if let Some(positional) = path.parts().iter().find(|part| part.starts_with('$')) {
                    return Err(InvalidUpdate::UnknownOperator(positional.clone()));
                }
                if path.parts()[0] == "_id" {
                    return Err(InvalidUpdate::ImmutableId);
                }
                if operations.iter().any(|(other, _)| overlap(other, &path)) {
                    return Err(InvalidUpdate::Conflict(name.clone()));
                }
                operations.push((path, parse_operation(operator, operand)?));
            }
        }
        Ok(Self(operations))
    }

    /// Applies all of it; after an error the document is half changed and of no use.
    pub(super) fn apply(&self, document: &mut Document) -> Result<(), InvalidUpdate> {
        self.0.iter().try_for_each(|(path, operation)| operation.apply(document, path))
    }
}

fn known(operator: &str) -> Result<&'static str, InvalidUpdate> {
    ["$set", "$unset", "$inc", "$push", "$pull", "$addToSet", "$min", "$max"]
        .into_iter()
        .find(|name| *name == operator)
        .ok_or_else(|| InvalidUpdate::UnknownOperator(operator.to_owned()))
}

fn overlap(a: &Path, b: &Path) -> bool {
    a.parts().iter().zip(b.parts()).all(|(a, b)| a == b)
}

fn parse_operation(operator: &'static str, operand: &Bson) -> Result<Operation, InvalidUpdate> {
    if operator == "$pull" {
        return Ok(Operation::Pull(ElementFilter::parse(operand)?));
    }
    if let Some(what) = unsupported(operand) {
        return Err(InvalidUpdate::Unsupported(what));
    }
    Ok(match operator {
        "$set" => Operation::Set(operand.clone()),
        "$unset" => Operation::Unset,
        "$inc" => match operand {
            Bson::Int32(_) | Bson::Int64(_) | Bson::Double(_) => Operation::Increase(operand.clone()),
            _ => return Err(InvalidUpdate::Operand("$inc", "a number")),
        },
        "$min" => Operation::Bound("$min", Ordering::Less, operand.clone()),
        "$max" => Operation::Bound("$max", Ordering::Greater, operand.clone()),
        "$push" => parse_push(operand)?,
        _ => Operation::AddToSet(match parse_each("$addToSet", operand)? {
            Some((values, None)) => values,
            Some((_, Some(modifier))) => return Err(InvalidUpdate::UnknownOperator(modifier.0)),
            None => vec![operand.clone()],
        }),
    })
}

fn parse_push(operand: &Bson) -> Result<Operation, InvalidUpdate> {
    Ok(match parse_each("$push", operand)? {
        None => Operation::Push { values: vec![operand.clone()], slice: None },
        Some((values, None)) => Operation::Push { values, slice: None },
        Some((values, Some((name, slice)))) if name == "$slice" => Operation::Push {
            values,
            slice: Some(match slice {
                Bson::Int32(count) => count.into(),
                Bson::Int64(count) => count,
                _ => return Err(InvalidUpdate::Operand("$slice", "a whole number")),
            }),
        },
        Some((_, Some((unknown, _)))) => return Err(InvalidUpdate::UnknownOperator(unknown)),
    })
}

type Each = (Vec<Bson>, Option<(String, Bson)>);

/// The values of an `$each` and the one modifier beside it, where the operand is written so.
fn parse_each(operator: &'static str, operand: &Bson) -> Result<Option<Each>, InvalidUpdate> {
    let Bson::Document(document) = operand else { return Ok(None) };
    if !document.keys().any(|name| name.starts_with('$')) {
        return Ok(None);
    }
    let mut values = None;
    let mut modifier = None;
    for (name, value) in document {
        match (name.as_str(), value) {
            ("$each", Bson::Array(items)) => values = Some(items.clone()),
            ("$each", _) => return Err(InvalidUpdate::Operand("$each", "a list of values")),
            _ if modifier.is_none() => modifier = Some((name.clone(), value.clone())),
            _ => return Err(InvalidUpdate::UnknownOperator(name.clone())),
        }
    }
    let values = values.ok_or(InvalidUpdate::Operand(operator, "$each before any other modifier"))?;
    Ok(Some((values, modifier)))
}

impl Operation {
    fn apply(&self, document: &mut Document, path: &Path) -> Result<(), InvalidUpdate> {
        let mismatch =
            |operator, reason| InvalidUpdate::Mismatch { operator, path: path.parts().join("."), reason };
        match self {
            Self::Unset => unset(document, path.parts()),
            Self::Pull(filter) => match existing(document, path.parts()) {
                None => {}
                Some(Bson::Array(items)) => items.retain(|item| !filter.matches(item)),
                Some(_) => return Err(mismatch("$pull", "it is no array")),
            },
            Self::Set(value) => {
                *place(document, path.parts()).map_err(|reason| mismatch("$set", reason))? = value.clone();
            }
            Self::Increase(by) => match place_if(document, path, "$inc")? {
                (true, current) => *current = add(current, by).map_err(|reason| mismatch("$inc", reason))?,
                (false, current) => *current = by.clone(),
            },
            Self::Bound(operator, better, value) => {
                let (exists, current) = place_if(document, path, operator)?;
                if !exists || compare(value, current, Case::Sensitive) == *better {
                    *current = value.clone();
                }
            }
            Self::Push { values, slice } => {
                let items = array(document, path, "$push")?;
                items.extend(values.iter().cloned());
                if let Some(count) = slice {
                    keep(items, *count);
                }
            }
            Self::AddToSet(values) => {
                let items = array(document, path, "$addToSet")?;
                for value in values {
                    if !items.iter().any(|item| compare(item, value, Case::Sensitive).is_eq()) {
                        items.push(value.clone());
                    }
                }
            }
        }
        Ok(())
    }
}

/// The value at a path, made null where it is missing, and whether it was there.
fn place_if<'d>(
    document: &'d mut Document,
    path: &Path,
    operator: &'static str,
) -> Result<(bool, &'d mut Bson), InvalidUpdate> {
    let exists = existing(document, path.parts()).is_some();
    let value = place(document, path.parts()).map_err(|reason| InvalidUpdate::Mismatch {
        operator,
        path: path.parts().join("."),
        reason,
    })?;
    Ok((exists, value))
}

fn array<'d>(
    document: &'d mut Document,
    path: &Path,
    operator: &'static str,
) -> Result<&'d mut Array, InvalidUpdate> {
    let (exists, value) = place_if(document, path, operator)?;
    if !exists {
        *value = Bson::Array(Array::new());
    }
    value.as_array_mut().ok_or_else(|| InvalidUpdate::Mismatch {
        operator,
        path: path.parts().join("."),
        reason: "it is no array",
    })
}

fn existing<'d>(document: &'d mut Document, path: &[String]) -> Option<&'d mut Bson> {
    let (name, rest) = path.split_first()?;
    let mut value = document.get_mut(name)?;
    for part in rest {
        value = match value {
            Bson::Document(inner) => inner.get_mut(part)?,
            Bson::Array(items) => items.get_mut(array_offset(part)?)?,
            _ => return None,
        };
    }
    Some(value)
}

/// The value at a path; what is missing on the way becomes documents, at its end null.
fn place<'d>(document: &'d mut Document, path: &[String]) -> Result<&'d mut Bson, &'static str> {
    let (name, rest) = path.split_first().ok_or("it has no name")?;
    let mut value = field(document, name, rest);
    for (i, part) in rest.iter().enumerate() {
        let beyond = &rest[i + 1..];
        value = match value {
            Bson::Document(inner) => field(inner, part, beyond),
            Bson::Array(items) => {
                let offset = array_offset(part).ok_or("an array has positions, no fields")?;
                if offset >= LONGEST_ARRAY {
                    return Err("the position is too far out");
                }
                while items.len() < offset {
                    items.push(Bson::Null);
                }
                if items.len() == offset {
                    items.push(absent(beyond));
                }
                &mut items[offset]
            }
            _ => return Err("what is on the way is neither a document nor an array"),
        };
    }
    Ok(value)
}

fn field<'d>(document: &'d mut Document, name: &str, beyond: &[String]) -> &'d mut Bson {
    document.entry(name).or_insert_with(|| absent(beyond))
}

fn absent(beyond: &[String]) -> Bson {
    if beyond.is_empty() { Bson::Null } else { Bson::Document(Document::new()) }
}

fn unset(document: &mut Document, path: &[String]) {
    let Some((last, parents)) = path.split_last() else { return };
    if parents.is_empty() {
        document.remove(last);
        return;
    }
    match existing(document, parents) {
        Some(Bson::Document(inner)) => drop(inner.remove(last)),
        // the elements after it stay where they are
        Some(Bson::Array(items)) => {
            if let Some(item) = array_offset(last).and_then(|offset| items.get_mut(offset)) {
                *item = Bson::Null;
            }
        }
        _ => {}
    }
}

/// Keeps the first `count` elements, or the last `-count` of them.
fn keep(items: &mut Array, count: i64) {
    let kept = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(items.len());
    if count < 0 {
        items.drain(..items.len() - kept);
    } else {
        items.truncate(kept);
    }
}

#[allow(clippy::cast_precision_loss, reason = "a sum with a double is a double")]
fn add(a: &Bson, b: &Bson) -> Result<Bson, &'static str> {
    const TOO_LARGE: &str = "the sum is too large";
    match (a, b) {
        (Bson::Int32(a), Bson::Int32(b)) => {
            Ok(a.checked_add(*b).map_or_else(|| Bson::Int64(i64::from(*a) + i64::from(*b)), Bson::Int32))
        }
        (Bson::Int32(a), Bson::Int64(b)) | (Bson::Int64(b), Bson::Int32(a)) => {
            b.checked_add(i64::from(*a)).map(Bson::Int64).ok_or(TOO_LARGE)
        }
        (Bson::Int64(a), Bson::Int64(b)) => a.checked_add(*b).map(Bson::Int64).ok_or(TOO_LARGE),
        (Bson::Double(a), Bson::Double(b)) => Ok(Bson::Double(a + b)),
        (Bson::Double(a), Bson::Int32(b)) | (Bson::Int32(b), Bson::Double(a)) => {
            Ok(Bson::Double(a + f64::from(*b)))
        }
        (Bson::Double(a), Bson::Int64(b)) | (Bson::Int64(b), Bson::Double(a)) => {
            Ok(Bson::Double(a + *b as f64))
        }
        _ => Err("it is no number"),
    }
}

#[cfg(test)]
mod tests {
    use bson::doc;

    use super::*;

    fn updated(mut document: Document, update: &Document) -> Result<Document, InvalidUpdate> {
        Update::parse(update)?.apply(&mut document)?;
        Ok(document)
    }

    #[test]
    fn every_operator_does_what_mongodb_does() {
        let table = [
            (doc! {"a": 1}, doc! {"$set": {"a": 2, "b.c": 3}}, doc! {"a": 2, "b": {"c": 3}}),
            (doc! {"a": [1]}, doc! {"$set": {"a.2": 3}}, doc! {"a": [1, null, 3]}),
            (doc! {"a": [{"b": 1}]}, doc! {"$set": {"a.0.b": 2}}, doc! {"a": [{"b": 2}]}),
            (doc! {"a": 1, "b": 2}, doc! {"$unset": {"a": "", "x.y": ""}}, doc! {"b": 2}),
            (doc! {"a": [1, 2]}, doc! {"$unset": {"a.0": ""}}, doc! {"a": [null, 2]}),
            (doc! {"a": {"b": 1, "c": 2}}, doc! {"$unset": {"a.b": ""}}, doc! {"a": {"c": 2}}),
            (doc! {"a": 1}, doc! {"$inc": {"a": 2, "b": -1}}, doc! {"a": 3, "b": -1}),
            (doc! {"a": i32::MAX}, doc! {"$inc": {"a": 1}}, doc! {"a": 2_147_483_648_i64}),
            (doc! {"a": 1}, doc! {"$inc": {"a": 0.5}}, doc! {"a": 1.5}),
            (doc! {}, doc! {"$push": {"a": 1}}, doc! {"a": [1]}),
            (doc! {"a": [1]}, doc! {"$push": {"a": [2]}}, doc! {"a": [1, [2]]}),
            (doc! {"a": [1]}, doc! {"$push": {"a": {"$each": [2, 3]}}}, doc! {"a": [1, 2, 3]}),
            (doc! {"a": [1]}, doc! {"$push": {"a": {"$each": [2, 3], "$slice": -2}}}, doc! {"a": [2, 3]}),
            (doc! {"a": [1]}, doc! {"$push": {"a": {"$each": [2, 3], "$slice": 2}}}, doc! {"a": [1, 2]}),
            (doc! {"a": [1, 2, 1.0]}, doc! {"$pull": {"a": 1}}, doc! {"a": [2]}),
            (doc! {"a": [1, 5]}, doc! {"$pull": {"a": {"$gt": 2}, "b": 1}}, doc! {"a": [1]}),
            (
                doc! {"a": [{"b": 1, "c": 1}, {"b": 2}]},
                doc! {"$pull": {"a": {"b": 1}}},
                doc! {"a": [{"b": 2}]},
            ),
            (doc! {"a": [1]}, doc! {"$addToSet": {"a": 1.0, "b": 1}}, doc! {"a": [1], "b": [1]}),
            (doc! {"a": [1]}, doc! {"$addToSet": {"a": {"$each": [1, 2, 2]}}}, doc! {"a": [1, 2]}),
            (doc! {"a": 5}, doc! {"$min": {"a": 3, "b": 1}}, doc! {"a": 3, "b": 1}),
            (doc! {"a": 5}, doc! {"$min": {"a": "x"}}, doc! {"a": 5}),
            (doc! {"a": 5}, doc! {"$max": {"a": 3}}, doc! {"a": 5}),
            (doc! {"a": null}, doc! {"$max": {"a": 3}}, doc! {"a": 3}),
            (doc! {"a": 1}, doc! {}, doc! {"a": 1}),
        ];
        for (document, update, expected) in table {
            assert_eq!(updated(document.clone(), &update), Ok(expected), "{update} on {document}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_refused() {
        let table = [
            (doc! {}, doc! {"a": 1}, "unknown operator a in an update"),
            (doc! {}, doc! {"$rename": {"a": "b"}}, "unknown operator $rename in an update"),
            (doc! {}, doc! {"$set": 1}, "$set in an update needs a document of fields"),
            (doc! {}, doc! {"$set": {"_id": 1}}, "an update can't change _id"),
            (doc! {}, doc! {"$unset": {"_id.x": 1}}, "an update can't change _id"),
            (doc! {}, doc! {"$set": {"a.$.b": 1}}, "unknown operator $ in an update"),
            (doc! {}, doc! {"$set": {"a": 1}, "$inc": {"a.b": 1}}, "an update changes a.b twice"),
            (doc! {}, doc! {"$set": {"a": Bson::Undefined}}, "a document can't hold undefined"),
            (doc! {}, doc! {"$inc": {"a": "1"}}, "$inc in an update needs a number"),
            (doc! {"a": "x"}, doc! {"$inc": {"a": 1}}, "$inc can't be applied to a: it is no number"),
            (doc! {"a": null}, doc! {"$inc": {"a": 1}}, "$inc can't be applied to a: it is no number"),
            (
                doc! {"a": i64::MAX},
                doc! {"$inc": {"a": 1}},
                "$inc can't be applied to a: the sum is too large",
            ),
            (doc! {"a": 1}, doc! {"$push": {"a": 1}}, "$push can't be applied to a: it is no array"),
            (doc! {"a": 1}, doc! {"$pull": {"a": 1}}, "$pull can't be applied to a: it is no array"),
            (doc! {"a": 1}, doc! {"$addToSet": {"a": 1}}, "$addToSet can't be applied to a: it is no array"),
            (
                doc! {},
                doc! {"$push": {"a": {"$each": [1], "$sort": 1}}},
                "unknown operator $sort in an update",
            ),
            (
                doc! {"a": 1},
                doc! {"$set": {"a.b": 1}},
                "$set can't be applied to a.b: what is on the way is neither a document nor an array",
            ),
            (doc! {"a": []}, doc! {"$set": {"a.9999999": 1}}, "the position is too far out"),
        ];
        for (document, update, message) in table {
            let error = updated(document, &update).unwrap_err().to_string();
            assert!(error.ends_with(message), "{update}: {error}");
        }
    }
}

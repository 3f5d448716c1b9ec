//! BSON values as MongoDB orders and equates them.
//!
//! Numbers compare by value across their types, everything else within its own kind. The kinds whose order
//! MongoDB itself would rather forget (code, symbols, regular expressions, decimals) are refused at the door, by
//! [`unsupported`], so that nothing here has to guess.

use std::borrow::Cow;
use std::cmp::Ordering;

use bson::{Bson, Document};

/// Whether letters differ by case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// `A` and `a` are two letters.
    #[default]
    Sensitive,
    /// `A` and `a` are the same, as by a MongoDB collation of strength 2.
    Insensitive,
}

impl Case {
    fn fold(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Sensitive => Cow::Borrowed(text),
            Self::Insensitive => Cow::Owned(text.to_lowercase()),
        }
    }
}

/// The name of the first kind of value inside `value` that the store does not take, if any.
pub(super) fn unsupported(value: &Bson) -> Option<&'static str> {
    match value {
        Bson::Array(items) => items.iter().find_map(unsupported),
        Bson::Document(document) => document.values().find_map(unsupported),
        Bson::RegularExpression(_) => Some("a regular expression"),
        Bson::JavaScriptCode(_) | Bson::JavaScriptCodeWithScope(_) => Some("code"),
        Bson::Symbol(_) => Some("a symbol"),
        Bson::Decimal128(_) => Some("a decimal"),
        Bson::Undefined => Some("undefined"),
        Bson::MinKey | Bson::MaxKey => Some("a key bound"),
        Bson::DbPointer(_) => Some("a database pointer"),
        _ => None,
    }
}

/// The kind of a value: kinds are ordered among each other, and comparisons such as `$gt` stay within one.
pub(super) fn kind(value: &Bson) -> u8 {
    match value {
        Bson::Null => 1,
        Bson::Double(_) | Bson::Int32(_) | Bson::Int64(_) => 2,
        Bson::String(_) => 3,
        Bson::Document(_) => 4,
        Bson::Array(_) => 5,
        Bson::Binary(_) => 6,
        Bson::ObjectId(_) => 7,
        Bson::Boolean(_) => 8,
        Bson::DateTime(_) => 9,
        Bson::Timestamp(_) => 10,
        _ => u8::MAX,
    }
}

/// The total order of all values.
pub(super) fn compare(a: &Bson, b: &Bson, case: Case) -> Ordering {
    match (a, b) {
        (Bson::String(a), Bson::String(b)) if case == Case::Sensitive => a.cmp(b),
        (Bson::String(a), Bson::String(b)) => case.fold(a).cmp(&case.fold(b)),
        (Bson::Document(a), Bson::Document(b)) => compare_documents(a, b, case),
        (Bson::Array(a), Bson::Array(b)) => a
            .iter()
            .zip(b)
            .map(|(a, b)| compare(a, b, case))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| a.len().cmp(&b.len())),
        (Bson::Binary(a), Bson::Binary(b)) => (a.bytes.len(), u8::from(a.subtype), &a.bytes).cmp(&(
            b.bytes.len(),
            u8::from(b.subtype),
            &b.bytes,
        )),
        (Bson::ObjectId(a), Bson::ObjectId(b)) => a.cmp(b),
        (Bson::Boolean(a), Bson::Boolean(b)) => a.cmp(b),
        (Bson::DateTime(a), Bson::DateTime(b)) => a.cmp(b),
        (Bson::Timestamp(a), Bson::Timestamp(b)) => (a.time, a.increment).cmp(&(b.time, b.increment)),
        _ => match (Number::of(a), Number::of(b)) {
            (Some(a), Some(b)) => a.compare(b),
            _ => kind(a).cmp(&kind(b)),
        },
    }
}

/// Bytes that are the same for two values exactly when [`compare`] finds them equal.
pub(super) fn key(value: &Bson, case: Case) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_key(value, case, &mut bytes);
    bytes
}

/// Whether the value is a number that is not a number.
pub(super) fn is_nan(value: &Bson) -> bool {
    matches!(value, Bson::Double(number) if number.is_nan())
}

fn compare_documents(a: &Document, b: &Document, case: Case) -> Ordering {
    a.iter()
        .zip(b)
        .map(|((a_name, a), (b_name, b))| {
            kind(a).cmp(&kind(b)).then_with(|| a_name.cmp(b_name)).then_with(|| compare(a, b, case))
        })
        .find(|order| order.is_ne())
        .unwrap_or_else(|| a.len().cmp(&b.len()))
}

#[derive(Clone, Copy)]
enum Number {
    Whole(i64),
    Fraction(f64),
}

impl Number {
    /// A number as a whole one where it is one, so that equal numbers have one form.
    fn of(value: &Bson) -> Option<Self> {
        match *value {
            Bson::Int32(number) => Some(Self::Whole(number.into())),
            Bson::Int64(number) => Some(Self::Whole(number)),
            Bson::Double(number) => Some(whole(number).map_or(Self::Fraction(number), Self::Whole)),
            _ => None,
        }
    }

    fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Whole(a), Self::Whole(b)) => a.cmp(&b),
            // whatever is not a number comes before every number
            (Self::Fraction(a), Self::Fraction(b)) => {
                a.partial_cmp(&b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))
            }
            (Self::Whole(a), Self::Fraction(b)) => compare_whole(a, b),
            (Self::Fraction(a), Self::Whole(b)) => compare_whole(b, a).reverse(),
        }
    }
}

/// 2^63, the first number that is no longer an `i64`.
const WHOLE_END: f64 = 9_223_372_036_854_775_808.0;

#[allow(clippy::cast_possible_truncation, reason = "in range, as the line before checks")]
fn whole(number: f64) -> Option<i64> {
    let fits = number.fract() == 0.0 && (-WHOLE_END..WHOLE_END).contains(&number);
    fits.then_some(number as i64)
}

/// Compares with a number that is no whole one: exactly, where a conversion of `a` would round.
fn compare_whole(a: i64, b: f64) -> Ordering {
    if b.is_nan() || b < -WHOLE_END {
        return Ordering::Greater;
    }
    match whole(b.floor()) {
        // between two whole numbers: `a` is less from the lower one down
        Some(floor) if a <= floor => Ordering::Less,
        Some(_) => Ordering::Greater,
        None => Ordering::Less,
    }
}

fn write_key(value: &Bson, case: Case, out: &mut Vec<u8>) {
    out.push(kind(value));
    match value {
        Bson::String(text) => write_part(case.fold(text).as_bytes(), out),
        Bson::Document(document) => {
            for (name, value) in document {
                out.push(1);
                write_part(name.as_bytes(), out);
                write_key(value, case, out);
            }
            out.push(0);
        }
        Bson::Array(items) => {
            for item in items {
                out.push(1);
                write_key(item, case, out);
            }
            out.push(0);
        }
        Bson::Binary(binary) => {
            out.push(binary.subtype.into());
            write_part(&binary.bytes, out);
        }
        Bson::ObjectId(id) => out.extend(id.bytes()),
        Bson::Boolean(truth) => out.push((*truth).into()),
        Bson::DateTime(moment) => out.extend(moment.timestamp_millis().to_be_bytes()),
        Bson::Timestamp(stamp) => {
            out.extend(stamp.time.to_be_bytes());
            out.extend(stamp.increment.to_be_bytes());
        }
        _ => match Number::of(value) {
            Some(Number::Whole(number)) => {
                out.push(0);
                out.extend(number.to_be_bytes());
            }
            Some(Number::Fraction(number)) => {
                let one_nan = if number.is_nan() { f64::NAN } else { number };
                out.push(1);
                out.extend(one_nan.to_bits().to_be_bytes());
            }
            None => {}
        },
    }
}

/// Text that may hold any byte, with its end marked so that two in a row can't run into each other.
fn write_part(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(bytes);
}

#[cfg(test)]
mod tests {
    use bson::{DateTime, bson, doc, oid::ObjectId};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn kinds_and_values_stand_in_mongodbs_order() {
        let ascending = [
            Bson::Null,
            Bson::Double(f64::NAN),
            Bson::Double(f64::NEG_INFINITY),
            bson!(i64::MIN),
            bson!(-1),
            bson!(0.5),
            bson!(1),
            Bson::Double(9_007_199_254_740_992.0),
            bson!(9_007_199_254_740_993_i64),
            bson!(i64::MAX),
            Bson::Double(WHOLE_END),
            bson!("A"),
            bson!("a"),
            bson!({}),
            bson!({"a": 1}),
            bson!({"a": 2}),
            bson!({"b": 1}),
            bson!({"a": "x"}),
            bson!([]),
            bson!([1]),
            bson!([1, 2]),
            bson!([2]),
            Bson::ObjectId(ObjectId::from_bytes([0; 12])),
            bson!(false),
            bson!(true),
            Bson::DateTime(DateTime::from_millis(-1)),
            Bson::DateTime(DateTime::from_millis(0)),
        ];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(compare(a, b, Case::Sensitive), i.cmp(&j), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn one_value_in_two_types_is_one_value() {
        for (a, b) in [
            (bson!(1), bson!(1_i64)),
            (bson!(1), bson!(1.0)),
            (bson!(0), bson!(-0.0)),
            (bson!({"a": [1]}), bson!({"a": [1.0]})),
        ] {
            assert_eq!(compare(&a, &b, Case::Sensitive), Ordering::Equal);
            assert_eq!(key(&a, Case::Sensitive), key(&b, Case::Sensitive));
        }
        assert_eq!(key(&bson!("ÄB"), Case::Insensitive), key(&bson!("äb"), Case::Insensitive));
        assert_ne!(key(&bson!("AB"), Case::Sensitive), key(&bson!("ab"), Case::Sensitive));
    }

    #[test]
    fn what_has_no_sure_order_is_named() {
        assert_eq!(unsupported(&bson!({"a": [{"b": Bson::MinKey}]})), Some("a key bound"));
        assert_eq!(unsupported(&Bson::Document(doc! {"a": [1, "x", null]})), None);
    }

    pub(crate) fn any_value() -> impl Strategy<Value = Bson> {
        let leaf = prop_oneof![
            Just(Bson::Null),
            any::<bool>().prop_map(Bson::Boolean),
            (-3..3_i32).prop_map(Bson::Int32),
            (-3..3_i64).prop_map(Bson::Int64),
            prop_oneof![Just(0.5), Just(1.0), Just(-0.0), Just(f64::NAN), any::<f64>()]
                .prop_map(Bson::Double),
            "[aAbB]{0,2}".prop_map(Bson::String),
            (0..3_i64).prop_map(|millis| Bson::DateTime(DateTime::from_millis(millis))),
        ];
        leaf.prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Bson::Array),
                prop::collection::vec(("[ab]", inner), 0..3)
                    .prop_map(|fields| Bson::Document(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_keys_agree_with_it(a in any_value(), b in any_value(), c in any_value()) {
            for case in [Case::Sensitive, Case::Insensitive] {
                prop_assert_eq!(compare(&a, &b, case), compare(&b, &a, case).reverse());
                if compare(&a, &b, case).is_le() && compare(&b, &c, case).is_le() {
                    prop_assert!(compare(&a, &c, case).is_le());
                }
                prop_assert_eq!(compare(&a, &b, case).is_eq(), key(&a, case) == key(&b, case));
            }
        }
    }
}

//! MongoDB's filters: what a document must be like to be found.
//!
//! A filter is parsed once, whole, and refused where anything in it is not understood: an operator that is
//! silently skipped finds too much. What it finds is decided here alone; an index may only narrow the search.

use std::cmp::Ordering;

use bson::{Bson, Document};

use super::path::{InvalidPath, Leaf, Path};
use super::value::{Case, compare, is_nan, kind, unsupported};

/// Why a filter was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidFilter {
    /// An operator that does not exist here or not in this place.
    #[error("unknown operator {0} in a filter")]
    UnknownOperator(String),
    /// An operator's operand is of the wrong kind.
    #[error("{0} in a filter needs {1}")]
    Operand(&'static str, &'static str),
    /// A value that can't be compared with.
    #[error("a filter can't compare with {0}")]
    Unsupported(&'static str),
    /// A field's name is no path.
    #[error(transparent)]
    Path(#[from] InvalidPath),
}

/// A parsed filter.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    root: Node,
    case: Case,
}

#[derive(Clone, Debug)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    None(Vec<Node>),
    Field(Path, Test),
}

/// What is asked of the values at one path.
#[derive(Clone, Debug)]
enum Test {
    Equal(Bson),
    Ordered(&'static [Ordering], Bson),
    In(Vec<Bson>),
    Exists,
    Element(Box<Element>),
    Not(Box<Test>),
    All(Vec<Test>),
}

/// What is asked of one element of an array.
#[derive(Clone, Debug)]
enum Element {
    Document(Node),
    Value(Test),
}

/// What a filter says about a path that an index on it can answer, and how several such answers combine.
pub(super) enum Lookup<'f> {
    /// One of these values stands at the path.
    Values(&'f Path, &'f [Bson]),
    /// All hold: any one of the answers will do.
    All(Vec<Lookup<'f>>),
    /// One holds: every answer is needed.
    Any(Vec<Lookup<'f>>),
    /// No index can tell.
    Unknown,
}

impl Filter {
    /// Parses a filter document; strings are compared by `case`.
    pub(super) fn parse(filter: &Document, case: Case) -> Result<Self, InvalidFilter> {
        Ok(Self { root: parse_document(filter)?, case })
    }

    /// Whether strings are compared without regard to case.
    pub(super) fn case(&self) -> Case {
        self.case
    }

    /// Whether the filter finds this document.
    pub(super) fn matches(&self, document: &Document) -> bool {
        self.root.matches(document, self.case)
    }

    /// What indexes may be asked to narrow the search.
    pub(super) fn lookup(&self) -> Lookup<'_> {
        self.root.lookup()
    }
}

/// What `$pull` asks of an element: a condition where it is written as one, else equality.
#[derive(Clone, Debug)]
pub(super) struct ElementFilter(Element);

impl ElementFilter {
    /// Parses `$pull`'s operand.
    pub(super) fn parse(operand: &Bson) -> Result<Self, InvalidFilter> {
        Ok(Self(match operand {
            Bson::Document(condition) if !has_operators(condition) => {
                Element::Document(parse_document(condition)?)
            }
            _ => Element::Value(parse_test(operand)?),
        }))
    }

    /// Whether it is this element that is asked for.
    pub(super) fn matches(&self, element: &Bson) -> bool {
        self.0.matches(element, Case::Sensitive)
    }
}

fn parse_document(filter: &Document) -> Result<Node, InvalidFilter> {
    let mut nodes = Vec::with_capacity(filter.len());
    for (name, operand) in filter {
        nodes.push(match name.as_str() {
            "$and" => Node::All(parse_clauses("$and", operand)?),
            "$or" => Node::Any(parse_clauses("$or", operand)?),
            "$nor" => Node::None(parse_clauses("$nor", operand)?),
            operator if operator.starts_with('$') => {
                return Err(InvalidFilter::UnknownOperator(operator.to_owned()));
            }
            path => Node::Field(Path::parse(path)?, parse_test(operand)?),
        });
    }
    Ok(Node::All(nodes))
}

fn parse_clauses(operator: &'static str, operand: &Bson) -> Result<Vec<Node>, InvalidFilter> {
    let wrong = InvalidFilter::Operand(operator, "a list of one or more filters");
    match operand {
        Bson::Array(clauses) if !clauses.is_empty() => clauses
            .iter()
            .map(|clause| parse_document(clause.as_document().ok_or_else(|| wrong.clone())?))
            .collect(),
        _ => Err(wrong),
    }
}

fn parse_test(operand: &Bson) -> Result<Test, InvalidFilter> {
    match operand {
        Bson::Document(operators) if has_operators(operators) => parse_operators(operators),
        value => Ok(Test::Equal(supported(value)?)),
    }
}

fn has_operators(document: &Document) -> bool {
    document.keys().next().is_some_and(|name| name.starts_with('$'))
}

fn parse_operators(operators: &Document) -> Result<Test, InvalidFilter> {
    let tests: Result<Vec<Test>, InvalidFilter> =
        operators.iter().map(|(name, operand)| parse_operator(name, operand)).collect();
    Ok(Test::All(tests?))
}

fn parse_operator(name: &str, operand: &Bson) -> Result<Test, InvalidFilter> {
    use Ordering::{Equal, Greater, Less};
    let ordered = |orders: &'static [Ordering]| Ok(Test::Ordered(orders, supported(operand)?));
    match name {
        "$eq" => Ok(Test::Equal(supported(operand)?)),
        "$ne" => Ok(not(Test::Equal(supported(operand)?))),
        "$gt" => ordered(&[Greater]),
        "$gte" => ordered(&[Greater, Equal]),
        "$lt" => ordered(&[Less]),
        "$lte" => ordered(&[Less, Equal]),
        "$in" => Ok(Test::In(parse_list("$in", operand)?)),
        "$nin" => Ok(not(Test::In(parse_list("$nin", operand)?))),
        "$exists" => Ok(if is_true(operand) { Test::Exists } else { not(Test::Exists) }),
        "$not" => match operand {
            Bson::Document(inner) if has_operators(inner) => Ok(not(parse_operators(inner)?)),
            _ => Err(InvalidFilter::Operand("$not", "a document of operators")),
        },
        "$elemMatch" => match operand {
            Bson::Document(inner) if has_operators(inner) && !is_logical(inner) => {
                Ok(element(Element::Value(parse_operators(inner)?)))
            }
            Bson::Document(inner) => Ok(element(Element::Document(parse_document(inner)?))),
            _ => Err(InvalidFilter::Operand("$elemMatch", "a document")),
        },
        unknown => Err(InvalidFilter::UnknownOperator(unknown.to_owned())),
    }
}

fn parse_list(operator: &'static str, operand: &Bson) -> Result<Vec<Bson>, InvalidFilter> {
    match operand {
        Bson::Array(values) => values.iter().map(supported).collect(),
        _ => Err(InvalidFilter::Operand(operator, "a list of values")),
    }
}

fn supported(value: &Bson) -> Result<Bson, InvalidFilter> {
    unsupported(value).map_or_else(|| Ok(value.clone()), |what| Err(InvalidFilter::Unsupported(what)))
}

fn not(test: Test) -> Test {
    Test::Not(Box::new(test))
}

fn element(element: Element) -> Test {
    Test::Element(Box::new(element))
}

fn is_logical(document: &Document) -> bool {
    document.keys().next().is_some_and(|name| matches!(name.as_str(), "$and" | "$or" | "$nor"))
}

fn is_true(value: &Bson) -> bool {
    match value {
        Bson::Boolean(truth) => *truth,
        Bson::Int32(number) => *number != 0,
        Bson::Int64(number) => *number != 0,
        Bson::Double(number) => *number != 0.0,
        Bson::Null => false,
        _ => true,
    }
}

impl Node {
    fn matches(&self, document: &Document, case: Case) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().all(|node| node.matches(document, case)),
            Self::Any(nodes) => nodes.iter().any(|node| node.matches(document, case)),
            Self::None(nodes) => !nodes.iter().any(|node| node.matches(document, case)),
            Self::Field(path, test) => test.matches_at(path, document, case),
        }
    }

    fn lookup(&self) -> Lookup<'_> {
        match self {
            Self::All(nodes) => Lookup::All(nodes.iter().map(Self::lookup).collect()),
            Self::Any(nodes) => Lookup::Any(nodes.iter().map(Self::lookup).collect()),
            Self::None(_) => Lookup::Unknown,
            Self::Field(path, test) => test.lookup(path),
        }
    }
}

impl Test {
    fn matches_at(&self, path: &Path, document: &Document, case: Case) -> bool {
        match self {
            Self::Not(test) => !test.matches_at(path, document, case),
            Self::All(tests) => tests.iter().all(|test| test.matches_at(path, document, case)),
            Self::Exists => path.any(document, Leaf::Whole, |value| value.is_some()),
            Self::Element(element) => path.any(document, Leaf::Whole, |value| element.is_in(value, case)),
            Self::Equal(_) | Self::Ordered(..) | Self::In(_) => {
                path.any(document, Leaf::Elements, |value| self.matches(value, case))
            }
        }
    }

    /// Whether this one value passes, which is no value at all where the path leads nowhere.
    fn matches(&self, value: Option<&Bson>, case: Case) -> bool {
        match self {
            Self::Equal(wanted) => equal(value, wanted, case),
            Self::In(wanted) => wanted.iter().any(|wanted| equal(value, wanted, case)),
            Self::Ordered(orders, bound) => {
                let value = value.unwrap_or(&Bson::Null);
                let order = compare(value, bound, case);
                // what is not a number is neither less nor greater than one
                let comparable = is_nan(value) == is_nan(bound) || order.is_eq();
                kind(value) == kind(bound) && comparable && orders.contains(&order)
            }
            Self::Exists => value.is_some(),
            Self::Element(element) => element.is_in(value, case),
            Self::Not(test) => !test.matches(value, case),
            Self::All(tests) => tests.iter().all(|test| test.matches(value, case)),
        }
    }

    fn lookup<'f>(&'f self, path: &'f Path) -> Lookup<'f> {
        match self {
            Self::Equal(value) => Lookup::Values(path, std::slice::from_ref(value)),
            Self::In(values) => Lookup::Values(path, values),
            Self::All(tests) => Lookup::All(tests.iter().map(|test| test.lookup(path)).collect()),
            _ => Lookup::Unknown,
        }
    }
}

fn equal(value: Option<&Bson>, wanted: &Bson, case: Case) -> bool {
    // a field that is not there equals null
    compare(value.unwrap_or(&Bson::Null), wanted, case).is_eq()
}

impl Element {
    fn is_in(&self, value: Option<&Bson>, case: Case) -> bool {
        matches!(value, Some(Bson::Array(items)) if items.iter().any(|item| self.matches(item, case)))
    }

    fn matches(&self, item: &Bson, case: Case) -> bool {
        match (self, item) {
            (Self::Document(node), Bson::Document(document)) => node.matches(document, case),
            (Self::Document(_), _) => false,
            (Self::Value(test), item) => test.matches(Some(item), case),
        }
    }
}

#[cfg(test)]
mod tests {
    use bson::{bson, doc};

    use super::*;

    fn finds(filter: &Document, document: &Document) -> bool {
        Filter::parse(filter, Case::Sensitive).unwrap().matches(document)
    }

    #[test]
    fn every_operator_finds_what_mongodb_finds() {
        let nan = f64::NAN;
        let found = [
            (doc! {}, doc! {"a": 1}),
            (doc! {"a": 1}, doc! {"a": 1.0}),
            (doc! {"a": {"b": 1}}, doc! {"a": {"b": 1}}),
            (doc! {"a": [1, 2]}, doc! {"a": [1, 2]}),
            (doc! {"a": [1, 2]}, doc! {"a": [[1, 2], 3]}),
            (doc! {"a": 2}, doc! {"a": [1, 2]}),
            (doc! {"a.b": 2}, doc! {"a": [{"b": 1}, {"b": [3, 2]}]}),
            (doc! {"a.1": 2}, doc! {"a": [1, 2]}),
            (doc! {"a": null}, doc! {}),
            (doc! {"a": null}, doc! {"a": [1, null]}),
            (doc! {"a.b": null}, doc! {"a": 5}),
            (doc! {"a.b": null}, doc! {"a": [{"b": 1}, {}]}),
            (doc! {"a": {"$ne": 1}}, doc! {"a": 2}),
            (doc! {"a": {"$ne": 1}}, doc! {}),
            (doc! {"a": {"$gt": 1}}, doc! {"a": [0, 2]}),
            (doc! {"a": {"$gt": 1, "$lt": 1}}, doc! {"a": [0, 2]}),
            (doc! {"a": {"$gte": null}}, doc! {}),
            (doc! {"a": {"$lte": nan}}, doc! {"a": nan}),
            (doc! {"a": {"$lt": [2]}}, doc! {"a": [1, 9]}),
            (doc! {"a": {"$in": [1, "x"]}}, doc! {"a": "x"}),
            (doc! {"a": {"$in": [null]}}, doc! {}),
            (doc! {"a": {"$nin": [1, 2]}}, doc! {"a": 3}),
            (doc! {"a": {"$nin": []}}, doc! {"a": 3}),
            (doc! {"a": {"$exists": true}}, doc! {"a": null}),
            (doc! {"a": {"$exists": true}}, doc! {"a": []}),
            (doc! {"a": {"$exists": 0}}, doc! {"b": 1}),
            (doc! {"a.b": {"$exists": false}}, doc! {"a": [1]}),
            (doc! {"$or": [{"a": 1}, {"b": 1}]}, doc! {"b": 1}),
            (doc! {"$and": [{"a": 1}, {"b": 1}]}, doc! {"a": 1, "b": 1}),
            (doc! {"$nor": [{"a": 1}, {"b": 1}]}, doc! {"a": 2}),
            (doc! {"a": {"$not": {"$gt": 5}}}, doc! {"a": "x"}),
            (doc! {"a": {"$not": {"$gt": 5}}}, doc! {}),
            (doc! {"a": {"$elemMatch": {"b": 1, "c": 2}}}, doc! {"a": [{"b": 1, "c": 2}]}),
            (doc! {"a": {"$elemMatch": {"$gt": 1, "$lt": 3}}}, doc! {"a": [0, 2, 4]}),
            (doc! {"a": {"$elemMatch": {"$or": [{"b": 1}, {"b": 2}]}}}, doc! {"a": [{"b": 2}]}),
            (doc! {"a": {"$elemMatch": {"l": null}}}, doc! {"a": [{"l": 1}, {}]}),
            (doc! {"a": {"$not": {"$elemMatch": {"$gt": 1}}}}, doc! {"a": [0]}),
        ];
        for (filter, document) in found {
            assert!(finds(&filter, &document), "{filter} must find {document}");
        }
    }

    #[test]
    fn no_operator_finds_more() {
        let nan = f64::NAN;
        let not_found = [
            (doc! {"a": 1, "b": 2}, doc! {"a": 1, "b": 3}),
            (doc! {"a": 1}, doc! {"a": "1"}),
            (doc! {"a": {"b": 1}}, doc! {"a": {"b": 1, "c": 2}}),
            (doc! {"a": {"b": 1, "c": 2}}, doc! {"a": {"c": 2, "b": 1}}),
            (doc! {"a": [1, 2]}, doc! {"a": [2, 1]}),
            (doc! {"a.b": null}, doc! {"a": [1, 2]}),
            (doc! {"a": {"$ne": 1}}, doc! {"a": 1}),
            (doc! {"a": {"$ne": 1}}, doc! {"a": [1, 2]}),
            (doc! {"a": {"$ne": null}}, doc! {}),
            (doc! {"a": {"$gt": 1}}, doc! {"a": "2"}),
            (doc! {"a": {"$gt": 1}}, doc! {}),
            (doc! {"a": {"$gt": null}}, doc! {"a": null}),
            (doc! {"a": {"$lt": 5}}, doc! {"a": nan}),
            (doc! {"a": {"$gt": nan}}, doc! {"a": 5}),
            (doc! {"a": {"$gte": nan}}, doc! {"a": 5}),
            (doc! {"a": {"$in": []}}, doc! {"a": 1}),
            (doc! {"a": {"$nin": [1, 2]}}, doc! {"a": [2]}),
            (doc! {"a": {"$exists": true}}, doc! {}),
            (doc! {"a.b": {"$exists": true}}, doc! {"a": [{"c": 1}]}),
            (doc! {"a": {"$not": {"$gt": 5}}}, doc! {"a": 6}),
            (doc! {"a": {"$elemMatch": {"b": 1, "c": 2}}}, doc! {"a": [{"b": 1}, {"c": 2}]}),
            (doc! {"a": {"$elemMatch": {"$gt": 1, "$lt": 3}}}, doc! {"a": [0, 4]}),
            (doc! {"a": {"$elemMatch": {"$gt": 1}}}, doc! {"a": 2}),
            (doc! {"a": {"$elemMatch": {"b": 1}}}, doc! {"a": {"b": 1}}),
            (doc! {"$nor": [{"a": 1}, {"b": 1}]}, doc! {"a": 2, "b": 1}),
        ];
        for (filter, document) in not_found {
            assert!(!finds(&filter, &document), "{filter} must not find {document}");
        }
    }

    #[test]
    fn case_can_be_let_go() {
        let document = doc! {"name": "Ada"};
        let filter = doc! {"name": "aDA"};
        assert!(!finds(&filter, &document));
        assert!(Filter::parse(&filter, Case::Insensitive).unwrap().matches(&document));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let unknown = |name: &str| InvalidFilter::UnknownOperator(name.into());
        let table = [
            (doc! {"$where": "1"}, unknown("$where")),
            (doc! {"a": {"$regex": "x"}}, unknown("$regex")),
            (doc! {"a": {"$gt": 1, "b": 2}}, unknown("b")),
            (doc! {"a": {"$not": {"$near": 1}}}, unknown("$near")),
            (doc! {"a": {"$elemMatch": {"$size": 1}}}, unknown("$size")),
            (doc! {"$or": []}, InvalidFilter::Operand("$or", "a list of one or more filters")),
            (doc! {"$and": [1]}, InvalidFilter::Operand("$and", "a list of one or more filters")),
            (doc! {"a": {"$in": 1}}, InvalidFilter::Operand("$in", "a list of values")),
            (doc! {"a": {"$not": 1}}, InvalidFilter::Operand("$not", "a document of operators")),
            (doc! {"a": Bson::MaxKey}, InvalidFilter::Unsupported("a key bound")),
        ];
        for (filter, error) in table {
            assert_eq!(Filter::parse(&filter, Case::Sensitive).unwrap_err(), error, "{filter}");
        }
        assert!(Filter::parse(&doc! {"a..b": 1}, Case::Sensitive).is_err());
    }

    #[test]
    fn pull_takes_values_operators_and_conditions() {
        let pulls = |operand: Bson, element: Bson| ElementFilter::parse(&operand).unwrap().matches(&element);
        assert!(pulls(bson!(1), bson!(1.0)) && !pulls(bson!(1), bson!([1])));
        assert!(pulls(bson!({"$gte": 2}), bson!(2)) && !pulls(bson!({"$gte": 2}), bson!(1)));
        assert!(pulls(bson!({"b": 1}), bson!({"b": 1, "c": 2})) && !pulls(bson!({"b": 1}), bson!(1)));
    }
}

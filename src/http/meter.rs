//! What HTTP counts: how long calls take, and which errors are answered.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::{Method, StatusCode};

use crate::hub::ErrorCounts;
use crate::meter::{Histogram, Spread, WORK_SECONDS};

/// What a request that matches no route of the API is for: the page's files.
const PAGE: &str = "page";

/// What HTTP counts.
#[derive(Default)]
pub struct HttpMeter {
    /// Errors answered.
    pub(super) errors: ErrorCounts,
    // as many as there are routes, methods and kinds of status; held for a look-up
    requests: Mutex<BTreeMap<Answered, Arc<Histogram>>>,
}

/// What a request was, and how it was answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Answered {
    /// The route as it is written in the API's description, without anybody's ids.
    pub(super) route: String,
    pub(super) method: &'static str,
    /// The first digit of the status: `2xx`.
    pub(super) status: &'static str,
}

impl HttpMeter {
    pub(super) fn note(&self, method: &Method, route: Option<&str>, status: StatusCode, took: Duration) {
        let answered = Answered {
            route: route.unwrap_or(PAGE).to_owned(),
            method: name(method),
            status: match status.as_u16() / 100 {
                1 => "1xx",
                2 => "2xx",
                3 => "3xx",
                4 => "4xx",
                _ => "5xx",
            },
        };
        let new = || Arc::new(Histogram::new(WORK_SECONDS));
        let histogram = self.requests().entry(answered).or_insert_with(new).clone();
        histogram.observe_duration(took);
    }

    pub(super) fn all(&self) -> Vec<(Answered, Spread)> {
        self.requests().iter().map(|(answered, histogram)| (answered.clone(), histogram.spread())).collect()
    }

    fn requests(&self) -> MutexGuard<'_, BTreeMap<Answered, Arc<Histogram>>> {
        // an insertion is not left half done
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A method may be any word that a client thinks of.
const fn name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strangers_can_not_make_it_grow() {
        let meter = HttpMeter::default();
        for word in ["FETCH", "BREW", "GET", "GET"] {
            let method = Method::from_bytes(word.as_bytes()).unwrap();
            meter.note(&method, None, StatusCode::NOT_FOUND, Duration::from_millis(1));
        }
        let all = meter.all();
        let names: Vec<_> = all.iter().map(|(answered, spread)| (answered.method, spread.count)).collect();
        assert_eq!(names, [("GET", 2), ("other", 2)]);
        assert_eq!((all[0].0.route.as_str(), all[0].0.status), ("page", "4xx"));
    }
}

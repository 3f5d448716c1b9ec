//! `/api/client-errors`: what breaks in people's pages is told to the box, and to nobody outside.
//!
//! Anyone may tell, so what is kept is bounded in number and length, each address is limited, and whatever looks like a
//! secret is taken out.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use axum::{Json, Router};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::body::Body;
use super::caller::{Admin, Caller};
use super::problem::ApiError;
use super::{Api, Reached};
use crate::protocol::api::{ClientError, ClientErrorReport, ClientErrorsAnswer};
use crate::protocol::error::{ErrorCode, Problem};

/// How many are kept.
const MOST: usize = 200;

/// The most characters of each text that are kept.
const MOST_CHARACTERS: usize = 2_000;

/// How many one address may tell in a minute.
const PER_MINUTE: NonZeroU32 = NonZeroU32::new(10).expect("ten is not zero");

/// From how many characters on a word without a break may be a token: invites have 24, session tokens more.
const SECRET_CHARACTERS: usize = 20;

/// The latest errors of people's pages, in memory.
pub struct ClientErrors {
    kept: Mutex<VecDeque<ClientError>>,
    limiter: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for ClientErrors {
    fn default() -> Self {
        Self { kept: Mutex::default(), limiter: RateLimiter::keyed(Quota::per_minute(PER_MINUTE)) }
    }
}

impl ClientErrors {
    fn admit(&self, address: IpAddr) -> bool {
        let admitted = self.limiter.check_key(&address).is_ok();
        // forgets the addresses whose minute is over
        self.limiter.retain_recent();
        admitted
    }

    fn keep(&self, error: ClientError) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front(error);
        kept.truncate(MOST);
    }

    /// All that are kept, the latest first.
    pub fn shown(&self) -> ClientErrorsAnswer {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        ClientErrorsAnswer { errors: kept.iter().cloned().collect() }
    }
}

pub(super) fn routes() -> Router<Api> {
    Router::new().route("/client-errors", post(report).get(list))
}

/// Something broke in someone's page.
#[utoipa::path(post, path = "/api/client-errors", tag = "box", request_body = ClientErrorReport, responses(
    (status = 204), (status = 400, body = Problem), (status = 429, body = Problem)))]
pub(super) async fn report(
    State(api): State<Api>,
    Extension(reached): Extension<Reached>,
    headers: HeaderMap,
    caller: Result<Caller, ApiError>,
    Body(report): Body<ClientErrorReport>,
) -> Result<StatusCode, ApiError> {
    if !api.client_errors.admit(reached.peer.ip()) {
        let detail = "this address has told of many errors already; the first ones are enough";
        return Err(ApiError::new(ErrorCode::RateLimited, detail).retry_after(60));
    }
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    api.client_errors.keep(ClientError {
        at: api.clock.now(),
        user_id: caller.ok().map(|Caller(principal)| principal.visitor.user_id.to_string()),
        user_agent: user_agent.map(scrub),
        report: ClientErrorReport {
            message: scrub(&report.message),
            stack: report.stack.as_deref().map(scrub),
            component: report.component.as_deref().map(scrub),
            path: report.path.as_deref().map(scrub),
        },
    });
    Ok(StatusCode::NO_CONTENT)
}

/// The latest errors of people's pages.
#[utoipa::path(get, path = "/api/client-errors", tag = "box", responses(
    (status = 200, body = ClientErrorsAnswer), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn list(State(api): State<Api>, _: Admin) -> Json<ClientErrorsAnswer> {
    Json(api.client_errors.shown())
}

/// A text that is short enough to keep, without control characters and without what may be a token: a long run of
/// a token's characters that has digits in it, and all that follows a `#` in an address.
fn scrub(text: &str) -> String {
    let mut scrubbed = String::new();
    let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let text: String = text.chars().take(MOST_CHARACTERS).filter(|c| !c.is_control() || *c == '\n').collect();
    for word in text.split_inclusive(|c: char| !is_token(c)) {
        let (run, rest) = word.split_at(word.find(|c| !is_token(c)).unwrap_or(word.len()));
        let secret = run.len() >= SECRET_CHARACTERS && run.contains(|c: char| c.is_ascii_digit())
            || scrubbed.ends_with('#') && !run.is_empty();
        scrubbed.push_str(if secret { "…" } else { run });
        scrubbed.push_str(rest);
    }
    scrubbed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_excess_are_taken_out() {
        assert_eq!(
            scrub("x is undefined\n at Room (/assets/RoomPage-Bx1.js:1:2)"),
            "x is undefined\n at Room (/assets/RoomPage-Bx1.js:1:2)"
        );
        assert_eq!(scrub("/room/abc#Zk3v9QbW0aXyZk3v9QbW0aXy"), "/room/abc#…");
        assert_eq!(scrub("/room/abc#short"), "/room/abc#…");
        assert_eq!(scrub("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI2.x_y-z failed"), "Bearer … failed");
        assert_eq!(scrub("a\u{0}b\u{1b}[31m"), "ab[31m");
        assert_eq!(scrub(&"ä".repeat(3_000)).chars().count(), MOST_CHARACTERS);
    }
}

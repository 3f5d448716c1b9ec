//! Writing down who did what. What can't be written is said in the log and stops nothing.

use std::num::NonZeroU32;
use std::sync::Arc;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tracing::error;

use crate::clock::Clock;
use crate::domain::account::Account;
use crate::domain::audit::{Action, Actor, Entry, Subject, Via};
use crate::store::Store;

/// How many failed log-ins are written down in a minute: whoever tries passwords must not push everything else out.
const FAILURES_A_MINUTE: NonZeroU32 = NonZeroU32::new(30).expect("thirty is not zero");

/// The audit log. Cheap to clone.
#[derive(Clone)]
pub struct AuditLog(Arc<Inner>);

struct Inner {
    clock: Clock,
    store: Store,
    failures: DefaultDirectRateLimiter,
}

/// Where a request over HTTP comes from, as far as it is written down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// What the log has the request under.
    pub correlation_id: String,
    /// The browser or program, as it says itself.
    pub user_agent: Option<String>,
}

impl Origin {
    /// The holder of `account`, by this request.
    pub fn actor(&self, account: &Account) -> Actor {
        let user = Some((account.id, account.username.to_string()));
        Actor { user, ..self.stranger() }
    }

    /// Whoever it is, by this request.
    pub fn stranger(&self) -> Actor {
        Actor { via: Via::Web, user: None, correlation_id: Some(self.correlation_id.clone()) }
    }
}

impl AuditLog {
    /// A log in `store`.
    pub fn new(clock: Clock, store: Store) -> Self {
        let failures = RateLimiter::direct(Quota::per_minute(FAILURES_A_MINUTE));
        Self(Arc::new(Inner { clock, store, failures }))
    }

    /// Writes down what `actor` did, to whom or what, and what else there is to say.
    pub async fn note(&self, actor: Actor, action: Action, subject: Option<Subject>, detail: Option<String>) {
        if action == Action::LogInFailed && self.0.failures.check().is_err() {
            return;
        }
        let entry = Entry { at: self.0.clock.now(), action, actor, subject, detail };
        if let Err(error) = self.0.store.audit().append(entry).await {
            error!(%error, action = action.as_str(), "could not write the audit log");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::wait;

    #[test]
    fn whoever_tries_passwords_does_not_push_the_rest_out() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("store"), &mut |_| Ok(())).unwrap();
        let audit = AuditLog::new(Clock::system(), store.clone());
        let stranger = Origin::default().stranger();
        for action in [Action::LogInFailed, Action::LoggedOut] {
            for _ in 0..100 {
                wait(audit.note(stranger.clone(), action, None, None));
            }
        }
        let all = store.audit().page(None, 500).unwrap();
        let count = |action| all.iter().filter(|(_, entry)| entry.action == action).count();
        assert!((30..60).contains(&count(Action::LogInFailed)), "{}", count(Action::LogInFailed));
        assert_eq!(count(Action::LoggedOut), 100);
    }
}

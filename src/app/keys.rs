//! The keys that sign sessions: made at the first start, changed now and then, in files that are the box's own.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use tracing::{error, info};

use super::Foundation;
use crate::auth::token::TokenKeys;
use crate::clock::{Clock, Timestamp};
use crate::domain::audit::{Action, Actor};
use crate::secret::{load_or_create_key, random_bytes, remove_if_there, write_private};

const CURRENT: &str = "signing.key";
const PREVIOUS: &str = "signing.previous.key";

/// How often it is looked at whether the key is to be changed; after a failure, too.
const LOOK: Duration = Duration::from_hours(1);

/// Where the keys are, and how long one is used.
pub(super) struct SigningKeys {
    current: PathBuf,
    previous: PathBuf,
    lifetime: Duration,
}

impl SigningKeys {
    pub(super) fn new(data_dir: &Path, lifetime: Duration) -> Self {
        Self { current: data_dir.join(CURRENT), previous: data_dir.join(PREVIOUS), lifetime }
    }

    /// Reads the keys; the first one is made if there is none.
    pub(super) fn load(&self) -> Result<TokenKeys> {
        let explain = |path: &Path| format!("can't use the signing key {}", path.display());
        let current = load_or_create_key(&self.current).with_context(|| explain(&self.current))?;
        let previous = if self.previous.exists() {
            Some(load_or_create_key(&self.previous).with_context(|| explain(&self.previous))?)
        } else {
            None
        };
        Ok(TokenKeys::new(&current, previous.as_ref()))
    }

    /// Puts a new key in the place of the present one, which is known until the next change, or not at all where it is
    /// to be forgotten.
    fn change(&self, forget: bool) -> Result<TokenKeys> {
        let explain = |path: &Path| format!("can't write the signing key {}", path.display());
        if forget {
            remove_if_there(&self.previous).with_context(|| explain(&self.previous))?;
        } else {
            // a power cut before the next step leaves one key in both files, which is as good
            let current = load_or_create_key(&self.current).with_context(|| explain(&self.current))?;
            write_private(&self.previous, &current).with_context(|| explain(&self.previous))?;
        }
        write_private(&self.current, &random_bytes::<32>()).with_context(|| explain(&self.current))?;
        self.load()
    }

    /// Whether the present key has been used for long enough, by the machine's own clock, which dated its file.
    fn is_due(&self, clock: &Clock) -> io::Result<bool> {
        let made = Timestamp::from(fs::metadata(&self.current)?.modified()?);
        Ok(clock.machine().since(made) >= self.lifetime)
    }
}

/// Changes the key, for `actor`.
pub(super) async fn change_key(foundation: &Foundation, forget: bool, actor: Actor) -> Result<()> {
    foundation.sessions.use_keys(foundation.keys.change(forget)?);
    let detail = forget.then(|| "the one before was forgotten".to_owned());
    foundation.accounts.audit().note(actor, Action::SigningKeyChanged, None, detail).await;
    info!(forget, "changed the key that signs sessions");
    Ok(())
}

/// Changes the key whenever it is due, for as long as this is polled.
pub(super) async fn keep_key_fresh(foundation: Arc<Foundation>) {
    let mut times = tokio::time::interval(LOOK);
    loop {
        times.tick().await;
        let changed = match foundation.keys.is_due(&foundation.clock) {
            Ok(true) => change_key(&foundation, false, Actor::BOX).await,
            Ok(false) => Ok(()),
            Err(error) => Err(error.into()),
        };
        if let Err(error) = changed {
            error!(
                error = format!("{error:#}"),
                "could not change the key that signs sessions; trying again in an hour"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs::FileTimes;

    use super::*;

    const MONTH: Duration = Duration::from_hours(30 * 24);

    #[test]
    fn a_key_is_due_once_it_is_old_and_then_kept_as_the_one_before() {
        let dir = tempfile::tempdir().unwrap();
        let (keys, clock) = (SigningKeys::new(dir.path(), MONTH), Clock::system());
        keys.load().unwrap();
        assert!(!keys.is_due(&clock).unwrap());
        let first = fs::read(&keys.current).unwrap();
        let file = fs::File::options().write(true).open(&keys.current).unwrap();
        file.set_times(FileTimes::new().set_modified(file.metadata().unwrap().modified().unwrap() - MONTH))
            .unwrap();
        assert!(keys.is_due(&clock).unwrap());
        keys.change(false).unwrap();
        assert!(!keys.is_due(&clock).unwrap(), "the new one is new");
        assert_eq!(fs::read(&keys.previous).unwrap(), first);
        assert_ne!(fs::read(&keys.current).unwrap(), first);
        keys.change(true).unwrap();
        assert!(!keys.previous.exists(), "forgotten");
    }
}

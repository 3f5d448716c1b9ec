//! The box put together: every part gets its own settings here, and nowhere else does one know them all.

pub mod administration;
mod backup;
mod care;
mod collector;
mod configuration;
mod control;
mod keys;
pub mod live;
mod logging;
mod ownership;
mod serve;
mod service_manager;
mod surroundings;
mod timekeeping;

pub use backup::{back_up, become_restored, export, import, restore};
pub use care::{certificate_in_words, examine, export_authority, renew_certificate, show_certificate};
pub use configuration::change_setting;
pub use control::administer;
pub use logging::{Logging, init_logging};
pub use serve::{Ended, serve};

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use anyhow::{Context, Result};

use keys::SigningKeys;

use crate::auth::accounts::Accounts;
use crate::auth::password::{Hasher, HashingCost};
use crate::auth::session::{SessionLifetimes, Sessions};
use crate::backup::Archive;
use crate::clock::Clock;
use crate::config::{Auth, Config};
use crate::store::{Snapshot, Store};

/// What the box and its command line have in common: the documents, and those who have accounts.
struct Foundation {
    clock: Clock,
    store: Store,
    accounts: Accounts,
    sessions: Sessions,
    archive: Archive,
    keys: SigningKeys,
}

impl Foundation {
    /// Opens the data directory, making what it lacks.
    fn open(config: &Config, clock: Clock) -> Result<Self> {
        prepare_directory(&config.data_dir)?;
        timekeeping::resume(&clock, &config.data_dir);
        let keys = SigningKeys::new(&config.data_dir, config.auth.signing_key_days.duration());
        let token_keys = keys.load()?;
        let before = &mut |snapshot: &Snapshot<'_>| backup::before_migration(config, snapshot, &clock);
        let store = Store::open(config, before)?;
        let archive = Archive::new(clock.clone(), store.clone(), &config.data_dir, config.into());
        let lifetimes = SessionLifetimes {
            access: config.auth.access_token_minutes.duration(),
            session: config.auth.refresh_hours.duration(),
            remembered: config.auth.remember_me_days.duration(),
        };
        let sessions = Sessions::new(clock.clone(), store.clone(), token_keys, lifetimes);
        let hasher = Hasher::new(hashing_cost(&config.auth, config.limits.login_queue))?;
        let link_lifetime = config.auth.password_link_hours.duration();
        let accounts = Accounts::new(
            clock.clone(),
            store.clone(),
            hasher,
            sessions.clone(),
            link_lifetime,
            config.open_registration,
        );
        ownership::hand_to_owner(&config.data_dir)?;
        Ok(Self { clock, store, accounts, sessions, archive, keys })
    }
}

fn hashing_cost(auth: &Auth, waiting: usize) -> HashingCost {
    HashingCost {
        memory_kib: auth.argon2_memory_kib,
        iterations: auth.argon2_iterations,
        parallelism: auth.argon2_parallelism,
        concurrent: auth.hash_concurrency,
        waiting,
    }
}

/// Makes the data directory (mode 0700) if it is not there, and sees to it that it can be used.
fn prepare_directory(data_dir: &Path) -> Result<()> {
    let explain = || format!("can't use the data directory {}", data_dir.display());
    match fs::metadata(data_dir) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(io::Error::from(io::ErrorKind::NotADirectory)).with_context(explain),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            DirBuilder::new().recursive(true).mode(0o700).create(data_dir).with_context(explain)?;
        }
        Err(error) => return Err(error).with_context(explain),
    }
    fs::read_dir(data_dir).with_context(explain)?;
    Ok(())
}

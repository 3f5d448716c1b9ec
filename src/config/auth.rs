//! `[auth]`: how long sessions last and what a password hash costs.

use serde::{Deserialize, Serialize};

use super::values::{Days, Hours, Minutes};
use super::{Invalid, in_range};

/// The `[auth]` section.
///
/// The cost of a hash is OWASP's minimum for Argon2id: on a Raspberry Pi a stronger one makes people wait.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Auth {
    /// How long an access token lasts.
    pub access_token_minutes: Minutes,
    /// How long a session lasts that nobody uses.
    pub refresh_hours: Hours,
    /// The same for a session that is to be remembered.
    pub remember_me_days: Days,
    /// How long a link is good by which someone sets their password.
    pub password_link_hours: Hours,
    /// How long the key that signs sessions is used; then it is known for as long again.
    pub signing_key_days: Days,
    /// Argon2id memory in KiB.
    pub argon2_memory_kib: u32,
    /// Argon2id passes.
    pub argon2_iterations: u32,
    /// Argon2id lanes.
    pub argon2_parallelism: u32,
    /// Hashes worked on at once; each takes a core and its memory for the while.
    pub hash_concurrency: usize,
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            access_token_minutes: Minutes::new(15),
            refresh_hours: Hours::new(24),
            remember_me_days: Days::new(30),
            password_link_hours: Hours::new(72),
            signing_key_days: Days::new(90),
            argon2_memory_kib: 19_456,
            argon2_iterations: 2,
            argon2_parallelism: 1,
            hash_concurrency: 2,
        }
    }
}

impl Auth {
    pub(super) fn check(&self) -> Result<(), Invalid> {
        in_range("argon2-parallelism", self.argon2_parallelism, 1, 16)?;
        in_range("argon2-iterations", self.argon2_iterations, 1, 64)?;
        // RFC 9106, section 3.1: at least eight blocks of 1 KiB a lane
        in_range("argon2-memory-kib", self.argon2_memory_kib, 8 * self.argon2_parallelism, 4 * 1024 * 1024)?;
        in_range("hash-concurrency", self.hash_concurrency, 1, 256)
    }
}

//! Passwords: Argon2id off the async threads, in bounded number.
//!
//! Hashing is slow on purpose (13 ms of a desktop's core, up to 65 ms of a Pi's), so a storm of log-ins must never
//! starve calls: at most `concurrent` hashes run at once, on threads that give way to all others, and at most `waiting`
//! wait; more are refused.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{Semaphore, oneshot};

use crate::secret::{ExposeSecret, SecretString, random_token};

/// Least and most characters of a password.
pub const PASSWORD_CHARACTERS: std::ops::RangeInclusive<usize> = 8..=256;

/// How hard a hash is and how many may be under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashingCost {
    /// Memory in KiB; OWASP's least is 19,456.
    pub memory_kib: u32,
    /// Passes over the memory; OWASP's least is 2.
    pub iterations: u32,
    /// Lanes.
    pub parallelism: u32,
    /// How many hashes run at once.
    pub concurrent: usize,
    /// How many more may wait for their turn.
    pub waiting: usize,
}

/// Hashes and verifies passwords. Cheap to clone.
#[derive(Clone)]
pub struct Hasher {
    params: Params,
    jobs: mpsc::Sender<Job>,
    admitted: Arc<Semaphore>,
    // what an unknown user's password is compared with, so that the time tells nothing
    decoy: Arc<SecretString>,
}

/// Why there is no hash or verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// As many hashes are under way and waiting as may be.
    #[error("too many log-ins at once; try again in a moment")]
    Busy,
    /// The parameters are not Argon2's, or the machine has no memory for them.
    #[error("the password could not be hashed")]
    Failed,
}

impl Hasher {
    /// A hasher of this `cost`. Makes one hash, to compare the passwords of unknown users with.
    ///
    /// # Errors
    /// [`HashError::Failed`] for parameters that Argon2 does not take.
    pub fn new(cost: HashingCost) -> Result<Self, HashError> {
        let params = Params::new(cost.memory_kib, cost.iterations, cost.parallelism, None)
            .map_err(|_| HashError::Failed)?;
        let decoy = hash_now(&params, &SecretString::from(random_token::<16>()))?;
        let (jobs, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..cost.concurrent.max(1) {
            let queue = Arc::clone(&queue);
            let thread = thread::Builder::new().name("password-hash".into());
            thread.spawn(move || work(&queue)).map_err(|_| HashError::Failed)?;
        }
        Ok(Self {
            params,
            jobs,
            admitted: Arc::new(Semaphore::new(cost.concurrent.max(1) + cost.waiting)),
            decoy: Arc::new(decoy),
        })
    }

    /// The PHC string of `password` with a fresh salt.
    ///
    /// # Errors
    /// [`HashError::Busy`] or [`HashError::Failed`].
    pub async fn hash(&self, password: SecretString) -> Result<SecretString, HashError> {
        let params = self.params.clone();
        self.run(move || hash_now(&params, &password)).await?
    }

    /// Whether `password` is the one that `stored` was made from. With nothing stored it takes as long, and says no.
    ///
    /// # Errors
    /// [`HashError::Busy`] or [`HashError::Failed`].
    pub async fn verify(
        &self,
        password: SecretString,
        stored: Option<SecretString>,
    ) -> Result<bool, HashError> {
        let exists = stored.is_some();
        let stored = stored.unwrap_or_else(|| SecretString::clone(&self.decoy));
        let verdict = self
            .run(move || {
                PasswordHash::new(stored.expose_secret()).is_ok_and(|hash| {
                    Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash).is_ok()
                })
            })
            .await?;
        Ok(verdict && exists)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let admitted = self.admitted.clone().try_acquire_owned().map_err(|_| HashError::Busy)?;
        let (tell, told) = oneshot::channel();
        let job = Box::new(move || {
            let result = work();
            // held until the hash is done, even where the one who asked has gone
            drop(admitted);
            let _ = tell.send(result);
        });
        self.jobs.send(job).map_err(|_| HashError::Failed)?;
        told.await.map_err(|_| HashError::Failed)
    }
}

type Job = Box<dyn FnOnce() + Send>;

/// Does one job after the other, until there is no hasher any more.
fn work(queue: &Mutex<mpsc::Receiver<Job>>) {
    give_way();
    loop {
        // whoever waits for the lock waits for its turn at the queue
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // whoever asked learns of it by what is not told
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}

/// How much threads that hash give way: a tenth of what a call gets where there is too little for both, so that log-ins get on
/// all the same.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// From here on this thread gives way to all others: log-ins take what calls leave over.
fn give_way() {
    // on Linux a thread has its own; where it can't be had, being few must do
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(NICENESS);
}

fn hash_now(params: &Params, password: &SecretString) -> Result<SecretString, HashError> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let hash = argon2.hash_password(password.expose_secret().as_bytes()).map_err(|_| HashError::Failed)?;
    Ok(SecretString::from(hash.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: HashingCost =
        HashingCost { memory_kib: 64, iterations: 1, parallelism: 1, concurrent: 1, waiting: 1 };

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_alone() {
        let hasher = Hasher::new(CHEAP).unwrap();
        let hash = hasher.hash("correct horse".into()).await.unwrap();
        assert!(hash.expose_secret().starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
        assert!(hasher.verify("correct horse".into(), Some(hash.clone())).await.unwrap());
        assert!(!hasher.verify("wrong horse".into(), Some(hash)).await.unwrap());
        assert!(!hasher.verify("anything".into(), None).await.unwrap());
        assert!(!hasher.verify("anything".into(), Some("no hash".into())).await.unwrap());
    }

    #[tokio::test]
    async fn who_does_not_exist_costs_the_same_hash() {
        let hasher = Hasher::new(CHEAP).unwrap();
        let hash = hasher.hash("correct horse".into()).await.unwrap();
        let cost = |hash: &SecretString| hash.expose_secret().rsplitn(3, '$').last().unwrap().to_owned();
        assert_eq!(cost(&hasher.decoy), cost(&hash));
        assert_eq!(hasher.decoy.expose_secret().len(), hash.expose_secret().len());
    }

    #[tokio::test]
    async fn more_than_may_wait_are_refused_at_once() {
        let hasher = Hasher::new(CHEAP).unwrap();
        let (finish, finished) = mpsc::channel::<()>();
        let busy = hasher.run(move || {
            let _ = finished.recv();
        });
        let waiting = hasher.hash("password".into());
        let refused = hasher.hash("password".into());
        let (busy, waiting, refused) = tokio::join!(busy, waiting, async {
            let refused = refused.await;
            drop(finish);
            refused
        });
        assert!(busy.is_ok() && waiting.is_ok());
        assert_eq!(refused.unwrap_err(), HashError::Busy);
        assert!(hasher.hash("password".into()).await.is_ok(), "there is room again");
    }

    #[tokio::test]
    async fn a_hash_that_panics_costs_no_thread() {
        let hasher = Hasher::new(CHEAP).unwrap();
        let failed = hasher.run::<()>(|| panic!("as the test asked")).await;
        assert_eq!(failed.unwrap_err(), HashError::Failed);
        assert!(hasher.hash("password".into()).await.is_ok());
    }
}

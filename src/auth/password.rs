//! Passwords: Argon2id off the async threads, in bounded number.
//!
//! Hashing is slow on purpose (13 ms of a desktop's core, up to 65 ms of a Pi's), so a storm of log-ins must never
//! starve calls: at most `concurrent` hashes run at once, on threads that give way to all others, and at most `waiting`
//! wait; more are refused.
//!
//! Invariant: hashes take the memory of `concurrent` of them, however many there have been. Each thread keeps what it
//! hashes in; an allocator asked for as much again and again, aligned as it must be, was found to hold twenty times that.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::{Semaphore, oneshot};

use crate::secret::{ExposeSecret, SecretString, random_bytes, random_token};

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
        let (jobs, queue) = mpsc::channel::<Job>();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..cost.concurrent.max(1) {
            let queue = Arc::clone(&queue);
            let thread = thread::Builder::new().name("password-hash".into());
            thread.spawn(move || work(&queue)).map_err(|_| HashError::Failed)?;
        }
        // in memory of its own that is given back at once: a box may have to hash nothing for days
        let token = SecretString::from(random_token::<16>());
        let decoy = hash_now(&params, &token, &mut Scratch::default())?;
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
        self.run(move |scratch| hash_now(&params, &password, scratch)).await?
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
        let verdict = self.run(move |scratch| is_made_from(&stored, &password, scratch)).await??;
        Ok(verdict && exists)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Scratch) -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let admitted = self.admitted.clone().try_acquire_owned().map_err(|_| HashError::Busy)?;
        let (tell, told) = oneshot::channel();
        let job = Box::new(move |scratch: &mut Scratch| {
            let result = work(scratch);
            // held until the hash is done, even where the one who asked has gone
            drop(admitted);
            let _ = tell.send(result);
        });
        self.jobs.send(job).map_err(|_| HashError::Failed)?;
        told.await.map_err(|_| HashError::Failed)
    }
}

type Job = Box<dyn FnOnce(&mut Scratch) + Send>;

/// What a thread hashes in, as large as the largest hash until now needed.
#[derive(Default)]
struct Scratch(Vec<Block>);

impl Scratch {
    fn blocks(&mut self, count: usize) -> Result<&mut [Block], HashError> {
        if self.0.len() < count {
            // the old one goes first: never both
            self.0 = Vec::new();
            self.0.try_reserve_exact(count).map_err(|_| HashError::Failed)?;
            self.0.resize(count, Block::new());
        }
        Ok(&mut self.0[..count])
    }
}

/// Does one job after the other, until there is no hasher any more.
fn work(queue: &Mutex<mpsc::Receiver<Job>>) {
    give_way();
    let mut scratch = Scratch::default();
    loop {
        // whoever waits for the lock waits for its turn at the queue
        let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // whoever asked learns of it by what is not told
        let _ = catch_unwind(AssertUnwindSafe(|| job(&mut scratch)));
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

fn hash_now(
    params: &Params,
    password: &SecretString,
    scratch: &mut Scratch,
) -> Result<SecretString, HashError> {
    let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
    let salt = Salt::new(&random_bytes::<16>()).map_err(|_| HashError::Failed)?;
    let argon2 = Argon2::new(algorithm, version, params.clone());
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: ParamsString::try_from(params).map_err(|_| HashError::Failed)?,
        salt: Some(salt),
        hash: Some(output(&argon2, password, &salt, scratch)?),
    };
    Ok(SecretString::from(hash.to_string()))
}

/// Whether `stored` was made from `password`, by the parameters that it names; what is no hash was made from none.
fn is_made_from(
    stored: &SecretString,
    password: &SecretString,
    scratch: &mut Scratch,
) -> Result<bool, HashError> {
    let Ok(stored) = PasswordHash::new(stored.expose_secret()) else { return Ok(false) };
    let named = (
        Algorithm::try_from(stored.algorithm.as_str()),
        stored.version.map(Version::try_from).transpose(),
        Params::try_from(&stored),
    );
    let (Ok(algorithm), Ok(version), Ok(params)) = named else { return Ok(false) };
    let (Some(salt), Some(expected)) = (stored.salt, stored.hash) else { return Ok(false) };
    let argon2 = Argon2::new(algorithm, version.unwrap_or_default(), params);
    // in constant time, as the type compares
    Ok(output(&argon2, password, &salt, scratch)? == expected)
}

fn output(
    argon2: &Argon2<'_>,
    password: &SecretString,
    salt: &[u8],
    scratch: &mut Scratch,
) -> Result<Output, HashError> {
    let mut buffer = [0; Output::MAX_LENGTH];
    let length = argon2.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let out = buffer.get_mut(..length).ok_or(HashError::Failed)?;
    let blocks = scratch.blocks(argon2.params().block_count())?;
    argon2
        .hash_password_into_with_memory(password.expose_secret().as_bytes(), salt, out, blocks)
        .map_err(|_| HashError::Failed)?;
    Output::new(out).map_err(|_| HashError::Failed)
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
    async fn a_hash_by_another_program_or_of_another_cost_verifies() {
        let hasher = Hasher::new(CHEAP).unwrap();
        // from the test vectors of the reference implementation: 64 MiB, two passes
        let stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assert!(hasher.verify("password".into(), Some(stored.into())).await.unwrap());
        assert!(!hasher.verify("passwort".into(), Some(stored.into())).await.unwrap());
        let hash = hasher.hash("and a cheap one again".into()).await.unwrap();
        assert!(hasher.verify("and a cheap one again".into(), Some(hash)).await.unwrap());
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
        let busy = hasher.run(move |_| {
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
        let failed = hasher.run::<()>(|_| panic!("as the test asked")).await;
        assert_eq!(failed.unwrap_err(), HashError::Failed);
        assert!(hasher.hash("password".into()).await.is_ok());
    }
}

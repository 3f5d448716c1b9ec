//! Places for TCP connections: so many in all, and so many for one address, so that one machine can't take them all.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// All places. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Places(Arc<Shared>);

/// One place, held by a connection; free again once its last clone is dropped.
#[derive(Clone, Debug)]
pub struct Place {
    _held: Arc<Held>,
}

#[derive(Debug)]
struct Shared {
    free: Arc<Semaphore>,
    most_per_address: usize,
    // a few instructions at a time, never across an await
    taken: Mutex<HashMap<IpAddr, usize>>,
}

#[derive(Debug)]
struct Held {
    address: IpAddr,
    places: Places,
    _permit: OwnedSemaphorePermit,
}

impl Places {
    pub(super) fn new(most: usize, most_per_address: usize) -> Self {
        let free = Arc::new(Semaphore::new(most));
        Self(Arc::new(Shared { free, most_per_address, taken: Mutex::default() }))
    }

    /// Waits until there is a place for anyone at all.
    pub(super) async fn free(&self) -> OwnedSemaphorePermit {
        self.0.free.clone().acquire_owned().await.expect("the semaphore is never closed")
    }

    /// Gives it to a connection from `address`, unless that has as many as it may.
    pub(super) fn take(&self, permit: OwnedSemaphorePermit, address: IpAddr) -> Option<Place> {
        let mut taken = self.taken();
        let of_address = taken.entry(address).or_default();
        if *of_address >= self.0.most_per_address {
            return None;
        }
        *of_address += 1;
        Some(Place { _held: Arc::new(Held { address, places: self.clone(), _permit: permit }) })
    }

    fn taken(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // every change is complete before anything could panic
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        if let Some(of_address) = taken.get_mut(&self.address) {
            *of_address -= 1;
            if *of_address == 0 {
                taken.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn one_address_can_not_take_all_places() {
        let places = Places::new(3, 2);
        let (here, there) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let one = places.take(places.free().await, here).unwrap();
        let other = places.take(places.free().await, here).unwrap();
        assert!(places.take(places.free().await, here).is_none());
        let elsewhere = places.take(places.free().await, there).unwrap();
        assert_eq!(places.0.free.available_permits(), 0);
        let twin = one.clone();
        drop(one);
        assert_eq!(places.0.free.available_permits(), 0, "a clone holds it as well");
        drop(twin);
        let _again = places.take(places.free().await, here).unwrap();
        drop((other, elsewhere));
        assert_eq!(places.taken().len(), 1, "who has none is forgotten");
    }
}

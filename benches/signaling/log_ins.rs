//! Log-ins, many at once, while others are in their calls.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use crate::crowd::{Crowd, Load, Percentiles};
use crate::server::Server;

/// Accounts that are logged in to, and how often at once: a school at eight o'clock.
const ACCOUNTS: usize = 30;

pub(crate) struct Storm {
    pub(crate) per_second: f64,
    /// Of what is relayed meanwhile.
    pub(crate) relay: Percentiles,
}

#[expect(clippy::disallowed_methods, reason = "a bench measures the time")]
pub(crate) async fn storm(server: &Server, crowd: &mut Crowd<'_>, load: &Load) -> Storm {
    for account in 0..ACCOUNTS {
        server.register(&username(account)).await;
    }
    let done = Rc::new(Cell::new(0_u32));
    let started = Instant::now();
    let log_in_forever = (0..ACCOUNTS).map(|account| {
        let (done, username) = (Rc::clone(&done), username(account));
        async move {
            loop {
                // one that is told to come again comes again
                if server.log_in(&username).await.is_ok() {
                    done.set(done.get() + 1);
                }
            }
        }
    });
    let relayed = tokio::select! {
        relayed = crowd.relay(load) => relayed,
        _ = futures_util::future::join_all(log_in_forever) => unreachable!("they never end"),
    };
    Storm { per_second: f64::from(done.get()) / started.elapsed().as_secs_f64(), relay: relayed.latency }
}

fn username(account: usize) -> String {
    format!("pupil{account}")
}

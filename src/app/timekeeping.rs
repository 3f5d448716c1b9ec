//! Keeps the time over restarts, in the file `clock` of the data directory: a machine without a battery wakes up in the
//! past, and the box must not.
//!
//! Beside the time, a moment is written that will not be passed before the next writing: so even after a power cut time goes
//! on from where it had not yet been.
//!
//! While the box runs the machine's clock may be set, by a time server that is found late, by someone, or by a fault. Where it
//! leaps ahead the box goes along, once sessions have moved as far: nobody is logged out, and no call ends. Where it goes
//! back the box's time does not.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tracing::warn;

use crate::auth::session::Sessions;
use crate::clock::{Clock, ClockState, Timestamp};
use crate::secret::write_private;

/// How often the time is written. Rarely enough for a memory card.
const EVERY: Duration = Duration::from_mins(5);

/// How often it is looked whether the machine's clock was set.
const LOOK: Duration = Duration::from_secs(1);

/// How long after sessions could not be moved that is tried again.
const RETRY: Duration = Duration::from_secs(10);

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    /// The time.
    seen: Timestamp,
    /// Not past this before the next writing.
    not_after: Timestamp,
    /// What a person added to the system's time.
    correction_millis: i64,
}

/// Lets `clock` go on from what the last run on this data directory left there. A file that can't be read is as none.
pub(super) fn resume(clock: &Clock, data_dir: &Path) {
    let text = match fs::read(path(data_dir)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => return warn!(%error, "can't read when the box last ran"),
    };
    match serde_json::from_slice::<Record>(&text) {
        Ok(Record { seen, not_after, correction_millis }) => {
            clock.resume(ClockState { now: seen, correction_millis }, not_after);
        }
        Err(error) => warn!(%error, "the file clock says nothing about when the box last ran"),
    }
}

/// Writes the time down, now and then and whenever it is set, for as long as this is polled.
pub(super) async fn keep(clock: Clock, data_dir: PathBuf) {
    loop {
        let set = clock.was_set();
        // half as long again: the next writing may be late
        write(&clock, &data_dir, EVERY + EVERY / 2);
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = set => {}
        }
    }
}

/// Goes along with the machine's clock where that leaps ahead, for as long as this is polled, and says so where it leaps
/// either way.
pub(super) async fn follow(clock: Clock, sessions: Sessions) {
    let (mut behind, mut failed) = (false, false);
    loop {
        tokio::time::sleep(if failed { RETRY } else { LOOK }).await;
        let leap = clock.leap();
        if leap < 0 && !behind {
            warn!(
                seconds = -leap / 1_000,
                "the machine's clock has gone back or is behind; the box goes on by its own time: if that is wrong, \
                 set it on the admin page"
            );
        }
        behind = leap < 0;
        if leap <= 0 {
            failed = false;
            continue;
        }
        match sessions.shift(leap).await {
            Ok(()) => {
                clock.follow();
                warn!(
                    seconds = leap / 1_000,
                    "the machine's clock has jumped ahead; the box goes along, and sessions move along: if that is \
                     wrong, set it on the admin page"
                );
                failed = false;
            }
            Err(error) => {
                if !failed {
                    warn!(%error, "the machine's clock has jumped ahead, and sessions can't be moved along; trying on");
                }
                failed = true;
            }
        }
    }
}

/// Writes down where the time stands at the end of a run.
pub(super) fn stop(clock: &Clock, data_dir: &Path) {
    write(clock, data_dir, Duration::ZERO);
}

fn write(clock: &Clock, data_dir: &Path, ahead: Duration) {
    let ClockState { now, correction_millis } = clock.state();
    let record = Record { seen: now, not_after: now.plus(ahead), correction_millis };
    let written = serde_json::to_vec(&record)
        .map_err(io::Error::from)
        .and_then(|text| write_private(&path(data_dir), &text));
    if let Err(error) = written {
        warn!(%error, "can't write down the time; after a power cut the box may wake up in the past");
    }
}

fn path(data_dir: &Path) -> PathBuf {
    data_dir.join("clock")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_from_where_it_had_not_yet_been() {
        let dir = tempfile::tempdir().unwrap();
        let ahead = Clock::system();
        let year = Duration::from_hours(24 * 365);
        ahead.set(ahead.now().plus(year));
        let before = ahead.now();
        write(&ahead, dir.path(), EVERY);
        let next = Clock::system();
        resume(&next, dir.path());
        assert!(next.now() >= before.plus(EVERY));
        stop(&next, dir.path());
        let again = Clock::system();
        resume(&again, dir.path());
        assert!(again.now() < next.now().plus(EVERY));
    }

    #[test]
    fn a_damaged_file_is_as_none() {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::system();
        resume(&clock, dir.path());
        fs::write(path(dir.path()), "nonsense").unwrap();
        resume(&clock, dir.path());
        assert!(clock.now() <= clock.machine());
    }
}

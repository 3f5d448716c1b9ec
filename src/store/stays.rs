//! How the list of a room's stays follows from who came and who went. Pure: no document, no clock.

use crate::clock::Timestamp;
use crate::domain::id::{ConnectionId, RoomId, UserId};
use crate::domain::room::record::{STAYS_KEPT, Stay};

/// Someone came into a room or left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Which of the two.
    pub kind: PresenceKind,
    /// Which room.
    pub room_id: RoomId,
    /// Who.
    pub user_id: UserId,
    /// By which connection.
    pub connection_id: ConnectionId,
    /// When.
    pub at: Timestamp,
}

/// Which way someone went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresenceKind {
    /// In.
    Joined,
    /// Out.
    Left,
}

/// Notes one event. Told twice it counts once; nobody comes into a room that is not active.
pub(super) fn apply(stays: &mut Vec<Stay>, event: &Presence, is_active: bool) {
    let open =
        stays.iter_mut().find(|stay| stay.left_at.is_none() && stay.connection_id == event.connection_id);
    match (event.kind, open) {
        (PresenceKind::Joined, None) if is_active => stays.push(Stay {
            user_id: event.user_id,
            connection_id: event.connection_id.clone(),
            joined_at: event.at,
            left_at: None,
            duration: None,
        }),
        (PresenceKind::Left, Some(stay)) => end(stay, event.at),
        _ => {}
    }
}

/// Ends every stay that is still open.
pub(super) fn end_all(stays: &mut [Stay], at: Timestamp) {
    stays.iter_mut().filter(|stay| stay.left_at.is_none()).for_each(|stay| end(stay, at));
}

/// How many are present.
pub(super) fn present(stays: &[Stay]) -> u32 {
    let count = stays.iter().filter(|stay| stay.left_at.is_none()).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Takes out those who left, but for the latest [`STAYS_KEPT`] of them.
pub(super) fn take_older(stays: &mut Vec<Stay>) -> Vec<Stay> {
    let mut leaving: Vec<Timestamp> = stays.iter().filter_map(|stay| stay.left_at).collect();
    let mut surplus = leaving.len().saturating_sub(STAYS_KEPT);
    if surplus == 0 {
        return Vec::new();
    }
    leaving.sort_unstable();
    let last = leaving[surplus - 1];
    // several may have left at the very moment where the line is drawn
    let earlier = leaving.iter().filter(|left| **left < last).count();
    let mut at_the_line = surplus - earlier;
    let is_older = |stay: &mut Stay| {
        let Some(left) = stay.left_at else { return false };
        let goes = surplus > 0 && (left < last || (left == last && at_the_line > 0));
        if goes {
            surplus -= 1;
            at_the_line -= usize::from(left == last);
        }
        goes
    };
    stays.extract_if(.., is_older).collect()
}

fn end(stay: &mut Stay, at: Timestamp) {
    // a clock that was set back makes no stay end before it began
    let left = at.max(stay.joined_at);
    stay.left_at = Some(left);
    stay.duration = Some(i64::try_from(left.since(stay.joined_at).as_secs()).unwrap_or(i64::MAX));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn event(kind: PresenceKind, connection: &str, seconds: i64) -> Presence {
        Presence {
            kind,
            room_id: "room".parse().unwrap(),
            user_id: "0123456789abcdef01234567".parse().unwrap(),
            connection_id: connection.parse().unwrap(),
            at: Timestamp::from_millis(seconds * 1000),
        }
    }

    #[test]
    fn a_stay_lasts_from_joining_to_leaving_in_whole_seconds() {
        let mut stays = Vec::new();
        apply(&mut stays, &event(PresenceKind::Joined, "a", 10), true);
        apply(&mut stays, &event(PresenceKind::Joined, "a", 11), true);
        assert_eq!((stays.len(), present(&stays)), (1, 1));
        let mut left = event(PresenceKind::Left, "a", 75);
        left.at = Timestamp::from_millis(75_999);
        apply(&mut stays, &left, true);
        apply(&mut stays, &event(PresenceKind::Left, "a", 99), true);
        assert_eq!((stays[0].left_at, stays[0].duration), (Some(left.at), Some(65)));
        assert_eq!(present(&stays), 0);
    }

    #[test]
    fn nobody_comes_into_a_closed_room_and_time_never_runs_backwards() {
        let mut stays = Vec::new();
        apply(&mut stays, &event(PresenceKind::Joined, "a", 10), false);
        apply(&mut stays, &event(PresenceKind::Left, "b", 10), true);
        assert!(stays.is_empty());
        apply(&mut stays, &event(PresenceKind::Joined, "a", 10), true);
        end_all(&mut stays, Timestamp::from_millis(0));
        assert_eq!((stays[0].left_at, stays[0].duration), (Some(Timestamp::from_millis(10_000)), Some(0)));
    }

    proptest! {
        #[test]
        fn the_latest_who_left_are_kept_and_those_present_always(
            moments in prop::collection::vec(prop::option::of(0..40_i64), 0..450)
        ) {
            let mut stays = Vec::new();
            for (i, left) in moments.iter().enumerate() {
                apply(&mut stays, &event(PresenceKind::Joined, &format!("c{i}"), 0), true);
                if let Some(left) = left {
                    apply(&mut stays, &event(PresenceKind::Left, &format!("c{i}"), *left), true);
                }
            }
            let (all, here) = (stays.clone(), present(&stays));
            let older = take_older(&mut stays);
            let kept: Vec<_> = stays.iter().filter_map(|stay| stay.left_at).collect();
            prop_assert_eq!(present(&stays), here);
            prop_assert_eq!(kept.len(), STAYS_KEPT.min(all.len() - here as usize));
            prop_assert_eq!(stays.len() + older.len(), all.len());
            let latest_gone = older.iter().filter_map(|stay| stay.left_at).max();
            prop_assert!(latest_gone <= kept.iter().min().copied() || kept.is_empty());
            // the order of the list stays
            let mut expected = all;
            expected.retain(|stay| !older.contains(stay));
            prop_assert_eq!(stays, expected);
        }
    }
}

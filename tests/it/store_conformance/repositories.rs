//! Accounts, rooms, sessions and settings, through a reopening.

use std::collections::BTreeSet;

use bson::{Bson, doc};
use neko::clock::Timestamp;
use neko::domain::account::{Account, PasswordLink, Role};
use neko::domain::audit::{Action, Actor, Entry, Subject, Via};
use neko::domain::id::{RoomId, SessionId, UserId};
use neko::domain::room::record::{RoomRecord, STAYS_KEPT, Stay};
use neko::domain::settings::RoomCreation;
use neko::secret::{ExposeSecret, SecretString};
use neko::store::{
    BoxSettings, ENTRIES_KEPT, Presence, PresenceKind, ProfileChange, RoomChange, RoomError, Rotation,
    Session, StoreError, UserError, wait,
};

use super::Open;
use super::harness::Kept;

pub(crate) fn account(name: &str) -> Account {
    Account {
        id: UserId::generate(),
        username: name.parse().unwrap(),
        email: format!("{name}@school.lan").parse().unwrap(),
        password: SecretString::from("$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA"),
        display_name: name.parse().unwrap(),
        role: Role::User,
        created_at: seconds(1),
        last_login: None,
        disabled_at: None,
        password_link: None,
    }
}

pub(crate) fn room(id: &str, owner: UserId) -> RoomRecord {
    RoomRecord {
        room_id: id.parse().unwrap(),
        name: "Staff room".parse().unwrap(),
        description: "".parse().unwrap(),
        created_by: owner,
        access_token: format!("token-{id}"),
        is_public: false,
        max_participants: 6,
        is_active: true,
        participants: vec![],
        current_participants: 0,
        created_at: seconds(1),
        closed_at: None,
    }
}

pub(crate) fn seconds(seconds: i64) -> Timestamp {
    Timestamp::from_millis(seconds * 1000)
}

fn presence(kind: PresenceKind, room: &str, connection: &str, at: i64) -> Presence {
    Presence {
        kind,
        room_id: room.parse().unwrap(),
        user_id: "0123456789abcdef01234567".parse().unwrap(),
        connection_id: connection.parse().unwrap(),
        at: seconds(at),
    }
}

fn room_ids(rooms: &[RoomRecord]) -> Vec<&str> {
    rooms.iter().map(|room| room.room_id.as_str()).collect()
}

pub(crate) fn accounts_are_kept_and_their_names_are_unique(open: Open) {
    let kept = Kept::new(open);
    let ada = account("Ada");
    {
        let users = kept.open().users();
        wait(users.insert(ada.clone())).unwrap();
        let mut same_name = account("aDA");
        same_name.email = "other@school.lan".parse().unwrap();
        assert_eq!(wait(users.insert(same_name)), Err(UserError::UsernameTaken));
        let mut same_email = account("grace");
        same_email.email = "ADA@School.lan".parse().unwrap();
        assert_eq!(wait(users.insert(same_email)), Err(UserError::EmailTaken));
        wait(users.insert(account("grace"))).unwrap();
        assert_eq!(users.count(), Ok(2));
        wait(users.set_last_login(ada.id, seconds(7))).unwrap();
        wait(users.set_role(ada.id, Role::Admin)).unwrap();
        wait(users.set_password(ada.id, SecretString::from("$argon2id$new"))).unwrap();
    }
    let users = kept.open().users();
    for login in ["ada", "ADA", "ada@school.lan", "Ada@SCHOOL.lan"] {
        let found = users.by_login(login).unwrap().unwrap();
        assert_eq!((found.id, found.username.as_str()), (ada.id, "Ada"), "{login}");
    }
    for login in ["", "ad", "ada@", "@", "{\"$gt\": \"\"}"] {
        assert!(users.by_login(login).unwrap().is_none(), "{login}");
    }
    let found = users.by_id(ada.id).unwrap().unwrap();
    assert_eq!((found.role, found.last_login), (Role::Admin, Some(seconds(7))));
    assert_eq!(found.password.expose_secret(), "$argon2id$new");
    assert_eq!(users.has_admin(), Ok(true));
    let names: Vec<_> = users.list().unwrap().into_iter().map(|user| String::from(user.username)).collect();
    assert_eq!(names, ["Ada", "grace"]);

    let change = |email: &str| ProfileChange {
        display_name: Some("Ada L.".parse().unwrap()),
        email: Some(email.parse().unwrap()),
        password: None,
    };
    assert_eq!(
        wait(users.update_profile(ada.id, change("Grace@school.lan"))).unwrap_err(),
        UserError::EmailTaken
    );
    assert_eq!(users.by_id(ada.id).unwrap().unwrap().display_name.as_str(), "Ada");
    let changed = wait(users.update_profile(ada.id, change("ADA@school.lan"))).unwrap();
    assert_eq!((changed.display_name.as_str(), changed.email.as_str()), ("Ada L.", "ADA@school.lan"));
    assert_eq!(changed.password.expose_secret(), "$argon2id$new");
    assert_eq!(wait(users.set_role(UserId::generate(), Role::User)).unwrap_err(), UserError::NotFound);
}

pub(crate) fn one_first_administrator(open: Open) {
    let kept = Kept::new(open);
    let users = kept.open().users();
    assert_eq!(users.has_admin(), Ok(false));
    let results: Vec<_> = std::thread::scope(|scope| {
        let attempts = ["a1", "a2", "a3", "a4"].map(|name| {
            let users = users.clone();
            scope.spawn(move || {
                let admin = Account { role: Role::Admin, ..account(name) };
                wait(users.insert_first_admin(admin))
            })
        });
        attempts.into_iter().map(|attempt| attempt.join().unwrap()).collect()
    });
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert_eq!(results.iter().filter(|result| **result == Err(UserError::AdminExists)).count(), 3);
    assert_eq!(users.count(), Ok(1));
}

pub(crate) fn rooms_are_kept_changed_and_closed(open: Open) {
    let kept = Kept::new(open);
    let (ada, grace) = (UserId::generate(), UserId::generate());
    let id: RoomId = "lobby".parse().unwrap();
    {
        let rooms = kept.open().rooms();
        wait(rooms.insert(room("lobby", ada))).unwrap();
        assert_eq!(wait(rooms.insert(room("lobby", ada))), Err(RoomError::RoomIdTaken));
        let same_token = RoomRecord { access_token: "token-lobby".into(), ..room("other", ada) };
        assert_eq!(wait(rooms.insert(same_token)), Err(RoomError::AccessTokenTaken));
        let public = RoomRecord { is_public: true, created_at: seconds(2), ..room("hall", ada) };
        wait(rooms.insert(public)).unwrap();
    }
    let rooms = kept.open().rooms();
    assert_eq!(rooms.by_room_id(&id).unwrap(), Some(room("lobby", ada)));
    assert_eq!(rooms.by_room_id(&"LOBBY".parse().unwrap()).unwrap(), None);
    assert_eq!(room_ids(&rooms.visible_to(ada).unwrap()), ["hall", "lobby"]);
    assert_eq!(room_ids(&rooms.visible_to(grace).unwrap()), ["hall"]);

    let change =
        RoomChange { name: Some("Nurses".parse().unwrap()), is_public: Some(true), ..Default::default() };
    let changed = wait(rooms.update(id.clone(), change)).unwrap();
    assert_eq!((changed.name.as_str(), changed.is_public, changed.max_participants), ("Nurses", true, 6));
    let nothing = wait(rooms.update("nowhere".parse().unwrap(), RoomChange::default()));
    assert_eq!(nothing, Err(RoomError::NotFound));

    wait(rooms.record_presence(vec![presence(PresenceKind::Joined, "lobby", "c1", 10)])).unwrap();
    let closed = wait(rooms.close(id.clone(), seconds(40))).unwrap();
    assert_eq!(
        (closed.is_active, closed.closed_at, closed.current_participants),
        (false, Some(seconds(40)), 0)
    );
    assert_eq!(
        (closed.participants[0].left_at, closed.participants[0].duration),
        (Some(seconds(40)), Some(30))
    );
    let again = wait(rooms.close(id, seconds(50))).unwrap();
    assert_eq!(again, closed);
    assert_eq!(room_ids(&rooms.visible_to(grace).unwrap()), ["hall"]);
    assert_eq!(room_ids(&rooms.all().unwrap()), ["hall", "lobby"]);
    assert_eq!(wait(rooms.close("nowhere".parse().unwrap(), seconds(1))), Err(RoomError::NotFound));
}

pub(crate) fn presence_is_kept_in_batches(open: Open) {
    let kept = Kept::new(open);
    let store = kept.open();
    let rooms = store.rooms();
    wait(rooms.insert(room("lobby", UserId::generate()))).unwrap();
    wait(rooms.insert(room("hall", UserId::generate()))).unwrap();
    let past = STAYS_KEPT + 25;
    let mut events = vec![
        presence(PresenceKind::Joined, "hall", "h", 5),
        presence(PresenceKind::Joined, "nowhere", "n", 5),
        presence(PresenceKind::Joined, "lobby", "stays", 5),
    ];
    for i in 0..past {
        let at = 10 + i64::try_from(i).unwrap() * 10;
        events.push(presence(PresenceKind::Joined, "lobby", &format!("c{i}"), at));
        events.push(presence(PresenceKind::Left, "lobby", &format!("c{i}"), at + 9));
    }
    wait(rooms.record_presence(events)).unwrap();

    let lobby = rooms.by_room_id(&"lobby".parse().unwrap()).unwrap().unwrap();
    assert_eq!((lobby.participants.len(), lobby.current_participants), (STAYS_KEPT + 1, 1));
    assert_eq!(lobby.participants[0].connection_id.as_str(), "stays");
    let first_kept = &lobby.participants[1];
    assert_eq!((first_kept.connection_id.as_str(), first_kept.duration), ("c25", Some(9)));
    assert_eq!(rooms.by_room_id(&"hall".parse().unwrap()).unwrap().unwrap().current_participants, 1);
    let moved = store.database().find("participations", doc! {"roomId": "lobby"}).unwrap();
    assert_eq!(moved.len(), 25);
    assert!(moved.iter().all(|stay| stay.get_i64("duration").is_ok_and(|seconds| seconds == 9)));
    let user = doc! {"participants.userId": lobby.participants[0].user_id.object_id()};
    assert_eq!(store.database().count("rooms", &user), Ok(2));
}

pub(crate) fn open_stays_end_at_the_next_start(open: Open) {
    let kept = Kept::new(open);
    {
        let rooms = kept.open().rooms();
        wait(rooms.insert(room("lobby", UserId::generate()))).unwrap();
        wait(rooms.insert(room("hall", UserId::generate()))).unwrap();
        wait(rooms.record_presence(vec![
            presence(PresenceKind::Joined, "lobby", "a", 10),
            presence(PresenceKind::Joined, "lobby", "b", 20),
            presence(PresenceKind::Left, "lobby", "b", 25),
        ]))
        .unwrap();
    }
    let rooms = kept.open().rooms();
    assert_eq!(wait(rooms.end_open_stays(seconds(100))), Ok(1));
    let lobby = rooms.by_room_id(&"lobby".parse().unwrap()).unwrap().unwrap();
    let ends: Vec<_> =
        lobby.participants.iter().map(|Stay { left_at, duration, .. }| (*left_at, *duration)).collect();
    assert_eq!(ends, [(Some(seconds(100)), Some(90)), (Some(seconds(25)), Some(5))]);
    assert_eq!((lobby.current_participants, lobby.is_active), (0, true));
    assert_eq!(wait(rooms.end_open_stays(seconds(200))), Ok(0));
}

fn session(id: &str, user: UserId, expires: i64) -> Session {
    Session {
        guest_of: None,
        id: id.parse().unwrap(),
        user_id: user,
        refresh_hash: "aa".into(),
        created_at: seconds(1),
        last_used_at: seconds(1),
        expires_at: seconds(expires),
        persistent: true,
        user_agent: Some("Firefox".into()),
    }
}

pub(crate) fn sessions_rotate_once(open: Open) {
    let kept = Kept::new(open);
    let (ada, grace) = (UserId::generate(), UserId::generate());
    {
        let sessions = kept.open().sessions();
        for (id, user, expires) in [("a1", ada, 100), ("a2", ada, 200), ("a3", ada, 300), ("g1", grace, 100)]
        {
            wait(sessions.insert(session(id, user, expires))).unwrap();
        }
    }
    let sessions = kept.open().sessions();
    let rotate = |id: &str, expected: &str, new: &str, at| {
        wait(sessions.rotate(
            id.parse().unwrap(),
            expected.into(),
            new.into(),
            seconds(at),
            seconds(at + 100),
        ))
        .unwrap()
    };
    assert_eq!(rotate("a1", "aa", "bb", 10), Rotation::Rotated);
    assert_eq!(rotate("a1", "aa", "cc", 11), Rotation::Reused);
    assert_eq!(rotate("a1", "bb", "cc", 110), Rotation::Gone);
    assert_eq!(rotate("a9", "aa", "bb", 10), Rotation::Gone);
    let rotated = sessions.by_id(&"a1".parse().unwrap()).unwrap().unwrap();
    assert_eq!(rotated.refresh_hash, "bb");
    assert_eq!((rotated.last_used_at, rotated.expires_at), (seconds(10), seconds(110)));

    let rotations: Vec<Rotation> = std::thread::scope(|scope| {
        let attempts: Vec<_> =
            (0..8).map(|i| scope.spawn(move || rotate("a2", "aa", &format!("n{i}"), 12))).collect();
        attempts.into_iter().map(|attempt| attempt.join().unwrap()).collect()
    });
    assert_eq!(rotations.iter().filter(|rotation| **rotation == Rotation::Rotated).count(), 1);

    let ids = |user| -> Vec<String> {
        let all = sessions.list_for_user(user).unwrap();
        all.into_iter().map(|session| session.id.to_string()).collect()
    };
    assert_eq!(ids(ada), ["a2", "a1", "a3"]);
    let ended = wait(sessions.delete_for_user(ada, Some("a3".parse().unwrap()))).unwrap();
    let ended: BTreeSet<&str> = ended.iter().map(SessionId::as_str).collect();
    assert_eq!(ended, BTreeSet::from(["a1", "a2"]));
    assert_eq!((ids(ada), ids(grace)), (vec!["a3".to_owned()], vec!["g1".to_owned()]));
    assert_eq!(wait(sessions.delete_expired(seconds(100))), Ok(vec!["g1".parse().unwrap()]));
    assert_eq!(wait(sessions.delete("a3".parse().unwrap())), Ok(true));
    assert_eq!(wait(sessions.delete("a3".parse().unwrap())), Ok(false));
}

pub(crate) fn settings_are_kept(open: Open) {
    let kept = Kept::new(open);
    let opened = BoxSettings {
        registration_open: true,
        name: Some("School of the Sea".parse().unwrap()),
        room_creation: RoomCreation::Admins,
        language: Some("pt".parse().unwrap()),
    };
    {
        let settings = kept.open().settings();
        assert_eq!(settings.get(), Ok(BoxSettings::default()));
        wait(settings.update(BoxSettings::default())).unwrap();
        wait(settings.update(opened.clone())).unwrap();
    }
    assert_eq!(kept.open().settings().get(), Ok(opened));
}

pub(crate) fn documents_have_their_documented_shape(open: Open) {
    let kept = Kept::new(open);
    let store = kept.open();
    let ada = account("ada");
    wait(store.users().insert(ada.clone())).unwrap();
    wait(store.rooms().insert(room("lobby", ada.id))).unwrap();
    wait(store.rooms().record_presence(vec![
        presence(PresenceKind::Joined, "lobby", "c", 10),
        presence(PresenceKind::Left, "lobby", "c", 14),
    ]))
    .unwrap();

    let date = |at: i64| Bson::DateTime(bson::DateTime::from_millis(at * 1000));
    let user = store.database().find_one("users", doc! {}).unwrap().unwrap();
    let expected = doc! {
        "_id": ada.id.object_id(), "username": "ada", "email": "ada@school.lan",
        "password": ada.password.expose_secret(), "displayName": "ada", "role": "user",
        "createdAt": date(1), "lastLogin": null,
    };
    assert_eq!(user, expected);

    let mut found = store.database().find_one("rooms", doc! {}).unwrap().unwrap();
    assert!(matches!(found.remove("_id"), Some(Bson::ObjectId(_))));
    let guest: UserId = "0123456789abcdef01234567".parse().unwrap();
    let expected = doc! {
        "roomId": "lobby", "name": "Staff room", "description": "", "createdBy": ada.id.object_id(),
        "accessToken": "token-lobby", "isPublic": false, "maxParticipants": 6, "isActive": true,
        "participants": [{
            "userId": guest.object_id(), "connectionId": "c", "joinedAt": date(10), "leftAt": date(14),
            "duration": 4_i64,
        }],
        "currentParticipants": 0, "createdAt": date(1), "closedAt": null,
    };
    assert_eq!(found, expected);
}

pub(crate) fn the_last_administrator_stays_one(open: Open) {
    let kept = Kept::new(open);
    let users = kept.open().users();
    let [ada, grace] = ["ada", "grace"].map(|name| Account { role: Role::Admin, ..account(name) });
    wait(users.insert(ada.clone())).unwrap();
    assert_eq!(wait(users.set_role(ada.id, Role::User)).unwrap_err(), UserError::LastAdmin);
    assert_eq!(wait(users.set_disabled(ada.id, Some(seconds(5)))).unwrap_err(), UserError::LastAdmin);
    wait(users.set_role(ada.id, Role::Admin)).unwrap();
    wait(users.insert(grace.clone())).unwrap();
    // of two who leave at once one stays
    let left = std::thread::scope(|scope| {
        let leaving = [ada.id, grace.id].map(|id| {
            let users = users.clone();
            scope.spawn(move || wait(users.set_disabled(id, Some(seconds(5)))).is_ok())
        });
        leaving.map(|leaving| leaving.join().unwrap())
    });
    assert!(left[0] != left[1], "{left:?}");
    let (gone, stays) = if left[0] { (ada.id, grace.id) } else { (grace.id, ada.id) };
    assert_eq!(users.by_id(gone).unwrap().unwrap().disabled_at, Some(seconds(5)));
    // one who does not get in does not count
    assert_eq!(wait(users.set_role(stays, Role::User)).unwrap_err(), UserError::LastAdmin);
    wait(users.set_role(gone, Role::User)).unwrap();
    wait(users.set_disabled(gone, None)).unwrap();
    assert_eq!(users.by_id(gone).unwrap().unwrap().disabled_at, None);
}

pub(crate) fn a_password_link_is_good_once(open: Open) {
    let kept = Kept::new(open);
    let users = kept.open().users();
    let ada = account("ada");
    wait(users.insert(ada.clone())).unwrap();
    let link = |hash: &str| PasswordLink { hash: hash.into(), expires_at: seconds(100) };
    let redeem =
        |hash: &str, at| wait(users.redeem_password_link(ada.id, hash.into(), "$new".into(), seconds(at)));
    assert_eq!(redeem("a", 5).unwrap_err(), UserError::LinkExpired);
    for hash in ["a", "b"] {
        wait(users.set_password_link(ada.id, link(hash))).unwrap();
    }
    assert_eq!(users.by_id(ada.id).unwrap().unwrap().password_link, Some(link("b")));
    assert_eq!(redeem("a", 5).unwrap_err(), UserError::LinkExpired, "another took its place");
    assert_eq!(redeem("b", 100).unwrap_err(), UserError::LinkExpired, "too late");
    assert_eq!(redeem("b", 99).unwrap().password.expose_secret(), "$new");
    assert_eq!(redeem("b", 99).unwrap_err(), UserError::LinkExpired, "used");
    // whoever sets a password needs no link to
    wait(users.set_password_link(ada.id, link("c"))).unwrap();
    wait(users.set_password(ada.id, "$newer".into())).unwrap();
    assert_eq!(redeem("c", 5).unwrap_err(), UserError::LinkExpired);
    wait(users.set_password_link(ada.id, link("d"))).unwrap();
    wait(users.set_disabled(ada.id, Some(seconds(4)))).unwrap();
    assert_eq!(redeem("d", 5).unwrap_err(), UserError::LinkExpired, "not while disabled");
}

pub(crate) fn the_audit_log_keeps_the_latest(open: Open) {
    let kept = Kept::new(open);
    let entry = |number: i64| Entry {
        at: seconds(number),
        action: Action::RoleChanged,
        actor: Actor {
            via: Via::Web,
            user: Some((UserId::generate(), "root".into())),
            correlation_id: Some(format!("c{number}")),
        },
        subject: Some(Subject { id: Some("1".into()), name: "ada".into() }),
        detail: Some("user to admin".into()),
    };
    let numbers = |page: &[(i64, Entry)]| page.iter().map(|(number, _)| *number).collect::<Vec<_>>();
    let first = entry(1);
    {
        let audit = kept.open().audit();
        assert!(audit.page(None, 10).unwrap().is_empty());
        wait(audit.append(first.clone())).unwrap();
        for number in 2..=5 {
            wait(audit.append(entry(number))).unwrap();
        }
    }
    let store = kept.open();
    let audit = store.audit();
    wait(audit.append(entry(6))).unwrap();
    assert_eq!(numbers(&audit.page(None, 2).unwrap()), [6, 5]);
    assert_eq!(numbers(&audit.page(Some(5), 10).unwrap()), [4, 3, 2, 1]);
    assert_eq!(audit.page(Some(2), 10).unwrap(), [(1, first)]);
    assert!(audit.page(Some(1), 10).unwrap().is_empty() && audit.page(Some(-9), 10).unwrap().is_empty());
    assert_eq!(numbers(&audit.page(Some(i64::MAX), 1).unwrap()), [6]);
    // a gap, as a write that failed leaves it, then many more
    let gap: Result<_, StoreError> =
        wait(store.database().write(|store| store.delete("audit", doc! {"_id": 4_i64})));
    gap.unwrap();
    assert_eq!(numbers(&audit.page(None, 4).unwrap()), [6, 5, 3, 2]);
    // as many as are kept, then one more: the oldest goes
    let template = store.database().find_one("audit", doc! {"_id": 6_i64}).unwrap().unwrap();
    let many: Result<(), StoreError> = wait(store.database().write(move |store| {
        (7..=ENTRIES_KEPT).try_for_each(|number| {
            let mut document = template.clone();
            document.insert("_id", number);
            store.insert("audit", document)
        })
    }));
    many.unwrap();
    drop((audit, store));
    let store = kept.open();
    let audit = store.audit();
    wait(audit.append(entry(7))).unwrap();
    assert_eq!(numbers(&audit.page(None, 2).unwrap()), [ENTRIES_KEPT + 1, ENTRIES_KEPT]);
    assert_eq!(numbers(&audit.page(Some(6), 10).unwrap()), [5, 3, 2]);
    assert_eq!(store.database().count("audit", &doc! {}), Ok(usize::try_from(ENTRIES_KEPT).unwrap() - 1));
}

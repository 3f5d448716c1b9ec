//! Any bytes as the JSON body of each call: the first byte says of which. What a body says is the same once it was
//! written anew, and what a name is parsed to is the same when it is parsed again.

use std::fmt::Debug;
use std::str::FromStr;

use neko::domain::id::{RoomId, SessionId, UserId};
use neko::domain::name::{BoxName, Description, DisplayName, Email, Language, RoomName, Username};
use neko::domain::settings::BoxSettings;
use neko::protocol::admin::{
    BackupRequest, CreateUserRequest, PasswordLinkRequest, SetPasswordRequest, UpdateUserRequest,
};
use neko::protocol::api::{
    ClientErrorReport, CreateRoomRequest, GuestRequest, LoginRequest, RefreshRequest, RegisterRequest,
    SettingsChange, SetupRequest, UpdateMeRequest, UpdateRoomRequest,
};
use neko::protocol::network::ClockRequest;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a body comes to: each of its fields, as the handler parses it.
type Facts = Vec<String>;

/// Reads a body: its facts, or none where it is no such body.
type Read = fn(&[u8]) -> Option<Facts>;

/// Every body there is, by the name of its type.
pub const BODIES: [(&str, Read); 16] = [
    ("SetupRequest", |bytes| read(bytes, set_up)),
    ("RegisterRequest", |bytes| read(bytes, register)),
    ("LoginRequest", |bytes| {
        read(bytes, |it: LoginRequest| vec![it.username, it.password, it.remember_me.to_string()])
    }),
    ("RefreshRequest", |bytes| read(bytes, |it: RefreshRequest| vec![shown(&it.refresh_token)])),
    ("UpdateMeRequest", |bytes| read(bytes, |it| update_me(&it))),
    ("CreateRoomRequest", |bytes| read(bytes, create_room)),
    ("UpdateRoomRequest", |bytes| read(bytes, |it| update_room(&it))),
    ("GuestRequest", |bytes| {
        read(bytes, |it: GuestRequest| vec![it.access_token, parsed::<DisplayName>(&it.display_name)])
    }),
    ("ClientErrorReport", |bytes| read(bytes, |it: ClientErrorReport| vec![shown(&it)])),
    ("SettingsChange", |bytes| read(bytes, settings)),
    ("CreateUserRequest", |bytes| read(bytes, create_user)),
    ("UpdateUserRequest", |bytes| {
        read(bytes, |it: UpdateUserRequest| vec![shown(&it.role), shown(&it.disabled)])
    }),
    ("PasswordLinkRequest", |bytes| {
        read(bytes, |it: PasswordLinkRequest| {
            vec![parsed::<UserId>(it.token.split('.').next().unwrap_or(""))]
        })
    }),
    ("SetPasswordRequest", |bytes| read(bytes, |it: SetPasswordRequest| vec![it.token, it.password])),
    ("BackupRequest", |bytes| read(bytes, |it: BackupRequest| vec![shown(&it.passphrase)])),
    ("ClockRequest", |bytes| read(bytes, |it: ClockRequest| vec![shown(&it.now)])),
];

pub fn run(bytes: &[u8]) {
    let Some((which, body)) = bytes.split_first() else { return };
    let (name, read) = BODIES[usize::from(*which) % BODIES.len()];
    let Some(facts) = read(body) else { return };
    // fields that nobody looks at may hold what can't be read
    let Ok(value) = serde_json::from_slice::<Value>(body) else { return };
    let written = value.to_string();
    assert_eq!(read(written.as_bytes()), Some(facts), "{name}: {written}");
    // the parts of an address come from the same hands
    for text in value.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_str()) {
        parsed::<RoomId>(text);
        parsed::<SessionId>(text);
    }
}

fn read<T: DeserializeOwned>(body: &[u8], facts: impl Fn(T) -> Facts) -> Option<Facts> {
    serde_json::from_slice(body).ok().map(facts)
}

fn set_up(it: SetupRequest) -> Facts {
    [vec![it.setup_token], register(it.account), settings(it.settings)].concat()
}

fn register(it: RegisterRequest) -> Facts {
    let display_name = it.display_name.as_deref().map(parsed::<DisplayName>);
    vec![parsed::<Username>(&it.username), parsed::<Email>(&it.email), it.password, shown(&display_name)]
}

fn create_user(it: CreateUserRequest) -> Facts {
    let CreateUserRequest { username, email, display_name, role, password } = it;
    let password = password.unwrap_or_default();
    let mut facts = register(RegisterRequest { username, email, password, display_name });
    facts.push(shown(&role));
    facts
}

fn update_me(it: &UpdateMeRequest) -> Facts {
    let display_name = it.display_name.as_deref().map(parsed::<DisplayName>);
    let email = it.email.as_deref().map(parsed::<Email>);
    vec![shown(&display_name), shown(&email), shown(&it.password), shown(&it.current_password)]
}

fn create_room(it: CreateRoomRequest) -> Facts {
    let description = parsed::<Description>(&it.description.unwrap_or_default());
    vec![parsed::<RoomName>(&it.name), description, shown(&it.is_public), shown(&it.max_participants)]
}

fn update_room(it: &UpdateRoomRequest) -> Facts {
    let name = it.name.as_deref().map(parsed::<RoomName>);
    let description = it.description.as_deref().map(parsed::<Description>);
    vec![shown(&name), shown(&description), shown(&it.is_public), shown(&it.max_participants)]
}

fn settings(it: SettingsChange) -> Facts {
    let wished = shown(&it);
    for text in [&it.box_name, &it.language].into_iter().flatten() {
        parsed::<BoxName>(text);
        parsed::<Language>(text);
    }
    let changed = BoxSettings::default().changed(it);
    if let Ok(changed) = &changed {
        // what is shown can be wished for again
        let shown = changed.shown();
        let again = SettingsChange {
            registration_open: Some(shown.registration_open),
            box_name: Some(shown.box_name),
            room_creation: Some(shown.room_creation),
            language: shown.language,
        };
        let again = BoxSettings::default().changed(again).expect("what the box shows it takes");
        assert_eq!(again.shown_name(), changed.shown_name());
    }
    vec![wished, shown(&changed)]
}

/// What a text is parsed to, which is the same when that is parsed again.
fn parsed<T: FromStr<Err: Debug> + ToString>(text: &str) -> String {
    let Ok(value) = text.parse::<T>() else { return "refused".to_owned() };
    let once = value.to_string();
    let again = once.parse::<T>().expect("what was taken is taken again").to_string();
    assert_eq!(once, again);
    assert!(!once.chars().any(|c| c.is_control() || c == '<'), "{once:?}");
    once
}

fn shown(value: &impl Debug) -> String {
    format!("{value:?}")
}

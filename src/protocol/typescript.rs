//! The client's TypeScript types, written from the Rust ones and compared with the committed file.
//!
//! `scripts/types` (this test with `UPDATE_TYPES=1`) writes the file anew.

use std::path::Path;
use std::{env, fs};

use serde::Serialize;
use ts_rs::{Config, TS};

use super::admin::{
    AuditActor, AuditAnswer, AuditEntry, AuditSubject, BackupFile, BackupOutcome, BackupRequest,
    BackupsAnswer, CreateUserRequest, ManagedRoom, ManagedRoomAnswer, ManagedRoomsAnswer, ManagedUser,
    ManagedUserAnswer, ManagedUsersAnswer, PasswordLink, PasswordLinkAnswer, PasswordLinkRequest, Person,
    PresentPerson, RestoreAnswer, SessionInfo, SessionsAnswer, SetPasswordRequest, SettingInfo,
    SettingsAnswer, StayInfo, StaysAnswer, UpdateUserRequest,
};
use super::api::{
    ClientError, ClientErrorReport, ClientErrorsAnswer, ConfigAnswer, CreateRoomRequest, GuestRequest,
    HealthAnswer, IceAnswer, IceServer, LoginRequest, RefreshRequest, RegisterRequest, RelayAllocation,
    RelayAnswer, RelayCheckAnswer, RelayChecked, Room, RoomAnswer, RoomsAnswer, SessionAnswer, Settings,
    SettingsChange, SetupRequest, UpdateMeRequest, UpdateRoomRequest, User, UserAnswer,
};
use super::error::{ErrorCode, Problem};
use super::incoming::{ClientStats, Incoming};
use super::network::{
    AuthorityShown, CertificateShown, CheckAnswer, ClockAnswer, ClockRequest, DoctorReport, Finding, Level,
    MdnsState, NetworkAnswer, NetworkInterface, ProvidedShown,
};
use super::signal::{ChatLine, LeaveReason, MediaState, Mode, Participant, ServerMessage};

/// What a client sends, as it writes it; [`Incoming::parse`] reads the same.
#[derive(Serialize, TS)]
#[serde(tag = "type", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum ClientMessage {
    JoinRoom {
        room_id: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        access_token: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        resumable: Option<bool>,
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        resume_token: Option<String>,
    },
    LeaveRoom {},
    Offer {
        to: String,
        sdp: String,
    },
    Answer {
        to: String,
        sdp: String,
    },
    IceCandidate {
        to: String,
        #[ts(type = "RTCIceCandidateInit | null")]
        candidate: serde_json::Value,
    },
    ChatMessage {
        text: String,
    },
    MediaState(MediaState),
    ClientStats(ClientStats),
    Ping {},
}

#[test]
fn the_clients_types_are_those_of_the_wire() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("web/src/protocol/generated/index.ts");
    let generated = generate();
    if env::var_os("UPDATE_TYPES").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == generated, "{} is not what the wire says: run scripts/types", path.display());
}

#[test]
fn what_a_client_writes_is_what_the_box_reads() {
    let (to, sdp) = ("c2".to_owned(), "v=0".to_owned());
    for message in [
        ClientMessage::JoinRoom {
            room_id: "r".into(),
            access_token: None,
            resumable: Some(true),
            resume_token: Some("t".into()),
        },
        ClientMessage::LeaveRoom {},
        ClientMessage::Offer { to: to.clone(), sdp: sdp.clone() },
        ClientMessage::Answer { to: to.clone(), sdp },
        ClientMessage::IceCandidate { to, candidate: serde_json::Value::Null },
        ClientMessage::ChatMessage { text: "hello".into() },
        ClientMessage::MediaState(MediaState::default()),
        ClientMessage::ClientStats(ClientStats::default()),
        ClientMessage::ClientStats(ClientStats { rtt_ms: Some(1.5), ..ClientStats::default() }),
        ClientMessage::Ping {},
    ] {
        let frame = serde_json::to_string(&message).unwrap();
        assert!(Incoming::parse(&frame).is_ok(), "{frame}");
    }
}

fn generate() -> String {
    let mut text = String::from("// Written from the Rust types by scripts/types. Do not edit.\n");
    let config = Config::new();
    macro_rules! declare {
        ($($name:ty),* $(,)?) => {
            $(
                text.push_str("\nexport ");
                text.push_str(&<$name>::decl(&config));
                text.push('\n');
            )*
        };
    }
    declare![
        ErrorCode,
        Problem,
        User,
        Room,
        IceServer,
        SetupRequest,
        RegisterRequest,
        LoginRequest,
        RefreshRequest,
        SessionAnswer,
        UpdateMeRequest,
        UserAnswer,
        CreateRoomRequest,
        UpdateRoomRequest,
        RoomAnswer,
        RoomsAnswer,
        GuestRequest,
        IceAnswer,
        RelayAllocation,
        RelayAnswer,
        RelayChecked,
        RelayCheckAnswer,
        HealthAnswer,
        ConfigAnswer,
        Settings,
        SettingsChange,
        CheckAnswer,
        NetworkInterface,
        MdnsState,
        CertificateShown,
        AuthorityShown,
        ProvidedShown,
        NetworkAnswer,
        ClockRequest,
        ClockAnswer,
        Level,
        Finding,
        DoctorReport,
        MediaState,
        ClientStats,
        Participant,
        ChatLine,
        Mode,
        ClientErrorReport,
        ClientError,
        ClientErrorsAnswer,
        SessionInfo,
        SessionsAnswer,
        PasswordLinkRequest,
        PasswordLinkAnswer,
        SetPasswordRequest,
        ManagedUser,
        ManagedUsersAnswer,
        PasswordLink,
        ManagedUserAnswer,
        CreateUserRequest,
        UpdateUserRequest,
        Person,
        PresentPerson,
        ManagedRoom,
        ManagedRoomAnswer,
        ManagedRoomsAnswer,
        StayInfo,
        StaysAnswer,
        AuditActor,
        AuditSubject,
        AuditEntry,
        AuditAnswer,
        BackupRequest,
        BackupFile,
        BackupOutcome,
        BackupsAnswer,
        RestoreAnswer,
        SettingInfo,
        SettingsAnswer,
        LeaveReason,
        ClientMessage,
        ServerMessage,
    ];
    text.push_str("\nexport type SettingValue = string | number | boolean | string[];\n");
    text
}

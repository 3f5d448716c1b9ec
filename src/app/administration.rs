//! What can be asked of the box from its own command line, whether it runs or not.

use std::fmt::Display;
use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};

use super::care::{self, Care, Cared};
use super::keys::change_key;
use super::live::{self, Live, Seen};
use super::{Foundation, configuration};
use crate::auth::accounts::AccountError;
use crate::auth::management::Which;
use crate::domain::account::{Account, Role};
use crate::domain::audit::{Action, Actor, Subject};
use crate::domain::id::{RoomId, SessionId, UserId};
use crate::http::{Api, RoomsShown};
use crate::protocol::admin::{
    AuditAnswer, BackupsAnswer, ManagedRoom, ManagedUser, PasswordLink, SessionsAnswer, StaysAnswer,
};
use crate::protocol::api::{RegisterRequest, Room, Settings, SettingsChange};
use crate::secret::SecretString;
use crate::store::RoomError;

/// A task.
#[derive(Serialize, Deserialize)]
#[serde(tag = "task", content = "with", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum Task {
    /// Make an account.
    AddUser {
        /// The log-in name.
        username: String,
        /// The e-mail address.
        email: String,
        /// The password; without one its holder sets it by a link.
        password: Option<String>,
        /// The name others see.
        display_name: Option<String>,
        /// What they may do.
        role: Role,
    },
    /// Make the first admin and say how the box is to be.
    SetUp {
        /// The account.
        account: NewAccount,
        /// The rest.
        settings: SettingsChange,
    },
    /// List the accounts.
    ListUsers,
    /// Change an account.
    ChangeUser {
        /// Whose.
        username: String,
        /// What of it.
        change: UserChange,
    },
    /// List where someone is logged in.
    ListSessions {
        /// Who.
        username: String,
    },
    /// Log someone out.
    EndSessions {
        /// Whom.
        username: String,
        /// Of which session; of all without one.
        session_id: Option<SessionId>,
    },
    /// List the rooms, the newest first.
    ListRooms {
        /// The closed ones too.
        closed: bool,
    },
    /// Show a room, who is in it and who was.
    ShowRoom {
        /// Which.
        room_id: RoomId,
    },
    /// Close a room.
    CloseRoom {
        /// Which.
        room_id: String,
    },
    /// Change what is chosen while the box runs, if anything, and show it.
    Settings(SettingsChange),
    /// Change what the settings file says.
    ChangeSetting {
        /// Of which setting.
        key: String,
        /// What it is to be, as in the environment; without it the other sources say.
        text: Option<String>,
    },
    /// List who did what, the latest first.
    ListAudit {
        /// How many entries at most.
        limit: usize,
    },
    /// List the backups that the box makes by itself.
    ListBackups,
    /// Say or do what only a running box can.
    Live(Live),
    /// Change the key that signs sessions.
    ChangeKey {
        /// Whether the one before is to be known no more, too.
        forget: bool,
    },
    /// Look after a box that runs.
    Care(Care),
    /// Make a backup.
    Backup {
        /// What to encrypt it with.
        passphrase: Option<String>,
    },
}

/// An account to be made; a password may be read here, so it is never shown.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewAccount {
    /// The log-in name.
    pub username: String,
    /// The e-mail address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The name others see.
    pub display_name: Option<String>,
}

/// What of an account to change.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserChange {
    /// Give it a new password and end its sessions.
    Password(String),
    /// Make a link by which its holder sets a password.
    PasswordLink,
    /// Give it another role.
    Role(Role),
    /// Let nobody in by it, or again.
    Disabled(bool),
}

/// What came of it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// The accounts it was about.
    Users(Vec<ManagedUser>),
    /// An account, and the link by which its holder sets the password.
    Link(Box<ManagedUser>, PasswordLink),
    /// The rooms it was about.
    Rooms(Vec<Room>),
    /// Where someone is logged in.
    Sessions(SessionsAnswer),
    /// So many sessions have ended.
    SessionsEnded(usize),
    /// A room, and everyone's stays in it.
    Room(Box<ManagedRoom>, StaysAnswer),
    /// What is chosen while the box runs.
    Settings(Settings),
    /// The settings file that was changed.
    SettingChanged(PathBuf),
    /// Who did what.
    Audit(AuditAnswer),
    /// The backups that the box makes by itself.
    Backups(BackupsAnswer),
    /// What only a running box can say.
    Seen(Seen),
    /// The key was changed.
    KeyChanged,
    /// The box was looked after.
    Cared(Cared),
    /// A backup of so many bytes, which follow.
    Backup(u64),
}

/// What came of a task, and a file that goes with it.
pub(super) struct Performed {
    pub(super) done: Done,
    pub(super) attached: Option<File>,
}

impl From<Done> for Performed {
    fn from(done: Done) -> Self {
        Self { done, attached: None }
    }
}

/// Does `task`; what of it concerns those who are connected, in the box that is `running`.
pub(super) async fn perform(foundation: &Foundation, running: Option<&Api>, task: Task) -> Result<Performed> {
    let accounts = &foundation.accounts;
    let done = match task {
        Task::AddUser { username, email, password: Some(password), display_name, role } => {
            let request = RegisterRequest { username, email, password, display_name };
            Done::Users(vec![accounts.create(request, role, Actor::COMMAND_LINE).await?.managed()])
        }
        Task::AddUser { username, email, password: None, display_name, role } => {
            let request = RegisterRequest { username, email, password: String::new(), display_name };
            let (account, link) = accounts.invite(request, role, Actor::COMMAND_LINE).await?;
            Done::Link(Box::new(account.managed()), link)
        }
        Task::SetUp { account, settings } => set_up(foundation, account, settings).await?,
        Task::ListUsers => {
            Done::Users(foundation.store.users().list()?.iter().map(Account::managed).collect())
        }
        Task::Care(care) => Done::Cared(care::answer(running.context("no box runs")?, care).await?),
        Task::Live(live) => Done::Seen(live::answer(running.context("no box runs")?, live).await?),
        Task::ListSessions { username } => {
            let sessions = accounts.sessions_of(find(foundation, &username)?)?;
            let sessions = sessions.into_iter().map(|session| session.shown(None)).collect();
            Done::Sessions(SessionsAnswer { sessions })
        }
        Task::EndSessions { username, session_id } => {
            end_sessions(foundation, &username, session_id.as_ref()).await?
        }
        Task::ChangeUser { username, change } => change_user(foundation, &username, change).await?,
        Task::ListRooms { closed } => {
            let rooms = foundation.store.rooms().all()?.into_iter();
            let rooms = rooms.filter(|room| closed || room.is_active);
            Done::Rooms(
                rooms.map(|room| running.map_or_else(|| room.shown(true), |api| api.shown(&room))).collect(),
            )
        }
        Task::ShowRoom { room_id } => show_room(foundation, running, &room_id)?,
        Task::CloseRoom { room_id } => Done::Rooms(vec![close_room(foundation, running, &room_id).await?]),
        Task::Settings(change) => Done::Settings(settings(foundation, change).await?),
        Task::ChangeSetting { key, text } => {
            let sources = &running.context("no box runs")?.sources;
            Done::SettingChanged(configuration::change(foundation, sources, &key, text.as_deref()).await?)
        }
        Task::ListAudit { limit } => Done::Audit(foundation.store.audit().shown(None, limit)?),
        Task::ListBackups => Done::Backups(foundation.archive.shown()),
        Task::ChangeKey { forget } => {
            change_key(foundation, forget, Actor::COMMAND_LINE).await?;
            Done::KeyChanged
        }
        Task::Backup { passphrase } => return back_up(foundation, passphrase).await,
    };
    Ok(done.into())
}

async fn set_up(foundation: &Foundation, account: NewAccount, settings: SettingsChange) -> Result<Done> {
    let accounts = &foundation.accounts;
    if !accounts.is_setup_needed()? {
        bail!("this box has its first admin already; `neko user add --role admin` makes another");
    }
    let settings = foundation.store.settings().get()?.changed(settings)?;
    let NewAccount { username, email, password, display_name } = account;
    let request = RegisterRequest { username, email, password, display_name };
    let made = accounts.create(request, Role::Admin, Actor::COMMAND_LINE).await?;
    foundation.store.settings().update(settings).await?;
    Ok(Done::Users(vec![made.managed()]))
}

/// Whose account this is.
fn find(foundation: &Foundation, username: &str) -> Result<UserId> {
    match foundation.accounts.by_login(username) {
        Err(AccountError::NoSuchUser) => {
            Err(anyhow!("there is no user {username}; `neko user list` shows them all"))
        }
        found => Ok(found?.id),
    }
}

async fn end_sessions(
    foundation: &Foundation,
    username: &str,
    session_id: Option<&SessionId>,
) -> Result<Done> {
    let which = session_id.map_or(Which::AllBut(None), Which::One);
    let id = find(foundation, username)?;
    let ended = foundation.accounts.end_sessions(id, which, Actor::COMMAND_LINE).await?;
    match session_id {
        Some(id) if ended == 0 => {
            Err(anyhow!("{username} has no session {id}; `neko user sessions {username}` shows them all"))
        }
        _ => Ok(Done::SessionsEnded(ended)),
    }
}

async fn change_user(foundation: &Foundation, username: &str, change: UserChange) -> Result<Done> {
    let (accounts, id) = (&foundation.accounts, find(foundation, username)?);
    let by = Actor::COMMAND_LINE;
    let account = match change {
        UserChange::Password(password) => accounts.set_password(id, password, by).await?,
        UserChange::Role(role) => accounts.set_role(id, role, by).await?,
        UserChange::Disabled(disabled) => accounts.set_disabled(id, disabled, by).await?,
        UserChange::PasswordLink => {
            let (account, link) = accounts.offer_password(id, by).await?;
            return Ok(Done::Link(Box::new(account.managed()), link));
        }
    };
    Ok(Done::Users(vec![account.managed()]))
}

fn missing(room_id: impl Display) -> anyhow::Error {
    anyhow!("there is no room {room_id}; `neko room list --all` shows them all")
}

fn show_room(foundation: &Foundation, running: Option<&Api>, room_id: &RoomId) -> Result<Done> {
    let rooms = foundation.store.rooms();
    let record = rooms.by_room_id(room_id)?.ok_or_else(|| missing(room_id))?;
    let stays = rooms.stays(room_id)?.unwrap_or_default();
    let mut shown = RoomsShown::new(&foundation.store, running.map(|api| &api.hub));
    let stays = StaysAnswer { total: stays.len(), stays: shown.stays(stays)? };
    Ok(Done::Room(Box::new(shown.room(&record)?), stays))
}

async fn settings(foundation: &Foundation, change: SettingsChange) -> Result<Settings> {
    Ok(if change == SettingsChange::default() {
        foundation.accounts.settings()?
    } else {
        foundation.accounts.change_settings(change, Actor::COMMAND_LINE).await?
    })
}

async fn close_room(foundation: &Foundation, running: Option<&Api>, room_id: &str) -> Result<Room> {
    let id: RoomId = room_id.parse().map_err(|_| missing(room_id))?;
    let closed = match foundation.store.rooms().close(id, foundation.clock.now()).await {
        Err(RoomError::NotFound) => return Err(missing(room_id)),
        closed => closed?,
    };
    if let Some(api) = running {
        api.hub.close_room(&closed.room_id);
    }
    foundation.sessions.end_guests(&closed.room_id).await?;
    let audit = foundation.accounts.audit();
    audit.note(Actor::COMMAND_LINE, Action::RoomClosed, Some(Subject::from(&closed)), None).await;
    Ok(closed.shown(true))
}

async fn back_up(foundation: &Foundation, passphrase: Option<String>) -> Result<Performed> {
    let archive = foundation.archive.clone();
    let passphrase = passphrase.map(SecretString::from);
    let making = tokio::task::spawn_blocking(move || archive.make_temporary(passphrase.as_ref()));
    let (made, file) = making.await??;
    foundation.accounts.audit().note(Actor::COMMAND_LINE, Action::BackupMade, None, None).await;
    Ok(Performed { done: Done::Backup(made.bytes), attached: Some(file) })
}

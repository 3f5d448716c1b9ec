//! Sessions: a short access token and a refresh token that is good once.
//!
//! The store keeps a hash of the refresh token alone. Presenting one that was used before means that two hold it:
//! the session is ended for both. Ending a session is at once: every request asks the store whether it lives, and
//! whatever ends one, [`Sessions::when_ended`] hears of it, so that sockets and relayed addresses end with it.
//! A guest's session has no refresh token: it lives as long as its room.

use std::sync::{Arc, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use std::time::Duration;

use ring::digest;
use tracing::warn;

use super::token::{Claims, GuestClaims, TokenKeys};
use crate::clock::{Clock, Timestamp};
use crate::domain::account::{Account, Role};
use crate::domain::id::{RoomId, SessionId, UserId};
use crate::domain::name::DisplayName;
use crate::domain::room::access::Visitor;
use crate::protocol::api::User;
use crate::secret::{random_token, same};
use crate::store::{Rotation, Session, Store, StoreError};

/// How long a guest's token is good for, if its room is open for that long: ten years.
const GUEST: Duration = Duration::from_hours(10 * 365 * 24);

/// The most that is kept of what a browser calls itself.
const USER_AGENT_CHARACTERS: usize = 200;

/// How long things last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLifetimes {
    /// An access token.
    pub access: Duration,
    /// A session that ends with the browser, after its last refresh.
    pub session: Duration,
    /// A session that outlives the browser, after its last refresh.
    pub remembered: Duration,
}

/// Begins, renews, ends and recognises sessions. Cheap to clone.
#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    clock: Clock,
    store: Store,
    keys: RwLock<TokenKeys>,
    lifetimes: SessionLifetimes,
    on_end: OnceLock<OnEnd>,
}

type OnEnd = Box<dyn Fn(&SessionId) + Send + Sync>;

/// What someone holds who has just got in.
pub struct Granted {
    /// Who it is.
    pub user: User,
    /// In which session.
    pub session_id: SessionId,
    /// The access token.
    pub access_token: String,
    /// How long the access token is good for.
    pub expires_in: Duration,
    /// The refresh token; a guest has none.
    pub refresh: Option<Refresh>,
}

/// A refresh token and how long to keep it.
pub struct Refresh {
    /// The token.
    pub token: String,
    /// How long it is good for.
    pub lifetime: Duration,
    /// Whether it outlives the browser.
    pub persistent: bool,
}

/// Someone whose token was good.
#[derive(Clone, Debug)]
pub struct Principal {
    /// Who, for the rules.
    pub visitor: Visitor,
    /// In which session.
    pub session_id: SessionId,
    /// Who, for the page.
    pub user: User,
    /// The name others see.
    pub display_name: DisplayName,
}

/// Why there is no session.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The token is not valid, has expired, or its session has ended.
    #[error("not logged in, or the session has ended; log in again")]
    Ended,
    /// A refresh token of this user's came that was used before, and the session was ended.
    #[error("not logged in, or the session has ended; log in again")]
    Reused(UserId),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Sessions {
    /// Sessions signed with `keys`, kept in `store`.
    pub fn new(clock: Clock, store: Store, keys: TokenKeys, lifetimes: SessionLifetimes) -> Self {
        let (keys, on_end) = (RwLock::new(keys), OnceLock::new());
        Self(Arc::new(Inner { clock, store, keys, lifetimes, on_end }))
    }

    /// Signs with other keys from here on.
    pub fn use_keys(&self, keys: TokenKeys) {
        *self.0.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// Has `tell` called for every session that ends, before whoever ended it goes on. The first call alone counts.
    pub fn when_ended(&self, tell: impl Fn(&SessionId) + Send + Sync + 'static) {
        let _ = self.0.on_end.set(Box::new(tell));
    }

    /// Begins a session of `account` in the browser or program that calls itself so.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn begin(
        &self,
        account: &Account,
        persistent: bool,
        user_agent: Option<String>,
    ) -> Result<Granted, SessionError> {
        let now = self.0.clock.now();
        let session_id = new_session_id();
        let secret = self.keys().refresh_secret(&session_id);
        let record = Session {
            id: session_id.clone(),
            user_id: account.id,
            refresh_hash: hash(&secret),
            persistent,
            created_at: now,
            last_used_at: now,
            expires_at: now.plus(self.lifetime(persistent)),
            user_agent: cut(user_agent),
            guest_of: None,
        };
        self.0.store.sessions().insert(record).await?;
        self.grant(account, session_id, &secret, persistent, now)
    }

    /// Renews the session that `refresh_token` belongs to; the token is used up.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when it is unknown or expired, [`SessionError::Reused`] when it was used before.
    pub async fn refresh(&self, refresh_token: &str) -> Result<Granted, SessionError> {
        let now = self.0.clock.now();
        let (session_id, secret) = refresh_token.split_once('.').ok_or(SessionError::Ended)?;
        let session_id: SessionId = session_id.parse().map_err(|_| SessionError::Ended)?;
        let next = self.keys().refresh_secret(&session_id);
        let sessions = self.0.store.sessions();
        let found = sessions.by_id(&session_id)?.filter(|record| record.expires_at > now);
        let Some(record) = found else { return Err(SessionError::Ended) };
        let expires_at = now.plus(self.lifetime(record.persistent));
        match sessions.rotate(session_id.clone(), hash(secret), hash(&next), now, expires_at).await? {
            Rotation::Rotated => {}
            // the id alone is no secret: whoever makes the rest up learns nothing and ends nothing
            Rotation::Reused if !self.keys().has_issued(&session_id, secret) => {
                return Err(SessionError::Ended);
            }
            Rotation::Reused => {
                warn!(session_id = %session_id, user_id = %record.user_id, "a used refresh token came again; session ended");
                self.end(&session_id).await?;
                return Err(SessionError::Reused(record.user_id));
            }
            Rotation::Gone => return Err(SessionError::Ended),
        }
        let account = self.account(record.user_id)?;
        self.grant(&account, session_id, &next, record.persistent, now)
    }

    /// The session whose refresh token this is: the one that is good now.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub fn holder_of(&self, refresh_token: &str) -> Result<Option<SessionId>, SessionError> {
        let Some((session_id, secret)) = refresh_token.split_once('.') else { return Ok(None) };
        let Ok(session_id) = session_id.parse() else { return Ok(None) };
        let found = self.0.store.sessions().by_id(&session_id)?;
        let holds = |session: &Session| same(session.refresh_hash.as_bytes(), hash(secret).as_bytes());
        Ok(found.filter(holds).map(|_| session_id))
    }

    /// Lets a guest into one room, for as long as that is open; none if it is not. Guests have no account and no refresh
    /// token.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn admit_guest(
        &self,
        room: RoomId,
        name: DisplayName,
        user_agent: Option<String>,
    ) -> Result<Option<Granted>, SessionError> {
        let now = self.0.clock.now();
        let (user_id, session_id) = (UserId::generate(), new_session_id());
        let record = Session {
            id: session_id.clone(),
            user_id,
            refresh_hash: String::new(),
            persistent: false,
            created_at: now,
            last_used_at: now,
            expires_at: now.plus(GUEST),
            user_agent: cut(user_agent),
            guest_of: Some(room.clone()),
        };
        if !self.0.store.sessions().insert_guest(record).await? {
            return Ok(None);
        }
        let user = guest_user(user_id, &name, now);
        let guest = Some(GuestClaims { room, name });
        let access_token = self.sign(user_id, session_id.clone(), guest, now, GUEST)?;
        Ok(Some(Granted { user, session_id, access_token, expires_in: GUEST, refresh: None }))
    }

    /// Whose `access_token` it is.
    ///
    /// # Errors
    /// [`SessionError::Ended`] when it is not valid or its session or account is gone.
    pub fn recognise(&self, access_token: &str) -> Result<Principal, SessionError> {
        let now = self.0.clock.now();
        let claims = self.keys().verify(access_token, now).map_err(|_| SessionError::Ended)?;
        let Claims { sub, sid, iat, exp: _, guest } = claims;
        let record = self.0.store.sessions().by_id(&sid)?.ok_or(SessionError::Ended)?;
        if record.user_id != sub || record.expires_at <= now {
            return Err(SessionError::Ended);
        }
        if let Some(GuestClaims { room, name }) = guest {
            // the room is closed in the store before its guests' sessions are ended
            let open = self.0.store.rooms().by_room_id(&room)?.is_some_and(|room| room.is_active);
            if !open || record.guest_of.as_ref() != Some(&room) {
                return Err(SessionError::Ended);
            }
            let user = guest_user(sub, &name, Timestamp::from_millis(iat.saturating_mul(1000)));
            let visitor = Visitor { user_id: sub, role: Role::Guest, guest_of: Some(room) };
            return Ok(Principal { visitor, session_id: sid, user, display_name: name });
        }
        let account = self.account(sub)?;
        Ok(Principal {
            visitor: Visitor { user_id: sub, role: account.role, guest_of: None },
            session_id: sid,
            user: account.shown(),
            display_name: account.display_name,
        })
    }

    /// Ends a session; one that has ended already is no error.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn end(&self, session_id: &SessionId) -> Result<(), SessionError> {
        self.0.store.sessions().delete(session_id.clone()).await?;
        self.tell([session_id.clone()]);
        Ok(())
    }

    /// Ends all sessions of a user but one; says how many.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn end_others(&self, user_id: UserId, keep: Option<&SessionId>) -> Result<usize, SessionError> {
        let ended = self.0.store.sessions().delete_for_user(user_id, keep.cloned()).await?;
        let count = ended.len();
        self.tell(ended);
        Ok(count)
    }

    /// Ends a session if it is this user's; says whether it was.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn end_of(&self, user_id: UserId, session_id: &SessionId) -> Result<bool, SessionError> {
        let session = self.0.store.sessions().by_id(session_id)?;
        let is_theirs = session.is_some_and(|session| session.user_id == user_id);
        if is_theirs {
            self.end(session_id).await?;
        }
        Ok(is_theirs)
    }

    /// A user's sessions that have not expired, the one used last first.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub fn of(&self, user_id: UserId) -> Result<Vec<Session>, SessionError> {
        let now = self.0.clock.now();
        let sessions = self.0.store.sessions().list_for_user(user_id)?;
        Ok(sessions.into_iter().filter(|session| session.expires_at > now).collect())
    }

    /// Whether a session has not been ended. Whoever begins something in one that ends meanwhile asks this once it is
    /// where [`Sessions::when_ended`] would find it.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub fn is_alive(&self, session_id: &SessionId) -> Result<bool, SessionError> {
        Ok(self.0.store.sessions().by_id(session_id)?.is_some())
    }

    /// Ends the sessions of the guests of a room that was closed.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn end_guests(&self, room: &RoomId) -> Result<(), SessionError> {
        self.tell(self.0.store.sessions().delete_for_room(room).await?);
        Ok(())
    }

    /// Ends the sessions that have expired.
    ///
    /// # Errors
    /// [`SessionError::Store`].
    pub async fn sweep(&self) -> Result<(), SessionError> {
        let now = self.0.clock.now();
        self.tell(self.0.store.sessions().delete_expired(now).await?);
        Ok(())
    }

    /// Moves all sessions along by so many milliseconds, as a clock that was set has moved: they end neither sooner nor
    /// later for it.
    ///
    /// # Errors
    /// [`StoreError`]; none was moved then.
    pub async fn shift(&self, millis: i64) -> Result<(), StoreError> {
        self.0.store.sessions().shift(millis).await
    }

    /// Whose session it is, if they may still come in.
    fn account(&self, id: UserId) -> Result<Account, SessionError> {
        let account = self.0.store.users().by_id(id)?.filter(|account| account.disabled_at.is_none());
        account.ok_or(SessionError::Ended)
    }

    fn tell(&self, ended: impl IntoIterator<Item = SessionId>) {
        if let Some(tell) = self.0.on_end.get() {
            ended.into_iter().for_each(|session| tell(&session));
        }
    }

    fn grant(
        &self,
        account: &Account,
        session_id: SessionId,
        secret: &str,
        persistent: bool,
        now: Timestamp,
    ) -> Result<Granted, SessionError> {
        let expires_in = self.0.lifetimes.access;
        let access_token = self.sign(account.id, session_id.clone(), None, now, expires_in)?;
        let token = format!("{session_id}.{secret}");
        let refresh = Some(Refresh { token, lifetime: self.lifetime(persistent), persistent });
        Ok(Granted { user: account.shown(), session_id, access_token, expires_in, refresh })
    }

    fn sign(
        &self,
        sub: UserId,
        sid: SessionId,
        guest: Option<GuestClaims>,
        now: Timestamp,
        lifetime: Duration,
    ) -> Result<String, SessionError> {
        let claims = Claims { sub, sid, iat: now.as_secs(), exp: now.plus(lifetime).as_secs(), guest };
        self.keys().sign(&claims).map_err(|_| SessionError::Ended)
    }

    fn keys(&self) -> RwLockReadGuard<'_, TokenKeys> {
        // replaced whole: never half changed
        self.0.keys.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn lifetime(&self, persistent: bool) -> Duration {
        if persistent { self.0.lifetimes.remembered } else { self.0.lifetimes.session }
    }
}

fn new_session_id() -> SessionId {
    random_token::<16>().parse().expect("a token is made of the characters of an id")
}

fn cut(user_agent: Option<String>) -> Option<String> {
    user_agent.map(|agent| agent.chars().take(USER_AGENT_CHARACTERS).collect())
}

/// The hexadecimal SHA-256 of a token: it is random enough that a slow hash adds nothing.
pub(super) fn hash(secret: &str) -> String {
    use std::fmt::Write as _;
    digest::digest(&digest::SHA256, secret.as_bytes()).as_ref().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn guest_user(id: UserId, name: &DisplayName, since: Timestamp) -> User {
    User {
        id: id.to_string(),
        username: format!("guest-{id}"),
        email: None,
        display_name: name.to_string(),
        role: Role::Guest.as_str().to_owned(),
        created_at: since,
        last_login: None,
    }
}

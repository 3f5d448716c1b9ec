//! Accounts: made, logged in to, changed.
//!
//! The first admin is made by the one-time set-up link or from the command line, never by being the first to come.
//! An unknown user and a wrong password are the same answer in the same time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::audit::{AuditLog, Origin};
use super::password::{HashError, Hasher, PASSWORD_CHARACTERS};
use super::session::{Granted, Principal, SessionError, Sessions};
use crate::clock::Clock;
use crate::domain::account::{Account, Role};
use crate::domain::audit::{Action, Subject};
use crate::domain::id::{SessionId, UserId};
use crate::domain::name::{DisplayName, Email, InvalidName, Username};
use crate::protocol::api::{LoginRequest, RegisterRequest, UpdateMeRequest, User};
use crate::secret::{SecretString, random_token, same};
use crate::store::{ProfileChange, Store, StoreError, UserError};

/// Makes and changes accounts and lets people in. Cheap to clone.
#[derive(Clone)]
pub struct Accounts(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) clock: Clock,
    pub(super) store: Store,
    pub(super) hasher: Hasher,
    pub(super) sessions: Sessions,
    pub(super) audit: AuditLog,
    pub(super) link_lifetime: Duration,
    registration_open: bool,
    has_admin: AtomicBool,
    // read and taken in one step, never across an await
    setup_token: Mutex<Option<String>>,
}

/// Why an account was not made, changed or let in.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// A name or address is not of its form.
    #[error(transparent)]
    Invalid(#[from] InvalidName),
    /// The password is too short or too long.
    #[error("a password has {} to {} characters", PASSWORD_CHARACTERS.start(), PASSWORD_CHARACTERS.end())]
    PasswordLength,
    /// Nobody may register.
    #[error("this box takes no new accounts by registration; ask its admin for one")]
    RegistrationClosed,
    /// There is an admin already.
    #[error("this box has its first admin already; log in instead")]
    AlreadySetUp,
    /// The set-up token is not the one of this start.
    #[error("this set-up link is not the one that the box printed last; look at its output again")]
    WrongSetupToken,
    /// The username is taken.
    #[error("the username is taken; choose another")]
    UsernameTaken,
    /// The e-mail address is taken.
    #[error("another account has this e-mail address")]
    EmailTaken,
    /// Wrong username or password.
    #[error("wrong username or password")]
    BadCredentials,
    /// Nobody gets in by the account.
    #[error("this account was disabled; ask the box's admin")]
    Disabled,
    /// No account of that name or id.
    #[error("there is no such user")]
    NoSuchUser,
    /// Nobody could run the box then.
    #[error("this is the last admin who can log in; make another one first")]
    LastAdmin,
    /// The link to set a password by is good no more.
    #[error("this link was used, replaced, or has expired; ask the box's admin for a new one")]
    LinkExpired,
    /// Too many hashes at once.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// No session.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<UserError> for AccountError {
    fn from(error: UserError) -> Self {
        match error {
            UserError::UsernameTaken => Self::UsernameTaken,
            UserError::EmailTaken => Self::EmailTaken,
            UserError::AdminExists => Self::AlreadySetUp,
            UserError::LastAdmin => Self::LastAdmin,
            UserError::LinkExpired => Self::LinkExpired,
            // gone between the request's log-in and this
            UserError::NotFound => Self::Session(SessionError::Ended),
            UserError::Store(error) => Self::Store(error),
        }
    }
}

impl Accounts {
    /// Accounts in `store`. `registration_open` opens registration whatever the admin's setting says; a link to set a
    /// password by is good for `link_lifetime`.
    pub fn new(
        clock: Clock,
        store: Store,
        hasher: Hasher,
        sessions: Sessions,
        link_lifetime: Duration,
        registration_open: bool,
    ) -> Self {
        let (has_admin, setup_token) = (AtomicBool::new(false), Mutex::default());
        let audit = AuditLog::new(clock.clone(), store.clone());
        Self(Arc::new(Inner {
            clock,
            store,
            hasher,
            sessions,
            audit,
            link_lifetime,
            registration_open,
            has_admin,
            setup_token,
        }))
    }

    /// Where it is written down who did what.
    pub fn audit(&self) -> &AuditLog {
        &self.0.audit
    }

    /// A fresh token for the set-up link, while the box has no admin. It replaces any before it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn offer_setup(&self) -> Result<Option<String>, StoreError> {
        if self.has_admin()? {
            return Ok(None);
        }
        let token = random_token::<24>();
        *self.setup_token() = Some(token.clone());
        Ok(Some(token))
    }

    /// Whether the box has no admin yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_setup_needed(&self) -> Result<bool, StoreError> {
        Ok(!self.has_admin()?)
    }

    /// Whether anyone may register.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn is_registration_open(&self) -> Result<bool, StoreError> {
        Ok(self.0.registration_open || self.0.store.settings().get()?.registration_open)
    }

    /// Whether `token` is that of the set-up link, while there is no admin.
    ///
    /// # Errors
    /// [`AccountError`].
    pub fn check_setup_token(&self, token: &str) -> Result<(), AccountError> {
        if self.has_admin()? {
            return Err(AccountError::AlreadySetUp);
        }
        let expected = self.setup_token().clone();
        if expected.is_some_and(|expected| same(expected.as_bytes(), token.as_bytes())) {
            Ok(())
        } else {
            Err(AccountError::WrongSetupToken)
        }
    }

    /// Makes the first admin by the one-time link, and logs them in.
    ///
    /// # Errors
    /// [`AccountError`]; the token stays good until an admin was made.
    pub async fn set_up(
        &self,
        token: &str,
        request: RegisterRequest,
        origin: &Origin,
    ) -> Result<Granted, AccountError> {
        self.check_setup_token(token)?;
        let account = self.prepare(request, Role::Admin).await?;
        self.0.store.users().insert_first_admin(account.clone()).await?;
        *self.setup_token() = None;
        self.0.audit.note(origin.actor(&account), Action::SetUp, None, None).await;
        self.enter(account, false, origin).await
    }

    /// Makes a plain user's account where registration is open, and logs them in.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn register(&self, request: RegisterRequest, origin: &Origin) -> Result<Granted, AccountError> {
        if !self.is_registration_open()? {
            return Err(AccountError::RegistrationClosed);
        }
        let account = self.prepare(request, Role::User).await?;
        self.0.store.users().insert(account.clone()).await?;
        self.0.audit.note(origin.actor(&account), Action::Registered, None, None).await;
        self.enter(account, false, origin).await
    }

    /// Logs someone in by username or e-mail address.
    ///
    /// # Errors
    /// [`AccountError::BadCredentials`], whatever is wrong with them; [`AccountError::Disabled`] for whoever knows
    /// the password of an account that is.
    pub async fn log_in(&self, request: LoginRequest, origin: &Origin) -> Result<Granted, AccountError> {
        let found = self.0.store.users().by_login(request.username.trim())?;
        let stored = found.as_ref().map(|account| account.password.clone());
        let good = self.0.hasher.verify(SecretString::from(request.password), stored).await?;
        let (error, account) = match found {
            Some(account) if good && account.disabled_at.is_none() => {
                return self.enter(account, request.remember_me, origin).await;
            }
            Some(account) if good => (AccountError::Disabled, Some(account)),
            // what was typed in the place of a name may be a password
            other => (AccountError::BadCredentials, other),
        };
        let detail = matches!(error, AccountError::Disabled).then(|| "disabled".to_owned());
        let subject = account.as_ref().map(Subject::from);
        self.0.audit.note(origin.stranger(), Action::LogInFailed, subject, detail).await;
        Err(error)
    }

    /// Renews the session that `token` belongs to, and writes it down when two hold it.
    ///
    /// # Errors
    /// [`SessionError`].
    pub async fn refresh(&self, token: &str, origin: &Origin) -> Result<Granted, SessionError> {
        let outcome = self.0.sessions.refresh(token).await;
        if let Err(SessionError::Reused(user_id)) = outcome {
            let account = self.0.store.users().by_id(user_id)?;
            let detail = Some("a used refresh token came again".to_owned());
            let subject = account.as_ref().map(Subject::from);
            self.0.audit.note(origin.stranger(), Action::SessionsEnded, subject, detail).await;
            return Err(SessionError::Ended);
        }
        outcome
    }

    /// Ends a session; one that has ended already is no error.
    ///
    /// # Errors
    /// [`AccountError::Store`].
    pub async fn log_out(&self, session_id: &SessionId, origin: &Origin) -> Result<(), AccountError> {
        let session = self.0.store.sessions().by_id(session_id)?;
        self.0.sessions.end(session_id).await?;
        if let Some(session) = session
            && let Some(account) = self.0.store.users().by_id(session.user_id)?
        {
            self.0.audit.note(origin.actor(&account), Action::LoggedOut, None, None).await;
        }
        Ok(())
    }

    /// Changes one's own account. A new password needs the current one and ends the other sessions.
    ///
    /// # Errors
    /// [`AccountError`]; nothing is changed then.
    pub async fn update(
        &self,
        principal: &Principal,
        request: UpdateMeRequest,
        origin: &Origin,
    ) -> Result<User, AccountError> {
        let id = principal.visitor.user_id;
        let users = self.0.store.users();
        let account = users.by_id(id)?.ok_or(SessionError::Ended)?;
        let display_name = request.display_name.map(DisplayName::try_from).transpose()?;
        let email = request.email.map(Email::try_from).transpose()?;
        let password = match request.password {
            None => None,
            Some(password) => {
                check_length(&password)?;
                let current = SecretString::from(request.current_password.unwrap_or_default());
                if !self.0.hasher.verify(current, Some(account.password)).await? {
                    return Err(AccountError::BadCredentials);
                }
                Some(self.0.hasher.hash(SecretString::from(password)).await?)
            }
        };
        let password_changed = password.is_some();
        let account = users.update_profile(id, ProfileChange { display_name, email, password }).await?;
        if password_changed {
            self.0.audit.note(origin.actor(&account), Action::PasswordChanged, None, None).await;
            self.0.sessions.end_others(id, Some(&principal.session_id)).await?;
        }
        Ok(account.shown())
    }

    /// Looks through all accounts until it finds one, and never again after.
    fn has_admin(&self) -> Result<bool, StoreError> {
        let known = self.0.has_admin.load(Ordering::Relaxed);
        if !known && self.0.store.users().has_admin()? {
            self.0.has_admin.store(true, Ordering::Relaxed);
            return Ok(true);
        }
        Ok(known)
    }

    pub(super) async fn prepare(
        &self,
        request: RegisterRequest,
        role: Role,
    ) -> Result<Account, AccountError> {
        let username = Username::try_from(request.username)?;
        let email = Email::try_from(request.email)?;
        let display_name = match request.display_name.filter(|name| !name.trim().is_empty()) {
            Some(name) => DisplayName::try_from(name)?,
            None => DisplayName::from(&username),
        };
        check_length(&request.password)?;
        let password = self.0.hasher.hash(SecretString::from(request.password)).await?;
        let (id, created_at) = (UserId::generate(), self.0.clock.now());
        Ok(Account {
            id,
            username,
            email,
            password,
            display_name,
            role,
            created_at,
            last_login: None,
            disabled_at: None,
            password_link: None,
        })
    }

    pub(super) async fn enter(
        &self,
        account: Account,
        remember: bool,
        origin: &Origin,
    ) -> Result<Granted, AccountError> {
        let now = self.0.clock.now();
        self.0.store.users().set_last_login(account.id, now).await?;
        let account = Account { last_login: Some(now), ..account };
        let granted = self.0.sessions.begin(&account, remember, origin.user_agent.clone()).await?;
        self.0.audit.note(origin.actor(&account), Action::LoggedIn, None, None).await;
        Ok(granted)
    }

    fn setup_token(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        // replaced whole: never half changed
        self.0.setup_token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn check_length(password: &str) -> Result<(), AccountError> {
    if PASSWORD_CHARACTERS.contains(&password.chars().count()) {
        Ok(())
    } else {
        Err(AccountError::PasswordLength)
    }
}

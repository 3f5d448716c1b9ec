//! Accounts: made, logged in to, changed.
//!
//! The first admin is made by the one-time set-up link or from the command line, never by being the first to come.
//! An unknown user and a wrong password are the same answer in the same time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::password::{HashError, Hasher, PASSWORD_CHARACTERS};
use super::session::{Granted, Principal, SessionError, Sessions};
use crate::clock::Clock;
use crate::domain::account::{Account, Role};
use crate::domain::id::UserId;
use crate::domain::name::{DisplayName, Email, InvalidName, Username};
use crate::protocol::api::{LoginRequest, RegisterRequest, UpdateMeRequest, User};
use crate::secret::{SecretString, random_token, same};
use crate::store::{ProfileChange, Store, StoreError, UserError};

/// Makes and changes accounts and lets people in. Cheap to clone.
#[derive(Clone)]
pub struct Accounts(Arc<Inner>);

struct Inner {
    clock: Clock,
    store: Store,
    hasher: Hasher,
    sessions: Sessions,
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
            // gone between the request's log-in and this
            UserError::NotFound => Self::Session(SessionError::Ended),
            UserError::Store(error) => Self::Store(error),
        }
    }
}

impl Accounts {
    /// Accounts in `store`. `registration_open` opens registration whatever the admin's setting says.
    pub fn new(
        clock: Clock,
        store: Store,
        hasher: Hasher,
        sessions: Sessions,
        registration_open: bool,
    ) -> Self {
        let (has_admin, setup_token) = (AtomicBool::new(false), Mutex::default());
        Self(Arc::new(Inner { clock, store, hasher, sessions, registration_open, has_admin, setup_token }))
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

    /// Makes the first admin by the one-time link, and logs them in.
    ///
    /// # Errors
    /// [`AccountError`]; the token stays good until an admin was made.
    pub async fn set_up(&self, token: &str, request: RegisterRequest) -> Result<Granted, AccountError> {
        if self.has_admin()? {
            return Err(AccountError::AlreadySetUp);
        }
        let expected = self.setup_token().clone();
        if !expected.is_some_and(|expected| same(expected.as_bytes(), token.as_bytes())) {
            return Err(AccountError::WrongSetupToken);
        }
        let account = self.prepare(request, Role::Admin).await?;
        self.0.store.users().insert_first_admin(account.clone()).await?;
        *self.setup_token() = None;
        self.enter(account, false).await
    }

    /// Makes a plain user's account where registration is open, and logs them in.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn register(&self, request: RegisterRequest) -> Result<Granted, AccountError> {
        if !self.is_registration_open()? {
            return Err(AccountError::RegistrationClosed);
        }
        let account = self.create(request, Role::User).await?;
        self.enter(account, false).await
    }

    /// Makes an account of any role, for the command line and admins.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn create(&self, request: RegisterRequest, role: Role) -> Result<Account, AccountError> {
        let account = self.prepare(request, role).await?;
        self.0.store.users().insert(account.clone()).await?;
        Ok(account)
    }

    /// Logs someone in by username or e-mail address.
    ///
    /// # Errors
    /// [`AccountError::BadCredentials`], whatever is wrong with them.
    pub async fn log_in(&self, request: LoginRequest) -> Result<Granted, AccountError> {
        let found = self.0.store.users().by_login(request.username.trim())?;
        let stored = found.as_ref().map(|account| account.password.clone());
        let good = self.0.hasher.verify(SecretString::from(request.password), stored).await?;
        let account = found.filter(|_| good).ok_or(AccountError::BadCredentials)?;
        self.enter(account, request.remember_me).await
    }

    /// Changes one's own account. A new password needs the current one and ends the other sessions.
    ///
    /// # Errors
    /// [`AccountError`]; nothing is changed then.
    pub async fn update(
        &self,
        principal: &Principal,
        request: UpdateMeRequest,
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
            self.0.sessions.end_others(id, Some(&principal.session_id)).await?;
        }
        Ok(account.shown())
    }

    /// Sets someone's password from the command line; all their sessions end.
    ///
    /// # Errors
    /// [`AccountError::BadCredentials`] when there is no such user.
    pub async fn set_password(&self, login: &str, password: String) -> Result<Account, AccountError> {
        check_length(&password)?;
        let account = self.0.store.users().by_login(login)?.ok_or(AccountError::BadCredentials)?;
        let password = self.0.hasher.hash(SecretString::from(password)).await?;
        self.0.store.users().set_password(account.id, password).await?;
        self.0.sessions.end_others(account.id, None).await?;
        Ok(account)
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

    async fn prepare(&self, request: RegisterRequest, role: Role) -> Result<Account, AccountError> {
        let username = Username::try_from(request.username)?;
        let email = Email::try_from(request.email)?;
        let display_name = match request.display_name.filter(|name| !name.trim().is_empty()) {
            Some(name) => DisplayName::try_from(name)?,
            None => DisplayName::from(&username),
        };
        check_length(&request.password)?;
        let password = self.0.hasher.hash(SecretString::from(request.password)).await?;
        let (id, created_at) = (UserId::generate(), self.0.clock.now());
        Ok(Account { id, username, email, password, display_name, role, created_at, last_login: None })
    }

    async fn enter(&self, account: Account, remember: bool) -> Result<Granted, AccountError> {
        let now = self.0.clock.now();
        self.0.store.users().set_last_login(account.id, now).await?;
        let account = Account { last_login: Some(now), ..account };
        Ok(self.0.sessions.begin(&account, remember).await?)
    }

    fn setup_token(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        // replaced whole: never half changed
        self.0.setup_token.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn check_length(password: &str) -> Result<(), AccountError> {
    if PASSWORD_CHARACTERS.contains(&password.chars().count()) {
        Ok(())
    } else {
        Err(AccountError::PasswordLength)
    }
}

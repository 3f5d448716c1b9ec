//! Accounts as those who run the box manage them: made for others, given roles, shut, and let in by a link.
//!
//! Each change is written down with who made it.

use super::accounts::{AccountError, Accounts, check_length};
use super::audit::Origin;
use super::session::{Granted, hash};
use crate::clock::Timestamp;
use crate::domain::account::{Account, PasswordLink, Role};
use crate::domain::audit::{Action, Actor, Subject};
use crate::domain::id::{SessionId, UserId};
use crate::protocol::admin;
use crate::protocol::api::RegisterRequest;
use crate::secret::{SecretString, random_token};
use crate::store::{Session, UserError};

impl Accounts {
    /// Makes an account of any role.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn create(
        &self,
        request: RegisterRequest,
        role: Role,
        by: Actor,
    ) -> Result<Account, AccountError> {
        let account = self.prepare(request, role).await?;
        self.0.store.users().insert(account.clone()).await?;
        self.note(by, Action::UserCreated, &account, Some(role.as_str().to_owned())).await;
        Ok(account)
    }

    /// Makes an account whose password its holder sets, by the link that comes with it.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn invite(
        &self,
        request: RegisterRequest,
        role: Role,
        by: Actor,
    ) -> Result<(Account, admin::PasswordLink), AccountError> {
        // one that nobody knows, until they choose their own
        let request = RegisterRequest { password: random_token::<32>(), ..request };
        let account = self.create(request, role, by.clone()).await?;
        self.offer_password(account.id, by).await
    }

    /// Makes a link by which its holder sets the account's password; any before it is good no more. Until it is used
    /// the old password is.
    ///
    /// # Errors
    /// [`AccountError::NoSuchUser`].
    pub async fn offer_password(
        &self,
        id: UserId,
        by: Actor,
    ) -> Result<(Account, admin::PasswordLink), AccountError> {
        let secret = random_token::<24>();
        let expires_at = self.0.clock.now().plus(self.0.link_lifetime);
        let link = PasswordLink { hash: hash(&secret), expires_at };
        let account = self.0.store.users().set_password_link(id, link).await.map_err(managed)?;
        self.note(by, Action::PasswordLinkMade, &account, None).await;
        let token = format!("{id}.{secret}");
        let path = format!("/password#{token}");
        Ok((account, admin::PasswordLink { path, token, expires_at }))
    }

    /// Whose password the link of this token sets, and until when.
    ///
    /// # Errors
    /// [`AccountError::LinkExpired`].
    pub fn look_at_link(&self, token: &str) -> Result<(Account, Timestamp), AccountError> {
        let (id, secret_hash) = parse_link(token)?;
        let account = self.0.store.users().by_id(id)?.ok_or(AccountError::LinkExpired)?;
        match &account.password_link {
            Some(link) if link.is_good(&secret_hash, self.0.clock.now()) && account.disabled_at.is_none() => {
                let expires_at = link.expires_at;
                Ok((account, expires_at))
            }
            _ => Err(AccountError::LinkExpired),
        }
    }

    /// Sets the password of the account that the link of this token is for, and logs in. All its other sessions end.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn set_password_by_link(
        &self,
        token: &str,
        password: String,
        origin: &Origin,
    ) -> Result<Granted, AccountError> {
        check_length(&password)?;
        let (id, secret_hash) = parse_link(token)?;
        // before the hash, which costs: anyone may ask
        self.look_at_link(token)?;
        let password = self.0.hasher.hash(SecretString::from(password)).await?;
        let now = self.0.clock.now();
        let account = self.0.store.users().redeem_password_link(id, secret_hash, password, now).await?;
        self.0.sessions.end_others(id, None).await?;
        let detail = Some("by the link".to_owned());
        self.0.audit.note(origin.actor(&account), Action::PasswordChanged, None, detail).await;
        self.enter(account, false, origin).await
    }

    /// Sets someone's password; all their sessions end.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn set_password(
        &self,
        id: UserId,
        password: String,
        by: Actor,
    ) -> Result<Account, AccountError> {
        check_length(&password)?;
        let account = self.by_id(id)?;
        let password = self.0.hasher.hash(SecretString::from(password)).await?;
        self.0.store.users().set_password(id, password).await.map_err(managed)?;
        self.note(by, Action::PasswordChanged, &account, None).await;
        self.0.sessions.end_others(id, None).await?;
        Ok(account)
    }

    /// Gives someone another role. Who is no admin any more logs in anew: their sessions end.
    ///
    /// # Errors
    /// [`AccountError::LastAdmin`] when nobody could run the box then.
    pub async fn set_role(&self, id: UserId, role: Role, by: Actor) -> Result<Account, AccountError> {
        let before = self.by_id(id)?.role;
        let account = self.0.store.users().set_role(id, role).await.map_err(managed)?;
        if before == role {
            return Ok(account);
        }
        let detail = format!("{} to {}", before.as_str(), role.as_str());
        self.note(by, Action::RoleChanged, &account, Some(detail)).await;
        if before == Role::Admin {
            self.0.sessions.end_others(id, None).await?;
        }
        Ok(account)
    }

    /// Lets nobody in by an account, or again. Its sessions end.
    ///
    /// # Errors
    /// [`AccountError::LastAdmin`] when nobody could run the box then.
    pub async fn set_disabled(&self, id: UserId, disabled: bool, by: Actor) -> Result<Account, AccountError> {
        let before = self.by_id(id)?;
        if before.disabled_at.is_some() == disabled {
            return Ok(before);
        }
        let at = disabled.then(|| self.0.clock.now());
        let account = self.0.store.users().set_disabled(id, at).await.map_err(managed)?;
        let action = if disabled { Action::UserDisabled } else { Action::UserEnabled };
        self.note(by, action, &account, None).await;
        if disabled {
            self.0.sessions.end_others(id, None).await?;
        }
        Ok(account)
    }

    /// Someone's sessions that have not expired, the one used last first.
    ///
    /// # Errors
    /// [`AccountError::NoSuchUser`].
    pub fn sessions_of(&self, id: UserId) -> Result<Vec<Session>, AccountError> {
        self.by_id(id)?;
        Ok(self.0.sessions.of(id)?)
    }

    /// Ends a session of someone's, or all; says how many there were.
    ///
    /// # Errors
    /// [`AccountError::NoSuchUser`].
    pub async fn end_sessions(&self, id: UserId, which: Which<'_>, by: Actor) -> Result<usize, AccountError> {
        let account = self.by_id(id)?;
        let ended = match which {
            Which::One(session_id) => self.0.sessions.end_of(id, session_id).await?.into(),
            Which::AllBut(keep) => self.0.sessions.end_others(id, keep).await?,
        };
        if ended > 0 {
            self.note(by, Action::SessionsEnded, &account, Some(ended.to_string())).await;
        }
        Ok(ended)
    }

    /// The account of this id.
    ///
    /// # Errors
    /// [`AccountError::NoSuchUser`].
    pub fn by_id(&self, id: UserId) -> Result<Account, AccountError> {
        self.0.store.users().by_id(id)?.ok_or(AccountError::NoSuchUser)
    }

    /// The account of this username or e-mail address.
    ///
    /// # Errors
    /// [`AccountError::NoSuchUser`].
    pub fn by_login(&self, login: &str) -> Result<Account, AccountError> {
        self.0.store.users().by_login(login)?.ok_or(AccountError::NoSuchUser)
    }

    /// Writes down what was done to an account; to one's own there is no subject.
    async fn note(&self, by: Actor, action: Action, account: &Account, detail: Option<String>) {
        let is_own = by.user.as_ref().is_some_and(|(id, _)| *id == account.id);
        self.0.audit.note(by, action, (!is_own).then(|| Subject::from(account)), detail).await;
    }
}

/// Which sessions.
#[derive(Clone, Copy, Debug)]
pub enum Which<'s> {
    /// One.
    One(&'s SessionId),
    /// All, but for one if given.
    AllBut(Option<&'s SessionId>),
}

/// The account that a link is for, and the hash of its secret.
fn parse_link(token: &str) -> Result<(UserId, String), AccountError> {
    let (id, secret) = token.split_once('.').ok_or(AccountError::LinkExpired)?;
    Ok((id.parse().map_err(|_| AccountError::LinkExpired)?, hash(secret)))
}

/// What a change of someone else's account failed of.
fn managed(error: UserError) -> AccountError {
    match error {
        UserError::NotFound => AccountError::NoSuchUser,
        other => other.into(),
    }
}

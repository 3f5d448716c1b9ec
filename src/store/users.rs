//! Accounts: the collection `users`.

use std::sync::Arc;

use bson::{Bson, Document, doc};

use super::collection::{CollectionSpec, Query};
use super::database::Database;
use super::error::StoreError;
use super::fields::{Fields, date, date_if_any};
use super::index::IndexSpec;
use super::transaction::Transaction;
use super::value::Case;
use crate::clock::Timestamp;
use crate::domain::account::{Account, PasswordLink, Role};
use crate::domain::id::UserId;
use crate::domain::name::{DisplayName, Email};
use crate::secret::{ExposeSecret, SecretString};

pub(super) const USERS: &str = "users";
const DISABLED_AT: &str = "disabledAt";
const PASSWORD_LINK: &str = "passwordLink";

pub(super) const SPEC: CollectionSpec = CollectionSpec {
    name: USERS,
    indexes: &[
        IndexSpec { field: "username", unique: true, case: Case::Insensitive },
        IndexSpec { field: "email", unique: true, case: Case::Insensitive },
    ],
};

/// Why an account could not be made or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UserError {
    /// Someone has that username, in whatever case.
    #[error("that username is taken")]
    UsernameTaken,
    /// Someone has that e-mail address, in whatever case.
    #[error("that e-mail address is taken")]
    EmailTaken,
    /// There is an administrator already.
    #[error("there is an administrator already")]
    AdminExists,
    /// Without this account nobody could run the box.
    #[error("this is the last admin who can log in; make another one first")]
    LastAdmin,
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
    /// The account's link is another one, or none, or has expired.
    #[error("the link was used, replaced, or has expired")]
    LinkExpired,
    /// The store itself.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for UserError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate { field: "username", .. } => Self::UsernameTaken,
            StoreError::Duplicate { field: "email", .. } => Self::EmailTaken,
            other => Self::Store(other),
        }
    }
}

/// What of an account its owner may change; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    /// The name others see.
    pub display_name: Option<DisplayName>,
    /// The unique e-mail address.
    pub email: Option<Email>,
    /// The password's hash, a PHC string.
    pub password: Option<SecretString>,
}

/// The accounts of the box.
#[derive(Clone)]
pub struct Users(pub(super) Arc<Database>);

impl Users {
    /// Adds an account.
    pub async fn insert(&self, account: Account) -> Result<(), UserError> {
        self.0.write(move |store| Ok(store.insert(USERS, to_document(&account))?)).await
    }

    /// Adds an account unless there is an administrator: of two at once, one alone succeeds.
    pub async fn insert_first_admin(&self, account: Account) -> Result<(), UserError> {
        self.0
            .write(move |store| {
                if store.find_one(USERS, admins())?.is_some() {
                    return Err(UserError::AdminExists);
                }
                Ok(store.insert(USERS, to_document(&account))?)
            })
            .await
    }

    /// The account with this id.
    pub fn by_id(&self, id: UserId) -> Result<Option<Account>, StoreError> {
        self.one(by_id(id).into())
    }

    /// The account with this username or e-mail address, in whatever case.
    pub fn by_login(&self, text: &str) -> Result<Option<Account>, StoreError> {
        // no username holds an @, every e-mail address does
        let field = if text.contains('@') { "email" } else { "username" };
        self.one(Query::new(doc! {field: text}).ignore_case())
    }

    /// All accounts by username.
    pub fn list(&self) -> Result<Vec<Account>, StoreError> {
        let all = Query::new(doc! {}).sort(doc! {"username": 1}).ignore_case();
        self.0.find(USERS, all)?.iter().map(from_document).collect()
    }

    /// The accounts whose username, e-mail address or display name holds `text`, whatever its case, by username:
    /// `limit` of them after the first `offset`, and how many there are in all. Reads every account.
    pub fn search(
        &self,
        text: &str,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<Account>, usize), StoreError> {
        let text = text.trim().to_lowercase();
        let holds = |name: &str| name.to_lowercase().contains(&text);
        let mut found = self.list()?;
        found.retain(|account| {
            holds(account.username.as_str())
                || holds(account.email.as_str())
                || holds(account.display_name.as_str())
        });
        let total = found.len();
        Ok((found.into_iter().skip(offset).take(limit).collect(), total))
    }

    /// How many accounts there are.
    pub fn count(&self) -> Result<usize, StoreError> {
        self.0.count(USERS, &doc! {})
    }

    /// Whether there is an administrator.
    pub fn has_admin(&self) -> Result<bool, StoreError> {
        Ok(self.0.find_one(USERS, admins())?.is_some())
    }

    /// Gives the account another password: its hash, a PHC string. A link to set one is good no more.
    pub async fn set_password(&self, id: UserId, password: SecretString) -> Result<(), UserError> {
        self.change(id, doc! {"$set": password_field(&password), "$unset": {PASSWORD_LINK: ""}})
            .await
            .map(drop)
    }

    /// Gives the account a link to set a password with; any before it is good no more.
    pub async fn set_password_link(&self, id: UserId, link: PasswordLink) -> Result<Account, UserError> {
        self.change(id, doc! {"$set": {PASSWORD_LINK: link_document(&link)}}).await
    }

    /// Gives the account another password by its link, whose hash this is: of two at once, one alone succeeds.
    pub async fn redeem_password_link(
        &self,
        id: UserId,
        hash: String,
        password: SecretString,
        at: Timestamp,
    ) -> Result<Account, UserError> {
        let update = doc! {"$set": password_field(&password), "$unset": {PASSWORD_LINK: ""}};
        self.0
            .write(move |store| {
                let account = find(store, id)?;
                let good = account.password_link.is_some_and(|link| link.is_good(&hash, at));
                if !good || account.disabled_at.is_some() {
                    return Err(UserError::LinkExpired);
                }
                apply(store, id, &update)
            })
            .await
    }

    /// Gives the account another role. The last admin who can log in stays one.
    pub async fn set_role(&self, id: UserId, role: Role) -> Result<Account, UserError> {
        let update = doc! {"$set": {"role": role.as_str()}};
        self.change_unless_last_admin(id, update, role != Role::Admin).await
    }

    /// Lets nobody in by the account from `at` on, or again with none. The last admin who can log in stays so.
    pub async fn set_disabled(&self, id: UserId, at: Option<Timestamp>) -> Result<Account, UserError> {
        let again = doc! {"$unset": {DISABLED_AT: ""}};
        let update = at.map_or(again, |at| doc! {"$set": {DISABLED_AT: date(at)}});
        self.change_unless_last_admin(id, update, at.is_some()).await
    }

    /// Notes a log-in.
    pub async fn set_last_login(&self, id: UserId, at: Timestamp) -> Result<(), UserError> {
        self.change(id, doc! {"$set": {"lastLogin": date(at)}}).await.map(drop)
    }

    /// Changes what the owner may change; gives the account as it is then.
    pub async fn update_profile(&self, id: UserId, change: ProfileChange) -> Result<Account, UserError> {
        let mut fields = Document::new();
        if let Some(name) = change.display_name {
            fields.insert("displayName", name.as_str());
        }
        if let Some(email) = change.email {
            fields.insert("email", email.as_str());
        }
        let mut update = Document::new();
        if let Some(password) = change.password {
            fields.extend(password_field(&password));
            update.insert("$unset", doc! {PASSWORD_LINK: ""});
        }
        update.insert("$set", fields);
        self.change(id, update).await
    }

    fn one(&self, query: Query) -> Result<Option<Account>, StoreError> {
        self.0.find_one(USERS, query)?.as_ref().map(from_document).transpose()
    }

    async fn change(&self, id: UserId, update: Document) -> Result<Account, UserError> {
        self.0.write(move |store| apply(store, id, &update)).await
    }

    async fn change_unless_last_admin(
        &self,
        id: UserId,
        update: Document,
        takes_admin: bool,
    ) -> Result<Account, UserError> {
        self.0
            .write(move |store| {
                let account = find(store, id)?;
                if takes_admin && account.role == Role::Admin && account.disabled_at.is_none() {
                    let mut others = admins();
                    others.insert(DISABLED_AT, Bson::Null);
                    others.insert("_id", doc! {"$ne": id.object_id()});
                    if store.find_one(USERS, others)?.is_none() {
                        return Err(UserError::LastAdmin);
                    }
                }
                apply(store, id, &update)
            })
            .await
    }
}

fn find(store: &Transaction<'_>, id: UserId) -> Result<Account, UserError> {
    let document = store.find_one(USERS, by_id(id))?.ok_or(UserError::NotFound)?;
    Ok(from_document(&document)?)
}

fn apply(store: &mut Transaction<'_>, id: UserId, update: &Document) -> Result<Account, UserError> {
    let updated = store.update(USERS, by_id(id), update)?.ok_or(UserError::NotFound)?;
    Ok(from_document(&updated)?)
}

fn password_field(password: &SecretString) -> Document {
    doc! {"password": password.expose_secret()}
}

fn by_id(id: UserId) -> Document {
    doc! {"_id": id.object_id()}
}

fn admins() -> Document {
    doc! {"role": Role::Admin.as_str()}
}

fn to_document(account: &Account) -> Document {
    let mut document = doc! {
        "_id": account.id.object_id(),
        "username": account.username.as_str(),
        "email": account.email.as_str(),
        "password": account.password.expose_secret(),
        "displayName": account.display_name.as_str(),
        "role": account.role.as_str(),
        "createdAt": date(account.created_at),
        "lastLogin": date_if_any(account.last_login),
    };
    // there only for those whom it concerns
    if let Some(at) = account.disabled_at {
        document.insert(DISABLED_AT, date(at));
    }
    if let Some(link) = &account.password_link {
        document.insert(PASSWORD_LINK, link_document(link));
    }
    document
}

fn link_document(link: &PasswordLink) -> Document {
    doc! {"hash": &link.hash, "expiresAt": date(link.expires_at)}
}

fn link_of(fields: Fields<'_>) -> Result<Option<PasswordLink>, StoreError> {
    let Some(link) = fields.document_if_any(PASSWORD_LINK)? else { return Ok(None) };
    let fields = fields.inside(link);
    Ok(Some(PasswordLink { hash: fields.parsed("hash")?, expires_at: fields.moment("expiresAt")? }))
}

pub(super) fn from_document(document: &Document) -> Result<Account, StoreError> {
    let fields = Fields::of(USERS, document);
    Ok(Account {
        id: fields.user("_id")?,
        username: fields.parsed("username")?,
        email: fields.parsed("email")?,
        password: SecretString::from(fields.parsed::<String>("password")?),
        display_name: fields.parsed("displayName")?,
        role: fields.parsed("role")?,
        created_at: fields.moment("createdAt")?,
        last_login: fields.moment_if_any("lastLogin")?,
        disabled_at: fields.moment_if_any(DISABLED_AT)?,
        password_link: link_of(fields)?,
    })
}

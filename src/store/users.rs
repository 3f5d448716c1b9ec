//! Accounts: the collection `users`.

use std::sync::Arc;

use bson::{Document, doc};

use super::collection::{CollectionSpec, Query};
use super::database::Database;
use super::error::StoreError;
use super::fields::{Fields, date, date_if_any};
use super::index::IndexSpec;
use super::transaction::Transaction;
use super::value::Case;
use crate::clock::Timestamp;
use crate::domain::account::{Account, Role};
use crate::domain::id::UserId;
use crate::domain::name::{DisplayName, Email};
use crate::secret::{ExposeSecret, SecretString};

pub(super) const USERS: &str = "users";

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
    /// There is no such account.
    #[error("there is no such account")]
    NotFound,
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

    /// How many accounts there are.
    pub fn count(&self) -> Result<usize, StoreError> {
        self.0.count(USERS, &doc! {})
    }

    /// Whether there is an administrator.
    pub fn has_admin(&self) -> Result<bool, StoreError> {
        Ok(self.0.find_one(USERS, admins())?.is_some())
    }

    /// Gives the account another password: its hash, a PHC string.
    pub async fn set_password(&self, id: UserId, password: SecretString) -> Result<(), UserError> {
        self.set(id, doc! {"password": password.expose_secret()}).await.map(drop)
    }

    /// Gives the account another role.
    pub async fn set_role(&self, id: UserId, role: Role) -> Result<(), UserError> {
        self.set(id, doc! {"role": role.as_str()}).await.map(drop)
    }

    /// Notes a log-in.
    pub async fn set_last_login(&self, id: UserId, at: Timestamp) -> Result<(), UserError> {
        self.set(id, doc! {"lastLogin": date(at)}).await.map(drop)
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
        if let Some(password) = change.password {
            fields.insert("password", password.expose_secret());
        }
        self.set(id, fields).await
    }

    fn one(&self, query: Query) -> Result<Option<Account>, StoreError> {
        self.0.find_one(USERS, query)?.as_ref().map(from_document).transpose()
    }

    async fn set(&self, id: UserId, fields: Document) -> Result<Account, UserError> {
        let update = doc! {"$set": fields};
        self.0
            .write(move |store: &mut Transaction<'_>| {
                let updated = store.update(USERS, by_id(id), &update)?.ok_or(UserError::NotFound)?;
                Ok(from_document(&updated)?)
            })
            .await
    }
}

fn by_id(id: UserId) -> Document {
    doc! {"_id": id.object_id()}
}

fn admins() -> Document {
    doc! {"role": Role::Admin.as_str()}
}

fn to_document(account: &Account) -> Document {
    doc! {
        "_id": account.id.object_id(),
        "username": account.username.as_str(),
        "email": account.email.as_str(),
        "password": account.password.expose_secret(),
        "displayName": account.display_name.as_str(),
        "role": account.role.as_str(),
        "createdAt": date(account.created_at),
        "lastLogin": date_if_any(account.last_login),
    }
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
    })
}

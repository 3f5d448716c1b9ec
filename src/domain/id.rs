//! Identifiers, a type for each role.

use std::fmt;
use std::str::FromStr;

use bson::oid::ObjectId;
use serde::{Deserialize, Serialize};

/// A text that is no identifier of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct InvalidId(&'static str);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $lengths:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::try_from(text.to_owned())
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                let plain = text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_');
                if $lengths.contains(&text.len()) && plain { Ok(Self(text)) } else { Err(InvalidId($kind)) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A room's public name in links: 1 to 64 of letters, digits, `-` and `_`.
    RoomId, "room id", (1..=64)
);
id!(
    /// One signaling connection, and so one seat in a room.
    ConnectionId, "connection id", (1..=64)
);
id!(
    /// A log-in that lasts until it is ended or expires.
    SessionId, "session id", (1..=64)
);

/// A user or a guest: a MongoDB object id, 24 hexadecimal digits as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserId(ObjectId);

impl UserId {
    /// A new id that no other user has.
    pub fn generate() -> Self {
        Self(ObjectId::new())
    }

    /// The id as it stands in documents.
    pub const fn object_id(self) -> ObjectId {
        self.0
    }
}

impl From<ObjectId> for UserId {
    fn from(id: ObjectId) -> Self {
        Self(id)
    }
}

impl FromStr for UserId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        ObjectId::parse_str(text).map(Self).map_err(|_| InvalidId("user id"))
    }
}

impl TryFrom<String> for UserId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<UserId> for String {
    fn from(id: UserId) -> String {
        id.0.to_hex()
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_hold_only_what_is_safe_in_links_and_logs() {
        assert!("abc-DEF_123".parse::<RoomId>().is_ok());
        for bad in ["", "a b", "a/b", "<script>", "ä", &"x".repeat(65)] {
            assert_eq!(bad.parse::<RoomId>(), Err(InvalidId("room id")), "{bad}");
        }
    }

    #[test]
    fn a_user_id_is_an_object_id() {
        let id = UserId::generate();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("alice".parse::<UserId>(), Err(InvalidId("user id")));
    }
}

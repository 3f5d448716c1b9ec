//! Time-limited relay credentials, as in `draft-uberti-behave-turn-rest-00`.
//!
//! The username is `expiry:userId:sessionId` (expiry in seconds since the Unix epoch), the password
//! `base64(HMAC-SHA1(key, username))`. Whoever holds the key can check a pair without having stored it. The session
//! is part of the name, so that ending it can end what was allocated with it.
//!
//! Threats: the username travels in clear and is no secret; a password is worth at most
//! [`MAX_CREDENTIAL_LIFETIME`], and less once its session has ended.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;

use crate::clock::Timestamp;
use crate::domain::id::{SessionId, UserId};
use crate::secret;

/// No credential is good for longer, whatever its username says: an ended session need be remembered no longer.
pub const MAX_CREDENTIAL_LIFETIME: Duration = Duration::from_hours(24);

/// Issues credentials and checks them. Clones share the key.
#[derive(Clone)]
pub struct Credentials {
    key: hmac::Key,
}

/// What a browser puts beside a `turn:` URL in its `RTCIceServer`.
#[derive(Clone)]
pub struct IceCredential {
    /// `expiry:userId:sessionId`.
    pub username: String,
    /// The password.
    pub credential: String,
}

impl Credentials {
    /// Credentials under `key`; the same key elsewhere accepts them too.
    pub fn new(key: &[u8; 32]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key) }
    }

    /// Credentials under a key that no one else has and that ends with this process: a restart, which forgets
    /// the sessions that were ended, forgets what they could do as well.
    pub fn random() -> Self {
        Self::new(&secret::random_bytes())
    }

    /// A credential for `user` that starts allocations until `expires`, at most [`MAX_CREDENTIAL_LIFETIME`] away,
    /// and keeps them alive for as long as `session` lasts.
    pub fn issue(&self, user: UserId, session: &SessionId, expires: Timestamp) -> IceCredential {
        let username = format!("{}:{user}:{session}", expires.as_secs());
        let credential = self.password(&username);
        IceCredential { username, credential }
    }

    /// The password that belongs to `username`, whether or not that is a name of ours.
    pub(super) fn password(&self, username: &str) -> String {
        STANDARD.encode(hmac::sign(&self.key, username.as_bytes()))
    }
}

/// A username of ours, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Username {
    user: UserId,
    expires: Timestamp,
    session: Box<str>,
}

impl Username {
    /// `None` for anything that [`Credentials::issue`] would not have written.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (expires, rest) = text.split_once(':')?;
        let (user, session) = rest.split_once(':')?;
        let seconds: i64 = expires.parse().ok()?;
        let _: SessionId = session.parse().ok()?;
        Some(Self {
            user: user.parse().ok()?,
            expires: Timestamp::from_millis(seconds.checked_mul(1000)?),
            session: session.into(),
        })
    }

    pub(super) const fn user(&self) -> UserId {
        self.user
    }

    pub(super) fn session(&self) -> &str {
        &self.session
    }

    pub(super) const fn expires(&self) -> Timestamp {
        self.expires
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_username_says_who_until_when_and_in_which_session() {
        let (user, session) = (UserId::generate(), "s-1".parse().unwrap());
        let issued = Credentials::random().issue(user, &session, Timestamp::from_millis(1_700_000_000_999));
        assert_eq!(issued.username, format!("1700000000:{user}:s-1"));
        let name = Username::parse(&issued.username).unwrap();
        assert_eq!((name.user(), name.session()), (user, "s-1"));
        assert_eq!(name.expires(), Timestamp::from_millis(1_700_000_000_000));
    }

    #[test]
    fn the_password_is_the_hmac_of_the_name_under_the_key() {
        // HMAC-SHA1 by another hand: printf 1:a:b | openssl dgst -sha1 -mac HMAC -macopt hexkey:00..1f -binary | base64
        let key = std::array::from_fn(|i| u8::try_from(i).unwrap());
        assert_eq!(Credentials::new(&key).password("1:a:b"), "GQZ68igcgg1e2pSOCMocMiyk0kc=");
        assert_ne!(Credentials::random().password("1:a:b"), Credentials::random().password("1:a:b"));
    }

    #[test]
    fn names_that_were_never_issued_are_none_of_ours() {
        let user = UserId::generate();
        for bad in [
            "",
            "alice",
            "1700000000",
            &format!("1700000000:{user}"),
            &format!("1700000000:{user}:"),
            &format!("1700000000:{user}:a:b"),
            &format!("x:{user}:s"),
            &format!("{}:{user}:s", i64::MAX),
            "1700000000:alice:s",
        ] {
            assert_eq!(Username::parse(bad), None, "{bad}");
        }
    }
}

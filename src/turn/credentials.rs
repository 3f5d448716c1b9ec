//! Time-limited relay credentials, as in `draft-uberti-behave-turn-rest-00`.
//!
//! The username is `expiry:userId:tag` (expiry in seconds since the Unix epoch), the password
//! `base64(HMAC-SHA1(key, username))`. Whoever holds the key can check a pair without having stored it. The tag stands
//! for the session, so that ending it can end what was allocated with it.
//!
//! Threats: the username travels in clear and is no secret, so it does not name the session: the tag is a one-way
//! function of its id under the key. A password is worth at most [`MAX_CREDENTIAL_LIFETIME`], and less once its session
//! has ended.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
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
    tag_key: hmac::Key,
}

/// How much of the HMAC of a session's id is its tag, in bytes.
const TAG_BYTES: usize = 16;

/// What stands for a session in usernames.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SessionTag(Box<str>);

/// What a browser puts beside a `turn:` URL in its `RTCIceServer`.
#[derive(Clone)]
pub struct IceCredential {
    /// `expiry:userId:tag`.
    pub username: String,
    /// The password.
    pub credential: String,
}

impl Credentials {
    /// Credentials under `key`; the same key elsewhere accepts them too.
    pub fn new(key: &[u8; 32]) -> Self {
        let tag_key = hmac::Key::new(hmac::HMAC_SHA256, key);
        Self { key: hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key), tag_key }
    }

    /// Credentials under a key that no one else has and that ends with this process: a restart, which forgets
    /// the sessions that were ended, forgets what they could do as well.
    pub fn random() -> Self {
        Self::new(&secret::random_bytes())
    }

    /// A credential for `user` that starts allocations until `expires`, at most [`MAX_CREDENTIAL_LIFETIME`] away,
    /// and keeps them alive for as long as `session` lasts.
    pub fn issue(&self, user: UserId, session: &SessionId, expires: Timestamp) -> IceCredential {
        let SessionTag(tag) = self.tag(session);
        let username = format!("{}:{user}:{tag}", expires.as_secs());
        let credential = self.password(&username);
        IceCredential { username, credential }
    }

    /// What stands for `session` in the usernames issued for it.
    pub(super) fn tag(&self, session: &SessionId) -> SessionTag {
        let whole = hmac::sign(&self.tag_key, session.as_str().as_bytes());
        SessionTag(URL_SAFE_NO_PAD.encode(&whole.as_ref()[..TAG_BYTES]).into())
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
    session: SessionTag,
}

impl Username {
    /// `None` for anything that [`Credentials::issue`] would not have written.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (expires, rest) = text.split_once(':')?;
        let (user, tag) = rest.split_once(':')?;
        let seconds: i64 = expires.parse().ok()?;
        URL_SAFE_NO_PAD.decode(tag).ok().filter(|bytes| bytes.len() == TAG_BYTES)?;
        Some(Self {
            user: user.parse().ok()?,
            expires: Timestamp::from_millis(seconds.checked_mul(1000)?),
            session: SessionTag(tag.into()),
        })
    }

    pub(super) const fn user(&self) -> UserId {
        self.user
    }

    pub(super) const fn session(&self) -> &SessionTag {
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
        let (user, session) = (UserId::generate(), "session-1".parse().unwrap());
        let credentials = Credentials::random();
        let issued = credentials.issue(user, &session, Timestamp::from_millis(1_700_000_000_999));
        let SessionTag(tag) = credentials.tag(&session);
        assert_eq!(issued.username, format!("1700000000:{user}:{tag}"));
        let name = Username::parse(&issued.username).unwrap();
        assert_eq!((name.user(), name.session()), (user, &credentials.tag(&session)));
        assert_eq!(name.expires(), Timestamp::from_millis(1_700_000_000_000));
    }

    #[test]
    fn the_tag_of_a_session_is_a_part_of_the_hmac_of_its_id_under_the_key() {
        // by another hand: printf session-1 | openssl dgst -sha256 -mac HMAC -macopt hexkey:00..1f -binary | head -c 16 |
        // basenc --base64url
        let key = std::array::from_fn(|i| u8::try_from(i).unwrap());
        let tag = |credentials: &Credentials, session: &str| credentials.tag(&session.parse().unwrap());
        let ours = Credentials::new(&key);
        assert_eq!(tag(&ours, "session-1"), SessionTag("-uHw4zuFxvOMfT39LyhZyQ".into()));
        assert_ne!(tag(&ours, "session-1"), tag(&ours, "session-2"));
        assert_ne!(tag(&ours, "session-1"), tag(&Credentials::random(), "session-1"));
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
        let (user, tag) = (UserId::generate(), "AAAAAAAAAAAAAAAAAAAAAA");
        assert!(Username::parse(&format!("1700000000:{user}:{tag}")).is_some());
        for bad in [
            "",
            "alice",
            "1700000000",
            &format!("1700000000:{user}"),
            &format!("1700000000:{user}:"),
            &format!("1700000000:{user}:session-1"),
            &format!("1700000000:{user}:{tag}:b"),
            &format!("1700000000:{user}:{tag}A"),
            &format!("x:{user}:{tag}"),
            &format!("{}:{user}:{tag}", i64::MAX),
            &format!("1700000000:alice:{tag}"),
        ] {
            assert_eq!(Username::parse(bad), None, "{bad}");
        }
    }
}

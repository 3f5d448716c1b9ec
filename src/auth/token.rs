//! Access tokens: JSON Web Tokens (RFC 7519) signed with HS256 by the box's own key.
//!
//! A token names its session; whether that still lives is asked of the store each time, so a stolen token dies with
//! the session it came from. Expiry is judged by the clock that is handed in.

use std::sync::Once;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result as JwtResult};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use ring::hmac;
use serde::{Deserialize, Serialize};
use signature::{Signer, Verifier};

use crate::clock::Timestamp;
use crate::domain::id::{RoomId, SessionId, UserId};
use crate::domain::name::DisplayName;
use crate::secret::random_token;

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who.
    pub sub: UserId,
    /// In which session.
    pub sid: SessionId,
    /// When it was issued, in seconds since the Unix epoch.
    pub iat: i64,
    /// When it expires, in seconds since the Unix epoch.
    pub exp: i64,
    /// For a guest, who has no account to look this up in.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub guest: Option<GuestClaims>,
}

/// What a guest's token says besides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestClaims {
    /// The one room it is good for.
    pub room: RoomId,
    /// The guest's name.
    pub name: DisplayName,
}

/// A token that is not this box's, was altered, or has expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the access token is not valid or has expired")]
pub struct InvalidToken;

/// The key that signs, and the one before it, which is still known.
///
/// Keys are changed now and then, so that one that leaked without being noticed is worth little after a while.
pub struct TokenKeys {
    current: TokenKey,
    previous: Option<TokenKey>,
}

impl TokenKeys {
    /// From 32-byte keys.
    pub fn new(current: &[u8; 32], previous: Option<&[u8; 32]>) -> Self {
        Self { current: TokenKey::new(current), previous: previous.map(TokenKey::new) }
    }

    /// A fresh refresh secret of a session: 32 random bytes, and a tag by which it is known again as the box's own.
    pub fn refresh_secret(&self, session_id: &SessionId) -> String {
        self.current.refresh_secret(session_id)
    }

    /// Whether the box itself once gave `secret` to this session, with one of these keys.
    pub fn has_issued(&self, session_id: &SessionId, secret: &str) -> bool {
        self.all().any(|key| key.has_issued(session_id, secret))
    }

    /// The token that says `claims`.
    ///
    /// # Errors
    /// [`InvalidToken`] for claims that are no JSON: these always are.
    pub fn sign(&self, claims: &Claims) -> Result<String, InvalidToken> {
        self.current.sign(claims)
    }

    /// What `token` says, if one of these keys signed it and it has not expired at `now`.
    ///
    /// # Errors
    /// [`InvalidToken`] otherwise; the reason is nobody's business.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, InvalidToken> {
        self.all().find_map(|key| key.verify(token, now).ok()).ok_or(InvalidToken)
    }

    fn all(&self) -> impl Iterator<Item = &TokenKey> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}

/// Signs and verifies access tokens.
struct TokenKey {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
    tags: hmac::Key,
}

impl TokenKey {
    fn new(key: &[u8; 32]) -> Self {
        install_provider();
        let mut validation = Validation::new(Algorithm::HS256);
        // judged below, by our own clock
        validation.validate_exp = false;
        Self {
            encoding: EncodingKey::from_secret(key),
            decoding: DecodingKey::from_secret(key),
            validation,
            tags: hmac::Key::new(hmac::HMAC_SHA256, key),
        }
    }

    fn refresh_secret(&self, session_id: &SessionId) -> String {
        let random = random_token::<32>();
        let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&self.tags, &tagged(session_id, &random)));
        format!("{random}.{tag}")
    }

    fn has_issued(&self, session_id: &SessionId, secret: &str) -> bool {
        let Some((random, tag)) = secret.split_once('.') else { return false };
        let Ok(tag) = URL_SAFE_NO_PAD.decode(tag) else { return false };
        hmac::verify(&self.tags, &tagged(session_id, random), &tag).is_ok()
    }

    fn sign(&self, claims: &Claims) -> Result<String, InvalidToken> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.encoding).map_err(|_| InvalidToken)
    }

    fn verify(&self, token: &str, now: Timestamp) -> Result<Claims, InvalidToken> {
        let data = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation);
        let claims = data.map_err(|_| InvalidToken)?.claims;
        if claims.exp > now.as_secs() { Ok(claims) } else { Err(InvalidToken) }
    }
}

/// What the tag of a refresh secret is over: the space keeps it from being anything that is signed as a JSON Web Token.
fn tagged(session_id: &SessionId, random: &str) -> Vec<u8> {
    format!("refresh {session_id} {random}").into_bytes()
}

/// HS256 by ring, which rustls brings anyway; the providers that come with the crate bring RSA and more.
static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: |algorithm, key| match algorithm {
        Algorithm::HS256 => Ok(Box::new(Hs256(hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes())))),
        _ => refuse(),
    },
    verifier_factory: |algorithm, key| match algorithm {
        Algorithm::HS256 => Ok(Box::new(Hs256(hmac::Key::new(hmac::HMAC_SHA256, key.try_get_as_bytes()?)))),
        _ => refuse(),
    },
    key_utils: KeyUtils::new_unimplemented(),
};

fn install_provider() {
    static ONCE: Once = Once::new();
    // a second installation fails and changes nothing
    ONCE.call_once(|| {
        let _ = PROVIDER.install_default();
    });
}

fn refuse<T>() -> JwtResult<T> {
    Err(ErrorKind::InvalidAlgorithm.into())
}

struct Hs256(hmac::Key);

impl Signer<Vec<u8>> for Hs256 {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        Ok(hmac::sign(&self.0, message).as_ref().to_vec())
    }
}

impl Verifier<Vec<u8>> for Hs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        hmac::verify(&self.0, message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtSigner for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

impl JwtVerifier for Hs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::HS256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        let guest = GuestClaims { room: "r".parse().unwrap(), name: "Ada".parse().unwrap() };
        let (sub, sid) = (UserId::generate(), "s".parse().unwrap());
        Claims { sub, sid, iat: 100, exp: 200, guest: Some(guest) }
    }

    #[test]
    fn a_token_is_good_until_it_expires() {
        let key = TokenKey::new(&[7; 32]);
        let token = key.sign(&claims()).unwrap();
        assert!(key.verify(&token, Timestamp::from_millis(199_999)).is_ok());
        assert_eq!(key.verify(&token, Timestamp::from_millis(200_000)), Err(InvalidToken));
    }

    #[test]
    fn a_key_is_known_until_the_one_after_it_is_changed() {
        let [first, second, third] = [[1; 32], [2; 32], [3; 32]];
        let (old, now) = (TokenKeys::new(&first, None), Timestamp::from_millis(150_000));
        let (session, token) = ("s".parse().unwrap(), old.sign(&claims()).unwrap());
        let secret = old.refresh_secret(&session);
        let changed = TokenKeys::new(&second, Some(&first));
        assert!(changed.verify(&token, now).is_ok() && changed.has_issued(&session, &secret));
        assert!(old.verify(&changed.sign(&claims()).unwrap(), now).is_err(), "the new key signs");
        let again = TokenKeys::new(&third, Some(&second));
        assert!(again.verify(&token, now).is_err() && !again.has_issued(&session, &secret));
    }

    #[test]
    fn a_forged_token_is_refused() {
        let key = TokenKey::new(&[7; 32]);
        let token = key.sign(&claims()).unwrap();
        let now = Timestamp::from_millis(150_000);
        assert!(TokenKey::new(&[8; 32]).verify(&token, now).is_err(), "another box's");
        let (head, rest) = token.split_once('.').unwrap();
        let (body, signature) = rest.split_once('.').unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        let rs256 = URL_SAFE_NO_PAD.encode(r#"{"alg":"RS256","typ":"JWT"}"#);
        let longer = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&Claims { exp: 9_999, ..claims() }).unwrap());
        for forged in [
            String::new(),
            "..".into(),
            format!("{none}.{body}."),
            format!("{none}.{body}.{signature}"),
            format!("{rs256}.{body}.{signature}"),
            format!("{head}.{longer}.{signature}"),
            format!("{head}.{body}.{}", URL_SAFE_NO_PAD.encode([0; 32])),
        ] {
            assert_eq!(key.verify(&forged, now), Err(InvalidToken), "{forged}");
        }
    }
}

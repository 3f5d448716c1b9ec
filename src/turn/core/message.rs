//! STUN requests and the answers to them, on the `stun` crate's codec.
//!
//! The codec allocates for every attribute, so only a short datagram reaches it ([`MAX_REQUEST`]). Attributes are
//! read by `turn::proto` where it reads them rightly; it takes only the first of several XOR-PEER-ADDRESSes and
//! hides EVEN-PORT's bit, so those two are read here.

use std::net::SocketAddr;

use stun::agent::TransactionId;
use stun::attributes::{
    ATTR_CHANNEL_NUMBER, ATTR_DATA, ATTR_DONT_FRAGMENT, ATTR_ERROR_CODE, ATTR_EVEN_PORT, ATTR_FINGERPRINT,
    ATTR_LIFETIME, ATTR_MAPPED_ADDRESS, ATTR_MESSAGE_INTEGRITY, ATTR_NONCE, ATTR_REALM,
    ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_REQUESTED_TRANSPORT, ATTR_RESERVATION_TOKEN, ATTR_UNKNOWN_ATTRIBUTES,
    ATTR_USERNAME, ATTR_XOR_PEER_ADDRESS, ATTR_XOR_RELAYED_ADDRESS, ATTR_XORMAPPED_ADDRESS, AttrType,
};
use stun::error_code::{CODE_BAD_REQUEST, ErrorCode, ErrorCodeAttribute};
use stun::fingerprint::FINGERPRINT;
use stun::integrity::MessageIntegrity;
use stun::message::{
    CLASS_ERROR_RESPONSE, CLASS_SUCCESS_RESPONSE, Getter, Message, MessageClass, MessageType, Method, Setter,
};
use stun::uattrs::UnknownAttributes;
use stun::xoraddr::XorMappedAddress;

use super::addr::{Family, PeerAddr};
use super::packet::read_xor_address;

/// The longest request that is looked at, in bytes: room for 64 IPv6 peers and long credentials.
pub const MAX_REQUEST: usize = 2048;

/// RFC 8656 section 18.11 and 18.12; the `stun` crate doesn't name them.
pub(super) const ATTR_ADDITIONAL_ADDRESS_FAMILY: AttrType = AttrType(0x8000);
const ATTR_ADDRESS_ERROR_CODE: AttrType = AttrType(0x8001);

/// A well-formed request, its integrity not yet checked.
pub(super) struct Request {
    message: Message,
    /// How many attributes count: those after MESSAGE-INTEGRITY are not covered by it (RFC 8489 section 14.5).
    counted: usize,
    fingerprint: bool,
}

impl Request {
    /// `None` for what RFC 8489 section 6.3 has a server discard in silence.
    pub(super) fn decode(datagram: &[u8]) -> Option<Self> {
        if datagram.len() > MAX_REQUEST {
            return None;
        }
        let mut message = Message::new();
        message.unmarshal_binary(datagram).ok()?;
        let attributes = &message.attributes.0;
        let fingerprint = attributes.iter().any(|attribute| attribute.typ == ATTR_FINGERPRINT);
        let last = attributes.last().is_some_and(|last| last.typ == ATTR_FINGERPRINT);
        if fingerprint && (!last || FINGERPRINT.check(&message).is_err()) {
            return None;
        }
        let signed = attributes.iter().position(|attribute| attribute.typ == ATTR_MESSAGE_INTEGRITY);
        let counted = signed.map_or(attributes.len(), |at| at + 1);
        Some(Self { message, counted, fingerprint })
    }

    pub(super) const fn method(&self) -> Method {
        self.message.typ.method
    }

    pub(super) const fn transaction(&self) -> TransactionId {
        self.message.transaction_id
    }

    pub(super) fn len(&self) -> usize {
        self.message.raw.len()
    }

    /// The value of the first attribute of a kind.
    pub(super) fn value(&self, kind: AttrType) -> Option<&[u8]> {
        self.values(kind).next()
    }

    /// Whether MESSAGE-INTEGRITY is there and right. Afterwards only what it covers is left to be read.
    pub(super) fn verify(&mut self, key: &Key) -> bool {
        let sound = key.integrity().check(&mut self.message).is_ok();
        self.message.attributes.0.truncate(self.counted);
        sound
    }

    /// Reads an attribute that may be missing, but not malformed.
    pub(super) fn read<A: Getter + Default>(&self) -> Result<Option<A>, ErrorCode> {
        let mut attribute = A::default();
        match attribute.get_from(&self.message) {
            Ok(()) => Ok(Some(attribute)),
            Err(stun::Error::ErrAttributeNotFound) => Ok(None),
            Err(_) => Err(CODE_BAD_REQUEST),
        }
    }

    /// The peers that the request names: at least one, all well-formed.
    pub(super) fn peers(&self) -> Result<Vec<PeerAddr>, ErrorCode> {
        let peers: Option<Vec<_>> = self
            .values(ATTR_XOR_PEER_ADDRESS)
            .map(|value| read_xor_address(value, &self.message.transaction_id.0))
            .collect();
        peers.filter(|peers| !peers.is_empty()).ok_or(CODE_BAD_REQUEST)
    }

    /// EVEN-PORT, and whether it asks for the next port to be kept (RFC 8656 section 18.7).
    pub(super) fn even_port(&self) -> Result<Option<bool>, ErrorCode> {
        match self.value(ATTR_EVEN_PORT) {
            None => Ok(None),
            Some([flags]) => Ok(Some(flags & 0x80 != 0)),
            Some(_) => Err(CODE_BAD_REQUEST),
        }
    }

    /// REQUESTED-ADDRESS-FAMILY or ADDITIONAL-ADDRESS-FAMILY: the code point, which may be none of ours.
    pub(super) fn family(&self, kind: AttrType) -> Result<Option<u8>, ErrorCode> {
        match self.value(kind) {
            None => Ok(None),
            Some([family, _, _, _]) => Ok(Some(*family)),
            Some(_) => Err(CODE_BAD_REQUEST),
        }
    }

    /// The attributes that a server would have to understand and this one doesn't.
    pub(super) fn unknown(&self) -> Vec<AttrType> {
        let kinds = self.message.attributes.0.iter().take(self.counted).map(|attribute| attribute.typ);
        kinds.filter(|kind| kind.required() && !UNDERSTOOD.contains(kind)).collect()
    }

    /// Begins the answer that grants the request.
    pub(super) fn success(&self) -> Reply {
        self.reply(CLASS_SUCCESS_RESPONSE)
    }

    /// Begins the answer that refuses it. The reason is left out: the code says it, and short answers amplify less.
    pub(super) fn error(&self, code: ErrorCode) -> Reply {
        self.reply(CLASS_ERROR_RESPONSE).with(&ErrorCodeAttribute { code, reason: Vec::new() })
    }

    fn reply(&self, class: MessageClass) -> Reply {
        let mut message = Message::new();
        message.set_type(MessageType::new(self.method(), class));
        message.transaction_id = self.transaction();
        message.write_header();
        Reply { message, fingerprint: self.fingerprint }
    }

    fn values(&self, kind: AttrType) -> impl Iterator<Item = &[u8]> {
        let counted = self.message.attributes.0.iter().take(self.counted);
        counted.filter(move |attribute| attribute.typ == kind).map(|attribute| attribute.value.as_slice())
    }
}

/// An answer being written.
pub(super) struct Reply {
    message: Message,
    /// A client that marks its messages wants them marked.
    fingerprint: bool,
}

impl Reply {
    pub(super) fn with(mut self, attribute: &impl Setter) -> Self {
        // the setters in use refuse only what is too long, and nothing here is
        let added = attribute.add_to(&mut self.message);
        debug_assert!(added.is_ok(), "{added:?}");
        self
    }

    pub(super) fn with_text(mut self, kind: AttrType, text: &str) -> Self {
        self.message.add(kind, text.as_bytes());
        self
    }

    pub(super) fn with_mapped_address(self, client: SocketAddr) -> Self {
        self.with(&XorMappedAddress { ip: client.ip(), port: client.port() })
    }

    pub(super) fn with_unknown(self, kinds: Vec<AttrType>) -> Self {
        self.with(&UnknownAttributes(kinds))
    }

    /// Says which family could not be allocated and why (RFC 8656 section 18.12).
    pub(super) fn with_address_error(mut self, family: Family, code: ErrorCode) -> Self {
        let [class, number] = [code.0 / 100, code.0 % 100].map(|part| part.to_le_bytes()[0]);
        self.message.add(ATTR_ADDRESS_ERROR_CODE, &[family as u8, 0, class, number]);
        self
    }

    /// The bytes of an answer to someone who proved nothing.
    pub(super) fn unsigned(self) -> Vec<u8> {
        let fingerprint = self.fingerprint;
        let reply = if fingerprint { self.with(&FINGERPRINT) } else { self };
        reply.message.raw
    }

    /// The bytes of an answer under the key that the request was signed with.
    pub(super) fn signed(self, key: &Key) -> Vec<u8> {
        self.with(&key.integrity()).unsigned()
    }
}

/// The key of a long-term credential (RFC 8489 section 9.2.2).
pub(super) struct Key(Vec<u8>);

impl Key {
    pub(super) fn new(username: &str, realm: &str, password: &str) -> Self {
        Self(turn::auth::generate_auth_key(username, realm, password))
    }

    #[cfg(test)]
    pub(super) fn short_term(password: &str) -> Self {
        Self(password.as_bytes().to_vec())
    }

    fn integrity(&self) -> MessageIntegrity {
        MessageIntegrity(self.0.clone())
    }
}

/// Attributes of the comprehension-required range that are understood, if only to be passed over where they mean
/// nothing.
const UNDERSTOOD: [AttrType; 19] = [
    ATTR_MAPPED_ADDRESS,
    ATTR_USERNAME,
    ATTR_MESSAGE_INTEGRITY,
    ATTR_ERROR_CODE,
    ATTR_UNKNOWN_ATTRIBUTES,
    ATTR_CHANNEL_NUMBER,
    ATTR_LIFETIME,
    ATTR_XOR_PEER_ADDRESS,
    ATTR_DATA,
    ATTR_REALM,
    ATTR_NONCE,
    ATTR_XOR_RELAYED_ADDRESS,
    ATTR_REQUESTED_ADDRESS_FAMILY,
    ATTR_EVEN_PORT,
    ATTR_REQUESTED_TRANSPORT,
    ATTR_DONT_FRAGMENT,
    ATTR_XORMAPPED_ADDRESS,
    ATTR_RESERVATION_TOKEN,
    ATTR_FINGERPRINT,
];

//! The data path's view of a message: what it is, and what a payload is framed in on its way to a client.
//!
//! Media is never copied here. A payload stays where it was received; what goes before and after it on the wire is
//! a [`Framing`], and whoever owns the sockets sends the three in one go.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::{Range, RangeInclusive};

use stun::attributes::{ATTR_DATA, ATTR_DONT_FRAGMENT, ATTR_XOR_PEER_ADDRESS, AttrType};
use stun::message::{
    ATTRIBUTE_HEADER_SIZE, CLASS_INDICATION, CLASS_REQUEST, MAGIC_COOKIE, MESSAGE_HEADER_SIZE, METHOD_DATA,
    METHOD_SEND, MessageType, TRANSACTION_ID_SIZE,
};

use super::addr::PeerAddr;

/// The length of a ChannelData header, in bytes (RFC 8656 section 12.4).
const CHANNEL_HEADER_SIZE: usize = 4;

/// The longest framing: a Data indication from an IPv6 peer.
const MAX_HEADER: usize =
    MESSAGE_HEADER_SIZE + ATTRIBUTE_HEADER_SIZE + XOR_ADDRESS_MAX + ATTRIBUTE_HEADER_SIZE;
const XOR_ADDRESS_MAX: usize = 20;

/// What goes before and after a payload on its way to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Framing {
    bytes: [u8; MAX_HEADER],
    length: u8,
    padding: u8,
}

impl Framing {
    /// A ChannelData header (RFC 8656 section 12.4) for `payload` bytes; `padded` to four bytes, as a stream needs it
    /// and UDP doesn't. `None` when there are too many of them.
    pub(super) fn channel_data(channel: u16, payload: usize, padded: bool) -> Option<Self> {
        let mut framing = Self::default();
        framing.push(&channel.to_be_bytes())?;
        framing.push(&u16::try_from(payload).ok()?.to_be_bytes())?;
        framing.padding = if padded { padding(payload) } else { 0 };
        Some(framing)
    }

    /// What is not payload of a Data indication from `peer` (RFC 8656 section 11.4). `None` when it would be too long.
    pub(super) fn data_indication(
        peer: PeerAddr,
        transaction: [u8; TRANSACTION_ID_SIZE],
        payload: usize,
    ) -> Option<Self> {
        let (address, address_len) = xor_address(peer, &transaction);
        let attributes = 2 * ATTRIBUTE_HEADER_SIZE + address_len + padded(payload);
        let mut framing = Self { padding: padding(payload), ..Self::default() };
        framing.push(&MessageType::new(METHOD_DATA, CLASS_INDICATION).value().to_be_bytes())?;
        framing.push(&u16::try_from(attributes).ok()?.to_be_bytes())?;
        framing.push(&MAGIC_COOKIE.to_be_bytes())?;
        framing.push(&transaction)?;
        framing.push(&ATTR_XOR_PEER_ADDRESS.value().to_be_bytes())?;
        framing.push(&u16::try_from(address_len).ok()?.to_be_bytes())?;
        framing.push(&address[..address_len])?;
        framing.push(&ATTR_DATA.value().to_be_bytes())?;
        framing.push(&u16::try_from(payload).ok()?.to_be_bytes())?;
        Some(framing)
    }

    /// What goes before the payload.
    pub fn header(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    /// What goes after it: at most three zeroes.
    pub fn padding(&self) -> &'static [u8] {
        &[0; 3][..usize::from(self.padding)]
    }

    fn push(&mut self, field: &[u8]) -> Option<()> {
        let start = usize::from(self.length);
        self.bytes.get_mut(start..start + field.len())?.copy_from_slice(field);
        self.length += u8::try_from(field.len()).ok()?;
        Some(())
    }
}

impl Default for Framing {
    fn default() -> Self {
        Self { bytes: [0; MAX_HEADER], length: 0, padding: 0 }
    }
}

/// Channel numbers. RFC 8656 ends them at 0x4FFF, to leave first bytes for protocols that may share a port one day
/// (RFC 7983); RFC 5766 did not, and clients of it, coturn's among them, pick from all of these.
pub(super) const CHANNELS: RangeInclusive<u16> = 0x4000..=0x7fff;

/// What the first bytes of a client's datagram say it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A payload for the peer that the channel is bound to; the range is one of the datagram.
    ChannelData { channel: u16, payload: Range<usize> },
    /// A payload for the peer that it names; the range is one of the datagram.
    Send { peer: PeerAddr, payload: Range<usize> },
    /// A STUN request, not looked into yet.
    Request,
    /// Nothing for a server.
    Other,
}

/// Tells what a client sent (RFC 8656 section 12.5, RFC 8489 section 6.3).
pub(super) fn classify(datagram: &[u8]) -> Kind {
    match datagram.first() {
        Some(0x40..=0x7f) => channel_data(datagram),
        Some(0..=3) if is_stun(datagram) => match message_type(datagram) {
            MessageType { class: CLASS_REQUEST, .. } => Some(Kind::Request),
            MessageType { class: CLASS_INDICATION, method: METHOD_SEND } => send_indication(datagram),
            _ => None,
        },
        _ => None,
    }
    .unwrap_or(Kind::Other)
}

/// The address in an XOR-PEER-ADDRESS or the like (RFC 8489 section 14.2).
pub(super) fn read_xor_address(value: &[u8], transaction: &[u8; TRANSACTION_ID_SIZE]) -> Option<PeerAddr> {
    let (head, ip) = value.split_first_chunk::<4>()?;
    let [_, family, port @ ..] = *head;
    let port = u16::from_be_bytes(port) ^ (MAGIC_COOKIE >> 16) as u16;
    let ip = match (family, ip.len()) {
        (1, 4) => IpAddr::V4(Ipv4Addr::from_bits(u32::from_be_bytes(ip.try_into().ok()?) ^ MAGIC_COOKIE)),
        (2, 16) => {
            IpAddr::V6(Ipv6Addr::from_bits(u128::from_be_bytes(ip.try_into().ok()?) ^ xor_mask(transaction)))
        }
        _ => return None,
    };
    Some(PeerAddr::new(ip, port))
}

fn is_stun(datagram: &[u8]) -> bool {
    let Some(header) = datagram.first_chunk::<MESSAGE_HEADER_SIZE>() else { return false };
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    header[4..8] == MAGIC_COOKIE.to_be_bytes()
        && length.is_multiple_of(4)
        && datagram.len() == MESSAGE_HEADER_SIZE + length
}

fn message_type(datagram: &[u8]) -> MessageType {
    let mut kind = MessageType::default();
    kind.read_value(u16::from_be_bytes([datagram[0], datagram[1]]));
    kind
}

fn channel_data(datagram: &[u8]) -> Option<Kind> {
    let (header, rest) = datagram.split_first_chunk::<CHANNEL_HEADER_SIZE>()?;
    let channel = u16::from_be_bytes([header[0], header[1]]);
    let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
    // a client may pad to four bytes even where it need not
    (length <= rest.len())
        .then(|| Kind::ChannelData { channel, payload: CHANNEL_HEADER_SIZE..CHANNEL_HEADER_SIZE + length })
}

fn send_indication(datagram: &[u8]) -> Option<Kind> {
    let transaction = datagram[8..].first_chunk()?;
    let mut peer = None;
    let mut payload = None;
    let mut at = MESSAGE_HEADER_SIZE;
    while at < datagram.len() {
        let header = datagram[at..].first_chunk::<ATTRIBUTE_HEADER_SIZE>()?;
        let kind = AttrType(u16::from_be_bytes([header[0], header[1]]));
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let value = at + ATTRIBUTE_HEADER_SIZE..at + ATTRIBUTE_HEADER_SIZE + length;
        at = value.start + padded(length);
        // the first of a kind counts (RFC 8489 section 14)
        match kind {
            _ if at > datagram.len() => return None,
            ATTR_XOR_PEER_ADDRESS if peer.is_none() => {
                peer = Some(read_xor_address(&datagram[value], transaction)?);
            }
            ATTR_DATA if payload.is_none() => payload = Some(value),
            ATTR_XOR_PEER_ADDRESS | ATTR_DATA | ATTR_DONT_FRAGMENT => {}
            kind if kind.required() => return None,
            _ => {}
        }
    }
    Some(Kind::Send { peer: peer?, payload: payload? })
}

fn xor_address(peer: PeerAddr, transaction: &[u8; TRANSACTION_ID_SIZE]) -> ([u8; XOR_ADDRESS_MAX], usize) {
    let mut value = [0; XOR_ADDRESS_MAX];
    value[2..4].copy_from_slice(&(peer.socket().port() ^ (MAGIC_COOKIE >> 16) as u16).to_be_bytes());
    match peer.ip() {
        IpAddr::V4(ip) => {
            value[1] = 1;
            value[4..8].copy_from_slice(&(ip.to_bits() ^ MAGIC_COOKIE).to_be_bytes());
            (value, 8)
        }
        IpAddr::V6(ip) => {
            value[1] = 2;
            value[4..].copy_from_slice(&(ip.to_bits() ^ xor_mask(transaction)).to_be_bytes());
            (value, XOR_ADDRESS_MAX)
        }
    }
}

fn xor_mask(transaction: &[u8; TRANSACTION_ID_SIZE]) -> u128 {
    transaction.iter().fold(u128::from(MAGIC_COOKIE), |mask, byte| mask << 8 | u128::from(*byte))
}

const fn padded(length: usize) -> usize {
    length.next_multiple_of(4)
}

fn padding(length: usize) -> u8 {
    (padded(length) - length).to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use stun::message::{Getter, Message};
    use turn::proto::chandata::ChannelData;
    use turn::proto::data::Data;
    use turn::proto::peeraddr::PeerAddress;

    use super::*;

    #[test]
    fn channel_data_may_be_padded_but_not_short() {
        let payload = CHANNEL_HEADER_SIZE..CHANNEL_HEADER_SIZE + 2;
        let whole = Kind::ChannelData { channel: 0x4001, payload };
        assert_eq!(classify(b"\x40\x01\0\x02ab"), whole);
        assert_eq!(classify(b"\x40\x01\0\x02ab\0\0"), whole);
        for bad in [&b"\x40\x01\0\x03ab"[..], b"\x40\x01\0", b"\x80\x01\0\x02ab", b"\x3f\xff\0\x02ab", b""] {
            assert_eq!(classify(bad), Kind::Other, "{bad:?}");
        }
    }

    #[test]
    fn a_send_indication_that_asks_for_the_unknown_is_dropped() {
        let mut message = send(&[(ATTR_XOR_PEER_ADDRESS, &V4[..]), (ATTR_DATA, b"hello")]);
        assert!(matches!(classify(&message), Kind::Send { .. }));
        for (attribute, taken) in
            [(ATTR_DONT_FRAGMENT, true), (AttrType(0x8001), true), (AttrType(0x7001), false)]
        {
            message = send(&[(attribute, b""), (ATTR_XOR_PEER_ADDRESS, &V4), (ATTR_DATA, b"hello")]);
            assert_eq!(matches!(classify(&message), Kind::Send { .. }), taken, "{attribute}");
        }
        for incomplete in [
            send(&[(ATTR_XOR_PEER_ADDRESS, &V4)]),
            send(&[(ATTR_DATA, b"hello")]),
            send(&[(ATTR_XOR_PEER_ADDRESS, &V4[..7]), (ATTR_DATA, b"hello")]),
        ] {
            assert_eq!(classify(&incomplete), Kind::Other);
        }
        message.truncate(message.len() - 4);
        assert_eq!(classify(&message), Kind::Other);
    }

    #[test]
    fn the_first_of_a_kind_counts() {
        const OTHER: [u8; 8] = [0, 1, 0, 0, 0, 0, 0, 0];
        let message = send(&[
            (ATTR_XOR_PEER_ADDRESS, &V4[..]),
            (ATTR_XOR_PEER_ADDRESS, &OTHER),
            (ATTR_DATA, b"first"),
            (ATTR_DATA, b"second"),
        ]);
        let Kind::Send { peer, payload } = classify(&message) else { panic!("not a Send indication") };
        assert_eq!(Some(peer), read_xor_address(&V4, &[0; 12]));
        assert_eq!(&message[payload], b"first");
    }

    proptest! {
        #[test]
        fn what_is_wrapped_reads_back_by_another_hand(
            payload in proptest::collection::vec(any::<u8>(), 0..1500),
            ip: IpAddr, port: u16, transaction: [u8; 12], channel in 0x4000..=0x7fff_u16,
        ) {
            let framing = Framing::channel_data(channel, payload.len(), false).unwrap();
            let mut data = ChannelData { raw: framed(&framing, &payload), ..ChannelData::default() };
            prop_assert_eq!(data.raw.len(), CHANNEL_HEADER_SIZE + payload.len());
            data.decode().unwrap();
            prop_assert_eq!((data.number.0, data.data), (channel, payload.clone()));
            let stream = framed(&Framing::channel_data(channel, payload.len(), true).unwrap(), &payload);
            prop_assert_eq!(stream.len(), padded(data.raw.len()));
            prop_assert!(stream.starts_with(&data.raw));

            let peer = PeerAddr::new(ip, port);
            let framing = Framing::data_indication(peer, transaction, payload.len()).unwrap();
            let mut message = Message::new();
            message.unmarshal_binary(&framed(&framing, &payload)).unwrap();
            prop_assert_eq!(message.raw.len(), MESSAGE_HEADER_SIZE + message.length as usize);
            let (mut address, mut data) = (PeerAddress::default(), Data::default());
            address.get_from(&message).unwrap();
            data.get_from(&message).unwrap();
            prop_assert_eq!((address.ip, address.port, data.0), (ip, port, payload));
        }

        #[test]
        fn a_send_indication_by_another_hand_is_read(
            payload in proptest::collection::vec(any::<u8>(), 0..1500), ip: IpAddr, port: u16,
        ) {
            use stun::message::Setter;
            let mut message = Message::new();
            message.new_transaction_id().unwrap();
            message.set_type(MessageType::new(METHOD_SEND, CLASS_INDICATION));
            message.write_header();
            PeerAddress { ip, port }.add_to(&mut message).unwrap();
            Data(payload.clone()).add_to(&mut message).unwrap();
            let Kind::Send { peer, payload: range } = classify(&message.raw) else {
                return Err(TestCaseError::fail("not a Send indication"));
            };
            prop_assert_eq!(peer, PeerAddr::new(ip, port));
            prop_assert_eq!(&message.raw[range], &payload[..]);
        }

        #[test]
        fn any_bytes_are_told_apart_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            classify(&bytes);
            classify(&stun_like(&bytes));
        }
    }

    fn framed(framing: &Framing, payload: &[u8]) -> Vec<u8> {
        [framing.header(), payload, framing.padding()].concat()
    }

    const V4: [u8; 8] = [0, 1, 0x32, 0x9a, 0x21, 0x12, 0xa4, 0x42];

    fn send(attributes: &[(AttrType, &[u8])]) -> Vec<u8> {
        let mut message = Message::new();
        message.set_type(MessageType::new(METHOD_SEND, CLASS_INDICATION));
        message.write_header();
        for (kind, value) in attributes {
            message.add(*kind, value);
        }
        message.raw
    }

    /// The bytes as the attributes of a Send indication.
    fn stun_like(bytes: &[u8]) -> Vec<u8> {
        let mut message = send(&[]);
        message.extend_from_slice(bytes);
        message.resize(message.len().next_multiple_of(4), 0);
        let length = u16::try_from(message.len() - MESSAGE_HEADER_SIZE).unwrap();
        message[2..4].copy_from_slice(&length.to_be_bytes());
        message
    }
}

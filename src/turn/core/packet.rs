//! The data path on the wire: `ChannelData`, and Send and Data indications, read and written where they lie.
//!
//! Nothing here allocates or copies a payload. A datagram is received with [`HEADROOM`] before it and [`TAILROOM`]
//! after it; what relaying adds is written into that room, and what is then sent is a range of the same buffer.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::{Range, RangeInclusive};

use stun::attributes::{ATTR_DATA, ATTR_DONT_FRAGMENT, ATTR_XOR_PEER_ADDRESS, AttrType};
use stun::message::{
    ATTRIBUTE_HEADER_SIZE, CLASS_INDICATION, CLASS_REQUEST, MAGIC_COOKIE, MESSAGE_HEADER_SIZE, METHOD_DATA,
    METHOD_SEND, MessageType, TRANSACTION_ID_SIZE,
};

use super::addr::PeerAddr;

/// Bytes that must be free before a received datagram: the header of a Data indication from an IPv6 peer.
pub const HEADROOM: usize =
    MESSAGE_HEADER_SIZE + ATTRIBUTE_HEADER_SIZE + XOR_ADDRESS_MAX + ATTRIBUTE_HEADER_SIZE;
/// Bytes that must be free after it: the padding of an attribute.
pub const TAILROOM: usize = 3;

const CHANNEL_HEADER_SIZE: usize = 4;
const XOR_ADDRESS_MAX: usize = 20;

/// A received datagram in a buffer with room to grow at both ends.
#[derive(Debug)]
pub struct Packet<'a> {
    buffer: &'a mut [u8],
    received: Range<usize>,
}

impl<'a> Packet<'a> {
    /// The datagram of `len` bytes at `HEADROOM` in `buffer`. What doesn't leave [`TAILROOM`] is cut off.
    pub fn new(buffer: &'a mut [u8], len: usize) -> Self {
        let end = (HEADROOM + len).min(buffer.len().saturating_sub(TAILROOM)).max(HEADROOM.min(buffer.len()));
        let start = HEADROOM.min(end);
        Self { buffer, received: start..end }
    }

    /// The bytes that were received.
    pub fn received(&self) -> &[u8] {
        &self.buffer[self.received.clone()]
    }

    /// The bytes that a [`super::Forward`] of this packet names; none for a range of another packet's.
    pub fn bytes(&self, range: Range<usize>) -> &[u8] {
        self.buffer.get(range).unwrap_or_default()
    }

    /// Where the received bytes lie.
    pub(super) fn range(&self) -> Range<usize> {
        self.received.clone()
    }

    /// A range of the received bytes, as one of the buffer.
    pub(super) fn within(&self, received: &Range<usize>) -> Range<usize> {
        let start = self.received.start;
        start + received.start..start + received.end
    }

    /// Makes `payload` a ChannelData message (RFC 8656 section 12.4), unpadded as UDP takes it. `None` when it is too
    /// long for one.
    pub(super) fn wrap_in_channel(&mut self, payload: &Range<usize>, channel: u16) -> Option<Range<usize>> {
        let length = u16::try_from(payload.len()).ok()?;
        let start = payload.start.checked_sub(CHANNEL_HEADER_SIZE)?;
        let header = self.buffer.get_mut(start..payload.start)?;
        header[..2].copy_from_slice(&channel.to_be_bytes());
        header[2..].copy_from_slice(&length.to_be_bytes());
        Some(start..payload.end)
    }

    /// Makes `payload` a Data indication from `peer` (RFC 8656 section 11.4). `None` when it is too long for one.
    pub(super) fn wrap_in_indication(
        &mut self,
        payload: &Range<usize>,
        peer: PeerAddr,
        transaction: [u8; TRANSACTION_ID_SIZE],
    ) -> Option<Range<usize>> {
        let (address, address_len) = xor_address(peer, &transaction);
        let padding = padded(payload.len()) - payload.len();
        let attributes = 2 * ATTRIBUTE_HEADER_SIZE + address_len + payload.len() + padding;
        let start = payload.start.checked_sub(attributes + MESSAGE_HEADER_SIZE - payload.len() - padding)?;
        let end = payload.end + padding;
        let kind = MessageType::new(METHOD_DATA, CLASS_INDICATION).value();
        let fields = [
            &kind.to_be_bytes()[..],
            &u16::try_from(attributes).ok()?.to_be_bytes(),
            &MAGIC_COOKIE.to_be_bytes(),
            &transaction,
            &ATTR_XOR_PEER_ADDRESS.value().to_be_bytes(),
            &u16::try_from(address_len).ok()?.to_be_bytes(),
            &address[..address_len],
            &ATTR_DATA.value().to_be_bytes(),
            &u16::try_from(payload.len()).ok()?.to_be_bytes(),
        ];
        self.buffer.get_mut(payload.end..end)?.fill(0);
        let mut rest = self.buffer.get_mut(start..payload.start)?;
        for field in fields {
            let (place, after) = rest.split_at_mut_checked(field.len())?;
            place.copy_from_slice(field);
            rest = after;
        }
        Some(start..end)
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
    fn a_packet_never_reaches_beyond_its_buffer() {
        for size in [0, 10, HEADROOM, HEADROOM + TAILROOM, HEADROOM + 100] {
            let mut buffer = vec![0; size];
            let packet = Packet::new(&mut buffer, 1000);
            assert!(packet.received().len() <= 100 - TAILROOM);
            assert_eq!(packet.bytes(0..5000), b"");
        }
    }

    proptest! {
        #[test]
        fn what_is_wrapped_reads_back_by_another_hand(
            payload in proptest::collection::vec(any::<u8>(), 0..1500),
            ip: IpAddr, port: u16, transaction: [u8; 12], channel in 0x4000..=0x7fff_u16,
        ) {
            let mut buffer = vec![0xee; HEADROOM];
            buffer.extend_from_slice(&payload);
            buffer.extend_from_slice(&[0xee; TAILROOM]);
            let mut packet = Packet::new(&mut buffer, payload.len());
            let range = packet.range();

            let wrapped = packet.wrap_in_channel(&range, channel).unwrap();
            let mut data = ChannelData { raw: packet.bytes(wrapped).to_vec(), ..ChannelData::default() };
            data.decode().unwrap();
            prop_assert_eq!((data.number.0, data.data), (channel, payload.clone()));

            let peer = PeerAddr::new(ip, port);
            let wrapped = packet.wrap_in_indication(&range, peer, transaction).unwrap();
            let mut message = Message::new();
            message.unmarshal_binary(packet.bytes(wrapped.clone())).unwrap();
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

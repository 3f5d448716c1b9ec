//! One datagram of a stranger, as it is and as the body of a STUN message: nothing is stored, nothing is relayed, and
//! no answer is longer than three times what it answers.

use neko::turn::core::{RelayAddr, Transport};

use super::world::{World, tuple};

pub fn run(bytes: &[u8]) {
    let mut world = World::new();
    let relay = RelayAddr("192.168.7.5:50000".parse().expect("an address"));
    for message in [bytes.to_vec(), with_length(bytes)] {
        for (client, transport) in [
            ("192.168.7.20:4000", Transport::Udp),
            ("[fd00:7::20]:4000", Transport::Tcp),
            ("192.168.7.20:4000", Transport::Tls),
        ] {
            let from = tuple(client, transport);
            assert_eq!(world.client_sends(from, &message), None);
            let replies = std::mem::take(&mut world.sockets.replies);
            assert!(replies.len() <= 1);
            for (to, reply) in replies {
                assert_eq!(to, from);
                assert!(reply.len() <= 3 * message.len(), "{} for {}", reply.len(), message.len());
            }
        }
        assert_eq!(world.peer_sends(relay, "192.168.7.99:5000".parse().expect("an address"), &message), None);
    }
    assert!(world.sockets.open.is_empty() && world.relay.next_timeout().is_none());
}

/// The bytes with the length and the cookie that a STUN message of so many has.
fn with_length(bytes: &[u8]) -> Vec<u8> {
    let mut message = bytes.to_vec();
    message.resize(message.len().max(20).next_multiple_of(4), 0);
    let length = u16::try_from(message.len() - 20).unwrap_or(u16::MAX - 3);
    message[2..4].copy_from_slice(&length.to_be_bytes());
    message[4..8].copy_from_slice(&0x2112_a442_u32.to_be_bytes());
    message
}

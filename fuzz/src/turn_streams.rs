//! A stream of a TCP client, cut anywhere: it comes to the same messages as in one piece, each as long as it says it is,
//! and what waits for its rest is never longer than the longest message.

use neko::turn::core::Transport;
use neko::turn::frames::{Frame, first};

use super::world::{World, tuple};

/// The longest STUN message, and the longest ChannelData with its padding.
const LONGEST: usize = 20 + 65_536;

pub fn run(bytes: &[u8]) {
    // the first bytes say where the rest is cut
    let (cuts, stream) = bytes.split_at(bytes.len().min(4));
    let whole = read([stream]);
    let mut rest = stream;
    let mut pieces = Vec::new();
    for cut in cuts.iter().map(|cut| usize::from(*cut)).cycle().take(1000) {
        let (piece, after) = rest.split_at(cut.clamp(1, rest.len().max(1)).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    assert_eq!(read(pieces), whole);

    let mut world = World::new();
    let from = tuple("192.168.7.20:4000", Transport::Tcp);
    for message in whole.0 {
        assert_eq!(world.client_sends(from, &message), None);
    }
    assert!(world.sockets.open.is_empty());
}

/// The messages of a stream that comes in pieces, and whether it broke.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Vec<u8>>, bool) {
    let (mut waiting, mut messages) = (Vec::new(), Vec::new());
    for piece in pieces {
        waiting.extend_from_slice(piece);
        let mut start = 0;
        loop {
            match first(&waiting[start..]) {
                Frame::Whole { message, taken } => {
                    assert!(message <= taken && taken - message < 4 && taken > 0);
                    messages.push(waiting[start..start + message].to_vec());
                    start += taken;
                }
                Frame::Partial(length) => {
                    assert!(length > waiting.len() - start && length <= LONGEST);
                    break;
                }
                Frame::Broken => return (messages, true),
            }
        }
        waiting.drain(..start);
        assert!(waiting.len() < LONGEST);
    }
    (messages, false)
}

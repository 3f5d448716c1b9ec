//! Messages in a stream: where each begins and ends (RFC 8656 section 12.4 for ChannelData, RFC 8489 section 6.2.2
//! for STUN).

use std::ops::Range;

/// The bytes that a stream's length fields stand in.
const LENGTH_AT: Range<usize> = 2..4;
const CHANNEL_HEADER: usize = 4;
const STUN_HEADER: usize = 20;
const MAGIC_COOKIE: [u8; 4] = 0x2112_a442_u32.to_be_bytes();

/// The longest frame: a STUN message of the greatest length that it can say, or the like of ChannelData.
pub(super) const MAX_FRAME: usize = STUN_HEADER + 65_535 + 1;

/// What a stream begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A whole message, and how many bytes of the stream it takes with its padding.
    Whole {
        /// Bytes of the message.
        message: usize,
        /// Bytes up to the next message.
        taken: usize,
    },
    /// The beginning of one that will take this many bytes of the stream, as far as is known.
    Partial(usize),
    /// Nothing that TURN is carried in: there is no way to find the next message.
    Broken,
}

/// Finds the first frame of `stream`.
pub fn first(stream: &[u8]) -> Frame {
    let frame = match stream.first() {
        None => return Frame::Partial(CHANNEL_HEADER),
        Some(0x40..=0x7f) => read_length(stream).map(|length| {
            let message = CHANNEL_HEADER + length;
            (message, message.next_multiple_of(4))
        }),
        Some(0..=3) => {
            let cookie = stream.get(4..).unwrap_or_default();
            let cookie = &cookie[..cookie.len().min(MAGIC_COOKIE.len())];
            let length = read_length(stream);
            if !MAGIC_COOKIE.starts_with(cookie) || length.is_some_and(|length| !length.is_multiple_of(4)) {
                return Frame::Broken;
            }
            length.map(|length| (STUN_HEADER + length, STUN_HEADER + length))
        }
        Some(_) => return Frame::Broken,
    };
    match frame {
        Some((message, taken)) if taken <= stream.len() => Frame::Whole { message, taken },
        Some((_, taken)) => Frame::Partial(taken),
        None => Frame::Partial(CHANNEL_HEADER),
    }
}

fn read_length(stream: &[u8]) -> Option<usize> {
    let [high, low] = *stream.get(LENGTH_AT)? else { return None };
    Some(usize::from(u16::from_be_bytes([high, low])))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn channel_data_is_padded_and_stun_is_whole() {
        assert_eq!(first(b"\x40\x00\x00\x05hello\0\0\0\x40"), Frame::Whole { message: 9, taken: 12 });
        assert_eq!(first(b"\x40\x00\x00\x05hello\0\0"), Frame::Partial(12));
        assert_eq!(first(b"\x40\x00\x00\x00"), Frame::Whole { message: 4, taken: 4 });
        assert_eq!(first(b"\x7f"), Frame::Partial(4));
        assert_eq!(first(b""), Frame::Partial(4));
        let stun = b"\x00\x01\x00\x00\x21\x12\xa4\x42abcdefghijkl";
        assert_eq!(first(stun), Frame::Whole { message: 20, taken: 20 });
        assert_eq!(first(&stun[..19]), Frame::Partial(20));
    }

    #[test]
    fn what_is_no_frame_is_seen_with_its_first_wrong_byte() {
        for broken in
            [&b"\x16\x03"[..], b"GET", b"\x80", b"\x00\x01\x00\x02", b"\x00\x01\x00\x00\x22", b"\xff"]
        {
            // an upper-case letter is a channel number like any other; the listener has told HTTP from it
            let expected = if broken == b"GET" { Frame::Partial(4) } else { Frame::Broken };
            assert_eq!(first(broken), expected, "{broken:?}");
        }
    }

    proptest! {
        #[test]
        fn frames_come_out_as_they_went_in_however_the_stream_is_cut(
            messages in proptest::collection::vec((any::<bool>(), 0..300_u16), 1..20),
            cuts in proptest::collection::vec(1..400_usize, 1..50),
        ) {
            let mut stream = Vec::new();
            let mut sent = Vec::new();
            for (channel, length) in messages {
                let length = if channel { length } else { length & !3 };
                let mut message = vec![0x40, 1];
                message.extend(length.to_be_bytes());
                if !channel {
                    message[0] = 0;
                    message.extend(MAGIC_COOKIE);
                    message.extend([7; 12]);
                }
                message.resize(message.len() + usize::from(length), 9);
                sent.push(message.clone());
                message.resize(message.len().next_multiple_of(4), 0);
                stream.extend(message);
            }
            let (mut arrived, mut received) = (Vec::new(), Vec::new());
            let mut cuts = cuts.into_iter().cycle();
            while !stream.is_empty() {
                let cut = cuts.next().unwrap_or(1).min(stream.len());
                arrived.extend(stream.drain(..cut));
                while let Frame::Whole { message, taken } = first(&arrived) {
                    received.push(arrived[..message].to_vec());
                    arrived.drain(..taken);
                }
                prop_assert!(!matches!(first(&arrived), Frame::Broken));
            }
            prop_assert_eq!(received, sent);
        }

        #[test]
        fn any_bytes_are_framed_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            match first(&bytes) {
                Frame::Whole { message, taken } => prop_assert!(message <= taken && taken <= bytes.len()),
                Frame::Partial(taken) => prop_assert!(taken > bytes.len() && taken <= MAX_FRAME),
                Frame::Broken => {}
            }
        }
    }
}

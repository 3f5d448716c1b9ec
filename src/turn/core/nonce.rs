//! Nonces that cost no memory: a time and a tag over it and the client's address.
//!
//! Whoever shows one has received a packet at that address within [`LIFETIME`]; a source that was made up has not.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

use super::addr::{ClientAddr, Transport};
use crate::secret;

/// How long a nonce is good for; after that the client gets 438 and a new one (RFC 8489 section 9.2.4).
pub(super) const LIFETIME: Duration = Duration::from_mins(10);

// small enough for a challenge to stay within three times a bare request
const TIME_BYTES: usize = 3;
const TAG_BYTES: usize = 12;

pub(super) struct Nonces {
    key: hmac::Key,
    epoch: Instant,
}

impl Nonces {
    /// `epoch` is the earliest moment that will ever be asked about.
    pub(super) fn new(key: &[u8; 32], epoch: Instant) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key), epoch }
    }

    /// A nonce for `client`: 20 characters.
    pub(super) fn issue(&self, now: Instant, client: &ClientAddr) -> String {
        let time = self.time(now);
        let mut bytes = [0; TIME_BYTES + TAG_BYTES];
        bytes[..TIME_BYTES].copy_from_slice(&time.to_be_bytes()[4 - TIME_BYTES..]);
        bytes[TIME_BYTES..].copy_from_slice(&self.tag(time, client));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whether `nonce` was issued to `client` within [`LIFETIME`].
    pub(super) fn is_fresh(&self, nonce: &[u8], now: Instant, client: &ClientAddr) -> bool {
        let mut bytes = [0; TIME_BYTES + TAG_BYTES];
        if URL_SAFE_NO_PAD.decode_slice(nonce, &mut bytes) != Ok(bytes.len()) {
            return false;
        }
        let (time, tag) = bytes.split_at(TIME_BYTES);
        let time = time.iter().fold(0, |time, byte| time << 8 | u32::from(*byte));
        // the time goes round every half year; a nonce that old is then new again, and as harmless as any
        let age = self.time(now).wrapping_sub(time) % TIME_MODULUS;
        u64::from(age) < LIFETIME.as_secs() && secret::same(tag, &self.tag(time, client))
    }

    fn time(&self, now: Instant) -> u32 {
        let seconds = now.saturating_duration_since(self.epoch).as_secs();
        u32::try_from(seconds % u64::from(TIME_MODULUS)).unwrap_or_default()
    }

    fn tag(&self, time: u32, client: &ClientAddr) -> [u8; TAG_BYTES] {
        let mut tag = hmac::Context::with_key(&self.key);
        tag.update(&time.to_be_bytes());
        tag.update(match client.transport {
            Transport::Udp => b"U",
            Transport::Tcp => b"T",
            Transport::Tls => b"S",
        });
        match client.addr.ip() {
            IpAddr::V4(ip) => tag.update(&ip.octets()),
            IpAddr::V6(ip) => tag.update(&ip.octets()),
        }
        tag.update(&client.addr.port().to_be_bytes());
        let mut short = [0; TAG_BYTES];
        short.copy_from_slice(&tag.sign().as_ref()[..TAG_BYTES]);
        short
    }
}

const TIME_MODULUS: u32 = 1 << (8 * TIME_BYTES);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock, Timestamp};

    #[test]
    fn a_nonce_is_good_for_ten_minutes_at_the_address_it_was_sent_to() {
        let epoch = Clock::manual(Timestamp::default()).monotonic();
        let nonces = Nonces::new(&[7; 32], epoch);
        let issued_at = epoch + Duration::from_secs(1_000_000);
        let nonce = nonces.issue(issued_at, &client(4000));
        assert_eq!(nonce.len(), 20);
        let fresh = |after, client: ClientAddr| nonces.is_fresh(nonce.as_bytes(), issued_at + after, &client);
        assert!(fresh(Duration::ZERO, client(4000)));
        assert!(fresh(Duration::from_secs(599), client(4000)));
        assert!(!fresh(LIFETIME, client(4000)));
        assert!(!fresh(Duration::ZERO, client(4001)));
    }

    #[test]
    fn nothing_else_is_a_nonce() {
        let epoch = Clock::manual(Timestamp::default()).monotonic();
        let nonces = Nonces::new(&[7; 32], epoch);
        let theirs = Nonces::new(&[8; 32], epoch).issue(epoch, &client(4000));
        for nonce in ["", "x", &theirs, &"A".repeat(20), &"A".repeat(21), &"!".repeat(20), &"A".repeat(4000)]
        {
            assert!(!nonces.is_fresh(nonce.as_bytes(), epoch, &client(4000)), "{nonce}");
        }
    }

    #[test]
    fn the_time_in_a_nonce_may_go_round() {
        let epoch = Clock::manual(Timestamp::default()).monotonic();
        let nonces = Nonces::new(&[7; 32], epoch);
        let last = epoch + Duration::from_secs(u64::from(TIME_MODULUS) - 1);
        let nonce = nonces.issue(last, &client(4000));
        assert!(nonces.is_fresh(nonce.as_bytes(), last + Duration::from_secs(5), &client(4000)));
    }

    fn client(port: u16) -> ClientAddr {
        ClientAddr { transport: Transport::Udp, addr: ([10, 0, 0, 1], port).into() }
    }
}

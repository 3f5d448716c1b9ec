//! Requests: who asks, and what they get (RFC 8489 sections 6.3 and 9.2.4, RFC 8656 sections 8, 10 and 12; Allocate
//! is in [`super::allocate`]).

use std::time::{Duration, Instant};

use stun::attributes::{
    ATTR_MESSAGE_INTEGRITY, ATTR_NONCE, ATTR_REALM, ATTR_REQUESTED_ADDRESS_FAMILY, ATTR_USERNAME,
};
use stun::error_code::{
    CODE_ALLOC_MISMATCH, CODE_BAD_REQUEST, CODE_FORBIDDEN, CODE_PEER_ADDR_FAMILY_MISMATCH, CODE_STALE_NONCE,
    CODE_UNAUTHORIZED, CODE_UNKNOWN_ATTRIBUTE, CODE_WRONG_CREDENTIALS, ErrorCode,
};
use stun::message::{
    METHOD_ALLOCATE, METHOD_BINDING, METHOD_CHANNEL_BIND, METHOD_CREATE_PERMISSION, METHOD_REFRESH,
};
use turn::proto::channum::ChannelNumber;
use turn::proto::lifetime::Lifetime;

use super::addr::{Family, FiveTuple};
use super::allocation::Allocation;
use super::message::{Key, Reply, Request};
use super::packet::CHANNELS;
use super::policy::Denial;
use super::{Outputs, Relay};
use crate::clock::Timestamp;
use crate::turn::credentials::{MAX_CREDENTIAL_LIFETIME, Username};

/// A client that has proved who it is.
pub(super) struct Caller {
    pub(super) username: Username,
    pub(super) key: Key,
}

/// No answer to an unproven request is longer than so many times the request: a forged source must not be worth it.
const MAX_AMPLIFICATION: usize = 3;

const MIN_LIFETIME: Duration = Duration::from_mins(10);
const MAX_LIFETIME: Duration = Duration::from_hours(1);

impl Relay {
    pub(super) fn request(
        &mut self,
        now: Instant,
        wall: Timestamp,
        from: FiveTuple,
        datagram: &[u8],
        out: &mut impl Outputs,
    ) {
        let Some(mut request) = Request::decode(datagram) else {
            self.stats.malformed += 1;
            return;
        };
        match request.method() {
            METHOD_BINDING => {
                let unknown = request.unknown();
                let reply = if unknown.is_empty() {
                    self.stats.bindings += 1;
                    request.success().with_mapped_address(from.client.addr)
                } else {
                    request.error(CODE_UNKNOWN_ATTRIBUTE).with_unknown(unknown)
                };
                answer_stranger(&request, reply, from, out);
            }
            METHOD_ALLOCATE | METHOD_REFRESH | METHOD_CREATE_PERMISSION | METHOD_CHANNEL_BIND => {
                match self.authenticate(&mut request, now, wall, &from) {
                    Ok(caller) => {
                        let answer = self
                            .grant(&request, &caller, now, from, out)
                            .unwrap_or_else(|code| request.error(code).signed(&caller.key));
                        out.reply(from, &answer);
                    }
                    Err(code) => self.challenge(&request, code, now, from, out),
                }
            }
            _ => self.stats.malformed += 1,
        }
    }

    /// RFC 8489 section 9.2.4, in its order.
    fn authenticate(
        &mut self,
        request: &mut Request,
        now: Instant,
        wall: Timestamp,
        from: &FiveTuple,
    ) -> Result<Caller, ErrorCode> {
        if request.value(ATTR_MESSAGE_INTEGRITY).is_none() {
            return Err(CODE_UNAUTHORIZED);
        }
        if request.value(ATTR_REALM).is_none() {
            return Err(CODE_BAD_REQUEST);
        }
        let nonce = request.value(ATTR_NONCE).ok_or(CODE_BAD_REQUEST)?;
        let fresh = self.nonces.is_fresh(nonce, now, &from.client);
        let username = request.value(ATTR_USERNAME).ok_or(CODE_BAD_REQUEST)?;
        let text = std::str::from_utf8(username).unwrap_or_default().to_owned();
        let proven = Username::parse(&text).and_then(|username| {
            let password = self.credentials.password(&text);
            let key = Key::new(&text, &self.settings.realm, &password);
            request.verify(&key).then_some(Caller { username, key })
        });
        match proven.filter(|caller| self.is_current(&caller.username, now, wall, from)) {
            Some(caller) if fresh => Ok(caller),
            Some(_) => Err(CODE_STALE_NONCE),
            None => {
                self.stats.auth_failures += 1;
                Err(CODE_UNAUTHORIZED)
            }
        }
    }

    /// Whether a credential is still good. One that has run out keeps alive what was allocated with it: a call may
    /// last longer than minutes, and the browser can't change the credential of a running allocation.
    fn is_current(&self, username: &Username, now: Instant, wall: Timestamp, from: &FiveTuple) -> bool {
        let ended = self.ended_sessions.get(username.session()).is_some_and(|forgotten| *forgotten > now);
        let in_time = username.expires() > wall && username.expires().since(wall) <= MAX_CREDENTIAL_LIFETIME;
        let running = || self.table.get(from).is_some_and(|allocation| allocation.username == *username);
        !ended && (in_time || running())
    }

    /// Refuses a request that proved nothing; 401 and 438 come with what a client needs to try again.
    fn challenge(
        &self,
        request: &Request,
        code: ErrorCode,
        now: Instant,
        from: FiveTuple,
        out: &mut impl Outputs,
    ) {
        let mut reply = request.error(code);
        if code != CODE_BAD_REQUEST {
            let nonce = self.nonces.issue(now, &from.client);
            reply = reply.with_text(ATTR_REALM, &self.settings.realm).with_text(ATTR_NONCE, &nonce);
        }
        answer_stranger(request, reply, from, out);
    }

    /// The signed answer to a caller, or the code to refuse it with.
    fn grant(
        &mut self,
        request: &Request,
        caller: &Caller,
        now: Instant,
        from: FiveTuple,
        out: &mut impl Outputs,
    ) -> Result<Vec<u8>, ErrorCode> {
        let unknown = request.unknown();
        if !unknown.is_empty() {
            let reply = request.error(CODE_UNKNOWN_ATTRIBUTE).with_unknown(unknown);
            return Ok(reply.signed(&caller.key));
        }
        let reply = match request.method() {
            METHOD_ALLOCATE => return self.allocate(request, caller, now, from, out),
            METHOD_REFRESH => self.refresh(request, caller, now, from, out),
            METHOD_CREATE_PERMISSION => self.create_permission(request, caller, now, from),
            _ => self.channel_bind(request, caller, now, from),
        }?;
        Ok(reply.signed(&caller.key))
    }

    /// RFC 8656 section 8.2. Of a dual allocation, one family alone may be meant.
    fn refresh(
        &mut self,
        request: &Request,
        caller: &Caller,
        now: Instant,
        from: FiveTuple,
        out: &mut impl Outputs,
    ) -> Result<Reply, ErrorCode> {
        let mut relays = self.owned(from, caller)?.relays;
        let deletes = request.read::<Lifetime>()?.is_some_and(|asked| asked.0.is_zero());
        let lifetime = if deletes { Duration::ZERO } else { lifetime(request)? };
        if let Some(code) = request.family(ATTR_REQUESTED_ADDRESS_FAMILY)? {
            let family = Family::from_code(code).ok_or(CODE_PEER_ADDR_FAMILY_MISMATCH)?;
            let relay = relays[family.index()].ok_or(CODE_PEER_ADDR_FAMILY_MISMATCH)?;
            relays = [Some(relay), None];
        }
        for relay in relays.into_iter().flatten() {
            if deletes {
                self.close(relay, out);
            } else {
                self.table.extend(relay, now + lifetime);
            }
        }
        Ok(request.success().with(&Lifetime(lifetime)))
    }

    /// RFC 8656 section 10.2: all of the peers or none. The ports that they come with mean nothing.
    fn create_permission(
        &mut self,
        request: &Request,
        caller: &Caller,
        now: Instant,
        from: FiveTuple,
    ) -> Result<Reply, ErrorCode> {
        let relays = self.owned(from, caller)?.relays;
        let peers = request.peers()?;
        for peer in &peers {
            let relay = relays[Family::of(peer.ip()).index()].ok_or(CODE_PEER_ADDR_FAMILY_MISMATCH)?;
            // where this client is relayed from, others are as well, whatever the table says of the address
            if relay.0.ip() != peer.ip() {
                let verdict = self.policy.check_address(peer.ip());
                self.forbid(verdict)?;
            }
        }
        let limits = self.settings.limits;
        self.owned(from, caller)?.permit(&peers, now, &limits)?;
        Ok(request.success())
    }

    /// RFC 8656 section 12.2.
    fn channel_bind(
        &mut self,
        request: &Request,
        caller: &Caller,
        now: Instant,
        from: FiveTuple,
    ) -> Result<Reply, ErrorCode> {
        let allocation = self.owned(from, caller)?;
        let peer = request.peers()?[0];
        let channel = request.read::<ChannelNumber>()?.ok_or(CODE_BAD_REQUEST)?.0;
        if !CHANNELS.contains(&channel) {
            return Err(CODE_BAD_REQUEST);
        }
        let relay = allocation.relay_for(peer.ip()).ok_or(CODE_PEER_ADDR_FAMILY_MISMATCH)?;
        if self.table.relay_at(peer).is_none() {
            let verdict = self.policy.check(relay, peer);
            self.forbid(verdict)?;
        }
        let limits = self.settings.limits;
        self.owned(from, caller)?.bind(channel, peer, now, &limits)?;
        Ok(request.success())
    }

    /// The caller's allocation on this 5-tuple.
    fn owned(&mut self, from: FiveTuple, caller: &Caller) -> Result<&mut Allocation, ErrorCode> {
        let allocation = self.table.get_mut(&from).ok_or(CODE_ALLOC_MISMATCH)?;
        if allocation.username == caller.username { Ok(allocation) } else { Err(CODE_WRONG_CREDENTIALS) }
    }

    fn forbid(&mut self, verdict: Result<(), Denial>) -> Result<(), ErrorCode> {
        verdict.map_err(|denial| {
            self.stats.deny(denial);
            CODE_FORBIDDEN
        })
    }
}

/// What of the LIFETIME asked for is granted (RFC 8656 sections 7.2 and 8.2).
pub(super) fn lifetime(request: &Request) -> Result<Duration, ErrorCode> {
    let asked = request.read::<Lifetime>()?.map_or(MIN_LIFETIME, |lifetime| lifetime.0);
    Ok(asked.clamp(MIN_LIFETIME, MAX_LIFETIME))
}

fn answer_stranger(request: &Request, reply: Reply, to: FiveTuple, out: &mut impl Outputs) {
    let answer = reply.unsigned();
    if answer.len() <= MAX_AMPLIFICATION * request.len() {
        out.reply(to, &answer);
    }
}

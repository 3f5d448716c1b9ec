//! The test vectors of RFC 5769, through the codec path that requests take.

use super::super::message::{Key, Request};
use super::super::packet::read_xor_address;
use super::*;

const PASSWORD: &str = "VOkJxbRl1RmTxUk/WvJxBt";

const REQUEST: &str = "000100582112a442b7e7a701bc34d686fa87dfae\
    802200105354554e207465737420636c69656e74002400046e0001ff80290008932ff9b151263b36\
    000600096576746a3a68367659202020000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2\
    80280004e57a3bcf";
const IPV4_RESPONSE: &str = "0101003c2112a442b7e7a701bc34d686fa87dfae\
    8022000b7465737420766563746f7220002000080001a147e112a643\
    000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96";
const IPV6_RESPONSE: &str = "010100482112a442b7e7a701bc34d686fa87dfae\
    8022000b7465737420766563746f7220002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9\
    00080014a382954e4be67bf11784c97c8292c275bfe3ed4180280004c8fb0b4c";
const LONG_TERM_REQUEST: &str = "000100602112a44278ad3433c6ad72c029da412e\
    00060012e3839ee38388e383aae38383e382afe382b90000\
    0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f726700\
    00080014f67024656dd64a3e02b8e0712e85c9a28ca89666";

#[test]
fn section_2_1_request() {
    let request = sound(REQUEST, &Key::short_term(PASSWORD));
    assert_eq!(request.method(), METHOD_BINDING);
    assert_eq!(request.value(ATTR_SOFTWARE), Some(&b"STUN test client"[..]));
    assert_eq!(request.value(ATTR_USERNAME), Some(&b"evtj:h6vY"[..]));
    assert_eq!(request.value(ATTR_PRIORITY), Some(&[0x6e, 0, 1, 0xff][..]));
    assert_eq!(request.unknown(), [ATTR_PRIORITY]);
}

#[test]
fn section_2_2_ipv4_response() {
    let response = sound(IPV4_RESPONSE, &Key::short_term(PASSWORD));
    assert_eq!(mapped(&response), "192.0.2.1:32853".parse().unwrap());
}

#[test]
fn section_2_3_ipv6_response() {
    let response = sound(IPV6_RESPONSE, &Key::short_term(PASSWORD));
    assert_eq!(mapped(&response), "[2001:db8:1234:5678:11:2233:4455:6677]:32853".parse().unwrap());
}

#[test]
fn section_2_4_long_term_request() {
    // the password of the vector is what SASLprep leaves of it
    let request = sound(LONG_TERM_REQUEST, &Key::new("マトリックス", "example.org", "TheMatrIX"));
    assert_eq!(request.value(ATTR_USERNAME), Some("マトリックス".as_bytes()));
    assert_eq!(request.value(ATTR_NONCE), Some(&b"f//499k954d6OL34oL9FSTvy64sA"[..]));
    assert_eq!(request.value(ATTR_REALM), Some(&b"example.org"[..]));
}

#[test]
fn what_is_written_reads_back_as_the_vectors_do() {
    let request = Request::decode(&bytes(REQUEST)).unwrap();
    for client in ["192.0.2.1:32853", "[2001:db8:1234:5678:11:2233:4455:6677]:32853"] {
        let client: SocketAddr = client.parse().unwrap();
        let key = Key::short_term(PASSWORD);
        let written = request.success().with_mapped_address(client).signed(&key);
        let mut read = Request::decode(&written).unwrap();
        assert!(read.verify(&key));
        assert_eq!((mapped(&read), read.transaction()), (client, request.transaction()));
    }
}

/// Decodes a vector, and sees that no byte of it could have been another.
fn sound(hex: &str, key: &Key) -> Request {
    let vector = bytes(hex);
    // without FINGERPRINT's type it is one optional attribute more after MESSAGE-INTEGRITY, and passed over
    let marked = vector[vector.len() - 8..].starts_with(&ATTR_FINGERPRINT.value().to_be_bytes());
    let kind = vector.len() - 8..vector.len() - 6;
    for at in (0..vector.len()).filter(|at| !(marked && kind.contains(at))) {
        let mut bent = vector.clone();
        bent[at] ^= 1;
        let accepted = Request::decode(&bent).is_some_and(|mut request| request.verify(key));
        assert!(!accepted, "byte {at} does not matter");
    }
    let mut request = Request::decode(&vector).unwrap();
    assert!(request.verify(key));
    request
}

fn mapped(message: &Request) -> SocketAddr {
    let value = message.value(AttrType(0x0020)).unwrap();
    read_xor_address(value, &message.transaction().0).unwrap().socket()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

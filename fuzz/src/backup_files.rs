//! Any bytes as a backup, as they are and with every checksum put right, so that what is behind the checksums is
//! reached: what was damaged is refused, and what is taken makes a store that opens and can be read.

use neko::backup::{self, Item, Reader};
use neko::clock::Timestamp;
use neko::domain::audit::{Action, Actor, Entry};
use neko::secret::SecretString;
use neko::store::{FillError, Store, wait};
use ring::digest::{Context, SHA256};

use super::memory::Memory;

const FIRST_LINE: &[u8] = b"neko-backup 1\n";

/// Of the scrypt of an encrypted one. A real one takes half a second.
const MOST_WORK: u32 = 4;

pub fn run(bytes: &[u8]) {
    if backup::check(bytes, None).is_ok() {
        assert_eq!(repaired(bytes), bytes, "a checksum is wrong and it was taken");
    }
    if is_cheap(bytes) {
        let passphrase = SecretString::from("a few random words");
        let _ = backup::check(bytes, Some(&passphrase));
    }
    let whole = repaired(bytes);
    let Ok(contents) = backup::check(&whole[..], None) else { return };
    refuses_what_is_damaged(&whole, bytes.len());
    let engine = Memory::default();
    let filled = Store::fill_engine(Box::new(engine.clone()), contents.header.schema, |filler| {
        let mut reader = Reader::open(&whole[..], None).expect("it was read before");
        while let Some(item) = reader.next_item().expect("it was read before") {
            if let Item::Document { collection, document } = item {
                filler.put(&collection, &document)?;
            }
        }
        Ok::<(), FillError>(())
    });
    if filled.is_ok() && contents.header.schema == Store::SCHEMA_VERSION {
        can_be_read(engine, contents.header.created_at);
    }
}

/// One byte of it changed, and the last one missing.
fn refuses_what_is_damaged(whole: &[u8], seed: usize) {
    let mut changed = whole.to_vec();
    let place = seed.wrapping_mul(7919) % whole.len();
    changed[place] ^= 1 << (seed % 8);
    assert!(backup::check(&changed[..], None).is_err(), "byte {place} is another and it was taken");
    assert!(backup::check(&whole[..whole.len() - 1], None).is_err(), "the end is missing and it was taken");
}

/// What a restored box does with its documents first.
fn can_be_read(engine: Memory, made: Timestamp) {
    let store = Store::with_engine(Box::new(engine), &mut |_| Ok(())).expect("what was filled opens");
    wait(store.rooms().end_open_stays(made)).expect("stays end");
    let entry = Entry { at: made, action: Action::Restored, actor: Actor::BOX, subject: None, detail: None };
    wait(store.audit().append(entry)).expect("the log goes on");
    for account in store.users().list().expect("accounts") {
        let _ = serde_json::to_string(&account.managed()).expect("it is shown");
        store.rooms().visible_to(account.id).expect("rooms");
    }
    for room in store.rooms().all().expect("rooms") {
        let _ = serde_json::to_string(&room.shown(true)).expect("it is shown");
        store.rooms().stays(&room.room_id).expect("stays");
    }
    store.settings().get().expect("settings");
}

/// Whether opening it behind its passphrase costs little: not encrypted, or by few rounds, or by so many that it is
/// refused.
fn is_cheap(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let encrypted = lines.next().is_some_and(|line| line.starts_with(b"age-encryption.org/"));
    let work = lines.next().and_then(|line| std::str::from_utf8(line).ok()?.rsplit(' ').next()?.parse().ok());
    encrypted && work.is_none_or(|work: u32| work <= MOST_WORK || work > 18)
}

/// The frames that the bytes are as far as they are any, with lengths, checksums and the end as they should be.
fn repaired(bytes: &[u8]) -> Vec<u8> {
    let mut rest = bytes.strip_prefix(FIRST_LINE).unwrap_or(bytes);
    let mut whole = FIRST_LINE.to_vec();
    let (mut documents, mut digest) = (0_u64, Context::new(&SHA256));
    while let Some((head, after)) = rest.split_at_checked(9) {
        let (kind, length) = (head[0], u32::from_le_bytes([head[1], head[2], head[3], head[4]]));
        let length = usize::try_from(length).unwrap_or(usize::MAX).min(after.len());
        let (payload, after) = after.split_at(length);
        rest = after;
        let mut payload = payload.to_vec();
        match kind {
            b'E' => break,
            b'C' => (documents, digest) = (0, Context::new(&SHA256)),
            b'D' if payload.len() > 4 => {
                let length = u32::try_from(payload.len()).expect("there are not so many");
                payload[..4].copy_from_slice(&length.to_le_bytes());
                documents += 1;
                digest.update(&payload);
            }
            b'S' => {
                payload = [&documents.to_le_bytes()[..], digest.clone().finish().as_ref()].concat();
            }
            _ => {}
        }
        put(&mut whole, kind, &payload);
    }
    let end = ring::digest::digest(&SHA256, &whole);
    put(&mut whole, b'E', end.as_ref());
    whole
}

fn put(whole: &mut Vec<u8>, kind: u8, payload: &[u8]) {
    let length = u32::try_from(payload.len()).expect("there are not so many");
    let head = [&[kind][..], &length.to_le_bytes()].concat();
    let mut crc = crc32fast::Hasher::new();
    crc.update(&head);
    crc.update(payload);
    whole.extend(head);
    whole.extend(crc.finalize().to_le_bytes());
    whole.extend(payload);
}

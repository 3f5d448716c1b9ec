//! A database file on a disk that can only be read, as redb can open it all the same: what redb itself writes as it
//! opens a file that was not closed stays in memory, and is as if it had never been once this is dropped.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use redb::StorageBackend;

/// What is kept in memory at once where something in it was written, in bytes.
const PIECE: usize = 4096;

/// The file, under what was written since.
#[derive(Debug)]
pub(super) struct Frozen {
    file: File,
    written: Mutex<Written>,
}

#[derive(Debug)]
struct Written {
    length: u64,
    /// By their number in the file.
    pieces: BTreeMap<u64, Box<[u8; PIECE]>>,
}

impl Frozen {
    /// # Errors
    /// As the file system reports.
    pub(super) fn new(file: File) -> io::Result<Self> {
        let written = Written { length: file.metadata()?.len(), pieces: BTreeMap::new() };
        Ok(Self { file, written: Mutex::new(written) })
    }

    fn lock(&self) -> MutexGuard<'_, Written> {
        // a piece is whole before anything could panic
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the file has there; nothing but zeros behind its end.
    fn read_piece(&self, number: u64) -> io::Result<[u8; PIECE]> {
        let mut piece = [0; PIECE];
        let (mut filled, start) = (0, number * PIECE as u64);
        while filled < PIECE {
            match self.file.read_at(&mut piece[filled..], start + filled as u64)? {
                0 => break,
                count => filled += count,
            }
        }
        Ok(piece)
    }
}

impl StorageBackend for Frozen {
    fn len(&self) -> io::Result<u64> {
        Ok(self.lock().length)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let written = self.lock();
        if offset.saturating_add(out.len() as u64) > written.length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if written.pieces.is_empty() {
            drop(written);
            return self.file.read_exact_at(out, offset);
        }
        for (number, within, part) in parts(offset, out.len()) {
            let piece = match written.pieces.get(&number) {
                Some(piece) => **piece,
                None => self.read_piece(number)?,
            };
            out[part.clone()].copy_from_slice(&piece[within..within + part.len()]);
        }
        Ok(())
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.lock().length = length;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut written = self.lock();
        for (number, within, part) in parts(offset, data.len()) {
            let piece = match written.pieces.entry(number) {
                Entry::Occupied(piece) => piece.into_mut(),
                Entry::Vacant(place) => place.insert(Box::new(self.read_piece(number)?)),
            };
            piece[within..within + part.len()].copy_from_slice(&data[part]);
        }
        Ok(())
    }
}

/// So many bytes from `offset` on, piece by piece: its number, where in it, and which of the bytes.
fn parts(offset: u64, length: usize) -> impl Iterator<Item = (u64, usize, std::ops::Range<usize>)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        if done == length {
            return None;
        }
        let at = offset + done as u64;
        let within = usize::try_from(at % PIECE as u64).ok()?;
        let part = done..length.min(done + PIECE - within);
        done = part.end;
        Some((at / PIECE as u64, within, part))
    })
}

//! Frames: the pieces a backup is made of, each with a checksum of its own, under one SHA-256 of all.
//!
//! A frame is one byte for its kind, four for the length of its payload and four for the CRC-32 of those five and
//! the payload (little-endian), then the payload. The last one holds the SHA-256 of every byte before it.

use std::io::{self, Read, Write};

use ring::digest::{Context, Digest, SHA256};

/// The most bytes of a payload: the largest document there is, and room for what comes with a file.
const MOST_BYTES: u32 = (16 << 20) + 4096;

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    /// What the backup says of itself, as JSON.
    Header = b'H',
    /// The name of the collection whose documents follow.
    Collection = b'C',
    /// A document, as BSON.
    Document = b'D',
    /// The number of the collection's documents in eight bytes, and the SHA-256 of their BSON.
    Seal = b'S',
    /// A file: its name, a line feed, its bytes.
    File = b'F',
    /// The SHA-256 of all before it.
    End = b'E',
}

const KINDS: [Kind; 6] = [Kind::Header, Kind::Collection, Kind::Document, Kind::Seal, Kind::File, Kind::End];

/// Writes frames.
pub(super) struct FrameWriter<W> {
    out: W,
    digest: Context,
}

impl<W: Write> FrameWriter<W> {
    /// Frames after `magic`.
    pub(super) fn begin(out: W, magic: &[u8]) -> io::Result<Self> {
        let mut writer = Self { out, digest: Context::new(&SHA256) };
        writer.put(magic)?;
        Ok(writer)
    }

    /// Writes one frame.
    pub(super) fn frame(&mut self, kind: Kind, payload: &[u8]) -> io::Result<()> {
        let length = u32::try_from(payload.len()).ok().filter(|length| *length <= MOST_BYTES);
        let length = length.ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        self.put(&head(kind as u8, length, payload))?;
        self.put(payload)
    }

    /// Writes the last frame; gives what was written to.
    pub(super) fn end(mut self) -> io::Result<W> {
        let digest = self.digest.clone().finish();
        self.frame(Kind::End, digest.as_ref())?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.digest.update(bytes);
        self.out.write_all(bytes)
    }
}

/// Why there is no next frame.
#[derive(Debug)]
pub(super) enum FrameError {
    /// The bytes are not what was written.
    Damaged(&'static str),
    /// They could not be read.
    Io(io::Error),
}

impl From<io::Error> for FrameError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged("it ends too early"),
            // what decryption says of a piece that was changed
            io::ErrorKind::InvalidData => Self::Damaged("it can't be decrypted"),
            _ => Self::Io(error),
        }
    }
}

/// Reads frames, and verifies them.
pub(super) struct FrameReader<R> {
    input: R,
    digest: Context,
}

impl<R: Read> FrameReader<R> {
    /// Frames after `magic`, which was read already.
    pub(super) fn begin(input: R, magic: &[u8]) -> Self {
        let mut digest = Context::new(&SHA256);
        digest.update(magic);
        Self { input, digest }
    }

    /// The next frame. After the last one there is no other, and nothing else either.
    pub(super) fn next(&mut self) -> Result<(Kind, Vec<u8>), FrameError> {
        let mut start = [0; 9];
        self.input.read_exact(&mut start)?;
        let [kind, a, b, c, d, ..] = start;
        let length = u32::from_le_bytes([a, b, c, d]);
        if length > MOST_BYTES {
            return Err(FrameError::Damaged("a length is wrong"));
        }
        let mut payload = Vec::new();
        (&mut self.input).take(length.into()).read_to_end(&mut payload)?;
        if payload.len() < usize::try_from(length).unwrap_or(usize::MAX) {
            return Err(FrameError::Damaged("it ends too early"));
        }
        if start != head(kind, length, &payload) {
            return Err(FrameError::Damaged("a checksum is wrong"));
        }
        let kind = KINDS.into_iter().find(|known| *known as u8 == kind);
        let kind = kind.ok_or(FrameError::Damaged("it holds something unknown"))?;
        if kind == Kind::End {
            self.verify_end(&payload)?;
        }
        self.digest.update(&start);
        self.digest.update(&payload);
        Ok((kind, payload))
    }

    fn verify_end(&mut self, payload: &[u8]) -> Result<(), FrameError> {
        if self.digest.clone().finish().as_ref() != payload {
            return Err(FrameError::Damaged("the checksum of the whole is wrong"));
        }
        match self.input.read(&mut [0])? {
            0 => Ok(()),
            _ => Err(FrameError::Damaged("something follows after its end")),
        }
    }
}

fn head(kind: u8, length: u32, payload: &[u8]) -> [u8; 9] {
    let mut head = [0; 9];
    head[0] = kind;
    head[1..5].copy_from_slice(&length.to_le_bytes());
    let mut crc = crc32fast::Hasher::new();
    crc.update(&head[..5]);
    crc.update(payload);
    head[5..].copy_from_slice(&crc.finalize().to_le_bytes());
    head
}

/// The running SHA-256 of a collection, and how many documents it has.
pub(super) struct Tally {
    documents: u64,
    digest: Context,
}

impl Tally {
    pub(super) fn new() -> Self {
        Self { documents: 0, digest: Context::new(&SHA256) }
    }

    pub(super) fn add(&mut self, bson: &[u8]) {
        self.documents += 1;
        self.digest.update(bson);
    }

    pub(super) const fn documents(&self) -> u64 {
        self.documents
    }

    /// The payload of the collection's seal.
    pub(super) fn seal(self) -> Vec<u8> {
        let digest: Digest = self.digest.finish();
        [&self.documents.to_le_bytes()[..], digest.as_ref()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut writer = FrameWriter::begin(Vec::new(), b"magic").unwrap();
        writer.frame(Kind::Header, b"{}").unwrap();
        writer.frame(Kind::Document, &[7; 300]).unwrap();
        writer.end().unwrap()
    }

    fn read(bytes: &[u8]) -> Result<Vec<(Kind, Vec<u8>)>, FrameError> {
        let mut reader = FrameReader::begin(bytes, b"magic");
        let mut frames = Vec::new();
        loop {
            let frame = reader.next()?;
            if frame.0 == Kind::End {
                return Ok(frames);
            }
            frames.push(frame);
        }
    }

    #[test]
    fn frames_come_back_as_they_were_written() {
        let bytes = written();
        let frames = read(&bytes[5..]).unwrap();
        assert_eq!(frames, [(Kind::Header, b"{}".to_vec()), (Kind::Document, vec![7; 300])]);
    }

    #[test]
    fn a_changed_missing_or_added_byte_is_found() {
        let bytes = written();
        let frames = &bytes[5..];
        for place in 0..frames.len() {
            for mask in [1, 0x80, 0xff] {
                let mut changed = frames.to_vec();
                changed[place] ^= mask;
                assert!(read(&changed).is_err(), "byte {place}");
            }
            assert!(read(&frames[..place]).is_err(), "cut at {place}");
        }
        assert!(read(&[frames, b"x"].concat()).is_err());
    }

    #[test]
    fn whole_frames_that_went_missing_or_changed_places_are_found() {
        let bytes = written();
        let (first, rest) = bytes[5..].split_at(9 + 2);
        let (second, end) = rest.split_at(9 + 300);
        assert!(read(&[first, second, end].concat()).is_ok());
        for wrong in
            [[second, end].concat(), [second, first, end].concat(), [first, second, second, end].concat()]
        {
            assert!(matches!(read(&wrong), Err(FrameError::Damaged(_))));
        }
    }
}

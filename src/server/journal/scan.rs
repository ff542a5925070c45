//! Reading: entry after entry up to where the journal is durable, or one entry by its place.

use super::checked::Checked;
use super::head::{FIRST, Head, LENGTH, Marker, marker};
use super::{Envelope, Place, file_name, segments};
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// What is read at a time while a message is checked, or looked for behind a damaged one.
const PIECE: usize = 64 << 10;
/// What is read at a time of an entry that is handed out.
const BUFFER: usize = 16 << 10;
/// A message up to this size is handed over with its entry.
const SMALL: u64 = 256 << 10;

/// An entry of the journal.
pub struct Entry {
    /// What the session said.
    pub envelope: Envelope,
    /// Bytes of the message.
    pub length: u64,
    /// The message; damage shows at its end at the latest.
    pub raw: BufReader<Checked>,
}

/// An entry that was found.
#[derive(Debug)]
pub struct Found {
    /// Where it begins.
    pub place: Place,
    /// What the session said.
    pub envelope: Envelope,
    /// The message, unless it is a large one: that is for [`open_entry`].
    pub message: Option<Vec<u8>>,
}

/// What is not in the journal as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// A part that is no whole entry.
    Bytes {
        /// Where it begins.
        from: Place,
        /// Where it ends.
        to: u64,
        /// Whether nothing follows in this file: then a crash may have left it, before anybody was told that it was kept.
        last: bool,
    },
    /// Files that are not there.
    Files {
        /// The number of the first.
        first: u32,
        /// The number of the last.
        last: u32,
    },
}

/// Opens the entry at `place` of the journal in `folder`; whoever may read the files may do so at any time.
///
/// # Errors
/// When it cannot be read, or is damaged.
pub fn open_entry(folder: &Path, place: Place) -> io::Result<Entry> {
    let mut file = File::open(file_name(folder, place.segment))?;
    let marker = read_marker(&mut file)?.ok_or_else(|| damaged(place))?;
    file.seek(SeekFrom::Start(place.offset))?;
    let mut file = BufReader::with_capacity(BUFFER, file);
    let head = read_head(&mut file, &marker)?.ok_or_else(|| damaged(place))?;
    let envelope = read_envelope(&mut file, &head)?.ok_or_else(|| damaged(place))?;
    let message = Checked::new(file, head.message, head.message_crc);
    Ok(Entry { envelope, length: head.message, raw: BufReader::with_capacity(BUFFER, message) })
}

fn damaged(place: Place) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("the journal is damaged at {}:{}", place.segment, place.offset))
}

/// Fills `bytes`; false at the end of the file.
fn fill(file: &mut impl Read, bytes: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(bytes) {
        Ok(()) => Ok(true),
        Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(e) => Err(e),
    }
}

/// The marker of a file; `None` when nothing was written into it yet.
fn read_marker(file: &mut File) -> io::Result<Option<Marker>> {
    let (mut start, mut first) = ([0; FIRST as usize], [0; LENGTH]);
    file.rewind()?;
    if !fill(file, &mut start)? {
        return Ok(None);
    }
    // The first entry begins with it too. Its checksum tells whether that is true, and the title may be damaged.
    let second = fill(file, &mut first)?.then_some(first).and_then(|head| head.first_chunk().copied());
    Ok(second.filter(|marker| Head::read(&first, marker).is_some()).or_else(|| marker(&start)))
}

fn read_head(file: &mut impl Read, marker: &Marker) -> io::Result<Option<Head>> {
    let mut bytes = [0; LENGTH];
    Ok(if fill(file, &mut bytes)? { Head::read(&bytes, marker) } else { None })
}

fn read_envelope(file: &mut impl Read, head: &Head) -> io::Result<Option<Envelope>> {
    let mut bytes = vec![0; head.envelope as usize];
    let whole = fill(file, &mut bytes)? && crc32fast::hash(&bytes) == head.envelope_crc;
    Ok(if whole { serde_json::from_slice(&bytes).ok() } else { None })
}

/// Walks through the journal.
pub struct Scan {
    folder: PathBuf,
    place: Place,
    file: Option<(File, Marker)>,
}

impl Scan {
    /// Begins at `place`, which is where an entry begins or would begin.
    #[must_use]
    pub fn new(folder: &Path, place: Place) -> Self {
        Self { folder: folder.to_owned(), place, file: None }
    }

    /// The journal's folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the next entry begins.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The next whole entry before `end`, `None` when there is none; [`Scan::place`] is behind it then. What is no entry is stepped
    /// over and told to `damage`.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub fn next(&mut self, end: Place, damage: &mut dyn FnMut(Damage)) -> io::Result<Option<Found>> {
        while self.place < end {
            if let Some(unreadable) = self.open()? {
                damage(unreadable);
            }
            let Some((file, marker)) = &mut self.file else {
                self.leave(end, damage)?;
                continue;
            };
            let length = file.metadata()?.len();
            let length = if self.place.segment == end.segment { length.min(end.offset) } else { length };
            self.place.offset = self.place.offset.max(FIRST);
            let from = self.place;
            let mut at = from.offset;
            while let Some(offset) = find(file, marker, at, length)? {
                if let Some((head, envelope, message)) = check(file, marker, offset, length)? {
                    if offset > from.offset {
                        damage(Damage::Bytes { from, to: offset, last: false });
                    }
                    self.place.offset = offset + head.entry();
                    return Ok(Some(Found { place: Place { offset, ..from }, envelope, message }));
                }
                at = offset + 1;
            }
            if from.offset < length {
                damage(Damage::Bytes { from, to: length, last: true });
            }
            self.leave(end, damage)?;
        }
        Ok(None)
    }

    /// Opens the file at the place, if there is one that begins as it should; the whole of it is damaged when it does not.
    fn open(&mut self) -> io::Result<Option<Damage>> {
        if self.file.is_some() {
            return Ok(None);
        }
        let mut file = match File::open(file_name(&self.folder, self.place.segment)) {
            Ok(file) => file,
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(e),
        };
        let length = file.metadata()?.len();
        self.file = read_marker(&mut file)?.map(|marker| (file, marker));
        let whole = Damage::Bytes { from: Place { offset: 0, ..self.place }, to: length, last: true };
        Ok((self.file.is_none() && length > 0).then_some(whole))
    }

    /// Goes on to the next file that there is, or to the end.
    fn leave(&mut self, end: Place, damage: &mut dyn FnMut(Damage)) -> io::Result<()> {
        self.file = None;
        let next = segments(&self.folder)?.into_iter().find(|number| *number > self.place.segment);
        let follows = self.place.segment.saturating_add(1);
        if let Some(next) = next.filter(|next| *next > follows && self.place.segment > 0) {
            damage(Damage::Files { first: follows, last: next - 1 });
        }
        self.place = next.map_or(end, |segment| Place { segment, offset: 0 }).min(end);
        Ok(())
    }
}

/// Where the next head may begin: nearly always at `from` itself.
fn find(file: &mut File, marker: &Marker, from: u64, length: u64) -> io::Result<Option<u64>> {
    let mut at = from;
    let mut piece = vec![0; marker.len()];
    while at + (LENGTH as u64) <= length {
        let wanted = usize::try_from(length - at).unwrap_or(PIECE).min(piece.len());
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut piece[..wanted])?;
        if let Some(found) = memchr::memmem::find(&piece[..wanted], marker) {
            return Ok(Some(at + found as u64));
        }
        // The marker may stand across two pieces.
        at += (wanted - (marker.len() - 1)) as u64;
        piece.resize(PIECE, 0);
    }
    Ok(None)
}

type Whole = Option<(Head, Envelope, Option<Vec<u8>>)>;

/// The head, the envelope and the small message of the entry at `at`, if all of it is there and as it was written.
fn check(file: &mut File, marker: &Marker, at: u64, length: u64) -> io::Result<Whole> {
    file.seek(SeekFrom::Start(at))?;
    let mut reader = BufReader::with_capacity(4 << 10, &mut *file);
    let Some(head) = read_head(&mut reader, marker)? else { return Ok(None) };
    if at.checked_add(head.entry()).is_none_or(|end| end > length) {
        return Ok(None);
    }
    let Some(envelope) = read_envelope(&mut reader, &head)? else { return Ok(None) };
    if head.message <= SMALL {
        let mut message = vec![0; usize::try_from(head.message).unwrap_or_default()];
        let whole = fill(&mut reader, &mut message)? && crc32fast::hash(&message) == head.message_crc;
        return Ok(whole.then_some((head, envelope, Some(message))));
    }
    let mut left = head.message;
    let mut crc = crc32fast::Hasher::new();
    let mut piece = vec![0; PIECE];
    while left > 0 {
        let wanted = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        if !fill(&mut reader, &mut piece[..wanted])? {
            return Ok(None);
        }
        crc.update(&piece[..wanted]);
        left -= wanted as u64;
    }
    Ok((crc.finalize() == head.message_crc).then_some((head, envelope, None)))
}

//! Walks through a message as it is read: finds its header blocks and parts, and gives away the decoded content piece by piece.
//!
//! A message inside a message is one part: what stands in it is not looked into. Everything that a sender may repeat is limited.

use super::decode::Decoder;
use super::headers::{self, Part};
use super::lines::{Lines, split_end};
use std::io::{self, Read};

/// Multiparts inside one another; a deeper one counts as a file.
const DEPTH: usize = 20;
/// Leaf parts; what follows is not looked at.
const PARTS: u32 = 10_000;
/// Bytes of a header block that are looked at, and of one field.
const BLOCK: usize = 256 * 1024;
const FIELD: usize = 64 * 1024;
/// Fields of a header block.
const FIELDS: u32 = 1000;
/// Bytes kept of what stands before the first part, in case there is none.
const PREAMBLE: usize = 64 * 1024;

/// Who is told what there is.
pub trait Sink {
    /// The message's own header block.
    fn message(&mut self, block: &[u8]);
    /// A multipart begins.
    fn open(&mut self, part: &Part);
    /// It has ended.
    fn close(&mut self);
    /// A part with content begins.
    fn leaf(&mut self, part: Part);
    /// Some of its content, decoded.
    fn data(&mut self, bytes: &[u8]);
    /// It has ended.
    fn end(&mut self);
}

/// An open multipart.
struct Frame {
    boundary: String,
    digest: bool,
    empty: bool,
}

/// What the next line is.
enum At {
    Headers,
    Leaf { decoder: Decoder, pending: Vec<u8> },
    Preamble,
    Skip,
}

struct Walker<'s, S> {
    sink: &'s mut S,
    frames: Vec<Frame>,
    at: At,
    root: bool,
    parts: u32,
    block: Block,
    preamble: Vec<u8>,
    scratch: Vec<u8>,
    /// The rest of this line is of no interest.
    passing: bool,
}

/// Reads a message and tells `sink` what there is.
///
/// # Errors
/// When reading fails.
pub fn walk<S: Sink>(raw: impl Read, sink: &mut S) -> io::Result<()> {
    let mut lines = Lines::new(raw);
    let mut walker = Walker {
        sink,
        frames: Vec::new(),
        at: At::Headers,
        root: true,
        parts: 0,
        block: Block::default(),
        preamble: Vec::new(),
        scratch: Vec::new(),
        passing: false,
    };
    while let Some(piece) = lines.next()? {
        walker.piece(piece.bytes, piece.first);
    }
    walker.finish();
    Ok(())
}

impl<S: Sink> Walker<'_, S> {
    fn piece(&mut self, bytes: &[u8], first: bool) {
        if first {
            self.passing = self.delimiter(bytes);
        }
        if self.passing {
            return;
        }
        if matches!(self.at, At::Headers) {
            match self.block.take(bytes, first, self.root) {
                Taken::Kept => return,
                Taken::End => return self.end_headers(),
                Taken::NotAField => self.end_headers(),
            }
        }
        self.body(bytes);
    }

    /// Whether the line ends a part; if so, it is done with.
    fn delimiter(&mut self, line: &[u8]) -> bool {
        let Some(rest) = line.strip_prefix(b"--") else { return false };
        let ends = |frame: &Frame| {
            let after = rest.strip_prefix(frame.boundary.as_bytes())?.trim_ascii_end();
            (after.is_empty() || after == b"--").then_some(!after.is_empty())
        };
        let Some((index, last)) = self.frames.iter().enumerate().rev().find_map(|(index, frame)| Some((index, ends(frame)?)))
        else {
            return false;
        };
        self.end_current();
        while self.frames.len() > index + usize::from(!last) {
            self.close();
        }
        self.at = if last { At::Skip } else { At::Headers };
        if let (false, Some(frame)) = (last, self.frames.last_mut()) {
            frame.empty = false;
        }
        true
    }

    fn end_headers(&mut self) {
        let block = std::mem::take(&mut self.block).finish();
        let digest = self.frames.last().is_some_and(|frame| frame.digest);
        let part = headers::part(&block, digest);
        if std::mem::take(&mut self.root) {
            self.sink.message(&block);
        }
        match &part.boundary {
            Some(boundary) if self.frames.len() < DEPTH => {
                self.sink.open(&part);
                self.frames.push(Frame {
                    boundary: boundary.clone(),
                    digest: part.content_type == "multipart/digest",
                    empty: true,
                });
                self.preamble.clear();
                self.at = At::Preamble;
            }
            _ => self.leaf(part),
        }
    }

    fn leaf(&mut self, part: Part) {
        self.parts += 1;
        if self.parts > PARTS {
            self.at = At::Skip;
            return;
        }
        self.at = At::Leaf { decoder: Decoder::new(part.encoding.as_deref()), pending: Vec::new() };
        self.sink.leaf(part);
    }

    fn body(&mut self, bytes: &[u8]) {
        match &mut self.at {
            At::Leaf { decoder, pending } => {
                // The line end before a delimiter belongs to the delimiter.
                let (text, end) = split_end(bytes);
                self.scratch.clear();
                decoder.push(pending, &mut self.scratch);
                decoder.push(text, &mut self.scratch);
                pending.clear();
                pending.extend_from_slice(end);
                self.sink.data(&self.scratch);
            }
            At::Preamble if self.preamble.len() < PREAMBLE => self.preamble.extend_from_slice(bytes),
            _ => {}
        }
    }

    fn end_current(&mut self) {
        if matches!(self.at, At::Headers) {
            self.end_headers();
        }
        if let At::Leaf { decoder, pending } = &mut self.at {
            self.scratch.clear();
            if self.frames.is_empty() {
                decoder.push(pending, &mut self.scratch);
            }
            decoder.finish(&mut self.scratch);
            self.sink.data(&self.scratch);
            self.sink.end();
        }
        self.at = At::Skip;
    }

    /// Ends the innermost multipart. One without any part says what it has to say in its preamble.
    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        let preamble = std::mem::take(&mut self.preamble);
        if frame.empty && !preamble.trim_ascii().is_empty() {
            self.sink.leaf(Part::default());
            self.sink.data(&preamble);
            self.sink.end();
        }
        self.sink.close();
    }

    fn finish(mut self) {
        self.end_current();
        while !self.frames.is_empty() {
            // A delimiter may have opened one more.
            self.close();
        }
    }
}

/// A header block as it comes in: only the fields that are looked at.
#[derive(Default)]
struct Block {
    bytes: Vec<u8>,
    fields: u32,
    /// Bytes that the current field may still have.
    room: usize,
}

enum Taken {
    Kept,
    End,
    NotAField,
}

impl Block {
    fn take(&mut self, bytes: &[u8], first: bool, root: bool) -> Taken {
        if first {
            let (line, _) = split_end(bytes);
            if line.is_empty() {
                return Taken::End;
            }
            let continues = matches!(line[0], b' ' | b'\t');
            if !continues {
                let Some(name) = field_name(line) else {
                    let separator = line.starts_with(b"From ") || line.starts_with(b">From ");
                    return if separator && self.fields == 0 { Taken::Kept } else { Taken::NotAField };
                };
                self.end_field();
                let wanted = self.fields < FIELDS && headers::is_read(name, root);
                self.fields += u32::from(wanted);
                self.room = if wanted { FIELD.min(BLOCK.saturating_sub(self.bytes.len())) } else { 0 };
            }
        }
        let kept = &bytes[..bytes.len().min(self.room)];
        self.room -= kept.len();
        self.bytes.extend_from_slice(kept);
        Taken::Kept
    }

    /// A field that was cut still ends with a line's end.
    fn end_field(&mut self) {
        if self.bytes.last().is_some_and(|last| *last != b'\n') {
            self.bytes.extend_from_slice(b"\r\n");
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.end_field();
        self.bytes
    }
}

/// The name of a header field, if this is one (RFC 5322, 3.6.8; blanks before the colon are obsolete but seen).
fn field_name(line: &[u8]) -> Option<&[u8]> {
    let (name, _) = line.split_at(memchr::memchr(b':', line)?);
    let name = name.trim_ascii_end();
    (!name.is_empty() && name.iter().all(u8::is_ascii_graphic)).then_some(name)
}

//! Puts together what a walk through a message tells: its face and its text.

use super::charset::{clean, cut, decode};
use super::headers::{self, Part};
use super::walk::Sink;
use super::{ATTACHMENT_LIMIT, Attachment, Face, Incoming, TEXT_LIMIT, fit, html};

/// Bytes of a text part that are looked at: HTML says little in many bytes, and some charsets take more than UTF-8.
const SOURCE_LIMIT: usize = 1024 * 1024;
/// Bytes of a message inside a message in which its subject is looked for.
const HEAD: usize = 16 * 1024;

/// Collects.
#[derive(Default)]
pub struct Collector {
    face: Face,
    files: u32,
    /// Bytes of JSON that the listed attachments take.
    listed: usize,
    frames: Vec<Frame>,
    leaf: Leaf,
    body: Option<Body>,
    contents: bool,
}

/// The text of a part.
struct Body {
    text: String,
    plain: bool,
    cut: bool,
}

/// An open multipart.
struct Frame {
    alternative: bool,
    related: bool,
    parts: u32,
    body: Option<Body>,
}

/// The open part.
#[derive(Default)]
enum Leaf {
    /// Nothing that is of interest.
    #[default]
    Passed,
    Text {
        part: Part,
        source: Vec<u8>,
        cut: bool,
    },
    File {
        attachment: Attachment,
        head: Vec<u8>,
    },
}

impl Collector {
    /// One for somebody who wants what is in the attachments, and keeps nothing itself.
    pub fn of_contents() -> Self {
        Self { contents: true, ..Self::default() }
    }

    /// Whether the open part is an attachment.
    pub const fn is_in_file(&self) -> bool {
        matches!(self.leaf, Leaf::File { .. })
    }

    /// What was read.
    pub fn finish(self) -> Incoming {
        let mut face = self.face;
        let Some(mut body) = self.body else { return Incoming { face, text: String::new() } };
        face.text_cut = cut(&mut body.text, TEXT_LIMIT) || body.cut;
        Incoming { face, text: body.text }
    }

    /// Whether a part is what people read, not a file.
    fn is_text(&self, part: &Part) -> bool {
        let readable = ["text/plain", "text/html"].contains(&part.content_type.as_str());
        match self.frames.last() {
            // The whole message.
            None => readable && !part.attached,
            Some(frame) => readable && !part.attached && part.name.is_none() && !(frame.related && frame.parts > 0),
        }
    }

    /// Whether a choice has been made already that leaves this part out.
    fn is_left_out(&self, part: &Part) -> bool {
        let decided = |body: &Body| body.plain && !body.text.is_empty();
        let html = part.content_type == "text/html";
        html && self.frames.iter().any(|frame| frame.alternative && frame.body.as_ref().is_some_and(decided))
    }

    fn file(&mut self, part: Part) -> Leaf {
        self.files = self.files.saturating_add(1);
        let number = self.files;
        Leaf::File {
            attachment: Attachment { number, name: part.name, content_type: part.content_type, size: 0 },
            head: Vec::new(),
        }
    }

    fn end_file(&mut self, mut attachment: Attachment, head: &[u8]) {
        if attachment.name.is_none() && attachment.content_type == "message/rfc822" {
            attachment.name = headers::subject_of(head).map(|subject| format!("{subject}.eml"));
        }
        if !self.contents {
            let listed = self.listed.saturating_add(fit::size(&attachment));
            // Once one is left out, so are all that follow.
            if self.face.attachments_cut > 0 || attachment.number > ATTACHMENT_LIMIT || listed > fit::ATTACHMENTS {
                self.face.attachments_cut = self.face.attachments_cut.saturating_add(1);
            } else {
                self.listed = listed;
                self.face.attachments.push(attachment);
            }
        }
    }

    fn add(&mut self, body: Body) {
        let Some(frame) = self.frames.last_mut() else {
            self.body = Some(body);
            return;
        };
        frame.body = Some(match frame.body.take() {
            None => body,
            Some(before) if frame.alternative => before.or(body),
            Some(before) => before.and(body),
        });
    }
}

impl Sink for Collector {
    fn message(&mut self, block: &[u8]) {
        if !self.contents {
            self.face = headers::face(block);
        }
    }

    fn open(&mut self, part: &Part) {
        if let Some(frame) = self.frames.last_mut() {
            frame.parts += 1;
        }
        let is = |kind: &str| part.content_type == kind;
        self.frames.push(Frame {
            alternative: is("multipart/alternative"),
            related: is("multipart/related"),
            parts: 0,
            body: None,
        });
    }

    fn close(&mut self) {
        if let Some(body) = self.frames.pop().and_then(|frame| frame.body) {
            self.add(body);
        }
    }

    fn leaf(&mut self, part: Part) {
        self.leaf = match self.is_text(&part) {
            true if self.contents || self.is_left_out(&part) => Leaf::Passed,
            true => Leaf::Text { part, source: Vec::new(), cut: false },
            false => self.file(part),
        };
        if let Some(frame) = self.frames.last_mut() {
            frame.parts += 1;
        }
    }

    fn data(&mut self, bytes: &[u8]) {
        match &mut self.leaf {
            Leaf::Passed => {}
            Leaf::Text { source, cut, .. } => *cut |= append(source, bytes, SOURCE_LIMIT),
            Leaf::File { attachment, head } => {
                attachment.size += bytes.len() as u64;
                if attachment.content_type == "message/rfc822" {
                    append(head, bytes, HEAD);
                }
            }
        }
    }

    fn end(&mut self) {
        match std::mem::take(&mut self.leaf) {
            Leaf::Passed => {}
            Leaf::Text { part, source, cut } => self.add(Body::new(&part, &source, cut)),
            Leaf::File { attachment, head } => self.end_file(attachment, &head),
        }
    }
}

impl Body {
    fn new(part: &Part, source: &[u8], source_cut: bool) -> Self {
        let text = decode(source, part.charset.as_deref());
        let plain = part.content_type == "text/plain";
        let mut text = clean(if plain { text } else { html::to_text(&text) }.as_str());
        text.truncate(text.trim_end().len());
        let leading = text.len() - text.trim_start_matches('\n').len();
        text.drain(..leading);
        let cut = cut(&mut text, TEXT_LIMIT) || source_cut;
        Self { text, plain, cut }
    }

    /// The better one of two that say the same.
    fn or(self, other: Self) -> Self {
        let rank = |body: &Self| u8::from(!body.text.is_empty()) * (1 + u8::from(body.plain));
        if rank(&other) > rank(&self) { other } else { self }
    }

    /// One after the other.
    fn and(mut self, other: Self) -> Self {
        if self.text.is_empty() {
            return other;
        }
        if !other.text.is_empty() {
            self.text.push_str("\n\n");
            self.text.push_str(&other.text);
            self.plain &= other.plain;
            self.cut |= other.cut;
        }
        self.cut |= cut(&mut self.text, TEXT_LIMIT);
        self
    }
}

/// Appends as much as fits; whether something did not.
fn append(to: &mut Vec<u8>, bytes: &[u8], limit: usize) -> bool {
    let fits = bytes.len().min(limit.saturating_sub(to.len()));
    to.extend_from_slice(&bytes[..fits]);
    fits < bytes.len()
}

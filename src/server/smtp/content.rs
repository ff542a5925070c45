//! The bytes of a message on their way in: where it ends, which dots go, and what it must not contain.
//!
//! Only CR LF ends a line, and only CR LF . CR LF ends a message: whoever takes anything else for an end can be made to see two
//! messages where another server saw one. NUL bytes are kept as they come: RFC 5321 forbids only to change them into something
//! else, and a message is stored as raw bytes.

use super::reply::{self, Reply};
use memchr::memchr2;

/// Where in a line the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Middle,
    /// Behind a CR.
    Cr,
    /// Behind a dot that begins a line.
    Dot,
    /// Behind such a dot and a CR.
    DotCr,
}

/// Reads the content of one message, in pieces of any size.
#[derive(Debug)]
pub(super) struct Reader {
    /// DATA: dots are stuffed, and a lone dot is the end. Otherwise BDAT.
    dots: bool,
    at: At,
    /// Bytes of the current line.
    line: usize,
    max_line: usize,
    length: u64,
    max_length: u64,
    refusal: Option<Reply>,
}

impl Reader {
    pub(super) const fn new(dots: bool, max_line: usize, max_length: u64) -> Self {
        Self { dots, at: At::Start, line: 0, max_line, length: 0, max_length, refusal: None }
    }

    /// Reads from `input` into `out` until the message ends (only with dots) or the input does; says whether it ended. Once the
    /// message is refused nothing is put out any more.
    pub(super) fn read(&mut self, input: &mut &[u8], out: &mut Vec<u8>) -> bool {
        while let Some((&byte, rest)) = input.split_first() {
            match (self.at, byte) {
                (At::Cr, b'\n') => {
                    self.put(b"\r\n", out);
                    self.at = At::Start;
                    self.line = 0;
                    *input = rest;
                }
                (At::DotCr, b'\n') => {
                    *input = rest;
                    return true;
                }
                (At::Cr | At::DotCr, _) => {
                    self.refuse(reply::CONTENT_BARE_LINE_END);
                    self.at = At::Middle;
                }
                (At::Start, b'.') if self.dots => {
                    self.at = At::Dot;
                    *input = rest;
                }
                (At::Dot, b'\r') => {
                    self.at = At::DotCr;
                    *input = rest;
                }
                (At::Start | At::Middle | At::Dot, _) => self.run(input, out),
            }
        }
        false
    }

    /// The bytes up to the next line end, or what looks like one.
    fn run(&mut self, input: &mut &[u8], out: &mut Vec<u8>) {
        let length = memchr2(b'\r', b'\n', input).unwrap_or(input.len());
        let (run, rest) = input.split_at(length);
        self.line += length;
        if self.line > self.max_line {
            self.refuse(reply::CONTENT_LINE_TOO_LONG);
        }
        self.put(run, out);
        self.at = At::Middle;
        *input = rest;
        if let Some((&end, rest)) = rest.split_first() {
            *input = rest;
            if end == b'\r' {
                self.at = At::Cr;
            } else {
                self.refuse(reply::CONTENT_BARE_LINE_END);
            }
        }
    }

    fn put(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.length = self.length.saturating_add(bytes.len() as u64);
        if self.length > self.max_length {
            self.refuse(reply::TOO_LARGE);
        }
        if self.refusal.is_none() {
            out.extend_from_slice(bytes);
        }
    }

    /// Remembers why the message cannot be taken. A lone CR or LF says most about the client and is kept before all else.
    pub(super) fn refuse(&mut self, reply: Reply) {
        if self.refusal.is_none() || reply == reply::CONTENT_BARE_LINE_END {
            self.refusal = Some(reply);
        }
    }

    /// Why the message cannot be taken, as far as it has come.
    pub(super) const fn refusal(&self) -> Option<Reply> {
        self.refusal
    }

    /// Why the message cannot be taken if it ends here.
    pub(super) fn refusal_at_end(&mut self) -> Option<Reply> {
        if !self.dots && self.at == At::Cr {
            self.refuse(reply::CONTENT_BARE_LINE_END);
        }
        self.refusal
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What was read, whether it ended, what is left, and why it is refused.
    fn read(dots: bool, input: &[u8], piece: usize) -> (Vec<u8>, bool, Vec<u8>, Option<Reply>) {
        let mut reader = Reader::new(dots, 100, 1000);
        let mut out = Vec::new();
        for (number, part) in input.chunks(piece).enumerate() {
            let mut part = part;
            if reader.read(&mut part, &mut out) {
                let mut left = part.to_vec();
                left.extend(input.chunks(piece).skip(number + 1).flatten());
                return (out, true, left, reader.refusal_at_end());
            }
            assert!(part.is_empty());
        }
        (out, false, Vec::new(), reader.refusal_at_end())
    }

    #[track_caller]
    fn check(input: &str, output: &str, left: &str) {
        for piece in 1..=input.len() {
            let (out, ended, rest, refusal) = read(true, input.as_bytes(), piece);
            assert_eq!((String::from_utf8(out).unwrap().as_str(), ended, refusal), (output, true, None), "{input:?} {piece}");
            assert_eq!(String::from_utf8(rest).unwrap(), left, "{input:?} {piece}");
        }
    }

    #[test]
    fn a_lone_dot_ends_a_message_and_stuffed_dots_lose_one() {
        check(".\r\n", "", "");
        check("\r\n.\r\n", "\r\n", "");
        check("a\r\n.\r\nQUIT\r\n", "a\r\n", "QUIT\r\n");
        check("..\r\n.\r\n", ".\r\n", "");
        check("...\r\n..a\r\n.b\r\n.\r\n", "..\r\n.a\r\nb\r\n", "");
        check("a.\r\n.\r\n", "a.\r\n", "");
        check("a\r\n.\r\n.\r\n", "a\r\n", ".\r\n");
        check("\0\u{7f}\u{e9}\r\n.\r\n", "\0\u{7f}\u{e9}\r\n", "");
    }

    #[test]
    fn nothing_else_ends_a_message_and_it_is_refused_at_its_real_end() {
        let ends = [
            "\n.\n",
            "\r.\r",
            "\r\n.\n",
            "\n.\r\n",
            "\r\n.\r",
            "\r.\r\n",
            "\r\n.\r\r",
            "\n\r.\r\n",
            "\n",
            "\r",
            "\r\r\n",
            ".\n",
            "\r\n\r.\r\n",
        ];
        for end in ends {
            let input = format!("a{end}MAIL FROM:<x@y>\r\nb\r\n.\r\nleft");
            for piece in 1..=input.len() {
                let (out, ended, rest, refusal) = read(true, input.as_bytes(), piece);
                assert_eq!((ended, refusal), (true, Some(reply::CONTENT_BARE_LINE_END)), "{end:?} {piece}");
                assert_eq!(rest, b"left", "{end:?} {piece}");
                assert!(!out.windows(4).any(|w| w == b"MAIL"), "{end:?}");
            }
        }
    }

    #[test]
    fn without_dots_everything_is_content_but_lone_line_ends() {
        let (out, ended, _, refusal) = read(false, b".\r\n..\r\n.\r\nno end", 3);
        assert_eq!((out.as_slice(), ended, refusal), (b".\r\n..\r\n.\r\nno end".as_slice(), false, None));
        for bad in ["a\nb", "a\rb", "a\r", "\n", "\r\r\n"] {
            for piece in 1..=bad.len() {
                assert_eq!(read(false, bad.as_bytes(), piece).3, Some(reply::CONTENT_BARE_LINE_END), "{bad:?}");
            }
        }
    }

    #[test]
    fn lines_and_messages_have_a_longest() {
        let fits = format!("{}\r\n.\r\n", "a".repeat(100));
        let line = format!("{}\r\n.\r\n", "a".repeat(101));
        let all = format!("{}.\r\n", "0123456789012345678901234567890123456789\r\n".repeat(24));
        assert_eq!(read(true, fits.as_bytes(), 7).3, None);
        assert_eq!(read(true, line.as_bytes(), 7).3, Some(reply::CONTENT_LINE_TOO_LONG));
        let (out, ended, _, refusal) = read(true, all.as_bytes(), 7);
        assert_eq!((ended, refusal), (true, Some(reply::TOO_LARGE)));
        assert!(out.len() <= 1000);
        let both = format!("{line}\n");
        assert_eq!(read(false, both.as_bytes(), 7).3, Some(reply::CONTENT_BARE_LINE_END));
    }
}

//! Content-Transfer-Encodings, decoded as they come and as leniently as mail programs do: what cannot stand there is passed over.

/// A decoder of one part's body.
#[derive(Debug, Default)]
pub enum Decoder {
    /// 7bit, 8bit, binary, and whatever nobody knows.
    #[default]
    Identity,
    /// Base64.
    Base64 {
        /// Up to three characters' bits.
        bits: u32,
        /// How many characters are in `bits`.
        held: u8,
    },
    /// Quoted-printable.
    Quoted {
        /// What of a `=XY` has come.
        escape: Vec<u8>,
        /// Blanks that count only when something follows on the line.
        blanks: Vec<u8>,
    },
}

/// The most blanks that are held back at the end of a line.
const BLANKS: usize = 1024;

impl Decoder {
    /// The decoder for a Content-Transfer-Encoding.
    pub fn new(encoding: Option<&str>) -> Self {
        match encoding.map(str::trim).unwrap_or_default() {
            name if name.eq_ignore_ascii_case("base64") => Self::Base64 { bits: 0, held: 0 },
            name if name.eq_ignore_ascii_case("quoted-printable") => Self::Quoted { escape: Vec::new(), blanks: Vec::new() },
            _ => Self::Identity,
        }
    }

    /// Decodes the next bytes onto `out`.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        match self {
            Self::Identity => out.extend_from_slice(bytes),
            Self::Base64 { bits, held } => {
                for byte in bytes {
                    base64(*byte, bits, held, out);
                }
            }
            Self::Quoted { escape, blanks } => {
                for byte in bytes {
                    quoted(*byte, escape, blanks, out);
                }
            }
        }
    }

    /// Decodes what was held back.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        match self {
            Self::Identity => {}
            Self::Base64 { bits, held } => flush(bits, held, out),
            // A soft break may be the last there is.
            Self::Quoted { escape, .. } if escape.len() < 2 => escape.clear(),
            Self::Quoted { escape, .. } => out.append(escape),
        }
    }
}

fn base64(byte: u8, bits: &mut u32, held: &mut u8, out: &mut Vec<u8>) {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        // Some join encoded pieces: what follows the padding counts.
        b'=' => return flush(bits, held, out),
        _ => return,
    };
    *bits = (*bits << 6) | u32::from(value);
    *held += 1;
    if *held == 4 {
        out.extend_from_slice(&bits.to_be_bytes()[1..]);
        (*bits, *held) = (0, 0);
    }
}

fn flush(bits: &mut u32, held: &mut u8, out: &mut Vec<u8>) {
    match *held {
        2 => out.push((*bits >> 4) as u8),
        3 => out.extend_from_slice(&(*bits >> 2).to_be_bytes()[2..]),
        _ => {}
    }
    (*bits, *held) = (0, 0);
}

fn quoted(byte: u8, escape: &mut Vec<u8>, blanks: &mut Vec<u8>, out: &mut Vec<u8>) {
    if !escape.is_empty() {
        escape.push(byte);
        return escaped(escape, blanks, out);
    }
    match byte {
        b' ' | b'\t' if blanks.len() < BLANKS => blanks.push(byte),
        // Blanks at the end of a line were added on the way (RFC 2045, 6.7).
        b'\r' | b'\n' => {
            blanks.clear();
            out.push(byte);
        }
        _ => {
            out.append(blanks);
            if byte == b'=' { escape.push(byte) } else { out.push(byte) }
        }
    }
}

/// An escape that may have become whole, or wrong.
fn escaped(escape: &mut Vec<u8>, blanks: &mut Vec<u8>, out: &mut Vec<u8>) {
    match escape[1..] {
        // A soft break; blanks before its line's end were added on the way.
        [b'\n'] | [b'\r', b'\n'] => escape.clear(),
        [b'\r'] => {}
        [b' ' | b'\t'] => {
            escape.pop();
        }
        [high] if high.is_ascii_hexdigit() => {}
        [high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
            out.push((digit(high) << 4) | digit(low));
            escape.clear();
        }
        // Wrong: what came stands for itself.
        _ => {
            let last = escape.pop();
            out.append(escape);
            if let Some(last) = last {
                quoted(last, escape, blanks, out);
            }
        }
    }
}

fn digit(hex: u8) -> u8 {
    match hex {
        b'0'..=b'9' => hex - b'0',
        b'a'..=b'f' => hex - b'a' + 10,
        _ => hex.wrapping_sub(b'A').wrapping_add(10),
    }
}

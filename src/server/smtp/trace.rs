//! What we write on top of a message (RFC 5321, 4.4), and what the traces on top of it tell about loops.

use crate::mail::LOOP_HEADER;
use jiff::Timestamp;
use std::fmt::Write as _;
use std::net::IpAddr;

/// `Received` headers after which a message goes in circles. RFC 5321, 6.3: no fewer than 100 hops *should* be borne, but mail
/// that is forwarded to a support mailbox has taken ten or so.
const MAX_HOPS: usize = 50;

/// What our `Received` header says.
pub(super) struct Trace<'a> {
    /// The reverse path.
    pub(super) sender: &'a str,
    /// What the client called itself.
    pub(super) helo: &'a str,
    /// Where it connected from.
    pub(super) client: IpAddr,
    /// Our name.
    pub(super) host: &'a str,
    /// How it came: `ESMTP` and the like (RFC 3848, RFC 6531).
    pub(super) with: &'a str,
    /// The message's number here.
    pub(super) id: &'a str,
    /// The recipient, when there is only one: others are nobody's business.
    pub(super) only_recipient: Option<&'a str>,
    /// Unix milliseconds.
    pub(super) at: i64,
}

impl Trace<'_> {
    /// Writes the two headers. Everything in them was checked when it came: no value holds a control character.
    pub(super) fn write(&self, to: &mut Vec<u8>) {
        let date = Timestamp::from_millisecond(self.at).unwrap_or_default().strftime("%a, %-d %b %Y %H:%M:%S +0000");
        let (ip, tag) = match self.client.to_canonical() {
            IpAddr::V4(ip) => (IpAddr::V4(ip), ""),
            IpAddr::V6(ip) => (IpAddr::V6(ip), "IPv6:"),
        };
        let mut text = String::with_capacity(320);
        // Writing into a String cannot fail.
        let _ = write!(text, "Return-Path: <{}>\r\nReceived: from {} ([{tag}{ip}])\r\n", self.sender, self.helo);
        let _ = write!(text, "\tby {} with {} id {}", self.host, self.with, self.id);
        if let Some(recipient) = self.only_recipient {
            let _ = write!(text, "\r\n\tfor <{recipient}>");
        }
        let _ = write!(text, ";\r\n\t{date}\r\n");
        to.extend_from_slice(text.as_bytes());
    }
}

/// Whether a message has been here before, by its headers: too many hops, or an automatic answer to one of our own replies that
/// carries our `mark` in `X-Loop`. Our own reply that comes back by itself is none: it is stored once.
pub(super) fn is_loop(message: &[u8], mark: &str) -> bool {
    let (mut hops, mut automatic, mut ours) = (0, false, false);
    let mut rest = message;
    while let Some((line, after)) = next_line(rest) {
        if line.is_empty() {
            break;
        }
        rest = after;
        let Some((name, value)) = line.iter().position(|&b| b == b':').map(|at| (line[..at].trim_ascii_end(), &line[at + 1..]))
        else {
            continue;
        };
        if name.eq_ignore_ascii_case(b"Received") {
            hops += 1;
        } else if name.eq_ignore_ascii_case(b"Auto-Submitted") {
            let word = value.split(|&b| b == b';' || b == b'(').next().unwrap_or_default().trim_ascii();
            automatic |= !word.is_empty() && !word.eq_ignore_ascii_case(b"no");
        } else if name.eq_ignore_ascii_case(LOOP_HEADER.as_bytes()) {
            ours |= !mark.is_empty() && value.trim_ascii().eq_ignore_ascii_case(mark.as_bytes());
        }
    }
    hops > MAX_HOPS || automatic && ours
}

/// The first line without its end, and what is behind it. A line that goes on (RFC 5322, folding) is one without a name of its own.
fn next_line(text: &[u8]) -> Option<(&[u8], &[u8])> {
    if text.is_empty() {
        return None;
    }
    let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let line = &text[..end];
    let after = text.get(end + 1..).unwrap_or_default();
    Some((line.strip_suffix(b"\r").unwrap_or(line), after))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const DOMAIN: &str = "inbound.example.test";
    const MARK: &str = "0123456789abcdef0123456789abcdef";

    fn trace(client: &str, only_recipient: Option<&str>) -> String {
        let trace = Trace {
            sender: "a@example.com",
            helo: "mx.example.com",
            client: client.parse().unwrap(),
            host: DOMAIN,
            with: "ESMTPS",
            id: "1.2.3",
            only_recipient,
            at: 784_111_777_007,
        };
        let mut to = Vec::new();
        trace.write(&mut to);
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn the_headers() {
        assert_eq!(
            trace("192.0.2.1", Some("x@inbound.example.test")),
            "Return-Path: <a@example.com>\r\nReceived: from mx.example.com ([192.0.2.1])\r\n\tby inbound.example.test with ESMTPS id \
             1.2.3\r\n\tfor <x@inbound.example.test>;\r\n\tSun, 6 Nov 1994 08:49:37 +0000\r\n"
        );
        assert!(!trace("192.0.2.1", None).contains("for <"));
        assert!(trace("2001:db8::1", None).contains("([IPv6:2001:db8::1])"));
        assert!(trace("::ffff:192.0.2.1", None).contains("([192.0.2.1])"));
    }

    #[test]
    fn fifty_hops_are_borne_and_no_more() {
        let hops = |n: usize| format!("{}Subject: s\r\n\r\nReceived: x\r\n", "received : from a\r\n\tby b\r\n".repeat(n));
        assert!(!is_loop(hops(50).as_bytes(), MARK));
        assert!(is_loop(hops(51).as_bytes(), MARK));
    }

    #[test]
    fn an_automatic_answer_with_our_mark_is_a_loop() {
        let is = |headers: &str| is_loop(format!("Subject: s\r\n{headers}\r\nbody").as_bytes(), MARK);
        assert!(is(&format!("Auto-Submitted: auto-replied\r\nX-Loop: {MARK}\r\n")));
        assert!(is(&format!("x-loop:  {MARK} \r\nauto-submitted:auto-generated; x=y\r\n")));
        assert!(!is("Auto-Submitted: auto-replied\r\n"));
        assert!(!is(&format!("X-Loop: {MARK}\r\n")));
        assert!(!is(&format!("Auto-Submitted: No (really)\r\nX-Loop: {MARK}\r\n")));
        assert!(!is(&format!("Auto-Submitted:\r\nX-Loop: {MARK}\r\n")));
        assert!(!is("Auto-Submitted: auto-replied\r\nX-Loop: list@example.com\r\n"));
        assert!(!is("Auto-Submitted: auto-replied\r\nX-Loop: c@inbound.example.test\r\n"));
        assert!(!is_loop(b"Auto-Submitted: auto-replied\r\nX-Loop:\r\n", ""), "no mark is no mark");
        assert!(!is(&format!("Auto-Submitted: auto-replied\r\n\r\nX-Loop: {MARK}\r\n")));
        assert!(!is(&format!("X-Other: a\r\n\tX-Loop: {MARK}\r\nAuto-Submitted: auto-replied\r\n")));
    }

    #[test]
    fn anything_can_be_asked() {
        for odd in [b"".as_slice(), b"\r\n", b":", b"\n\n", b"X-Loop", b"X-Loop:", b"Auto-Submitted: \xff", b"\0\0:\r\n"] {
            assert!(!is_loop(odd, MARK) && !is_loop(odd, ""));
        }
    }
}

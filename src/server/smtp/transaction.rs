//! A mail transaction: from MAIL to the answer that the message was taken, or not.

use super::content::Reader;
use super::path::Path;
use super::reply::{self, Reply};
use super::trace;
use crate::server::journal::{Envelope, Recipient};

/// What was said since MAIL.
pub(super) struct Transaction {
    pub(super) sender: String,
    /// Bytes that SIZE announced; 0 when it did not.
    pub(super) size: u64,
    pub(super) utf8: bool,
    pub(super) recipients: Vec<Recipient>,
    /// Since DATA or the first BDAT.
    pub(super) body: Option<Body>,
}

/// A message as far as it has come.
pub(super) struct Body {
    pub(super) reader: Reader,
    /// What was not put aside, our own headers included.
    pub(super) bytes: Vec<u8>,
    /// Where the client's own bytes begin in the first of them.
    pub(super) begin: usize,
    /// Whether a part was put aside.
    pub(super) aside: bool,
    /// The message's number.
    pub(super) id: String,
}

/// A message that has come to its end.
pub struct Message {
    /// What the session said about it.
    pub envelope: Envelope,
    /// All of it, or what follows the pieces that were put aside.
    pub bytes: Vec<u8>,
    /// Whether there were such pieces.
    pub aside: bool,
}

impl Body {
    /// Looks at the headers, once: before the first piece is put aside, or at the end. Headers beyond the first piece, a MiB or
    /// so, are not looked at: hops are written on top.
    pub(super) fn look_for_loops(&mut self, mark: &str) {
        if !self.aside && self.reader.refusal().is_none() && trace::is_loop(&self.bytes[self.begin..], mark) {
            self.reader.refuse(reply::LOOP);
        }
    }
}

/// Which channel a path names: a UUID at `domain`, in any case, quoted or not.
pub(super) fn channel_id(path: &Path<'_>, domain: &str) -> Result<String, Reply> {
    if path.domain.is_empty() {
        // RFC 5321 wants a postmaster; there is nobody here who reads such mail.
        return Err(reply::UNKNOWN_RECIPIENT);
    }
    let named = path.domain.strip_suffix('.').unwrap_or(path.domain);
    let ours = named.eq_ignore_ascii_case(domain)
        || !named.is_ascii() && idna::domain_to_ascii(named).is_ok_and(|ascii| ascii.eq_ignore_ascii_case(domain));
    if !ours {
        return Err(reply::RELAYING);
    }
    let local = path.unquoted();
    // The parser knows shorter and longer spellings; a forwarder has one.
    match uuid::Uuid::try_parse(&local) {
        Ok(id) if local.len() == uuid::fmt::Hyphenated::LENGTH => Ok(id.hyphenated().to_string()),
        _ => Err(reply::UNKNOWN_RECIPIENT),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ID: &str = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

    #[test]
    fn forwarders_in_all_spellings() {
        let id = |written: &str| channel_id(&Path::read(written).unwrap().0, "xn--mnchen-3ya.test");
        for written in [
            format!("<{ID}@xn--mnchen-3ya.test>"),
            format!("<{}@XN--Mnchen-3ya.Test>", ID.to_uppercase()),
            format!("<\"{ID}\"@xn--mnchen-3ya.test>"),
            format!("<\"\\{ID}\"@xn--mnchen-3ya.test>"),
            format!("<{ID}@münchen.test>"),
            format!("<{ID}@xn--mnchen-3ya.test.>"),
        ] {
            assert_eq!(id(&written), Ok(ID.to_owned()), "{written}");
        }
        for written in [
            "<postmaster>".to_owned(),
            "<postmaster@xn--mnchen-3ya.test>".to_owned(),
            format!("<{}@xn--mnchen-3ya.test>", ID.replace('-', "")),
            format!("<{{{ID}}}@xn--mnchen-3ya.test>"),
            format!("<{ID}+tag@xn--mnchen-3ya.test>"),
            format!("<{}@xn--mnchen-3ya.test>", &ID[1..]),
            format!("<\" {ID}\"@xn--mnchen-3ya.test>"),
        ] {
            assert_eq!(id(&written), Err(reply::UNKNOWN_RECIPIENT), "{written}");
        }
        for domain in ["example.com", "sub.xn--mnchen-3ya.test", "test", "[127.0.0.1]", "münchen.example"] {
            assert_eq!(id(&format!("<{ID}@{domain}>")), Err(reply::RELAYING), "{domain}");
        }
    }
}

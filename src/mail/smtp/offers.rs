//! What a server offers in its answer to EHLO.

use super::wire::Reply;

/// Words of the server that are looked at; nobody offers more.
const MANY: usize = 200;

/// The extensions that matter here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Offers {
    /// Whether STARTTLS is offered.
    pub(super) starttls: bool,
    /// The words of AUTH, in upper case.
    pub(super) auth: Vec<String>,
    /// The largest message that is taken, in bytes; 0 where the server does not say.
    pub(super) size: Option<u64>,
    /// PIPELINING (RFC 2920).
    pub(super) pipelining: bool,
    /// 8BITMIME (RFC 6152).
    pub(super) eight_bit: bool,
    /// SMTPUTF8 (RFC 6531).
    pub(super) utf8: bool,
}

/// How to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mechanism {
    /// In one line (RFC 4616).
    Plain,
    /// In two, each asked for.
    Login,
}

impl Offers {
    /// Reads the answer to EHLO.
    pub(super) fn read(reply: &Reply) -> Self {
        let mut offers = Self::default();
        for line in reply.words().skip(1).take(MANY) {
            // AUTH=… is how servers wrote it before the standard.
            let mut words = line.split([' ', '=', '\t']).filter(|word| !word.is_empty()).map(str::to_ascii_uppercase);
            match words.next().as_deref() {
                Some("STARTTLS") => offers.starttls = true,
                Some("AUTH") => {
                    for word in words.take(MANY).filter(|word| word.bytes().all(|b| b.is_ascii_graphic())) {
                        if !offers.auth.contains(&word) {
                            offers.auth.push(word);
                        }
                    }
                }
                Some("SIZE") => offers.size = Some(words.next().and_then(|size| size.parse().ok()).unwrap_or(0)),
                Some("PIPELINING") => offers.pipelining = true,
                Some("8BITMIME") => offers.eight_bit = true,
                Some("SMTPUTF8") => offers.utf8 = true,
                _ => {}
            }
        }
        offers
    }

    /// The best way to sign in that is offered and known.
    pub(super) fn mechanism(&self) -> Option<Mechanism> {
        let offered = |name: &str| self.auth.iter().any(|word| word == name);
        match () {
            () if offered("PLAIN") => Some(Mechanism::Plain),
            () if offered("LOGIN") => Some(Mechanism::Login),
            () => None,
        }
    }

    /// What of it a person wants to know.
    pub(super) fn describe(&self) -> String {
        let mut parts = Vec::new();
        if self.starttls {
            parts.push("STARTTLS".to_owned());
        }
        if !self.auth.is_empty() {
            parts.push(format!("AUTH {}", self.auth.join(" ")));
        }
        match self.size {
            Some(0) => parts.push("SIZE without a limit".to_owned()),
            Some(size @ 1_000_000..) => parts.push(format!("SIZE {} MB", size / 1_000_000)),
            Some(size) => parts.push(format!("SIZE {size} bytes")),
            None => {}
        }
        if parts.is_empty() { "offers nothing that matters here".to_owned() } else { parts.join(", ") }
    }
}

impl Mechanism {
    /// Its name in AUTH.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Offers {
        Offers::read(&Reply { code: 250, lines: lines.iter().map(|line| format!("250-{line}")).collect() })
    }

    #[test]
    fn what_matters_is_read() {
        let offers =
            read(&["STARTTLS", "size 35882577", "AUTH LOGIN PLAIN xoauth2", "auth=LOGIN", "PIPELINING", "8BITMIME", "SMTPUTF8"]);
        assert!(!offers.starttls, "the first line is a greeting");
        assert_eq!(offers.auth, ["LOGIN", "PLAIN", "XOAUTH2"]);
        assert!(offers.pipelining && offers.eight_bit && offers.utf8);
        assert_eq!(offers.mechanism(), Some(Mechanism::Plain));
        assert_eq!(offers.describe(), "AUTH LOGIN PLAIN XOAUTH2, SIZE 35 MB");
        assert_eq!(read(&["x", "StartTLS", "SIZE"]).describe(), "STARTTLS, SIZE without a limit");
        assert_eq!(read(&["x", "SIZE 1000", "AUTH=login"]).describe(), "AUTH LOGIN, SIZE 1000 bytes");
    }

    #[test]
    fn what_does_not_matter_or_is_broken_is_left_out() {
        for lines in [&["x"][..], &[], &["x", "", "  ", "=", "XAUTH PLAIN", "AUTHX", "STARTTLSX"]] {
            assert_eq!(read(lines), Offers::default());
        }
        assert_eq!(read(&["x", "SIZE many", "AUTH"]), Offers { size: Some(0), ..Offers::default() });
        assert_eq!(read(&["x", "AUTH XOAUTH2 CRAM-MD5"]).mechanism(), None);
        let many = "AUTH ".to_owned() + &(0..5000).map(|n| format!("M{n} ")).collect::<String>();
        assert_eq!(read(&["x", &many]).auth.len(), MANY);
    }
}

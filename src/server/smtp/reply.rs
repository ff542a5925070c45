//! What the receiver says (RFC 5321, enhanced codes of RFC 3463).

use smtp_proto::Response;
use std::fmt::Display;

/// A reply with an enhanced status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reply {
    code: u16,
    enhanced: [u8; 3],
    text: &'static str,
}

impl Reply {
    const fn new(code: u16, enhanced: [u8; 3], text: &'static str) -> Self {
        Self { code, enhanced, text }
    }

    /// Whether the client is to give up what it asked for.
    pub(super) const fn is_final_refusal(&self) -> bool {
        self.code >= 500
    }

    /// Appends the reply.
    pub(super) fn write(&self, to: &mut Vec<u8>) {
        let [class, subject, detail] = self.enhanced;
        write(to, self.code, [class, subject, detail], self.text);
    }
}

/// Appends a reply with a text of its own.
pub(super) fn write(to: &mut Vec<u8>, code: u16, [class, subject, detail]: [u8; 3], text: impl Display) {
    // Writing into a Vec cannot fail.
    let _ = Response::new(code, class, subject, detail, text).write(to);
}

pub(super) const OK: Reply = Reply::new(250, [2, 0, 0], "OK");
pub(super) const SENDER_OK: Reply = Reply::new(250, [2, 1, 0], "Sender OK");
pub(super) const RECIPIENT_OK: Reply = Reply::new(250, [2, 1, 5], "Recipient OK");
pub(super) const GOODBYE: Reply = Reply::new(221, [2, 0, 0], "Goodbye");
pub(super) const HELP: Reply = Reply::new(214, [2, 0, 0], "See RFC 5321; mail is taken for connected channels only");
pub(super) const READY_FOR_TLS: Reply = Reply::new(220, [2, 0, 0], "Ready to start TLS");
// Who asks must not learn which forwarders there are without sending mail (RFC 5321, 7.3).
pub(super) const CANNOT_VERIFY: Reply = Reply::new(252, [2, 5, 0], "Cannot verify; send the message and it will be tried");

pub(super) const UNKNOWN_COMMAND: Reply = Reply::new(500, [5, 5, 1], "Command not recognized");
pub(super) const LINE_TOO_LONG: Reply = Reply::new(500, [5, 5, 2], "Line too long");
pub(super) const BARE_LINE_END: Reply = Reply::new(500, [5, 5, 2], "Lines end with CR LF, and neither stands alone");
pub(super) const CONTROL_CHARACTER: Reply = Reply::new(500, [5, 5, 2], "Control character in command");
pub(super) const NOT_UTF8: Reply = Reply::new(500, [5, 5, 2], "Command is not valid UTF-8");
pub(super) const SYNTAX: Reply = Reply::new(501, [5, 5, 4], "Syntax error in parameters");
pub(super) const NO_ARGUMENT: Reply = Reply::new(501, [5, 5, 4], "Command takes no argument");
pub(super) const BAD_HELO: Reply = Reply::new(501, [5, 5, 4], "Say your host name or your address in brackets");
pub(super) const BAD_SENDER: Reply = Reply::new(501, [5, 1, 7], "Not an address: MAIL FROM:<address>");
pub(super) const BAD_RECIPIENT: Reply = Reply::new(501, [5, 1, 3], "Not an address: RCPT TO:<address>");
pub(super) const NOT_IMPLEMENTED: Reply = Reply::new(502, [5, 5, 1], "Command not implemented");
pub(super) const NO_AUTHENTICATION: Reply = Reply::new(502, [5, 5, 1], "Nobody signs in here");
pub(super) const NO_TLS: Reply = Reply::new(502, [5, 5, 1], "TLS is not available");
pub(super) const TLS_ALREADY: Reply = Reply::new(503, [5, 5, 1], "TLS is active already");
pub(super) const AFTER_STARTTLS: Reply = Reply::new(554, [5, 5, 1], "Nothing may be sent after STARTTLS before its reply");
pub(super) const HELO_FIRST: Reply = Reply::new(503, [5, 5, 1], "Say EHLO first");
pub(super) const MAIL_FIRST: Reply = Reply::new(503, [5, 5, 1], "Say MAIL first");
pub(super) const MAIL_ALREADY: Reply = Reply::new(503, [5, 5, 1], "MAIL was said already");
pub(super) const CHUNKS_BEGUN: Reply = Reply::new(503, [5, 5, 1], "The message is being sent with BDAT");
pub(super) const NO_RECIPIENTS: Reply = Reply::new(554, [5, 5, 1], "No valid recipients");
pub(super) const UNKNOWN_PARAMETER: Reply = Reply::new(555, [5, 5, 4], "Parameter not recognized or not implemented");
pub(super) const NEEDS_SMTPUTF8: Reply = Reply::new(553, [5, 6, 7], "An address beyond ASCII needs SMTPUTF8");

// 5.7.1 rather than 5.1.2: the domain may well exist, but mail for it is none of our business. It is what other servers say.
pub(super) const RELAYING: Reply = Reply::new(550, [5, 7, 1], "Relaying denied");
pub(super) const UNKNOWN_RECIPIENT: Reply = Reply::new(550, [5, 1, 1], "No such forwarder");
pub(super) const TRY_LATER: Reply = Reply::new(451, [4, 3, 0], "Cannot take mail for the moment, try again later");
pub(super) const DISK_FULL: Reply = Reply::new(452, [4, 3, 1], "No space for the message for the moment");

pub(super) const TOO_MANY_RECIPIENTS: Reply = Reply::new(452, [4, 5, 3], "Too many recipients");
pub(super) const TOO_LARGE: Reply = Reply::new(552, [5, 3, 4], "Message is too large");
pub(super) const CONTENT_LINE_TOO_LONG: Reply = Reply::new(554, [5, 6, 0], "The message has a line that is too long");
pub(super) const CONTENT_BARE_LINE_END: Reply = Reply::new(550, [5, 6, 11], "The message has a CR or LF that stands alone");
pub(super) const LOOP: Reply = Reply::new(554, [5, 4, 6], "Mail loop");

pub(super) const TOO_MANY_ERRORS: Reply = Reply::new(421, [4, 7, 0], "Too many errors");
pub(super) const TOO_MANY_COMMANDS: Reply = Reply::new(421, [4, 7, 0], "Too many commands without a message");
pub(super) const TOO_MANY_CONNECTIONS: Reply = Reply::new(421, [4, 3, 2], "Too many connections, try again later");
pub(super) const TOO_MANY_FROM_YOU: Reply = Reply::new(421, [4, 7, 0], "Too many connections from your address, try again later");
pub(super) const IDLE: Reply = Reply::new(421, [4, 4, 2], "Nothing came for too long");
pub(super) const SLOW: Reply = Reply::new(421, [4, 4, 2], "The message comes too slowly");
pub(super) const TOO_LONG: Reply = Reply::new(421, [4, 4, 2], "The session has lasted too long");
pub(super) const SHUTTING_DOWN: Reply = Reply::new(421, [4, 3, 2], "The server is shutting down");

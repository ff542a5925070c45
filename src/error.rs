//! What can go wrong, told once: the kind decides the exit code, the message says what happened, the hint says what to do next.

use std::fmt;

/// The kinds of outcome that end a command, each with its own public exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Something nobody planned for. Exit 1.
    Unexpected,
    /// Wrong words, a required field missing, `--yes` required. Exit 2.
    Usage,
    /// The person at the prompt said no. Exit 3.
    Declined,
    /// Not signed in, an expired credential or a wrong password. Exit 4.
    NotSignedIn,
    /// The role may not do this. Exit 5.
    Forbidden,
    /// There is no such channel. Exit 6.
    NotFound,
    /// The mailbox is connected already. Exit 7.
    AlreadyExists,
    /// The server rejected the data. Exit 8.
    Rejected,
    /// An SMTP check failed or forwarding could not be proven. Exit 9.
    NotProven,
    /// The server asks to slow down for longer than the deadline allows. Exit 10.
    RateLimited,
    /// The server cannot be reached or keeps failing. Exit 11.
    Unreachable,
    /// Part of a bulk operation failed. Exit 12.
    Partial,
    /// `plan` found changes. Exit 20.
    Changes,
    /// Ctrl-C. Exit 130.
    Interrupted,
    /// SIGTERM, or a terminal that was closed. Exit 143.
    Terminated,
}

impl Kind {
    /// Every kind, in the order of its exit code.
    pub const ALL: [Self; 15] = [
        Self::Unexpected,
        Self::Usage,
        Self::Declined,
        Self::NotSignedIn,
        Self::Forbidden,
        Self::NotFound,
        Self::AlreadyExists,
        Self::Rejected,
        Self::NotProven,
        Self::RateLimited,
        Self::Unreachable,
        Self::Partial,
        Self::Changes,
        Self::Interrupted,
        Self::Terminated,
    ];

    /// The process exit code; public and stable.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Unexpected => 1,
            Self::Usage => 2,
            Self::Declined => 3,
            Self::NotSignedIn => 4,
            Self::Forbidden => 5,
            Self::NotFound => 6,
            Self::AlreadyExists => 7,
            Self::Rejected => 8,
            Self::NotProven => 9,
            Self::RateLimited => 10,
            Self::Unreachable => 11,
            Self::Partial => 12,
            Self::Changes => 20,
            Self::Interrupted => 130,
            Self::Terminated => 143,
        }
    }

    /// The stable name of the kind in JSON errors.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unexpected => "unexpected",
            Self::Usage => "usage",
            Self::Declined => "declined",
            Self::NotSignedIn => "not_signed_in",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::AlreadyExists => "already_exists",
            Self::Rejected => "rejected",
            Self::NotProven => "not_proven",
            Self::RateLimited => "rate_limited",
            Self::Unreachable => "unreachable",
            Self::Partial => "partial",
            Self::Changes => "changes",
            Self::Interrupted => "interrupted",
            Self::Terminated => "terminated",
        }
    }
}

/// One field of a form and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The label of the field, as the panel names it.
    pub field: String,
    /// What is wrong, and how to pass the field.
    pub message: String,
}

/// A failed command. Holds no secret: whoever builds one puts none in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    kind: Kind,
    message: String,
    hint: Option<String>,
    fields: Vec<FieldError>,
    request_id: Option<String>,
}

/// The result of everything in this program that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind` with a message for a person.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, fields: Vec::new(), request_id: None }
    }

    /// A [`Kind::Usage`] error.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// A [`Kind::Unexpected`] error that says what was being done when `cause` came.
    pub fn unexpected(doing: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self::new(Kind::Unexpected, format!("{doing}: {cause}"))
    }

    /// The error for Ctrl-C.
    #[must_use]
    pub fn interrupted() -> Self {
        Self::new(Kind::Interrupted, "interrupted")
    }

    /// The error for SIGTERM.
    #[must_use]
    pub fn terminated() -> Self {
        Self::new(Kind::Terminated, "terminated")
    }

    /// All fields that are missing or wrong, reported at once (exit 2).
    #[must_use]
    pub fn fields(fields: Vec<FieldError>) -> Self {
        let lines: Vec<String> = fields.iter().map(|f| format!("{}: {}", f.field, f.message)).collect();
        Self { fields, ..Self::usage(lines.join("\n")) }
    }

    /// Adds what to do next.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the server's request id, for a support ticket.
    #[must_use]
    pub fn with_request_id(mut self, id: Option<String>) -> Self {
        self.request_id = id.or(self.request_id);
        self
    }

    /// The kind, and with it the exit code.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// What happened.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do next, if anything is known.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The fields that are wrong, if it is about fields.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.fields
    }

    /// The server's request id, if an answer came.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_and_names_are_distinct() {
        let mut codes: Vec<u8> = Kind::ALL.iter().map(|k| k.exit_code()).collect();
        let mut names: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
        codes.dedup();
        names.sort_unstable();
        names.dedup();
        assert_eq!(codes, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 130, 143]);
        assert_eq!(names.len(), Kind::ALL.len());
    }

    #[test]
    fn all_missing_fields_stand_in_one_message() {
        let field = |f: &str| FieldError { field: f.into(), message: "field is required".into() };
        let error = Error::fields(vec![field("email address"), field("password")]);
        assert_eq!(error.message(), "email address: field is required\npassword: field is required");
        assert_eq!(error.kind(), Kind::Usage);
    }
}

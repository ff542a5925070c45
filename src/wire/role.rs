//! Who may do what \[V\]: the panel's three roles.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A role in an organization \[C\].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// May do everything.
    Admin,
    /// May look at channels, and use the Inbox.
    Supervisor,
    /// May use the Inbox only.
    Agent,
}

impl Role {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
        }
    }

    /// Reads the wire's word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Admin, Self::Supervisor, Self::Agent].into_iter().find(|r| r.as_str().eq_ignore_ascii_case(word))
    }

    /// Whether the role may add, edit and disconnect channels.
    #[must_use]
    pub const fn may_integrate(self) -> bool {
        matches!(self, Self::Admin)
    }

    /// Whether the role may look at channels.
    #[must_use]
    pub const fn may_view_channels(self) -> bool {
        matches!(self, Self::Admin | Self::Supervisor)
    }
}

/// As the panel writes it: with a capital letter.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Admin => "Admin",
            Self::Supervisor => "Supervisor",
            Self::Agent => "Agent",
        })
    }
}

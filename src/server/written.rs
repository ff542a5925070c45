//! What an agent wrote: read from the request by one room, made a mail of by another.

use crate::channel::Address;

/// What an agent wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    /// In the place of the room's customer.
    pub to: Vec<Address>,
    /// Further recipients that everybody sees.
    pub cc: Vec<Address>,
    /// Further recipients that nobody sees.
    pub bcc: Vec<Address>,
    /// In the place of the subject that follows from the room.
    pub subject: Option<String>,
}

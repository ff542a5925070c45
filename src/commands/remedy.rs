//! Remedies of SMTP errors, told so that their commands can be pasted.

use crate::profile::quoted;

/// What the data says for a channel that it does not know.
const EDIT: &str = "qontak email edit CHANNEL";

/// A remedy for the channel of this mailbox.
pub(super) fn for_mailbox(remedy: &str, mailbox: &str) -> String {
    let edit = format!("qontak email edit {}", quoted(mailbox));
    remedy.replace(&format!("{EDIT}."), &format!("{edit} --password-stdin")).replace(EDIT, &edit)
}

/// A remedy for settings that are no channel yet.
pub(super) fn without_channel(remedy: &str) -> String {
    remedy.replace(&format!(": {EDIT}"), "")
}

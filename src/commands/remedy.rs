//! Remedies of SMTP errors, told so that their commands can be pasted.

use crate::profile::quoted;

/// What the data says for a channel that it does not know.
const EDIT: &str = "qontak email edit CHANNEL";
/// The same for trying again.
const CHECK: &str = "qontak email check CHANNEL";
/// The same for a mailbox.
const DETECT: &str = "detect ADDRESS";

/// A remedy for the channel of this mailbox.
pub(super) fn for_mailbox(remedy: &str, mailbox: &str) -> String {
    let mailbox = quoted(mailbox);
    let edit = format!("qontak email edit {mailbox}");
    let told = remedy.replace(&format!("{EDIT}."), &format!("{edit} --password-stdin")).replace(EDIT, &edit);
    told.replace(CHECK, &format!("qontak email check {mailbox}")).replace(DETECT, &format!("detect {mailbox}"))
}

/// A remedy for settings of this mailbox that are no channel yet: flags alone, in the place of an edit.
pub(super) fn without_channel(remedy: &str, mailbox: &str) -> String {
    let told = remedy.replace(&format!("{EDIT} --"), "--").replace(&format!(" Then: {CHECK}."), "");
    let told = told.replace(&format!(": {EDIT}"), "").replace(&format!(": {CHECK}"), "");
    told.replace(DETECT, &format!("detect {}", quoted(mailbox)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::smtp_errors::classes;

    #[test]
    fn no_remedy_names_a_channel_that_there_is_not() {
        for class in classes() {
            let told = for_mailbox(&class.remedy, "a@example.com");
            assert!(!told.contains("CHANNEL") && !told.contains("ADDRESS"), "{told}");
            let told = without_channel(&class.remedy, "a@example.com");
            assert!(!told.contains("CHANNEL") && !told.contains("ADDRESS"), "{told}");
        }
    }

    #[test]
    fn commands_can_be_pasted() {
        for (remedy, channel, none) in [
            ("Set it: qontak email edit CHANNEL.", "Set it: qontak email edit 'o o@x' --password-stdin", "Set it."),
            (
                "Set: qontak email edit CHANNEL --smtp-port 465 (or 587).",
                "Set: qontak email edit 'o o@x' --smtp-port 465 (or 587).",
                "Set: --smtp-port 465 (or 587).",
            ),
            ("Try again: qontak email check CHANNEL.", "Try again: qontak email check 'o o@x'.", "Try again."),
            ("Wait. Then: qontak email check CHANNEL.", "Wait. Then: qontak email check 'o o@x'.", "Wait."),
        ] {
            assert_eq!(for_mailbox(remedy, "o o@x"), channel);
            assert_eq!(without_channel(remedy, "o o@x"), none);
        }
    }
}

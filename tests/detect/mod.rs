//! Names looked up, and what is found out about a mailbox's SMTP settings.

mod dns;

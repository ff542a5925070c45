//! The command line without a terminal.

#[cfg(feature = "server")]
mod channels;
#[cfg(feature = "server")]
mod channels_disconnect;
mod channels_edit;
#[cfg(feature = "server")]
mod channels_update;
#[cfg(feature = "server")]
mod check;
#[cfg(feature = "server")]
mod check_failing;
#[cfg(feature = "server")]
mod check_words;
#[cfg(feature = "server")]
mod doctor;
#[cfg(feature = "server")]
mod doctor_runs;
mod exit_codes;
mod explain;
mod failures;
mod files;
mod help;
mod hostile;
mod inbox;
#[cfg(feature = "server")]
mod inbox_mail;
#[cfg(feature = "server")]
mod proven;
mod providers;
#[cfg(feature = "server")]
mod readme;
mod renewal;
#[cfg(feature = "server")]
mod secret_sources;
mod session;
#[cfg(feature = "server")]
mod session_login;
mod streams;
mod target;
mod trace;

//! A person at a terminal: every prompt.

#[cfg(feature = "server")]
mod check;
#[cfg(feature = "server")]
mod doctor;
#[cfg(feature = "server")]
mod email;
mod explain;
mod harness;
mod inbox;
#[cfg(feature = "server")]
mod prompt;
#[cfg(feature = "server")]
mod prompt_form;
#[cfg(feature = "server")]
mod proven;
mod renewal;
mod reply;
#[cfg(feature = "server")]
mod session;
mod table;

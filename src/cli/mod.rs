//! What can be typed. Clap types only: their doc comments are the help.

mod email;
mod inbox;
mod lazy;
mod network;
mod proof;
mod reply;
#[cfg(feature = "server")]
mod server;
mod session;

pub use email::*;
pub use inbox::*;
pub use lazy::Lazy;
pub use network::NetworkArgs;
pub use proof::*;
pub use reply::ReplyArgs;
#[cfg(feature = "server")]
pub use server::*;
pub use session::*;

use crate::ui::{self, ColorChoice, OutputFormat};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::time::Duration;

const AFTER_HELP: &str = "\
Examples:
  qontak login --local                                   a workspace on this machine
  qontak email add support@example.com                   the guided form
  qontak email list --json
  qontak email forwarder support@example.com --steps
  qontak email verify support@example.com                a test mail, followed
  qontak email doctor                                    what is wrong, anywhere
  qontak email explain '535 5.7.8 ...'                   what an SMTP error means
  qontak inbox list --unread

Exit codes:
    0  done (an empty list too)           7  already exists
    1  unexpected failure                 8  the server rejected the data
    2  usage, field missing, --yes        9  SMTP check failed, not proven, a reply not sent
    3  declined at a prompt              10  rate limited
    4  not signed in, wrong password     11  server unreachable or failing
    5  forbidden for this role           12  part of a bulk failed
    6  no such channel, room                130  Ctrl-C
                                        143  SIGTERM

Environment:
  QONTAK_TOKEN                            access token; beats a stored one
  QONTAK_CLIENT_ID, QONTAK_CLIENT_SECRET  HMAC credential of the Mekari gateway
  QONTAK_SERVER                           server URL; beats the profile's
  QONTAK_PROFILE                          profile; --profile beats it
  QONTAK_CONFIG_DIR                       where config.toml and credentials.toml are
  QONTAK_NO_INPUT, CI                     never prompt
  QONTAK_NO_CHECK                         email add and edit do not try the SMTP settings first
  NO_COLOR, CLICOLOR_FORCE                colour; --color beats them
  HTTPS_PROXY, NO_PROXY                   proxy for https servers
  SSL_CERT_FILE, SSL_CERT_DIR             certificates to trust instead of the system's";

/// Connect support mailboxes to a Qontak Omnichannel inbox.
#[derive(Debug, Parser)]
#[command(name = "qontak", bin_name = "qontak", version, after_help = AFTER_HELP, propagate_version = false, max_term_width = 100)]
#[command(infer_subcommands = false, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// What every command understands.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Use this profile
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Use the workspace on this machine: no account, no network
    #[arg(long, global = true, conflicts_with = "profile")]
    pub local: bool,
    /// How to print: a table in a terminal, tab-separated in a pipe, unless said
    #[arg(short, long, global = true, value_enum, value_name = "FORMAT")]
    pub output: Option<OutputFormat>,
    /// Short for --output json
    #[arg(long, global = true, conflicts_with = "output")]
    pub json: bool,
    /// Print only these fields, in this order (comma-separated)
    #[arg(long, global = true, value_name = "FIELDS", value_delimiter = ',')]
    pub columns: Option<Vec<String>>,
    /// Use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub color: ColorChoice,
    /// Never ask anything: what is missing is an error
    #[arg(long, global = true)]
    pub no_input: bool,
    /// How long one call to the server may take, retries included (like 30s, 2m; 30s unless said); with email verify, and with email
    /// confirm --wait: how long to wait in all
    #[arg(long, global = true, value_name = "TIME", value_parser = parse_duration, allow_hyphen_values = true)]
    pub timeout: Option<Duration>,
    /// Show each request on standard error: method, URL, status, time, request id
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

impl Global {
    /// What concerns printing and asking.
    #[must_use]
    pub fn ui(&self) -> ui::Options {
        ui::Options {
            output: if self.json { Some(OutputFormat::Json) } else { self.output },
            columns: self.columns.clone(),
            color: self.color,
            no_input: self.no_input,
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Sign in and remember it as a profile
    #[command(after_help = session::LOGIN_EXAMPLES)]
    Login(LoginArgs),
    /// Forget the credential of a profile
    Logout(LogoutArgs),
    /// Who you are, where, and where that comes from
    #[command(after_help = session::STATUS_EXAMPLES)]
    Status(StatusArgs),
    /// Manage profiles: which server, which sign-in
    #[command(subcommand, arg_required_else_help = true)]
    Profile(Lazy<ProfileCommand>),
    /// Connect and manage email channels
    #[command(subcommand, arg_required_else_help = true)]
    Email(Lazy<EmailCommand>),
    /// Read and answer what customers wrote
    #[command(subcommand, arg_required_else_help = true)]
    Inbox(Lazy<InboxCommand>),
    /// Run a server of your own
    #[cfg(feature = "server")]
    #[command(subcommand, arg_required_else_help = true)]
    Server(Lazy<ServerCommand>),
    /// Print a completion script for a shell
    #[command(after_help = "Example:\n  qontak completions bash > ~/.local/share/bash-completion/completions/qontak")]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder
    #[command(after_help = "Example:\n  qontak man ~/.local/share/man/man1")]
    Man {
        /// The folder; created if missing
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
}

/// Reads `30s`, `500ms`, `2m`, `1h` or a bare number of seconds; from 1 ms to 24 h.
fn parse_duration(typed: &str) -> Result<Duration, String> {
    let digits = typed.find(|c: char| !c.is_ascii_digit()).unwrap_or(typed.len());
    let (number, unit) = typed.split_at(digits);
    let number: u64 = number.parse().map_err(|_| "a number and a unit, like 30s".to_owned())?;
    let factor = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err("the unit is one of ms, s, m, h".into()),
    };
    match number.checked_mul(factor) {
        Some(ms) if (1..=86_400_000).contains(&ms) => Ok(Duration::from_millis(ms)),
        _ => Err("from 1ms to 24h".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_tree_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn durations() {
        assert_eq!(parse_duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(parse_duration("5"), Ok(Duration::from_secs(5)));
        assert_eq!(parse_duration("250ms"), Ok(Duration::from_millis(250)));
        assert_eq!(parse_duration("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "s", "-1s", "0", "1d", "25h", "99999999999999999999", "1 s", "1.5s"] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }
}

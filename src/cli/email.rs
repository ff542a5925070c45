//! `email …`

use super::{CheckArgs, ConfirmArgs, DetectArgs, DoctorArgs, ExplainArgs, Lazy, TraceArgs, VerifyArgs, proof};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

const ADD_EXAMPLES: &str = "\
Examples:
  qontak email add                                               the guided form
  qontak email add support@gmail.com --password-file app-password
  qontak email add support@example.com --smtp-host mail.example.com --smtp-port 465 --security ssl \\
      --password-env APP_PASSWORD --if-exists skip

Prints the email forwarder: the address your mail provider must forward to.

--if-exists update sets only the settings that are given and shows old and new; a provider that follows from the address \
changes nothing. Where nobody can be asked, all that a new channel needs must be given nevertheless: whether the mailbox is \
connected is not known before the first request.";

const LIST_EXAMPLES: &str = "\
Examples:
  qontak email list
  qontak email list --search sales --sort address
  qontak email list --columns id,address | while read -r id address; do echo \"$id\"; done
  qontak email list --json";

const EDIT_EXAMPLES: &str = "\
Examples:
  qontak email edit support@example.com                          the guided form
  qontak email edit support@example.com --password-stdin < new-app-password
  qontak email edit support@example.com --smtp-port 587 --security starttls --dry-run";

const DISCONNECT_EXAMPLES: &str = "\
Examples:
  qontak email disconnect support@example.com
  qontak email disconnect support@example.com sales@example.com --yes
  qontak email disconnect $(cat old-mailboxes) --yes --if-missing skip    can be run again
  qontak email disconnect support@example.com --dry-run

Disconnecting deletes the channel. Connecting the mailbox again gives a new id and a new forwarder. The channel's rooms in \
the Inbox stay readable, marked disconnected; their replies that wait fail. Before the question and with --dry-run the \
number of the rooms is shown.

Prints a row for each channel: disconnected, failed, not found. Ctrl-C in the middle prints the rows so far, with unknown \
for the one whose answer did not come; run it again with --if-missing skip.";

const FORWARDER_EXAMPLES: &str = "\
Examples:
  qontak email forwarder support@example.com
  qontak email forwarder support@example.com --steps --copy";

/// `qontak email`
#[derive(Debug, Subcommand)]
pub enum EmailCommand {
    /// Connect a mailbox
    #[command(after_help = ADD_EXAMPLES)]
    Add(Lazy<AddArgs>),
    /// List the connected mailboxes
    #[command(after_help = LIST_EXAMPLES)]
    List(Lazy<ListArgs>),
    /// Show one channel
    Show {
        /// Id or mailbox address
        channel: String,
    },
    /// Change a channel
    #[command(after_help = EDIT_EXAMPLES)]
    Edit(Lazy<EditArgs>),
    /// Disconnect channels; this deletes them
    #[command(after_help = DISCONNECT_EXAMPLES)]
    Disconnect(Lazy<DisconnectArgs>),
    /// Print the address that the mail provider must forward to
    #[command(after_help = FORWARDER_EXAMPLES)]
    Forwarder(Lazy<ForwarderArgs>),
    /// Try SMTP settings for real, layer by layer; nothing is sent
    #[command(after_help = proof::CHECK_EXAMPLES)]
    Check(Lazy<CheckArgs>),
    /// Find Gmail's forwarding confirmation in the Inbox
    #[command(after_help = proof::CONFIRM_EXAMPLES)]
    Confirm(Lazy<ConfirmArgs>),
    /// Follow a test mail until it is in the Inbox
    #[command(after_help = proof::VERIFY_EXAMPLES)]
    Verify(Lazy<VerifyArgs>),
    /// Look at everything at once: settings, forwarder, DNS, last arrival
    #[command(after_help = proof::DOCTOR_EXAMPLES)]
    Doctor(Lazy<DoctorArgs>),
    /// Say what an SMTP error means and what to do; offline
    #[command(after_help = proof::EXPLAIN_EXAMPLES)]
    Explain(Lazy<ExplainArgs>),
    /// Say what a saved message tells of its way; offline
    #[command(after_help = proof::TRACE_EXAMPLES)]
    Trace(Lazy<TraceArgs>),
    /// Look up SMTP settings of mail providers
    #[command(subcommand, arg_required_else_help = true)]
    Providers(ProvidersCommand),
}

/// Where a password comes from. No flag takes the password itself.
#[derive(Debug, Clone, Default, Args)]
#[group(multiple = false)]
pub struct PasswordArgs {
    /// Read the app password from standard input
    #[arg(long)]
    pub password_stdin: bool,
    /// Read the app password from a file
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Read the app password from an environment variable
    #[arg(long, value_name = "NAME")]
    pub password_env: Option<String>,
    /// Read the app password from what a command prints
    #[arg(long, value_name = "COMMAND")]
    pub password_command: Option<String>,
}

/// The outbox server, by provider or by hand.
#[derive(Debug, Clone, Default, Args)]
pub struct OutboxArgs {
    /// A provider from `qontak email providers list`
    #[arg(long, value_name = "ID", conflicts_with_all = ["smtp_host", "smtp_port", "security"])]
    pub provider: Option<String>,
    /// Outbox server (SMTP) by hand: host name
    #[arg(long, value_name = "HOST")]
    pub smtp_host: Option<String>,
    /// Outbox server (SMTP) by hand: port
    #[arg(long, value_name = "PORT", allow_negative_numbers = true)]
    pub smtp_port: Option<String>,
    /// Outbox server (SMTP) by hand: security
    #[arg(long, value_enum, value_name = "SECURITY")]
    pub security: Option<SecurityArg>,
    /// Login at the outbox server, if it is not the email address; some providers need it
    #[arg(long, value_name = "USERNAME")]
    pub smtp_username: Option<String>,
}

/// A security that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SecurityArg {
    /// STARTTLS, usually port 587
    Starttls,
    /// TLS from the first byte, usually port 465
    Ssl,
}

/// `qontak email add`
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The mailbox that customers write to
    pub address: Option<String>,
    /// Where mail leaves.
    #[command(flatten)]
    pub outbox: OutboxArgs,
    /// The app password.
    #[command(flatten)]
    pub password: PasswordArgs,
    /// Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)
    #[arg(long)]
    pub no_check: bool,
    /// What to do when the mailbox is connected already
    #[arg(long, value_enum, value_name = "WHAT", default_value = "fail")]
    pub if_exists: IfExists,
}

/// What to do when the mailbox is connected already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IfExists {
    /// Exit 7
    Fail,
    /// Leave it as it is and print its forwarder
    Skip,
    /// Set only the given settings on it and print its forwarder
    Update,
}

/// `qontak email list`
#[derive(Debug, Default, Args)]
pub struct ListArgs {
    /// Only channels whose address contains this
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only channels of this provider
    #[arg(long, value_name = "ID")]
    pub provider: Option<String>,
    /// Only active channels
    #[arg(long, conflicts_with = "inactive")]
    pub active: bool,
    /// Only inactive channels
    #[arg(long)]
    pub inactive: bool,
    /// Sort by a field; a leading - turns the order around (newest first unless said)
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    pub sort: Option<String>,
    /// At most this many channels
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub limit: Option<usize>,
}

/// `qontak email edit`
#[derive(Debug, Args)]
pub struct EditArgs {
    /// Id or mailbox address
    pub channel: String,
    /// A new mailbox address
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<String>,
    /// Where mail leaves.
    #[command(flatten)]
    pub outbox: OutboxArgs,
    /// A new app password.
    #[command(flatten)]
    pub password: PasswordArgs,
    /// Do not try the SMTP settings first (QONTAK_NO_CHECK says the same)
    #[arg(long)]
    pub no_check: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
}

/// `qontak email disconnect`
#[derive(Debug, Args)]
pub struct DisconnectArgs {
    /// Ids or mailbox addresses
    #[arg(required = true, value_name = "CHANNEL")]
    pub channels: Vec<String>,
    /// Do not ask
    #[arg(short, long)]
    pub yes: bool,
    /// Show what would be lost, and disconnect nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What to do when one of them is no channel, or none any more
    #[arg(long, value_enum, value_name = "WHAT", default_value = "fail")]
    pub if_missing: IfMissing,
}

/// What to do when there is no such channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IfMissing {
    /// Exit 6, before anything is disconnected
    Fail,
    /// Report it as not found and go on
    Skip,
}

/// `qontak email forwarder`
#[derive(Debug, Args)]
pub struct ForwarderArgs {
    /// Id or mailbox address
    pub channel: String,
    /// Explain on standard error how to set up forwarding at the provider
    #[arg(long)]
    pub steps: bool,
    /// Copy the address to the clipboard through the terminal (OSC 52)
    #[arg(long)]
    pub copy: bool,
}

/// `qontak email providers`
#[derive(Debug, Subcommand)]
pub enum ProvidersCommand {
    /// List the providers whose settings are known
    List,
    /// Show one provider: hosts, ports, password, forwarding steps
    Show {
        /// The provider's id
        id: String,
    },
    /// Propose SMTP settings for a mailbox, from its domain
    #[command(after_help = proof::DETECT_EXAMPLES)]
    Detect(Lazy<DetectArgs>),
}

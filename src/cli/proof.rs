//! `email check | confirm | verify | doctor | explain | trace`, and `email providers detect`: what proves that mail arrives.

use super::{NetworkArgs, OutboxArgs, PasswordArgs};
use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  qontak email check support@example.com                         asks for the password
  qontak email check support@example.com --no-login              needs none: everything up to the sign-in
  qontak email check --address support@example.com --provider gmail --password-file app-password --transcript

--timeout is for each layer. Exit 0 when all of them work, 9 when one fails; 2 when something is missing, 6 when there is no such \
channel, 8 when it has no SMTP settings.";

pub(super) const CONFIRM_EXAMPLES: &str = "\
Examples:
  qontak email confirm support@example.com
  qontak email confirm support@example.com --wait --open
  qontak email confirm support@example.com --from-file confirmation.eml

Prints the code to type at Gmail. Gmail's newer confirmations have none: --link prints their link, --open opens it in the \
browser after a question, and only Confirm on that page confirms.

Exit codes:
  0   the code or the link was given
  2   wrong usage, or --open where nobody can be asked
  3   declined to open the link
  6   no such channel
  9   no confirmation, none that may be used, or only a link that was not asked for
  11  the server could not be reached";

pub(super) const VERIFY_EXAMPLES: &str = "\
Examples:
  qontak email verify support@example.com                        says what to send, and waits
  qontak email verify support@example.com --password-file app-password --timeout 5m
  qontak email verify support@example.com --resume TOKEN         goes on waiting for one that was sent before

Prints one row with the verdict. Waits 10 minutes unless --timeout says otherwise.

Exit codes:
  0   arrived
  6   no such channel
  9   from_rewritten, wrong_target, bounced, not_received_within_timeframe, invalid_credentials, smtp_host_issue,
      smtp_refused; and in a local workspace where no mail arrives
  10  the server lets nobody ask so often: nothing is known
  11  the server could not be reached in the end: nothing is known";

pub(super) const DOCTOR_EXAMPLES: &str = "\
Examples:
  qontak email doctor
  qontak email doctor support@example.com --json
  qontak email doctor --junit report.xml

Prints a row for each check of each channel:
  settings   complete, and what the provider expects
  outbox     the outbox server, tried up to the sign-in, which needs a password: qontak email check
  forwarder  whether mail to it has somewhere to go
  spf        whether the mailbox's domain lets the outbox server send for it
  dmarc      what the domain asks receivers to do with mail that proves nothing
  arrival    when mail last came through the channel
  replies    whether replies wait or failed, as far as they are the last word of a room
  provider   what is known against the provider, with the days it is about

A severity is ok, info, warning or error. With an error the exit code is 9, with warnings 0.";

pub(super) const EXPLAIN_EXAMPLES: &str = "\
Examples:
  qontak email explain '535-5.7.8 Username and Password not accepted.'
  qontak email explain - < mail.log

Exit code: 0 when an error in the text is known, 1 when none is, 2 without a text.";

pub(super) const TRACE_EXAMPLES: &str = "\
Examples:
  qontak email trace message.eml
  qontak inbox show ROOM --raw | qontak email trace -

Exit code: 0 whatever the headers tell, 2 when the file cannot be read, 8 when it is no message.";

pub(super) const DETECT_EXAMPLES: &str = "\
Examples:
  qontak email providers detect support@gmail.com
  qontak email providers detect support@example.com --online
  qontak email providers detect support@example.com --online --json

--online prints proposals, the best first; try one with qontak email check. Exit 6 when nobody knows the settings, 11 when nobody could be \
asked.";

/// `qontak email check`
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Id or mailbox address of a channel
    #[arg(required_unless_present = "address", conflicts_with = "address")]
    pub channel: Option<String>,
    /// Settings that are no channel yet: the mailbox address
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<String>,
    /// Where mail leaves; with a channel, in the place of its own.
    #[command(flatten)]
    pub outbox: OutboxArgs,
    /// The app password.
    #[command(flatten)]
    pub password: PasswordArgs,
    /// Try everything up to the sign-in, which needs a password
    #[arg(long, conflicts_with_all = ["password_stdin", "password_file", "password_env", "password_command"])]
    pub no_login: bool,
    /// Show on standard error what was said, without the password
    #[arg(long)]
    pub transcript: bool,
    /// How names are found.
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `qontak email confirm`
#[derive(Debug, Args)]
pub struct ConfirmArgs {
    /// Id or mailbox address of the channel
    pub channel: String,
    /// Read the confirmation from a saved message (- for standard input) instead of the Inbox
    #[arg(long, value_name = "FILE")]
    pub from_file: Option<PathBuf>,
    /// Wait until the confirmation comes
    #[arg(long, conflicts_with = "from_file")]
    pub wait: bool,
    /// Print the link; who has it can confirm
    #[arg(long)]
    pub link: bool,
    /// Open the link in the browser
    #[arg(long)]
    pub open: bool,
}

/// `qontak email verify`
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Id or mailbox address of the channel
    pub channel: String,
    /// With it, the test mail is sent through the channel's outbox server; without it, you send it.
    #[command(flatten)]
    pub password: PasswordArgs,
    /// Go on following a test mail that was sent before: send nothing
    #[arg(long, value_name = "TOKEN", conflicts_with_all = ["password_stdin", "password_file", "password_env", "password_command"])]
    pub resume: Option<String>,
    /// How often to look
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = super::parse_duration, allow_hyphen_values = true)]
    pub interval: Duration,
    /// Mark the test mail's room as resolved afterwards
    #[arg(long)]
    pub resolve: bool,
    /// How names are found.
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `qontak email doctor`
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// Ids or mailbox addresses; all channels unless said
    #[arg(value_name = "CHANNEL")]
    pub channels: Vec<String>,
    /// Write the findings as JUnit XML too: errors are failures; a file that is there is replaced
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// How names are found.
    #[command(flatten)]
    pub network: NetworkArgs,
}

/// `qontak email explain`
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// An SMTP error or a whole log; - reads standard input
    #[arg(required = true)]
    pub text: Vec<String>,
    /// The host that was asked for, where it is known
    #[arg(long, value_name = "HOST")]
    pub host: Option<String>,
}

/// `qontak email trace`
#[derive(Debug, Args)]
pub struct TraceArgs {
    /// A saved message (.eml); - reads standard input
    pub file: PathBuf,
}

/// `qontak email providers detect`
#[derive(Debug, Args)]
pub struct DetectArgs {
    /// The mailbox address
    pub address: String,
    /// Ask the network too: MX, autoconfig, Mozilla's ISPDB, SRV, and what hosters with cPanel use. Told is the domain only
    #[arg(long)]
    pub online: bool,
    /// How names are found.
    #[command(flatten)]
    pub network: NetworkArgs,
}

//! `inbox reply`

use clap::Args;
use std::path::PathBuf;

pub(super) const REPLY_EXAMPLES: &str = "\
Examples:
  qontak inbox reply ROOM
  qontak inbox reply ROOM --body-file answer.txt --cc sales@example.com
  echo 'It is on its way.' | qontak inbox reply ROOM --json

In a terminal the editor is $VISUAL, $EDITOR, or what the system has; an empty answer there sends nothing (exit 3). The \
reply goes to the room's customer through the channel's outbox server, or to whom --to names. A Reply-To is shown, but never \
followed by itself: anybody can send a mail in the customer's name and ask for the answers.

Waits up to --timeout and prints how it went: sent, failed (exit 9, with cause and remedy), or pending: then it is tried \
again, for two days, by the server; in the local workspace by the next `qontak --local inbox reply`, or by `qontak server \
run`. When the outbox server's answer to the whole message is lost, nobody can tell whether it was taken:
it is sent again once with the same Message-ID, and answers_lost counts it.";

/// `qontak inbox reply`
#[derive(Debug, Args)]
pub struct ReplyArgs {
    /// The room's id
    pub room: String,
    /// Read the text from a file; - is standard input
    #[arg(long, value_name = "FILE")]
    pub body_file: Option<PathBuf>,
    /// Send it to this address and not to the room's customer; can be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub to: Vec<String>,
    /// Send a copy to this address too; can be given several times
    #[arg(long, value_name = "ADDRESS")]
    pub cc: Vec<String>,
    /// The same, hidden from the others
    #[arg(long, value_name = "ADDRESS")]
    pub bcc: Vec<String>,
    /// A subject in the place of Re: and the customer's
    #[arg(long, value_name = "TEXT")]
    pub subject: Option<String>,
    /// Do not wait until it is sent
    #[arg(long)]
    pub no_wait: bool,
}

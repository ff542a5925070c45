//! `inbox …`

use super::reply::{REPLY_EXAMPLES, ReplyArgs};
use super::{Lazy, parse_duration};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

const LIST_EXAMPLES: &str = "\
Examples:
  qontak inbox list
  qontak inbox list --unread --channel support@example.com
  qontak inbox list --status resolved --search invoice --limit 20
  qontak inbox list --json

The room with the latest message comes first. --search looks in customer, subject and mailbox. A room whose channel was \
disconnected stays readable; its field disconnected is true.";

const SHOW_EXAMPLES: &str = "\
Examples:
  qontak inbox show ROOM
  qontak inbox show ROOM --save-attachments ~/Downloads
  qontak inbox show ROOM --raw > message.eml
  qontak inbox show ROOM --json

Prints the messages as mail looks, oldest first, in a pipe too; with -o or --columns, a record for each message. Looking \
changes nothing: the room stays unread unless --mark-read is given.

--save-attachments prints a row for each file instead. It overwrites none: where a name is taken, the new file gets a number.";

const RESOLVE_EXAMPLES: &str = "\
Examples:
  qontak inbox resolve ROOM
  qontak inbox list --search invoice --columns id | xargs qontak inbox resolve

Prints a row for each room, and marks its messages as read. A room that is resolved already stays as it is. When the \
customer answers, it is open again.";

const READ_EXAMPLES: &str = "\
Examples:
  qontak inbox read ROOM
  qontak inbox list --unread --columns id | xargs qontak inbox read";

const WATCH_EXAMPLES: &str = "\
Examples:
  qontak inbox watch
  qontak inbox watch --channel support@example.com --json | while read -r message; do echo \"$message\"; done
  qontak inbox watch --limit 1                           wait for the next message

Prints one line for each message that customers send from now on, each once; with --json, one object a line. While the
server cannot be reached it goes on asking, and nothing that came meanwhile is missed.";

/// `qontak inbox`
#[derive(Debug, Subcommand)]
pub enum InboxCommand {
    /// List the rooms: conversations with customers
    #[command(after_help = LIST_EXAMPLES)]
    List(Lazy<InboxListArgs>),
    /// Show the messages of a room
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Lazy<InboxShowArgs>),
    /// Answer the customer of a room
    #[command(after_help = REPLY_EXAMPLES)]
    Reply(Lazy<ReplyArgs>),
    /// Resolve rooms
    #[command(after_help = RESOLVE_EXAMPLES)]
    Resolve(Lazy<RoomsArgs>),
    /// Mark all messages of rooms as read
    #[command(after_help = READ_EXAMPLES)]
    Read(Lazy<RoomsArgs>),
    /// Print new messages as they come
    #[command(after_help = WATCH_EXAMPLES)]
    Watch(Lazy<WatchArgs>),
}

/// What is done with a room, and by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoomStatus {
    /// Opened by a campaign
    Campaign,
    /// Nobody has it yet
    Unassigned,
    /// An agent has it
    Assigned,
    /// Done
    Resolved,
}

impl RoomStatus {
    /// The wire's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Unassigned => "unassigned",
            Self::Assigned => "assigned",
            Self::Resolved => "resolved",
        }
    }
}

/// `qontak inbox list`
#[derive(Debug, Default, Args)]
pub struct InboxListArgs {
    /// Only rooms with this status
    #[arg(long, value_enum, value_name = "STATUS")]
    pub status: Option<RoomStatus>,
    /// Only rooms of this channel: id or mailbox address
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// Only rooms with this in customer, subject or mailbox
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// Only rooms with unread messages
    #[arg(long)]
    pub unread: bool,
    /// At most this many rooms (0: none)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub limit: Option<usize>,
}

/// `qontak inbox show`
#[derive(Debug, Args)]
pub struct InboxShowArgs {
    /// The room's id
    pub room: String,
    /// Only this message of the room
    #[arg(long, value_name = "ID")]
    pub message: Option<String>,
    /// At most this many messages, the latest (100 unless said, 0: none)
    #[arg(long, value_name = "N", allow_negative_numbers = true, conflicts_with = "message")]
    pub limit: Option<usize>,
    /// Print the message as it came, behind the headers of its reception; not to a terminal. The customer's last one, or --message
    #[arg(long, conflicts_with_all = ["save_attachments", "limit"])]
    pub raw: bool,
    /// Save the attachments of these messages into a folder; created if missing
    #[arg(long, value_name = "DIR")]
    pub save_attachments: Option<PathBuf>,
    /// Mark what was shown, and what came before it, as read
    #[arg(long)]
    pub mark_read: bool,
}

/// `qontak inbox resolve`, `qontak inbox read`
#[derive(Debug, Args)]
pub struct RoomsArgs {
    /// The rooms' ids
    #[arg(required = true, value_name = "ROOM")]
    pub rooms: Vec<String>,
}

/// `qontak inbox watch`
#[derive(Debug, Args)]
pub struct WatchArgs {
    /// Only messages of this channel: id or mailbox address
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// How long to wait before asking again (like 500ms, 2s)
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = parse_duration, allow_hyphen_values = true)]
    pub interval: Duration,
    /// End after this many messages (0: at once)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub limit: Option<u64>,
}

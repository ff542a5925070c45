//! `server …`

use crate::server::Dns;
use clap::{Args, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

const RUN_EXAMPLES: &str = "\
Examples:
  qontak server user add admin@example.com --role admin
  qontak server run
  qontak server run --listen 0.0.0.0:8443 --tls-cert cert.pem --tls-key key.pem
  qontak server run --smtp 127.0.0.1:2525 --forwarder-domain inbound.example.com

Limits of the receiver and their defaults:
  size=50M recipients=100 line=2K content-line=64K connections=256 per-address=32
  idle=5m session=30m rate=1K (in each rate-window=60s of a message) errors=20 commands=100";

/// `qontak server`
#[derive(Debug, Subcommand)]
pub enum ServerCommand {
    /// Serve the workspace over HTTP until SIGINT or SIGTERM
    #[command(after_help = RUN_EXAMPLES)]
    Run(RunArgs),
    /// Manage the people who may sign in
    #[command(subcommand, arg_required_else_help = true)]
    User(UserCommand),
    /// Manage HMAC credentials
    #[command(subcommand, arg_required_else_help = true)]
    Credential(CredentialCommand),
}

/// Which workspace a server command works on.
#[derive(Debug, Clone, Default, Args)]
pub struct WorkspaceArgs {
    /// The workspace's database (default: the local workspace)
    #[arg(long, value_name = "sqlite:PATH")]
    pub database: Option<String>,
}

/// `qontak server run`
#[derive(Debug, Args)]
pub struct RunArgs {
    /// Which workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgs,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8300")]
    pub listen: SocketAddr,
    /// Certificate chain (PEM) to serve https
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Private key (PEM) of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Listen off loopback without TLS, because a proxy in front speaks it
    #[arg(long)]
    pub behind_proxy: bool,
    /// Domain of the forwarder addresses (default: chat.qontak.com, where the vendor receives)
    #[arg(long, value_name = "DOMAIN")]
    pub forwarder_domain: Option<String>,
    /// Receive the mail of the forwarder addresses here (SMTP); port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", requires = "forwarder_domain")]
    pub smtp: Option<SocketAddr>,
    /// Whom to ask for the DNS records that tell who sent a message: system, off, or ADDRESS:PORT
    #[arg(long, value_name = "SERVER", default_value = "system", requires = "smtp")]
    pub dns: Dns,
    /// Set a limit of the receiver, like size=25M; may be repeated
    #[arg(long = "smtp-limit", value_name = "NAME=VALUE", requires = "smtp")]
    pub smtp_limits: Vec<String>,
    /// When to try again to send a reply: after the first attempt, the second, and so on; the last one goes on (default
    /// 1m,5m,15m,1h,3h,6h); given up after two days
    #[arg(long, value_name = "TIMES", value_delimiter = ',', value_parser = super::parse_duration)]
    pub retry_after: Vec<Duration>,
    /// How long an access token lives (like 30s, 12h; default 345 days)
    #[arg(long, value_name = "TIME", value_parser = super::parse_duration)]
    pub token_lifetime: Option<Duration>,
}

/// A role to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// May do everything
    Admin,
    /// May look at channels and use the Inbox
    Supervisor,
    /// May use the Inbox
    Agent,
}

/// `qontak server user`
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person
    Add {
        /// Username: an email address
        username: String,
        /// What the person may do
        #[arg(long, value_enum, default_value = "agent")]
        role: RoleArg,
        /// The name shown
        #[arg(long, value_name = "NAME")]
        full_name: Option<String>,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        /// Which workspace.
        #[command(flatten)]
        workspace: WorkspaceArgs,
    },
    /// List the people
    List {
        /// Which workspace.
        #[command(flatten)]
        workspace: WorkspaceArgs,
    },
    /// Set a new password; signs the person out everywhere
    Password {
        /// Username
        username: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
        /// Which workspace.
        #[command(flatten)]
        workspace: WorkspaceArgs,
    },
    /// Remove a person and all their tokens
    Remove {
        /// Username
        username: String,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
        /// Which workspace.
        #[command(flatten)]
        workspace: WorkspaceArgs,
    },
}

/// `qontak server credential`
#[derive(Debug, Subcommand)]
pub enum CredentialCommand {
    /// Add an HMAC credential; prints its client id, never its secret
    Add {
        /// A name to know it by
        name: String,
        /// What its bearer may do
        #[arg(long, value_enum, default_value = "admin")]
        role: RoleArg,
        /// Make a secret and write it to this new file (0600)
        #[arg(long, value_name = "NEWFILE", conflicts_with = "secret_stdin")]
        secret_file: Option<PathBuf>,
        /// Read the secret from standard input
        #[arg(long)]
        secret_stdin: bool,
        /// Which workspace.
        #[command(flatten)]
        workspace: WorkspaceArgs,
    },
    /// List the HMAC credentials
    List {
        /// Which workspace.
        #[command(flatten)]
        workspace: WorkspaceArgs,
    },
    /// Remove an HMAC credential
    Remove {
        /// Its client id
        client_id: String,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
        /// Which workspace.
        #[command(flatten)]
        workspace: WorkspaceArgs,
    },
}

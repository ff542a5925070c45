//! `login`, `logout`, `status`, `profile`.

use clap::{Args, Subcommand};

pub(super) const LOGIN_EXAMPLES: &str = "\
Examples:
  qontak login                                         asks for username and password
  qontak login --local                                 a workspace on this machine, no account needed
  echo \"$PASSWORD\" | qontak login --username a@example.com --password-stdin
  qontak login --token-stdin < token.txt               a token from the panel
  qontak login --client-id ID --client-secret-stdin < secret.txt
  qontak login --server http://127.0.0.1:8300 --profile test";

pub(super) const STATUS_EXAMPLES: &str = "\
Examples:
  qontak status
  qontak status --check --json";

/// `qontak login`
#[derive(Debug, Args)]
pub struct LoginArgs {
    /// Sign in to this server (https, or http on this machine)
    #[arg(long, value_name = "URL", conflicts_with = "local")]
    pub server: Option<String>,
    /// Username or email address
    #[arg(long, value_name = "USERNAME", conflicts_with_all = ["token_stdin", "client_id", "local"])]
    pub username: Option<String>,
    /// Read the password from standard input
    #[arg(long, conflicts_with_all = ["token_stdin", "client_id", "local"])]
    pub password_stdin: bool,
    /// Read an access token from standard input
    #[arg(long, conflicts_with_all = ["client_id", "local"])]
    pub token_stdin: bool,
    /// The client id of an HMAC credential (Mekari gateway)
    #[arg(long, value_name = "ID", conflicts_with = "local")]
    pub client_id: Option<String>,
    /// Read the client secret from standard input
    #[arg(long, requires = "client_id")]
    pub client_secret_stdin: bool,
}

/// `qontak logout`
#[derive(Debug, Args)]
pub struct LogoutArgs {
    /// Forget every credential of every profile
    #[arg(long)]
    pub all: bool,
}

/// `qontak status`
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Ask the server whether the credential works
    #[arg(long)]
    pub check: bool,
}

/// `qontak profile`
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// List the profiles
    List,
    /// Make a profile the default
    Use {
        /// The profile
        name: String,
    },
    /// Remove a profile and its credential
    Remove {
        /// The profile
        name: String,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
    },
}

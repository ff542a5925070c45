//! Whom to ask for DNS records.

use mail_auth::MessageAuthenticator;
use mail_auth::hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use mail_auth::hickory_resolver::system_conf::read_system_conf;
use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// Whom to ask for DNS records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dns {
    /// Whoever the operating system asks.
    #[default]
    System,
    /// Nobody: what needs a record ends as `temperror`.
    Off,
    /// This server.
    Server(SocketAddr),
}

impl FromStr for Dns {
    type Err = String;

    /// Reads `system`, `off` or `ADDRESS:PORT`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "system" => Ok(Self::System),
            "off" => Ok(Self::Off),
            address => address.parse().map(Self::Server).map_err(|_| "expected system, off or ADDRESS:PORT".into()),
        }
    }
}

impl fmt::Display for Dns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("system"),
            Self::Off => f.write_str("off"),
            Self::Server(address) => address.fmt(f),
        }
    }
}

/// How long a server may take for one answer; it is asked twice.
const TIMEOUT: Duration = Duration::from_secs(2);
/// Answers that are kept.
const ANSWERS: u64 = 512;
/// The shortest and the longest time that they are kept, whatever they say: one domain's messages do not cost a question each.
const LIFETIME: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(3600));

impl Dns {
    /// Makes a resolver; `None` when nobody is to be asked.
    ///
    /// # Errors
    /// When the operating system does not say whom to ask.
    pub(super) fn resolver(self) -> Result<Option<MessageAuthenticator>, String> {
        self.remembering(ANSWERS)
    }

    /// Whether the server that is asked says anything at all, whatever it thinks of anybody's domain.
    pub(super) async fn is_alive(self) -> bool {
        let Ok(Some(resolver)) = self.remembering(0) else { return false };
        let began = Instant::now();
        match timeout(TIMEOUT * 2, resolver.0.ns_lookup(".")).await {
            Ok(Ok(_)) => true,
            // A refusal comes soon; only silence takes its time.
            Ok(Err(error)) => error.is_no_records_found() || began.elapsed() < TIMEOUT / 2,
            Err(_) => false,
        }
    }

    fn remembering(self, answers: u64) -> Result<Option<MessageAuthenticator>, String> {
        let (config, mut options) = match self {
            Self::Off => return Ok(None),
            Self::System => read_system_conf().map_err(|error| error.to_string())?,
            Self::Server(address) => {
                let [mut udp, mut tcp] = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
                (udp.port, tcp.port) = (address.port(), address.port());
                let server = NameServerConfig::new(address.ip(), true, vec![udp, tcp]);
                (ResolverConfig::from_name_servers(vec![server]), ResolverOpts::default())
            }
        };
        options.timeout = TIMEOUT;
        options.attempts = 1;
        options.cache_size = answers;
        options.use_hosts_file = ResolveHosts::Never;
        (options.positive_min_ttl, options.positive_max_ttl) = (Some(LIFETIME.0), Some(LIFETIME.1));
        (options.negative_min_ttl, options.negative_max_ttl) = (Some(LIFETIME.0), Some(LIFETIME.1));
        MessageAuthenticator::new(config, options).map(Some).map_err(|error| error.to_string())
    }
}

//! How names are found and hosts are reached, where that is not left to the operating system.

use std::net::SocketAddr;
use std::str::FromStr;

/// Goes to another address than the one that a host's name has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The host, in lower case, without a dot at its end.
    pub host: String,
    /// Where to go instead.
    pub to: SocketAddr,
}

impl FromStr for Route {
    type Err = String;

    /// Reads `HOST=ADDRESS:PORT`.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=').and_then(|(host, to)| Some((plain(host)?, to.parse().ok()?)));
        parts.map(|(host, to)| Self { host, to }).ok_or_else(|| "expected HOST=ADDRESS:PORT".to_owned())
    }
}

fn plain(host: &str) -> Option<String> {
    let host = host.trim().trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty() && !host.contains(char::is_whitespace)).then_some(host)
}

/// How names are found and hosts are reached; by default as the operating system does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// Whom to ask for names.
    pub dns: Option<SocketAddr>,
    /// Hosts that are reached elsewhere.
    pub routes: Vec<Route>,
}

impl Network {
    /// Where to go instead of looking `host` up.
    #[must_use]
    pub fn route(&self, host: &str) -> Option<SocketAddr> {
        let host = plain(host)?;
        self.routes.iter().find(|route| route.host == host).map(|route| route.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_read_and_found() {
        let read = |text: &str| text.parse::<Route>();
        let network =
            Network { dns: None, routes: vec![read("SMTP.gmail.com=127.0.0.1:2525").unwrap_or_else(|e| unreachable!("{e}"))] };
        assert_eq!(network.route("smtp.Gmail.com."), "127.0.0.1:2525".parse().ok());
        assert_eq!(network.route("gmail.com"), None);
        assert!(read("a=[::1]:25").is_ok());
        for wrong in ["", "a", "=127.0.0.1:1", "a=127.0.0.1", "a=b:1", "a=127.0.0.1:99999", "a b=127.0.0.1:1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}

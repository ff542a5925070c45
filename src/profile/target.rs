//! The answer to "where does this command go, and as whom": a [`Target`].

use crate::error::{Error, Kind, Result};
use crate::wire::Face;
use jiff::Timestamp;
use secrecy::SecretString;
use std::fmt;
use std::path::PathBuf;
use url::{Host, Url};

/// A server's base URL: `https`, or `http` to this machine only; no path, query or user in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Checks a URL that somebody typed.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for anything that is not a base URL, and for `http` to another machine:
    /// credentials would travel in clear.
    pub fn parse(typed: &str) -> Result<Self> {
        let hint = "a server is https://HOST[:PORT], or http:// to this machine";
        let wrong = |why: &str| Error::usage(format!("server URL: {why}")).with_hint(hint);
        let url = Url::parse(typed.trim()).map_err(|e| wrong(&e.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("must not hold a user name or a password"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(wrong("must not have a path or a query"));
        }
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            "http" => Err(wrong(
                "plain http is refused for anything but this machine, because it would show your credential to the network",
            )),
            _ => Err(wrong("must start with https://")),
        }
    }

    /// The URL, ending in `/`.
    #[must_use]
    pub const fn as_url(&self) -> &Url {
        &self.0
    }

    /// Whether it is plain `http` (and so on this machine).
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }
}

/// Without the trailing slash, as people write it.
impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Server {
    /// Over HTTP.
    Url(BaseUrl),
    /// To the workspace in this folder, inside the process.
    Local(PathBuf),
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => url.fmt(f),
            Self::Local(_) => f.write_str("local"),
        }
    }
}

/// An OAuth token, with what is needed to renew it.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// Signs requests.
    pub access: SecretString,
    /// Renews the pair; absent for pasted tokens and tokens from the environment.
    pub refresh: Option<SecretString>,
    /// When `access` stops working, if known.
    pub expires_at: Option<Timestamp>,
}

/// How requests are signed.
#[derive(Debug, Clone)]
pub enum Credential {
    /// `Authorization: Bearer …`
    Bearer(Bearer),
    /// The Mekari gateway's HMAC.
    Hmac {
        /// Public part.
        client_id: String,
        /// Signs requests; never sent.
        secret: SecretString,
    },
    /// Whoever can open the workspace's file is its admin.
    Local,
}

impl Credential {
    /// The face this credential speaks to.
    #[must_use]
    pub const fn face(&self) -> Face {
        match self {
            Self::Hmac { .. } => Face::Gateway,
            Self::Bearer(_) | Self::Local => Face::OpenApi,
        }
    }

    /// The word for it in `status`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Bearer(_) => "bearer",
            Self::Hmac { .. } => "hmac",
            Self::Local => "local",
        }
    }
}

/// Where a value came from, for `status`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A flag, like `--local`.
    Flag(&'static str),
    /// An environment variable.
    Environment(&'static str),
    /// A file of ours.
    File(PathBuf),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Environment(name) => f.write_str(name),
            Self::File(path) => path.display().fmt(f),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub source: Source,
}

/// Where a command goes, and as whom.
#[derive(Debug, Clone)]
pub struct Target {
    /// The profile's name.
    pub profile: String,
    /// Where the profile's name came from.
    pub profile_source: Source,
    /// The server.
    pub server: Sourced<Server>,
    /// How to sign in; `None` when not signed in.
    pub credential: Option<Sourced<Credential>>,
    /// The user name given at `login`, if any.
    pub username: Option<String>,
    /// The origin that the profile's stored credential belongs to, when that is another one than `server`: it is not used then.
    pub withheld: Option<BaseUrl>,
}

impl Target {
    /// The workspace on this machine, in the folder `data`.
    #[must_use]
    pub fn local(data: PathBuf, source: Source) -> Self {
        Self {
            profile: "local".into(),
            profile_source: source.clone(),
            server: Sourced { value: Server::Local(data), source: source.clone() },
            credential: Some(Sourced { value: Credential::Local, source }),
            username: None,
            withheld: None,
        }
    }

    /// The [`NotSignedIn`](Kind::NotSignedIn) error for a target without a credential: says why a stored one is not used.
    #[must_use]
    pub fn not_signed_in(&self) -> Error {
        let error = Error::new(Kind::NotSignedIn, format!("not signed in to {}", self.server.value));
        if let Some(origin) = &self.withheld {
            return error.with_hint(format!(
                "the stored credential of profile {:?} belongs to {origin} and is not sent to another server; {}",
                self.profile,
                self.login_command()
            ));
        }
        error.with_hint(format!("{}, or set QONTAK_TOKEN", self.login_command()))
    }

    /// What to do when the server refuses the credential.
    #[must_use]
    pub fn way_back_in(&self) -> String {
        match self.credential.as_ref().map(|credential| &credential.source) {
            Some(Source::Environment(name)) => format!("the token comes from {name}: set it to one that is valid"),
            _ => self.login_command(),
        }
    }

    /// The command that signs in to this target.
    #[must_use]
    pub fn login_command(&self) -> String {
        let mut command = "qontak login".to_owned();
        if matches!(self.server.source, Source::Environment(_)) {
            command.push_str(&format!(" --server {}", self.server.value));
        } else if self.profile != "default" || matches!(self.profile_source, Source::Flag(_)) {
            command.push_str(&format!(" --profile {}", quoted(&self.profile)));
        }
        command
    }
}

/// A word as a shell takes it.
#[must_use]
pub fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./@".contains(&b));
    if plain { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base_urls() {
        for good in [
            "https://service-chat.qontak.com",
            "https://x.example:8443/",
            "http://127.0.0.1:8300",
            "http://[::1]:1",
            "http://localhost:9",
            "http://127.9.9.9",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "x",
            "ftp://x.example",
            "http://x.example",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
            "https://u:p@x.example",
            "https://u@x.example",
            "https://x.example/api",
            "https://x.example/?a=b",
            "http://0.0.0.0:1",
            "http://[::]:1",
            "file:///etc/passwd",
        ] {
            assert!(BaseUrl::parse(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_plain_http_leaves_this_machine(host in "[a-z0-9.\\-]{1,30}") {
            if let Ok(url) = BaseUrl::parse(&format!("http://{host}")) {
                prop_assert!(is_loopback(url.as_url()));
            }
        }
    }
}

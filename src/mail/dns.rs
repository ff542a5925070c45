//! DNS as the mail world uses it: MX, SRV, TXT and addresses, from the system's name servers or from one that was named.

use super::network::Network;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use std::net::IpAddr;
use std::time::Duration;
use tokio::time::timeout;

/// How long a name server may take for one answer. It is asked twice: a datagram can be lost.
const ANSWER: Duration = Duration::from_secs(2);
/// How long a look-up may take in all, whatever the number of name servers.
const LOOK_UP: Duration = Duration::from_secs(5);
/// The most records that are looked at. A DNS message holds 64 KiB, so that each of them is bounded too.
const RECORDS: usize = 256;
/// A domain with mail that certainly exists.
const CERTAIN: &str = "gmail.com";
/// The longest name (RFC 1035, 2.3.4).
const LONGEST_NAME: usize = 253;

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

impl<T> Found<T> {
    /// The records, where there are any.
    #[must_use]
    pub fn some(self) -> Option<T> {
        match self {
            Self::Some(records) => Some(records),
            _ => None,
        }
    }

    /// The same with what `change` makes of the records.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Found<U> {
        match self {
            Self::Some(records) => Found::Some(change(records)),
            Self::Nothing => Found::Nothing,
            Self::NoName => Found::NoName,
            Self::Failed(why) => Found::Failed(why),
        }
    }

    /// Why it is not known whether there are any.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match self {
            Self::Failed(why) => Some(why),
            _ => None,
        }
    }
}

/// Asks for records. Keeps what it was told as long as that says, so that nothing is asked twice in one run.
pub struct Resolver {
    resolver: TokioResolver,
    /// Who is asked, for messages.
    server: String,
}

/// A mail exchanger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mx {
    /// Lower comes first.
    pub preference: u16,
    /// The host, in lower case without the dot at its end; empty for a null MX (RFC 7505).
    pub host: String,
}

impl Mx {
    /// Whether it says that the domain takes no mail (RFC 7505).
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.host.is_empty()
    }
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
    /// A resolver that asks whom `network` says. Names are always whole: no search list is tried.
    ///
    /// # Errors
    /// When the operating system does not say whom to ask.
    pub fn new(network: &Network) -> Result<Self, String> {
        let provider = hickory_resolver::net::runtime::TokioRuntimeProvider::default();
        let mut builder = match network.dns {
            None => TokioResolver::builder(provider)
                .map_err(|error| format!("the system does not say which name server to ask: {error}"))?,
            Some(server) => {
                let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
                    connection.port = server.port();
                    connection
                });
                let server = NameServerConfig::new(server.ip(), true, connections.into());
                let config = ResolverConfig::from_parts(None, Vec::new(), vec![server]);
                let mut builder = TokioResolver::builder_with_config(config, provider);
                builder.options_mut().use_hosts_file = ResolveHosts::Never;
                builder
            }
        };
        (builder.options_mut().timeout, builder.options_mut().attempts) = (ANSWER, 1);
        let server = network.dns.map_or_else(|| "the system's name server".to_owned(), |s| format!("the name server {s}"));
        let resolver = builder.build().map_err(|error| error.to_string())?;
        Ok(Self { resolver, server })
    }

    /// The mail exchangers of a domain, preferred first.
    pub async fn mx(&self, domain: &str) -> Found<Vec<Mx>> {
        let read = |data: &RData| match data {
            RData::MX(mx) => Some(Mx { preference: mx.preference, host: plain(&mx.exchange) }),
            _ => None,
        };
        sorted(self.ask(domain, RecordType::MX, read).await)
    }

    /// The addresses of a host: IPv4 first, because not every network has the other. An address is its own address.
    pub async fn addresses(&self, host: &str) -> Found<Vec<IpAddr>> {
        if let Ok(address) = host.trim_matches(['[', ']']).parse() {
            return Found::Some(vec![address]);
        }
        let read = |data: &RData| data.ip_addr();
        let both = (self.ask(host, RecordType::A, read), self.ask(host, RecordType::AAAA, read));
        match futures_util::future::join(both.0, both.1).await {
            (Found::Some(four), Found::Some(six)) => Found::Some([four, six].concat()),
            (Found::Some(one), _) | (_, Found::Some(one)) => Found::Some(one),
            (Found::Failed(why), _) | (_, Found::Failed(why)) => Found::Failed(why),
            (Found::NoName, _) | (_, Found::NoName) => Found::NoName,
            (Found::Nothing, Found::Nothing) => Found::Nothing,
        }
    }

    /// The text records of a name, each joined from its strings.
    pub async fn txt(&self, name: &str) -> Found<Vec<String>> {
        let read = |data: &RData| match data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        };
        self.ask(name, RecordType::TXT, read).await
    }

    /// The servers of a service, like `_submissions._tcp.example.com`, preferred first.
    pub async fn srv(&self, name: &str) -> Found<Vec<Srv>> {
        let read = |data: &RData| match data {
            RData::SRV(srv) => Some(Srv { priority: srv.priority, weight: srv.weight, port: srv.port, host: plain(&srv.target) }),
            _ => None,
        };
        sorted(self.ask(name, RecordType::SRV, read).await).map(|mut servers| {
            servers.sort_by_key(|server| (server.priority, u16::MAX - server.weight));
            servers
        })
    }

    /// Whether a name is another name for something (CNAME), wherever that leads.
    pub async fn is_alias(&self, name: &str) -> bool {
        let read = |data: &RData| matches!(data, RData::CNAME(_)).then_some(());
        matches!(self.ask(name, RecordType::CNAME, read).await, Found::Some(_))
    }

    /// Why "there is no such name" means nothing: whoever is asked denies a name that certainly exists.
    pub async fn cut_off(&self) -> Option<String> {
        let denies = self.mx(CERTAIN).await == Found::NoName;
        denies.then(|| format!("{} does not know the names of the internet: it says that there is no {CERTAIN}", self.server))
    }

    async fn ask<T>(&self, name: &str, kind: RecordType, read: impl Fn(&RData) -> Option<T>) -> Found<Vec<T>> {
        let Some(name) = whole(name) else { return Found::Failed(format!("{name:?} is not a name that DNS can hold")) };
        let answer = match timeout(LOOK_UP, self.resolver.lookup(name, kind)).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => return self.without(&error),
            Err(_) => return self.without(&NetError::Timeout),
        };
        let records: Vec<T> = answer.answers().iter().filter_map(|record| read(&record.data)).take(RECORDS).collect();
        if records.is_empty() { Found::Nothing } else { Found::Some(records) }
    }

    /// What an answer without records says.
    fn without<T>(&self, error: &NetError) -> Found<T> {
        let server = &self.server;
        let code = match error {
            NetError::Dns(DnsError::NoRecordsFound(none)) => none.response_code,
            NetError::Dns(DnsError::ResponseCode(code)) => *code,
            NetError::Timeout => return Found::Failed(format!("{server} did not answer")),
            NetError::NoConnections => return Found::Failed(format!("{server} cannot be reached")),
            NetError::Io(error) => return Found::Failed(format!("{server} cannot be reached: {error}")),
            other => return Found::Failed(format!("{server} gave no usable answer: {other}")),
        };
        match code {
            ResponseCode::NXDomain => Found::NoName,
            ResponseCode::NoError => Found::Nothing,
            ResponseCode::ServFail => Found::Failed(format!("{server} failed (SERVFAIL)")),
            ResponseCode::Refused => Found::Failed(format!("{server} refuses to answer (REFUSED)")),
            code => Found::Failed(format!("{server} gave no usable answer: {code}")),
        }
    }
}

/// A name as it is asked for: international labels in their ASCII form, with the dot at the end that keeps the search list away.
fn whole(name: &str) -> Option<Name> {
    let name = name.trim().trim_end_matches('.');
    if name.is_empty() || name.len() > LONGEST_NAME * 4 {
        return None;
    }
    let ascii = idna::domain_to_ascii(name).ok().filter(|ascii| !ascii.is_empty() && ascii.len() <= LONGEST_NAME)?;
    let mut name = Name::from_ascii(ascii).ok()?;
    name.set_fqdn(true);
    Some(name)
}

/// A name in lower case without the dot at its end. What is no ASCII stands there as `\ddd`.
fn plain(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
}

fn sorted<T: Ord>(found: Found<Vec<T>>) -> Found<Vec<T>> {
    found.map(|mut records| {
        records.sort();
        records.dedup();
        records
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asked(name: &str) -> Option<String> {
        whole(name).map(|name| name.to_ascii())
    }

    #[test]
    fn names_are_asked_for_whole_and_in_ascii() {
        for (name, whole) in [
            ("example.com", "example.com."),
            (" Example.COM. ", "example.com."),
            ("_submissions._tcp.b\u{fc}cher.example", "_submissions._tcp.xn--bcher-kva.example."),
            ("com", "com."),
        ] {
            assert_eq!(asked(name).as_deref(), Some(whole), "{name}");
        }
        let long_label = format!("{}.example", "a".repeat(64));
        let long = format!("{}example", "a.".repeat(124));
        for wrong in ["", ".", " ", "a..b", &long_label, &long, "\u{200b}", &"\u{fc}".repeat(2000)] {
            assert_eq!(asked(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_word_about_what_was_found() {
        let found = Found::Some(1).map(|n| n + 1);
        assert_eq!((found.failure(), found.clone().some()), (None, Some(2)));
        let failed: Found<u8> = Found::Failed("why".into());
        assert_eq!((failed.clone().map(u16::from), failed.failure()), (Found::Failed("why".into()), Some("why")));
        assert_eq!(Found::<u8>::NoName.map(u16::from), Found::NoName);
        assert_eq!(Found::<u8>::Nothing.some(), None);
    }

    proptest! {
        #[test]
        fn no_name_is_too_strange(name in "\\PC{0,300}") {
            if let Some(name) = whole(&name) {
                prop_assert!(name.is_fqdn());
                prop_assert!(plain(&name).is_ascii());
            }
        }
    }
}

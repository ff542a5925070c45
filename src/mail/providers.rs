//! Mail providers: SMTP settings, how to sign in, how to forward. The knowledge is in `providers.toml`.

use crate::channel::{Address, Host, Outbox, Security};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

const DATA: &str = include_str!("providers.toml");

/// What works at most providers, for a mailbox whose provider is not known.
static CUSTOM_STEPS: LazyLock<Vec<String>> = LazyLock::new(|| {
    [
        "Sign in to the provider of this mailbox and look for Forwarding, Auto-forward or Rules in its mail settings.",
        "Forward every incoming message to the email forwarder, and keep a copy.",
        "If the provider mails a confirmation to the forwarder, open it in the Inbox, follow its link and confirm.",
        "Send a mail from elsewhere to the mailbox and see it arrive in the Inbox.",
    ]
    .map(str::to_owned)
    .into()
});

/// What a provider takes as SMTP password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordKind {
    /// A password made for one program.
    AppPassword,
    /// The password of the account.
    AccountPassword,
    /// A token, made for the purpose.
    Token,
    /// A user name and a key, made for the purpose.
    SmtpKey,
    /// No password works: OAuth only.
    None,
}

impl PasswordKind {
    /// The word in every output.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AppPassword => "app-password",
            Self::AccountPassword => "account-password",
            Self::Token => "token",
            Self::SmtpKey => "smtp-key",
            Self::None => "none",
        }
    }
}

/// How a provider shows its app passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Shape {
    /// Sixteen letters in four groups; the blanks between them do not belong to it.
    #[serde(rename = "4x4-blanks")]
    Blanks,
    /// Sixteen letters in four groups; the hyphens between them belong to it.
    #[serde(rename = "4x4-hyphens")]
    Hyphens,
}

/// How a provider makes sure that whoever has a forwarding address agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirms {
    /// Gmail's message, with a code or a link.
    Gmail,
    /// A link in a message of its own.
    Link,
    /// Not at all.
    Nothing,
}

/// A port and how it is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Port {
    /// TCP port.
    pub number: u16,
    /// How the connection is secured.
    pub security: Security,
}

impl TryFrom<String> for Port {
    type Error = String;

    fn try_from(words: String) -> Result<Self, String> {
        let read = || {
            let (number, security) = words.split_once(' ')?;
            Some(Self { number: number.parse().ok()?, security: Security::parse(security)? })
        };
        read().ok_or_else(|| format!("{words:?} is not a port and its security"))
    }
}

/// A warning about a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// The day.
    pub on: Date,
    /// What happens then.
    pub text: String,
}

/// What is known about one provider.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// The word for `--provider` and in every output; never changes.
    pub id: String,
    /// The name, as the panel writes it.
    pub name: String,
    /// The preferred SMTP host.
    pub host: String,
    /// Other SMTP hosts; `*` stands for one label.
    #[serde(default)]
    pub also_hosts: Vec<String>,
    /// Ports, preferred first.
    pub ports: Vec<Port>,
    /// Ports that it serves besides and that are never proposed.
    #[serde(default)]
    pub also_ports: Vec<Port>,
    /// Domains whose mailboxes are certainly here, in lower case.
    #[serde(default)]
    pub domains: Vec<String>,
    /// Ends of the MX names of customers' own domains.
    #[serde(default)]
    pub mx: Vec<String>,
    /// `address`, `local-part`, `own` (only the customer knows it), or the word itself.
    pub username: String,
    /// What is taken as SMTP password.
    pub password: PasswordKind,
    /// How app passwords are shown, where that is known.
    pub shape: Option<Shape>,
    /// Other domains under which its servers greet, in lower case.
    #[serde(default)]
    pub greets: Vec<String>,
    /// The provider's own page about it.
    pub help: Option<String>,
    /// What to know beforehand.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Names that the SPF record of a customer's own domain includes for it: any of them, the recommended one first. From the
    /// providers' help pages.
    #[serde(default)]
    pub spf: Vec<String>,
    /// Selectors of its DKIM keys at a customer's own domain. From the providers' help pages.
    #[serde(default)]
    pub dkim: Vec<String>,
    /// Whether a customer may choose other selectors, so that the absence of these says nothing.
    #[serde(default)]
    pub dkim_chosen: bool,
    /// Whether it sends under a return path of its own or of a subdomain, so that the SPF of the mailbox's domain says nothing.
    #[serde(default)]
    pub own_return_path: bool,
    /// Warnings about a day; they are among the [`warnings`](Self::warnings) too.
    #[serde(default)]
    pub dated: Vec<Dated>,
    /// How it confirms a forwarding address, where that is known.
    pub confirms: Option<Confirms>,
    /// What a label of the domain begins with that such a message comes from.
    pub confirms_from: Option<String>,
    #[serde(default)]
    warnings: Vec<String>,
    #[serde(default)]
    forwarding: Vec<String>,
}

impl Provider {
    /// The preferred outbox server.
    #[must_use]
    pub fn outbox(&self) -> Outbox {
        let host = Host::parse(&self.host).expect("a test parses every host of the data file");
        let port = self.ports.first().expect("a test finds a port for every provider");
        Outbox { host, port: port.number, security: port.security }
    }

    /// Whether it is known to serve a port so.
    #[must_use]
    pub fn serves(&self, number: u16, security: Security) -> bool {
        let mut known = self.ports.iter().chain(&self.also_ports);
        known.any(|port| port.number == number && port.security.is_same_as(security))
    }

    /// Whether any password works at its SMTP server.
    #[must_use]
    pub fn works_with_password(&self) -> bool {
        self.password != PasswordKind::None
    }

    /// The login it wants for a mailbox; `None` when that is the address itself, or when only the customer knows it.
    #[must_use]
    pub fn login(&self, address: &Address) -> Option<String> {
        match self.username.as_str() {
            "address" | "own" => None,
            "local-part" => address.as_str().rsplit_once('@').map(|(local, _)| local.to_owned()),
            word => Some(word.to_owned()),
        }
    }

    /// Whether only the customer knows the login: it is made at the provider, and is not the address.
    #[must_use]
    pub fn has_own_logins(&self) -> bool {
        self.username == "own"
    }

    /// The name that an SPF record should include for it: the one of the host's region, where there are several.
    #[must_use]
    pub fn spf_for(&self, host: &str) -> Option<&str> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let regional = |name: &&String| host.strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.'));
        self.spf.iter().find(regional).or(self.spf.first()).map(String::as_str)
    }

    /// What must be said before an attempt.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<Provider>,
}

static ALL: LazyLock<Vec<Provider>> = LazyLock::new(|| {
    let mut file: File = toml_edit::de::from_str(DATA).expect("the data file is part of the program, and a test reads it");
    for provider in &mut file.provider {
        provider.warnings.extend(provider.dated.iter().map(|dated| dated.text.clone()));
    }
    file.provider
});

/// Every provider, in the order people look for them.
#[must_use]
pub fn all() -> &'static [Provider] {
    &ALL
}

/// The provider with this id.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Provider> {
    all().iter().find(|p| p.id == id)
}

/// The provider that certainly has the mailboxes of a domain, without asking anybody.
#[must_use]
pub fn by_domain(domain: &str) -> Option<&'static Provider> {
    all().iter().find(|p| p.domains.iter().any(|d| d.eq_ignore_ascii_case(domain)))
}

/// The provider whose warnings count for a mailbox: that of its outbox server; but where the mailbox itself is at one of the same house
/// that takes no password, that one.
#[must_use]
pub fn to_warn_of<'p>(outbox: Option<&'p Provider>, domain: &str) -> Option<&'p Provider> {
    let home = by_domain(domain).filter(|home| !home.works_with_password());
    let is_below = |end: &String| outbox.and_then(|p| p.host.strip_suffix(end.as_str())).is_some_and(|rest| rest.ends_with('.'));
    home.filter(|home| home.greets.iter().any(is_below)).or(outbox)
}

/// The provider that a mail exchanger belongs to: mailboxes on customers' own domains are there.
#[must_use]
pub fn by_mx(host: &str) -> Option<&'static Provider> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_below =
        |end: &String| host.strip_suffix(end.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('.'));
    all().iter().find(|p| p.mx.iter().any(is_below))
}

/// The provider behind an outbox server; without a port, by the host alone.
#[must_use]
pub fn by_host(host: &str, port: impl Into<Option<u16>>) -> Option<&'static Provider> {
    by_id(id_by_host(host, port)?)
}

/// The same, for the rows of a list: costs microseconds, where reading the whole data file costs a third of a millisecond.
#[must_use]
pub fn id_by_host(host: &str, port: impl Into<Option<u16>>) -> Option<&'static str> {
    let lower;
    let host = if host.bytes().any(|b| b.is_ascii_uppercase()) {
        lower = host.to_ascii_lowercase();
        lower.as_str()
    } else {
        host
    };
    let (id, ports) = HOSTS.find(host.strip_suffix('.').unwrap_or(host))?;
    let served = |port: u16| {
        ports.iter().flat_map(|line| quoted(line)).any(|p| p.split(' ').next().and_then(|n| n.parse().ok()) == Some(port))
    };
    port.into().is_none_or(served).then_some(id)
}

/// How to make a mailbox forward: at a provider, or in general. Steps without their numbers.
#[must_use]
pub fn forwarding_steps(provider: Option<&Provider>) -> &[String] {
    provider.map(|p| p.forwarding.as_slice()).filter(|steps| !steps.is_empty()).unwrap_or(&CUSTOM_STEPS)
}

/// Hosts, read off the lines of the data file. A test holds this equal to reading it as TOML.
static HOSTS: LazyLock<Hosts> = LazyLock::new(|| Hosts::read(DATA));

/// An id and its lines of ports.
type Served = (&'static str, [&'static str; 2]);

#[derive(Default)]
struct Hosts {
    exact: HashMap<&'static str, Served>,
    families: Vec<(&'static str, &'static str, Served)>,
}

impl Hosts {
    fn read(data: &'static str) -> Self {
        let mut hosts = Self::default();
        let (mut id, mut names, mut also) = ("", Vec::new(), "");
        for (key, value) in data.lines().filter_map(|line| line.split_once(" = ")) {
            match key {
                "id" => id = quoted(value).next().unwrap_or_default(),
                "host" | "also_hosts" => names.extend(quoted(value)),
                "also_ports" => also = value,
                "ports" => {
                    let served = (id, [value, std::mem::take(&mut also)]);
                    names.drain(..).for_each(|name| hosts.add(name, served));
                }
                _ => {}
            }
        }
        hosts
    }

    fn add(&mut self, name: &'static str, served: Served) {
        match name.split_once('*') {
            Some((starts, ends)) => self.families.push((starts, ends, served)),
            None => drop(self.exact.insert(name, served)),
        }
    }

    fn find(&self, host: &str) -> Option<Served> {
        let of_family = |(starts, ends, served): &(&str, &str, Served)| {
            let label = host.strip_prefix(starts)?.strip_suffix(ends)?;
            (!label.is_empty() && !label.contains('.')).then_some(*served)
        };
        self.exact.get(host).copied().or_else(|| self.families.iter().find_map(of_family))
    }
}

/// What stands between quotes on a line.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('"').skip(1).step_by(2)
}

#[cfg(test)]
#[path = "providers_tests.rs"]
mod tests;

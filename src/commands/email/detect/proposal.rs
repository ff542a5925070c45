//! SMTP settings that somebody proposes for a mailbox.

use crate::channel::{Address, Outbox};
use crate::mail::providers::{self, PasswordKind, Provider};
use crate::profile::quoted;
use crate::ui::{Column, Record};

/// Who is asked, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::commands::email) enum Source {
    /// The table of providers' own domains, in the program.
    Table,
    /// The domain's mail exchangers, and the table of whom those belong to.
    Mx,
    /// The autoconfig file at the domain's own host for it.
    Autoconfig,
    /// The same below the domain's web site.
    WellKnown,
    /// Mozilla's collection of such files.
    Ispdb,
    /// SRV records (RFC 6186 and RFC 8314).
    Srv,
    /// What hosters with cPanel have.
    Guess,
}

impl Source {
    /// The word in every output; public.
    pub(in crate::commands::email) const fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Mx => "mx",
            Self::Autoconfig => "autoconfig",
            Self::WellKnown => "well-known",
            Self::Ispdb => "ispdb",
            Self::Srv => "srv",
            Self::Guess => "guess",
        }
    }
}

/// SMTP settings that somebody proposes; nobody has tried them.
#[derive(Debug, Clone)]
pub(in crate::commands::email) struct Proposal {
    /// Who proposes it; the best of them where several do.
    pub(in crate::commands::email) source: Source,
    /// The server; always encrypted, never port 25.
    pub(in crate::commands::email) outbox: Outbox,
    /// The login; `None` when it was not said, or when only the customer knows it.
    pub(in crate::commands::email) username: Option<String>,
    /// Whose server it is.
    pub(in crate::commands::email) provider: Option<&'static Provider>,
    /// What it takes as password, where that is known.
    pub(in crate::commands::email) password: Option<PasswordKind>,
    /// What it is read from.
    pub(in crate::commands::email) evidence: String,
    /// What to know beforehand.
    pub(in crate::commands::email) note: Option<String>,
}

impl Proposal {
    /// Settings that somebody named; whose server that is, the table knows.
    pub(super) fn new(source: Source, outbox: Outbox, evidence: impl Into<String>) -> Self {
        let provider = providers::by_host(outbox.host.as_str(), outbox.port);
        let password = provider.map(|provider| provider.password);
        let note = provider.and_then(warned);
        Self { source, outbox, username: None, provider, password, evidence: evidence.into(), note }
    }

    /// A provider's settings from the table.
    pub(super) fn of(source: Source, provider: &'static Provider, address: &Address, evidence: impl Into<String>) -> Self {
        let whole = || (!provider.has_own_logins()).then(|| address.to_string());
        let username = provider.login(address).or_else(whole);
        Self::new(source, provider.outbox(), evidence).with_username(username)
    }

    /// The same with a login.
    pub(super) fn with_username(self, username: Option<String>) -> Self {
        Self { username, ..self }
    }

    /// The same with what to know beforehand.
    pub(super) fn with_note(self, note: impl Into<String>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The same, and no password works.
    pub(super) fn with_oauth_only(self) -> Self {
        Self { password: Some(PasswordKind::None), ..self }
    }

    /// Whether a password works, as far as is known.
    pub(in crate::commands::email) fn works_with_password(&self) -> bool {
        self.password != Some(PasswordKind::None)
    }

    /// The words that choose these settings for `email check` and `email add`.
    pub(in crate::commands::email) fn words(&self, address: &Address) -> String {
        let of_table = self.provider.filter(|provider| provider.outbox() == self.outbox);
        let mut words = match of_table {
            Some(provider) => format!("--provider {}", provider.id),
            None => {
                let Outbox { host, port, security } = &self.outbox;
                format!("--smtp-host {host} --smtp-port {port} --security {security}")
            }
        };
        let implied = of_table.and_then(|provider| provider.login(address)).unwrap_or_else(|| address.to_string());
        match &self.username {
            Some(username) if *username != implied => words.push_str(&format!(" --smtp-username {}", quoted(username))),
            None if of_table.is_some_and(Provider::has_own_logins) => words.push_str(" --smtp-username USERNAME"),
            _ => {}
        }
        words
    }

    fn is_same_server(&self, other: &Self) -> bool {
        let (one, other) = (&self.outbox, &other.outbox);
        one.host == other.host && one.port == other.port && one.security.is_same_as(other.security)
    }
}

/// What must be said before an attempt at a provider's server.
fn warned(provider: &'static Provider) -> Option<String> {
    (!provider.warnings().is_empty()).then(|| provider.warnings().join(" "))
}

/// Best first, each server once; who else proposes it is told.
pub(super) fn merged(mut proposals: Vec<Proposal>) -> Vec<Proposal> {
    proposals.sort_by_key(|proposal| proposal.source);
    let mut merged: Vec<Proposal> = Vec::new();
    for proposal in proposals {
        match merged.iter_mut().find(|known| known.is_same_server(&proposal)) {
            None => merged.push(proposal),
            Some(known) => {
                if known.source != proposal.source {
                    known.evidence.push_str(&format!("; also {}: {}", proposal.source.as_str(), proposal.evidence));
                }
                let login_is_not_known = known.username.is_none() && !known.provider.is_some_and(Provider::has_own_logins);
                if login_is_not_known {
                    known.username = proposal.username;
                }
            }
        }
    }
    merged
}

/// Fields are only ever added, at the end; a test pins them.
impl Record for Proposal {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "source", shown: true, cell: |p| p.source.as_str().into() },
        Column { name: "provider", shown: true, cell: |p| p.provider.map(|provider| provider.id.as_str()).into() },
        Column { name: "host", shown: true, cell: |p| p.outbox.host.as_str().into() },
        Column { name: "port", shown: true, cell: |p| p.outbox.port.into() },
        Column { name: "security", shown: true, cell: |p| p.outbox.security.as_str().into() },
        Column { name: "username", shown: true, cell: |p| (&p.username).into() },
        Column { name: "password", shown: true, cell: |p| p.password.map(PasswordKind::as_str).into() },
        Column { name: "evidence", shown: true, cell: |p| p.evidence.as_str().into() },
        Column { name: "note", shown: false, cell: |p| (&p.note).into() },
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::channel::{Host, Security};

    fn address() -> Address {
        Address::parse("support@example.com").unwrap_or_else(|e| unreachable!("{e}"))
    }

    fn provider(id: &str) -> &'static Provider {
        providers::by_id(id).unwrap_or_else(|| unreachable!("{id}"))
    }

    fn at(source: Source, host: &str, port: u16) -> Proposal {
        let host = Host::parse(host).unwrap_or_else(|e| unreachable!("{e}"));
        Proposal::new(source, Outbox { host, port, security: Security::Ssl }, source.as_str())
    }

    #[test]
    fn fields_are_public() {
        let names: Vec<&str> = Proposal::COLUMNS.iter().map(|c| c.name).collect();
        assert_eq!(names.join(","), "source,provider,host,port,security,username,password,evidence,note");
    }

    #[test]
    fn each_server_stands_once_with_all_who_propose_it() {
        let with_login = at(Source::Ispdb, "a.test", 465).with_username(Some("login".into()));
        let all = vec![at(Source::Guess, "b.test", 465), with_login, at(Source::Autoconfig, "a.test", 465)];
        let merged = merged(all);
        let lines: Vec<_> = merged
            .iter()
            .map(|p| format!("{} {} {}", p.source.as_str(), p.evidence, p.username.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(lines, ["autoconfig autoconfig; also ispdb: ispdb login", "guess guess -"]);
    }

    #[test]
    fn a_provider_is_known_by_its_server() {
        let gmail = at(Source::Srv, "smtp.gmail.com", 465);
        assert_eq!((gmail.provider.map(|p| p.id.as_str()), gmail.password), (Some("gmail"), Some(PasswordKind::AppPassword)));
        assert_eq!(at(Source::Srv, "smtp.example.com", 465).password, None);
    }

    #[test]
    fn every_provider_is_known_by_the_server_that_is_proposed() {
        for known in providers::all() {
            let proposal = Proposal::of(Source::Table, known, &address(), "");
            assert_eq!(proposal.provider.map(|p| p.id.as_str()), Some(known.id.as_str()));
            assert_eq!((proposal.password, proposal.note.is_some()), (Some(known.password), !known.warnings().is_empty()));
        }
    }

    #[test]
    fn words_choose_the_same_settings() {
        let words = |proposal: &Proposal| proposal.words(&address());
        assert_eq!(words(&Proposal::of(Source::Mx, provider("gmail"), &address(), "")), "--provider gmail");
        assert_eq!(words(&Proposal::of(Source::Mx, provider("web.de"), &address(), "")), "--provider web.de");
        let own = Proposal::of(Source::Mx, provider("ses"), &address(), "");
        assert_eq!((own.username.as_deref(), words(&own).as_str()), (None, "--provider ses --smtp-username USERNAME"));
        let by_hand = at(Source::Srv, "mail.example.com", 465).with_username(Some("it's".into()));
        assert_eq!(words(&by_hand), "--smtp-host mail.example.com --smtp-port 465 --security ssl --smtp-username 'it'\\''s'");
        assert_eq!(words(&by_hand.with_username(Some("support@example.com".into()))).matches("--").count(), 3);
    }

    #[test]
    fn oauth_only_takes_no_password() {
        assert!(!Proposal::of(Source::Table, provider("outlook"), &address(), "").works_with_password());
        assert!(at(Source::Srv, "a.test", 465).works_with_password());
        assert!(!at(Source::Srv, "a.test", 465).with_oauth_only().works_with_password());
    }
}

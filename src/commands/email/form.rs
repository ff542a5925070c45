//! The panel's form: what the flags say, checked at once; then, in a terminal, questions for what is missing.

use crate::channel::{Address, Host, Invalid, Outbox, Security, parse_port};
use crate::cli::{OutboxArgs, SecurityArg};
use crate::commands::Context;
use crate::error::{Error, FieldError, Result};
use crate::mail::providers;
pub(super) use crate::mail::providers::Provider;
use secrecy::SecretString;

/// The panel's words for the last entry of the provider list.
pub(super) const CUSTOM: &str = "Custom provider manually";
/// The longest login that is taken, in bytes; as long as an address.
const MAX_LOGIN: usize = 254;

/// The field of the login at the outbox server.
const USERNAME: &str = "username";
/// What is said where it is missing.
const USERNAME_MISSING: &str = "field is required (pass --smtp-username)";

/// Collects everything that is wrong with what was typed, to be said at once.
#[derive(Default)]
pub(super) struct Problems(Vec<FieldError>);

impl Problems {
    pub(super) fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// The value, or a problem noted.
    pub(super) fn check<T>(&mut self, field: &str, value: Option<Result<T, Invalid>>) -> Option<T> {
        match value? {
            Ok(value) => Some(value),
            Err(invalid) => {
                self.add(field, invalid.to_string());
                None
            }
        }
    }

    pub(super) fn into_result(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::fields(self.0)) }
    }
}

/// The outbox server as far as the flags tell it.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) provider: Option<&'static Provider>,
    pub(super) host: Option<Host>,
    pub(super) port: Option<u16>,
    pub(super) security: Option<Security>,
    pub(super) login: Option<String>,
}

impl Typed {
    /// Reads the flags. Port and security follow from each other where the port is 465 or 587.
    pub(super) fn read(args: &OutboxArgs, problems: &mut Problems) -> Self {
        let by_id = |id: &str| {
            providers::by_id(id).ok_or_else(|| Invalid(format!("no such provider: {id} (see: qontak email providers list)")))
        };
        let mut typed = Self {
            provider: problems.check("provider", args.provider.as_deref().map(by_id)),
            host: problems.check("host", args.smtp_host.as_deref().map(Host::parse)),
            port: problems.check("port", args.smtp_port.as_deref().map(parse_port)),
            security: args.security.map(|s| match s {
                SecurityArg::Starttls => Security::Starttls,
                SecurityArg::Ssl => Security::Ssl,
            }),
            login: problems.check(USERNAME, args.smtp_username.as_deref().map(parse_login)),
        };
        typed.port = typed.port.or_else(|| args.smtp_port.is_none().then(|| typed.security.map(Security::usual_port)).flatten());
        typed.security = typed.security.or(match typed.port {
            Some(465) => Some(Security::Ssl),
            Some(587) => Some(Security::Starttls),
            _ => None,
        });
        typed
    }

    /// Whether any flag about the outbox server was given.
    pub(super) const fn says_something(&self) -> bool {
        self.provider.is_some() || self.is_custom() || self.login.is_some()
    }

    /// Whether the outbox server was described by hand, at least in part.
    pub(super) const fn is_custom(&self) -> bool {
        self.host.is_some() || self.port.is_some() || self.security.is_some()
    }

    /// The outbox server, if the flags and the mailbox's domain say enough.
    pub(super) fn outbox(&self, address: Option<&Address>) -> Option<Outbox> {
        if self.is_custom() {
            return Some(Outbox { host: self.host.clone()?, port: self.port?, security: self.security? });
        }
        Some(self.known_provider(address)?.outbox())
    }

    /// The provider that was named, or the one the mailbox's domain belongs to.
    pub(super) fn known_provider(&self, address: Option<&Address>) -> Option<&'static Provider> {
        match (self.provider, self.is_custom()) {
            (Some(provider), _) => Some(provider),
            (None, true) => self.host.as_ref().and_then(|h| providers::by_host(h.as_str(), self.port)),
            (None, false) => address.and_then(|a| providers::by_domain(a.domain())),
        }
    }

    /// The provider whose login only the customer knows, where none was typed.
    pub(super) fn lacks_login(&self, address: Option<&Address>) -> Option<&'static Provider> {
        self.known_provider(address).filter(|p| p.has_own_logins() && self.login.is_none())
    }

    /// Notes that the login is missing.
    pub(super) fn missing_login(&self, address: Option<&Address>, problems: &mut Problems) {
        if self.lacks_login(address).is_some() {
            problems.add(USERNAME, USERNAME_MISSING);
        }
    }

    /// Notes what of the outbox server is missing.
    pub(super) fn missing(&self, args: &OutboxArgs, address: Option<&Address>, problems: &mut Problems) {
        if !self.is_custom() && args.smtp_host.is_none() && args.smtp_port.is_none() {
            if args.provider.is_none() && address.is_some_and(|a| providers::by_domain(a.domain()).is_none()) {
                problems.add("provider", "field is required (pass --provider, or --smtp-host, --smtp-port and --security)");
            }
            return;
        }
        if args.smtp_host.is_none() {
            problems.add("host", "field is required (pass --smtp-host)");
        }
        if args.smtp_port.is_none() && self.port.is_none() {
            problems.add("port", "field is required (pass --smtp-port)");
        }
        if self.security.is_none() && (self.port.is_some() || args.smtp_port.is_none()) {
            problems.add("security", "field is required (pass --security ssl or starttls; ports 465 and 587 imply theirs)");
        }
    }

    /// The login at the outbox server: what was typed, else what the provider is known to want.
    pub(super) fn login_for(&self, address: &Address) -> Option<String> {
        self.login.clone().or_else(|| self.known_provider(Some(address))?.login(address))
    }
}

/// Asks for the outbox server: a provider from the list, or host, port and security by hand. `kept` is what Enter keeps.
pub(super) async fn ask_outbox(ctx: &Context, typed: &mut Typed, address: &Address, kept: Option<&Outbox>) -> Result<Outbox> {
    if typed.provider.is_none() && !typed.is_custom() {
        let proposed = providers::by_domain(address.domain());
        let mut items: Vec<String> = kept.map(|outbox| format!("Keep {outbox}")).into_iter().collect();
        let first = items.len();
        items.extend(providers::all().iter().map(|p| p.name.clone()));
        items.push(CUSTOM.to_owned());
        let default = match (kept, proposed) {
            (Some(_), _) => 0,
            (None, Some(provider)) => providers::all().iter().position(|p| p.id == provider.id).unwrap_or(0),
            (None, None) => items.len() - 1,
        };
        let chosen = ctx.ui.choose("Provider", &items, default).await?;
        if let (Some(outbox), 0) = (kept, chosen) {
            return Ok(outbox.clone());
        }
        typed.provider = providers::all().get(chosen - first);
    }
    match typed.provider {
        Some(provider) => Ok(provider.outbox()),
        None => ask_custom(ctx, typed).await,
    }
}

async fn ask_custom(ctx: &Context, typed: &mut Typed) -> Result<Outbox> {
    let said = |invalid: Invalid| invalid.to_string();
    let host = match typed.host.take() {
        Some(host) => host,
        None => ctx.ui.ask("Host", None, move |t| Host::parse(t).map_err(said)).await?,
    };
    let security = match (typed.security, typed.port) {
        (Some(security), _) => security,
        (None, _) => {
            let items = ["SSL/TLS from the first byte (port 465)", "STARTTLS (port 587)"].map(str::to_owned);
            if ctx.ui.choose("Security", &items, 0).await? == 0 { Security::Ssl } else { Security::Starttls }
        }
    };
    let port = match typed.port {
        Some(port) => port,
        None => ctx.ui.ask("Port", Some(&security.usual_port().to_string()), move |t| parse_port(t).map_err(said)).await?,
    };
    typed.host = Some(host.clone());
    Ok(Outbox { host, port, security })
}

/// Asks for the login at a provider where only the customer knows it; Enter keeps `kept`.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) where nobody can be asked.
pub(super) async fn ask_login(ctx: &Context, kept: Option<&str>) -> Result<String> {
    if !ctx.ui.can_prompt() {
        let mut problems = Problems::default();
        problems.add(USERNAME, USERNAME_MISSING);
        problems.into_result()?;
    }
    ctx.ui.ask("SMTP Username", kept, |typed| parse_login(typed).map_err(|i| i.to_string())).await
}

fn parse_login(typed: &str) -> Result<String, Invalid> {
    match typed.trim() {
        "" => Err(Invalid("field is required".into())),
        login if login.len() > MAX_LOGIN || login.chars().any(char::is_control) => {
            Err(Invalid("does not have a valid value".into()))
        }
        login => Ok(login.to_owned()),
    }
}

/// Warns where a provider is known not to accept any password, before anything is tried; in a terminal somebody may go on.
pub(super) async fn warn_of_provider(ctx: &Context, provider: Option<&Provider>) -> Result<()> {
    let Some(provider) = provider else { return Ok(()) };
    for warning in provider.warnings() {
        ctx.ui.warn(&format!("{}: {warning}", provider.name));
    }
    if !provider.works_with_password() && ctx.ui.can_prompt() {
        ctx.ui.confirm("Try with a password all the same?", "Try", "Cancel").await?;
    }
    Ok(())
}

/// Mends a password that was copied the way its provider shows it, and says so.
pub(super) fn normalise(ctx: &Context, provider: Option<&Provider>, password: SecretString) -> SecretString {
    let (password, note) = crate::mail::app_password::normalise(provider, password);
    if let Some(note) = note {
        ctx.ui.status(&note);
    }
    password
}

//! `email providers`: what is known about mail providers. Needs no sign-in, and asks nobody unless told to.

use super::{ASK_WHO_RUNS_IT, detect};
use crate::channel::Address;
use crate::cli::ProvidersCommand;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::mail::network::Network;
use crate::mail::providers::{self, Provider};
use crate::profile::quoted;
use crate::ui::{Column, Record};

/// Runs the command.
///
/// # Errors
/// [`Kind::NotFound`] for a provider or a domain that is not known, [`Kind::Usage`] for what is no address, [`Kind::Unreachable`] when
/// the network was to be asked and nobody answered.
pub async fn run(command: ProvidersCommand, ctx: &Context) -> Result<()> {
    match command {
        ProvidersCommand::List => list(ctx),
        ProvidersCommand::Show { id } => show(ctx, find(&id)?),
        ProvidersCommand::Detect(args) => {
            let (address, network) = (parsed(&args.0.address)?, args.0.network.network());
            if args.0.online {
                return detect::run(ctx, &address, &network).await;
            }
            if network != Network::default() {
                return Err(Error::usage("--dns and --connect-to need --online: without it nobody is asked"));
            }
            show(ctx, by_domain(&address)?)
        }
    }
}

fn list(ctx: &Context) -> Result<()> {
    let mut records = ctx.ui.records::<Brief>()?;
    for provider in providers::all() {
        records.push(Row(provider))?;
    }
    records.finish()
}

/// The settings, and on standard error what to know about them. Where a format was asked for, all of it is fields.
fn show(ctx: &Context, provider: &'static Provider) -> Result<()> {
    if ctx.ui.explicit_format() {
        return ctx.ui.record::<Full>(&Row(provider));
    }
    ctx.ui.record::<Brief>(&Row(provider))?;
    for warning in provider.warnings() {
        ctx.ui.warn(warning);
    }
    for note in &provider.notes {
        ctx.ui.status(note);
    }
    if let Some(url) = &provider.help {
        ctx.ui.status(&format!("See {url}"));
    }
    ctx.ui.status("To forward mail to the email forwarder:");
    for step in numbered(provider) {
        ctx.ui.status(&format!("  {step}"));
    }
    Ok(())
}

fn find(id: &str) -> Result<&'static Provider> {
    let wanted = id.trim().to_lowercase();
    if let Some(provider) = providers::by_id(&wanted) {
        return Ok(provider);
    }
    let near: Vec<&str> = providers::all().iter().filter(|p| is_near(p, &wanted)).map(|p| p.id.as_str()).collect();
    let hint = match near.as_slice() {
        [] => "qontak email providers list".to_owned(),
        near => format!("did you mean {}? (all of them: qontak email providers list)", near.join(" or ")),
    };
    Err(Error::new(Kind::NotFound, format!("there is no provider {id:?}")).with_hint(hint))
}

/// Part of the id or the name, a domain of the provider, or at most two letters off.
fn is_near(provider: &Provider, wanted: &str) -> bool {
    let part = |name: &str| wanted.len() > 2 && (name.contains(wanted) || wanted.contains(name));
    part(&provider.id)
        || part(&provider.name.to_lowercase())
        || provider.domains.iter().any(|d| d == wanted)
        || distance(&provider.id, wanted) <= 2
}

/// Letters to insert, delete or replace to get from one word to the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (n, a) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], n + 1);
        for (m, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[m + 1];
            row[m + 1] = replaced.min(diagonal + 1).min(row[m] + 1);
        }
    }
    row[other.len()]
}

fn parsed(typed: &str) -> Result<Address> {
    Address::parse(typed).map_err(|invalid| Error::usage(format!("email address: {invalid}")))
}

fn by_domain(address: &Address) -> Result<&'static Provider> {
    providers::by_domain(address.domain()).ok_or_else(|| {
        let message = format!("the provider of {} is not known from its domain", address.domain());
        let online = format!("ask the network: qontak email providers detect {} --online; or", quoted(address.as_str()));
        Error::new(Kind::NotFound, message).with_hint(format!("{online} {ASK_WHO_RUNS_IT}"))
    })
}

fn numbered(provider: &Provider) -> impl Iterator<Item = String> {
    providers::forwarding_steps(Some(provider)).iter().enumerate().map(|(n, step)| format!("{}. {step}", n + 1))
}

/// One line of the list: the fields that [`Full`] starts with.
type Brief = Row<false>;
/// One provider with all that is known.
type Full = Row<true>;

/// A provider as it is printed. Fields are only ever added, at the end; a test pins them.
struct Row<const FULL: bool>(&'static Provider);

impl<const FULL: bool> Row<FULL> {
    const BRIEF: usize = 6;
    const ALL: &'static [Column<Self>] = &[
        Column { name: "id", shown: true, cell: |r| r.0.id.as_str().into() },
        Column { name: "name", shown: true, cell: |r| r.0.name.as_str().into() },
        Column { name: "host", shown: true, cell: |r| r.0.host.as_str().into() },
        Column { name: "port", shown: true, cell: |r| r.0.outbox().port.into() },
        Column { name: "security", shown: true, cell: |r| r.0.outbox().security.as_str().into() },
        Column { name: "password", shown: true, cell: |r| r.0.password.as_str().into() },
        Column { name: "username", shown: false, cell: |r| r.0.username.as_str().into() },
        Column { name: "domains", shown: false, cell: |r| joined(&r.0.domains, " ") },
        Column { name: "help", shown: false, cell: |r| (&r.0.help).into() },
        Column { name: "notes", shown: false, cell: |r| joined(&r.0.notes, "\n") },
        Column { name: "warnings", shown: false, cell: |r| joined(r.0.warnings(), "\n") },
        Column { name: "forwarding", shown: false, cell: |r| numbered(r.0).collect::<Vec<_>>().join("\n").into() },
    ];
}

impl<const FULL: bool> Record for Row<FULL> {
    const COLUMNS: &'static [Column<Self>] = if FULL { Self::ALL } else { Self::ALL.split_at(Self::BRIEF).0 };
}

fn joined<'a>(lines: &[String], between: &str) -> crate::ui::Cell<'a> {
    (!lines.is_empty()).then(|| lines.join(between)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(id: &str) -> String {
        find(id).err().and_then(|e| e.hint().map(str::to_owned)).unwrap_or_default()
    }

    #[test]
    fn fields_are_public() {
        let names: Vec<&str> = Full::COLUMNS.iter().map(|c| c.name).collect();
        let brief: Vec<&str> = Brief::COLUMNS.iter().map(|c| c.name).collect();
        assert_eq!(brief, ["id", "name", "host", "port", "security", "password"]);
        assert_eq!(names.join(","), "id,name,host,port,security,password,username,domains,help,notes,warnings,forwarding");
    }

    #[test]
    fn near_names_are_offered() {
        assert!(hint("gmial").contains("did you mean gmail?"));
        assert!(hint("hotmail.com").contains("outlook"));
        assert!(hint("office").contains("providers list"));
        assert!(hint("Microsoft").contains("microsoft365"));
        assert_eq!(hint("qqqqqqqqqqqqqq"), "qontak email providers list");
        assert_eq!(hint(""), "qontak email providers list");
        assert_eq!(hint(" GMAIL "), "", "found");
    }

    #[test]
    fn distances() {
        for (one, other, steps) in [("", "", 0), ("a", "", 1), ("gmail", "gmial", 2), ("zoho", "zoo", 1), ("aol", "gmx", 3)] {
            assert_eq!(distance(one, other), steps, "{one} {other}");
        }
    }

    #[test]
    fn detection_needs_an_address_and_a_known_domain() {
        let kind = |typed: &str| parsed(typed).and_then(|a| by_domain(&a)).map(|p| p.id.as_str()).map_err(|e| e.kind());
        assert_eq!(kind("a@Yahoo.co.id"), Ok("yahoo"));
        assert_eq!(kind("a@example.com"), Err(Kind::NotFound));
        for wrong in ["", "gmail.com", "a@b", "a b@gmail.com"] {
            assert_eq!(kind(wrong), Err(Kind::Usage), "{wrong}");
        }
    }
}

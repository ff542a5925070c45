//! `profile list`, `profile use`, `profile remove`.

use super::Context;
use crate::cli::ProfileCommand;
use crate::error::{Error, Kind, Result};
use crate::profile::{ALWAYS, Profile, Store};
use crate::ui::{Column, Record};

impl Record for Profile {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "name", shown: true, cell: |p| p.name.as_str().into() },
        Column { name: "server", shown: true, cell: |p| p.server.as_str().into() },
        Column { name: "kind", shown: true, cell: |p| p.kind.into() },
        Column { name: "username", shown: true, cell: |p| (&p.username).into() },
        Column { name: "default", shown: true, cell: |p| p.default.into() },
        Column { name: "signed_in", shown: true, cell: |p| p.signed_in.into() },
    ];
}

/// Runs the command.
///
/// # Errors
/// [`NotFound`](Kind::NotFound) for an unknown profile; when a file is broken or cannot be written.
pub async fn run(command: ProfileCommand, ctx: &Context) -> Result<()> {
    let store = ctx.store()?;
    match command {
        ProfileCommand::List => list(&store, ctx),
        ProfileCommand::Use { name } => select(&store, &name, ctx).await,
        ProfileCommand::Remove { name, yes } => remove(&store, &name, yes, ctx).await,
    }
}

fn list(store: &Store, ctx: &Context) -> Result<()> {
    let mut rows = ctx.ui.records::<Profile>()?;
    let profiles = store.list()?;
    ctx.warn_exposed(store);
    for profile in profiles {
        rows.push(profile)?;
    }
    rows.finish()
}

async fn select(store: &Store, name: &str, ctx: &Context) -> Result<()> {
    let known = store.list()?;
    if !ALWAYS.contains(&name) && !known.iter().any(|profile| profile.name == name) {
        return Err(unknown(name, &known));
    }
    ctx.lock(store).await?.set_default(name)?;
    ctx.ui.status(&format!("Profile {name} is now the default"));
    if let Some(other) = ctx.environment.get("QONTAK_PROFILE").filter(|other| *other != name) {
        ctx.ui.warn(&format!("QONTAK_PROFILE is set: commands use profile {other}"));
    }
    Ok(())
}

async fn remove(store: &Store, name: &str, yes: bool, ctx: &Context) -> Result<()> {
    let known = store.list()?;
    let Some(profile) = known.iter().find(|profile| profile.name == name) else {
        return Err(unknown(name, &known));
    };
    let confirmed = if yes {
        ctx.ui.confirmed_by_flag()
    } else if ctx.ui.can_prompt() {
        let lost = if profile.kind == Some("local") { "The workspace itself stays" } else { "Its credential is forgotten" };
        ctx.ui.status(&format!("Profile {name}: {}. {lost}.", profile.server));
        ctx.ui.confirm(&format!("Are you sure? This removes profile {name}"), "Remove", "Cancel").await?
    } else {
        return Err(Error::usage(format!("removing profile {name} needs a confirmation")).with_hint("pass --yes"));
    };
    ctx.lock(store).await?.remove_profile(name, confirmed)?;
    ctx.ui.status(&format!("Removed profile {name}"));
    Ok(())
}

fn unknown(name: &str, known: &[Profile]) -> Error {
    let names: Vec<&str> = known.iter().map(|profile| profile.name.as_str()).collect();
    let hint = if names.is_empty() { "there are none yet: qontak login".into() } else { names.join(", ") };
    Error::new(Kind::NotFound, format!("there is no profile {name:?}")).with_hint(format!("profiles: {hint}"))
}

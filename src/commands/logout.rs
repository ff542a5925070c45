//! `logout`: forgets credentials; the profile and its server stay.

use super::Context;
use crate::cli::LogoutArgs;
use crate::error::Result;
use crate::profile::{Credential, Server, StoredCredential};

/// Runs the command. Not being signed in is no error.
///
/// # Errors
/// When a file is broken or cannot be written, or a named profile does not exist.
pub async fn run(args: LogoutArgs, ctx: &Context) -> Result<()> {
    let store = ctx.store()?;
    let names = if args.all {
        store.list()?.into_iter().map(|profile| profile.name).collect()
    } else {
        vec![store.selected(&ctx.environment, &ctx.selection)?.value]
    };
    let mut signed_out = false;
    // Somebody who never signed in gets no files from signing out.
    if store.paths().credentials_file().exists() {
        let mut files = ctx.lock(&store).await?;
        for name in &names {
            if let Some(removed) = files.remove_credential(name)? {
                signed_out = true;
                ctx.ui.status(&format!("Signed out of profile {name}"));
                ctx.ui.status(&still_valid(&removed));
            }
        }
    }
    if !signed_out {
        match names.as_slice() {
            [name] if !args.all => ctx.ui.status(&not_signed_in(name, store.server_of(name)?)),
            _ => ctx.ui.status("No profile was signed in"),
        }
    }
    for name in ["QONTAK_TOKEN", "QONTAK_CLIENT_ID"] {
        if ctx.environment.is_set(name) {
            ctx.ui.warn(&format!("{name} is set and still in force"));
        }
    }
    Ok(())
}

fn not_signed_in(name: &str, server: Option<Server>) -> String {
    match server {
        Some(Server::Local(_)) => format!("Profile {name} is the workspace on this machine: there is no credential to forget"),
        _ => format!("Profile {name} was not signed in"),
    }
}

/// The vendor documents no call that revokes a token, so forgetting it here is all that happens.
fn still_valid(removed: &StoredCredential) -> String {
    let server = &removed.server;
    match &removed.credential {
        Credential::Bearer(bearer) => {
            let until = bearer.expires_at.map_or_else(|| "until it expires".to_owned(), |at| format!("until {at}"));
            format!("The token itself stays valid at {server} {until}: there is no documented way to revoke it")
        }
        _ => format!("The client id and secret stay valid at {server} until they are revoked there"),
    }
}

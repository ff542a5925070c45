//! `status`: who you are, where, and where each of these comes from.

use super::Context;
use crate::cli::StatusArgs;
use crate::client::SignedIn;
use crate::error::{Error, Kind, Result};
use crate::profile::{Credential, Target};
use crate::ui::{Column, Record};
use crate::wire::role::Role;
use crate::wire::user::User;
use jiff::Timestamp;

/// What is known about the sign-in; the public schema of the command.
struct Status {
    target: Target,
    signed_in: bool,
    user: Option<User>,
    role: Option<String>,
    checked: bool,
}

impl Status {
    /// What can be said without asking anybody.
    fn offline(target: Target) -> Self {
        let expired = is_expired(&target, Timestamp::now());
        let local = matches!(credential(&target), Some(Credential::Local));
        Self {
            signed_in: target.credential.is_some() && !expired,
            // Whoever can open the workspace's file is its admin.
            role: local.then(|| Role::Admin.as_str().to_owned()),
            user: None,
            checked: false,
            target,
        }
    }

    fn of_user(&self, field: impl Fn(&User) -> Option<String>) -> Option<String> {
        self.user.as_ref().and_then(field)
    }

    fn expires_at(&self) -> Option<String> {
        match credential(&self.target) {
            Some(Credential::Bearer(bearer)) => bearer.expires_at.map(|at| at.to_string()),
            _ => None,
        }
    }
}

impl Record for Status {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "profile", shown: true, cell: |s| s.target.profile.as_str().into() },
        Column { name: "profile_source", shown: true, cell: |s| s.target.profile_source.to_string().into() },
        Column { name: "server", shown: true, cell: |s| s.target.server.value.to_string().into() },
        Column { name: "server_source", shown: true, cell: |s| s.target.server.source.to_string().into() },
        Column { name: "signed_in", shown: true, cell: |s| s.signed_in.into() },
        Column { name: "credential", shown: true, cell: |s| credential(&s.target).map(Credential::kind).into() },
        Column {
            name: "credential_source",
            shown: true,
            cell: |s| s.target.credential.as_ref().map(|c| c.source.to_string()).into(),
        },
        Column {
            name: "username",
            shown: true,
            cell: |s| s.of_user(|u| u.email.clone()).or_else(|| s.target.username.clone()).into(),
        },
        Column { name: "full_name", shown: true, cell: |s| s.of_user(|u| u.full_name.clone()).into() },
        Column { name: "role", shown: true, cell: |s| (&s.role).into() },
        Column { name: "organization_id", shown: true, cell: |s| s.of_user(|u| u.organization_id.clone()).into() },
        Column { name: "expires_at", shown: true, cell: |s| s.expires_at().into() },
        Column { name: "checked", shown: true, cell: |s| s.checked.into() },
    ];
}

/// Runs the command. Prints what is known, also when not signed in.
///
/// # Errors
/// [`NotSignedIn`](Kind::NotSignedIn) without a credential, or with one that expired or that the server refused.
pub async fn run(args: StatusArgs, ctx: &Context) -> Result<()> {
    ctx.ui.check_columns::<Status>()?;
    let mut status = Status::offline(ctx.target()?);
    let mut verdict = match (&status.target.credential, status.signed_in) {
        (None, _) => Err(ctx.remind_of_local(status.target.not_signed_in())),
        (Some(_), false) => Err(expired(&status.target)),
        (Some(_), true) => Ok(()),
    };
    if args.check && verdict.is_ok() {
        verdict = check(&mut status, ctx).await;
    }
    ctx.ui.record(&status)?;
    verdict
}

async fn check(status: &mut Status, ctx: &Context) -> Result<()> {
    let client = SignedIn::new(status.target.clone(), ctx.store()?, ctx.options.clone())?;
    let answer = match client.me().await {
        Ok(Some(user)) => {
            status.role = user.role.clone().or(status.role.take());
            status.user = Some(user);
            Ok(())
        }
        // This server does not say who is signed in: what it lets us do tells something.
        Ok(None) => match client.check().await {
            Err(error) if error.kind() == Kind::Forbidden => {
                status.role = Some(Role::Agent.as_str().to_owned());
                Ok(())
            }
            answer => answer,
        },
        Err(error) => Err(error),
    };
    let refused = matches!(&answer, Err(error) if error.kind() == Kind::NotSignedIn);
    status.checked = answer.is_ok() || refused;
    status.signed_in = !refused;
    if answer.is_ok() && matches!(credential(&status.target), Some(Credential::Bearer(_))) {
        // The token may have been renewed on the way.
        if let Ok(target) = ctx.target() {
            status.target = target;
        }
    }
    answer
}

fn credential(target: &Target) -> Option<&Credential> {
    target.credential.as_ref().map(|credential| &credential.value)
}

/// Whether the token is over and cannot be renewed.
fn is_expired(target: &Target, now: Timestamp) -> bool {
    match credential(target) {
        Some(Credential::Bearer(bearer)) => bearer.refresh.is_none() && bearer.expires_at.is_some_and(|at| at <= now),
        _ => false,
    }
}

fn expired(target: &Target) -> Error {
    let error = Error::new(Kind::NotSignedIn, format!("the token for {} has expired", target.server.value));
    error.with_hint(target.login_command())
}

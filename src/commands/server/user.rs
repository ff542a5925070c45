//! `server user`: the people who may sign in.

use super::{check_removal, database};
use crate::channel::Address;
use crate::cli::UserCommand;
use crate::commands::{Context, secret};
use crate::error::{Error, FieldError, Result};
use crate::server::{MIN_SECRET, Person};
use crate::ui::{Column, Record};
use secrecy::{ExposeSecret as _, SecretString};

impl Record for Person {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "username", shown: true, cell: |p| p.username.as_str().into() },
        Column { name: "role", shown: true, cell: |p| p.role.as_str().into() },
        Column { name: "full_name", shown: true, cell: |p| p.full_name.as_str().into() },
        Column { name: "id", shown: true, cell: |p| p.id.as_str().into() },
        Column { name: "created_at", shown: true, cell: |p| p.created().into() },
    ];
}

/// Runs the command.
///
/// # Errors
/// [`AlreadyExists`](crate::error::Kind::AlreadyExists), [`NotFound`](crate::error::Kind::NotFound),
/// [`Usage`](crate::error::Kind::Usage) for what is missing or wrong.
pub async fn run(command: UserCommand, ctx: &Context) -> Result<()> {
    match command {
        UserCommand::Add { username, role, full_name, password_stdin, workspace } => {
            ctx.ui.check_columns::<Person>()?;
            Address::parse(&username).map_err(|e| Error::usage(format!("username: {e}")))?;
            let password = password(password_stdin, ctx).await?;
            let workspace = database::open_or_make(&workspace, ctx)?;
            let person = workspace.add_person(&username, full_name.as_deref(), role.into(), password).await?;
            ctx.ui.record(&person)
        }
        UserCommand::List { workspace } => {
            let mut records = ctx.ui.records::<Person>()?;
            for person in database::open(&workspace, ctx)?.people().await? {
                records.push(person)?;
            }
            records.finish()
        }
        UserCommand::Password { username, password_stdin, workspace } => {
            let workspace = database::open(&workspace, ctx)?;
            let person = workspace.person(&username).await?;
            let password = password(password_stdin, ctx).await?;
            workspace.set_password(&username, password).await?;
            ctx.ui.status(&format!("{}: new password set, signed out everywhere", person.username));
            Ok(())
        }
        UserCommand::Remove { username, yes, workspace } => {
            check_removal(yes, ctx)?;
            let workspace = database::open(&workspace, ctx)?;
            let person = workspace.person(&username).await?;
            if !yes {
                let question = format!("Remove {} ({})? Their tokens stop working at once.", person.username, person.role);
                ctx.ui.confirm(&question, "Remove", "Cancel").await?;
            }
            workspace.remove_person(&username).await?;
            ctx.ui.status(&format!("{}: removed", person.username));
            Ok(())
        }
    }
}

/// A new password: from standard input, or asked for twice.
async fn password(from_stdin: bool, ctx: &Context) -> Result<SecretString> {
    if from_stdin {
        return secret::from_stdin("Password", ctx).await;
    }
    if !ctx.ui.can_prompt() {
        let message = "field is required (pass --password-stdin)".into();
        return Err(Error::fields(vec![FieldError { field: "password".into(), message }]));
    }
    let asked = ctx.ui.ask_hidden(&format!("New password (at least {MIN_SECRET} characters)"), false).await?;
    let again = ctx.ui.ask_hidden("The same again", false).await?;
    match (asked, again) {
        (Some(asked), Some(again)) if asked.expose_secret() == again.expose_secret() => Ok(asked),
        _ => Err(Error::usage("password: the two are not the same")),
    }
}

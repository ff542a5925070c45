//! `server credential`: HMAC credentials. A secret is never printed.

use super::{check_removal, database};
use crate::cli::CredentialCommand;
use crate::commands::{Context, secret};
use crate::error::{Error, FieldError, Kind, Result};
use crate::files;
use crate::server::{Credential, Workspace};
use crate::ui::{Column, Record};
use secrecy::{ExposeSecret as _, SecretString};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

impl Record for Credential {
    const COLUMNS: &'static [Column<Self>] = &[
        Column { name: "client_id", shown: true, cell: |c| c.client_id.as_str().into() },
        Column { name: "name", shown: true, cell: |c| c.name.as_str().into() },
        Column { name: "role", shown: true, cell: |c| c.role.as_str().into() },
        Column { name: "created_at", shown: true, cell: |c| c.created().into() },
    ];
}

/// Runs the command.
///
/// # Errors
/// [`AlreadyExists`](Kind::AlreadyExists), [`NotFound`](Kind::NotFound), [`Usage`](Kind::Usage) for what is missing or wrong.
pub async fn run(command: CredentialCommand, ctx: &Context) -> Result<()> {
    match command {
        CredentialCommand::Add { name, role, secret_file, secret_stdin, workspace } => {
            ctx.ui.check_columns::<Credential>()?;
            let source = Source::choose(secret_file, secret_stdin)?;
            let workspace = database::open_or_make(&workspace, ctx)?;
            let (secret, file) = source.secret(ctx).await?;
            let added = workspace.add_credential(&name, role.into(), secret).await?;
            if let Some(path) = file.map(NewFile::keep) {
                ctx.ui.status(&format!("The client secret is in {}", path.display()));
            }
            // A script wants the one thing it does not know yet.
            let bare = !ctx.ui.explicit_format() && !ctx.ui.is_stdout_terminal();
            if bare { ctx.ui.line(&added.client_id) } else { ctx.ui.record(&added) }
        }
        CredentialCommand::List { workspace } => {
            let mut records = ctx.ui.records::<Credential>()?;
            for credential in database::open(&workspace, ctx)?.credentials().await? {
                records.push(credential)?;
            }
            records.finish()
        }
        CredentialCommand::Remove { client_id, yes, workspace } => {
            check_removal(yes, ctx)?;
            let workspace = database::open(&workspace, ctx)?;
            let found = workspace.credential(&client_id).await?;
            if !yes {
                let question = format!("Remove {} ({})? Its requests are refused at once.", found.name, found.client_id);
                ctx.ui.confirm(&question, "Remove", "Cancel").await?;
            }
            workspace.remove_credential(&client_id).await?;
            ctx.ui.status(&format!("{}: removed", found.client_id));
            Ok(())
        }
    }
}

/// Where the secret of a new credential comes from, or goes to.
enum Source {
    Stdin,
    NewFile(PathBuf),
}

impl Source {
    fn choose(file: Option<PathBuf>, stdin: bool) -> Result<Self> {
        match (file, stdin) {
            (Some(path), _) => Ok(Self::NewFile(path)),
            (None, true) => Ok(Self::Stdin),
            (None, false) => {
                let message = "field is required (pass --secret-file NEWFILE or --secret-stdin)".into();
                Err(Error::fields(vec![FieldError { field: "client secret".into(), message }]))
            }
        }
    }

    async fn secret(self, ctx: &Context) -> Result<(SecretString, Option<NewFile>)> {
        match self {
            Self::Stdin => Ok((secret::from_stdin("Client secret", ctx).await?, None)),
            Self::NewFile(path) => {
                let secret = Workspace::new_secret()?;
                // Written before the credential exists: a credential whose secret nobody has would be of no use.
                write_new(&path, &secret)?;
                Ok((secret, Some(NewFile { path, kept: false })))
            }
        }
    }
}

/// A file with a secret in it, which goes again when there is to be no credential for it, whatever the reason.
struct NewFile {
    path: PathBuf,
    kept: bool,
}

impl NewFile {
    fn keep(mut self) -> PathBuf {
        self.kept = true;
        std::mem::take(&mut self.path)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Writes a secret into a file that did not exist, readable by its owner only.
fn write_new(path: &Path, secret: &SecretString) -> Result<()> {
    let mut file = files::new_private(path).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => Error::new(Kind::Usage, format!("--secret-file: {} exists already", path.display())),
        _ => Error::usage(format!("--secret-file: {}: {e}", path.display())),
    })?;
    let written = writeln!(file, "{}", secret.expose_secret()).and_then(|()| file.sync_all());
    written.map_err(|e| {
        let _ = std::fs::remove_file(path);
        Error::unexpected(path.display(), e)
    })
}

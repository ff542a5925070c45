//! `--database`: which workspace a server command works on.

use crate::cli::WorkspaceArgs;
use crate::commands::Context;
use crate::error::{Error, Result};
use crate::server::{self, Settings, Workspace};
use std::path::PathBuf;

/// The file of the workspace.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) for a database that is not supported.
pub fn path(args: &WorkspaceArgs, ctx: &Context) -> Result<PathBuf> {
    match &args.database {
        None => Ok(ctx.paths()?.data.join(server::DATABASE)),
        Some(typed) => parse(typed),
    }
}

/// Opens the workspace for one command that works on what is there.
///
/// # Errors
/// [`NotFound`](crate::error::Kind::NotFound) when there is no workspace; when it cannot be opened.
pub fn open(args: &WorkspaceArgs, ctx: &Context) -> Result<Workspace> {
    Workspace::open_existing(&path(args, ctx)?, Settings::default())
}

/// Opens the workspace for one command that adds to it; makes it on first use.
///
/// # Errors
/// When it cannot be opened or made.
pub fn open_or_make(args: &WorkspaceArgs, ctx: &Context) -> Result<Workspace> {
    Workspace::open(&path(args, ctx)?, Settings::default())
}

fn parse(typed: &str) -> Result<PathBuf> {
    let wrong = |why: &str| {
        Error::usage(format!("--database: {why}")).with_hint("supported: sqlite:PATH, like sqlite:/srv/qontak/workspace.db")
    };
    let path = typed.strip_prefix("sqlite:").ok_or_else(|| wrong("this kind of database is not supported"))?;
    // Of a URL with two slashes, what follows would be a host, not a folder.
    let host = path.starts_with("//") && !path.starts_with("///");
    if path.is_empty() || path == ":memory:" || path.ends_with('/') || path.contains('\0') || host {
        return Err(wrong("PATH must be the path of a file"));
    }
    Ok(PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sqlite_files() {
        for (typed, path) in [("sqlite:a.db", "a.db"), ("sqlite:/a/b.db", "/a/b.db"), ("sqlite:///a/b.db", "/a/b.db")] {
            assert_eq!(parse(typed), Ok(PathBuf::from(path)), "{typed}");
        }
        for typed in [
            "",
            "a.db",
            "sqlite:",
            "sqlite:/a/",
            "sqlite://host/a.db",
            "sqlite::memory:",
            "postgres://db.example.com/x",
            "SQLite:a.db",
        ] {
            let error = parse(typed).err().map(|e| (e.kind(), e.hint().is_some_and(|h| h.contains("sqlite:PATH"))));
            assert_eq!(error, Some((crate::error::Kind::Usage, true)), "{typed}");
        }
    }
}

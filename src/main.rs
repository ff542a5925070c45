//! Parses, runs, and turns the result into an exit code. Nothing else in the program prints an error or exits.

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory as _, FromArgMatches as _};
use qontak::cli::Cli;
use qontak::commands::{self, Context};
use qontak::environment::Environment;
use qontak::error::{Error, Kind};
use qontak::ui::{self, Ui};
use std::ffi::OsString;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    // Scripts ask this often; the whole command tree need not be built for it.
    if let [_, only] = arguments.as_slice()
        && (only == "--version" || only == "-V")
    {
        return printed(writeln!(std::io::stdout(), "qontak {}", env!("CARGO_PKG_VERSION")));
    }
    let environment = Environment::new(std::env::vars_os());
    let mut tree = Cli::command().color(color(&arguments));
    let parsed = tree.try_get_matches_from_mut(&arguments).and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => return not_understood(discreet(error.format(&mut tree), &arguments), &arguments, &environment),
    };
    let context = Context::new(&cli.global, environment);
    match commands::run(cli.command, &context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            context.ui.error(&error);
            ExitCode::from(error.kind().exit_code())
        }
    }
}

/// Help, or words that make no command: the latter as JSON where JSON was asked for.
fn not_understood(error: clap::Error, arguments: &[OsString], environment: &Environment) -> ExitCode {
    if !error.use_stderr() {
        return printed(error.print());
    }
    if wants_json(arguments) {
        let text = error.render().to_string();
        let message = text.trim_start_matches("error: ").split("\n\nUsage:").next().unwrap_or_default();
        let message = message.split("\n\nFor more information").next().unwrap_or_default().trim();
        Ui::new(&ui::Options::json(), environment).error(&Error::usage(message).with_hint("qontak --help"));
    } else {
        // Nobody is left to tell when standard error is closed.
        let _ = error.print();
    }
    ExitCode::from(Kind::Usage.exit_code())
}

/// Leaves out of an error what may be a secret: a value given to a flag that takes none (`--password-stdin=SECRET`).
fn discreet(mut error: clap::Error, arguments: &[OsString]) -> clap::Error {
    let hidden = ContextValue::String("\u{2026}".to_owned());
    if error.kind() == clap::error::ErrorKind::TooManyValues {
        error.insert(ContextKind::InvalidValue, hidden);
    } else if let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidArg) {
        let after_a_source = |w: &[OsString]| w[0].to_string_lossy().ends_with("-stdin") && w[1].to_string_lossy() == *word;
        if arguments.windows(2).any(after_a_source) {
            error.insert(ContextKind::InvalidArg, hidden);
        }
    }
    error
}

/// What `--color` says: help and errors are printed before the arguments are understood.
fn color(arguments: &[OsString]) -> clap::ColorChoice {
    let words: Vec<_> = arguments.iter().skip(1).map(|a| a.to_string_lossy()).take_while(|word| word != "--").collect();
    let apart = words.windows(2).filter(|w| w[0] == "--color").map(|w| &*w[1]);
    let chosen = apart.chain(words.iter().filter_map(|word| word.strip_prefix("--color="))).last();
    chosen.and_then(|when| when.parse().ok()).unwrap_or_default()
}

fn wants_json(arguments: &[OsString]) -> bool {
    let words: Vec<_> = arguments.iter().skip(1).map(|a| a.to_string_lossy()).collect();
    words.iter().any(|w| matches!(&**w, "--json" | "-ojson" | "-o=json" | "--output=json"))
        || words.windows(2).any(|w| matches!(&*w[0], "-o" | "--output") && w[1] == "json")
}

/// A closed pipe is no error; a full disk is one.
fn printed(result: std::io::Result<()>) -> ExitCode {
    match result.and_then(|()| std::io::stdout().flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            // If this cannot be said either, the exit code says it.
            let _ = writeln!(std::io::stderr(), "error: standard output: {error}");
            ExitCode::from(Kind::Unexpected.exit_code())
        }
        _ => ExitCode::SUCCESS,
    }
}

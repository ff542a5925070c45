//! Parses, runs, and turns the result into an exit code. Nothing else in the program prints an error or exits.

use clap::Parser as _;
use qontak::cli::{Cli, Global};
use qontak::commands::{self, Context};
use qontak::error::{Error, Kind};
use qontak::profile::Environment;
use qontak::ui::Ui;
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
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return not_understood(&error, &arguments, &environment),
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
fn not_understood(error: &clap::Error, arguments: &[OsString], environment: &Environment) -> ExitCode {
    if !error.use_stderr() {
        return printed(error.print());
    }
    if wants_json(arguments) {
        let text = error.render().to_string();
        let message = text.trim_start_matches("error: ").split("\n\nUsage:").next().unwrap_or_default();
        let message = message.split("\n\nFor more information").next().unwrap_or_default().trim();
        Ui::new(&Global::json(), environment).error(&Error::usage(message).with_hint("qontak --help"));
    } else {
        // Nobody is left to tell when standard error is closed.
        let _ = error.print();
    }
    ExitCode::from(Kind::Usage.exit_code())
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

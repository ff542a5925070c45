//! Parses, runs, and turns the result into an exit code. Nothing else in the program prints an error or exits.

use clap::Parser as _;
use qontak::cli::Cli;
use qontak::commands::{self, Context};
use qontak::profile::Environment;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let environment = Environment::new(std::env::vars_os());
    let context = Context::new(&cli.global, environment);
    match commands::run(cli.command, &context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            context.ui.error(&error);
            ExitCode::from(error.kind().exit_code())
        }
    }
}

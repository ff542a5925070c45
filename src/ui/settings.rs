//! What is decided once, at the start: the format, colour, and whether anybody can answer a question.

use crate::environment::Environment;
use clap::ValueEnum;
use std::io::IsTerminal as _;

/// Which of the three streams are terminals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terminals {
    pub stdin: bool,
    pub stdout: bool,
    pub stderr: bool,
}

impl Terminals {
    /// Asks the system.
    pub(super) fn detect() -> Self {
        Self {
            stdin: std::io::stdin().is_terminal(),
            stdout: std::io::stdout().is_terminal(),
            stderr: std::io::stderr().is_terminal(),
        }
    }
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// Aligned columns for a person
    Table,
    /// JSON; errors on standard error are JSON too
    Json,
    /// Comma-separated, with a header
    Csv,
    /// Tab-separated, without a header
    Tsv,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// In a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What somebody asked for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format; without one, a table for a person and tabs for a pipe.
    pub output: Option<OutputFormat>,
    /// The fields to print, in this order.
    pub columns: Option<Vec<String>>,
    /// When to use colour.
    pub color: ColorChoice,
    /// Never ask anything.
    pub no_input: bool,
}

impl Options {
    /// JSON, and else the defaults: for the time before the command line is understood.
    #[must_use]
    pub fn json() -> Self {
        Self { output: Some(OutputFormat::Json), ..Self::default() }
    }
}

/// The decisions.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub terminals: Terminals,
    pub format: OutputFormat,
    /// The words after `--columns`.
    pub columns: Option<Vec<String>>,
    /// Whether `-o`, `--json` or `--columns` was given.
    pub explicit_format: bool,
    /// Whether errors are JSON.
    pub json_errors: bool,
    pub stdout_color: bool,
    pub stderr_color: bool,
    pub can_prompt: bool,
    /// The terminal cannot move its cursor.
    pub dumb: bool,
}

impl Settings {
    pub(super) fn new(options: &Options, environment: &Environment, terminals: Terminals) -> Self {
        let asked = options.output;
        let usual = if terminals.stdout { OutputFormat::Table } else { OutputFormat::Tsv };
        let dumb = environment.get("TERM") == Some("dumb");
        let color = |terminal: bool| match options.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if environment.get("NO_COLOR").is_some() => false,
            ColorChoice::Auto => forced(environment) || (terminal && !dumb),
        };
        let forbidden = options.no_input || environment.is_set("QONTAK_NO_INPUT") || environment.is_set("CI");
        Self {
            terminals,
            format: asked.unwrap_or(usual),
            columns: options.columns.clone(),
            explicit_format: asked.is_some() || options.columns.is_some(),
            json_errors: asked == Some(OutputFormat::Json),
            stdout_color: color(terminals.stdout),
            stderr_color: color(terminals.stderr),
            can_prompt: terminals.stdin && terminals.stderr && !forbidden,
            dumb,
        }
    }
}

/// <https://bixense.com/clicolors/>: set, and not to `0`.
fn forced(environment: &Environment) -> bool {
    environment.get("CLICOLOR_FORCE").is_some_and(|v| v != "0")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
pub(super) mod tests {
    use super::*;

    const ALL: Terminals = Terminals { stdin: true, stdout: true, stderr: true };
    const PIPES: Terminals = Terminals { stdin: false, stdout: false, stderr: false };

    fn settings(words: &[&str], variables: &[(&str, &str)], terminals: Terminals) -> Settings {
        let environment = Environment::new(variables.iter().map(|(k, v)| (k.into(), v.into())));
        Settings::new(&options(words), &environment, terminals)
    }

    /// What these words ask for.
    pub fn options(words: &[&str]) -> Options {
        let mut options = Options::default();
        let mut words = words.iter().copied();
        while let Some(word) = words.next() {
            match word {
                "--json" => options.output = Some(OutputFormat::Json),
                "--no-input" => options.no_input = true,
                "-o" => options.output = Some(ValueEnum::from_str(words.next().unwrap(), false).unwrap()),
                "--color" => options.color = ValueEnum::from_str(words.next().unwrap(), false).unwrap(),
                "--columns" => options.columns = Some(words.next().unwrap().split(',').map(str::to_owned).collect()),
                word => panic!("{word}"),
            }
        }
        options
    }

    #[test]
    fn a_terminal_gets_a_table_and_a_pipe_gets_tabs() {
        assert_eq!(settings(&[], &[], ALL).format, OutputFormat::Table);
        assert_eq!(settings(&[], &[], PIPES).format, OutputFormat::Tsv);
        assert_eq!(settings(&["-o", "csv"], &[], ALL).format, OutputFormat::Csv);
        assert_eq!(settings(&["-o", "table"], &[], PIPES).format, OutputFormat::Table);
        let json = settings(&["--json"], &[], ALL);
        assert_eq!((json.format, json.json_errors, json.explicit_format), (OutputFormat::Json, true, true));
        assert!(settings(&["--columns", "a"], &[], ALL).explicit_format);
        assert!(!settings(&[], &[], PIPES).explicit_format);
    }

    #[test]
    fn nobody_is_asked_who_cannot_or_must_not_answer() {
        assert!(settings(&[], &[], ALL).can_prompt);
        assert!(settings(&[], &[], Terminals { stdout: false, ..ALL }).can_prompt);
        assert!(!settings(&[], &[], Terminals { stdin: false, ..ALL }).can_prompt);
        assert!(!settings(&[], &[], Terminals { stderr: false, ..ALL }).can_prompt);
        assert!(!settings(&["--no-input"], &[], ALL).can_prompt);
        assert!(!settings(&[], &[("QONTAK_NO_INPUT", "1")], ALL).can_prompt);
        assert!(!settings(&[], &[("CI", "true")], ALL).can_prompt);
        assert!(settings(&[], &[("CI", ""), ("QONTAK_NO_INPUT", "")], ALL).can_prompt);
    }

    #[test]
    fn colour() {
        let colors = |words: &[&str], variables: &[(&str, &str)], terminals| {
            let s = settings(words, variables, terminals);
            (s.stdout_color, s.stderr_color)
        };
        assert_eq!(colors(&[], &[], ALL), (true, true));
        assert_eq!(colors(&[], &[], Terminals { stdout: false, ..ALL }), (false, true));
        assert_eq!(colors(&[], &[("TERM", "dumb")], ALL), (false, false));
        assert_eq!(colors(&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], ALL), (false, false));
        assert_eq!(colors(&[], &[("CLICOLOR_FORCE", "1")], PIPES), (true, true));
        assert_eq!(colors(&[], &[("CLICOLOR_FORCE", "0")], PIPES), (false, false));
        assert_eq!(colors(&["--color", "always"], &[("NO_COLOR", "1")], PIPES), (true, true));
        assert_eq!(colors(&["--color", "never"], &[("CLICOLOR_FORCE", "1")], ALL), (false, false));
    }
}

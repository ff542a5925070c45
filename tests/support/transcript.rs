//! Transcripts in Markdown: what a document says a command prints is what it prints.
//!
//! - A block fenced as `console` holds lines `$ command`, each followed by what standard output and standard error show together.
//!   All of them run in one world, one after the other, with the home folder as working folder. A trailing `\` continues a command.
//! - A line `...` stands for any lines. `export` and `cd` hold for the commands after them.
//! - A command that ends in ` &` runs in the background to the document's end; its text is what it prints first.
//! - `<!-- test: command -->` runs unseen, to set something up.
//! - Ids, times, durations and ports are compared by their shape; an id in a command is the one the earlier answer really gave.
//!   Port 8300 is replaced by a free one. The home folder is written `/home/you`.
//! - A block fenced as `sh` is only checked for its syntax.
//!
//! `PRINT_TRANSCRIPT=1` prints each block as it should look.

use super::{Running, World, wait};
use regex::Regex;
use std::collections::HashMap;
use std::fs::File;
use std::net::TcpListener;

/// One command of a document.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// The line it stands on, from 1.
    pub line: usize,
    /// What to run.
    pub command: String,
    /// What the document says it prints; `None` when nobody shows it.
    pub expected: Option<String>,
    /// Whether only its syntax counts.
    pub syntax_only: bool,
}

/// Finds the commands of a document, in order.
pub fn parse(markdown: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut fence: Option<&str> = None;
    let mut continues = false;
    for (number, line) in (1..).zip(markdown.lines()) {
        if let Some(word) = line.trim_start().strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(word.trim()) };
            if fence == Some("sh") {
                steps.push(Step { line: number + 1, command: String::new(), expected: None, syntax_only: true });
            }
            continues = false;
            continue;
        }
        match (fence, steps.last_mut()) {
            (Some("sh"), Some(step)) => step.command.push_str(&format!("{line}\n")),
            (Some("console"), last) => match (line.strip_prefix("$ "), last) {
                (Some(command), _) => {
                    continues = command.ends_with('\\');
                    let expected = Some(String::new());
                    steps.push(Step { line: number, command: command.into(), expected, syntax_only: false });
                }
                (None, Some(step)) if continues => {
                    step.command.push_str(&format!("\n{line}"));
                    continues = line.ends_with('\\');
                }
                (None, Some(Step { expected: Some(expected), .. })) => expected.push_str(&format!("{line}\n")),
                (None, _) => panic!("line {number}: a console block starts with `$ command`"),
            },
            (None, _) => {
                let hidden = line.trim().strip_prefix("<!-- test: ").and_then(|l| l.strip_suffix(" -->"));
                steps.extend(hidden.map(|command| Step {
                    line: number,
                    command: command.into(),
                    expected: None,
                    syntax_only: false,
                }));
            }
            _ => {}
        }
    }
    steps
}

/// Replaces what differs from run to run by its kind; ids by the order in which they appear.
#[derive(Default)]
struct Shapes {
    ids: Vec<String>,
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap()
}

fn id_pattern() -> Regex {
    pattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
}

impl Shapes {
    fn normalise(&mut self, text: &str) -> String {
        let text = id_pattern().replace_all(text, |found: &regex::Captures<'_>| {
            let known = self.ids.iter().position(|id| *id == found[0]);
            let index = known.unwrap_or_else(|| {
                self.ids.push(found[0].to_owned());
                self.ids.len() - 1
            });
            format!("<id {}>", index + 1)
        });
        let mut text = text.into_owned();
        for (shape, name) in [
            ("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?(Z|[+-][0-9:]{5})", "<time>"),
            ("(127\\.0\\.0\\.1|localhost):[0-9]+", "$1:<port>"),
            ("(?-u:\\b)[0-9]+(\\.[0-9]+)? ?(ms|s|seconds?|minutes?|hours?|days?)(?-u:\\b)", "<duration>"),
        ] {
            text = pattern(shape).replace_all(&text, name).into_owned();
        }
        text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// Whether `printed` is what `expected` says; a line `...` in `expected` stands for any lines.
fn matches(expected: &[&str], printed: &[&str]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((&"...", rest)) => (0..=printed.len()).any(|skipped| matches(rest, &printed[skipped..])),
        Some((line, rest)) => printed.split_first().is_some_and(|(first, more)| first == line && matches(rest, more)),
    }
}

/// A free port outside the range that systems hand out, so that no other test gets it before it is used.
fn free_port() -> u16 {
    let first = 20_000 + u16::try_from(std::process::id() % 8_000).unwrap();
    (first..first + 4_000).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}

struct Session<'w> {
    world: &'w World,
    port: u16,
    state: String,
    env: Vec<(String, String)>,
    background: Vec<Running<'w>>,
    real_ids: HashMap<String, String>,
    expected: Shapes,
    printed: Shapes,
    differences: Vec<String>,
}

/// Runs every step of `markdown` in `world`; returns what differs, ready to be shown.
pub fn replay(world: &World, markdown: &str, env: &[(&str, &str)]) -> Vec<String> {
    let port = free_port();
    let mut session = Session {
        world,
        port,
        state: format!("cd '{}'\n", world.home().display()),
        env: env.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
        background: Vec::new(),
        real_ids: HashMap::new(),
        expected: Shapes::default(),
        printed: Shapes::default(),
        differences: Vec::new(),
    };
    let show = std::env::var_os("PRINT_TRANSCRIPT").is_some();
    for (index, step) in parse(markdown).into_iter().enumerate() {
        if step.syntax_only {
            session.check_syntax(&step);
            continue;
        }
        let printed = session.run(index, &step);
        if show && step.expected.is_some() {
            eprintln!("{}: $ {}\n{printed}", step.line, step.command);
        }
        session.compare(&step, &printed);
    }
    session.differences
}

impl Session<'_> {
    fn check_syntax(&mut self, step: &Step) {
        let output = self.world.sh("exec sh -n").stdin(step.command.clone()).run();
        if output.code != Some(0) {
            self.differences.push(format!("line {}: not a shell script: {}", step.line, output.stderr));
        }
    }

    /// Runs the step's command and returns both streams as the document would write them.
    fn run(&mut self, index: usize, step: &Step) -> String {
        let mut command = step.command.replace("127.0.0.1:8300", &format!("127.0.0.1:{}", self.port));
        if command.contains("qontak server run") && !command.contains("--listen") {
            command = command.replace("qontak server run", &format!("qontak server run --listen 127.0.0.1:{}", self.port));
        }
        for (written, real) in &self.real_ids {
            command = command.replace(written, real);
        }
        let printed = if let Some(command) = command.strip_suffix(" &") {
            self.run_in_background(index, command, step.expected.as_deref().unwrap_or_default().lines().count())
        } else {
            self.sh(&command).run().stdout
        };
        if ["export ", "cd "].iter().any(|word| command.starts_with(word)) {
            self.state.push_str(&format!("{command}\n"));
        }
        printed.replace(&*self.world.home().to_string_lossy(), "/home/you")
    }

    fn sh(&self, command: &str) -> super::Run<'_> {
        let mut run = self.world.sh(&format!("exec 2>&1\n{}{command}", self.state));
        for (name, value) in &self.env {
            run = run.env(name, value);
        }
        run
    }

    fn run_in_background(&mut self, index: usize, command: &str, lines: usize) -> String {
        let path = self.world.path(format!("background-{index}"));
        let mut run = self.world.sh(&format!("exec 2>&1\n{}exec {command}", self.state));
        for (name, value) in &self.env {
            run = run.env(name, value);
        }
        self.background.push(run.stdout_to(File::create(&path).unwrap()).spawn());
        wait::until(&format!("{lines} lines from: {command}"), || {
            let text = std::fs::read_to_string(&path).unwrap();
            (text.matches('\n').count() >= lines).then(|| text.lines().take(lines).map(|l| format!("{l}\n")).collect())
        })
    }

    fn compare(&mut self, step: &Step, printed: &str) {
        let Some(expected) = &step.expected else { return };
        for (written, real) in id_pattern().find_iter(expected).zip(id_pattern().find_iter(printed)) {
            self.real_ids.entry(written.as_str().to_owned()).or_insert_with(|| real.as_str().to_owned());
        }
        let (want, got) = (self.expected.normalise(expected), self.printed.normalise(printed));
        let (want_lines, got_lines): (Vec<&str>, Vec<&str>) =
            (want.trim_end().lines().collect(), got.trim_end().lines().collect());
        if !matches(&want_lines, &got_lines) {
            let marked = |sign: char, lines: &[&str], others: &[&str]| -> String {
                lines.iter().map(|l| format!("{} {l}\n", if others.contains(l) { ' ' } else { sign })).collect()
            };
            self.differences.push(format!(
                "line {}: $ {}\n--- the document says\n{}+++ it prints\n{}",
                step.line,
                step.command,
                marked('-', &want_lines, &got_lines),
                marked('+', &got_lines, &want_lines)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: [&str; 0] = [];

    const GOOD: &str = "Text\n<!-- test: echo hidden > file -->\n```console\n$ cat file\nhidden\n$ export NAME=x\n$ echo \"$NAME\" \\\n   two; \
                        echo e >&2\nx two\ne\n```\n```console\n$ echo 00000000-0000-4000-8000-000000000001 at 2026-01-02T03:04:05Z\n\
                        11111111-0000-4000-8000-000000000001 at 2020-01-01T00:00:00.123Z\n$ seq 5\n1\n...\n5\n\
                        $ echo 11111111-0000-4000-8000-000000000001 | cut -c1\n0\n```\n```sh\nif true; then echo; fi\n```\n";

    #[test]
    fn a_true_document_has_no_differences() {
        let world = World::new();
        assert_eq!(replay(&world, GOOD, &[]), NOTHING);
    }

    #[test]
    fn every_lie_is_told() {
        for (truth, lie) in [
            ("\nhidden\n", "\nhiddem\n"),
            ("x two\n", ""),
            ("\n5\n", "\n6\n"),
            (" at 2020-01-01T00:00:00.123Z", " at noon"),
            ("fi\n", "\n"),
        ] {
            let world = World::new();
            let differences = replay(&world, &GOOD.replacen(truth, lie, 1), &[]);
            assert_eq!(differences.len(), 1, "{lie}: {differences:?}");
        }
    }

    #[test]
    fn a_background_command_goes_on() {
        let world = World::new();
        let document = "```console\n$ sh -c 'echo up; exec tail -f /dev/null' &\nup\n$ echo next\nnext\n```\n";
        assert_eq!(replay(&world, document, &[]), NOTHING);
    }
}

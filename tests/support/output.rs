//! What a finished process left, with checks that show all of it when they fail.

use serde_json::Value;

/// The end of a process.
#[derive(Debug, Clone)]
pub struct Output {
    /// The words that started it.
    pub label: String,
    /// The exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Everything on standard output.
    pub stdout: String,
    /// Everything on standard error.
    pub stderr: String,
}

impl Output {
    /// All of it, for a failure message.
    pub fn story(&self) -> String {
        let Self { label, code, stdout, stderr } = self;
        let code = code.map_or_else(|| "ended by a signal".to_owned(), |c| format!("exit {c}"));
        format!("$ {label}\n{code}\n--- stdout\n{stdout}--- stderr\n{stderr}---")
    }

    /// Exit 0.
    #[track_caller]
    pub fn success(self) -> Self {
        self.exits(0)
    }

    /// This exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert!(self.code == Some(code), "expected exit {code}\n{}", self.story());
        self
    }

    /// Standard output is exactly this.
    #[track_caller]
    pub fn stdout_is(self, expected: &str) -> Self {
        assert!(self.stdout == expected, "expected on stdout: {expected:?}\n{}", self.story());
        self
    }

    /// Standard error is exactly this.
    #[track_caller]
    pub fn stderr_is(self, expected: &str) -> Self {
        assert!(self.stderr == expected, "expected on stderr: {expected:?}\n{}", self.story());
        self
    }

    /// Standard output holds this.
    #[track_caller]
    pub fn stdout_has(self, part: &str) -> Self {
        assert!(self.stdout.contains(part), "missing on stdout: {part:?}\n{}", self.story());
        self
    }

    /// Standard error holds this.
    #[track_caller]
    pub fn stderr_has(self, part: &str) -> Self {
        assert!(self.stderr.contains(part), "missing on stderr: {part:?}\n{}", self.story());
        self
    }

    /// Neither stream holds this.
    #[track_caller]
    pub fn lacks(self, part: &str) -> Self {
        assert!(!self.stdout.contains(part) && !self.stderr.contains(part), "should not be there: {part:?}\n{}", self.story());
        self
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|e| panic!("stdout is not JSON: {e}\n{}", self.story()))
    }

    /// The `error` of the JSON object on standard error (with `--json`): its last line.
    #[track_caller]
    pub fn json_error(&self) -> Value {
        let line = self.stderr.lines().last().unwrap_or_default();
        let mut object: Value =
            serde_json::from_str(line).unwrap_or_else(|e| panic!("stderr ends in no JSON: {e}\n{}", self.story()));
        object["error"].take()
    }

    /// Standard output's lines, each split at tabs.
    pub fn rows(&self) -> Vec<Vec<&str>> {
        self.stdout.lines().map(|line| line.split('\t').collect()).collect()
    }

    /// Standard output's one line.
    #[track_caller]
    pub fn one_line(&self) -> &str {
        let line = self.stdout.strip_suffix('\n').unwrap_or_else(|| panic!("stdout has no line end\n{}", self.story()));
        assert!(!line.contains('\n') && !line.is_empty(), "stdout is not one line\n{}", self.story());
        line
    }
}

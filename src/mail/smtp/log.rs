//! What is kept of a conversation: each layer with its time, and what was said. A credential is never told to it.

use super::said::Secrets;
use super::trouble::Trouble;
use super::wire::Reply;
use super::{Layer, Outcome, Report, Step};
use crate::channel::Security;
use std::time::{Duration, Instant};

/// The most lines of a transcript.
const LINES: usize = 2000;

/// Hears which layer begins.
pub type Progress<'a> = &'a (dyn Fn(Layer) + Send + Sync);

/// The layers that were tried so far.
pub(super) struct Log<'a> {
    progress: Progress<'a>,
    began: Instant,
    layer: Layer,
    steps: Vec<Step>,
    /// `None` where nobody reads it.
    transcript: Option<Vec<String>>,
}

impl<'a> Log<'a> {
    pub(super) fn new(progress: Progress<'a>) -> Self {
        Self { progress, began: Instant::now(), layer: Layer::Dns, steps: Vec::new(), transcript: Some(Vec::new()) }
    }

    /// Keeps nothing of what is said.
    pub(super) fn without_transcript() -> Log<'static> {
        Log { transcript: None, ..Log::new(&|_| ()) }
    }

    /// A layer begins.
    pub(super) fn begin(&mut self, layer: Layer) {
        (self.progress)(layer);
        self.layer = layer;
        self.began = Instant::now();
    }

    /// The layer that began last.
    pub(super) const fn reached(&self) -> Layer {
        self.layer
    }

    /// It ended so.
    pub(super) fn end<T>(&mut self, ended: Result<(T, String), Trouble>) -> Result<T, Trouble> {
        let elapsed = Some(self.began.elapsed());
        let (outcome, detail, explanation, result) = match ended {
            Ok((value, detail)) => (Outcome::Ok, detail, None, Ok(value)),
            Err(trouble) => (Outcome::Failed, trouble.text.clone(), Some(trouble.explanation.clone()), Err(trouble)),
        };
        self.steps.push(Step { layer: self.layer, outcome, elapsed, detail, explanation });
        result
    }

    /// A layer that went well begins a second time.
    pub(super) fn begin_again(&mut self, layer: Layer) {
        self.begin(layer);
    }

    /// It ended so: both times are one step, which stands where it ended when it failed.
    pub(super) fn end_again<T>(&mut self, ended: Result<(T, String), Trouble>) -> Result<T, Trouble> {
        let first = self.steps.iter().position(|step| step.layer == self.layer);
        let before = first.and_then(|at| self.steps[at].elapsed).unwrap_or_default();
        let result = self.end(ended);
        if let (Some(first), Some(mut last)) = (first, self.steps.pop()) {
            last.elapsed = last.elapsed.map(|elapsed: Duration| elapsed + before);
            let at = if last.outcome == Outcome::Failed { self.steps.len() - 1 } else { first };
            self.steps.remove(first);
            self.steps.insert(at, last);
        }
        result
    }

    /// A layer that is not tried.
    pub(super) fn skip(&mut self, layer: Layer) {
        let (outcome, detail) = (Outcome::Skipped, String::new());
        self.steps.push(Step { layer, outcome, elapsed: None, detail, explanation: None });
    }

    /// This was said: whoever calls it leaves out what is secret.
    pub(super) fn said(&mut self, line: &str) {
        self.note(format!("C: {line}"));
    }

    /// This was heard.
    pub(super) fn heard(&mut self, secrets: &Secrets, reply: &Reply) {
        if self.transcript.is_some() {
            for line in secrets.clean_lines(&reply.text()) {
                self.note(format!("S: {line}"));
            }
        }
    }

    fn note(&mut self, line: String) {
        if let Some(transcript) = self.transcript.as_mut().filter(|transcript| transcript.len() < LINES) {
            transcript.push(line);
        }
    }

    /// All of it; what was not tried is skipped.
    pub(super) fn report(mut self, security: Security) -> Report {
        for layer in Layer::order(security) {
            if !self.steps.iter().any(|step| step.layer == layer) {
                self.skip(layer);
            }
        }
        Report { steps: self.steps, transcript: self.transcript.unwrap_or_default() }
    }
}

//! Where answers come from: a terminal, or a script in tests.

mod list;
#[cfg(test)]
mod scripted;
mod terminal;

#[cfg(test)]
pub(super) use scripted::Scripted;
pub(super) use terminal::Terminal;

use secrecy::SecretString;
use std::io;

/// What came back from a question.
#[derive(Debug)]
pub(super) enum Reply<T> {
    /// An answer.
    Answer(T),
    /// End of input, or the key for leaving: Cancel.
    End,
    /// Ctrl-C.
    Interrupt,
}

/// Asks one thing once. Everything is shown on standard error. Blocks.
pub(super) trait Prompt: Send + Sync {
    /// Drops what was typed before the question was there to be read.
    fn forget(&self);
    /// Shows text.
    fn say(&self, text: &str);
    /// Reads one line, without its end.
    fn line(&self, question: &str) -> io::Result<Reply<String>>;
    /// Reads one line that is not shown.
    fn hidden(&self, question: &str) -> io::Result<Reply<SecretString>>;
    /// Whether [`Prompt::pick`] works here.
    fn can_pick(&self) -> bool;
    /// Lets somebody move through a list.
    fn pick(&self, question: &str, items: &[String], default: usize) -> io::Result<Reply<usize>>;
    /// Undoes what an unfinished question did to the terminal. May be called from another thread than the question's.
    fn restore(&self);
    /// Asks the unfinished question again, after somebody else had the terminal. May be called from another thread.
    fn resume(&self);
}

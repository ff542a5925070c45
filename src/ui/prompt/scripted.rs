//! Answers written down beforehand.

use super::{Prompt, Reply};
use secrecy::SecretString;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

/// Gives its answers in order, then end of input; keeps what was shown.
#[derive(Clone, Default)]
pub struct Scripted {
    answers: Arc<Mutex<VecDeque<String>>>,
    shown: Arc<Mutex<String>>,
    list: bool,
}

impl Scripted {
    /// Answers lines, in order. `^C` is Ctrl-C.
    pub fn new(answers: &[&str]) -> Self {
        let answers = answers.iter().map(|&a| a.to_owned()).collect();
        Self { answers: Arc::new(Mutex::new(answers)), ..Self::default() }
    }

    /// The same, on a terminal that can show a list; an answer is then the index.
    pub fn with_list(answers: &[&str]) -> Self {
        Self { list: true, ..Self::new(answers) }
    }

    /// All that was shown.
    pub fn shown(&self) -> String {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn next(&self, question: &str) -> Reply<String> {
        self.say(question);
        match self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front() {
            Some(answer) if answer == "^C" => Reply::Interrupt,
            Some(answer) => Reply::Answer(answer),
            None => Reply::End,
        }
    }
}

impl Prompt for Scripted {
    fn forget(&self) {}

    fn say(&self, text: &str) {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).push_str(text);
    }

    fn line(&self, question: &str) -> io::Result<Reply<String>> {
        Ok(self.next(question))
    }

    fn hidden(&self, question: &str) -> io::Result<Reply<SecretString>> {
        Ok(match self.next(question) {
            Reply::Answer(answer) => Reply::Answer(answer.into()),
            Reply::End => Reply::End,
            Reply::Interrupt => Reply::Interrupt,
        })
    }

    fn can_pick(&self) -> bool {
        self.list
    }

    fn pick(&self, question: &str, _items: &[String], _default: usize) -> io::Result<Reply<usize>> {
        match self.next(question) {
            Reply::Answer(index) => index.parse().map(Reply::Answer).map_err(io::Error::other),
            Reply::End => Ok(Reply::End),
            Reply::Interrupt => Ok(Reply::Interrupt),
        }
    }

    fn restore(&self) {
        self.say("[restored]");
    }

    fn resume(&self) {
        self.say("[resumed]");
    }
}

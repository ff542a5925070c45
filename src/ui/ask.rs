//! Questions: what is asked again, what counts as no, and that nothing is asked which nobody can answer.

use super::Ui;
use super::prompt::{Prompt, Reply};
use super::sanitize::sanitize;
use crate::confirmed::Confirmed;
use crate::error::{Error, Kind, Result};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::Arc;

/// Wrong answers in a row before the command gives up.
const PATIENCE: usize = 5;

impl Ui {
    /// Asks for a line of text; Enter takes `default` (an empty one makes the answer optional). `check` says what is wrong
    /// with an answer, and the question comes again.
    ///
    /// # Errors
    /// [`Kind::Declined`] at end of input, [`Kind::Interrupted`] on Ctrl-C, [`Kind::Usage`] after five wrong answers in a row
    /// or when nobody can be asked.
    pub async fn ask<T: Send + 'static>(
        &self,
        label: &str,
        default: Option<&str>,
        check: impl Fn(&str) -> Result<T, String> + Send + 'static,
    ) -> Result<T> {
        let label = sanitize(label).into_owned();
        let default = default.map(str::to_owned);
        self.blocking(label.clone(), move |prompt| ask_line(prompt, &label, default.as_deref(), check)).await
    }

    /// Asks for a secret without showing it. `None` when Enter alone was pressed and `optional` is true.
    ///
    /// # Errors
    /// As [`Ui::ask`].
    pub async fn ask_hidden(&self, label: &str, optional: bool) -> Result<Option<SecretString>> {
        let label = sanitize(label).into_owned();
        self.blocking(label.clone(), move |prompt| ask_hidden(prompt, &label, optional)).await
    }

    /// Lets somebody choose from a list; returns the index.
    ///
    /// # Errors
    /// As [`Ui::ask`]; Esc and `q` are [`Kind::Declined`] too.
    pub async fn choose(&self, label: &str, items: &[String], default: usize) -> Result<usize> {
        if items.is_empty() {
            return Err(Error::unexpected("asking", "there is nothing to choose from"));
        }
        let label = sanitize(label).into_owned();
        let items: Vec<String> = items.iter().map(|item| sanitize(item).into_owned()).collect();
        let default = default.min(items.len() - 1);
        self.blocking(label.clone(), move |prompt| choose(prompt, &label, &items, default)).await
    }

    /// Asks a yes-or-no question whose safe answer is no: Enter and end of input are no. `yes` and `no` are the words for the
    /// two answers (*Disconnect*, *Cancel*).
    ///
    /// # Errors
    /// [`Kind::Declined`] for no, [`Kind::Interrupted`] on Ctrl-C, [`Kind::Usage`] after five answers that are neither, or
    /// when nobody can be asked.
    pub async fn confirm(&self, question: &str, yes: &str, no: &str) -> Result<Confirmed> {
        let [question, yes, no] = [question, yes, no].map(|words| sanitize(words).into_owned());
        self.blocking(question.clone(), move |prompt| confirm(prompt, &question, &yes, &no)).await
    }

    /// What `--yes` stands for.
    #[must_use]
    pub const fn confirmed_by_flag(&self) -> Confirmed {
        Confirmed::by_somebody()
    }

    /// Asks on a thread of its own: whoever waits for the answer waits for Ctrl-C at the same time.
    async fn blocking<T: Send + 'static>(
        &self,
        what: String,
        question: impl FnOnce(&dyn Prompt) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        if !self.can_prompt() {
            return Err(Error::usage(format!("{what}: cannot ask, because this is not a terminal or prompts are off")));
        }
        let prompt = Arc::clone(&self.prompt);
        let answer = tokio::task::spawn_blocking(move || {
            // Lines typed or pasted ahead must not answer what nobody has read yet, least of all whether to delete something.
            prompt.forget();
            question(&*prompt)
        });
        let answer = answer.await;
        answer.map_err(|e| Error::unexpected("asking", e)).flatten()
    }
}

fn declined() -> Error {
    Error::new(Kind::Declined, "cancelled")
}

/// An answer, or the error for there being none.
fn answered<T>(reply: std::io::Result<Reply<T>>) -> Result<T> {
    match reply {
        Ok(Reply::Answer(answer)) => Ok(answer),
        Ok(Reply::End) => Err(declined()),
        Ok(Reply::Interrupt) => Err(Error::interrupted()),
        Err(e) => Err(Error::unexpected("reading from the terminal", e)),
    }
}

/// Asks until `read` is content, but not for ever.
fn patiently<T>(prompt: &dyn Prompt, label: &str, read: impl Fn() -> Result<Result<T, String>>) -> Result<T> {
    let mut why = String::new();
    for _ in 0..PATIENCE {
        match read()? {
            Ok(answer) => return Ok(answer),
            Err(wrong) => why = sanitize(&wrong).into_owned(),
        }
        prompt.forget();
        prompt.say(&format!("  {why}\n"));
    }
    Err(Error::usage(format!("{label}: {why}")))
}

fn ask_line<T>(prompt: &dyn Prompt, label: &str, default: Option<&str>, check: impl Fn(&str) -> Result<T, String>) -> Result<T> {
    let question = match default {
        Some(default) if !default.is_empty() => format!("{label} ({}): ", sanitize(default)),
        _ => format!("{label}: "),
    };
    patiently(prompt, label, || {
        let typed = answered(prompt.line(&question))?;
        Ok(match (typed.trim(), default) {
            ("", None) => Err("field is required".to_owned()),
            ("", Some(default)) => check(default),
            (typed, _) => check(typed),
        })
    })
}

fn ask_hidden(prompt: &dyn Prompt, label: &str, optional: bool) -> Result<Option<SecretString>> {
    let question = format!("{label}: ");
    patiently(prompt, label, || {
        let typed = answered(prompt.hidden(&question))?;
        Ok(match (typed.expose_secret().is_empty(), optional) {
            // Nobody sees it here, and nobody would find out why the password is wrong.
            _ if typed.expose_secret().contains(char::is_control) => Err("holds a control character (an arrow key?)".to_owned()),
            (false, _) => Ok(Some(typed)),
            (true, true) => Ok(None),
            (true, false) => Err("field is required".to_owned()),
        })
    })
}

fn choose(prompt: &dyn Prompt, label: &str, items: &[String], default: usize) -> Result<usize> {
    if prompt.can_pick() {
        return answered(prompt.pick(label, items, default));
    }
    prompt.say(&format!("{label}\n"));
    let widest = items.len().to_string().len();
    for (n, item) in items.iter().enumerate() {
        prompt.say(&format!("  {:>widest$}  {item}\n", n + 1));
    }
    let number = (default + 1).to_string();
    ask_line(prompt, "Number", Some(&number), |typed| match typed.parse::<usize>() {
        Ok(n) if (1..=items.len()).contains(&n) => Ok(n - 1),
        _ => Err(format!("does not have a valid value: a number from 1 to {}", items.len())),
    })
}

fn confirm(prompt: &dyn Prompt, question: &str, yes: &str, no: &str) -> Result<Confirmed> {
    prompt.say(&format!("{question}\n"));
    let choices = format!("[y] {yes}  [n] {no} ({no}): ");
    let is = |typed: &str, letter: &str, word: &str, own: &str| {
        [letter, word].iter().any(|w| typed.eq_ignore_ascii_case(w)) || typed.to_lowercase() == own.to_lowercase()
    };
    patiently(prompt, question, || {
        let typed = answered(prompt.line(&choices))?;
        match typed.trim() {
            typed if typed.is_empty() || is(typed, "n", "no", no) => Err(declined()),
            typed if is(typed, "y", "yes", yes) => Ok(Ok(Confirmed::by_somebody())),
            _ => Ok(Err(format!("answer y for {yes} or n for {no}"))),
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::prompt::Scripted;
    use super::*;

    fn port(typed: &str) -> Result<u16, String> {
        typed.parse().map_err(|_| "a number".to_owned())
    }

    fn kind<T>(result: Result<T>) -> Option<Kind> {
        result.err().map(|e| e.kind())
    }

    #[test]
    fn a_wrong_answer_says_why_and_comes_again() {
        let prompt = Scripted::new(&["", "x\u{1b}", " 465 "]);
        let check = |typed: &str| port(typed).map_err(|why| format!("{typed:?} is not {why}\u{7}"));
        assert_eq!(ask_line(&prompt, "Port", None, check), Ok(465));
        assert_eq!(prompt.shown(), "Port:   field is required\nPort:   \"x\\u{1b}\" is not a number\u{fffd}\nPort: ");
    }

    #[test]
    fn enter_takes_the_default_and_an_empty_default_makes_it_optional() {
        let prompt = Scripted::new(&[""]);
        assert_eq!(ask_line(&prompt, "Port", Some("587"), port), Ok(587));
        assert_eq!(prompt.shown(), "Port (587): ");
        let optional = |typed: &str| Ok((!typed.is_empty()).then(|| typed.to_owned()));
        assert_eq!(ask_line(&Scripted::new(&[""]), "Username", Some(""), optional), Ok(None));
    }

    #[test]
    fn five_wrong_answers_are_enough() {
        let prompt = Scripted::new(&["x", "x", "x", "x", "x", "465"]);
        let error = ask_line(&prompt, "Port", None, port).unwrap_err();
        assert_eq!((error.kind(), error.message()), (Kind::Usage, "Port: a number"));
    }

    #[test]
    fn end_of_input_is_cancel_and_ctrl_c_is_ctrl_c_everywhere() {
        let items = ["a".to_owned()];
        let ends = [(Scripted::new(&[]), Kind::Declined), (Scripted::new(&["^C"]), Kind::Interrupted)];
        for (prompt, expected) in ends {
            let again = || Scripted::new(if expected == Kind::Interrupted { &["^C"] } else { &[] });
            assert_eq!(kind(ask_line(&prompt, "Port", Some("1"), port)), Some(expected));
            assert_eq!(kind(ask_hidden(&again(), "Password", true)), Some(expected));
            assert_eq!(kind(confirm(&again(), "Sure?", "Yes", "No")), Some(expected));
            assert_eq!(kind(choose(&again(), "Provider", &items, 0)), Some(expected));
        }
        assert_eq!(kind(choose(&Scripted::with_list(&[]), "Provider", &items, 0)), Some(Kind::Declined));
    }

    #[test]
    fn a_secret_is_taken_as_it_is_and_never_shown() {
        let prompt = Scripted::new(&["", " s3cret "]);
        let secret = ask_hidden(&prompt, "Password", false).unwrap().unwrap();
        assert_eq!(secret.expose_secret(), " s3cret ");
        assert_eq!(prompt.shown(), "Password:   field is required\nPassword: ");
        assert!(ask_hidden(&Scripted::new(&[""]), "Password", true).unwrap().is_none());
    }

    #[test]
    fn an_arrow_key_is_no_part_of_a_secret() {
        let prompt = Scripted::new(&["abcd\x1b[Dx", "a\tb", "s3cret"]);
        let secret = ask_hidden(&prompt, "Password", true).unwrap().unwrap();
        assert_eq!(secret.expose_secret(), "s3cret");
        let why = "  holds a control character (an arrow key?)\n";
        assert_eq!(prompt.shown(), format!("Password: {why}Password: {why}Password: "));
    }

    #[test]
    fn a_list_without_a_cursor_is_numbered() {
        let items: Vec<String> = ["Gmail", "Outlook"].map(str::to_owned).into();
        let prompt = Scripted::new(&["0", "3", "1"]);
        assert_eq!(choose(&prompt, "Provider", &items, 1), Ok(0));
        assert!(prompt.shown().starts_with("Provider\n  1  Gmail\n  2  Outlook\nNumber (2): "), "{}", prompt.shown());
        assert_eq!(choose(&Scripted::new(&[""]), "Provider", &items, 1), Ok(1));
        assert_eq!(choose(&Scripted::with_list(&["1"]), "Provider", &items, 0), Ok(1));
    }

    #[test]
    fn only_a_yes_is_a_yes() {
        let ask = |answers: &[&str]| kind(confirm(&Scripted::new(answers), "Sure?", "Disconnect", "Cancel"));
        for yes in ["y", "Y", "yes", "YES", " disconnect "] {
            assert_eq!(ask(&[yes]), None, "{yes}");
        }
        for no in ["", "n", "NO", "cancel", "Cancel"] {
            assert_eq!(ask(&[no, "y"]), Some(Kind::Declined), "{no}");
        }
        assert_eq!(ask(&["maybe", "yy", "y"]), None);
        assert_eq!(ask(&["1", "1", "1", "1", "1", "y"]), Some(Kind::Usage));
        let prompt = Scripted::new(&["y"]);
        confirm(&prompt, "Sure?", "Disconnect", "Cancel").unwrap();
        assert_eq!(prompt.shown(), "Sure?\n[y] Disconnect  [n] Cancel (Cancel): ");
    }
}

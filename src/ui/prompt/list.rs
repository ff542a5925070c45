//! A list to move through with the arrow keys. Ours, because Ctrl-D must cancel it like every other question.

use super::Reply;
use console::{Key, Term};
use std::io;

/// Lines of the terminal that the list leaves free: the question, and one for what stood there before.
const FREE: usize = 2;

/// Where the cursor is, and which part of the list is in view.
struct View {
    len: usize,
    height: usize,
    at: usize,
    top: usize,
}

impl View {
    fn new(len: usize, height: usize, at: usize) -> Self {
        let mut view = Self { len, height: height.clamp(1, len), at, top: 0 };
        view.follow();
        view
    }

    fn go(&mut self, to: usize) {
        self.at = to;
        self.follow();
    }

    fn follow(&mut self) {
        self.top = self.top.clamp((self.at + 1).saturating_sub(self.height), self.at);
    }

    /// Moves as a key says; `true` when the key chose what the cursor is on.
    fn key(&mut self, key: &Key) -> bool {
        let last = self.len - 1;
        match key {
            Key::ArrowUp | Key::BackTab | Key::Char('k') => self.go(self.at.checked_sub(1).unwrap_or(last)),
            Key::ArrowDown | Key::Tab | Key::Char('j') => self.go(if self.at == last { 0 } else { self.at + 1 }),
            Key::PageUp => self.go(self.at.saturating_sub(self.height)),
            Key::PageDown => self.go((self.at + self.height).min(last)),
            Key::Home => self.go(0),
            Key::End => self.go(last),
            _ => {}
        }
        matches!(key, Key::Enter | Key::Char(' '))
    }
}

/// Shows the list on standard error and waits for a choice. The cursor is hidden; whoever called shows it again. `suspend` is
/// what Ctrl-Z does.
pub(super) fn pick(question: &str, items: &[String], default: usize, suspend: &dyn Fn()) -> io::Result<Reply<usize>> {
    let term = Term::buffered_stderr();
    let (rows, columns) = term.size_checked().unwrap_or((24, 80));
    let mut view = View::new(items.len(), usize::from(rows).saturating_sub(FREE), default);
    let cut = |line: &str| console::truncate_str(line, usize::from(columns).saturating_sub(1).max(1), "\u{2026}").into_owned();
    let head = cut(&format!("{question} (arrow keys and Enter)"));
    term.hide_cursor()?;
    term.write_line(&head)?;
    let reply = loop {
        for (n, item) in items.iter().enumerate().skip(view.top).take(view.height) {
            let mark = if n == view.at { "> " } else { "  " };
            term.write_line(&cut(&format!("{mark}{item}")))?;
        }
        term.flush()?;
        let key = term.read_key_raw();
        erase(&term, view.height)?;
        match key {
            Ok(Key::CtrlC) => break Ok(Reply::Interrupt),
            Ok(Key::Escape | Key::Char('q' | '\u{4}')) => break Ok(Reply::End),
            Ok(Key::Char('\u{1a}')) => {
                erase(&term, 1)?;
                term.flush()?;
                suspend();
                term.hide_cursor()?;
                term.write_line(&head)?;
            }
            // What is no terminal has no keys: without this the loop would never end.
            Ok(Key::Unknown) if !term.is_term() => break Ok(Reply::End),
            Ok(key) if view.key(&key) => break Ok(Reply::Answer(view.at)),
            Ok(_) => {}
            Err(e) => break Err(e),
        }
    };
    erase(&term, 1)?;
    if let Ok(Reply::Answer(index)) = &reply {
        term.write_line(&cut(&format!("{question}: {}", items[*index])))?;
    }
    term.show_cursor()?;
    term.flush()?;
    reply
}

/// Takes the last lines off the screen.
fn erase(term: &Term, lines: usize) -> io::Result<()> {
    term.move_cursor_up(lines)?;
    term.write_str("\r")?;
    term.clear_to_end_of_screen()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_goes_round_and_the_view_follows() {
        let mut view = View::new(5, 3, 0);
        assert_eq!((view.at, view.top), (0, 0));
        view.key(&Key::ArrowUp);
        assert_eq!((view.at, view.top), (4, 2));
        view.key(&Key::ArrowDown);
        assert_eq!((view.at, view.top), (0, 0));
        view.key(&Key::PageDown);
        assert_eq!((view.at, view.top), (3, 1));
        view.key(&Key::Home);
        assert_eq!((view.at, view.top), (0, 0));
        view.key(&Key::End);
        assert_eq!((view.at, view.top), (4, 2));
        assert!(!view.key(&Key::Char('x')) && view.key(&Key::Enter));
    }

    #[test]
    fn a_terminal_of_no_height_still_shows_one_line() {
        let view = View::new(5, 0, 4);
        assert_eq!((view.height, view.top), (1, 4));
    }
}

//! Aligned columns for a person.

use super::record::{Cell, Column};
use super::sanitize::sanitize;
use anstyle::{Effects, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, Row, Table, Width, presets};
use std::borrow::Cow;

/// Bold, for headers and labels.
const BOLD: Style = Style::new().effects(Effects::BOLD);

/// Fields that are shown whole: half an id is no id. Narrow terminals take their room from the other columns first.
const WHOLE: [&str; 3] = ["id", "forwarder", "last_message_at"];

/// Blanks between two columns.
const GAP: u16 = 2;

/// The least that is left of a column which gives its room away.
const LEAST: u16 = 8;

/// How many characters a column of the terminal may hold: a letter and its accents.
const MARKS: usize = 4;

/// The most that is shown of one field of a record in a terminal, in columns.
const LONGEST: usize = 2000;

/// A value as people read it: absent is `-`.
pub(super) fn shown(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Null => Cow::Borrowed("-"),
        Cell::Flag(flag) => Cow::Borrowed(if flag { "true" } else { "false" }),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Text(text) => Cow::Owned(sanitize(&text).into_owned()),
        Cell::Json(value) => Cow::Owned(sanitize(&value.to_string()).into_owned()),
    }
}

/// A time without its seconds, which a terminal has no room for: half a time would be worse. Anything else stays as it is.
pub(super) fn minute(time: &str) -> Cow<'_, str> {
    let is_time = time.len() == "2026-11-23T05:00:00.000Z".len() && time.is_ascii() && time.ends_with('Z');
    if is_time && time.as_bytes()[10] == b'T' { Cow::Owned(format!("{}Z", &time[..16])) } else { Cow::Borrowed(time) }
}

/// Formats rows under a header. With a `width` (columns of the terminal) nothing is wider: the widest texts end in `…`.
pub(super) fn render(names: &[&str], rows: Vec<Vec<String>>, width: Option<u16>, color: bool) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(one_line(names.iter().map(|name| name.to_uppercase())));
    for row in rows {
        // comfy-table lays out the whole text before it cuts it: a long one would take minutes.
        let cut = |cell: String| width.map(|width| cut(&cell, width.into()).into_owned()).unwrap_or(cell);
        table.add_row(one_line(row.into_iter().map(cut)));
    }
    let last = names.len().saturating_sub(1);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if index == last { 0 } else { GAP }));
    }
    if let Some(width) = width {
        table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
        keep_whole(&mut table, names, width);
    } else {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    let mut text = String::new();
    for (n, line) in table.lines().enumerate() {
        let line = line.trim_end();
        if n == 0 {
            push_bold(&mut text, line, color)
        } else {
            text.push_str(line)
        }
        text.push('\n');
    }
    text
}

/// Formats one record: a line for each field, the values aligned. In a `terminal` no field fills the screen.
pub(super) fn labels<R>(columns: &[&'static Column<R>], record: &R, terminal: bool, color: bool) -> String {
    let widest = columns.iter().map(|c| c.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for column in columns {
        push_bold(&mut text, column.name, color);
        text.extend(std::iter::repeat_n(' ', widest + usize::from(GAP) - column.name.len()));
        let value = shown((column.cell)(record));
        text.push_str(&if terminal { cut(&value, LONGEST) } else { value });
        text.push('\n');
    }
    text
}

/// The start of a text, at most `width` columns wide; what was cut ends in `…`. Takes time for what it shows, not for what it
/// leaves out.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    // A character may take no room at all: their number is bounded as well.
    let most = width.saturating_mul(MARKS).saturating_add(1);
    let Some((end, _)) = text.char_indices().nth(most) else { return console::truncate_str(text, width, "\u{2026}") };
    let room = width.saturating_sub(1);
    Cow::Owned(format!("{}\u{2026}", console::truncate_str(&text[..end], room, "")))
}

/// Words of ours, bold in colour.
pub(super) fn bold(words: &str, color: bool) -> String {
    let mut text = String::new();
    push_bold(&mut text, words, color);
    text
}

fn push_bold(text: &mut String, words: &str, color: bool) {
    if color {
        text.push_str(&format!("{BOLD}{words}{BOLD:#}"));
    } else {
        text.push_str(words);
    }
}

fn one_line(cells: impl IntoIterator<Item = String>) -> Row {
    let mut row = Row::from(cells.into_iter().collect::<Vec<String>>());
    row.max_height(1);
    row
}

/// Gives ids their full width, one after the other, while the other columns keep at least [`LEAST`].
fn keep_whole(table: &mut Table, names: &[&str], width: u16) {
    let widths = table.column_max_content_widths();
    let mut left: u16 = width;
    for content in &widths {
        left = left.saturating_sub((*content).min(LEAST) + GAP);
    }
    for wanted in WHOLE {
        let Some(index) = names.iter().position(|name| *name == wanted) else { continue };
        let more = widths[index].saturating_sub(LEAST);
        if more > left {
            continue;
        }
        left -= more;
        if let Some(column) = table.column_mut(index) {
            let padded = widths[index] + column.padding_width();
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(padded)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0b6f7a5c-9d7e-4a57-8a0e-1f5f0e0c0001";

    fn rows(cells: &[&[&str]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn columns_are_aligned_and_lines_have_no_tail() {
        let text = render(&["id", "address"], rows(&[&["1", "a@example.com"], &["22", "-"]]), None, false);
        assert_eq!(text, "ID  ADDRESS\n1   a@example.com\n22  -\n");
    }

    #[test]
    fn the_header_is_bold_in_colour_only() {
        let text = render(&["id"], rows(&[&["1"]]), None, true);
        assert_eq!(text, "\u{1b}[1mID\u{1b}[0m\n1\n");
    }

    #[test]
    fn a_narrow_terminal_cuts_long_text_but_no_id() {
        let address = format!("{}@example.com", "a".repeat(60));
        let text = render(&["id", "address", "active"], rows(&[&[ID, &address, "true"]]), Some(80), false);
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
        assert!(text.contains(ID) && text.contains("aaa\u{2026}") && text.contains("true"), "{text}");
        assert_eq!(text.lines().count(), 2);
    }

    #[test]
    fn text_with_blanks_stays_on_one_line() {
        let words = "one two three four five six seven eight nine ten";
        let text = render(&["id", "name"], rows(&[&["1", words]]), Some(24), false);
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(text.contains('\u{2026}'), "{text}");
    }

    #[test]
    fn any_width_is_survived() {
        for width in 0..200 {
            let text = render(&["id", "address", "forwarder"], rows(&[&[ID, "a@example.com", ID]]), Some(width), false);
            assert_eq!(text.lines().count(), 2, "{width}: {text}");
        }
    }

    #[test]
    fn a_cell_is_cut_to_the_terminal_before_it_is_laid_out() {
        let long = "x".repeat(1 << 20);
        assert_eq!(cut(&long, 5), "xxxx\u{2026}");
        assert_eq!(cut("\u{65e5}\u{672c}\u{8a9e}", 5), "\u{65e5}\u{672c}\u{2026}");
        assert_eq!(cut("12345", 5), "12345");
        assert!(cut(&"e\u{301}".repeat(1 << 20), 5).chars().count() < 100, "what takes no room is cut as well");
        assert!(cut(&format!("a{}", "\u{301}".repeat(1 << 20)), 5).ends_with('\u{2026}'));
        for width in 0..=80 {
            let text = render(&["id", "address"], rows(&[&[ID, &long]]), Some(width), false);
            assert!(text.len() < 1000, "{width}");
        }
    }

    #[test]
    fn without_a_width_nothing_is_cut() {
        let long = "x".repeat(500);
        assert!(render(&["name"], rows(&[&[&long]]), None, false).contains(&long));
    }
}

//! HTML turned to text: mail-parser's own knows no blocks, lists, links and quotes. One pass, whatever stands there.

use super::entity::reference;
use memchr::{memchr, memchr3, memmem};

/// The most quotes and lists inside one another that show.
const DEPTH: usize = 8;
/// The longest link that is written out, in bytes.
const LINK: usize = 2000;

/// The text of an HTML document.
pub fn to_text(html: &str) -> String {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(found) = memchr3(b'<', b'&', b'\0', rest.as_bytes()) {
        page.text(&rest[..found]);
        rest = &rest[found..];
        rest = match rest.as_bytes()[0] {
            b'<' => page.markup(rest),
            b'&' => page.reference(rest),
            _ => &rest[1..],
        };
    }
    page.text(rest);
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    /// Line ends before the next character, at most two.
    lines: usize,
    space: bool,
    tab: bool,
    quotes: usize,
    /// Of the last line that was begun.
    line_quotes: usize,
    pre: usize,
    /// The open lists: the number of the next item of a numbered one.
    lists: Vec<Option<u32>>,
    bullet: Option<String>,
    /// Where the open link's text begins, and where it leads.
    link: Option<(usize, String)>,
}

impl Page {
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\r' | '\n' | '\x0c' if self.pre == 0 => self.space = true,
                '\n' if self.pre > 0 => self.break_line(),
                '\r' => {}
                // No-break spaces hold their place, but not at the end of a line.
                '\u{a0}' => self.put(' '),
                c => self.put(c),
            }
        }
    }

    fn reference<'t>(&mut self, rest: &'t str) -> &'t str {
        match reference(rest) {
            Some((meant, length)) => {
                self.text(&meant);
                &rest[length..]
            }
            None => {
                self.put('&');
                &rest[1..]
            }
        }
    }

    fn put(&mut self, c: char) {
        let blank = c == ' ';
        if blank && self.at_line_start() && self.pre == 0 {
            return;
        }
        self.start_line();
        if std::mem::take(&mut self.tab) {
            self.out.push('\t');
        } else if self.space && !self.out.is_empty() && !self.out.ends_with(['\n', ' ', '\t']) {
            self.out.push(' ');
        }
        self.space = false;
        self.out.push(c);
    }

    fn at_line_start(&self) -> bool {
        self.out.is_empty() || self.lines > 0 || self.out.ends_with('\n')
    }

    /// Ends the line before, when that is due, and writes what stands at the beginning of this one.
    fn start_line(&mut self) {
        let fresh = self.out.is_empty();
        if self.lines == 0 && !fresh {
            return;
        }
        let quotes = self.quotes.min(DEPTH);
        let before = std::mem::replace(&mut self.line_quotes, quotes);
        if !fresh {
            let length = self.out.trim_end_matches([' ', '\t']).len();
            self.out.truncate(length);
            self.out.push('\n');
            if self.lines > 1 {
                self.out.push_str("> ".repeat(quotes.min(before)).trim_end());
                self.out.push('\n');
            }
        }
        self.out.push_str(&"> ".repeat(quotes));
        let bullet = self.bullet.take();
        let depth = self.lists.len().min(DEPTH).saturating_sub(usize::from(bullet.is_some()));
        self.out.push_str(&"  ".repeat(depth));
        self.out.push_str(&bullet.unwrap_or_default());
        (self.lines, self.space, self.tab) = (0, false, false);
    }

    /// The next text begins a line, after an empty one when `lines` is 2.
    fn block(&mut self, lines: usize) {
        self.lines = self.lines.max(lines);
    }

    fn break_line(&mut self) {
        self.lines = (self.lines + 1).min(2);
    }

    /// Takes the tag, comment or whatever begins here; gives what follows.
    fn markup<'t>(&mut self, rest: &'t str) -> &'t str {
        let bytes = rest.as_bytes();
        if bytes.starts_with(b"<!--") {
            // `<!-->` is a whole comment.
            return memmem::find(&bytes[2..], b"-->").map_or("", |end| &rest[end + 5..]);
        }
        if !bytes.get(1).is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(next)) {
            self.put('<');
            return &rest[1..];
        }
        let Some(end) = tag_end(bytes) else { return "" };
        let (inner, after) = (&rest[1..end], &rest[end + 1..]);
        let closing = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let name = inner[..name_end].to_ascii_lowercase();
        if closing {
            self.close(&name);
        } else {
            if ["script", "style", "title", "template"].contains(&name.as_str()) {
                return after_closing(after, &name);
            }
            self.open(&name, &inner[name_end..]);
        }
        after
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "br" => self.break_line(),
            "ul" | "ol" => {
                self.block(if self.lists.is_empty() { 2 } else { 1 });
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => {
                self.block(1);
                self.bullet = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".into(),
                });
            }
            "td" | "th" => self.tab = !self.at_line_start(),
            "a" => {
                self.end_link();
                self.link = attribute(attributes, "href").map(|to| (self.out.len(), to));
            }
            "img" => {
                if let Some(text) = attribute(attributes, "alt") {
                    self.text(&text);
                }
            }
            "hr" => {
                self.block(1);
                self.text("---");
                self.block(1);
            }
            "blockquote" => {
                self.block(2);
                self.quotes += 1;
            }
            "pre" => {
                self.block(2);
                self.pre += 1;
            }
            _ => self.block(lines_around(name)),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.end_link(),
            "ul" | "ol" => {
                self.lists.pop();
                self.bullet = None;
                self.block(if self.lists.is_empty() { 2 } else { 1 });
            }
            "blockquote" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.block(2);
            }
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.block(2);
            }
            _ => self.block(lines_around(name)),
        }
    }

    /// Writes where a link leads, unless its text says so.
    fn end_link(&mut self) {
        let Some((start, to)) = self.link.take() else { return };
        let shown = self.out.get(start..).unwrap_or_default().trim();
        let target = to.strip_prefix("mailto:").unwrap_or(&to);
        let web = ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| to.starts_with(scheme));
        let same = |text: &str| text.trim_end_matches('/') == target.trim_end_matches('/');
        let said = same(shown) || same(&format!("https://{shown}")) || same(&format!("http://{shown}"));
        if web && !shown.is_empty() && !said && to.len() <= LINK {
            let written = format!(" <{target}>");
            self.text(&written);
        }
    }
}

/// Line ends around an element: 2 for an empty line.
fn lines_around(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dl" | "figure" => 2,
        "div" | "table" | "tr" | "li" | "dt" | "dd" | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside"
        | "address" | "center" | "form" | "fieldset" | "caption" | "figcaption" | "body" | "html" | "tbody" | "thead"
        | "tfoot" => 1,
        _ => 0,
    }
}

/// The place of a tag's `>`, not one in quotes.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr3(b'>', b'"', b'\'', bytes.get(at..)?)?;
        match bytes[at] {
            b'>' => return Some(at),
            // A quote counts only as a value's beginning. One that nobody closes is none.
            quote if bytes[at - 1] == b'=' => at += memchr(quote, &bytes[at + 1..]).map_or(1, |end| end + 2),
            _ => at += 1,
        }
    }
}

/// What follows the end tag; nothing when it is missing.
fn after_closing<'t>(rest: &'t str, name: &str) -> &'t str {
    let mut at = 0;
    while let Some(found) = memmem::find(&rest.as_bytes()[at..], b"</") {
        at += found + 2;
        let end = &rest.as_bytes()[at..];
        if end.len() >= name.len() && end[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return memchr(b'>', end).map_or("", |close| &rest[at + close + 1..]);
        }
    }
    ""
}

/// The value of an attribute, its references resolved.
fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    loop {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let name = name.trim_end().rsplit(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let (value, following) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((after, "")),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(resolved(value.trim()));
        }
        rest = following;
    }
}

fn resolved(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value;
    while let Some(found) = memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..found]);
        let (meant, length) = reference(&rest[found..]).unwrap_or_else(|| ("&".into(), 1));
        text.push_str(&meant);
        rest = &rest[found + length..];
    }
    text + rest
}

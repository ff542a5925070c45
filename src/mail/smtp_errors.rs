//! What an SMTP server's refusal means and what helps. The knowledge is in `smtp_errors.toml`.

use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

const DATA: &str = include_str!("smtp_errors.toml");
/// The class of what nobody has seen yet.
const UNKNOWN: &str = "unknown";
/// As much of a reply as is looked at, in bytes.
const LONGEST: usize = 16 * 1024;
/// Letters that tell a reply whose code is not there, and is known.
const TELLING: usize = 8;
/// Letters that tell a reply without its code from other talk.
const DISTINCTIVE: usize = 14;

/// What of the settings a class is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The password: another one may mend it.
    Password,
    /// The login.
    Login,
    /// Host, port or security: no mail server was found there.
    Server,
}

/// A kind of refusal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// The word in every output; never changes.
    pub id: String,
    /// What is wrong, for a person.
    pub cause: String,
    /// What to do about it.
    pub remedy: String,
    /// A page that says more.
    pub page: Option<String>,
    /// What of the settings is wrong, where that is certain.
    pub about: Option<About>,
}

/// A reply that is known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    class: String,
    #[serde(default)]
    codes: Vec<u16>,
    #[serde(default)]
    enhanced: Vec<String>,
    #[serde(default)]
    text: Vec<String>,
    provider: Option<String>,
    remedy: Option<String>,
    page: Option<String>,
}

/// What this program found out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    class: String,
    remedy: String,
}

/// What programs print when no reply came.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Failure {
    class: String,
    any: Vec<String>,
    #[serde(default)]
    vague: bool,
    remedy: Option<String>,
    page: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Words of replies and of talk about them.
    common: String,
    class: Vec<Class>,
    reply: Vec<Known>,
    case: Vec<Case>,
    failure: Vec<Failure>,
}

static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml_edit::de::from_str(DATA).expect("the data file is part of the program, and a test reads it"));

static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut texts: Vec<&str> = vec![&TABLE.common];
    for class in &TABLE.class {
        texts.extend([class.cause.as_str(), &class.remedy]);
    }
    for known in &TABLE.reply {
        texts.extend(known.text.iter().chain(&known.page).map(String::as_str));
    }
    texts.extend(TABLE.failure.iter().flat_map(|known| known.any.iter().map(String::as_str)));
    let pieces = texts.into_iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    pieces.filter(|piece| !piece.is_empty()).map(str::to_lowercase).collect()
});

/// Whether a word, in lower case, is one that replies and talk about them have.
#[must_use]
pub fn is_common(word: &str) -> bool {
    COMMON.contains(word)
}

/// The class that a line of this program names: in parentheses, or as the value of `class`.
#[must_use]
pub fn class_named(line: &str) -> Option<&'static str> {
    let at_class = line.match_indices("class").map(|(at, word)| (at + word.len(), &['"', '\'', ':', '=', ' '][..], None));
    let in_parentheses = line.match_indices('(').map(|(at, _)| (at + 1, &[][..], Some(')')));
    in_parentheses.chain(at_class).find_map(|(at, before, after)| {
        let word = line[at..].trim_start_matches(before);
        let end = word.bytes().take(40).position(|b| !(b.is_ascii_lowercase() || b == b'_')).unwrap_or(word.len().min(40));
        // An end after ASCII letters is one between characters.
        let (id, rest) = word.split_at_checked(end)?;
        let ended =
            after.is_none_or(|after| rest.starts_with(after)) && word.len() < line.len() - at + usize::from(before.is_empty());
        TABLE.class.iter().map(|class| class.id.as_str()).find(|known| ended && *known == id && *known != UNKNOWN)
    })
}

/// A refusal and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The class's id.
    pub class: &'static str,
    /// What is wrong, for a person.
    pub cause: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// A page that says more.
    pub page: Option<&'static str>,
    /// What of the settings is wrong, where that is certain.
    pub about: Option<About>,
}

impl Explanation {
    /// Whether the login or the password is what was refused; not, when the provider lets nobody sign in.
    #[must_use]
    pub const fn is_about_credentials(&self) -> bool {
        matches!(self.about, Some(About::Password | About::Login))
    }

    /// With the remedy and the page that an entry has in the place of its class's own.
    fn of(class: &str, remedy: Option<&'static str>, page: Option<&'static str>) -> Self {
        let class = explain_class(class);
        Self { remedy: remedy.unwrap_or(class.remedy), page: page.or(class.page), ..class }
    }
}

impl Known {
    fn explanation(&'static self) -> Explanation {
        Explanation::of(&self.class, self.remedy.as_deref(), self.page.as_deref())
    }
}

/// All classes.
#[must_use]
pub fn classes() -> &'static [Class] {
    &TABLE.class
}

/// What is known about a class; of a word that is none, what is known about `unknown`.
#[must_use]
pub fn explain_class(id: &str) -> Explanation {
    let find = |id: &str| TABLE.class.iter().find(|c| c.id == id);
    let class = find(id).or_else(|| find(UNKNOWN)).expect("a test holds that there is such a class");
    let Class { id, cause, remedy, page, about } = class;
    Explanation { class: id, cause, remedy, page: page.as_deref(), about: *about }
}

/// What is known about a case that this program found out itself; of a word that is none, what is known about `unknown`.
#[must_use]
pub fn explain_case(id: &str) -> Explanation {
    let case = TABLE.case.iter().find(|case| case.id == id);
    case.map_or_else(|| explain_class(UNKNOWN), |case| Explanation::of(&case.class, Some(&case.remedy), None))
}

/// Who answered, where that is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Speaker<'a> {
    /// The host that was asked for.
    pub asked: Option<&'a str>,
    /// The name in the server's greeting.
    pub greeting: Option<&'a str>,
}

impl Speaker<'_> {
    /// The provider that was asked, or that greets, where it is one that is known.
    fn provider(&self) -> Option<&'static str> {
        let by_name =
            || [self.asked, self.greeting].into_iter().flatten().find_map(|host| super::providers::id_by_host(host, None));
        by_name().or_else(|| super::providers::by_mx(self.greeting?).map(|provider| provider.id.as_str()))
    }

    /// Whether somebody answered for a provider that is known to answer under other domains.
    #[must_use]
    pub fn is_another(&self) -> bool {
        let (Some(asked), Some(greeting)) = (self.asked.map(plain), self.greeting.map(plain)) else { return false };
        let Some(provider) = super::providers::by_host(&asked, None) else { return false };
        let start = asked.rmatch_indices('.').nth(1).map_or(0, |(dot, _)| dot + 1);
        let domains = provider.greets.iter().map(String::as_str).chain([&asked[start..]]);
        let is_below = |domain: &str| greeting.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        super::replies::is_host(&greeting) && !domains.into_iter().any(is_below)
    }
}

/// A host's name as it is compared; of a certificate's, without the star.
fn plain(host: &str) -> String {
    host.strip_prefix("*.").unwrap_or(host).trim_end_matches('.').to_ascii_lowercase()
}

/// What a reply means: one line or several, with its code or without.
#[must_use]
pub fn explain(reply: &str, speaker: Speaker<'_>) -> Explanation {
    let said = Said::read(reply);
    // Exim's words, from a server of another name: a firewall that answers in the place of the real one.
    if said.text.contains("incorrect authentication data") && speaker.is_another() {
        return explain_class("intercepted");
    }
    let provider = speaker.provider();
    // What one provider means by its words, another one does not.
    let its = |known: &&Known| known.provider.as_deref().is_none_or(|own| Some(own) == provider);
    let known = TABLE.reply.iter().filter(its).find(|known| said.fits(known));
    known.map_or_else(|| explain_class(UNKNOWN), Known::explanation)
}

/// What a line means in which a program tells of a failure and no server speaks, and whether it only repeats what a reply says better;
/// `None` when it tells of none that is known.
#[must_use]
pub fn explain_failure(line: &str) -> Option<(Explanation, bool)> {
    let end = line.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST).unwrap_or(line.len());
    let line = line[..end].to_lowercase();
    let known = TABLE.failure.iter().find(|known| known.any.iter().any(|words| says(&line, words)))?;
    Some((Explanation::of(&known.class, known.remedy.as_deref(), known.page.as_deref()), known.vague))
}

/// Whether a line has these words as whole ones. A `*` at an end: more letters may stand there.
fn says(line: &str, words: &str) -> bool {
    let inner = words.trim_matches('*');
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    line.match_indices(inner).any(|(at, found)| {
        let before = words.starts_with('*') || edge(inner.chars().next()) || edge(line[..at].chars().next_back());
        let after = words.ends_with('*') || edge(inner.chars().next_back()) || edge(line[at + found.len()..].chars().next());
        before && after
    })
}

/// What a line means that holds a reply's words and no code; short words are no sign.
#[must_use]
pub fn explain_words(line: &str) -> Option<Explanation> {
    let said = Said::read(line);
    let long = |known: &&Known| known.text.iter().map(String::len).sum::<usize>() >= DISTINCTIVE;
    let distinctive = |known: &&Known| long(known) && known.provider.is_none() && said.fits(known);
    TABLE.reply.iter().find(distinctive).map(Known::explanation)
}

/// A reply, taken apart.
struct Said {
    code: Option<u16>,
    enhanced: Option<String>,
    /// In lower case, on one line, without the codes that stand before each line.
    text: String,
}

impl Said {
    fn read(reply: &str) -> Self {
        let end = reply.char_indices().map(|(at, _)| at).find(|at| *at >= LONGEST).unwrap_or(reply.len());
        let (mut code, mut enhanced, mut words) = (None, None, Vec::new());
        for line in reply[..end].lines() {
            let mut rest = line.trim();
            if let Some(number) = rest.get(..3).filter(|n| n.bytes().all(|b| b.is_ascii_digit()))
                && rest[3..].bytes().next().is_none_or(|b| b == b' ' || b == b'-')
            {
                code = code.or_else(|| number.parse().ok());
                rest = rest[3..].trim_start_matches(['-', ' ']);
            }
            let first = rest.split_whitespace().next().unwrap_or_default().trim_start_matches('#');
            if is_enhanced(first) {
                enhanced.get_or_insert_with(|| first.to_owned());
            }
            words.extend(rest.split_whitespace().map(str::to_lowercase));
        }
        Self { code, enhanced, text: words.join(" ") }
    }

    /// What is not said does not speak against a reply that its words give away.
    fn fits(&self, known: &Known) -> bool {
        let by_text = known.text.iter().map(String::len).sum::<usize>() >= TELLING;
        let code = known.codes.is_empty() || self.code.map_or(by_text, |code| known.codes.contains(&code));
        let enhanced = known.enhanced.is_empty() || self.enhanced.as_ref().map_or(by_text, |e| known.enhanced.contains(e));
        code && enhanced && known.text.iter().all(|words| self.text.contains(words))
    }
}

/// Whether this is a code like `5.7.8`.
#[must_use]
pub fn is_enhanced(word: &str) -> bool {
    let parts: Vec<&str> = word.split('.').take(4).collect();
    let number = |part: &&str| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.len() == 3 && ["2", "4", "5"].contains(&parts[0]) && parts.iter().all(number)
}

#[cfg(test)]
#[path = "smtp_errors_tests.rs"]
mod tests;

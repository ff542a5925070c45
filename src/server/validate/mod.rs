//! Checks what a request says, in the vendor's words \[V style\]: every problem is told at once.

mod reply;
mod rooms;

pub use reply::{Reply, reply};
pub use rooms::{feed, messages, rooms, seen};

use super::answer::Refusal;
use super::store::{ChannelQuery, Order};
use crate::channel::{Address, ChannelPatch, Host, Invalid, NewChannel, Outbox, Security, parse_port};
use crate::wire::integration::EMAIL;
use http::StatusCode;
use secrecy::SecretString;
use serde_json::{Map, Value};

/// Rows a page when nobody says.
const DEFAULT_LIMIT: u64 = 100;
/// The most rows a page.
const MAX_LIMIT: u64 = 1000;
/// The longest login or password, in characters.
const MAX_TEXT: usize = 1024;

/// A checked list query.
#[derive(Debug, PartialEq, Eq)]
pub struct List {
    /// For the store.
    pub query: ChannelQuery,
    /// The page that was asked for, from 1.
    pub page: u64,
    /// Whether email channels are among those asked for.
    pub email: bool,
}

/// Checks the query of `GET /integrations`. Unknown parameters mean nothing; of one that comes twice, the last counts.
pub fn list(query: &str) -> Result<List, Refusal> {
    let mut problems = Vec::new();
    let (mut limit, mut page, mut email) = (DEFAULT_LIMIT, 1, true);
    let (mut text, mut order, mut descending) = (None, Order::Created, true);
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        let value = value.trim();
        let known = match (&*name, value) {
            // A parameter without a value is one that was not sent.
            (_, "") => true,
            ("target_channel", value) => {
                email = value == EMAIL;
                true
            }
            ("query", value) => {
                text = Some(value.to_owned());
                true
            }
            ("limit", value) => positive(value).map(|n| limit = n.min(MAX_LIMIT)).is_some(),
            ("offset", value) => positive(value).map(|n| page = n).is_some(),
            ("order_by", "created_at") => set(&mut order, Order::Created),
            ("order_by", "updated_at") => set(&mut order, Order::Updated),
            ("order_direction", "asc") => set(&mut descending, false),
            ("order_direction", "desc") => set(&mut descending, true),
            ("order_by" | "order_direction", _) => false,
            _ => true,
        };
        if !known {
            problems.push(invalid(&name));
        }
    }
    if !problems.is_empty() {
        return Err(Refusal::invalid(problems));
    }
    let skip = skip(page, limit);
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    Ok(List { query: ChannelQuery { text, limit, skip, order, descending }, page, email })
}

/// Rows before a page. One further away than any number of rows is an empty one.
fn skip(page: u64, limit: u64) -> i64 {
    i64::try_from((page - 1).saturating_mul(limit)).unwrap_or(i64::MAX)
}

fn set<T>(place: &mut T, value: T) -> bool {
    *place = value;
    true
}

/// A number from 1; one too large for any counter is as good as the largest.
fn positive(digits: &str) -> Option<u64> {
    let only_digits = digits.bytes().all(|b| b.is_ascii_digit());
    let number = if only_digits { digits.parse().unwrap_or(u64::MAX) } else { 0 };
    (number > 0).then_some(number)
}

fn invalid(field: &str) -> String {
    format!("{field} does not have a valid value")
}

/// The fields of a body, and what is wrong with them so far.
struct Form {
    fields: Map<String, Value>,
    /// Whether a field that was not sent is a problem.
    required: bool,
    problems: Vec<String>,
}

impl Form {
    fn parse(body: &[u8], required: bool) -> Result<Self, Refusal> {
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => Ok(Self { fields, required, problems: Vec::new() }),
            Ok(_) => Err(Refusal::new(StatusCode::BAD_REQUEST, "The request must be a JSON object")),
            Err(_) => Err(Refusal::new(StatusCode::BAD_REQUEST, "The request is not valid JSON")),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.fields.get(name).is_some_and(|value| !value.is_null())
    }

    /// Reads a field with `parse`; `None` when it is not there or wrong, and then the problem is kept.
    fn read<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = match self.fields.get(name) {
            None => None,
            Some(Value::Null) if self.required => None,
            Some(Value::String(text)) if text.trim().is_empty() && self.required => None,
            Some(Value::String(text)) => Some(text.clone()),
            // The vendor writes ports as text; a number is understood.
            Some(Value::Number(number)) if name == "smtp_port" => Some(number.to_string()),
            Some(_) => Some(String::new()),
        };
        match text {
            None if self.required => self.problems.push(format!("{name} is missing")),
            None => {}
            Some(text) => match parse(&text) {
                Some(value) => return Some(value),
                None => self.problems.push(invalid(name)),
            },
        }
        None
    }

    fn finish<T>(self, value: Option<T>) -> Result<T, Refusal> {
        match value {
            Some(value) if self.problems.is_empty() => Ok(value),
            _ => Err(Refusal::invalid(self.problems)),
        }
    }
}

fn valid<T>(parsed: Result<T, Invalid>) -> Option<T> {
    parsed.ok()
}

/// A login or a password: anything that can be typed on one line.
fn word(text: &str) -> Option<String> {
    let good = !text.trim().is_empty() && text.chars().count() <= MAX_TEXT && !text.chars().any(char::is_control);
    good.then(|| text.to_owned())
}

/// Checks the body of a create. With `webhook`, that is the mailbox and `username` the login; without, `username` is both.
pub fn create(body: &[u8]) -> Result<NewChannel, Refusal> {
    let mut form = Form::parse(body, true)?;
    let (address, smtp_username) = if form.has("webhook") {
        let login = form.read("username", |text| word(text.trim()));
        (form.read("webhook", |text| valid(Address::parse(text))), login)
    } else {
        (form.read("username", |text| valid(Address::parse(text))), None)
    };
    let password = form.read("password", |text| word(text).map(SecretString::from));
    let security = form.read("protocol", Security::parse);
    let host = form.read("smtp_host", |text| valid(Host::parse(text)));
    let port = form.read("smtp_port", |text| valid(parse_port(text)));
    let outbox = host.zip(port).zip(security).map(|((host, port), security)| Outbox { host, port, security });
    let channel = address.zip(password).zip(outbox).map(|((address, password), outbox)| NewChannel {
        address,
        smtp_username,
        password,
        outbox,
    });
    form.finish(channel)
}

/// Checks the body of an edit. What is not sent stays as it is; nothing can be emptied.
///
/// As in a create, `username` alone is both mailbox and login. `webhook` alone renames the mailbox and leaves the login.
pub fn edit(body: &[u8]) -> Result<ChannelPatch, Refusal> {
    let mut form = Form::parse(body, false)?;
    let mut patch = ChannelPatch::default();
    if form.fields.contains_key("webhook") {
        patch.smtp_username = form.read("username", |text| word(text.trim()));
        patch.address = form.read("webhook", |text| valid(Address::parse(text)));
    } else {
        patch.address = form.read("username", |text| valid(Address::parse(text)));
        patch.smtp_username = patch.address.as_ref().map(|address| address.as_str().to_owned());
    }
    patch.password = form.read("password", |text| word(text).map(SecretString::from));
    patch.security = form.read("protocol", Security::parse);
    patch.smtp_host = form.read("smtp_host", |text| valid(Host::parse(text)));
    patch.smtp_port = form.read("smtp_port", |text| valid(parse_port(text)));
    form.finish(Some(patch))
}

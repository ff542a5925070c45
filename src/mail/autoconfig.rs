//! Mozilla's autoconfig files (`config-v1.1.xml`), as providers and the ISPDB serve them.
//!
//! The format: <https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat>. What such a file says is a proposal by whoever
//! holds the web server; nothing that it names is asked because of it.

use crate::channel::{Address, Host, Outbox, Security};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// How deep elements may stand in each other; a file needs four.
const DEEPEST: usize = 32;
/// How many servers of a file are looked at.
const SERVERS: usize = 16;
/// The longest value that is kept, in bytes.
const LONGEST: usize = 512;

const NO_XML: &str = "it is no XML";
const NO_CONFIG: &str = "it is no autoconfig file";

/// How to sign in at a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// With a password; perhaps in other ways too.
    Password,
    /// With OAuth only: no password works.
    OAuth,
}

/// An SMTP server that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Where it is.
    pub outbox: Outbox,
    /// The login there, when it is said.
    pub username: Option<String>,
    /// How to sign in.
    pub sign_in: SignIn,
}

/// What a file offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Offers {
    /// Servers that can be used, in the file's order; those that take a password come first.
    pub usable: Vec<Offer>,
    /// Why others cannot be used, in a few words each.
    pub left_out: Vec<String>,
}

/// Reads a file for a mailbox.
///
/// # Errors
/// What is wrong with it, in a few words.
pub fn read(file: &[u8], address: &Address) -> Result<Offers, String> {
    let mut offers = Offers::default();
    for server in servers(file)? {
        match server.offer(address) {
            Ok(offer) => offers.usable.push(offer),
            Err(why) => offers.left_out.push(why),
        }
    }
    offers.usable.sort_by_key(|offer| offer.sign_in == SignIn::OAuth);
    Ok(offers)
}

/// An `outgoingServer` as it stands in the file.
#[derive(Debug, Default)]
struct Outgoing {
    kind: String,
    hostname: String,
    port: String,
    socket: String,
    username: String,
    authentication: Vec<String>,
}

impl Outgoing {
    fn offer(&self, address: &Address) -> Result<Offer, String> {
        // The local part has no place in a host's name: looking that up would tell it to the world.
        let hostname = self.hostname.replace("%EMAILDOMAIN%", address.domain());
        let at = if hostname.is_empty() { "a server without a name" } else { &hostname };
        if !self.kind.eq_ignore_ascii_case("smtp") {
            return Err(format!("{at} is no SMTP server"));
        }
        let host = Host::parse(&hostname).ok().filter(|host| host.as_str().contains('.') && !is_address(host));
        let host = host.ok_or_else(|| format!("{at} is no host name"))?;
        let security = match self.socket.to_ascii_lowercase().as_str() {
            "ssl" | "tls" => Security::Ssl,
            "starttls" => Security::Starttls,
            _ => return Err(format!("{at} is reached without encryption")),
        };
        let port = self.port.parse().ok().filter(|port| *port > 0).ok_or_else(|| format!("{at} has no port"))?;
        if port == 25 {
            return Err(format!("{at} is at port 25, which is for mail between servers"));
        }
        let sign_in = self.sign_in().ok_or_else(|| format!("{at} takes neither a password nor OAuth"))?;
        Ok(Offer { outbox: Outbox { host, port, security }, username: self.login(address)?, sign_in })
    }

    /// How to sign in; `None` when it is some other way.
    fn sign_in(&self) -> Option<SignIn> {
        let has = |words: &[&str]| self.authentication.iter().any(|way| words.iter().any(|word| way.eq_ignore_ascii_case(word)));
        if self.authentication.is_empty() || has(&["password-cleartext", "plain", "password-encrypted", "secure"]) {
            Some(SignIn::Password)
        } else {
            has(&["oauth2"]).then_some(SignIn::OAuth)
        }
    }

    fn login(&self, address: &Address) -> Result<Option<String>, String> {
        let local = address.as_str().rsplit_once('@').map_or("", |(local, _)| local);
        // One after the other would replace what stands in the address itself.
        let mut login = String::new();
        let mut rest = self.username.as_str();
        let known = [("%EMAILADDRESS%", address.as_str()), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", address.domain())];
        while let Some(at) = rest.find('%') {
            login.push_str(&rest[..at]);
            rest = &rest[at..];
            let (word, value) = known.into_iter().find(|(word, _)| rest.starts_with(word)).unwrap_or(("%", "%"));
            login.push_str(value);
            rest = &rest[word.len()..];
        }
        login.push_str(rest);
        if login.chars().any(char::is_control) {
            return Err(format!("the login at {} cannot be read", self.hostname));
        }
        Ok(Some(login).filter(|login| !login.is_empty()))
    }
}

fn is_address(host: &Host) -> bool {
    host.as_str().parse::<std::net::IpAddr>().is_ok()
}

/// Finds the `outgoingServer` elements, whatever else there is.
fn servers(file: &[u8]) -> Result<Vec<Outgoing>, String> {
    let text = String::from_utf8_lossy(file);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}').trim_start());
    let mut walk = Walk::default();
    loop {
        match reader.read_event().map_err(|_| NO_XML)? {
            Event::Start(element) => walk.open(&element)?,
            Event::End(_) => walk.close(),
            Event::Empty(element) => {
                walk.open(&element)?;
                walk.close();
            }
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(reference) => walk.text(&resolved(&reference)?),
            Event::DocType(declaration) if declaration.contains('[') || declaration.contains("ENTITY") => {
                return Err("it declares entities, which no such file needs".into());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match (walk.is_config, walk.path.is_empty()) {
        (true, true) => Ok(walk.servers),
        (true, false) => Err("it ends in the middle".into()),
        (false, _) => Err(NO_CONFIG.into()),
    }
}

/// What `&…;` stands for. What a file declares itself is never replaced.
fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    let unknown = || "it holds an entity that XML does not have".to_owned();
    match reference.resolve_char_ref().map_err(|_| unknown())? {
        Some(character) => Ok(character.into()),
        None => resolve_predefined_entity(reference).map(str::to_owned).ok_or_else(unknown),
    }
}

/// Where in the file the reading is.
#[derive(Default)]
struct Walk {
    path: Vec<String>,
    text: String,
    is_config: bool,
    server: Option<Outgoing>,
    servers: Vec<Outgoing>,
}

impl Walk {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.local_name().into_inner().to_owned();
        match self.path.len() {
            0 if name != "clientConfig" => return Err(NO_CONFIG.into()),
            0 => self.is_config = true,
            DEEPEST => return Err("its elements stand too deep in each other".into()),
            2 if name == "outgoingServer" && self.path[1] == "emailProvider" => {
                let kind = element.try_get_attribute("type").ok().flatten().map(|kind| kind.value.into_owned());
                self.server = Some(Outgoing { kind: kind.unwrap_or_default(), ..Outgoing::default() });
            }
            _ => {}
        }
        self.path.push(name);
        self.text.clear();
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.text.len() + text.len() <= LONGEST {
            self.text.push_str(text);
        }
    }

    fn close(&mut self) {
        let name = self.path.pop().unwrap_or_default();
        let text = std::mem::take(&mut self.text).trim().to_owned();
        match (&mut self.server, self.path.len(), name.as_str()) {
            (_, 2, "outgoingServer") if self.servers.len() < SERVERS => self.servers.extend(self.server.take()),
            (Some(server), 3, "hostname") => server.hostname = text,
            (Some(server), 3, "port") => server.port = text,
            (Some(server), 3, "socketType") => server.socket = text,
            (Some(server), 3, "username") => server.username = text,
            (Some(server), 3, "authentication") => server.authentication.push(text),
            (_, 2, _) => self.server = None,
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "autoconfig_tests.rs"]
mod tests;

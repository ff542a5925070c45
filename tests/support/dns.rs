//! A DNS server on loopback, over UDP and TCP, that says what it is told to; for what a real one would not say too.

use super::LIMIT;
use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// The longest answer that goes into a datagram: what is asked for with EDNS nowadays.
const DATAGRAM: usize = 1232;

const A: u16 = 1;
const CNAME: u16 = 5;
const MX: u16 = 15;
const TXT: u16 = 16;
const AAAA: u16 = 28;
const SRV: u16 = 33;

/// How a name is answered whatever is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manner {
    /// There is no such name.
    Nxdomain,
    /// The server is broken.
    Servfail,
    /// The server does not want to.
    Refused,
    /// No answer at all.
    Silence,
    /// These bytes after the question's id.
    Garbage(Vec<u8>),
}

/// What the server knows. Names are written without a dot at their end.
#[derive(Debug, Clone)]
pub struct Zone {
    records: HashMap<String, Vec<(u16, Vec<u8>)>>,
    manners: HashMap<String, Manner>,
    otherwise: Manner,
}

impl Default for Zone {
    fn default() -> Self {
        Self::otherwise(Manner::Nxdomain)
    }
}

impl Zone {
    /// Knows nothing: there is no name at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// Knows nothing, and answers so.
    pub fn otherwise(manner: Manner) -> Self {
        Self { records: HashMap::new(), manners: HashMap::new(), otherwise: manner }
    }

    /// A mail exchanger; `""` is the null MX.
    pub fn mx(self, name: &str, preference: u16, host: &str) -> Self {
        self.raw(name, MX, [&preference.to_be_bytes()[..], &labels(host)].concat())
    }

    /// An address.
    pub fn a(self, name: &str, address: Ipv4Addr) -> Self {
        self.raw(name, A, address.octets().to_vec())
    }

    /// An IPv6 address.
    pub fn aaaa(self, name: &str, address: Ipv6Addr) -> Self {
        self.raw(name, AAAA, address.octets().to_vec())
    }

    /// A text, cut into strings of 255 bytes.
    pub fn txt(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let string = |chunk: &[u8]| [&[chunk.len() as u8][..], chunk].concat();
        self.raw(name, TXT, text.as_ref().chunks(255).flat_map(string).collect())
    }

    /// A service.
    pub fn srv(self, name: &str, (priority, weight, port): (u16, u16, u16), host: &str) -> Self {
        let numbers = [priority, weight, port].map(u16::to_be_bytes).concat();
        self.raw(name, SRV, [numbers, labels(host)].concat())
    }

    /// Another name for it.
    pub fn cname(self, name: &str, other: &str) -> Self {
        self.raw(name, CNAME, labels(other))
    }

    /// A name without records.
    pub fn empty(mut self, name: &str) -> Self {
        self.records.entry(name.to_owned()).or_default();
        self
    }

    /// A record as it goes over the wire.
    pub fn raw(mut self, name: &str, kind: u16, data: Vec<u8>) -> Self {
        self.records.entry(name.to_owned()).or_default().push((kind, data));
        self
    }

    /// A name that is answered so.
    pub fn manner(mut self, name: &str, manner: Manner) -> Self {
        self.manners.insert(name.to_owned(), manner);
        self
    }

    fn answer(&self, query: &[u8], over_udp: bool) -> Option<Vec<u8>> {
        let (name, end) = question(query)?;
        let kind = u16::from_be_bytes([query[end - 4], query[end - 3]]);
        let exists = |known: &String| *known == name || known.ends_with(&format!(".{name}"));
        let manner = self.manners.get(&name).or_else(|| (!self.records.keys().any(exists)).then_some(&self.otherwise));
        let code = match manner {
            None => 0,
            Some(Manner::Servfail) => 2,
            Some(Manner::Nxdomain) => 3,
            Some(Manner::Refused) => 5,
            Some(Manner::Silence) => return None,
            Some(Manner::Garbage(bytes)) => return Some([&query[..2], bytes].concat()),
        };
        let mut records = Vec::new();
        if manner.is_none() {
            self.collect(&name, kind, &mut records);
        }
        let head = |flags: u8, count: usize| {
            [&query[..2], &[0x85 | flags, 0x80 | code, 0, 1], &(count as u16).to_be_bytes(), &[0; 4], &query[12..end]].concat()
        };
        let whole = [head(0, records.len()), records.concat()].concat();
        Some(if over_udp && whole.len() > DATAGRAM { head(2, 0) } else { whole })
    }

    /// The records of a name, and of what it is another name for.
    fn collect(&self, name: &str, kind: u16, into: &mut Vec<Vec<u8>>) {
        for (of, data) in self.records.get(name).into_iter().flatten() {
            if *of != kind && *of != CNAME {
                continue;
            }
            let fixed = [of.to_be_bytes(), [0, 1], [0, 0], [1, 0], (data.len() as u16).to_be_bytes()].concat();
            into.push([labels(name), fixed, data.clone()].concat());
            if *of == CNAME && kind != CNAME && into.len() < 8 {
                self.collect(&spelled(data, 0).0, kind, into);
            }
        }
    }
}

/// The server; ends when dropped.
pub struct Dns {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    over: Arc<AtomicBool>,
}

impl Dns {
    /// Answers from this zone.
    pub fn new(zone: Zone) -> Self {
        let (listener, socket) = both();
        let address = socket.local_addr().unwrap();
        let (asked, over, zone) = (Arc::default(), Arc::new(AtomicBool::new(false)), Arc::new(zone));
        let dns = Self { address, asked: Arc::clone(&asked), over: Arc::clone(&over) };
        let (seen, ended, known) = (Arc::clone(&asked), Arc::clone(&over), Arc::clone(&zone));
        thread::spawn(move || {
            let mut query = [0; 4096];
            while let Ok((length, from)) = socket.recv_from(&mut query) {
                if ended.load(Ordering::SeqCst) {
                    break;
                }
                note(&seen, &query[..length]);
                if let Some(answer) = known.answer(&query[..length], true) {
                    let _ = socket.send_to(&answer, from);
                }
            }
        });
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (asked, zone) = (Arc::clone(&asked), Arc::clone(&zone));
                // A connection that breaks is the end of it, and no failure.
                thread::spawn(move || drop(serve(stream, &zone, &asked)));
            }
        });
        dns
    }

    /// `ADDRESS:PORT`, for `--dns`.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// The same.
    pub fn socket(&self) -> SocketAddr {
        self.address
    }

    /// The names that were asked for, in lower case, in this order; each as often as it was.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        let _ = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.send_to(&[0], self.address));
    }
}

/// One port for both.
fn both() -> (TcpListener, UdpSocket) {
    (0..100)
        .find_map(|_| {
            let listener = TcpListener::bind("127.0.0.1:0").ok()?;
            let socket = UdpSocket::bind(listener.local_addr().ok()?).ok()?;
            Some((listener, socket))
        })
        .unwrap()
}

fn serve(mut stream: TcpStream, zone: &Zone, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(LIMIT))?;
    loop {
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let mut query = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut query)?;
        note(asked, &query);
        if let Some(answer) = zone.answer(&query, false) {
            stream.write_all(&(answer.len() as u16).to_be_bytes())?;
            stream.write_all(&answer)?;
        }
    }
}

fn note(asked: &Mutex<Vec<String>>, query: &[u8]) {
    asked.lock().unwrap().extend(question(query).map(|(name, _)| name));
}

/// The name in the question, and where the question ends.
fn question(query: &[u8]) -> Option<(String, usize)> {
    if query.len() < 17 {
        return None;
    }
    let (name, end) = spelled(query, 12);
    (end + 4 <= query.len()).then_some((name, end + 4))
}

/// A name without compression, and where it ends.
fn spelled(bytes: &[u8], mut at: usize) -> (String, usize) {
    let mut labels = Vec::new();
    while let Some(length) = bytes.get(at).copied().filter(|length| *length > 0) {
        let end = at + 1 + usize::from(length);
        labels.push(String::from_utf8_lossy(bytes.get(at + 1..end).unwrap_or_default()).to_lowercase());
        at = end;
    }
    (labels.join("."), at + 1)
}

/// A name as it goes over the wire.
pub fn labels(name: &str) -> Vec<u8> {
    let parts = name.split('.').filter(|label| !label.is_empty());
    let mut labels: Vec<u8> = parts.flat_map(|label| [&[label.len() as u8][..], label.as_bytes()].concat()).collect();
    labels.push(0);
    labels
}

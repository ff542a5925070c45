//! A server that answers what our own server never would: garbage, silence, resets, 429, 5xx, endless bodies.

use super::LIMIT;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// More than this is never sent in one answer: an endless body that nobody refuses must still end.
const ENDLESS: usize = 1 << 30;

/// A request that came in.
#[derive(Debug, Clone)]
pub struct Request {
    /// `GET`, …
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Header names in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Request {
    /// A header by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// A parameter of the query, as it stands there.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query.split('&').filter_map(|p| p.split_once('=')).find(|(n, _)| *n == name).map(|(_, v)| v)
    }
}

/// What to do with a request.
pub enum Reply {
    /// These bytes; the connection stays open for the next request.
    Bytes(Vec<u8>),
    /// These bytes, then the connection is closed.
    Last(Vec<u8>),
    /// This head, then this piece again and again.
    Endless(Vec<u8>, Vec<u8>),
    /// The connection is closed without a byte.
    Hangup,
    /// Nothing, until the other side gives up.
    Silence,
}

impl Reply {
    /// A JSON body with its length.
    pub fn json(status: u16, body: &str) -> Self {
        Self::new(status, &[("content-type", "application/json")], body)
    }

    /// A whole answer.
    pub fn new(status: u16, headers: &[(&str, &str)], body: &str) -> Self {
        let headers: String = headers.iter().map(|(n, v)| format!("{n}: {v}\r\n")).collect();
        let length = body.len();
        Self::Bytes(format!("HTTP/1.1 {status} Canned\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes())
    }
}

type Script = dyn Fn(&Request, usize) -> Reply + Send + Sync;

struct Shared {
    script: Box<Script>,
    requests: Mutex<Vec<Request>>,
    connections: Mutex<Vec<TcpStream>>,
    over: AtomicBool,
}

/// The server; ends when dropped.
pub struct Canned {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Canned {
    /// Answers every request with what `script` says; it gets the request and how many came before.
    pub fn new(script: impl Fn(&Request, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
            connections: Mutex::default(),
            over: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if accepting.over.load(Ordering::SeqCst) {
                    break;
                }
                accepting.connections.lock().unwrap().extend(stream.try_clone());
                let shared = Arc::clone(&accepting);
                thread::spawn(move || drop(serve(stream, &shared)));
            }
        });
        Self { address, shared }
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        for stream in self.shared.connections.lock().unwrap().iter() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(LIMIT))?;
    stream.set_write_timeout(Some(LIMIT))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    while let Some(request) = read_request(&mut reader)? {
        let before = {
            let mut requests = shared.requests.lock().unwrap();
            requests.push(request.clone());
            requests.len() - 1
        };
        match (shared.script)(&request, before) {
            Reply::Bytes(bytes) => {
                stream.write_all(&bytes)?;
                if request.header("connection") == Some("close") {
                    break;
                }
            }
            Reply::Last(bytes) => {
                stream.write_all(&bytes)?;
                break;
            }
            Reply::Endless(head, piece) => {
                stream.write_all(&head)?;
                for _ in 0..ENDLESS / piece.len().max(1) {
                    stream.write_all(&piece)?;
                }
                break;
            }
            Reply::Hangup => break,
            Reply::Silence => {
                let _ = reader.read(&mut [0]);
                break;
            }
        }
    }
    stream.shutdown(Shutdown::Both)
}

/// Reads one request; `None` when the other side has no more.
pub(super) fn read_request(reader: &mut BufReader<impl std::io::Read>) -> std::io::Result<Option<Request>> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let (method, target) = (method.to_owned(), target.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        headers.extend(line.split_once(':').map(|(n, v)| (n.to_ascii_lowercase(), v.trim().to_owned())));
    }
    let length = headers.iter().find(|(n, _)| n == "content-length").and_then(|(_, v)| v.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(Some(Request { method, target, headers, body: String::from_utf8_lossy(&body).into_owned() }))
}

//! A relay in front of a server that counts, and that can lose the first `POST`: on its way there, or on its way back, when what
//! was asked is done and nobody hears of it.

use super::LIMIT;
use super::canned::read_request;
use std::io::{BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;

/// What is lost of the first `POST`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lose {
    /// Nothing.
    Nothing,
    /// The request: the server never hears of it.
    Request,
    /// The answer, after the server gave it.
    Answer,
}

struct Shared {
    server: String,
    what: Lose,
    lose: Mutex<Option<Sender<Sender<()>>>>,
    posts: Mutex<Vec<String>>,
    over: AtomicBool,
}

/// The relay; ends when dropped.
pub struct Relay {
    address: SocketAddr,
    shared: Arc<Shared>,
    lost: Receiver<Sender<()>>,
}

impl Relay {
    /// Stands in front of `server` (`host:port`).
    pub fn new(server: &str, what: Lose) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (send, lost) = mpsc::channel();
        let shared = Arc::new(Shared {
            server: server.to_owned(),
            what,
            lose: Mutex::new((what != Lose::Nothing).then_some(send)),
            posts: Mutex::default(),
            over: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if accepting.over.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&accepting);
                thread::spawn(move || drop(relay(&stream, &shared)));
            }
        });
        Self { address, shared, lost }
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Waits until the first `POST` is where it is to be lost, runs `meanwhile` (kill the server), then drops the client's
    /// connection.
    #[track_caller]
    pub fn lose(&self, meanwhile: impl FnOnce()) {
        let drop_it = self.lost.recv_timeout(LIMIT).unwrap_or_else(|_| panic!("no POST came"));
        meanwhile();
        drop_it.send(()).unwrap();
    }

    /// The targets of the `POST` requests so far.
    pub fn posts(&self) -> Vec<String> {
        self.shared.posts.lock().unwrap().clone()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

fn relay(client: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    client.set_read_timeout(Some(LIMIT))?;
    let mut reader = BufReader::new(client.try_clone()?);
    let Some(request) = read_request(&mut reader)? else { return Ok(()) };
    let is_post = request.method == "POST";
    if is_post {
        shared.posts.lock().unwrap().push(request.target.clone());
    }
    let lose = if is_post { shared.lose.lock().unwrap().take() } else { None };
    let answer = if lose.is_some() && shared.what == Lose::Request { Ok(Vec::new()) } else { ask(&shared.server, &request) };
    if let Some(tell) = lose {
        let (send, go) = mpsc::channel();
        let _ = tell.send(send);
        let _ = go.recv_timeout(LIMIT);
    } else {
        // One exchange a connection: the server was told to close after its answer, and its answer says so.
        (&mut &*client).write_all(&answer?)?;
    }
    client.shutdown(Shutdown::Both)
}

/// Passes the request on and reads the whole answer.
fn ask(server: &str, request: &super::Request) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(LIMIT))?;
    let mut head = format!("{} {} HTTP/1.1\r\nconnection: close\r\n", request.method, request.target);
    for (name, value) in request.headers.iter().filter(|(n, _)| n != "connection") {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n{}", request.body).as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

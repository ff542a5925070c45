//! An outbox server that does what a test wants: TLS with the tests' certificate, AUTH, and a say at every step.

use super::LIMIT;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::thread;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What the server does at a step.
pub enum Act {
    /// The usual.
    Yes,
    /// Says this instead; at the end of a message it is not taken.
    Say(String),
    /// Takes the step, says this as it is, and breaks the connection off.
    Bytes(Vec<u8>),
    /// Takes the step and breaks the connection off without a word.
    Vanish,
    /// Says nothing until the other side has gone.
    Silence,
}

/// How a connection is secured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// From the first byte.
    Ssl,
    /// After STARTTLS.
    Starttls,
    /// Never.
    Never,
    /// After STARTTLS, and somebody on the way adds to its answer.
    Injected,
}

/// A message that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The reverse path, with its parameters.
    pub from: String,
    /// Everybody it was for.
    pub to: Vec<String>,
    /// The message, without dot-stuffing.
    pub content: String,
    /// The login and the password.
    pub login: Option<(String, String)>,
}

impl Taken {
    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.content.split("\r\n\r\n").next()?.replace("\r\n ", " ");
        head.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned))
    }
}

type Script = dyn Fn(&str, &str, usize) -> Act + Send + Sync;

struct State {
    script: Box<Script>,
    tls: Tls,
    /// What EHLO offers beside STARTTLS.
    offers: Vec<String>,
    config: Arc<ServerConfig>,
    counts: Mutex<HashMap<String, usize>>,
    taken: Mutex<Vec<Taken>>,
    clear: Mutex<String>,
    /// Every line that came under TLS.
    said: Mutex<Vec<String>>,
}

/// The server; ends with the process.
pub struct Sink {
    state: Arc<State>,
    port: u16,
}

/// A file of the tests' authority or its certificate.
pub fn certificate(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name)
}

fn config(name: &str) -> ServerConfig {
    let chain = CertificateDer::pem_file_iter(certificate(name)).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(certificate("server.key")).unwrap();
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap()
}

impl Sink {
    /// Says yes to everything.
    pub fn new(tls: Tls) -> Self {
        Self::scripted(tls, |_, _, _| Act::Yes)
    }

    /// Does at each step (`connect`, `EHLO`, `AUTH`, `MAIL`, `RCPT`, `DATA`, `content`) what the script says; it is told the line and
    /// how often this step came before.
    pub fn scripted(tls: Tls, script: impl Fn(&str, &str, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::offering(tls, &["AUTH PLAIN LOGIN", "8BITMIME", "SMTPUTF8"], script)
    }

    /// The same with other offers.
    pub fn offering(tls: Tls, offers: &[&str], script: impl Fn(&str, &str, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::certified(tls, "server.pem", offers, script)
    }

    /// The same with another of the tests' certificates.
    pub fn certified(
        tls: Tls,
        certificate: &str,
        offers: &[&str],
        script: impl Fn(&str, &str, usize) -> Act + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            script: Box::new(script),
            tls,
            offers: offers.iter().map(|o| (*o).to_owned()).collect(),
            config: Arc::new(config(certificate)),
            said: Mutex::default(),
            counts: Mutex::default(),
            taken: Mutex::default(),
            clear: Mutex::default(),
        });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = Arc::clone(&shared);
                // A connection that breaks is the end of it, and no failure.
                thread::spawn(move || drop(state.serve(stream)));
            }
        });
        Self { state, port }
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> String {
        self.port.to_string()
    }

    /// What was taken so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.state.taken.lock().unwrap().clone()
    }

    /// How often a step came.
    pub fn count(&self, step: &str) -> usize {
        self.state.counts.lock().unwrap().get(step).copied().unwrap_or(0)
    }

    /// Every line that was said under TLS, with a `+` behind it where the next one came in the same piece.
    pub fn said(&self) -> Vec<String> {
        self.state.said.lock().unwrap().clone()
    }

    /// Everything that was said in clear.
    pub fn in_clear(&self) -> String {
        self.state.clear.lock().unwrap().clone()
    }
}

/// What a conversation knows.
#[derive(Default)]
struct Talk {
    login: Option<(String, String)>,
    from: String,
    to: Vec<String>,
}

impl State {
    fn act(&self, step: &str, line: &str) -> Act {
        let mut counts = self.counts.lock().unwrap();
        let count = counts.entry(step.to_owned()).or_default();
        let before = *count;
        *count += 1;
        drop(counts);
        (self.script)(step, line, before)
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(LIMIT))?;
        let encrypt = |mut stream| {
            let mut connection = ServerConnection::new(Arc::clone(&self.config)).unwrap();
            // Before the script has its say, so that it speaks of what is said under TLS.
            while connection.is_handshaking() {
                connection.complete_io(&mut stream)?;
            }
            Ok::<_, std::io::Error>(StreamOwned::new(connection, stream))
        };
        if self.tls == Tls::Ssl {
            return self.talk(encrypt(stream)?, true, true);
        }
        let mut clear = stream.try_clone()?;
        if !self.before_tls(&mut clear)? {
            return Ok(());
        }
        self.talk(encrypt(stream)?, true, false)
    }

    /// What is said in clear; whether TLS is to follow.
    fn before_tls(&self, stream: &mut TcpStream) -> std::io::Result<bool> {
        if !self.say(stream, "connect", "", "220 sink.example.test ESMTP")? {
            return Ok(false);
        }
        loop {
            // Byte by byte: what follows the line is not for us.
            let mut line = Vec::new();
            while !line.ends_with(b"\n") {
                let mut byte = [0];
                if stream.read(&mut byte)? == 0 {
                    return Ok(false);
                }
                line.push(byte[0]);
            }
            let line = String::from_utf8_lossy(&line).into_owned();
            self.clear.lock().unwrap().push_str(&line);
            let words = line.trim_end().to_ascii_uppercase();
            if words.starts_with("EHLO") {
                let offer = if self.tls == Tls::Never { "250 AUTH PLAIN LOGIN" } else { "250 STARTTLS" };
                write!(stream, "250-sink.example.test\r\n{offer}\r\n")?;
            } else if words == "STARTTLS" {
                let injected = if self.tls == Tls::Injected { "250-sink\r\n250 AUTH PLAIN LOGIN\r\n235 ok\r\n" } else { "" };
                // In one write, as somebody on the way would.
                stream.write_all(format!("220 go on\r\n{injected}").as_bytes())?;
                return Ok(true);
            } else {
                write!(stream, "530 5.7.0 Must issue a STARTTLS command first\r\n")?;
            }
        }
    }

    fn heard(&self, line: &str, stream: &BufReader<impl Read>) {
        // What came with it is still held, and is the next line.
        let more = if stream.buffer().is_empty() { "" } else { "+" };
        self.said.lock().unwrap().push(format!("{line}{more}"));
    }

    /// Answers a step; false when the connection is to end.
    fn say(&self, stream: &mut impl Write, step: &str, line: &str, yes: &str) -> std::io::Result<bool> {
        let words = match self.act(step, line) {
            Act::Yes => yes.to_owned(),
            Act::Say(words) => words,
            Act::Bytes(bytes) => return raw(stream, &bytes),
            Act::Vanish => return Ok(false),
            Act::Silence => {
                std::thread::park_timeout(LIMIT);
                return Ok(false);
            }
        };
        stream.write_all(format!("{words}\r\n").as_bytes())?;
        stream.flush()?;
        Ok(true)
    }

    fn talk(&self, stream: impl Read + Write, encrypted: bool, greet: bool) -> std::io::Result<()> {
        assert!(encrypted);
        let mut stream = BufReader::new(stream);
        let mut talk = Talk::default();
        if greet && !self.say(stream.get_mut(), "connect", "", "220 sink.example.test ESMTP")? {
            return Ok(());
        }
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim_end().to_owned();
            self.heard(&line, &stream);
            let step = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let yes = match step.as_str() {
                "EHLO" => {
                    let offers = self.offers.iter().map(|o| format!("\r\n250-{o}")).collect::<String>();
                    format!("250-sink.example.test{offers}\r\n250 ENHANCEDSTATUSCODES")
                }
                "AUTH" => {
                    talk.login = Some(login(&mut stream, &line)?);
                    "235 2.7.0 welcome".to_owned()
                }
                "MAIL" => {
                    talk.from = line[10..].to_owned();
                    "250 2.1.0 ok".to_owned()
                }
                "RCPT" => {
                    talk.to.push(line[8..].trim_matches(['<', '>']).to_owned());
                    "250 2.1.5 ok".to_owned()
                }
                "DATA" => "354 go on".to_owned(),
                "QUIT" => "221 2.0.0 bye".to_owned(),
                _ => "250 2.0.0 ok".to_owned(),
            };
            if !self.say(stream.get_mut(), &step, &line, &yes)? || step == "QUIT" {
                return Ok(());
            }
            if step == "DATA" && !self.content(&mut stream, &mut talk)? {
                return Ok(());
            }
        }
    }

    /// Reads a message and answers it; false when the connection is to end.
    fn content(&self, stream: &mut BufReader<impl Read + Write>, talk: &mut Talk) -> std::io::Result<bool> {
        let mut content = String::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line)? == 0 {
                return Ok(false);
            }
            if line == ".\r\n" {
                break;
            }
            assert!(line.ends_with("\r\n"), "a bare line end: {line:?}");
            content.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        let act = self.act("content", &content);
        if !matches!(act, Act::Say(_)) {
            let Talk { login, from, to } = std::mem::take(talk);
            self.taken.lock().unwrap().push(Taken { from, to, content, login });
        }
        let words = match act {
            Act::Yes => "250 2.0.0 taken".to_owned(),
            Act::Say(words) => words,
            Act::Bytes(bytes) => return raw(stream.get_mut(), &bytes),
            Act::Vanish | Act::Silence => return Ok(false),
        };
        stream.get_mut().write_all(format!("{words}\r\n").as_bytes())?;
        stream.get_mut().flush()?;
        Ok(true)
    }
}

/// Says it, and that the connection is to end.
fn raw(stream: &mut impl Write, bytes: &[u8]) -> std::io::Result<bool> {
    stream.write_all(bytes)?;
    stream.flush()?;
    Ok(false)
}

/// Reads the credential of AUTH PLAIN or AUTH LOGIN.
fn login(stream: &mut BufReader<impl Read + Write>, line: &str) -> std::io::Result<(String, String)> {
    let decode = |text: &str| String::from_utf8(STANDARD.decode(text.trim()).unwrap()).unwrap();
    if let Some(word) = line.strip_prefix("AUTH PLAIN ") {
        let word = decode(word);
        let mut parts = word.split('\0').skip(1).map(str::to_owned);
        return Ok((parts.next().unwrap(), parts.next().unwrap()));
    }
    let mut ask = |question: &str| {
        let asked = format!("334 {}\r\n", STANDARD.encode(question));
        stream.get_mut().write_all(asked.as_bytes())?;
        stream.get_mut().flush()?;
        let mut answer = String::new();
        stream.read_line(&mut answer)?;
        Ok::<_, std::io::Error>(decode(&answer))
    };
    Ok((ask("Username:")?, ask("Password:")?))
}

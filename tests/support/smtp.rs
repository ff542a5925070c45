//! A client that says whatever it is told to, right or wrong, and tells what it hears.

use super::LIMIT;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

enum Stream {
    Clear(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

/// A connection to a receiver.
pub struct Smtp {
    stream: Option<Stream>,
    heard: Vec<u8>,
}

impl Smtp {
    /// Connects and hears nothing yet.
    #[track_caller]
    pub fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_write_timeout(Some(LIMIT)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: Some(Stream::Clear(stream)), heard: Vec::new() }
    }

    /// Connects, hears the greeting and says EHLO.
    #[track_caller]
    pub fn hello(address: &str) -> Self {
        let mut client = Self::connect(address);
        assert_eq!(client.code(), "220");
        client.check("EHLO client.example.com", "250");
        client
    }

    /// Sends bytes as they are.
    #[track_caller]
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_send(bytes).unwrap();
    }

    /// The same for bytes that the other side may not wait for.
    pub fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> io::Result<()> {
        match self.stream.as_mut().unwrap() {
            Stream::Clear(stream) => stream.write_all(bytes.as_ref()),
            Stream::Tls(stream) => stream.write_all(bytes.as_ref()),
        }
    }

    /// Sends a line and hears a whole reply: its lines, without the last line's end.
    #[track_caller]
    pub fn say(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n"));
        self.reply()
    }

    /// Sends a line; the reply has to begin with `code`.
    #[track_caller]
    pub fn check(&mut self, line: &str, code: &str) {
        let reply = self.say(line);
        assert!(reply.starts_with(code), "{line}: {reply}");
    }

    /// Hears a whole reply.
    #[track_caller]
    pub fn reply(&mut self) -> String {
        let mut reply = String::new();
        loop {
            let line = self.line().unwrap_or_else(|| panic!("the connection ended after {reply:?}"));
            let more = line.as_bytes().get(3) == Some(&b'-');
            reply.push_str(&line);
            if !more {
                return reply;
            }
            reply.push('\n');
        }
    }

    /// The code of the next reply, with its enhanced code if it has one.
    #[track_caller]
    pub fn code(&mut self) -> String {
        let reply = self.reply();
        let last = reply.lines().last().unwrap();
        let mut words = last.split(' ');
        let (code, second) = (words.next().unwrap(), words.next().unwrap_or_default());
        let enhanced = second.split('.').count() == 3 && second.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        if enhanced { format!("{code} {second}") } else { code.to_owned() }
    }

    /// The codes of the next replies.
    #[track_caller]
    pub fn codes(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.code()).collect()
    }

    /// The other side has nothing more to say and hangs up.
    #[track_caller]
    pub fn ends(&mut self) {
        assert_eq!(self.line(), None);
    }

    /// A line without its end; `None` when the other side has hung up.
    #[track_caller]
    fn line(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.heard.windows(2).position(|two| two == b"\r\n") {
                let line = String::from_utf8(self.heard.drain(..end).collect()).unwrap();
                self.heard.drain(..2);
                return Some(line);
            }
            let mut buffer = [0; 4096];
            let read = match self.stream.as_mut().unwrap() {
                Stream::Clear(stream) => stream.read(&mut buffer),
                Stream::Tls(stream) => stream.read(&mut buffer),
            };
            match read {
                Ok(0) => break,
                Ok(read) => self.heard.extend_from_slice(&buffer[..read]),
                // A connection that ends with something unread, or TLS that ends without saying so.
                Err(e) if [ErrorKind::ConnectionReset, ErrorKind::UnexpectedEof].contains(&e.kind()) => break,
                Err(e) => panic!("{e}"),
            }
        }
        assert!(self.heard.is_empty(), "half a line: {:?}", String::from_utf8_lossy(&self.heard));
        None
    }

    /// Begins TLS on this connection; STARTTLS was said. The certificate must be signed by `ca` and name `host`.
    pub fn start_tls(&mut self, ca: &Path, host: &str) {
        let Some(Stream::Clear(stream)) = self.stream.take() else { panic!("TLS is active already") };
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(ca).unwrap()).unwrap();
        let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = config.with_root_certificates(roots).with_no_client_auth();
        // Whatever a client offers here is not held against it.
        config.alpn_protocols = vec![b"smtp".to_vec()];
        let name = ServerName::try_from(host.to_owned()).unwrap();
        let connection = ClientConnection::new(Arc::new(config), name).unwrap();
        self.stream = Some(Stream::Tls(Box::new(StreamOwned::new(connection, stream))));
    }

    /// The connection itself, in clear.
    pub fn into_stream(mut self) -> TcpStream {
        match self.stream.take() {
            Some(Stream::Clear(stream)) => stream,
            _ => panic!("TLS is active"),
        }
    }
}

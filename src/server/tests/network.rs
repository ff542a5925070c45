//! Real sockets on this machine.

use super::*;
use crate::server::{Tls, launch};
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// No test waits longer than this for anything.
const LIMIT: Duration = Duration::from_secs(60);
const CERTIFICATE: &str = include_str!("localhost.cert.pem");
const PRIVATE_KEY: &str = include_str!("localhost.key.pem");

struct Running {
    address: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

async fn start(world: &World, tls: Option<Tls>) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let workspace = Arc::clone(&world.workspace);
    let ended = tokio::spawn(launch(listener, workspace, tls, async {
        let _ = stopped.await;
    }));
    Running { address, stop, ended }
}

impl Running {
    async fn end(self) {
        self.stop.send(()).unwrap();
        timeout(LIMIT, self.ended).await.unwrap().unwrap();
        assert!(TcpStream::connect(self.address).await.is_err(), "nobody listens any more");
    }
}

async fn read_all(stream: &mut (impl tokio::io::AsyncRead + Unpin)) -> String {
    let mut text = Vec::new();
    // A server that goes away may do so without saying goodbye in TLS.
    let _ = timeout(LIMIT, stream.read_to_end(&mut text)).await.unwrap();
    String::from_utf8(text).unwrap()
}

#[tokio::test]
async fn plain_http_and_a_graceful_end() {
    let world = World::new();
    let running = start(&world, None).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let answer = read_all(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert_eq!(answer.matches("\r\ndate: ").count(), 1, "{answer}");
    running.end().await;
}

#[tokio::test]
async fn silent_connections_do_not_hold_up_the_end_and_running_requests_are_answered() {
    let world = World::new();
    let Key::Bearer(token) = world.bearer(Role::Admin).await else { panic!() };
    let running = start(&world, None).await;
    let mut silent = TcpStream::connect(running.address).await.unwrap();
    let body = mailbox("a@example.com");
    let head = format!(
        "POST {OPEN_API}/integrations/email HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    let mut busy = TcpStream::connect(running.address).await.unwrap();
    busy.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body, so the request is running.
    let mut asked = [0; 25];
    busy.read_exact(&mut asked).await.unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    running.stop.send(()).unwrap();
    assert_eq!(read_all(&mut silent).await, "", "let go at once");
    busy.write_all(body.as_bytes()).await.unwrap();
    let answer = read_all(&mut busy).await;
    assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
    timeout(LIMIT, running.ended).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_let_go() {
    let world = World::new();
    let running = start(&world, None).await;
    let mut silent = TcpStream::connect(running.address).await.unwrap();
    let mut asked = TcpStream::connect(running.address).await.unwrap();
    asked.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(read_all(&mut asked).await.starts_with("HTTP/1.1 200 OK\r\n"));
    // From here on the clock runs as fast as nothing else happens.
    tokio::time::pause();
    assert_eq!(read_all(&mut silent).await, "");
    tokio::time::resume();
    running.end().await;
}

#[tokio::test]
async fn nothing_on_the_network_makes_somebody_the_files_owner() {
    let world = World::new();
    let running = start(&world, None).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let head = format!("GET {OPEN_API}/users/me HTTP/1.1\r\nHost: localhost\r\nX-File-Owner: 1\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(read_all(&mut stream).await.starts_with("HTTP/1.1 401 "));
    running.end().await;
}

fn write(dir: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let path = dir.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn load(dir: &Path, certificate: &str, key: &str) -> crate::error::Result<Tls> {
    Tls::load(&write(dir, "cert.pem", certificate), &write(dir, "key.pem", key))
}

#[tokio::test]
async fn https() {
    let world = World::new();
    let running = start(&world, Some(load(world.dir.path(), CERTIFICATE, PRIVATE_KEY).unwrap())).await;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(running.address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.unwrap();
    stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let answer = read_all(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    // Plain HTTP at the same port is not answered, and harms nobody.
    let mut plain = TcpStream::connect(running.address).await.unwrap();
    plain.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut bytes = Vec::new();
    let _ = timeout(LIMIT, plain.read_to_end(&mut bytes)).await.unwrap();
    assert!(!bytes.starts_with(b"HTTP"), "{bytes:?}");
    running.end().await;
}

#[test]
fn certificates_that_cannot_be() {
    let dir = TempDir::new().unwrap();
    for (certificate, key) in
        [("", PRIVATE_KEY), (CERTIFICATE, ""), (PRIVATE_KEY, PRIVATE_KEY), (CERTIFICATE, CERTIFICATE), ("x", "y")]
    {
        let error = load(dir.path(), certificate, key).err().unwrap();
        assert!(error.message().contains(".pem"), "{error}");
        assert!(!error.message().contains("PRIVATE"), "{error}");
    }
    assert!(Tls::load(&dir.path().join("none"), &dir.path().join("none")).is_err());
}

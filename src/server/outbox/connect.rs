//! The way to an outbox server: its name, a connection, and TLS, which is always verified. In clear nothing is said but EHLO and
//! STARTTLS, and nothing that was said in clear counts afterwards.

use super::said::Saying;
use super::session::{COMMAND, Failure, Trouble};
use super::wire::Wire;
use crate::channel::Security;
use crate::server::store::ChannelRow;
use crate::trust;
use rustls_platform_verifier::BuilderVerifierExt as _;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long a name and a connection may take.
const CONNECT: Duration = Duration::from_secs(30);
/// How long one of several addresses may take.
const ADDRESS: Duration = Duration::from_secs(10);
/// The most that a server may say in clear, in bytes.
const CLEAR: usize = 16 * 1024;
/// Stands in the place of the greeting, which a server does not repeat under TLS.
const GREETED: &[u8] = b"220 go on\r\n";
/// Names that are looked up at once. Each look-up has a thread of the operating system's for as long as the resolver takes,
/// also when nobody waits for it any more: a dead resolver must not take them all.
static LOOKUPS: Semaphore = Semaphore::const_new(3);

/// An encrypted connection, up to the greeting.
pub(super) async fn connect(channel: &ChannelRow, hello: &str, saying: &Saying) -> Result<Wire<TlsStream<TcpStream>>, Trouble> {
    let (host, port) = (channel.smtp_host.as_str(), channel.smtp_port);
    let late = |limit, step| saying.trouble(Failure::Late(limit), None, step);
    let reached = timeout(CONNECT, reach(host, port)).await.map_err(|_| late(CONNECT, "connecting"))?;
    let (mut stream, peer) = reached.map_err(|e| saying.unreachable(&e, "connecting"))?;
    // A word that nobody has seen yet is treated as the one that most providers mean.
    let (greeting, step): (&[u8], _) = match Security::parse(&channel.protocol) {
        Some(Security::Ssl) => (b"", "connecting"),
        _ => {
            let asking = ask_for_tls(&mut stream, hello, saying);
            timeout(COMMAND, asking).await.map_err(|_| late(COMMAND, "STARTTLS"))??;
            (GREETED, "STARTTLS")
        }
    };
    let unprepared = |e: String| Trouble::here("tls_cert_mismatch", format!("preparing TLS: {e}"), false);
    let name = ServerName::try_from(host.to_owned()).map_err(|e| unprepared(e.to_string()))?;
    let connector = TlsConnector::from(Arc::new(config().map_err(|e| unprepared(e.to_string()))?));
    let stream = timeout(COMMAND, connector.connect(name, stream)).await.map_err(|_| late(COMMAND, step))?;
    Ok(Wire::new(stream.map_err(|e| saying.unreachable(&e, step))?, peer, greeting))
}

/// A connection to the first address that takes one.
async fn reach(host: &str, port: u16) -> io::Result<(TcpStream, SocketAddr)> {
    let mut failure = io::Error::other("no such host has an address");
    for address in addresses(host, port).await? {
        match timeout(ADDRESS, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok((stream, address)),
            Ok(Err(e)) => failure = e,
            Err(_) => failure = io::Error::new(io::ErrorKind::TimedOut, format!("no answer within {} s", ADDRESS.as_secs())),
        }
    }
    Err(failure)
}

async fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(ip, port)]);
    }
    let turn = LOOKUPS.acquire().await.map_err(io::Error::other)?;
    let host = host.to_owned();
    let looking = spawn_blocking(move || {
        let found = (host.as_str(), port).to_socket_addrs().map(Iterator::collect);
        // The turn ends with the look-up, not with the wait for it.
        drop(turn);
        found
    });
    looking.await.map_err(io::Error::other)?
}

/// Against what every other connection of this program trusts.
fn config() -> io::Result<ClientConfig> {
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let mut roots = RootCertStore::empty();
    if let Some(pem) = trust::bundle() {
        roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok));
    }
    if !roots.is_empty() {
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    Ok(builder.with_platform_verifier().map_err(io::Error::other)?.with_no_client_auth())
}

/// Says in clear what must be said until the server waits for the handshake. Reads byte by byte: what somebody on the way adds
/// behind the answer to STARTTLS goes to the handshake, which it breaks (CVE-2011-0411).
async fn ask_for_tls(stream: &mut TcpStream, hello: &str, saying: &Saying) -> Result<(), Trouble> {
    answer(stream, "connecting", saying).await?;
    let lines = said(stream, format!("EHLO {hello}\r\n"), "EHLO", saying).await?;
    if !lines.iter().any(|line| line.get(4..).is_some_and(|word| word.trim().eq_ignore_ascii_case("STARTTLS"))) {
        return Err(Trouble::here("tls_not_offered", "the server does not offer STARTTLS; nothing was sent in clear", true));
    }
    said(stream, "STARTTLS\r\n".to_owned(), "STARTTLS", saying).await.map(drop)
}

async fn said(stream: &mut TcpStream, line: String, step: &str, saying: &Saying) -> Result<Vec<String>, Trouble> {
    stream.write_all(line.as_bytes()).await.map_err(|e| saying.unreachable(&e, step))?;
    answer(stream, step, saying).await
}

/// The lines of a good answer.
async fn answer(stream: &mut TcpStream, step: &str, saying: &Saying) -> Result<Vec<String>, Trouble> {
    let (mut lines, mut line, mut came) = (Vec::new(), Vec::new(), 0);
    loop {
        let byte = stream.read_u8().await.map_err(|e| saying.unreachable(&e, step))?;
        came += 1;
        if came > CLEAR {
            let why = io::Error::other(format!("an answer of more than {} KiB", CLEAR / 1024));
            return Err(saying.unreachable(&why, step));
        }
        if byte != b'\n' {
            line.push(byte);
            continue;
        }
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        let more = line.get(3) == Some(&b'-');
        line.clear();
        lines.push(text);
        if !more {
            break;
        }
    }
    if lines.iter().all(|line| line.starts_with('2')) {
        return Ok(lines);
    }
    Err(saying.refused(&lines.join(" "), None, step))
}

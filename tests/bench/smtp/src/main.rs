//! minimal-check HOST PORT: connects, TLS, greeting, EHLO, AUTH, MAIL with RSET, as `qontak email check` does for an outbox
//! server with TLS from the start; looks at nothing but the reply codes. Trusts what SSL_CERT_FILE names.

use std::error::Error;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

type Stream = BufReader<TlsStream<TcpStream>>;

/// Base64 of `\0support@example.com\0app-password`.
const CREDENTIAL: &str = "AHN1cHBvcnRAZXhhbXBsZS5jb20AYXBwLXBhc3N3b3Jk";

async fn reply(stream: &mut Stream) -> Result<(), Box<dyn Error>> {
    let mut line = String::new();
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        match (line.as_bytes().first(), line.as_bytes().get(3)) {
            (Some(b'2'), Some(b'-')) => {}
            (Some(b'2'), _) => return Ok(()),
            _ => return Err(line.into()),
        }
    }
}

async fn check(host: &str, port: u16) -> Result<(), Box<dyn Error>> {
    let mut roots = RootCertStore::empty();
    let bundle = std::env::var_os("SSL_CERT_FILE").ok_or("SSL_CERT_FILE is not set")?;
    roots.add_parsable_certificates(CertificateDer::pem_file_iter(bundle)?.filter_map(Result::ok));
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())?;
    let tcp = TcpStream::connect((host, port)).await?;
    tcp.set_nodelay(true)?;
    let mut stream = BufReader::new(TlsConnector::from(Arc::new(config)).connect(name, tcp).await?);
    reply(&mut stream).await?;
    for (words, replies) in [
        ("EHLO localhost\r\n".to_owned(), 1),
        (format!("AUTH PLAIN {CREDENTIAL}\r\n"), 1),
        ("MAIL FROM:<support@example.com>\r\nRSET\r\n".to_owned(), 2),
    ] {
        stream.get_mut().write_all(words.as_bytes()).await?;
        stream.get_mut().flush().await?;
        for _ in 0..replies {
            reply(&mut stream).await?;
        }
    }
    stream.get_mut().write_all(b"QUIT\r\n").await?;
    stream.get_mut().shutdown().await?;
    println!("ok");
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, host, port] = words.as_slice() else { return Err("minimal-check HOST PORT".into()) };
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(check(host, port.parse()?))
}

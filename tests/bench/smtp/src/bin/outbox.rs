//! outbox CERTIFICATE KEY DELAY_MS: an outbox server with TLS from the start on a free port of 127.0.0.1, which it prints. Takes any
//! password. Answers what has come together (RFC 2920) after one delay, as a server that is that far away would.

use std::error::Error;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

fn answer(line: &str) -> &'static str {
    match line.get(..4).unwrap_or_default().to_ascii_uppercase().as_str() {
        "EHLO" => "250-localhost\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME\r\n",
        "AUTH" => "235 2.7.0 Authentication successful\r\n",
        "MAIL" | "RSET" => "250 2.0.0 Ok\r\n",
        "QUIT" => "221 2.0.0 Bye\r\n",
        _ => "502 5.5.2 Unknown\r\n",
    }
}

fn session(tcp: TcpStream, config: Arc<ServerConfig>, delay: Duration) -> Result<(), Box<dyn Error>> {
    tcp.set_nodelay(true)?;
    let mut stream = StreamOwned::new(ServerConnection::new(config)?, tcp);
    while stream.conn.is_handshaking() {
        stream.conn.complete_io(&mut stream.sock)?;
    }
    std::thread::sleep(delay);
    stream.write_all(b"220 localhost ESMTP\r\n")?;
    let (mut kept, mut chunk) = (String::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut chunk)?;
        if length == 0 {
            return Ok(());
        }
        kept.push_str(std::str::from_utf8(&chunk[..length])?);
        let mut answers = String::new();
        while let Some(end) = kept.find("\r\n") {
            answers.push_str(answer(&kept[..end]));
            kept.drain(..end + 2);
        }
        std::thread::sleep(delay);
        stream.write_all(answers.as_bytes())?;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, certificate, key, delay] = words.as_slice() else { return Err("outbox CERTIFICATE KEY DELAY_MS".into()) };
    let chain: Vec<_> = CertificateDer::pem_file_iter(certificate)?.collect::<Result<_, _>>()?;
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, PrivateKeyDer::from_pem_file(key)?)?;
    let (config, delay) = (Arc::new(config), Duration::from_millis(delay.parse()?));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?.port());
    for tcp in listener.incoming() {
        let (tcp, config) = (tcp?, Arc::clone(&config));
        // Who hangs up early is no matter.
        std::thread::spawn(move || session(tcp, config, delay).is_ok());
    }
    Ok(())
}

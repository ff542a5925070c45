//! A web server with TLS on loopback for hosts that `--connect-to` sends there, which says what a test wants.

use super::LIMIT;
use super::canned::read_request;
use super::{Reply, Request};
use std::io::{BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// A piece of an endless answer is sent this often at most.
const ENDLESS: usize = 10_000;

type Script = dyn Fn(&Request) -> Reply + Send + Sync;

struct Shared {
    script: Box<Script>,
    config: Arc<ServerConfig>,
    requests: Mutex<Vec<Request>>,
    over: AtomicBool,
}

/// The server; ends when dropped.
pub struct Web {
    address: SocketAddr,
    shared: Arc<Shared>,
}

/// The authority that vouches for the server's names: example.com, example.org, example.test, `xn--bcher-kva.example`, one label below
/// them, and autoconfig.thunderbird.net.
pub fn authority() -> PathBuf {
    fixture("web-ca.pem")
}

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name)
}

fn config() -> ServerConfig {
    let chain = CertificateDer::pem_file_iter(fixture("web.pem")).unwrap().map(Result::unwrap).collect();
    let key = PrivateKeyDer::from_pem_file(fixture("web.key")).unwrap();
    let builder = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth().with_single_cert(chain, key).unwrap()
}

impl Web {
    /// Answers every request with what `script` says.
    pub fn new(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (requests, over) = (Mutex::default(), AtomicBool::new(false));
        let shared = Arc::new(Shared { script: Box::new(script), config: Arc::new(config()), requests, over });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if accepting.over.load(Ordering::SeqCst) {
                    break;
                }
                let shared = Arc::clone(&accepting);
                // A connection that breaks is the end of it, and no failure.
                thread::spawn(move || drop(shared.serve(stream)));
            }
        });
        Self { address, shared }
    }

    /// Serves these files by host and path; there is nothing else.
    pub fn files(files: &[(&str, &str)]) -> Self {
        let files: Vec<(String, String)> = files.iter().map(|(place, file)| ((*place).to_owned(), (*file).to_owned())).collect();
        Self::new(move |request| {
            let place = place(request);
            let file = files.iter().find(|(known, _)| *known == place);
            file.map_or_else(|| Reply::new(404, &[], "<html>no such page</html>"), |(_, file)| Reply::new(200, &[], file))
        })
    }

    /// `--connect-to` for these hosts.
    pub fn routes(&self, hosts: &[&str]) -> Vec<String> {
        hosts.iter().map(|host| format!("--connect-to={host}={}", self.address)).collect()
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }
}

/// Host and path of a request.
pub fn place(request: &Request) -> String {
    format!("{}{}", request.header("host").unwrap_or_default(), request.target)
}

impl Drop for Web {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(LIMIT))?;
        stream.set_write_timeout(Some(LIMIT))?;
        let connection = ServerConnection::new(Arc::clone(&self.config)).unwrap();
        let mut stream = BufReader::new(StreamOwned::new(connection, stream));
        while let Some(request) = read_request(&mut stream)? {
            self.requests.lock().unwrap().push(request.clone());
            let out = stream.get_mut();
            match (self.script)(&request) {
                Reply::Bytes(bytes) => out.write_all(&bytes)?,
                Reply::Last(bytes) => return out.write_all(&bytes),
                Reply::Endless(head, piece) => {
                    out.write_all(&head)?;
                    for _ in 0..ENDLESS {
                        out.write_all(&piece)?;
                    }
                    return Ok(());
                }
                Reply::Hangup => return Ok(()),
                Reply::Silence => return stream.read(&mut [0]).map(drop),
            }
            out.flush()?;
        }
        Ok(())
    }
}

//! What a connection makes of the bytes that come and go.
#![allow(clippy::unwrap_used)]

use super::super::connections::Connections;
use super::super::limits::Limits;
use super::*;
use crate::server::store::sqlite::{Access, Sqlite};
use crate::server::workspace::{Settings, Workspace};
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tempfile::TempDir;
use tokio::io::ReadBuf;

/// A client that says all it has at once, then `rest` as often as it is listened to; remembers what it is told.
struct Client {
    says: Vec<u8>,
    rest: Vec<u8>,
    heard: Vec<String>,
    read: u64,
}

impl AsyncRead for Client {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let mut says = std::mem::take(&mut self.says);
        if says.is_empty() {
            says.clone_from(&self.rest);
        }
        let now = says.len().min(buffer.remaining());
        buffer.put_slice(&says[..now]);
        self.read += now as u64;
        self.says = says.split_off(now);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Client {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.heard.push(String::from_utf8(bytes.to_vec()).unwrap());
        Poll::Ready(Ok(bytes.len()))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// Serves a client; `stop` says whether the receiver is told to stop right away.
async fn serve(says: &str, rest: &str, limits: Limits, stop: bool) -> Client {
    let dir = TempDir::new().unwrap();
    let store = Sqlite::open(&dir.path().join("w.db"), Access::Pooled).unwrap();
    let workspace = Arc::new(Workspace::over(Box::new(store), Settings::default()));
    let intake = Arc::new(Intake::open(workspace).await.unwrap());
    let client = Ipv4Addr::LOCALHOST.into();
    let slot = Arc::new(Connections::default()).admit(client, &limits).unwrap_or_else(|_| unreachable!());
    let (stopper, stopping) = watch::channel(());
    let setup = Arc::new(Setup { domain: "inbound.example.test".into(), loop_mark: "mark".into(), limits, tls: false });
    let shared = Shared { intake, setup: Arc::clone(&setup), tls: None, stopping };
    let mut connection = Connection {
        session: Session::new(Arc::clone(&setup), client, 1),
        slot,
        spool: None,
        deadline: Instant::now() + setup.limits.session,
        stopping: false,
        window: Window::new(),
        shared: &shared,
    };
    let stopper = if stop {
        drop(stopper);
        None
    } else {
        Some(stopper)
    };
    let mut stream = Client { says: says.into(), rest: rest.into(), heard: Vec::new(), read: 0 };
    connection.serve(&mut stream, &mut vec![0; BUFFER]).await.unwrap();
    drop(stopper);
    stream
}

#[tokio::test]
async fn what_comes_at_once_is_answered_at_once() {
    let client =
        serve("EHLO h\r\nMAIL FROM:<>\r\nRCPT TO:<x@example.com>\r\nNOOP\r\nQUIT\r\n", "", Limits::default(), false).await;
    let [greeting, replies] = client.heard.as_slice() else { unreachable!("{:?}", client.heard) };
    assert!(greeting.starts_with("220 ") && replies.ends_with("221 2.0.0 Goodbye\r\n"), "{replies}");
}

#[tokio::test]
async fn who_never_stops_sending_is_stopped() {
    let limits = Limits { session: Duration::from_millis(50), commands: u32::MAX, ..Limits::default() };
    let client = serve("EHLO h\r\n", "NOOP\r\n", limits, false).await;
    assert_eq!(client.heard.last().unwrap(), "421 4.4.2 The session has lasted too long\r\n");

    let client = serve(
        "EHLO h\r\n",
        "NOOP\r\n",
        Limits { session: Duration::from_secs(9), commands: u32::MAX, ..Limits::default() },
        true,
    )
    .await;
    assert_eq!(client.heard, ["220 inbound.example.test ESMTP qontak\r\n", "421 4.3.2 The server is shutting down\r\n"]);
    // Some more is read, so that the goodbye is not taken from it.
    assert!(client.read <= LINGER_BYTES as u64 + BUFFER as u64, "{}", client.read);
}

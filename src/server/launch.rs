//! Serves a workspace over HTTP/1.1 and HTTP/2, with or without TLS, until it is told to stop.

use super::patience::Patient;
use super::router::router;
use super::tls::Tls;
use super::workspace::Workspace;
use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// How long a connection may take to say what it wants: first byte, TLS handshake, request head.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long requests that are running may take to end once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// Connections served side by side; further ones wait in the kernel's queue.
const CONNECTIONS: usize = 512;
/// What a client may send in one HTTP/2 stream, and in all of a connection, before somebody has read it.
const STREAM_WINDOW: u32 = 64 * 1024;
const CONNECTION_WINDOW: u32 = 256 * 1024;
/// How long to let go of accepting when the process is out of something (file descriptors, memory).
const REST: Duration = Duration::from_millis(100);

/// Serves `workspace` to whoever connects to `listener` until `shutdown` ends. Then no connection is accepted any more, and
/// requests that are running have ten seconds to end. An accept that fails is not the end.
pub async fn launch(listener: TcpListener, workspace: Arc<Workspace>, tls: Option<Tls>, shutdown: impl Future<Output = ()>) {
    let log = workspace.settings().log.clone();
    let (stop, stopping) = watch::channel(());
    let served = Served { router: router(workspace), builder: Arc::new(builder()), tls, stopping };
    let graceful = GracefulShutdown::new();
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = async {
            // The semaphore is never closed, so a slot always comes.
            let slot = Arc::clone(&slots).acquire_owned().await.ok();
            (slot, listener.accept().await)
        };
        let (slot, accepted) = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = accepted => accepted,
        };
        match accepted {
            Ok((stream, _)) => {
                let (served, watcher) = (served.clone(), graceful.watcher());
                tokio::spawn(async move {
                    served.connection(stream, watcher).await;
                    drop(slot);
                });
            }
            Err(e) if is_about_one_connection(&e) => {}
            Err(e) => {
                if let Some(log) = &log {
                    log(&format!("cannot accept connections for the moment: {e}"));
                }
                tokio::select! {
                    () = &mut shutdown => break,
                    () = sleep(REST) => {}
                }
            }
        }
    }
    drop(listener);
    // Whoever has not said anything yet is let go at once.
    drop(stop);
    // Requests that have not ended by then are cut off with the runtime.
    let _ = timeout(GRACE, graceful.shutdown()).await;
}

fn is_about_one_connection(e: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(e.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

fn builder() -> Builder<TokioExecutor> {
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(64 * 1024);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(32)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(CONNECTION_WINDOW)
        .max_header_list_size(64 * 1024)
        .keep_alive_interval(PATIENCE)
        .keep_alive_timeout(PATIENCE);
    builder
}

/// What every connection needs.
#[derive(Clone)]
struct Served {
    router: Router,
    builder: Arc<Builder<TokioExecutor>>,
    tls: Option<Tls>,
    /// Ends when the server is told to stop.
    stopping: watch::Receiver<()>,
}

impl Served {
    /// Serves one connection to its end. How it ends concerns nobody but the client.
    async fn connection(self, stream: TcpStream, watcher: Watcher) {
        let _ = stream.set_nodelay(true);
        // A connection that says nothing would otherwise be kept for ever while its protocol is being guessed. (`readable` would
        // not do: it may say yes without a byte to read.)
        if self.before_serving(stream.peek(&mut [0])).await.is_none() {
            return;
        }
        match &self.tls {
            None => self.serve((*self.builder).clone(), stream, watcher).await,
            Some(tls) => {
                let Some(stream) = self.before_serving(tls.acceptor().accept(stream)).await else { return };
                let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
                let builder = (*self.builder).clone();
                let builder = if http2 { builder.http2_only() } else { builder.http1_only() };
                self.serve(builder, stream, watcher).await;
            }
        }
    }

    /// Waits for a step that must be done before there can be a request; `None` when it fails, takes too long, or the server stops.
    async fn before_serving<T>(&self, step: impl Future<Output = std::io::Result<T>>) -> Option<T> {
        let mut stopping = self.stopping.clone();
        tokio::select! {
            _ = stopping.changed() => None,
            done = timeout(PATIENCE, step) => done.ok()?.ok(),
        }
    }

    async fn serve<S>(&self, builder: Builder<TokioExecutor>, stream: S, watcher: Watcher)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = TowerToHyperService::new(self.router.clone());
        let stream = TokioIo::new(Patient::new(stream));
        let connection = builder.serve_connection(stream, service).into_owned();
        let _ = watcher.watch(connection).await;
    }
}

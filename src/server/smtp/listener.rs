//! Accepts connections until it is told to stop.

use super::connection::{self, Shared};
use super::connections::Connections;
use super::limits::Limits;
use super::reply::Reply;
use super::session::Setup;
use crate::server::intake::Intake;
use crate::server::tls::Tls;
use std::io::{ErrorKind, Write as _};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};

/// How long messages that are on their way may take to end once the receiver is told to stop.
pub(super) const GRACE: Duration = Duration::from_secs(10);
/// How much longer than that a message may take to become durable.
const LAST_GRACE: Duration = Duration::from_secs(5);
/// How long to let go of accepting when the process is out of something (file descriptors, memory).
const REST: Duration = Duration::from_millis(100);

/// Takes mail for `intake` from whoever connects to `listener` until `shutdown` ends. Then no connection is accepted any more,
/// sessions are told so and end, and messages that are on their way have ten seconds. With `tls`, STARTTLS is offered.
pub async fn launch(
    listener: TcpListener,
    intake: Arc<Intake>,
    limits: Limits,
    tls: Option<Tls>,
    shutdown: impl Future<Output = ()>,
) {
    let log = intake.workspace().settings().log.clone();
    let domain = intake.workspace().settings().forwarder_domain.clone();
    let loop_mark = intake.workspace().store().loop_mark();
    let setup = Arc::new(Setup { domain, loop_mark, limits, tls: tls.is_some() });
    let (stop, stopping) = watch::channel(());
    let shared = Shared { intake, setup: Arc::clone(&setup), tls: tls.map(|tls| tls.for_smtp()), stopping };
    let connections = Arc::new(Connections::default());
    // Every task holds a sender: when the last is gone, so is the last session.
    let (running, mut ended) = mpsc::channel::<()>(1);
    let mut number = 0_u64;
    let mut shutdown = std::pin::pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, client)) => match connections.admit(client.ip(), &setup.limits) {
                Ok(slot) => {
                    number += 1;
                    let task = connection::run(shared.clone(), stream, client.ip(), number, slot);
                    let running = running.clone();
                    tokio::spawn(async move {
                        task.await;
                        drop(running);
                    });
                }
                Err(reply) => turn_away(stream, reply),
            },
            Err(e) if is_about_one_connection(&e) => {}
            Err(e) => {
                if let Some(log) = &log {
                    log(&format!("SMTP: cannot accept connections for the moment: {e}"));
                }
                tokio::select! {
                    () = &mut shutdown => break,
                    () = sleep(REST) => {}
                }
            }
        }
    }
    drop((listener, stop, running));
    // What has not ended by then is cut off with the runtime.
    let _ = timeout(GRACE + LAST_GRACE, ended.recv()).await;
}

fn is_about_one_connection(e: &std::io::Error) -> bool {
    use ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(e.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// Says why and hangs up, without waiting: the kernel has room for the first line of a connection.
fn turn_away(stream: TcpStream, reply: Reply) {
    let mut line = Vec::with_capacity(96);
    reply.write(&mut line);
    if let Ok(mut stream) = stream.into_std() {
        let _ = stream.write(&line);
    }
}

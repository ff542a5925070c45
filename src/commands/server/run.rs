//! `server run`

use super::database;
use crate::channel::Host;
use crate::cli::RunArgs;
use crate::commands::Context;
use crate::error::{Error, Result};
use crate::server::{self, Settings, Tls, Workspace};
use crate::wire;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Runs the command: serves until SIGINT or SIGTERM.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) for an address that would show credentials to the network; when it cannot start.
pub async fn run(args: RunArgs, ctx: &Context) -> Result<()> {
    check(&args)?;
    let domain = Host::parse(&args.forwarder_domain).map_err(|e| Error::usage(format!("--forwarder-domain: {e}")))?;
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::load(certificate, key)?),
        _ => None,
    };
    let ui = Arc::clone(&ctx.ui);
    let mut settings = Settings { forwarder_domain: domain.to_string(), ..Settings::default() };
    settings.token_lifetime = args.token_lifetime.unwrap_or(settings.token_lifetime);
    settings.log = Some(Arc::new(move |line: &str| ui.warn(line)));
    let path = database::path(&args.workspace, ctx)?;
    let workspace = Arc::new(Workspace::open_to_serve(&path, settings)?);
    let listener = TcpListener::bind(args.listen).await.map_err(|e| cannot_listen(args.listen, &e))?;
    let address = listener.local_addr().map_err(|e| cannot_listen(args.listen, &e))?;
    // From here on a signal is a wish to stop, not a way to be killed.
    let stop = stop_signal()?;

    let url = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
    ctx.ui.status(&format!("Workspace  {}", path.display()));
    ctx.ui.status(&format!("Open API   {url}{}", wire::OPEN_API));
    ctx.ui.status(&format!("Gateway    {url}{}", wire::GATEWAY));
    if workspace.people().await?.is_empty() && workspace.credentials().await?.is_empty() {
        ctx.ui.warn("nobody can sign in yet: add somebody with `qontak server user add`");
    }
    ctx.ui.line(&url)?;
    server::launch(listener, workspace, tls, async {
        stop.await;
        ctx.ui.status("Stopping: requests that are running may end");
    })
    .await;
    ctx.ui.status("Stopped");
    Ok(())
}

/// Off loopback, credentials must not travel in clear.
fn check(args: &RunArgs) -> Result<()> {
    if args.listen.ip().to_canonical().is_loopback() || args.tls_cert.is_some() || args.behind_proxy {
        return Ok(());
    }
    Err(Error::usage(format!("--listen {}: credentials would cross the network in clear", args.listen))
        .with_hint("pass --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks TLS"))
}

fn cannot_listen(address: SocketAddr, e: &std::io::Error) -> Error {
    let error = Error::unexpected(format_args!("cannot listen on {address}"), e);
    match e.kind() {
        ErrorKind::AddrInUse => {
            error.with_hint("another program listens there; choose another port with --listen (port 0 takes a free one)")
        }
        _ => error,
    }
}

/// Ends when somebody asks the process to stop.
#[cfg(unix)]
fn stop_signal() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| signal(kind).map_err(|e| Error::unexpected("waiting for signals", e));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends when somebody asks the process to stop.
#[cfg(not(unix))]
fn stop_signal() -> Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a handler there is no graceful way to stop; then it serves until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}

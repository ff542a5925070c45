//! `server run`

use super::database;
use crate::channel::Host;
use crate::cli::RunArgs;
use crate::commands::Context;
use crate::error::{Error, Result};
use crate::server::smtp::Limits;
use crate::server::{self, Inbox, Receiver, Retry, Settings, Tls, Workspace};
use crate::wire;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Runs the command: serves until SIGINT or SIGTERM; what is under way then has its time, unless there is a second one.
///
/// # Errors
/// [`Usage`](crate::error::Kind::Usage) for an address that would show credentials to the network; when it cannot start.
pub async fn run(args: RunArgs, ctx: &Context) -> Result<()> {
    check(&args)?;
    let limits = limits(&args.smtp_limits)?;
    let tls = match (&args.tls_cert, &args.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::load(certificate, key)?),
        _ => None,
    };
    let ui = Arc::clone(&ctx.ui);
    let mut settings = Settings::default();
    if let Some(domain) = &args.forwarder_domain {
        let domain = Host::parse(domain).map_err(|e| Error::usage(format!("--forwarder-domain: {e}")))?;
        settings.forwarder_domain = domain.to_string();
    }
    settings.token_lifetime = args.token_lifetime.unwrap_or(settings.token_lifetime);
    settings.retry = Retry::after(args.retry_after);
    settings.log = Some(Arc::new(move |line: &str| ui.warn(line)));
    let path = database::path(&args.workspace, ctx)?;
    let workspace = Arc::new(Workspace::open_to_serve(&path, settings)?);
    let (listener, address) = listen(args.listen, "--listen").await?;
    let mut smtp = None;
    let mut receiver = None;
    if let Some(wanted) = args.smtp {
        let (listener, address) = listen(wanted, "--smtp").await?;
        smtp = Some(format!("smtp://{address}"));
        receiver = Some(Receiver { listener, limits, tls: tls.clone() });
    }
    let inbox = Inbox::open(&workspace, receiver, args.dns).await?;
    // From here on a signal is a wish to stop, not a way to be killed.
    let stop = stop_signal()?;

    let url = format!("{}://{address}", if tls.is_some() { "https" } else { "http" });
    ctx.ui.status(&format!("Workspace  {}", path.display()));
    ctx.ui.status(&format!("Open API   {url}{}", wire::OPEN_API));
    ctx.ui.status(&format!("Gateway    {url}{}", wire::GATEWAY));
    if workspace.people().await?.is_empty() && workspace.credentials().await?.is_empty() {
        ctx.ui.warn("nobody can sign in yet: add somebody with `qontak server user add`");
    }
    if let Some(smtp) = &smtp {
        ctx.ui.status(&format!("Receiver   {smtp} for @{}", workspace.settings().forwarder_domain));
        move_forwarders(&workspace, ctx).await?;
    }
    ctx.ui.line(&url)?;
    smtp.map_or(Ok(()), |smtp| ctx.ui.line(&smtp))?;
    let (stopping, stopped) = watch::channel(());
    let mut told = stopped.clone();
    let requests = server::launch(listener, workspace, tls, async move { drop(told.changed().await) });
    let asked = async {
        stop.await;
        ctx.ui.status("Stopping: requests that are running may end");
        drop(stopping);
    };
    let again = asked_again(stopped.clone());
    let serving = async { tokio::join!(asked, requests, inbox.run(stopped)) };
    tokio::select! {
        biased;
        _ = serving => ctx.ui.status("Stopped"),
        () = again => ctx.ui.status("Stopped at once"),
    }
    Ok(())
}

/// Ends when somebody asks a second time, after `stopped` has changed or ended.
async fn asked_again(mut stopped: watch::Receiver<()>) {
    drop(stopped.changed().await);
    match stop_signal() {
        Ok(signal) => signal.await,
        // Then it stops in its time.
        Err(_) => std::future::pending().await,
    }
}

/// Channels that were connected before mail was received here have forwarders where nothing arrives.
async fn move_forwarders(workspace: &Workspace, ctx: &Context) -> Result<()> {
    let moved = workspace.move_forwarders().await?;
    if moved > 0 {
        ctx.ui.warn(&format!(
            "forwarders that were under another domain ({moved}) are under {} now. Change the forwarding at the providers: qontak \
             email list --columns address,forwarder",
            workspace.settings().forwarder_domain
        ));
    }
    Ok(())
}

fn limits(set: &[String]) -> Result<Limits> {
    let mut limits = Limits::default();
    for setting in set {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        limits.set(name, value).map_err(|e| Error::usage(format!("--smtp-limit {setting}: {e}")))?;
    }
    Ok(limits)
}

async fn listen(wanted: SocketAddr, flag: &str) -> Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(wanted).await.map_err(|e| cannot_listen(wanted, flag, &e))?;
    let address = listener.local_addr().map_err(|e| cannot_listen(wanted, flag, &e))?;
    Ok((listener, address))
}

/// Off loopback, credentials must not travel in clear.
fn check(args: &RunArgs) -> Result<()> {
    if args.listen.ip().to_canonical().is_loopback() || args.tls_cert.is_some() || args.behind_proxy {
        return Ok(());
    }
    Err(Error::usage(format!("--listen {}: credentials would cross the network in clear", args.listen))
        .with_hint("pass --tls-cert and --tls-key, or --behind-proxy when a proxy in front speaks TLS"))
}

fn cannot_listen(address: SocketAddr, flag: &str, e: &std::io::Error) -> Error {
    let error = Error::unexpected(format_args!("cannot listen on {address}"), e);
    match e.kind() {
        ErrorKind::AddrInUse => {
            error.with_hint(format!("another program listens there; choose another port with {flag} (port 0 takes a free one)"))
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

//! From a host's name to a connection.

use super::Layer;
use super::trouble::{Trouble, class_of, words};
use crate::mail::dns::{Found, Resolver};
use crate::mail::network::Network;
use crate::mail::providers;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// The most addresses of a host that are tried.
const MOST: usize = 8;
/// Names that are looked up at once. Each look-up has a thread of the operating system's for as long as the resolver takes,
/// also when nobody waits for it any more: a dead resolver must not take them all.
static LOOKUPS: Semaphore = Semaphore::const_new(3);

/// The addresses of a host, in the order they are to be tried, and how they were found.
pub(super) async fn addresses(
    (host, port): (&str, u16),
    network: &Network,
    limit: Duration,
) -> Result<(Vec<SocketAddr>, String), Trouble> {
    let trouble = |class, text: String| Trouble::here(Layer::Dns, class, text, false);
    // A name that is known to be right is not misspelt.
    let known = |trouble: Trouble| match trouble.class() {
        "dns_nxdomain" if providers::id_by_host(host, None).is_some() => trouble.of_case("known_host_not_found"),
        _ => trouble,
    };
    if let Some(to) = network.route(host) {
        return Ok((vec![to], format!("{to}, as --connect-to says")));
    }
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok((vec![SocketAddr::new(ip, port)], format!("{ip}, no name to look up")));
    }
    let late = || trouble("dns_failed", format!("nobody said within {} where {host} is", words(limit)));
    let mut found = match network.dns {
        Some(_) => timeout(limit, named(host, port, network)).await.map_err(|_| late())?.map_err(known)?,
        None => timeout(limit, system(host, port)).await.map_err(|_| late())?.map_err(|e| known(unknown(host, &e)))?,
    };
    found.truncate(MOST);
    if found.is_empty() {
        return Err(known(trouble("dns_nxdomain", format!("{host} has no address"))));
    }
    let detail = found.iter().map(|address| address.ip().to_string()).collect::<Vec<_>>().join(", ");
    Ok((found, detail))
}

/// Asks the name server that was named.
async fn named(host: &str, port: u16, network: &Network) -> Result<Vec<SocketAddr>, Trouble> {
    let failed = |why: String| Trouble::here(Layer::Dns, "dns_failed", why, false);
    match Resolver::new(network).map_err(failed)?.addresses(host).await {
        Found::Some(found) => Ok(found.into_iter().map(|ip| SocketAddr::new(ip, port)).collect()),
        Found::Nothing => Ok(Vec::new()),
        Found::NoName => Err(Trouble::here(Layer::Dns, "dns_nxdomain", format!("there is no host {host}"), false)),
        Found::Failed(why) => Err(failed(format!("looking up {host}: {why}"))),
    }
}

/// Asks the operating system.
async fn system(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
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

/// The system tells a name that does not exist from a name server that is silent in its words only.
fn unknown(host: &str, error: &io::Error) -> Trouble {
    let said = error.to_string();
    let lower = said.to_lowercase();
    let class = if lower.contains("temporary") || lower.contains("try again") { "dns_failed" } else { "dns_nxdomain" };
    let said = said.split_once("address information: ").map_or(said.as_str(), |(_, why)| why);
    Trouble::here(Layer::Dns, class, format!("looking up {host}: {said}"), false)
}

/// A connection to the first address that takes one, and a word about those that did not.
pub(super) async fn connect(
    host: &str,
    addresses: &[SocketAddr],
    (all, each): (Duration, Duration),
) -> Result<((TcpStream, SocketAddr), String), Trouble> {
    let mut failures = Vec::new();
    let trying = async {
        for address in addresses {
            match timeout(each, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Some((stream, *address)),
                Ok(Err(e)) => failures.push((class_of(&e), format!("{address} {}", plain(&e)))),
                Err(_) => failures.push(("connect_timeout", format!("{address} did not answer within {}", words(each)))),
            }
        }
        None
    };
    let connected = timeout(all, trying).await;
    let tried = failures.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("; ");
    match connected {
        Ok(Some((stream, peer))) => {
            // Each line is an answer's question: nothing is gained by waiting for more. Where that cannot be set, it is slower.
            let _ = stream.set_nodelay(true);
            let detail = if tried.is_empty() { peer.to_string() } else { format!("{peer} (before that {tried})") };
            Ok(((stream, peer), detail))
        }
        Ok(None) => {
            let class = failures.last().map_or("connect_refused", |(class, _)| class);
            // Where the host is an address, it stands there already.
            let host = if host.parse::<IpAddr>().is_ok() { String::new() } else { format!("{host}: ") };
            Err(Trouble::here(Layer::Tcp, class, format!("{host}{tried}"), false))
        }
        Err(_) => {
            let text = format!("{host} did not answer within {}", words(all));
            Err(Trouble::here(Layer::Tcp, "connect_timeout", text, false))
        }
    }
}

/// What happened, without what only the system knows.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "refuses the connection".to_owned(),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "cannot be reached from here".to_owned(),
        _ => format!("failed: {error}"),
    }
}

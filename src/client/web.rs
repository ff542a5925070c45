//! Files that anybody may read on the web: fetched over https without a credential, a cookie or a referer.

use super::Options;
use super::public;
use super::transport::{chain, root_cause, trust_system};
use crate::error::{Error, Result};
use crate::mail::dns::{Found, Resolver};
use crate::mail::network::Network;
use http::header::{ACCEPT, LOCATION};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::HashSet;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use url::{Host, Url};

/// The largest file that is read, in bytes.
const LARGEST: usize = 64 * 1024;
/// How many redirects are followed.
const REDIRECTS: usize = 3;

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoFile {
    /// There is no such host or no such file there.
    Missing(String),
    /// Nobody answered.
    Unreachable(String),
    /// There was an answer, and it cannot be used.
    Unusable(String),
}

/// Fetches files.
pub struct Web<'a> {
    client: reqwest::Client,
    options: &'a Options,
    limit: Duration,
    fetched: Hosts,
}

/// The hosts that files are fetched from. A proxy is none of them: it may well be in a private network.
type Hosts = Arc<Mutex<HashSet<String>>>;

impl<'a> Web<'a> {
    /// Prepares to fetch files, each within `limit`. Nothing is sent.
    ///
    /// # Errors
    /// When no certificates can be read.
    pub fn new(network: &Network, resolver: Arc<Resolver>, options: &'a Options, limit: Duration) -> Result<Self> {
        let fetched = Hosts::default();
        let mut builder = reqwest::Client::builder()
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .user_agent(concat!("qontak/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(Names { resolver, system: network.dns.is_none(), fetched: Arc::clone(&fetched) });
        for route in &network.routes {
            builder = builder.resolve(&route.host, route.to);
        }
        if !network.routes.is_empty() {
            // Who says where to go does not mean a proxy to go elsewhere.
            builder = builder.no_proxy();
        }
        let client = trust_system(builder).build().map_err(|e| Error::unexpected("preparing HTTPS", e))?;
        Ok(Self { client, options, limit, fetched })
    }

    /// Reads a file of at most 64 KiB, from a public address or from where `--connect-to` says. Follows redirects.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn get(&self, url: &str) -> Result<Vec<u8>, NoFile> {
        let began = Instant::now();
        let got = tokio::time::timeout(self.limit, self.follow(url)).await;
        let got = got.unwrap_or_else(|_| Err(NoFile::Unreachable(format!("no answer within {} s", self.limit.as_secs()))));
        if got.is_err() {
            self.options.log_failure(&http::Method::GET, url, began.elapsed());
        }
        got
    }

    async fn follow(&self, url: &str) -> Result<Vec<u8>, NoFile> {
        let mut url = Url::parse(url).map_err(|error| NoFile::Unusable(format!("{url} is no URL: {error}")))?;
        for _ in 0..=REDIRECTS {
            let began = Instant::now();
            let host = url.host_str().unwrap_or_default().to_owned();
            self.fetched.lock().unwrap_or_else(PoisonError::into_inner).insert(host);
            let request = self.client.get(url.clone()).header(ACCEPT, "text/xml, application/xml");
            let response = request.send().await.map_err(|error| explain(&error, &url))?;
            let status = response.status();
            self.options.log_line(&format!("GET {url} {} {:.1} ms", status.as_u16(), began.elapsed().as_secs_f64() * 1e3));
            match status.as_u16() {
                200 => return read(response).await,
                301 | 302 | 303 | 307 | 308 => {
                    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
                    url = next(&url, location)?;
                }
                404 | 410 => return Err(NoFile::Missing(format!("there is none (HTTP {})", status.as_u16()))),
                code => return Err(NoFile::Unusable(format!("the server answered HTTP {code}"))),
            }
        }
        Err(NoFile::Unusable(format!("it was moved more than {REDIRECTS} times")))
    }
}

async fn read(mut response: reqwest::Response) -> Result<Vec<u8>, NoFile> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > LARGEST => {
                return Err(NoFile::Unusable(format!("the answer is larger than {} KiB", LARGEST / 1024)));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(NoFile::Unreachable(format!("the answer broke off: {}", root_cause(&error)))),
        }
    }
}

/// Where a redirect goes: to a named host over https at the usual port. Whoever redirects elsewhere points at somebody's own network.
fn next(from: &Url, location: &str) -> Result<Url, NoFile> {
    let url = from.join(location).ok().filter(|_| !location.is_empty());
    let Some(url) = url else { return Err(NoFile::Unusable("it was moved, and where to is not said".into())) };
    let is_named = matches!(url.host(), Some(Host::Domain(host)) if public::is_name(host));
    let has_user = !url.username().is_empty() || url.password().is_some();
    if url.scheme() != "https" {
        return Err(NoFile::Unusable(format!("it was moved to a place without https: {}", url.host_str().unwrap_or("nowhere"))));
    }
    if !is_named || has_user || url.port().is_some() {
        return Err(NoFile::Unusable("it was moved to a place that is no public web server".into()));
    }
    Ok(url)
}

fn explain(error: &reqwest::Error, url: &Url) -> NoFile {
    let host = url.host_str().unwrap_or_default();
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        match error.downcast_ref::<Unknown>() {
            Some(Unknown::Private(address)) => {
                let why = format!("{host} leads to {address}, which is no public address (if that is meant: --connect-to)");
                return NoFile::Unusable(why);
            }
            Some(Unknown::NoHost) => return NoFile::Missing(format!("there is no host {host}")),
            Some(Unknown::Failed(why)) => return NoFile::Unreachable(why.clone()),
            None => cause = error.source(),
        }
    }
    let why = root_cause(error);
    let chain = chain(error);
    if chain.contains("certificate") {
        // After the semicolon stand all the names that it is for.
        NoFile::Unusable(format!("{host} cannot be trusted: {}", why.split(';').next().unwrap_or_default()))
    } else if chain.contains("refused") {
        NoFile::Unreachable(format!("nothing listens at {host}: connection refused"))
    } else {
        NoFile::Unreachable(format!("no answer from {host}: {why}"))
    }
}

/// Finds hosts as the look-ups of the same command do.
struct Names {
    resolver: Arc<Resolver>,
    /// Whether the operating system may be asked too: it knows short names, like a proxy's, and works where DNS does not.
    system: bool,
    fetched: Hosts,
}

/// Why a host has no address.
#[derive(Debug)]
enum Unknown {
    NoHost,
    /// It leads into somebody's own network.
    Private(IpAddr),
    Failed(String),
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHost => f.write_str("there is no such host"),
            Self::Private(address) => write!(f, "{address} is no public address"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Unknown {}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let (resolver, system) = (Arc::clone(&self.resolver), self.system);
        let is_fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner).contains(name.as_str());
        Box::pin(async move {
            let name = name.as_str();
            let found = if system && !name.contains('.') { Found::Failed(String::new()) } else { resolver.addresses(name).await };
            // Port 0 stands for the URL's own.
            let addresses: Vec<SocketAddr> = match found {
                Found::Some(addresses) => addresses.into_iter().map(|address| SocketAddr::new(address, 0)).collect(),
                Found::Failed(_) if system => tokio::net::lookup_host((name, 0))
                    .await
                    .map_err(|error| Unknown::Failed(format!("the system does not find {name}: {error}")))?
                    .collect(),
                Found::Failed(why) => return Err(Unknown::Failed(why).into()),
                Found::NoName | Found::Nothing => return Err(Unknown::NoHost.into()),
            };
            // These are the addresses that are connected to: nothing is looked up again behind this.
            match addresses.iter().map(SocketAddr::ip).find(|ip| is_fetched && !public::is_address(*ip)) {
                Some(private) => Err(Unknown::Private(private).into()),
                None => Ok(Box::new(addresses.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirects_stay_on_the_public_web() {
        let from = Url::parse("https://autoconfig.example.com/mail/config-v1.1.xml").unwrap_or_else(|e| unreachable!("{e}"));
        let to = |location: &str| next(&from, location).map(|url| url.to_string());
        assert_eq!(to("/x.xml"), Ok("https://autoconfig.example.com/x.xml".into()));
        assert_eq!(to("https://hoster.example/x"), Ok("https://hoster.example/x".into()));
        assert_eq!(to("//hoster.example:443/x"), Ok("https://hoster.example/x".into()));
        for wrong in [
            "",
            "http://autoconfig.example.com/x",
            "https://127.0.0.1/x",
            "https://[::1]/x",
            "https://localhost/x",
            "https://localhost./x",
            "https://router.lan/x",
            "https://metadata.google.internal/x",
            "https://example.com:8443/x",
            "https://user@example.com/",
            "https://:secret@example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
            "data:text/xml,x",
            "https://",
        ] {
            assert!(matches!(to(wrong), Err(NoFile::Unusable(_))), "{wrong}");
        }
    }
}

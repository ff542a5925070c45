//! HTTP, through reqwest. The one place that speaks to a Qontak server.

use super::redact::Confidential;
use super::{NoReply, Reply, Request, Sent, Transport, trust};
use crate::error::{Error, Result};
use crate::profile::BaseUrl;
use crate::wire::Face;
use std::error::Error as _;
use std::time::Duration;
use url::Url;

/// How long a connection may take to open before it counts as unreachable.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Requests under way at once: a page each when a long list is read.
const PARALLEL: usize = 8;

/// The variables that name a proxy for https, as reqwest reads them.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// A server reached over HTTP.
pub(in crate::client) struct Http {
    client: reqwest::Client,
    base: BaseUrl,
}

impl Http {
    /// Prepares a client; nothing is sent. The trust store is only read for https.
    pub(in crate::client) fn new(base: BaseUrl, face: Face) -> Result<Self> {
        let build = |with_bundle: bool| {
            let mut builder = reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .referer(false)
                .retry(reqwest::retry::never())
                .connect_timeout(CONNECT_TIMEOUT)
                .user_agent(concat!("qontak/", env!("CARGO_PKG_VERSION")));
            if face == Face::Gateway {
                // The signature covers the words "HTTP/1.1".
                builder = builder.http1_only();
            }
            if base.is_plain() {
                // Plain http is for this machine only: a proxy would carry the credential off it, in clear.
                builder = trust::none(builder.no_proxy());
            } else if with_bundle {
                builder = trust::system(builder);
            }
            builder.build()
        };
        let client = build(true).or_else(|_| build(false)).map_err(|e| Error::unexpected("preparing HTTP", e))?;
        Ok(Self { client, base })
    }

    async fn exchange(&self, request: Request) -> Result<Reply, NoReply> {
        let url = format!("{}{}", self.base, request.path_and_query);
        let parsed = Url::parse(&url).map_err(|e| NoReply::Unusable(format!("{url}: {e}")))?;
        // What is sent must be what was signed: a URL parser folds `..` and encodes what it likes.
        if parsed[url::Position::BeforePath..] != request.path_and_query {
            return Err(NoReply::Unusable(format!("{url} is not a path that can be sent as it is")));
        }
        let confidential = Confidential::of(&request);
        let largest = request.largest;
        let mut call = self.client.request(request.method, parsed).headers(request.headers);
        if let Some(body) = request.body {
            call = call.body(body);
        }
        let mut response = call.send().await.map_err(|e| self.explain(&e))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::with_capacity(response.content_length().map_or(0, |n| usize::try_from(n).unwrap_or(0).min(largest)));
        while let Some(chunk) =
            response.chunk().await.map_err(|e| NoReply::Lost(format!("the answer broke off: {}", root_cause(&e))))?
        {
            if body.len() + chunk.len() > largest {
                return Err(NoReply::Unusable(format!("the answer of {url} is larger than {} MiB", largest >> 20)));
            }
            body.extend_from_slice(&chunk);
        }
        let mut reply = Reply { status, headers, body };
        confidential.redact(&mut reply);
        Ok(reply)
    }

    fn explain(&self, error: &reqwest::Error) -> NoReply {
        let cause = root_cause(error);
        if !error.is_connect() {
            return NoReply::Lost(format!("the connection to {} broke: {cause}", self.base));
        }
        let chain = chain(error);
        if !self.base.is_plain()
            && let Some(name) = PROXIES.into_iter().find(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
        {
            let hint = format!("{name} is set: is that proxy running, and may it reach the server? NO_PROXY leaves servers out");
            return NoReply::NotSent {
                message: format!("no connection to {} through the proxy: {cause}", self.base),
                hint: Some(hint),
            };
        }
        let (message, hint) = if chain.contains("dns error") {
            (format!("the host of {} was not found: {cause}", self.base), Some("check the server URL and the network"))
        } else if chain.contains("certificate") {
            let hint = "the server's certificate must be valid for its name and issued by an authority that this system trusts \
                        (SSL_CERT_FILE names another bundle)";
            (format!("{} cannot be trusted: {cause}", self.base), Some(hint))
        } else if chain.contains("refused") {
            (
                format!("nothing listens at {}: connection refused", self.base),
                Some("is the server running, and is the port right?"),
            )
        } else if error.is_timeout() {
            (format!("{} did not accept a connection within {} s", self.base, CONNECT_TIMEOUT.as_secs()), None)
        } else {
            (format!("no connection to {}: {cause}", self.base), None)
        };
        NoReply::NotSent { message, hint: hint.map(str::to_owned) }
    }
}

impl Transport for Http {
    fn send(&self, request: Request) -> Sent<'_> {
        Box::pin(self.exchange(request))
    }

    fn parallel(&self) -> usize {
        PARALLEL
    }

    fn base(&self) -> String {
        self.base.to_string()
    }
}

/// All messages of an error and its causes.
pub(in crate::client) fn chain(error: &reqwest::Error) -> String {
    let mut text = String::new();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&error.to_string().to_lowercase());
        text.push('\n');
        cause = error.source();
    }
    text
}

/// The innermost message: what the system or the TLS library said. The outer ones repeat the URL.
pub(in crate::client) fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

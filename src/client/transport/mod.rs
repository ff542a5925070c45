//! How bytes get to a server: over HTTP, or into the workspace inside this process.

mod http;
#[cfg(feature = "server")]
mod local;
mod redact;
mod trust;

pub(super) use http::{Http, chain, root_cause};
#[cfg(feature = "server")]
pub(super) use local::Local;
pub(super) use trust::system as trust_system;

use ::http::{HeaderMap, Method, StatusCode};
use std::future::Future;
use std::pin::Pin;

/// The largest answer that is read unless more is expected, in bytes. A page of 1,000 channels is below 1 MiB.
pub(super) const MAX_BODY: usize = 16 * 1024 * 1024;

/// The longest request id that is shown, in bytes.
const LONGEST_ID: usize = 128;

/// One request, signed and complete.
pub(super) struct Request {
    pub(super) method: Method,
    /// Exactly the bytes that are signed and sent.
    pub(super) path_and_query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Vec<u8>>,
    /// The largest answer that is read, in bytes.
    pub(super) largest: usize,
}

/// One whole answer.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    /// A header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The server's request id; anything that does not look like one is left out.
    pub(super) fn request_id(&self) -> Option<String> {
        let id = self.header(crate::wire::REQUEST_ID)?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.:".contains(&b);
        (!id.is_empty() && id.len() <= LONGEST_ID && id.bytes().all(plain)).then(|| id.to_owned())
    }
}

/// Why no answer came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoReply {
    /// The request never left: refused, unresolved, or the server's certificate is not trusted. Asking again is in vain.
    NotSent {
        /// What happened, for a person.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// The connection broke: the request may have arrived and been carried out.
    Lost(String),
    /// No answer in time: the request may still be running.
    Late(String),
    /// An answer came and is unusable.
    Unusable(String),
    /// The workspace on this machine failed: its disk is full, its file locked or broken.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "there is no such workspace without the server"))]
    Failed(crate::error::Error),
}

/// An answer, or why there is none.
pub(super) type Sent<'a> = Pin<Box<dyn Future<Output = Result<Reply, NoReply>> + 'a>>;

/// Work that ends without a result.
pub(super) type Working<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A way to a server.
pub(super) trait Transport {
    /// Sends one request and reads the whole answer. Follows nothing, retries nothing, waits as long as it takes.
    fn send(&self, request: Request) -> Sent<'_>;
    /// How many requests are worth having under way at once.
    fn parallel(&self) -> usize;
    /// The server, as people write it.
    fn base(&self) -> String;
    /// Whether mail to its forwarders can arrive, as far as that is known here.
    fn receives_mail(&self) -> bool {
        true
    }
    /// Sends replies that wait, until `until` ends: where there is no server that does.
    fn send_replies<'a>(&'a self, until: Working<'a>) -> Working<'a> {
        until
    }
}

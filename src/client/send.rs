//! The one send path: sign, send, wait as told, try again where that is safe, and turn the rest into errors.

use super::transport::{MAX_BODY, NoReply, Reply, Request};
use super::{Options, SignedIn, failure};
use crate::error::{Error, Kind, Result};
use crate::profile::{Credential, Server};
use crate::wire::envelope::{error_messages, rate_limit_reset};
use crate::wire::hmac::MAX_SKEW_SECONDS;
use backon::BackoffBuilder as _;
use http::header::{ACCEPT, CONTENT_TYPE, DATE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use std::time::Duration;
use tokio::time::Instant;

/// How often a call that is safe to repeat is repeated after a failure on the way.
const RETRIES: usize = 4;
/// How many redirects within one server are followed.
const REDIRECTS: usize = 3;

/// What most bodies are.
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Who may repeat what.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// Repeats what is safe; gives up at once when nothing listens.
    Usual,
    /// Repeats nothing: what it asks for is not needed.
    None,
    /// A write's answer was lost and the truth must be found: waits for a server that is starting again.
    Recovering,
}

impl Patience {
    /// How long to wait before each repetition; jittered, so that many processes do not come back at once.
    fn pauses(self) -> backon::ExponentialBackoff {
        let pauses = backon::ExponentialBuilder::default().with_min_delay(Duration::from_millis(200)).with_jitter();
        match self {
            Self::Usual => pauses.with_max_times(RETRIES),
            Self::None => pauses.with_max_times(0),
            Self::Recovering => pauses.with_max_delay(Duration::from_secs(1)).without_max_times(),
        }
        .build()
    }
}

/// One call in the contract's terms.
pub(super) struct Call {
    pub(super) method: Method,
    /// Below the face's prefix, query included.
    pub(super) path: String,
    pub(super) body: Option<Vec<u8>>,
    /// What the body is.
    pub(super) media_type: HeaderValue,
    pub(super) idempotency_key: Option<String>,
    pub(super) patience: Patience,
    /// The largest answer that is read, in bytes.
    pub(super) largest: usize,
}

impl Call {
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            body: None,
            media_type: JSON,
            idempotency_key: None,
            patience: Patience::Usual,
            largest: MAX_BODY,
        }
    }

    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(super) fn json(mut self, body: &impl Serialize) -> Result<Self> {
        self.body = Some(serde_json::to_vec(body).map_err(|e| Error::unexpected("writing the request", e))?);
        Ok(self)
    }

    /// A body that is no JSON.
    pub(super) fn body(mut self, media_type: HeaderValue, body: Vec<u8>) -> Self {
        (self.media_type, self.body) = (media_type, Some(body));
        self
    }

    pub(super) const fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// Reads an answer of any size up to `bytes`.
    pub(super) const fn reading_up_to(mut self, bytes: usize) -> Self {
        self.largest = bytes;
        self
    }

    fn headers(&self) -> Result<HeaderMap> {
        let mut headers = HeaderMap::from_iter([(ACCEPT, JSON)]);
        if self.body.is_some() {
            headers.insert(CONTENT_TYPE, self.media_type.clone());
        }
        if let Some(key) = &self.idempotency_key {
            let key = HeaderValue::from_str(key).map_err(|e| Error::unexpected("idempotency key", e))?;
            headers.insert(crate::wire::assumed::IDEMPOTENCY_KEY, key);
        }
        Ok(headers)
    }
}

/// What came of a call.
pub(super) enum Outcome {
    /// A 2xx answer, and the URL it came from.
    Done(Reply, String),
    /// The request may have been carried out; nobody knows. Only for calls that are not safe to repeat.
    Lost {
        /// What went wrong.
        error: Error,
        /// When it may be sent again, once a look has shown that nothing came of it; `None` while it may still be running.
        resend_after: Option<Duration>,
    },
}

/// What to do after one attempt.
enum Next {
    Return(Outcome),
    Fail(Error),
    /// Wait, then send again.
    Again(Duration, Error),
    /// Send again at once, somewhere on the same server.
    Redirect(String),
    /// Renew the token that these headers carried, and send again.
    Renew(HeaderMap, Error),
}

impl SignedIn {
    /// Makes a call whose repetition is safe.
    pub(super) async fn call(&self, call: Call) -> Result<(Reply, String)> {
        match self.attempt(call).await? {
            Outcome::Done(reply, url) => Ok((reply, url)),
            Outcome::Lost { error, .. } => Err(error),
        }
    }

    /// Makes a call. A POST is sent once: when its answer is lost, the caller looks before it sends again. Another write is
    /// repeated, and when no answer comes at all, the caller looks too.
    pub(super) async fn attempt(&self, call: Call) -> Result<Outcome> {
        let deadline = Instant::now() + self.options.timeout;
        let mut pauses = call.patience.pauses();
        let mut path = format!("{}{}", self.signer.face().prefix(), call.path);
        let (mut redirects, mut renewals) = (0, 0);
        // Whether a write may have been carried out, though its answer was lost and it was sent again.
        let mut unsure = false;
        let give_up = |unsure: bool, error: Error| match error.kind() {
            Kind::Unreachable if unsure => Ok(Outcome::Lost { error, resend_after: None }),
            _ => Err(error),
        };
        loop {
            match self.once(&call, &path, deadline).await? {
                Next::Return(outcome) => return Ok(outcome),
                Next::Fail(error) => return give_up(unsure, error),
                Next::Redirect(to) => {
                    redirects += 1;
                    if redirects > REDIRECTS {
                        return Err(Error::new(
                            Kind::Unreachable,
                            format!("{}{path} redirects in circles", self.transport.base()),
                        ));
                    }
                    path = to;
                }
                Next::Renew(signed, error) => {
                    renewals += 1;
                    if renewals > 1 || !self.signer.renew_rejected(&signed, &*self.transport, &self.options, deadline).await? {
                        return Err(error);
                    }
                }
                Next::Again(told, error) => {
                    unsure |= call.method != Method::GET && error.kind() == Kind::Unreachable;
                    let Some(pause) = pauses.next().map(|pause| pause.max(told)) else { return give_up(unsure, error) };
                    // A server may tell any number of seconds, also more than time can hold.
                    if Instant::now().checked_add(pause).is_none_or(|then| then >= deadline) {
                        return give_up(unsure, error);
                    }
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    /// Signs and sends once, and judges what came back.
    async fn once(&self, call: &Call, path: &str, deadline: Instant) -> Result<Next> {
        let mut request = Request {
            method: call.method.clone(),
            path_and_query: path.to_owned(),
            headers: call.headers()?,
            body: call.body.clone(),
            largest: call.largest,
        };
        self.signer.sign(&mut request, &*self.transport, &self.options, deadline).await?;
        let signed = request.headers.clone();
        let url = format!("{}{path}", self.transport.base());
        let started = Instant::now();
        let sent = tokio::time::timeout_at(deadline, self.transport.send(request)).await;
        let sent = sent.unwrap_or_else(|_| Err(NoReply::Late(format!("{url} did not answer within {:?}", self.options.timeout))));
        Ok(match sent {
            Ok(reply) => {
                self.options.log_reply(&call.method, &url, &reply, started.elapsed());
                self.judge(call, url, reply, signed)
            }
            Err(no_reply) => {
                self.options.log_failure(&call.method, &url, started.elapsed());
                judge_silence(call, no_reply)
            }
        })
    }

    fn judge(&self, call: &Call, url: String, reply: Reply, signed: HeaderMap) -> Next {
        let status = reply.status;
        if status.is_success() {
            return Next::Return(Outcome::Done(reply, url));
        }
        let error = failure::from_reply(&url, &reply);
        match status {
            StatusCode::TOO_MANY_REQUESTS => Next::Again(told_to_wait(&reply), error.with_hint(SLOW_DOWN)),
            StatusCode::UNAUTHORIZED => {
                let error = self.diagnose(error, &reply, &signed);
                Next::Renew(signed, error)
            }
            _ if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT => {
                let told = Duration::from_secs(retry_after(&reply).unwrap_or(0));
                match call.method {
                    Method::POST => {
                        let resend_after = (told < self.options.timeout).then_some(told);
                        Next::Return(Outcome::Lost { error, resend_after })
                    }
                    _ => Next::Again(told, error),
                }
            }
            _ if status.is_redirection() && call.method == Method::GET => match self.same_server(&url, &reply) {
                Some(to) => Next::Redirect(to),
                None => Next::Fail(error),
            },
            _ => Next::Fail(error),
        }
    }

    /// The path of a redirect that stays on this server; the credential goes nowhere else.
    fn same_server(&self, url: &str, reply: &Reply) -> Option<String> {
        let Server::Url(base) = &self.target.server.value else { return None };
        let to = url::Url::parse(url).ok()?.join(reply.header("location")?).ok()?;
        (to.origin() == base.as_url().origin()).then(|| to[url::Position::BeforePath..url::Position::AfterQuery].to_owned())
    }

    /// The gateway answers every mistake with the same 401, so what can be seen from here is said.
    fn diagnose(&self, error: Error, reply: &Reply, signed: &HeaderMap) -> Error {
        let error = error.with_hint(self.target.way_back_in());
        let Some(Credential::Hmac { client_id, .. }) = self.target.credential.as_ref().map(|c| &c.value) else { return error };
        let date = |text: Option<&str>| jiff::fmt::rfc2822::parse(text?).ok().map(|z| z.timestamp());
        let ours = date(signed.get(DATE).and_then(|d| d.to_str().ok())).unwrap_or_else(Timestamp::now);
        let skew = date(reply.header("date")).map(|theirs| ours.as_second() - theirs.as_second());
        match skew {
            Some(skew) if skew.abs() > MAX_SKEW_SECONDS => {
                let side = if skew > 0 { "ahead of" } else { "behind" };
                error.with_hint(format!("this machine's clock is {} s {side} the server's; at most {MAX_SKEW_SECONDS} s are accepted: set the clock", skew.abs()))
            }
            _ => error.with_hint(format!(
                "the clock is right, so it is the client id ({client_id}), its secret, or the path: requests go to {}{}, and a proxy that rewrites it breaks the signature",
                self.transport.base(),
                self.signer.face().prefix()
            )),
        }
    }
}

fn judge_silence(call: &Call, no_reply: NoReply) -> Next {
    let lost = |error, resend_after| Next::Return(Outcome::Lost { error, resend_after });
    let may_repeat = match no_reply {
        NoReply::NotSent { .. } => call.patience == Patience::Recovering,
        NoReply::Lost(_) => true,
        NoReply::Late(_) | NoReply::Unusable(_) | NoReply::Failed(_) => false,
    };
    let sent = !matches!(no_reply, NoReply::NotSent { .. } | NoReply::Failed(_));
    let error = failure::no_reply(no_reply);
    match call.method {
        Method::POST if sent => lost(error, may_repeat.then_some(Duration::ZERO)),
        _ if may_repeat => Next::Again(Duration::ZERO, error),
        Method::GET => Next::Fail(error),
        _ if sent => lost(error, None),
        _ => Next::Fail(error),
    }
}

/// What to do about a 429 that asks for more time than there is.
pub(super) const SLOW_DOWN: &str = "wait, or allow more time with --timeout";

/// How long a 429 asks to wait; a second when it does not say.
pub(super) fn told_to_wait(reply: &Reply) -> Duration {
    let told = retry_after(reply).or_else(|| rate_limit_reset(&error_messages(&reply.body)));
    Duration::from_secs(told.unwrap_or(1))
}

/// `Retry-After` in seconds; the form with a date is read too.
fn retry_after(reply: &Reply) -> Option<u64> {
    let text = reply.header("retry-after")?;
    if let Ok(seconds) = text.parse() {
        return Some(seconds);
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    u64::try_from(at.as_second() - Timestamp::now().as_second()).ok()
}

impl Options {
    /// One line of the `-v` log about an answer.
    pub(super) fn log_reply(&self, method: &Method, url: &str, reply: &Reply, took: Duration) {
        if self.log.is_some() {
            let id = reply.request_id().unwrap_or_else(|| "-".into());
            self.log_line(&format!(
                "{method} {url} {} {:.1} ms request-id={id}",
                reply.status.as_u16(),
                took.as_secs_f64() * 1e3
            ));
        }
    }

    /// One line of the `-v` log about a request that was not answered.
    pub(super) fn log_failure(&self, method: &Method, url: &str, took: Duration) {
        self.log_line(&format!("{method} {url} failed after {:.1} ms", took.as_secs_f64() * 1e3));
    }

    /// One line of the `-v` log.
    pub(super) fn log_line(&self, line: &str) {
        if let Some(log) = &self.log {
            log(line);
        }
    }
}

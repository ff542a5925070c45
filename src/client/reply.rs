//! Answering a customer, and following how that goes.

use super::rooms::{missing, not_offered};
use super::send::{Call, Outcome, Patience};
use super::{SignedIn, decode};
use crate::channel::Address;
use crate::error::{Error, Kind, Result};
use crate::wire::assumed::reply::{self, BCC, CC, REPLY, ROOM_ID, SUBJECT, TEXT, TEXT_TYPE, TO, TYPE};
use crate::wire::room::Message;
use http::{HeaderValue, Method};
use jiff::Timestamp;
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

/// How often a reply whose answer was lost is sent again to a server that knows it by its key.
const RESENDS: u32 = 3;
/// The least time before it is sent again; it grows with each time.
const RESEND_PAUSE: Duration = Duration::from_millis(300);
/// How often to ask how a reply goes: at first, and at most.
const LOOKS: [Duration; 2] = [Duration::from_millis(100), Duration::from_secs(1)];

/// A reply to a customer.
#[derive(Debug)]
pub struct NewReply {
    /// The room's id.
    pub room_id: String,
    /// What it says.
    pub text: String,
    /// Whom it goes to, in the place of the room's customer.
    pub to: Vec<Address>,
    /// Who gets a copy.
    pub cc: Vec<Address>,
    /// Who gets a copy that the others do not see.
    pub bcc: Vec<Address>,
    /// In the place of the subject that follows from the room.
    pub subject: Option<String>,
}

impl NewReply {
    fn call(&self, key: &str) -> Result<Call> {
        let copies = |name, all: &[Address]| all.iter().map(|a| (name, a.to_string())).collect::<Vec<_>>();
        let copies = [copies(TO, &self.to), copies(CC, &self.cc), copies(BCC, &self.bcc)].concat();
        let mut fields = vec![(ROOM_ID, self.room_id.as_str()), (TYPE, TEXT_TYPE), (TEXT, &self.text)];
        fields.extend(copies.iter().map(|(name, address)| (*name, address.as_str())));
        fields.extend(self.subject.as_deref().map(|subject| (SUBJECT, subject)));
        let (media_type, body) = reply::form(&uuid::Uuid::new_v4().simple().to_string(), &fields);
        let media_type = HeaderValue::from_str(&media_type).map_err(|e| Error::unexpected("writing the request", e))?;
        Ok(Call { idempotency_key: Some(key.to_owned()), ..Call::new(Method::POST, REPLY).body(media_type, body) })
    }
}

impl SignedIn {
    /// Writes a reply. When the answer is lost, it is sent again only to a server of ours, which knows it by its key; another
    /// one could send it to the customer twice.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound), [`Rejected`](Kind::Rejected); [`Unreachable`](Kind::Unreachable) says when nobody can tell
    /// whether it was taken.
    pub async fn reply(&self, new: &NewReply) -> Result<Message> {
        let key = uuid::Uuid::new_v4().to_string();
        let mut sent = 0;
        loop {
            let outcome = match self.attempt(new.call(&key)?).await {
                Ok(Outcome::Done(reply, url)) => Ok(match decode::yes(&url, &reply) {
                    Ok(()) => Outcome::Done(reply, url),
                    Err(error) => Outcome::Lost { error, resend_after: None },
                }),
                other => other,
            };
            sent += 1;
            match outcome {
                Ok(Outcome::Done(reply, url)) => {
                    // On writes `data` may be anything; that the server said yes is what counts.
                    let told = decode::data::<Message>(&url, &reply).map(|told| told.data);
                    return Ok(told.unwrap_or_default());
                }
                Ok(Outcome::Lost { error, .. }) if sent <= RESENDS && self.is_ours(&new.room_id).await => {
                    (self.options.notice)(&format!("{}; sending it again is safe: the server knows it", error.message()));
                    sleep(RESEND_PAUSE * sent).await;
                }
                Ok(Outcome::Lost { error, .. }) => return Err(nobody_knows(&error, &new.room_id)),
                Err(error) if error.kind() == Kind::NotFound => {
                    self.room(&new.room_id).await?;
                    return Err(missing(error, || not_offered("answering")));
                }
                // Nothing listened any more when it was sent again.
                Err(error) if error.kind() == Kind::Unreachable && sent > 1 => return Err(nobody_knows(&error, &new.room_id)),
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether the server speaks the assumed part of the contract, so that it honours the key of a request.
    async fn is_ours(&self, room_id: &str) -> bool {
        let Some(path) = crate::wire::assumed::inbox::messages(room_id) else { return false };
        let call = Call::get(format!("{path}?limit=1")).with_patience(Patience::Recovering);
        let Ok((reply, url)) = self.call(call).await else { return false };
        decode::data::<Vec<Message>>(&url, &reply).is_ok_and(|page| page.data.iter().any(|m| m.email.is_some()))
    }

    /// Waits until a reply is sent or has failed, though not for longer than the deadline of a call, and not when its next attempt is
    /// due after that; returns it as it is then.
    /// In a workspace on this machine, this process does the sending, unless a server does it already.
    ///
    /// # Errors
    /// Whatever reading the room's messages ends with.
    pub async fn follow(&self, reply: Message, room_id: &str) -> Result<Message> {
        let deadline = Instant::now() + self.options.timeout;
        let (done, ended) = oneshot::channel::<()>();
        let sending = self.transport.send_replies(Box::pin(async move { drop(ended.await) }));
        let following = async move {
            let followed = self.follow_until(reply, room_id, deadline).await;
            drop(done);
            followed
        };
        tokio::join!(following, sending).0
    }

    async fn follow_until(&self, mut reply: Message, room_id: &str, deadline: Instant) -> Result<Message> {
        let [mut pause, longest] = LOOKS;
        loop {
            let id = reply.id.clone();
            let found = self.messages(room_id, |message| {
                if message.id != id {
                    return Ok(ControlFlow::Continue(()));
                }
                reply = message;
                Ok(ControlFlow::Break(()))
            });
            found.await?;
            let waits = matches!(reply.status.as_deref(), Some("pending" | "created"));
            let left = deadline.saturating_duration_since(Instant::now());
            if !waits || left <= pause || is_put_off(&reply, left) {
                return Ok(reply);
            }
            sleep(pause).await;
            pause = (pause * 2).min(longest);
        }
    }
}

/// Whether an attempt was made and the next one is due only when `left` is over.
fn is_put_off(reply: &Message, left: Duration) -> bool {
    let Some(sending) = reply.email.as_ref().and_then(|email| email.sending.as_ref()) else { return false };
    let next: Option<Timestamp> = sending.next_at.as_deref().and_then(|at| at.parse().ok());
    let wait = next.and_then(|next| Duration::try_from(next.duration_since(Timestamp::now())).ok());
    sending.class.is_some() && wait.is_some_and(|wait| wait > left)
}

fn nobody_knows(error: &Error, room_id: &str) -> Error {
    Error::new(Kind::Unreachable, format!("nobody can tell whether the reply was taken: {}", error.message()))
        .with_hint(format!("look before you send it again: qontak inbox show {room_id}"))
        .with_request_id(error.request_id().map(str::to_owned))
}

//! The verbs on channels: find, add, edit, disconnect. Nothing is lost and nothing happens twice: a write whose answer was lost
//! is looked up before it is sent again.

use super::send::{Call, Outcome, Patience};
use super::{SignedIn, decode};
use crate::channel::{Address, Channel, ChannelPatch, NewChannel};
use crate::confirmed::Confirmed;
use crate::error::{Error, Kind, Result};
use crate::wire::PANEL_PAGE;
use crate::wire::assumed::{self, CreateEmail, PatchEmail};
use crate::wire::integration::Integration;
use http::Method;
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::time::Instant;

/// How often a create whose answer was lost is sent again after the look-up found nothing.
const RESENDS: u32 = 2;
/// The least time before it is sent again; it grows with each time.
const RESEND_PAUSE: Duration = Duration::from_millis(300);

impl SignedIn {
    /// One channel by id or mailbox address.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound); [`Usage`](Kind::Usage) when an address stands on several channels.
    pub async fn channel(&self, reference: &str) -> Result<Channel> {
        let mut found = self.resolve(&[reference.to_owned()]).await?;
        found.pop().ok_or_else(|| no_such(reference))
    }

    /// Several channels by id or mailbox address, each once, in the order given.
    ///
    /// # Errors
    /// [`NotFound`](Kind::NotFound) names every reference that leads nowhere.
    pub async fn resolve(&self, references: &[String]) -> Result<Vec<Channel>> {
        let (found, missing) = self.resolve_present(references).await?;
        if missing.is_empty() { Ok(found) } else { Err(no_such(&missing.join(", "))) }
    }

    /// As [`SignedIn::resolve`], for whoever goes on without those that are gone: the channels, and the references that lead
    /// nowhere, each once, in the order given.
    ///
    /// # Errors
    /// [`Usage`](Kind::Usage) when an address stands on several channels; whatever reading them ends with.
    pub async fn resolve_present(&self, references: &[String]) -> Result<(Vec<Channel>, Vec<String>)> {
        let addresses: Vec<&String> = references.iter().filter(|r| r.contains('@')).collect();
        let mut listed: Vec<Channel> = Vec::new();
        if !addresses.is_empty() {
            self.channels(|channel| {
                if addresses.iter().any(|a| is_mailbox(&channel, a)) {
                    listed.push(channel);
                }
                Ok(ControlFlow::Continue(()))
            })
            .await?;
        }
        let (mut found, mut missing): (Vec<Channel>, Vec<String>) = (Vec::new(), Vec::new());
        for reference in references {
            let channel = if reference.contains('@') {
                one_of(&listed, reference)?
            } else {
                self.by_id(reference, Patience::Usual).await?
            };
            match channel {
                Some(channel) if !found.iter().any(|c| c.id == channel.id) => found.push(channel),
                None if !missing.contains(reference) => missing.push(reference.clone()),
                _ => {}
            }
        }
        Ok((found, missing))
    }

    /// The channel of a mailbox, if it is connected. Reads the whole list: what the server's own search matches is not
    /// documented, and a mailbox that it misses would be connected twice.
    ///
    /// # Errors
    /// Whatever reading the list ends with.
    pub async fn find(&self, address: &Address) -> Result<Option<Channel>> {
        self.find_with(address, Patience::Usual).await
    }

    async fn find_with(&self, address: &Address, patience: Patience) -> Result<Option<Channel>> {
        let mut found = None;
        self.channels_with(patience, |channel| {
            if address.is_same_mailbox(&channel.address) {
                found = Some(channel);
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        })
        .await?;
        Ok(found)
    }

    async fn by_id(&self, id: &str, patience: Patience) -> Result<Option<Channel>> {
        let Some(path) = assumed::integration(id) else { return Ok(None) };
        match self.call(Call::get(path).with_patience(patience)).await {
            Ok((reply, url)) => Ok(decode::channel(decode::data::<Integration>(&url, &reply)?.data)),
            Err(error) if is_not_found(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Connects a mailbox. When the answer is lost, the mailbox is looked up before anything is sent again, and the request
    /// carries a key under which a server that knows it creates only one channel. A request that may still be running at the
    /// server (it did not answer in time) is never sent again.
    ///
    /// # Errors
    /// [`AlreadyExists`](Kind::AlreadyExists), [`Rejected`](Kind::Rejected), [`Forbidden`](Kind::Forbidden), …;
    /// [`Unreachable`](Kind::Unreachable) says when nobody can tell whether the channel was created.
    pub async fn add(&self, new: &NewChannel) -> Result<Channel> {
        let body = create_body(new);
        let key = uuid::Uuid::new_v4().to_string();
        let mut sent = 0;
        loop {
            let call = Call { idempotency_key: Some(key.clone()), ..Call::new(Method::POST, assumed::CREATE_EMAIL).json(&body)? };
            let outcome = self.attempt(call).await;
            sent += 1;
            match outcome {
                Ok(Outcome::Done(reply, _)) => {
                    let sent_along = decode::maybe_integration(&reply).and_then(decode::channel);
                    return match sent_along {
                        Some(channel) => Ok(channel),
                        None => self.look_up(new, "the server said yes").await?.ok_or_else(|| vanished(new)),
                    };
                }
                Ok(Outcome::Lost { error, resend_after }) => {
                    if let Some(channel) = self.look_up(new, error.message()).await? {
                        return Ok(channel);
                    }
                    match resend_after {
                        Some(pause) if sent <= RESENDS => tokio::time::sleep(pause.max(RESEND_PAUSE * sent)).await,
                        Some(_) => return Err(error),
                        None => return self.wait_for(new, error).await,
                    }
                }
                // The attempt before this one went through after all.
                Err(error) if error.kind() == Kind::AlreadyExists && sent > 1 => {
                    return self.look_up(new, error.message()).await?.ok_or(error);
                }
                Err(error) => return Err(not_offered(error, "adding")),
            }
        }
    }

    /// After a create that nobody answered in time: looks until the mailbox is there or the deadline is.
    async fn wait_for(&self, new: &NewChannel, error: Error) -> Result<Channel> {
        let deadline = Instant::now() + self.options.timeout;
        let mut pause = Duration::from_millis(250);
        while Instant::now() + pause < deadline {
            tokio::time::sleep(pause).await;
            if let Some(channel) = self.look_up(new, error.message()).await? {
                return Ok(channel);
            }
            pause = (pause * 2).min(Duration::from_secs(2));
        }
        let why = format!("{}; it is not listed so far, and nothing was sent again", error.message());
        Err(unknown("connected", new.address.as_str(), &why))
    }

    async fn look_up(&self, new: &NewChannel, why: &str) -> Result<Option<Channel>> {
        self.find_with(&new.address, Patience::Recovering).await.map_err(|e| {
            Error::new(
                Kind::Unreachable,
                format!("nobody can tell whether {} was connected: {why}; then {}", new.address, e.message()),
            )
            .with_hint("run the same command again: it looks first and connects nothing twice")
        })
    }

    /// Changes a channel and reads it back. When the answer is lost, the channel is read: what it says tells what came of it,
    /// except for a password, which nobody can read.
    ///
    /// # Errors
    /// [`Rejected`](Kind::Rejected), [`AlreadyExists`](Kind::AlreadyExists) for a mailbox that is connected elsewhere, …;
    /// [`Unreachable`](Kind::Unreachable) when nobody can tell whether it was changed.
    pub async fn edit(&self, id: &str, patch: &ChannelPatch) -> Result<Channel> {
        let body = patch_body(patch);
        let path = assumed::integration(id).ok_or_else(|| no_such(id))?;
        let written = match self.attempt(Call::new(Method::PUT, path).json(&body)?).await {
            Ok(Outcome::Done(reply, _)) => decode::maybe_integration(&reply).and_then(decode::channel),
            Ok(Outcome::Lost { error, .. }) if patch.password.is_some() => return Err(unknown("changed", id, error.message())),
            Ok(Outcome::Lost { error, .. }) => {
                let found = self.by_id(id, Patience::Recovering).await;
                return found.map_err(|e| unknown("changed", id, &both(&error, &e)))?.ok_or_else(|| no_such(id));
            }
            Err(error) if error.kind() == Kind::NotFound && self.by_id(id, Patience::Usual).await?.is_none() => {
                return Err(no_such(id));
            }
            Err(error) => return Err(not_offered(error, "editing")),
        };
        match written {
            Some(channel) => Ok(channel),
            None => self.by_id(id, Patience::Usual).await?.ok_or_else(|| no_such(id)),
        }
    }

    /// Deletes a channel. One that is not there any more was deleted, perhaps by a call whose answer was lost.
    ///
    /// # Errors
    /// [`Forbidden`](Kind::Forbidden), …; [`Unexpected`](Kind::Unexpected) from a server that does not offer it;
    /// [`Unreachable`](Kind::Unreachable) when nobody can tell whether it was deleted.
    pub async fn disconnect(&self, id: &str, _confirmed: Confirmed) -> Result<()> {
        let path = assumed::integration(id).ok_or_else(|| no_such(id))?;
        match self.attempt(Call::new(Method::DELETE, path)).await {
            Ok(Outcome::Done(..)) => Ok(()),
            Ok(Outcome::Lost { error, .. }) => match self.by_id(id, Patience::Recovering).await {
                Ok(None) => Ok(()),
                Ok(Some(_)) => Err(error),
                Err(e) => Err(unknown("disconnected", id, &both(&error, &e))),
            },
            Err(error) if is_not_found(&error) => match self.by_id(id, Patience::Usual).await? {
                None => Ok(()),
                Some(_) => Err(not_offered(error, "disconnecting")),
            },
            Err(error) => Err(error),
        }
    }

    /// Waits until the server lists none of `ids` any more; returns those it still lists at the deadline.
    ///
    /// # Errors
    /// Whatever reading the list ends with.
    pub async fn wait_until_gone(&self, ids: &[String]) -> Result<Vec<String>> {
        let deadline = Instant::now() + self.options.timeout;
        let mut pause = Duration::from_millis(100);
        loop {
            let mut left: Vec<String> = Vec::new();
            self.channels(|channel| {
                left.extend(ids.contains(&channel.id).then_some(channel.id));
                Ok(ControlFlow::Continue(()))
            })
            .await?;
            if left.is_empty() || Instant::now() + pause >= deadline {
                return Ok(left);
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(2));
        }
    }
}

fn is_mailbox(channel: &Channel, reference: &str) -> bool {
    match Address::parse(reference) {
        Ok(address) => address.is_same_mailbox(&channel.address),
        Err(_) => channel.address.eq_ignore_ascii_case(reference.trim()),
    }
}

fn one_of(listed: &[Channel], reference: &str) -> Result<Option<Channel>> {
    let matching: Vec<&Channel> = listed.iter().filter(|c| is_mailbox(c, reference)).collect();
    match matching.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).clone())),
        several => {
            let ids: Vec<&str> = several.iter().map(|c| c.id.as_str()).collect();
            Err(Error::usage(format!("{reference} stands on {} channels", ids.len()))
                .with_hint(format!("name one by its id: {}", ids.join(", "))))
        }
    }
}

fn create_body(new: &NewChannel) -> CreateEmail {
    let login = new.smtp_username.clone().filter(|login| login != new.address.as_str());
    CreateEmail {
        webhook: login.is_some().then(|| new.address.to_string()),
        username: Some(login.unwrap_or_else(|| new.address.to_string())),
        password: Some(new.password.clone()),
        protocol: Some(new.outbox.security.as_str().to_owned()),
        smtp_host: Some(new.outbox.host.to_string()),
        smtp_port: Some(new.outbox.port.to_string()),
    }
}

fn patch_body(patch: &ChannelPatch) -> PatchEmail {
    let address = patch.address.as_ref().map(ToString::to_string);
    // Without a login of its own, the mailbox address is the login.
    let login = patch.smtp_username.clone().or_else(|| address.clone());
    PatchEmail {
        webhook: address.filter(|a| Some(a) != login.as_ref()),
        username: login,
        password: patch.password.clone(),
        protocol: patch.security.map(|s| s.as_str().to_owned()),
        smtp_host: patch.smtp_host.as_ref().map(ToString::to_string),
        smtp_port: patch.smtp_port.map(|p| p.to_string()),
    }
}

fn no_such(reference: &str) -> Error {
    Error::new(Kind::NotFound, format!("no such channel: {reference}")).with_hint("qontak email list")
}

/// A 404; or the vendor's one not-found that comes as a 422.
fn is_not_found(error: &Error) -> bool {
    error.kind() == Kind::NotFound || error.kind() == Kind::Rejected && error.message().to_lowercase().contains("not found")
}

fn unknown(done: &str, what: &str, why: &str) -> Error {
    Error::new(Kind::Unreachable, format!("nobody can tell whether {what} was {done}: {why}"))
        .with_hint("run the same command again later: it looks first and does nothing twice")
}

fn both(first: &Error, then: &Error) -> String {
    format!("{}; then {}", first.message(), then.message())
}

fn vanished(new: &NewChannel) -> Error {
    Error::unexpected(format_args!("connecting {}", new.address), "the server said yes, but does not list the channel")
}

/// The calls behind the verbs that write are assumed: a vendor's server may not have them, and then only the panel helps.
fn not_offered(error: Error, doing: &str) -> Error {
    if error.kind() != Kind::NotFound {
        return error;
    }
    let id = error.request_id().map(str::to_owned);
    Error::new(Kind::Unexpected, format!("this server does not offer {doing} email channels through its API"))
        .with_hint(format!("the panel does: {PANEL_PAGE} (Integrations > Email)"))
        .with_request_id(id)
}

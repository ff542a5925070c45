//! What the way of a message says should be changed.

use super::Trace;

/// Seconds after which a hop is slow.
const SLOW: i64 = 300;
/// Seconds by which clocks may disagree.
const SKEW: i64 = -60;

/// One thing to know or to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The word in every output; never changes.
    pub id: &'static str,
    /// The place in [`Trace::hops`] it is about.
    pub hop: Option<usize>,
    /// One sentence or two, with the command to type where there is one.
    pub text: String,
}

impl Trace {
    /// What to know and to change, the way's own first.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut say = |id, hop, text: String| found.push(Finding { id, hop, text });
        if self.hops.is_empty() {
            let text = "No server has passed this message: it is a draft or a copy from Sent. \
                        Save the copy that arrived, with all its headers (Show original > Download).";
            say("not_received", None, text.into());
            return found;
        }
        if let Some((id, text)) = self.way() {
            say(id, None, text);
        }
        if self.sender.rewritten {
            say("from_rewritten", self.forwarding.as_ref().and_then(|f| f.hop), self.rewritten());
        }
        if self.sender.perhaps_rewritten {
            let name = |m: &Option<super::Mailbox>| m.as_ref().map_or("somebody else", |m| m.address.as_str()).to_owned();
            let text = format!(
                "From is {}, and answers go to {} (Reply-To). If the first one is the connected mailbox itself, From was rewritten on the way: \
                 use the provider's automatic forwarding instead of a rule that sends the message anew. What proves it: qontak email verify CHANNEL.",
                name(&self.sender.from),
                name(&self.sender.author)
            );
            say("from_perhaps_rewritten", None, text);
        }
        for what in &self.loops {
            let text = format!(
                "It came to {what} more than once: forwarding goes in a circle. Take the forwarding out at one of the mailboxes."
            );
            say("loop", None, text);
        }
        self.hop_findings(&mut say);
        self.claim_findings(&mut say);
        if self.auto_submitted {
            say("automatic", None, "A program wrote it: an automatic answer or a notice. Nobody waits for a reply to it.".into());
        }
        found
    }

    /// Whether it was forwarded as it should be.
    fn way(&self) -> Option<(&'static str, String)> {
        let channel = self.channel();
        let Some(forwarding) = &self.forwarding else {
            let text = match self
                .hops
                .iter()
                .rev()
                .find_map(|hop| hop.recipient.as_deref())
                .is_some_and(crate::mail::incoming::is_forwarder)
            {
                true => {
                    return Some((
                        "addressed_directly",
                        "It was written to the email forwarder itself and came through no mailbox.".into(),
                    ));
                }
                false => {
                    format!("Nothing shows that it was forwarded. How to forward: qontak email forwarder {channel} --steps.")
                }
            };
            return Some(("not_forwarded", text));
        };
        if forwarding.target.is_none() {
            let text = format!(
                "It was forwarded, and no header names an email forwarder as its target. Compare the target at the provider with: \
                 qontak email forwarder {channel}."
            );
            return Some(("target_unknown", text));
        }
        forwarding.mailbox.is_none().then(|| {
            let text = "No header names the mailbox it came through: only the forwarder tells its channel. \
                        Microsoft 365 forwards like that.";
            ("mailbox_unknown", text.into())
        })
    }

    fn rewritten(&self) -> String {
        let name = |m: &Option<super::Mailbox>| m.as_ref().map_or("somebody else", |m| m.address.as_str()).to_owned();
        let author = self.sender.author_header.map_or_else(
            || "nobody can tell who wrote it".to_owned(),
            |header| format!("{} wrote it ({header})", name(&self.sender.author)),
        );
        let pattern = self.forwarding.as_ref().map_or("", |f| f.pattern);
        let cure = match pattern {
            "google_group" => "Forward from a mailbox instead of a group, or let the group keep the sender.",
            p if p.starts_with("microsoft") => {
                "Forward with the mailbox's own forwarding instead of a rule; within one organization Exchange overwrites the sender."
            }
            _ => "Use the provider's automatic forwarding instead of a rule that sends the message anew.",
        };
        let channel = self.channel();
        format!(
            "From was rewritten to {}; {author}. {cure} The steps: qontak email forwarder {channel} --steps.",
            name(&self.sender.from)
        )
    }

    fn hop_findings(&self, say: &mut impl FnMut(&'static str, Option<usize>, String)) {
        for (n, hop) in self.hops.iter().enumerate() {
            let by = hop.by.as_deref().unwrap_or("an unnamed server");
            match hop.delay {
                Some(delay) if delay >= SLOW => {
                    let text = format!("It took {delay} s to come to {by}: ask whoever runs that server or the one before it.");
                    say("slow_hop", Some(n), text);
                }
                Some(delay) if delay < SKEW => {
                    let text = format!("The clock of {by} is {} s behind the server before it: these times say little.", -delay);
                    say("clocks_disagree", Some(n), text);
                }
                _ => {}
            }
            if hop.tls == Some(false) {
                say("unencrypted", Some(n), format!("{by} took it over an unencrypted connection."));
            }
        }
    }

    /// The uppermost claim counts: the last server wrote it, if any did.
    fn claim_findings(&self, say: &mut impl FnMut(&'static str, Option<usize>, String)) {
        let Some(claim) = self.claims.first() else { return };
        let failed = |method: &str| {
            let of = claim.results.iter().filter(|(m, _)| m == method);
            let results: Vec<&str> = of.map(|(_, result)| result.as_str()).collect();
            !results.is_empty() && results.iter().all(|result| ["fail", "softfail", "permerror"].contains(result))
        };
        let (host, channel) = (&claim.host, self.channel());
        if failed("dmarc") {
            let text = format!(
                "{host} says that DMARC failed: servers may refuse what is forwarded like this. Look at the domain: qontak email doctor {channel}."
            );
            say("dmarc_failed", claim.hop, text);
        }
        if failed("dkim") {
            let text = format!(
                "{host} says that DKIM failed: somebody on the way changed the message (a footer, a tag in the subject)."
            );
            say("dkim_failed", claim.hop, text);
        }
        if failed("spf") {
            let text = match self.forwarding.is_some() && self.sender.envelope_rewritten.is_none() {
                true => "forwarding keeps the envelope sender, so that SPF cannot pass; DKIM must hold instead".to_owned(),
                false => format!("the sending host is not in the domain's SPF record: qontak email doctor {channel}"),
            };
            say("spf_failed", claim.hop, format!("{host} says that SPF failed: {text}."));
        }
    }

    /// The mailbox as an argument, where it can be one.
    fn channel(&self) -> &str {
        let plain = |address: &&str| {
            !address.starts_with('-') && address.bytes().all(|b| b.is_ascii_alphanumeric() || b"@.+_-".contains(&b))
        };
        self.forwarding.as_ref().and_then(|f| f.mailbox.as_deref()).filter(plain).unwrap_or("CHANNEL")
    }
}

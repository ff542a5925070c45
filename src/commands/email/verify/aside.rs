//! What was seen of the test mail that is no verdict yet: it may still arrive where it should.

use super::super::follow::Follower;
use super::hunt::{Found, found};
use super::verdict::{Reached, Setting, Trouble, Verdict};
use crate::mail::smtp_errors::{Speaker, explain};
use crate::mail::test_mail::{Letter, Report};
use crate::wire::assumed::inbox::Fed;
use std::time::Duration;

/// How long the right channel gets when the test mail came to a wrong one, or back from the right one: forwarding can have several
/// targets.
const GRACE: Duration = Duration::from_secs(3);
/// How long it gets when the test mail came back from a target that has nothing to do with it.
const OTHER_TARGET: Duration = Duration::from_secs(60);

/// The first of each kind.
#[derive(Default)]
pub(super) struct Aside {
    elsewhere: Option<(String, Found)>,
    bounced: Option<(Trouble, Found)>,
    delayed: Option<String>,
}

impl Aside {
    /// Whether nothing was seen that is a verdict.
    pub(super) const fn is_empty(&self) -> bool {
        self.elsewhere.is_none() && self.bounced.is_none()
    }

    /// It came to another channel.
    pub(super) fn elsewhere(&mut self, letter: Letter, fed: &Fed, follower: &mut Follower<'_>) {
        let other = fed.room.channel_account.clone().or_else(|| fed.room.channel_integration_id.clone());
        self.elsewhere.get_or_insert((other.unwrap_or_default(), found(fed, Some(letter))));
        follower.hurry(GRACE);
    }

    /// A report about it came.
    pub(super) fn report(&mut self, report: Report, fed: &Fed, follower: &mut Follower<'_>, setting: &Setting) {
        if report.is_delay() {
            follower.status(&format!("Delivery is delayed, and goes on being tried: {}", report.diagnostic));
            follower.doing = "On its way, but delayed; waiting until it arrives".into();
            self.delayed = Some(report.diagnostic);
            return;
        }
        let is_ours = report.recipient.as_deref().is_none_or(|recipient| setting.is_on_the_way(recipient));
        let trouble = bounced(report);
        if !is_ours {
            follower.status(&format!("The test mail came back from another target of the forwarding: {}", trouble.detail));
        }
        follower.hurry(if is_ours { GRACE } else { OTHER_TARGET });
        self.bounced.get_or_insert((trouble, found(fed, None)));
    }

    /// It arrived: what else was seen is worth a warning.
    pub(super) fn warn(&self, follower: &Follower<'_>) {
        if let Some((other, _)) = &self.elsewhere {
            follower.warn(&format!("the test mail came to the channel of {other} too: it is forwarded to both"));
        }
        if let Some((trouble, _)) = &self.bounced {
            follower
                .warn(&format!("the test mail came back too: forwarding has another target, which fails: {}", trouble.detail));
        }
    }

    /// It did not arrive. `accepted` tells whether the outbox server is known to have taken it; `None` when somebody else sent it.
    pub(super) fn verdict(self, accepted: Option<bool>) -> (Verdict, Found) {
        match (self.elsewhere, self.bounced) {
            (Some((other, found)), _) => (Verdict::WrongTarget(other), found),
            (None, Some((trouble, found))) => (Verdict::Bounced(trouble), found),
            (None, None) => (Verdict::NotReceived(Reached { accepted, delayed: self.delayed }), Found::default()),
        }
    }
}

fn bounced(report: Report) -> Trouble {
    let explanation = explain(&report.diagnostic, Speaker::default());
    let detail = match &report.recipient {
        Some(recipient) => format!("{recipient}: {}", report.diagnostic),
        None => report.diagnostic,
    };
    Trouble { layer: None, detail, explanation }
}

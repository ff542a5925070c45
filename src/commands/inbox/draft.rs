//! An answer written in the editor, with what is answered below.

use super::reply::harmless;
use crate::client::SignedIn;
use crate::commands::Context;
use crate::error::{Error, Kind, Result};
use crate::wire::room::{CUSTOMER, Message};
use std::ops::ControlFlow;

/// From here on nothing is sent.
const SCISSORS: &str = "# ------------------------ >8 ------------------------";
/// The most lines of the customer's message that are shown.
const LINES: usize = 200;

/// Lets the person at the terminal write an answer.
///
/// # Errors
/// [`Declined`](Kind::Declined) when nothing was written; what reading the room or the editor ends with.
pub(super) async fn write(client: &SignedIn, room_id: &str, ctx: &Context) -> Result<String> {
    let room = client.room(room_id).await?;
    let mut last = None;
    client
        .messages(&room.id, |message| {
            if message.participant_type.as_deref() == Some(CUSTOMER) {
                last = Some(message);
                return Ok(ControlFlow::Break(()));
            }
            Ok(ControlFlow::Continue(()))
        })
        .await?;
    let customer = room.account_uniq_id.as_deref().unwrap_or("-");
    let written = ctx.ui.edit(&ctx.environment, &template(customer, last.as_ref())).await?;
    answer(&written).ok_or_else(|| Error::new(Kind::Declined, "nothing was written, and nothing is sent"))
}

fn template(customer: &str, answered: Option<&Message>) -> String {
    let mut text = format!(
        "\n\n{SCISSORS}\n# Write the answer above this line. The line and all below is left out; an empty answer sends nothing.\n#\n"
    );
    let mut quoted = vec![format!("Customer: {customer}")];
    if let Some(message) = answered {
        let email = message.email.as_ref();
        quoted.extend(email.map(|e| format!("Subject: {}", e.subject.replace(['\n', '\r'], " "))));
        quoted.extend(message.created_at.as_ref().map(|at| format!("Date: {at}")));
        quoted.push(String::new());
        quoted.extend(message.text.as_deref().unwrap_or_default().lines().take(LINES).map(|l| format!("> {l}")));
    }
    for words in quoted {
        text.push_str(format!("# {}", harmless(&words)).trim_end());
        text.push('\n');
    }
    text
}

/// What stands above the scissors; `None` when that is nothing.
fn answer(written: &str) -> Option<String> {
    let lines: Vec<&str> = written.lines().take_while(|line| line.trim_end() != SCISSORS).collect();
    let text = lines.join("\n");
    let text = text.trim_end().trim_start_matches(['\n', '\r']);
    (!text.trim().is_empty()).then(|| format!("{text}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_above_the_scissors_is_sent() {
        let message = Message { text: Some(format!("one\n{SCISSORS}\n\u{1b}[2Jtwo")), ..Message::default() };
        let template = template("a@example.org", Some(&message));
        assert_eq!(answer(&template), None, "unchanged");
        assert!(template.contains("\n# > one\n") && !template.contains('\u{1b}'), "{template}");
        assert_eq!(answer(&format!("Hello\n\n# 1 is a number\n{template}")).as_deref(), Some("Hello\n\n# 1 is a number\n"));
        assert_eq!(answer("no scissors at all").as_deref(), Some("no scissors at all\n"));
        assert_eq!(answer(&format!("  indented\n{SCISSORS}\r\nx")).as_deref(), Some("  indented\n"));
        for nothing in ["", "\n \n\t", SCISSORS] {
            assert_eq!(answer(nothing), None, "{nothing:?}");
        }
    }
}

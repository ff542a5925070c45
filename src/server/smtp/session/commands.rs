//! The part of a session in which a client says what it wants.

use super::*;

impl Session {
    /// Commands that bring a message no nearer.
    pub(super) fn without_mail(&mut self, command: &Command<'_>) {
        match command {
            Command::Ehlo(name) => self.hello(name, true),
            Command::Helo(name) => self.hello(name, false),
            Command::Rset => {
                self.forget();
                self.say(reply::OK);
            }
            Command::Vrfy => self.say(reply::CANNOT_VERIFY),
            Command::Help => self.say(reply::HELP),
            _ => self.say(reply::OK),
        }
        self.idle_commands += 1;
        if self.idle_commands >= self.setup.limits.commands {
            self.end(reply::TOO_MANY_COMMANDS);
        }
    }

    fn forget(&mut self) {
        self.transaction = None;
        self.refused = false;
    }

    fn hello(&mut self, name: &str, extended: bool) {
        self.forget();
        self.helo = Some(Helo { name: name.to_owned(), extended });
        let setup = &self.setup;
        let greeting = if extended {
            let tls = if setup.tls && !self.tls { "250-STARTTLS\r\n" } else { "" };
            format!(
                "250-{}\r\n250-SIZE {}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250-CHUNKING\r\n{tls}250 \
                 ENHANCEDSTATUSCODES\r\n",
                setup.domain, setup.limits.size
            )
        } else {
            // RFC 2034: greetings carry no enhanced code.
            format!("250 {}\r\n", setup.domain)
        };
        self.replies.extend_from_slice(greeting.as_bytes());
    }

    pub(super) fn mail(&mut self, sender: &Sender<'_>) -> Option<Event> {
        let refusal = if self.helo.is_none() {
            Some(reply::HELO_FIRST)
        } else if self.transaction.is_some() {
            Some(reply::MAIL_ALREADY)
        } else {
            (sender.size > self.setup.limits.size).then_some(reply::TOO_LARGE)
        };
        if let Some(refusal) = refusal {
            self.say(refusal);
            return None;
        }
        self.refused = false;
        self.question = Some(Question::MayBegin(Transaction {
            sender: sender.path.text.to_owned(),
            size: sender.size,
            utf8: sender.utf8,
            recipients: Vec::new(),
            body: None,
        }));
        Some(Event::MayBegin)
    }

    pub(super) fn rcpt(&mut self, path: &Path<'_>) -> Option<Event> {
        let reply = match self.find(path) {
            Ok(channel_id) => {
                self.question =
                    Some(Question::Recipient(Recipient { channel_id: channel_id.clone(), forwarder: path.text.to_owned() }));
                return Some(Event::Recipient(channel_id));
            }
            Err(reply) => reply,
        };
        self.say(reply);
        None
    }

    /// The channel to ask about, or a reply when there is nothing to ask.
    fn find(&self, path: &Path<'_>) -> Result<String, Reply> {
        let transaction = self.transaction.as_ref().ok_or(reply::MAIL_FIRST)?;
        if transaction.body.is_some() {
            return Err(reply::CHUNKS_BEGUN);
        }
        if path.is_international() && !transaction.utf8 {
            return Err(reply::NEEDS_SMTPUTF8);
        }
        let id = channel_id(path, &self.setup.domain)?;
        if transaction.recipients.iter().any(|known| known.channel_id == id) {
            return Err(reply::RECIPIENT_OK);
        }
        if transaction.recipients.len() >= self.setup.limits.recipients {
            return Err(reply::TOO_MANY_RECIPIENTS);
        }
        Ok(id)
    }

    /// Nothing that came in clear may be taken for something that came encrypted (CVE-2011-0411).
    pub(super) fn start_tls(&mut self, input: &mut &[u8]) -> Option<Event> {
        if self.tls || !self.setup.tls {
            self.say(if self.tls { reply::TLS_ALREADY } else { reply::NO_TLS });
            return None;
        }
        if !input.is_empty() {
            *input = &[];
            self.end(reply::AFTER_STARTTLS);
            return None;
        }
        reply::READY_FOR_TLS.write(&mut self.replies);
        self.question = Some(Question::StartTls);
        Some(Event::StartTls)
    }
}

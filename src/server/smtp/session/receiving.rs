//! The part of a session in which a message comes.

use super::*;

impl Session {
    pub(super) fn begin_data(&mut self, now: i64) {
        match self.ready_for_content() {
            Ok(transaction) if transaction.body.is_some() => self.say(reply::CHUNKS_BEGUN),
            Ok(_) => {
                self.begin_body(true, now);
                self.replies.extend_from_slice(b"354 End the message with a dot on a line of its own\r\n");
                self.phase = Phase::Data;
            }
            Err(reply) => self.say(reply),
        }
    }

    /// Whatever is wrong, the octets come and must be read (RFC 3030).
    pub(super) fn begin_chunk(&mut self, length: u64, last: bool, now: i64) -> Option<Event> {
        let (stray, begun) = match self.ready_for_content() {
            Ok(transaction) => (None, transaction.body.is_some()),
            Err(reply) => (Some(reply), true),
        };
        if !begun {
            self.begin_body(false, now);
        }
        self.phase = Phase::Chunk(Chunk { left: length, last, stray });
        if length == 0 { self.end_chunk(last, stray, now) } else { None }
    }

    fn ready_for_content(&self) -> Result<&Transaction, Reply> {
        let transaction = self.transaction.as_ref().ok_or(reply::MAIL_FIRST)?;
        if transaction.recipients.is_empty() { Err(reply::NO_RECIPIENTS) } else { Ok(transaction) }
    }

    /// Puts our headers on top of the message.
    fn begin_body(&mut self, dots: bool, now: i64) {
        let (Some(helo), Some(transaction)) = (&self.helo, &mut self.transaction) else { return };
        let id = format!("{now:x}.{:x}.{:x}", self.number, self.messages);
        let announced = usize::try_from(transaction.size).unwrap_or(usize::MAX).clamp(2048, STEP);
        let mut bytes = Vec::with_capacity(announced + 512);
        let with = match (helo.extended, transaction.utf8, self.tls) {
            (true, true, true) => "UTF8SMTPS",
            (true, true, false) => "UTF8SMTP",
            (true, false, true) => "ESMTPS",
            (true, false, false) => "ESMTP",
            (false, ..) => "SMTP",
        };
        Trace {
            sender: &transaction.sender,
            helo: &helo.name,
            client: self.client,
            host: &self.setup.domain,
            with,
            id: &id,
            only_recipient: if let [only] = &*transaction.recipients { Some(&only.forwarder) } else { None },
            at: now,
        }
        .write(&mut bytes);
        let limits = &self.setup.limits;
        let reader = Reader::new(dots, limits.content_line, limits.size);
        transaction.body = Some(Body { reader, begin: bytes.len(), bytes, aside: false, id });
    }

    fn body(&mut self) -> Option<&mut Body> {
        self.transaction.as_mut()?.body.as_mut()
    }

    pub(super) fn data(&mut self, input: &mut &[u8], now: i64) -> Option<Event> {
        let (mut step, rest) = input.split_at(input.len().min(STEP));
        // There is always one in this phase; without, the loop must not go on for ever.
        let Some(body) = self.body() else {
            self.phase = Phase::Commands;
            return None;
        };
        let ended = body.reader.read(&mut step, &mut body.bytes);
        let refusal = body.reader.refusal();
        let read = input.len() - rest.len() - step.len();
        *input = if ended { &input[read..] } else { rest };
        self.waste(refusal, read);
        if self.closed {
            return None;
        }
        if ended { self.end_message(now) } else { self.piece() }
    }

    pub(super) fn chunk(&mut self, input: &mut &[u8], now: i64) -> Option<Event> {
        let Phase::Chunk(chunk) = &mut self.phase else { return None };
        let most = usize::try_from(chunk.left).unwrap_or(usize::MAX).min(STEP);
        let (mut step, rest) = input.split_at(input.len().min(most));
        *input = rest;
        chunk.left -= step.len() as u64;
        let (done, last, stray) = (chunk.left == 0, chunk.last, chunk.stray);
        let read = step.len();
        let refusal = match self.body() {
            Some(body) if stray.is_none() => {
                body.reader.read(&mut step, &mut body.bytes);
                body.reader.refusal()
            }
            _ => stray,
        };
        self.waste(refusal, read);
        if self.closed {
            return None;
        }
        if done { self.end_chunk(last, stray, now) } else { self.piece() }
    }

    /// Counts what is read though it is refused: a client that never comes to an end is told, and let go.
    fn waste(&mut self, refusal: Option<Reply>, read: usize) {
        let Some(reply) = refusal else { return };
        self.wasted = self.wasted.saturating_add(read as u64);
        if self.wasted > self.setup.limits.size.max(WASTE) {
            self.end(reply);
        }
    }

    fn end_chunk(&mut self, last: bool, stray: Option<Reply>, now: i64) -> Option<Event> {
        self.phase = Phase::Commands;
        if let Some(reply) = stray {
            // The other chunks of a refused message are no mistakes of their own.
            if self.refused {
                reply.write(&mut self.replies)
            } else {
                self.say(reply)
            }
            // What comes now would be a message without its beginning (RFC 3030, 2).
            self.refused |= self.transaction.take().is_some();
            return None;
        }
        if last {
            return self.end_message(now);
        }
        match self.body().and_then(|body| body.reader.refusal()) {
            Some(reply) => self.refuse(reply),
            None => self.say(reply::OK),
        }
        None
    }

    /// A piece to put aside, once there is enough.
    fn piece(&mut self) -> Option<Event> {
        let hold = self.hold;
        let setup = Arc::clone(&self.setup);
        let body = self.body()?;
        let full = body.bytes.len() >= if body.aside { hold.min(PIECE) } else { hold };
        if full {
            body.look_for_loops(&setup.loop_mark);
        }
        if body.reader.refusal().is_some() {
            body.bytes = Vec::new();
        }
        if body.bytes.is_empty() || !full {
            return None;
        }
        body.aside = true;
        let bytes = mem::take(&mut body.bytes);
        self.question = Some(Question::PutAside);
        Some(Event::Piece(bytes))
    }

    fn end_message(&mut self, now: i64) -> Option<Event> {
        self.phase = Phase::Commands;
        let setup = Arc::clone(&self.setup);
        let body = self.body()?;
        body.look_for_loops(&setup.loop_mark);
        if let Some(reply) = body.reader.refusal_at_end() {
            self.refuse(reply);
            return None;
        }
        let transaction = self.transaction.take()?;
        let body = transaction.body?;
        self.question = Some(Question::Taken(body.id));
        let envelope = Envelope {
            received_at: now,
            client: self.client,
            helo: self.helo.as_ref().map_or_else(String::new, |helo| helo.name.clone()),
            tls: self.tls,
            mail_from: transaction.sender,
            recipients: transaction.recipients,
        };
        Some(Event::Message(Message { envelope, bytes: body.bytes, aside: body.aside }))
    }

    /// The message cannot be taken. Whoever sends lone line ends may be smuggling: what follows is not read.
    fn refuse(&mut self, reply: Reply) {
        self.transaction = None;
        self.refused = true;
        if reply == reply::CONTENT_BARE_LINE_END { self.end(reply) } else { self.say(reply) }
    }
}

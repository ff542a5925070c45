-- The Inbox. Raw messages that arrived are in the journal beside the database; here are their place in it and what was read from them.

CREATE TABLE rooms (
    row             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    -- Not a reference: a room outlives its channel.
    channel_id      TEXT NOT NULL,
    -- The mailbox, as it was when the room was opened.
    channel_address TEXT NOT NULL,
    -- Set when the channel was disconnected.
    disconnected_at INTEGER,
    -- The customer's address, empty when the mail named nobody, and its spelling that is equal for all spellings.
    customer        TEXT NOT NULL,
    customer_key    TEXT NOT NULL,
    customer_name   TEXT NOT NULL,
    subject         TEXT NOT NULL,
    -- The subject without `Re:` and the like, as messages of one thread share it.
    subject_key     TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('unassigned', 'assigned', 'resolved')),
    unread          INTEGER NOT NULL,
    last_message    INTEGER REFERENCES messages (row),
    created_at      INTEGER NOT NULL,
    last_message_at INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    resolved_at     INTEGER
) STRICT;

CREATE INDEX rooms_by_thread ON rooms (channel_id, customer_key, subject_key, status);
CREATE INDEX rooms_by_activity ON rooms (last_message_at);
CREATE INDEX rooms_by_channel ON rooms (channel_id, last_message_at);
CREATE INDEX rooms_by_status ON rooms (status, last_message_at);
CREATE INDEX rooms_unread ON rooms (last_message_at) WHERE unread > 0;

CREATE TABLE messages (
    row            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    room           INTEGER NOT NULL REFERENCES rooms (row),
    -- Of the room, kept here for the index.
    channel_id     TEXT NOT NULL,
    author         TEXT NOT NULL CHECK (author IN ('customer', 'agent')),
    status         TEXT NOT NULL CHECK (status IN ('created', 'pending', 'sent', 'delivered', 'read', 'failed')),
    -- Without the angle brackets.
    message_id     TEXT,
    -- The key of the address in From.
    sender_key     TEXT NOT NULL,
    -- What SPF, DKIM and ARC say: JSON of `Authentication`; NULL until it was looked up, and for replies.
    authentication TEXT,
    -- How often that was looked up, and when it is to be again (unix milliseconds): NULL when what was found stands.
    looks          INTEGER NOT NULL DEFAULT 0,
    look_again_at  INTEGER,
    -- Where the raw message begins in the journal; NULL for replies.
    segment        INTEGER,
    offset         INTEGER,
    -- How often it was delivered again.
    repeated       INTEGER NOT NULL DEFAULT 0,
    created_at     INTEGER NOT NULL,
    -- Long ones come last: to read a value, SQLite walks over those before it.
    -- What the headers say and which attachments there are: JSON of `Face`.
    face           TEXT NOT NULL,
    text           TEXT NOT NULL
) STRICT;

CREATE INDEX messages_by_room ON messages (room, row);
CREATE INDEX messages_by_message_id ON messages (channel_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX messages_unauthenticated ON messages (row) WHERE authentication IS NULL AND segment IS NOT NULL;
CREATE INDEX messages_to_look_up_again ON messages (look_again_at) WHERE look_again_at IS NOT NULL;

-- Up to where the journal has been filed: changed in the transaction that files.
CREATE TABLE filed (
    row     INTEGER PRIMARY KEY CHECK (row = 1),
    segment INTEGER NOT NULL,
    offset  INTEGER NOT NULL
) STRICT;

INSERT INTO filed (row, segment, offset) VALUES (1, 0, 0);

-- Replies on their way out, and how those ended that have come to an end.
CREATE TABLE outbox (
    message   INTEGER PRIMARY KEY REFERENCES messages (row),
    -- The whole message as it is sent, and whom it goes to (JSON list: To, Cc and Bcc alike).
    raw       BLOB NOT NULL,
    envelope  TEXT NOT NULL,
    -- `queued`, `sending` (nothing that counts was handed over yet), `handed` (the content is on its way; the answer decides),
    -- `sent`, `failed`.
    phase     TEXT NOT NULL CHECK (phase IN ('queued', 'sending', 'handed', 'sent', 'failed')),
    attempts  INTEGER NOT NULL,
    -- When the next attempt is due.
    next_at   INTEGER NOT NULL,
    -- The class of the last error as in the table of SMTP errors, and what the server said.
    class     TEXT,
    reply     TEXT,
    -- How many times the other side's answer to the whole message was lost, so that it may have the message more than once.
    answers_lost INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX outbox_by_time ON outbox (next_at, message) WHERE phase = 'queued';
CREATE INDEX outbox_under_way ON outbox (message) WHERE phase IN ('sending', 'handed');

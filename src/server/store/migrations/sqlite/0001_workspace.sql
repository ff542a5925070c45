-- Times are unix milliseconds. Blobs named `sealed_…` are AES-256-GCM under the key file beside the database.

CREATE TABLE workspace (
    row             INTEGER PRIMARY KEY CHECK (row = 1),
    organization_id TEXT NOT NULL,
    -- A known word, sealed: opening it proves that the key file belongs to this database.
    sealed_probe    BLOB NOT NULL
) STRICT;

CREATE TABLE channels (
    row             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    address         TEXT NOT NULL,
    -- The spelling that is equal for all spellings of one mailbox.
    address_key     TEXT NOT NULL UNIQUE,
    smtp_username   TEXT NOT NULL,
    sealed_password BLOB NOT NULL,
    protocol        TEXT NOT NULL,
    smtp_host       TEXT NOT NULL,
    smtp_port       INTEGER NOT NULL CHECK (smtp_port BETWEEN 1 AND 65535),
    route_id        TEXT NOT NULL,
    forwarder       TEXT NOT NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;

-- Each holds all that a page needs to be found, so that a deep page skips index entries and never rows.
CREATE INDEX channels_by_creation ON channels (created_at, id);
CREATE INDEX channels_by_update ON channels (updated_at, id);

CREATE TABLE people (
    id            TEXT PRIMARY KEY,
    username      TEXT NOT NULL,
    username_key  TEXT NOT NULL UNIQUE,
    full_name     TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('admin', 'supervisor', 'agent')),
    password_hash TEXT NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

-- Tokens are kept as SHA-256 only.
CREATE TABLE tokens (
    access_hash       BLOB PRIMARY KEY,
    refresh_hash      BLOB NOT NULL UNIQUE,
    person_id         TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    access_expires_at INTEGER NOT NULL,
    forget_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tokens_by_person ON tokens (person_id);
CREATE INDEX tokens_by_end ON tokens (forget_at);

CREATE TABLE credentials (
    client_id     TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE,
    role          TEXT NOT NULL CHECK (role IN ('admin', 'supervisor', 'agent')),
    sealed_secret BLOB NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

-- What a POST with an Idempotency-Key was answered. The fingerprint is keyed, because the body held a password.
CREATE TABLE answered (
    caller      TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL,
    answer      BLOB NOT NULL,
    forget_at   INTEGER NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX answered_by_end ON answered (forget_at);

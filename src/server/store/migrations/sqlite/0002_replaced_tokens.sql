-- A new pair whose answer was lost must not sign anybody out: the refresh token that it replaces stays good until the new pair is
-- first used. Here is its hash until then; of one refresh token only one new pair can be waiting.
ALTER TABLE tokens ADD COLUMN replaces BLOB;
CREATE UNIQUE INDEX tokens_by_replaced ON tokens (replaces);

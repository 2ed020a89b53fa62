-- The log of what was done: one row a command, chained. Its id is its idempotency.
CREATE TABLE command (
    seq INTEGER PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    version bigint NOT NULL,
    at bigint NOT NULL,
    actor uuid NOT NULL,
    idempotency_key text,
    request_hash bytea NOT NULL,
    result_hash bytea NOT NULL,
    posted bytea NOT NULL,
    chain bytea NOT NULL
);
CREATE TRIGGER command_no_update BEFORE UPDATE ON command
    BEGIN SELECT RAISE(ABORT, 'command is append-only'); END;
CREATE TRIGGER command_no_delete BEFORE DELETE ON command
    BEGIN SELECT RAISE(ABORT, 'command is append-only'); END;

-- What was said and answered. Apart, because it may be erased; the chain holds the hashes.
CREATE TABLE command_body (
    seq INTEGER PRIMARY KEY,
    body bytea NOT NULL,
    status bigint NOT NULL,
    answer bytea NOT NULL
);

CREATE TABLE series (
    code text PRIMARY KEY,
    kind text NOT NULL,
    next bigint NOT NULL,
    version bigint NOT NULL
);

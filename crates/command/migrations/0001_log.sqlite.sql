-- The log of what was done: one row a command, chained. Its id is its idempotency.
CREATE TABLE command (
    seq INTEGER PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    version bigint NOT NULL,
    at bigint NOT NULL,
    occurred_at bigint,
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

-- The data steps that the company has run.
CREATE TABLE data_step (
    module text NOT NULL,
    number bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (module, number)
);
CREATE TRIGGER data_step_no_update BEFORE UPDATE ON data_step
    BEGIN SELECT RAISE(ABORT, 'data_step is append-only'); END;
CREATE TRIGGER data_step_no_delete BEFORE DELETE ON data_step
    BEGIN SELECT RAISE(ABORT, 'data_step is append-only'); END;

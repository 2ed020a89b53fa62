-- The log of what was done: one row a command, chained. Its id is its idempotency.
CREATE TABLE command (
    seq bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    at bigint NOT NULL,
    occurred_at bigint,
    actor uuid NOT NULL,
    idempotency_key text COLLATE "C",
    request_hash bytea NOT NULL,
    result_hash bytea NOT NULL,
    posted bytea NOT NULL,
    chain bytea NOT NULL
);
CREATE TRIGGER command_append_only BEFORE UPDATE OR DELETE ON command
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

-- What was said and answered. Apart, because it may be erased; the chain holds the hashes.
CREATE TABLE command_body (
    seq bigint PRIMARY KEY,
    body bytea NOT NULL,
    status bigint NOT NULL,
    answer bytea NOT NULL
);

CREATE TABLE series (
    code text COLLATE "C" PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    next bigint NOT NULL,
    version bigint NOT NULL
);

-- The data steps that the company has run.
CREATE TABLE data_step (
    module text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (module, number)
);
CREATE TRIGGER data_step_append_only BEFORE UPDATE OR DELETE ON data_step
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

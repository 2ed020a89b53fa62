-- Where the tenant's log stands; one row.
CREATE TABLE head (
    one bigint PRIMARY KEY CHECK (one = 1),
    tenant uuid NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    at bigint NOT NULL,
    min_writer bigint NOT NULL,
    schema bigint NOT NULL,
    version bigint NOT NULL
);

-- The migrations that have been applied.
CREATE TABLE migration (
    module text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (module, number)
);

-- How many rows a table has, for tables whose records are `row_counted`.
CREATE TABLE row_count (
    name text COLLATE "C" PRIMARY KEY,
    total bigint NOT NULL
);

-- Stamped rows that were deleted.
CREATE TABLE tombstone (
    record text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (record, seq, id)
);
CREATE INDEX tombstone_id ON tombstone (record, id, seq);
CREATE TRIGGER tombstone_append_only BEFORE UPDATE OR DELETE ON tombstone
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

-- Which commands changed the rows of audited records.
CREATE TABLE record_change (
    record text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (record, id, seq)
);
CREATE TRIGGER record_change_append_only BEFORE UPDATE OR DELETE ON record_change
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

-- Where the tenant's log stands; one row.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
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
    module text NOT NULL,
    number bigint NOT NULL,
    PRIMARY KEY (module, number)
);

-- How many rows a table has, for tables whose records are `row_counted`.
CREATE TABLE row_count (
    name text PRIMARY KEY,
    total bigint NOT NULL
);

-- Stamped rows that were deleted.
CREATE TABLE tombstone (
    record text NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (record, seq, id)
) WITHOUT ROWID;
CREATE INDEX tombstone_id ON tombstone (record, id, seq);
CREATE TRIGGER tombstone_no_update BEFORE UPDATE ON tombstone
    BEGIN SELECT RAISE(ABORT, 'tombstone is append-only'); END;
CREATE TRIGGER tombstone_no_delete BEFORE DELETE ON tombstone
    BEGIN SELECT RAISE(ABORT, 'tombstone is append-only'); END;

-- Which commands changed the rows of audited records.
CREATE TABLE record_change (
    record text NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (record, id, seq)
) WITHOUT ROWID;
CREATE TRIGGER record_change_no_update BEFORE UPDATE ON record_change
    BEGIN SELECT RAISE(ABORT, 'record_change is append-only'); END;
CREATE TRIGGER record_change_no_delete BEFORE DELETE ON record_change
    BEGIN SELECT RAISE(ABORT, 'record_change is append-only'); END;

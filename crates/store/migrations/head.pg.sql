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

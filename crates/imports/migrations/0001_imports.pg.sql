-- Files that are imported in the background, and what columns of files were said to be.
CREATE TABLE import_run (
    id uuid PRIMARY KEY,
    target text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    bytes bigint NOT NULL,
    parameters text COLLATE "C" NOT NULL,
    action text COLLATE "C" NOT NULL,
    key text COLLATE "C",
    state text COLLATE "C" NOT NULL,
    is_cancelled boolean NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    refused bigint NOT NULL,
    problem text COLLATE "C",
    answer text COLLATE "C",
    author uuid NOT NULL,
    finished_at bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX import_run_state ON import_run (state, id);
CREATE INDEX import_run_changed ON import_run (changed_seq, id);
CREATE TABLE import_mapping (
    id uuid PRIMARY KEY,
    target text COLLATE "C" NOT NULL,
    columns text COLLATE "C" NOT NULL,
    columns_digest text COLLATE "C" NOT NULL,
    mapping text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE UNIQUE INDEX import_mapping_columns ON import_mapping (target, columns_digest);
CREATE INDEX import_mapping_changed ON import_mapping (changed_seq, id);

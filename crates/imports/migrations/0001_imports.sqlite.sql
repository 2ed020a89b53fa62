-- Files that are imported in the background, and what columns of files were said to be.
CREATE TABLE import_run (
    id uuid PRIMARY KEY,
    target text NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    bytes bigint NOT NULL,
    parameters text NOT NULL,
    action text NOT NULL,
    key text,
    state text NOT NULL,
    is_cancelled boolean NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    refused bigint NOT NULL,
    problem text,
    answer text,
    author uuid NOT NULL,
    finished_at bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX import_run_state ON import_run (state, id);
CREATE INDEX import_run_changed ON import_run (changed_seq, id);
CREATE TABLE import_mapping (
    id uuid PRIMARY KEY,
    target text NOT NULL,
    columns text NOT NULL,
    columns_digest text NOT NULL,
    mapping text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX import_mapping_columns ON import_mapping (target, columns_digest);
CREATE INDEX import_mapping_changed ON import_mapping (changed_seq, id);

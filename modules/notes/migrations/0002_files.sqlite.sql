-- Contents of files, each once, and the rows at which they hang.
CREATE TABLE file (
    id uuid PRIMARY KEY,
    sha256 text NOT NULL UNIQUE,
    bytes bigint NOT NULL,
    media_type text NOT NULL,
    orphaned_at bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE TABLE attachment (
    id uuid PRIMARY KEY,
    record text NOT NULL,
    row_id uuid NOT NULL,
    file uuid NOT NULL REFERENCES file (id) DEFERRABLE INITIALLY DEFERRED,
    name text NOT NULL,
    author uuid NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX attachment_row ON attachment (record, row_id, id);
CREATE INDEX attachment_file ON attachment (file, id);
CREATE INDEX attachment_changed ON attachment (changed_seq, id);

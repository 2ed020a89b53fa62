-- What members write to one another at any row.
CREATE TABLE comment (
    id uuid PRIMARY KEY,
    record text NOT NULL,
    row_id uuid NOT NULL,
    author uuid NOT NULL,
    text text NOT NULL,
    mentions text NOT NULL,
    edited_at bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX comment_row ON comment (record, row_id, id);
CREATE INDEX comment_changed ON comment (changed_seq, id);

-- Papers of documents, each with everybody who had it printed; and what is printed without being a paper of a document.
CREATE TABLE print (
    id uuid PRIMARY KEY,
    record text NOT NULL,
    row_id uuid NOT NULL,
    number text NOT NULL,
    paper text NOT NULL,
    language text NOT NULL,
    from_day text,
    to_day text,
    as_known_at bigint,
    attachment uuid REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED,
    problem text,
    copies bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX print_row ON print (record, row_id, id);
CREATE INDEX print_attachment ON print (attachment);
CREATE TABLE print_copy (
    print uuid NOT NULL REFERENCES print (id) DEFERRABLE INITIALLY DEFERRED,
    n bigint NOT NULL,
    printed_by uuid NOT NULL,
    printed_at bigint NOT NULL,
    PRIMARY KEY (print, n)
) WITHOUT ROWID;
CREATE TABLE printout (
    id uuid PRIMARY KEY,
    author uuid NOT NULL,
    name text NOT NULL,
    sha256 text,
    bytes bigint,
    media_type text,
    problem text,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER print_copy_no_update BEFORE UPDATE ON print_copy
    BEGIN SELECT RAISE(ABORT, 'print_copy is append-only'); END;
CREATE TRIGGER print_copy_no_delete BEFORE DELETE ON print_copy
    BEGIN SELECT RAISE(ABORT, 'print_copy is append-only'); END;

-- Papers of documents, each with everybody who had it printed; and what is printed without being a paper of a document.
CREATE TABLE print (
    id uuid PRIMARY KEY,
    record text NOT NULL,
    row_id uuid NOT NULL,
    number text NOT NULL,
    paper text NOT NULL,
    language text NOT NULL,
    from_day text COLLATE "C",
    to_day text COLLATE "C",
    as_known_at bigint,
    attachment uuid REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED,
    problem text,
    copies bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX print_row ON print (record, row_id, id);
CREATE INDEX print_attachment ON print (attachment);
CREATE TABLE print_copy (
    print uuid NOT NULL REFERENCES print (id) DEFERRABLE INITIALLY DEFERRED,
    n bigint NOT NULL,
    printed_by uuid NOT NULL,
    printed_at bigint NOT NULL,
    PRIMARY KEY (print, n)
);
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
);
CREATE TRIGGER print_copy_append_only BEFORE UPDATE OR DELETE ON print_copy
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

-- How documents are numbered where it is not the usual way, the numbers that devices have, and those that no document has.
CREATE TABLE number_series (
    id uuid PRIMARY KEY,
    document text COLLATE "C" NOT NULL,
    site uuid,
    starts_on text COLLATE "C" NOT NULL,
    pattern text COLLATE "C" NOT NULL,
    digits bigint NOT NULL,
    kind text COLLATE "C" NOT NULL,
    first_number bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX number_series_document ON number_series (document, starts_on, id);
CREATE INDEX number_series_changed ON number_series (changed_seq, id);

CREATE TABLE number_block (
    id uuid PRIMARY KEY,
    document text COLLATE "C" NOT NULL,
    site uuid NOT NULL,
    device text COLLATE "C" NOT NULL,
    series text COLLATE "C" NOT NULL,
    prefix text COLLATE "C" NOT NULL,
    digits bigint NOT NULL,
    first_number bigint NOT NULL,
    last_number bigint NOT NULL,
    is_open boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX number_block_series ON number_block (series, is_open, id);
CREATE INDEX number_block_device ON number_block (device, id);
CREATE INDEX number_block_changed ON number_block (changed_seq, id);

CREATE TABLE number_void (
    series text COLLATE "C" NOT NULL,
    first_number bigint NOT NULL,
    last_number bigint NOT NULL,
    block uuid NOT NULL,
    reason text COLLATE "C" NOT NULL,
    PRIMARY KEY (series, first_number)
);
CREATE TRIGGER number_void_append_only BEFORE UPDATE OR DELETE ON number_void
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

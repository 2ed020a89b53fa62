-- Fields that a company adds to its lists, and their values.
CREATE TABLE custom_field (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL,
    resource text NOT NULL,
    name text NOT NULL,
    label text NOT NULL,
    help text,
    kind text NOT NULL,
    unit text,
    choices text,
    target text,
    least text,
    most text,
    preset text,
    is_required boolean NOT NULL,
    is_searched boolean NOT NULL,
    is_listed boolean NOT NULL,
    is_active boolean NOT NULL,
    place bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX custom_field_changed ON custom_field (changed_seq, id);
CREATE UNIQUE INDEX custom_field_code ON custom_field (code_key);
CREATE INDEX custom_field_resource ON custom_field (resource, place, id);

-- Several choices have a row each; a long text stands in `body`, which no index holds. `owner` is
-- the row of the list.
CREATE TABLE custom_value (
    field uuid NOT NULL REFERENCES custom_field (id) DEFERRABLE INITIALLY DEFERRED,
    owner uuid NOT NULL,
    n bigint NOT NULL,
    words text,
    number bigint,
    target uuid,
    body text,
    version bigint NOT NULL,
    PRIMARY KEY (owner, field, n)
) WITHOUT ROWID;
CREATE INDEX custom_value_words ON custom_value (field, words, owner);
CREATE INDEX custom_value_number ON custom_value (field, number, owner);
CREATE INDEX custom_value_target ON custom_value (target, field, owner);

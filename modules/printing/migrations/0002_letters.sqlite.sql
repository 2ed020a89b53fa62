-- Letters to customers and suppliers.
CREATE TABLE letter (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL,
    party uuid NOT NULL REFERENCES party (id) DEFERRABLE INITIALLY DEFERRED,
    site uuid REFERENCES site (id) DEFERRABLE INITIALLY DEFERRED,
    date text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX letter_changed ON letter (changed_seq, id);
CREATE UNIQUE INDEX letter_code ON letter (code_key);
CREATE INDEX letter_party ON letter (party, date, id);
CREATE INDEX letter_site ON letter (site);
CREATE INDEX letter_date ON letter (date, id);

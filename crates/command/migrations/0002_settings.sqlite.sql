-- What a company, a site or a user has chosen, and what was chosen before.
CREATE TABLE setting_value (
    name text NOT NULL,
    level text NOT NULL,
    owner uuid NOT NULL,
    value text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (name, level, owner)
) WITHOUT ROWID;

CREATE TABLE setting_change (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    level text NOT NULL,
    owner uuid NOT NULL,
    before text,
    value text,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX setting_change_name ON setting_change (name, created_seq);
CREATE TRIGGER setting_change_no_update BEFORE UPDATE ON setting_change
    BEGIN SELECT RAISE(ABORT, 'setting_change is append-only'); END;
CREATE TRIGGER setting_change_no_delete BEFORE DELETE ON setting_change
    BEGIN SELECT RAISE(ABORT, 'setting_change is append-only'); END;

CREATE TABLE item (id INTEGER PRIMARY KEY, code text NOT NULL UNIQUE, kind bigint NOT NULL, rank bigint NOT NULL,
    note text, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX item_kind ON item (kind, rank, id);
CREATE TABLE total (name text NOT NULL, day bigint NOT NULL, amount bigint NOT NULL, times bigint NOT NULL,
    PRIMARY KEY (name, day)) WITHOUT ROWID;
CREATE TABLE happened (id uuid PRIMARY KEY, kind bigint NOT NULL, what bytea NOT NULL, loud boolean NOT NULL, who uuid,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX happened_kind ON happened (kind, id);
CREATE TRIGGER happened_no_update BEFORE UPDATE ON happened
    BEGIN SELECT RAISE(ABORT, 'happened is append-only'); END;
CREATE TRIGGER happened_no_delete BEFORE DELETE ON happened
    BEGIN SELECT RAISE(ABORT, 'happened is append-only'); END;
CREATE TABLE paper (id uuid PRIMARY KEY, title text NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);

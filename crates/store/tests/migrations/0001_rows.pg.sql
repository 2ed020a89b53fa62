CREATE TABLE item (id bigint PRIMARY KEY, code text COLLATE "C" NOT NULL UNIQUE, kind bigint NOT NULL, rank bigint NOT NULL,
    note text COLLATE "C", version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX item_kind ON item (kind, rank, id);
CREATE TABLE total (name text COLLATE "C" NOT NULL, day bigint NOT NULL, amount bigint NOT NULL, times bigint NOT NULL,
    PRIMARY KEY (name, day));
CREATE TABLE happened (id uuid PRIMARY KEY, kind bigint NOT NULL, what bytea NOT NULL, loud boolean NOT NULL, who uuid,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX happened_kind ON happened (kind, id);
CREATE TRIGGER happened_append_only BEFORE UPDATE OR DELETE ON happened
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();
CREATE TABLE paper (id uuid PRIMARY KEY, title text COLLATE "C" NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);

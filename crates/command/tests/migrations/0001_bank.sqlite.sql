CREATE TABLE account (id uuid PRIMARY KEY, code text NOT NULL UNIQUE, owner bigint NOT NULL, balance bigint NOT NULL,
    note text, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX account_owner ON account (owner, balance, id);
CREATE TABLE move (id uuid PRIMARY KEY, account uuid NOT NULL, amount bigint NOT NULL, inward boolean NOT NULL);
CREATE INDEX move_account ON move (account, id);
CREATE TRIGGER move_no_update BEFORE UPDATE ON move
    BEGIN SELECT RAISE(ABORT, 'move is append-only'); END;
CREATE TRIGGER move_no_delete BEFORE DELETE ON move
    BEGIN SELECT RAISE(ABORT, 'move is append-only'); END;
CREATE TABLE tally (name text NOT NULL, day bigint NOT NULL, total bigint NOT NULL, times bigint NOT NULL,
    PRIMARY KEY (name, day)) WITHOUT ROWID;
CREATE TABLE ticket (id uuid PRIMARY KEY, label text NOT NULL UNIQUE, amount bigint NOT NULL CHECK (amount < 1000),
    account uuid NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED, version bigint NOT NULL);
CREATE TABLE cursor (name text PRIMARY KEY, at bigint NOT NULL);

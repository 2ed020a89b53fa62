CREATE TABLE account (id uuid PRIMARY KEY, code text COLLATE "C" NOT NULL UNIQUE, owner bigint NOT NULL, balance bigint NOT NULL,
    note text COLLATE "C", version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX account_owner ON account (owner, balance, id);
CREATE TABLE move (id uuid PRIMARY KEY, account uuid NOT NULL, amount bigint NOT NULL, inward boolean NOT NULL);
CREATE INDEX move_account ON move (account, id);
CREATE TRIGGER move_append_only BEFORE UPDATE OR DELETE ON move
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();
CREATE TABLE tally (name text COLLATE "C" NOT NULL, day bigint NOT NULL, total bigint NOT NULL, times bigint NOT NULL,
    PRIMARY KEY (name, day));
CREATE TABLE ticket (id uuid PRIMARY KEY, label text COLLATE "C" NOT NULL UNIQUE, amount bigint NOT NULL CHECK (amount < 1000),
    account uuid NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED, version bigint NOT NULL);
CREATE TABLE cursor (name text COLLATE "C" PRIMARY KEY, at bigint NOT NULL);

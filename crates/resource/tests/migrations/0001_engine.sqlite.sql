CREATE TABLE colour (id uuid PRIMARY KEY, code text NOT NULL, code_key text NOT NULL UNIQUE, name text NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE TABLE thing (id uuid PRIMARY KEY, code text NOT NULL, code_key text NOT NULL UNIQUE, name text NOT NULL,
    colour uuid NOT NULL, trim uuid, size text NOT NULL, note text, weight bigint NOT NULL, day text, price bigint NOT NULL,
    currency text NOT NULL, cost bigint NOT NULL, changes bigint NOT NULL, secret bytea NOT NULL,
    is_active boolean NOT NULL, part_of uuid, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX thing_name ON thing (name, id);
CREATE INDEX thing_price ON thing (price, id);
CREATE INDEX thing_changed ON thing (changed_seq, id);
CREATE INDEX colour_changed ON colour (changed_seq, id);

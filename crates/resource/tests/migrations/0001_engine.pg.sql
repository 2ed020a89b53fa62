CREATE TABLE colour (id uuid PRIMARY KEY, code text COLLATE "C" NOT NULL, code_key text COLLATE "C" NOT NULL UNIQUE, name text COLLATE "C" NOT NULL, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE TABLE thing (id uuid PRIMARY KEY, code text COLLATE "C" NOT NULL, code_key text COLLATE "C" NOT NULL UNIQUE, name text COLLATE "C" NOT NULL,
    colour uuid NOT NULL, trim uuid, size text COLLATE "C" NOT NULL, note text COLLATE "C", weight bigint NOT NULL, day text COLLATE "C", price bigint NOT NULL,
    currency text COLLATE "C" NOT NULL, cost bigint NOT NULL, changes bigint NOT NULL, secret bytea NOT NULL,
    is_active boolean NOT NULL, part_of uuid, version bigint NOT NULL,
    created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);
CREATE INDEX thing_name ON thing (name, id);
CREATE INDEX thing_price ON thing (price, id);
CREATE INDEX thing_changed ON thing (changed_seq, id);
CREATE INDEX colour_changed ON colour (changed_seq, id);

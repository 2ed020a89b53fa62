CREATE TABLE {{record}} (
    id uuid PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    description text COLLATE "C",
    price bigint NOT NULL,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX {{record}}_changed ON {{record}} (changed_seq, id);
CREATE INDEX {{record}}_name ON {{record}} (name, id);

CREATE TABLE {{document}} (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL,
    {{record}} uuid NOT NULL REFERENCES {{record}} (id) DEFERRABLE INITIALLY DEFERRED,
    {{record}}_name text COLLATE "C" NOT NULL,
    quantity bigint NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX {{document}}_changed ON {{document}} (changed_seq, id);
CREATE INDEX {{document}}_number ON {{document}} (number, id);
CREATE INDEX {{document}}_date ON {{document}} (business_date, id);
CREATE INDEX {{document}}_{{record}} ON {{document}} ({{record}}, business_date, id);

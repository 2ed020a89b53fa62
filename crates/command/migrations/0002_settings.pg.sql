-- What a company, a site or a user has chosen, and what was chosen before.
CREATE TABLE setting_value (
    name text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    owner uuid NOT NULL,
    value text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (name, level, owner)
);

CREATE TABLE setting_change (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    level text COLLATE "C" NOT NULL,
    owner uuid NOT NULL,
    before text COLLATE "C",
    value text COLLATE "C",
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX setting_change_name ON setting_change (name, created_seq);
CREATE TRIGGER setting_change_append_only BEFORE UPDATE OR DELETE ON setting_change
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

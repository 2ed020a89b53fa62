-- Where goods can be. A warehouse has one place to store; suppliers, customers, losses and the opening are virtual.
CREATE TABLE location (
    id uuid PRIMARY KEY,
    code text COLLATE "C" NOT NULL UNIQUE,
    kind text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);

CREATE TABLE warehouse (
    id uuid PRIMARY KEY,
    site uuid NOT NULL REFERENCES site (id) DEFERRABLE INITIALLY DEFERRED,
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    location uuid NOT NULL UNIQUE REFERENCES location (id) DEFERRABLE INITIALLY DEFERRED,
    allows_deficit boolean NOT NULL,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX warehouse_changed ON warehouse (changed_seq, id);
CREATE INDEX warehouse_name ON warehouse (name, id);

CREATE TABLE pool (
    id uuid PRIMARY KEY,
    product uuid NOT NULL,
    site uuid NOT NULL,
    quantity bigint NOT NULL,
    value bigint NOT NULL,
    last_cost bigint,
    latest text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    UNIQUE (product, site),
    CHECK (quantity <> 0 OR value = 0)
);

-- Issues that a deficit pool has made at a provisional cost and no receipt has filled yet.
CREATE TABLE layer (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    pool uuid NOT NULL,
    counter_account uuid NOT NULL,
    day text COLLATE "C" NOT NULL,
    quantity_left bigint NOT NULL,
    value_left bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (entry, n)
);
CREATE INDEX layer_pool ON layer (pool, entry, n);

-- Stock lines of the journal that break a rule they may break; all others have no row.
CREATE TABLE stock_flag (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    beyond_stock boolean NOT NULL,
    cost_unknown boolean NOT NULL,
    PRIMARY KEY (entry, n)
);
CREATE TRIGGER stock_flag_append_only BEFORE UPDATE OR DELETE ON stock_flag
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

CREATE TABLE availability (
    product uuid NOT NULL,
    warehouse uuid NOT NULL,
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL,
    PRIMARY KEY (product, warehouse)
);

CREATE TABLE hold (
    id uuid PRIMARY KEY,
    warehouse uuid NOT NULL,
    product uuid NOT NULL,
    quantity bigint NOT NULL,
    reference text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX hold_state ON hold (state, id);

-- Where goods can be. A warehouse has one place to store; suppliers, customers, losses and the opening are virtual.
CREATE TABLE location (
    id uuid PRIMARY KEY,
    code text NOT NULL UNIQUE,
    kind text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);

CREATE TABLE warehouse (
    id uuid PRIMARY KEY,
    site uuid NOT NULL REFERENCES site (id) DEFERRABLE INITIALLY DEFERRED,
    code text NOT NULL,
    code_key text NOT NULL UNIQUE,
    name text NOT NULL,
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
    latest text NOT NULL,
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
    day text NOT NULL,
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
) WITHOUT ROWID;
CREATE TRIGGER stock_flag_no_update BEFORE UPDATE ON stock_flag
    BEGIN SELECT RAISE(ABORT, 'stock_flag is append-only'); END;
CREATE TRIGGER stock_flag_no_delete BEFORE DELETE ON stock_flag
    BEGIN SELECT RAISE(ABORT, 'stock_flag is append-only'); END;

CREATE TABLE availability (
    product uuid NOT NULL,
    warehouse uuid NOT NULL,
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL,
    PRIMARY KEY (product, warehouse)
) WITHOUT ROWID;

CREATE TABLE hold (
    id uuid PRIMARY KEY,
    warehouse uuid NOT NULL,
    product uuid NOT NULL,
    quantity bigint NOT NULL,
    reference text NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX hold_state ON hold (state, id);

-- The tables of the program as they were on 28 November 2026, when the rival by hand was frozen: only those that it reads and writes.

CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    tenant uuid NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    at bigint NOT NULL,
    min_writer bigint NOT NULL,
    schema bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE row_count (
    name text PRIMARY KEY,
    total bigint NOT NULL
);
CREATE TABLE command (
    seq INTEGER PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    name text NOT NULL,
    version bigint NOT NULL,
    at bigint NOT NULL,
    occurred_at bigint,
    actor uuid NOT NULL,
    idempotency_key text,
    request_hash bytea NOT NULL,
    result_hash bytea NOT NULL,
    posted bytea NOT NULL,
    chain bytea NOT NULL
);
CREATE TRIGGER command_no_update BEFORE UPDATE ON command
    BEGIN SELECT RAISE(ABORT, 'command is append-only'); END;
CREATE TRIGGER command_no_delete BEFORE DELETE ON command
    BEGIN SELECT RAISE(ABORT, 'command is append-only'); END;
CREATE TABLE command_body (
    seq INTEGER PRIMARY KEY,
    body bytea NOT NULL,
    status bigint NOT NULL,
    answer bytea NOT NULL
);
CREATE TABLE series (
    code text PRIMARY KEY,
    kind text NOT NULL,
    next bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE company (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL UNIQUE,
    name text NOT NULL,
    base_currency text NOT NULL,
    timezone text NOT NULL,
    prices_include_tax boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX company_changed ON company (changed_seq, id);
CREATE TABLE site (
    id uuid PRIMARY KEY,
    company uuid NOT NULL REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED,
    code text NOT NULL,
    code_key text NOT NULL UNIQUE,
    name text NOT NULL,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX site_changed ON site (changed_seq, id);
CREATE INDEX site_name ON site (name, id);
CREATE TABLE account (
    id uuid PRIMARY KEY,
    company uuid NOT NULL REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED,
    code text NOT NULL,
    code_key text NOT NULL UNIQUE,
    name text NOT NULL,
    parent uuid REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    kind text NOT NULL,
    usage text NOT NULL,
    manual boolean NOT NULL,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX account_changed ON account (changed_seq, id);
CREATE INDEX account_name ON account (name, id);
CREATE INDEX account_parent ON account (parent, id);
CREATE TABLE fiscal_year (
    id uuid PRIMARY KEY,
    company uuid NOT NULL REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED,
    code text NOT NULL,
    code_key text NOT NULL UNIQUE,
    starts_on text NOT NULL,
    ends_on text NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX fiscal_year_company ON fiscal_year (company, starts_on, id);
CREATE INDEX fiscal_year_start ON fiscal_year (starts_on, id);
CREATE TABLE period (
    id uuid PRIMARY KEY,
    company uuid NOT NULL REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED,
    fiscal_year uuid NOT NULL REFERENCES fiscal_year (id) DEFERRABLE INITIALLY DEFERRED,
    year text NOT NULL,
    number bigint NOT NULL,
    month text NOT NULL,
    starts_on text NOT NULL,
    ends_on text NOT NULL,
    state text NOT NULL,
    closed_after bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    UNIQUE (company, starts_on)
);
CREATE INDEX period_changed ON period (changed_seq, id);
CREATE INDEX period_start ON period (starts_on, id);
CREATE INDEX period_month ON period (month, id);
CREATE INDEX period_state ON period (state, starts_on, id);
CREATE INDEX period_year ON period (fiscal_year, id);
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    company uuid NOT NULL,
    command uuid NOT NULL,
    kind text NOT NULL,
    doc uuid NOT NULL,
    step bigint NOT NULL,
    revision bigint NOT NULL,
    business_date text NOT NULL,
    tax_date text NOT NULL,
    document_date text NOT NULL,
    series text NOT NULL,
    number bigint NOT NULL,
    reference text NOT NULL,
    memo text NOT NULL,
    reverses bigint,
    UNIQUE (doc, step, revision)
);
CREATE UNIQUE INDEX entry_reverses ON entry (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX entry_date ON entry (business_date, seq);
CREATE INDEX entry_reference ON entry (reference, seq);
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END;
CREATE TABLE line (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    account uuid NOT NULL,
    base bigint NOT NULL,
    currency text NOT NULL,
    amount bigint NOT NULL,
    branch uuid NOT NULL,
    party uuid,
    due_date text,
    product uuid,
    pool uuid,
    location uuid,
    quantity bigint,
    units bigint,
    origin_entry bigint,
    origin_n bigint,
    PRIMARY KEY (entry, n)
) WITHOUT ROWID;
CREATE INDEX line_account ON line (account, entry, n);
CREATE INDEX line_party ON line (party, entry, n) WHERE party IS NOT NULL;
CREATE INDEX line_product ON line (product, entry, n) WHERE product IS NOT NULL;
CREATE INDEX line_origin ON line (origin_entry, origin_n) WHERE origin_entry IS NOT NULL;
CREATE TRIGGER line_no_update BEFORE UPDATE ON line
    BEGIN SELECT RAISE(ABORT, 'line is append-only'); END;
CREATE TRIGGER line_no_delete BEFORE DELETE ON line
    BEGIN SELECT RAISE(ABORT, 'line is append-only'); END;
CREATE TABLE tax_line (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    doc_line bigint NOT NULL,
    ledger_line bigint,
    category uuid NOT NULL,
    role text NOT NULL,
    rate bigint NOT NULL,
    currency text NOT NULL,
    base bigint NOT NULL,
    tax bigint NOT NULL,
    tax_date text NOT NULL,
    PRIMARY KEY (entry, n)
) WITHOUT ROWID;
CREATE TRIGGER tax_line_no_update BEFORE UPDATE ON tax_line
    BEGIN SELECT RAISE(ABORT, 'tax_line is append-only'); END;
CREATE TRIGGER tax_line_no_delete BEFORE DELETE ON tax_line
    BEGIN SELECT RAISE(ABORT, 'tax_line is append-only'); END;
CREATE TABLE balance (
    account uuid NOT NULL,
    day text NOT NULL,
    branch uuid NOT NULL,
    currency text NOT NULL,
    segment bigint NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (account, day, branch, currency, segment)
) WITHOUT ROWID;
CREATE INDEX balance_day ON balance (day);
CREATE TABLE balance_month (
    account uuid NOT NULL,
    month text NOT NULL,
    branch uuid NOT NULL,
    currency text NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    PRIMARY KEY (account, month, branch, currency)
) WITHOUT ROWID;
CREATE TABLE unit (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL,
    name text NOT NULL,
    decimals bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX unit_changed ON unit (changed_seq, id);
CREATE UNIQUE INDEX unit_code ON unit (code_key);
CREATE INDEX unit_name ON unit (name, id);
CREATE TABLE category (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL,
    name text NOT NULL,
    parent uuid REFERENCES category (id) DEFERRABLE INITIALLY DEFERRED,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX category_changed ON category (changed_seq, id);
CREATE UNIQUE INDEX category_code ON category (code_key);
CREATE INDEX category_name ON category (name, id);
CREATE INDEX category_parent ON category (parent, code_key);
CREATE TABLE tax_category (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    rate bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX tax_category_changed ON tax_category (changed_seq, id);
CREATE UNIQUE INDEX tax_category_code ON tax_category (code_key);
CREATE INDEX tax_category_name ON tax_category (name, id);
CREATE TABLE product (
    id uuid PRIMARY KEY,
    sku text NOT NULL,
    sku_key text NOT NULL,
    name text NOT NULL,
    barcode text,
    barcode_key text,
    unit uuid NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    category uuid REFERENCES category (id) DEFERRABLE INITIALLY DEFERRED,
    tax_category uuid NOT NULL REFERENCES tax_category (id) DEFERRABLE INITIALLY DEFERRED,
    selling_price bigint NOT NULL,
    kind text NOT NULL,
    income_account uuid REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX product_changed ON product (changed_seq, id);
CREATE UNIQUE INDEX product_sku ON product (sku_key);
CREATE UNIQUE INDEX product_barcode ON product (barcode_key);
CREATE INDEX product_name ON product (name, id);
CREATE INDEX product_price ON product (selling_price, id);
CREATE INDEX product_category ON product (category, sku_key);
CREATE INDEX product_unit ON product (unit, sku_key);
CREATE INDEX product_tax_category ON product (tax_category, sku_key);
CREATE INDEX product_kind ON product (kind, sku_key);
CREATE INDEX product_active ON product (is_active, sku_key);
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
CREATE TABLE stock (
    product uuid NOT NULL,
    location uuid NOT NULL,
    on_hand bigint NOT NULL,
    PRIMARY KEY (product, location)
) WITHOUT ROWID;
CREATE TABLE availability (
    product uuid NOT NULL,
    warehouse uuid NOT NULL,
    on_hand bigint NOT NULL,
    reserved bigint NOT NULL,
    PRIMARY KEY (product, warehouse)
) WITHOUT ROWID;
CREATE TABLE payment_method (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL UNIQUE,
    name text NOT NULL,
    account uuid NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    is_cash boolean NOT NULL,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX payment_method_changed ON payment_method (changed_seq, id);
CREATE INDEX payment_method_name ON payment_method (name, id);
CREATE TABLE sale (
    id uuid PRIMARY KEY,
    number text NOT NULL,
    kind text NOT NULL,
    customer uuid,
    customer_code text,
    customer_name text,
    customer_address text,
    customer_tax_id text,
    warehouse uuid NOT NULL,
    warehouse_code text NOT NULL,
    warehouse_name text NOT NULL,
    site uuid NOT NULL,
    site_code text NOT NULL,
    site_name text NOT NULL,
    company_name text NOT NULL,
    cashier text,
    occurred_at bigint,
    business_date text NOT NULL,
    document_date text NOT NULL,
    due_date text,
    currency text NOT NULL,
    subtotal bigint NOT NULL,
    tax_total bigint NOT NULL,
    total bigint NOT NULL,
    paid bigint NOT NULL,
    change_given bigint NOT NULL,
    due bigint NOT NULL,
    entry uuid NOT NULL,
    entry_seq bigint NOT NULL,
    origin uuid,
    reason text,
    country text,
    reference text,
    needs_review boolean NOT NULL,
    flags text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX sale_changed ON sale (changed_seq, id);
CREATE INDEX sale_date ON sale (business_date, id);
CREATE INDEX sale_customer ON sale (customer, business_date, id) WHERE customer IS NOT NULL;
CREATE INDEX sale_number ON sale (number, id);
CREATE INDEX sale_reference ON sale (reference) WHERE reference IS NOT NULL;
CREATE INDEX sale_review ON sale (business_date, id) WHERE needs_review = TRUE;
CREATE TABLE sale_line (
    sale uuid NOT NULL,
    n bigint NOT NULL,
    product uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    quantity bigint NOT NULL,
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    tax_category uuid NOT NULL,
    tax_code text NOT NULL,
    tax_name text NOT NULL,
    tax_rate bigint,
    tax bigint NOT NULL,
    total bigint NOT NULL,
    stock_line bigint,
    returned bigint NOT NULL,
    returned_net bigint NOT NULL,
    returned_tax bigint NOT NULL,
    origin_n bigint,
    version bigint NOT NULL,
    PRIMARY KEY (sale, n)
) WITHOUT ROWID;
CREATE TABLE sale_payment (
    sale uuid NOT NULL,
    n bigint NOT NULL,
    method uuid NOT NULL,
    method_code text NOT NULL,
    method_name text NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (sale, n)
) WITHOUT ROWID;
CREATE TRIGGER sale_payment_no_update BEFORE UPDATE ON sale_payment
    BEGIN SELECT RAISE(ABORT, 'sale_payment is append-only'); END;
CREATE TRIGGER sale_payment_no_delete BEFORE DELETE ON sale_payment
    BEGIN SELECT RAISE(ABORT, 'sale_payment is append-only'); END;

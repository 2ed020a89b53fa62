CREATE TABLE company (
    id uuid PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    base_currency text COLLATE "C" NOT NULL,
    timezone text COLLATE "C" NOT NULL,
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
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
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
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    parent uuid REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    kind text COLLATE "C" NOT NULL,
    usage text COLLATE "C" NOT NULL,
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

-- Which account a posting uses for a role: nobody looks an account up by its name.
CREATE TABLE posting_account (
    role text COLLATE "C" PRIMARY KEY,
    account uuid NOT NULL REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED,
    of_goods boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);

CREATE TABLE fiscal_year (
    id uuid PRIMARY KEY,
    company uuid NOT NULL REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED,
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL UNIQUE,
    starts_on text COLLATE "C" NOT NULL,
    ends_on text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX fiscal_year_changed ON fiscal_year (changed_seq, id);
CREATE INDEX fiscal_year_company ON fiscal_year (company, starts_on, id);
CREATE INDEX fiscal_year_start ON fiscal_year (starts_on, id);

CREATE TABLE period (
    id uuid PRIMARY KEY,
    company uuid NOT NULL REFERENCES company (id) DEFERRABLE INITIALLY DEFERRED,
    fiscal_year uuid NOT NULL REFERENCES fiscal_year (id) DEFERRABLE INITIALLY DEFERRED,
    year text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    month text COLLATE "C" NOT NULL,
    starts_on text COLLATE "C" NOT NULL,
    ends_on text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
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

CREATE TABLE period_change (
    period uuid NOT NULL REFERENCES period (id) DEFERRABLE INITIALLY DEFERRED,
    n bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    actor uuid NOT NULL,
    reason text COLLATE "C" NOT NULL,
    PRIMARY KEY (period, n)
);
CREATE TRIGGER period_change_append_only BEFORE UPDATE OR DELETE ON period_change
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

-- The one journal. Insert-only, like everything that is posted.
CREATE TABLE entry (
    seq bigint PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    company uuid NOT NULL,
    command uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    doc uuid NOT NULL,
    step bigint NOT NULL,
    revision bigint NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    tax_date text COLLATE "C" NOT NULL,
    document_date text COLLATE "C" NOT NULL,
    series text COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    reference text COLLATE "C" NOT NULL,
    memo text COLLATE "C" NOT NULL,
    reverses bigint,
    UNIQUE (doc, step, revision)
);
CREATE UNIQUE INDEX entry_reverses ON entry (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX entry_date ON entry (business_date, seq);
CREATE INDEX entry_reference ON entry (reference, seq);
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE ON entry
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

CREATE TABLE line (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    account uuid NOT NULL,
    base bigint NOT NULL,
    currency text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    branch uuid NOT NULL,
    party uuid,
    due_date text COLLATE "C",
    product uuid,
    pool uuid,
    location uuid,
    quantity bigint,
    units bigint,
    origin_entry bigint,
    origin_n bigint,
    PRIMARY KEY (entry, n)
);
CREATE INDEX line_account ON line (account, entry, n);
CREATE INDEX line_party ON line (party, entry, n) WHERE party IS NOT NULL;
CREATE INDEX line_origin ON line (origin_entry, origin_n) WHERE origin_entry IS NOT NULL;
CREATE TRIGGER line_append_only BEFORE UPDATE OR DELETE ON line
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

CREATE TABLE settlement (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    debit_entry bigint NOT NULL,
    debit_n bigint NOT NULL,
    credit_entry bigint NOT NULL,
    credit_n bigint NOT NULL,
    amount bigint NOT NULL,
    debit_base bigint NOT NULL,
    credit_base bigint NOT NULL,
    PRIMARY KEY (entry, n)
);
CREATE INDEX settlement_debit ON settlement (debit_entry, debit_n);
CREATE INDEX settlement_credit ON settlement (credit_entry, credit_n);
CREATE TRIGGER settlement_append_only BEFORE UPDATE OR DELETE ON settlement
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

CREATE TABLE tax_line (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    doc_line bigint NOT NULL,
    ledger_line bigint,
    category uuid NOT NULL,
    role text COLLATE "C" NOT NULL,
    rate bigint NOT NULL,
    currency text COLLATE "C" NOT NULL,
    base bigint NOT NULL,
    tax bigint NOT NULL,
    tax_date text COLLATE "C" NOT NULL,
    PRIMARY KEY (entry, n)
);
CREATE TRIGGER tax_line_append_only BEFORE UPDATE OR DELETE ON tax_line
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

CREATE TABLE open_item (
    entry bigint NOT NULL,
    n bigint NOT NULL,
    account uuid NOT NULL,
    branch uuid NOT NULL,
    party uuid NOT NULL,
    doc uuid NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    due_date text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    base bigint NOT NULL,
    settled bigint NOT NULL,
    settled_base bigint NOT NULL,
    is_open boolean NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (entry, n)
);
CREATE INDEX open_item_party ON open_item (party, account, is_open, due_date, entry, n);
CREATE INDEX open_item_doc ON open_item (doc);

CREATE TABLE balance (
    account uuid NOT NULL,
    day text COLLATE "C" NOT NULL,
    branch uuid NOT NULL,
    currency text COLLATE "C" NOT NULL,
    segment bigint NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (account, day, branch, currency, segment)
);
CREATE INDEX balance_day ON balance (day);

CREATE TABLE balance_month (
    account uuid NOT NULL,
    month text COLLATE "C" NOT NULL,
    branch uuid NOT NULL,
    currency text COLLATE "C" NOT NULL,
    debit bigint NOT NULL,
    credit bigint NOT NULL,
    PRIMARY KEY (account, month, branch, currency)
);

CREATE TABLE goods_balance (
    segment bigint NOT NULL,
    product uuid NOT NULL,
    place uuid NOT NULL,
    day text COLLATE "C" NOT NULL,
    quantity bigint NOT NULL,
    value bigint NOT NULL,
    PRIMARY KEY (segment, product, place, day)
);

CREATE TABLE balance_sub (
    account uuid NOT NULL,
    party uuid NOT NULL,
    currency text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (account, party, currency)
);

-- What was sold, and what came back. A return is a document of its own with positive figures; `kind` says which way they count.
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
    difference bigint NOT NULL,
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
CREATE INDEX sale_return ON sale (business_date, id) WHERE kind = 'return';

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

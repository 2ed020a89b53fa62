-- What was sold, and what came back. A return is a document of its own with positive figures; `kind` says which way they count.
CREATE TABLE sale (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    customer uuid,
    warehouse uuid NOT NULL,
    site uuid NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    document_date text COLLATE "C" NOT NULL,
    due_date text COLLATE "C",
    currency text COLLATE "C" NOT NULL,
    subtotal bigint NOT NULL,
    tax_total bigint NOT NULL,
    total bigint NOT NULL,
    paid bigint NOT NULL,
    change_given bigint NOT NULL,
    due bigint NOT NULL,
    entry uuid NOT NULL,
    entry_seq bigint NOT NULL,
    origin uuid,
    reason text COLLATE "C",
    country text COLLATE "C",
    reference text COLLATE "C",
    needs_review boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX sale_changed ON sale (changed_seq, id);
CREATE INDEX sale_date ON sale (business_date, id);
CREATE INDEX sale_customer ON sale (customer, business_date, id) WHERE customer IS NOT NULL;
CREATE INDEX sale_number ON sale (number, id);
CREATE INDEX sale_review ON sale (business_date, id) WHERE needs_review = TRUE;

CREATE TABLE sale_line (
    sale uuid NOT NULL,
    n bigint NOT NULL,
    product uuid NOT NULL,
    quantity bigint NOT NULL,
    unit_price bigint NOT NULL,
    discount bigint NOT NULL,
    net bigint NOT NULL,
    tax_category uuid NOT NULL,
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
);

CREATE TABLE sale_payment (
    sale uuid NOT NULL,
    n bigint NOT NULL,
    method uuid NOT NULL,
    amount bigint NOT NULL,
    PRIMARY KEY (sale, n)
);
CREATE TRIGGER sale_payment_append_only BEFORE UPDATE OR DELETE ON sale_payment
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

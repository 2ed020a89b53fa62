CREATE TABLE payment_method (
    id uuid PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
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

CREATE TABLE receipt (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL,
    customer uuid NOT NULL,
    method uuid NOT NULL,
    currency text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    entry uuid NOT NULL,
    entry_seq bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX receipt_changed ON receipt (changed_seq, id);
CREATE INDEX receipt_number ON receipt (number, id);
CREATE INDEX receipt_date ON receipt (business_date, id);
CREATE INDEX receipt_customer ON receipt (customer, business_date, id);
CREATE TRIGGER receipt_append_only BEFORE UPDATE OR DELETE ON receipt
    FOR EACH ROW EXECUTE FUNCTION sanduk_control.refuse_change();

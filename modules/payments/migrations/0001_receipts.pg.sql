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

-- Names and addresses of people may be erased, so a receipt is not append-only.
CREATE TABLE receipt (
    id uuid PRIMARY KEY,
    number text COLLATE "C" NOT NULL,
    customer uuid NOT NULL,
    customer_code text COLLATE "C" NOT NULL,
    customer_name text COLLATE "C" NOT NULL,
    customer_address text COLLATE "C",
    method uuid NOT NULL,
    method_code text COLLATE "C" NOT NULL,
    method_name text COLLATE "C" NOT NULL,
    company_name text COLLATE "C" NOT NULL,
    cashier text COLLATE "C",
    currency text COLLATE "C" NOT NULL,
    amount bigint NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    entry uuid NOT NULL,
    entry_seq bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX receipt_changed ON receipt (changed_seq, id);
CREATE INDEX receipt_number ON receipt (number, id);
CREATE INDEX receipt_date ON receipt (business_date, id);
CREATE INDEX receipt_customer ON receipt (customer, business_date, id);

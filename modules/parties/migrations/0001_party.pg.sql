-- Customers and suppliers: roles of one party.
CREATE TABLE party (
    id uuid PRIMARY KEY,
    code text COLLATE "C" NOT NULL,
    code_key text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    is_customer boolean NOT NULL,
    is_supplier boolean NOT NULL,
    email text COLLATE "C",
    email_key text COLLATE "C",
    phone text COLLATE "C",
    tax_id text COLLATE "C",
    address text COLLATE "C",
    country text COLLATE "C",
    payment_days bigint,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX party_changed ON party (changed_seq, id);
CREATE UNIQUE INDEX party_code ON party (code_key);
-- The lists of each role, in the orders they offer; walking them for parties in use reads no rows of the table.
CREATE INDEX party_customer_code ON party (is_customer, code_key, id) INCLUDE (is_active);
CREATE INDEX party_customer_name ON party (is_customer, name, id) INCLUDE (is_active);
CREATE INDEX party_supplier_code ON party (is_supplier, code_key, id) INCLUDE (is_active);
CREATE INDEX party_supplier_name ON party (is_supplier, name, id) INCLUDE (is_active);
CREATE INDEX party_email ON party (email_key);

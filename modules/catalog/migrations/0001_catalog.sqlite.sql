-- What the company sells and buys, and how it is measured and taxed.
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
-- These hold what lists are filtered by, so that walking them for rows that match reads no rows of the table.
CREATE INDEX product_name ON product (name, id, selling_price, unit, category, tax_category, kind, is_active);
CREATE INDEX product_price ON product (selling_price, id, unit, category, tax_category, kind, is_active);
CREATE INDEX product_category ON product (category, sku_key);
CREATE INDEX product_unit ON product (unit, sku_key);
CREATE INDEX product_tax_category ON product (tax_category, sku_key);
CREATE INDEX product_kind ON product (kind, sku_key);
CREATE INDEX product_active ON product (is_active, sku_key);

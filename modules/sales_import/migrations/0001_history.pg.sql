-- The goods of imported documents that are on hand: a part of the pool of their product.
CREATE TABLE history_stock (
    product uuid NOT NULL,
    warehouse uuid NOT NULL,
    quantity bigint NOT NULL,
    value bigint NOT NULL,
    unit_cost bigint NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (product, warehouse)
);

-- The returns of a sale are found by it.
CREATE INDEX sale_origin ON sale (origin, id) WHERE origin IS NOT NULL;

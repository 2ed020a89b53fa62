-- The language in which a party is written to.
ALTER TABLE party ADD COLUMN language text;

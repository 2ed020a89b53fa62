-- The number that a series began with: a company goes on with the numbers of the system that it used before.
ALTER TABLE series ADD COLUMN first bigint NOT NULL DEFAULT 1;

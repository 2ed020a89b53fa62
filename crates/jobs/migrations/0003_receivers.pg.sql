-- The other system that a job calls: only some jobs of a company call the same one at once.
ALTER TABLE job ADD COLUMN receiver text COLLATE "C";
CREATE INDEX job_receiver ON job (receiver) WHERE state = 'running' AND receiver IS NOT NULL;

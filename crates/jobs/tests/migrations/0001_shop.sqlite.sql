CREATE TABLE work_done (id uuid PRIMARY KEY, word text NOT NULL, version bigint NOT NULL);
CREATE TABLE gate (word text PRIMARY KEY, version bigint NOT NULL);

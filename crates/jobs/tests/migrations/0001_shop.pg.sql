CREATE TABLE work_done (id uuid PRIMARY KEY, word text COLLATE "C" NOT NULL, version bigint NOT NULL);
CREATE TABLE gate (word text COLLATE "C" PRIMARY KEY, version bigint NOT NULL);

-- Lists and reports that are made into files in the background.
CREATE TABLE export_file (
    id uuid PRIMARY KEY,
    source text COLLATE "C" NOT NULL,
    parameters text COLLATE "C" NOT NULL,
    format text COLLATE "C" NOT NULL,
    state text COLLATE "C" NOT NULL,
    name text COLLATE "C",
    bytes bigint,
    sha256 text COLLATE "C",
    problem text COLLATE "C",
    author uuid NOT NULL,
    finished_at bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX export_file_author ON export_file (author, id);
CREATE INDEX export_file_finished ON export_file (finished_at);
CREATE INDEX export_file_changed ON export_file (changed_seq, id);

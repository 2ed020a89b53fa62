-- When jobs are done by themselves, where a company has chosen it.
CREATE TABLE job_choice (
    id uuid PRIMARY KEY,
    kind text COLLATE "C" NOT NULL,
    is_own boolean NOT NULL,
    is_on boolean NOT NULL,
    title text COLLATE "C",
    times text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    author uuid NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX job_choice_kind ON job_choice (kind, id);
CREATE INDEX job_choice_changed ON job_choice (changed_seq, id);

-- Work that outlives its request. These rows say how it is going; they are written beside the commands.
CREATE TABLE job (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    queue text NOT NULL,
    priority text NOT NULL,
    body text NOT NULL,
    unique_key text,
    serial text,
    author uuid NOT NULL,
    state text NOT NULL,
    due_at bigint,
    attempts bigint NOT NULL,
    most_attempts bigint NOT NULL,
    token bigint NOT NULL,
    worker text,
    is_cancelled boolean NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    effect text,
    problem text,
    asked_at bigint NOT NULL,
    started_at bigint,
    finished_at bigint,
    version bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX job_unique_key ON job (name, unique_key);
CREATE INDEX job_claim ON job (queue, priority, due_at, id);
CREATE INDEX job_serial ON job (serial, asked_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX job_due ON job (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX job_last ON job (name, started_at);
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE job_schedule (
    name text PRIMARY KEY,
    cron text NOT NULL,
    next_at bigint NOT NULL,
    version bigint NOT NULL
) WITHOUT ROWID;

-- Work that outlives its request. These rows say how it is going; they are written beside the commands.
CREATE TABLE job (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    queue text COLLATE "C" NOT NULL,
    priority text COLLATE "C" NOT NULL,
    body text COLLATE "C" NOT NULL,
    unique_key text COLLATE "C",
    serial text COLLATE "C",
    author uuid NOT NULL,
    state text COLLATE "C" NOT NULL,
    due_at bigint,
    attempts bigint NOT NULL,
    most_attempts bigint NOT NULL,
    token bigint NOT NULL,
    worker text COLLATE "C",
    is_cancelled boolean NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    effect text COLLATE "C",
    problem text COLLATE "C",
    asked_at bigint NOT NULL,
    started_at bigint,
    finished_at bigint,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX job_unique_key ON job (name, unique_key);
CREATE INDEX job_claim ON job (queue, priority, due_at, id);
CREATE INDEX job_serial ON job (serial, asked_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX job_due ON job (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX job_last ON job (name, started_at);
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE job_schedule (
    name text COLLATE "C" PRIMARY KEY,
    cron text COLLATE "C" NOT NULL,
    next_at bigint NOT NULL,
    version bigint NOT NULL
);

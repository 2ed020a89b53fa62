-- Who there is: companies, people, and who belongs where. Lives in the control tenant.
CREATE TABLE tenant (
    id uuid PRIMARY KEY,
    slug text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    timezone text COLLATE "C" NOT NULL,
    host text COLLATE "C" UNIQUE,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE TABLE app_user (
    id uuid PRIMARY KEY,
    email text COLLATE "C" NOT NULL UNIQUE,
    name text COLLATE "C" NOT NULL,
    password_hash text COLLATE "C" NOT NULL,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE TABLE membership (
    user_id uuid NOT NULL REFERENCES app_user (id) DEFERRABLE INITIALLY DEFERRED,
    tenant_id uuid NOT NULL REFERENCES tenant (id) DEFERRABLE INITIALLY DEFERRED,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (user_id, tenant_id)
);

-- Operational: never in the log, never replayed.
CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    family uuid NOT NULL,
    user_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    expires_at bigint NOT NULL,
    used boolean NOT NULL
);
CREATE INDEX session_family ON session (family);
CREATE INDEX session_of_user ON session (user_id);
CREATE INDEX session_expiry ON session (expires_at);
CREATE TABLE password_reset (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL UNIQUE,
    expires_at bigint NOT NULL
);
CREATE INDEX password_reset_expiry ON password_reset (expires_at);
CREATE TABLE signing_key (
    one bigint PRIMARY KEY CHECK (one = 1),
    secret bytea NOT NULL
);

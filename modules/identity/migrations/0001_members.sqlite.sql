-- Who may do what in this company.
CREATE TABLE role (
    code text PRIMARY KEY,
    name text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE TABLE role_permission (
    role text NOT NULL REFERENCES role (code) DEFERRABLE INITIALLY DEFERRED,
    permission text NOT NULL,
    scope text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (role, permission)
);
CREATE TABLE member (
    user_id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE,
    name text NOT NULL,
    role text NOT NULL REFERENCES role (code) DEFERRABLE INITIALLY DEFERRED,
    is_active boolean NOT NULL,
    party uuid,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX member_role ON member (role);
CREATE TABLE member_site (
    user_id uuid NOT NULL REFERENCES member (user_id) DEFERRABLE INITIALLY DEFERRED,
    site uuid NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (user_id, site)
);

-- What has to be approved, by whom, what waits for that, and what was decided.
CREATE TABLE approval_policy (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL,
    name text NOT NULL,
    command text NOT NULL,
    site uuid,
    condition text,
    remind_after bigint NOT NULL,
    is_active boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX approval_policy_code ON approval_policy (code_key);
CREATE INDEX approval_policy_name ON approval_policy (name, id);
CREATE INDEX approval_policy_command ON approval_policy (command, code_key, id);
CREATE INDEX approval_policy_site ON approval_policy (site, code_key, id);
CREATE INDEX approval_policy_active ON approval_policy (is_active, code_key, id);
CREATE INDEX approval_policy_changed ON approval_policy (changed_seq, id);
CREATE TABLE approval_step (
    id uuid PRIMARY KEY,
    code text NOT NULL,
    code_key text NOT NULL,
    policy uuid NOT NULL REFERENCES approval_policy (id) DEFERRABLE INITIALLY DEFERRED,
    step bigint NOT NULL,
    role text,
    member uuid,
    minimum bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX approval_step_code ON approval_step (code_key);
CREATE INDEX approval_step_policy ON approval_step (policy, code_key, id);
CREATE INDEX approval_step_role ON approval_step (role, code_key, id);
CREATE INDEX approval_step_member ON approval_step (member, code_key, id);
CREATE INDEX approval_step_changed ON approval_step (changed_seq, id);
CREATE TABLE approval_request (
    id uuid PRIMARY KEY,
    policy uuid NOT NULL REFERENCES approval_policy (id) DEFERRABLE INITIALLY DEFERRED,
    command text NOT NULL,
    label text NOT NULL,
    asked_by uuid NOT NULL,
    maker uuid NOT NULL,
    site uuid,
    amount bigint,
    amount_view text,
    facts text NOT NULL,
    has_happened boolean NOT NULL,
    state text NOT NULL,
    step bigint NOT NULL,
    round bigint NOT NULL,
    remind_after bigint NOT NULL,
    remind_at bigint,
    reminders bigint NOT NULL,
    document uuid,
    document_number text,
    problem_code text,
    problem text,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX approval_request_created ON approval_request (created_seq, id);
CREATE INDEX approval_request_state ON approval_request (state, created_seq, id);
CREATE INDEX approval_request_maker ON approval_request (maker, created_seq, id);
CREATE INDEX approval_request_remind ON approval_request (remind_at, id) WHERE state = 'waiting';
CREATE INDEX approval_request_changed ON approval_request (changed_seq, id);
CREATE TABLE approval_task (
    request uuid NOT NULL REFERENCES approval_request (id) DEFERRABLE INITIALLY DEFERRED,
    step bigint NOT NULL,
    n bigint NOT NULL,
    role text,
    member uuid,
    PRIMARY KEY (request, step, n)
) WITHOUT ROWID;
CREATE TABLE approval_decision (
    request uuid NOT NULL REFERENCES approval_request (id) DEFERRABLE INITIALLY DEFERRED,
    n bigint NOT NULL,
    round bigint NOT NULL,
    step bigint NOT NULL,
    kind text NOT NULL,
    user_id uuid NOT NULL,
    for_user uuid,
    reason text,
    at bigint NOT NULL,
    PRIMARY KEY (request, n)
) WITHOUT ROWID;
CREATE TABLE approval_delegation (
    id uuid PRIMARY KEY,
    from_user uuid NOT NULL,
    to_user uuid NOT NULL,
    from_day text NOT NULL,
    to_day text NOT NULL,
    reason text NOT NULL,
    is_ended boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX approval_delegation_from ON approval_delegation (from_user, id);
CREATE INDEX approval_delegation_to ON approval_delegation (to_user, id);
CREATE INDEX approval_delegation_changed ON approval_delegation (changed_seq, id);
CREATE TRIGGER approval_task_no_update BEFORE UPDATE ON approval_task
    BEGIN SELECT RAISE(ABORT, 'approval_task is append-only'); END;
CREATE TRIGGER approval_task_no_delete BEFORE DELETE ON approval_task
    BEGIN SELECT RAISE(ABORT, 'approval_task is append-only'); END;
CREATE TRIGGER approval_decision_no_update BEFORE UPDATE ON approval_decision
    BEGIN SELECT RAISE(ABORT, 'approval_decision is append-only'); END;
CREATE TRIGGER approval_decision_no_delete BEFORE DELETE ON approval_decision
    BEGIN SELECT RAISE(ABORT, 'approval_decision is append-only'); END;

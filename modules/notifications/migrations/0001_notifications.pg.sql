-- What members are told, and up to which command they have read all of it.
CREATE TABLE notification (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    kind text COLLATE "C" NOT NULL,
    author uuid,
    text text COLLATE "C" NOT NULL,
    record text COLLATE "C",
    row_id uuid,
    read_at bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX notification_user ON notification (user_id, created_seq, id);
CREATE INDEX notification_unread ON notification (user_id, created_seq) WHERE read_at IS NULL;
CREATE INDEX notification_changed ON notification (changed_seq, id);
CREATE TABLE notification_reader (
    user_id uuid PRIMARY KEY,
    read_to bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);

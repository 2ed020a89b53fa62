-- Who is told when something happens, in which words, and what members want.
CREATE TABLE notification_rule (
    id uuid PRIMARY KEY,
    name text COLLATE "C" NOT NULL UNIQUE,
    event text COLLATE "C" NOT NULL,
    condition text COLLATE "C",
    recipient text COLLATE "C" NOT NULL,
    role text COLLATE "C",
    site_field text COLLATE "C",
    member uuid,
    recipient_field text COLLATE "C",
    in_app boolean NOT NULL,
    email boolean NOT NULL,
    sms boolean NOT NULL,
    whatsapp boolean NOT NULL,
    push boolean NOT NULL,
    is_active boolean NOT NULL,
    problem text COLLATE "C",
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX notification_rule_event ON notification_rule (event, is_active, id);
CREATE INDEX notification_rule_member ON notification_rule (member, id);
CREATE INDEX notification_rule_changed ON notification_rule (changed_seq, id);

CREATE TABLE notification_template (
    id uuid PRIMARY KEY,
    event text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    subject text COLLATE "C",
    text text COLLATE "C" NOT NULL,
    html text COLLATE "C",
    whatsapp_template text COLLATE "C",
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    UNIQUE (event, channel, language)
);
CREATE INDEX notification_template_changed ON notification_template (changed_seq, id);

CREATE TABLE notification_preference (
    user_id uuid NOT NULL,
    event text COLLATE "C" NOT NULL,
    channel text COLLATE "C" NOT NULL,
    wanted boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (user_id, event, channel)
);

CREATE TABLE waiting_notification (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    channel text COLLATE "C" NOT NULL,
    is_digest boolean NOT NULL,
    due_at bigint NOT NULL,
    recipient text COLLATE "C" NOT NULL,
    subject text COLLATE "C" NOT NULL,
    text text COLLATE "C" NOT NULL,
    html text COLLATE "C",
    whatsapp_template text COLLATE "C",
    event_key text COLLATE "C" NOT NULL,
    record text COLLATE "C",
    row_id uuid,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX waiting_notification_due ON waiting_notification (due_at, id);
CREATE INDEX waiting_notification_user ON waiting_notification (user_id, id);

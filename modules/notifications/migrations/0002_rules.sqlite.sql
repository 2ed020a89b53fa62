-- Who is told when something happens, in which words, and what members want.
CREATE TABLE notification_rule (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE,
    event text NOT NULL,
    condition text,
    recipient text NOT NULL,
    role text,
    site_field text,
    member uuid,
    recipient_field text,
    in_app boolean NOT NULL,
    email boolean NOT NULL,
    sms boolean NOT NULL,
    whatsapp boolean NOT NULL,
    push boolean NOT NULL,
    is_active boolean NOT NULL,
    problem text,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX notification_rule_event ON notification_rule (event, is_active, id);
CREATE INDEX notification_rule_member ON notification_rule (member, id);
CREATE INDEX notification_rule_changed ON notification_rule (changed_seq, id);

CREATE TABLE notification_template (
    id uuid PRIMARY KEY,
    event text NOT NULL,
    channel text NOT NULL,
    language text NOT NULL,
    subject text,
    text text NOT NULL,
    html text,
    whatsapp_template text,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    UNIQUE (event, channel, language)
) WITHOUT ROWID;
CREATE INDEX notification_template_changed ON notification_template (changed_seq, id);

CREATE TABLE notification_preference (
    user_id uuid NOT NULL,
    event text NOT NULL,
    channel text NOT NULL,
    wanted boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL,
    PRIMARY KEY (user_id, event, channel)
) WITHOUT ROWID;

CREATE TABLE waiting_notification (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    channel text NOT NULL,
    is_digest boolean NOT NULL,
    due_at bigint NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    text text NOT NULL,
    html text,
    whatsapp_template text,
    event_key text NOT NULL,
    record text,
    row_id uuid,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX waiting_notification_due ON waiting_notification (due_at, id);
CREATE INDEX waiting_notification_user ON waiting_notification (user_id, id);

-- Messages to people outside of the program, and what became of them.
CREATE TABLE message (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    recipient text NOT NULL,
    subject text,
    text text NOT NULL,
    html text,
    template text,
    state text NOT NULL,
    problem text,
    attempts bigint NOT NULL,
    may_be_double boolean NOT NULL,
    is_unclear boolean NOT NULL,
    attempted_at bigint,
    not_before bigint,
    sent_at bigint,
    ended_at bigint,
    provider text,
    provider_id text,
    parts bigint NOT NULL,
    currency text,
    cost bigint,
    event_key text,
    user_id uuid,
    record text,
    row_id uuid,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX message_once ON message (event_key, recipient, channel);
CREATE INDEX message_provider ON message (provider_id, id);
CREATE INDEX message_channel ON message (channel, id);
CREATE INDEX message_state ON message (state, id);
CREATE INDEX message_recipient ON message (recipient, id);
CREATE INDEX message_row ON message (row_id, id);
CREATE INDEX message_user ON message (user_id, id);
CREATE INDEX message_unpriced ON message (provider, sent_at) WHERE cost IS NULL;
CREATE INDEX message_changed ON message (changed_seq, id);
-- Messages from people outside.
CREATE TABLE message_reply (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    sender text NOT NULL,
    recipient text NOT NULL,
    text text NOT NULL,
    answers uuid,
    is_opt_out boolean NOT NULL,
    provider text NOT NULL,
    provider_id text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX message_reply_once ON message_reply (provider, provider_id);
CREATE INDEX message_reply_sender ON message_reply (sender, id);
CREATE INDEX message_reply_channel ON message_reply (channel, id);
CREATE INDEX message_reply_answers ON message_reply (answers);
CREATE INDEX message_reply_changed ON message_reply (changed_seq, id);
-- Who wants no messages.
CREATE TABLE message_opt_out (
    id uuid PRIMARY KEY,
    channel text NOT NULL,
    recipient text NOT NULL,
    reason text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX message_opt_out_once ON message_opt_out (channel, recipient);
CREATE INDEX message_opt_out_channel ON message_opt_out (channel, id);
CREATE INDEX message_opt_out_recipient ON message_opt_out (recipient, id);
CREATE INDEX message_opt_out_changed ON message_opt_out (changed_seq, id);
-- Apps and browsers of members that are pushed to.
CREATE TABLE push_target (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    address text NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE INDEX push_target_user ON push_target (user_id, id);

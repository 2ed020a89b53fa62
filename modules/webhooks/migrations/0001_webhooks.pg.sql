-- Who is told of events, the doors at which others tell something, and, beside the log, what became of each message.
CREATE TABLE webhook_subscription (
    id uuid PRIMARY KEY,
    url text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    events text COLLATE "C" NOT NULL,
    is_active boolean NOT NULL,
    switched_off text COLLATE "C",
    author uuid NOT NULL,
    secret text COLLATE "C" NOT NULL,
    secret_before text COLLATE "C",
    secret_before_until bigint,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX webhook_subscription_active ON webhook_subscription (is_active, id);
CREATE INDEX webhook_subscription_changed ON webhook_subscription (changed_seq, id);
CREATE TABLE webhook_delivery (
    id uuid PRIMARY KEY,
    subscription uuid NOT NULL,
    event text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    n bigint NOT NULL,
    told_at bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    begun_at bigint NOT NULL,
    tried_at bigint NOT NULL,
    next_at bigint,
    finished_at bigint,
    milliseconds bigint,
    status bigint,
    answer text COLLATE "C",
    problem text COLLATE "C",
    version bigint NOT NULL
);
CREATE INDEX webhook_delivery_subscription ON webhook_delivery (subscription, id);
CREATE INDEX webhook_delivery_state ON webhook_delivery (state, id);
CREATE INDEX webhook_delivery_event ON webhook_delivery (event, id);
CREATE INDEX webhook_delivery_delivered ON webhook_delivery (subscription, finished_at) WHERE state = 'delivered';
CREATE INDEX webhook_delivery_finished ON webhook_delivery (finished_at) WHERE finished_at IS NOT NULL;
CREATE TABLE inbound_hook (
    id uuid PRIMARY KEY,
    source text COLLATE "C" NOT NULL,
    description text COLLATE "C" NOT NULL,
    author uuid NOT NULL,
    secret text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE INDEX inbound_hook_source ON inbound_hook (source, id);
CREATE INDEX inbound_hook_changed ON inbound_hook (changed_seq, id);
CREATE TABLE inbound_message (
    id uuid PRIMARY KEY,
    source text COLLATE "C" NOT NULL,
    unique_key text COLLATE "C" NOT NULL,
    url text COLLATE "C" NOT NULL,
    headers text COLLATE "C" NOT NULL,
    body bytea NOT NULL,
    received_at bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    attempts bigint NOT NULL,
    effect text COLLATE "C",
    problem text COLLATE "C",
    finished_at bigint,
    version bigint NOT NULL
);
CREATE UNIQUE INDEX inbound_message_unique_key ON inbound_message (source, unique_key);
CREATE INDEX inbound_message_source ON inbound_message (source, id);
CREATE INDEX inbound_message_state ON inbound_message (state, id);
CREATE INDEX inbound_message_finished ON inbound_message (finished_at) WHERE finished_at IS NOT NULL;

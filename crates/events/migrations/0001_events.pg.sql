-- How far each consumer of events is, and the events that a subscriber could not take.
CREATE TABLE event_cursor (
    consumer text COLLATE "C" PRIMARY KEY,
    seq bigint NOT NULL,
    n bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE parked_event (
    id uuid PRIMARY KEY,
    subscriber text COLLATE "C" NOT NULL,
    event text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    n bigint NOT NULL,
    body text COLLATE "C" NOT NULL,
    told_at bigint NOT NULL,
    state text COLLATE "C" NOT NULL,
    code text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    tries bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE UNIQUE INDEX parked_event_place ON parked_event (subscriber, seq, n);
CREATE INDEX parked_event_state ON parked_event (state, id);
CREATE INDEX parked_event_changed ON parked_event (changed_seq, id);

-- How far each consumer of events is, and the events that a subscriber could not take.
CREATE TABLE event_cursor (
    consumer text PRIMARY KEY,
    seq bigint NOT NULL,
    n bigint NOT NULL,
    version bigint NOT NULL
) WITHOUT ROWID;
CREATE TABLE parked_event (
    id uuid PRIMARY KEY,
    subscriber text NOT NULL,
    event text NOT NULL,
    seq bigint NOT NULL,
    n bigint NOT NULL,
    body text NOT NULL,
    told_at bigint NOT NULL,
    state text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    tries bigint NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX parked_event_place ON parked_event (subscriber, seq, n);
CREATE INDEX parked_event_state ON parked_event (state, id);
CREATE INDEX parked_event_changed ON parked_event (changed_seq, id);

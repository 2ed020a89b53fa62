-- What commands have told the modules above their own. It is pruned by time, so that nothing refuses its removal.
CREATE TABLE event (
    seq bigint NOT NULL,
    n bigint NOT NULL,
    name text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (seq, n)
) WITHOUT ROWID;

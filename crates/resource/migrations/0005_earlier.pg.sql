-- Rows as they were before a command changed them: for their histories. They may be erased, because rows can be personal data.
CREATE TABLE earlier_row (
    record text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    seq bigint NOT NULL,
    content bytea NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (record, id, seq)
);

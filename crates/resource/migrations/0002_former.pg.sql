-- What codes named earlier, and the rows that were deleted: for commands that a device carried out before it knew. Rows may be
-- erased, because codes and rows can be personal data.
CREATE TABLE former_code (
    record text COLLATE "C" NOT NULL,
    field text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    until bigint NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (record, field, value, until)
);
CREATE INDEX former_code_row ON former_code (id, record, field, value, until);

CREATE TABLE deleted_row (
    record text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    at bigint NOT NULL,
    content bytea NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (record, id, at)
);
CREATE INDEX deleted_row_at ON deleted_row (record, at, id);

CREATE TABLE heard (
    id uuid PRIMARY KEY,
    word text NOT NULL,
    place bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE banned (word text PRIMARY KEY, version bigint NOT NULL);

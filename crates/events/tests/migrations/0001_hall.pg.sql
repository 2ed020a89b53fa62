CREATE TABLE heard (
    id uuid PRIMARY KEY,
    word text COLLATE "C" NOT NULL,
    place bigint NOT NULL,
    version bigint NOT NULL
);
CREATE TABLE banned (word text COLLATE "C" PRIMARY KEY, version bigint NOT NULL);

-- Lists as users want to see them again.
CREATE TABLE saved_view (
    id uuid PRIMARY KEY,
    owner uuid NOT NULL,
    resource text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    name_key text COLLATE "C" NOT NULL,
    query text COLLATE "C" NOT NULL,
    columns text COLLATE "C" NOT NULL,
    is_shared boolean NOT NULL,
    is_default boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);
CREATE UNIQUE INDEX saved_view_name ON saved_view (owner, resource, name_key);

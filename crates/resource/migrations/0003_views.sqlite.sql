-- Lists as users want to see them again.
CREATE TABLE saved_view (
    id uuid PRIMARY KEY,
    owner uuid NOT NULL,
    resource text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    query text NOT NULL,
    columns text NOT NULL,
    is_shared boolean NOT NULL,
    is_default boolean NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX saved_view_name ON saved_view (owner, resource, name_key);

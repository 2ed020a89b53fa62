-- The keys by which the company's secrets are encrypted, each encrypted with the key of the installation.
CREATE TABLE secret_key (
    number bigint PRIMARY KEY,
    wrapped text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);

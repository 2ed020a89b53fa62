-- The years of Bikram Sambat that the company has corrected.
CREATE TABLE bikram_sambat_year (
    year bigint PRIMARY KEY,
    months text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    created_at bigint NOT NULL,
    created_seq bigint NOT NULL,
    updated_at bigint NOT NULL,
    changed_seq bigint NOT NULL
);

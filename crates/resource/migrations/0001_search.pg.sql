-- The words by which rows are found: a row of `record` has `word` in one of its search columns.
CREATE TABLE search_word (
    record text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (record, word, id)
);
CREATE INDEX search_word_row ON search_word (record, id, word);

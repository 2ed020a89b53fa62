-- The words by which rows are found: a row of `record` has `word` in one of its search columns.
CREATE TABLE search_word (
    record text NOT NULL,
    word text NOT NULL,
    id uuid NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (record, word, id)
) WITHOUT ROWID;
CREATE INDEX search_word_row ON search_word (record, id, word);

//! The words by which rows are found, kept beside them.

use crate::Resource;
use command::Tx;
use kernel::Result;
use std::collections::BTreeSet;
use store::{Prefetch, Read, Record, Value};
use uuid::Uuid;

/// The most words a row is found by, and a search asks for.
const MAX_WORDS: usize = 30;
const MAX_LETTERS: usize = 40;

/// A row of `record` has `word` in one of its search columns.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "search_word", key(record, word, id), scan(record, id), transient, unstamped)]
pub struct SearchWord {
    /// The row's table.
    pub record: String,
    /// A word, folded.
    pub word: String,
    /// The row.
    pub id: Uuid,
}

/// The first words of a text, folded, long ones cut.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let words = kernel::search_words(text).into_iter().take(MAX_WORDS);
    words.map(|word| word.chars().take(MAX_LETTERS).collect())
}

/// The words `row` is found by.
fn words_of<R: Resource>(row: &R) -> BTreeSet<String> {
    let values = row.encoded();
    let mut found = BTreeSet::new();
    let searched = R::TABLE.columns.iter().zip(&values).filter(|(column, _)| column.search);
    for (_, value) in searched {
        let Value::Text(text) = value else { continue };
        for word in words(text) {
            if found.len() < MAX_WORDS {
                found.insert(word);
            }
        }
    }
    found
}

/// Asks for what [`change`] will read.
pub(crate) fn prefetch<R: Resource>(read: &mut Prefetch<'_>, row: &R) {
    read.scan(SearchWord::BY_RECORD_ID, (R::TABLE.name, row.key())).ok();
}

/// Writes the words of a row that is new (`before` is none), changed or gone (`after` is none).
pub(crate) fn change<R: Resource>(tx: &mut Tx<'_, '_>, before: Option<&R>, after: Option<&R>) -> Result<()> {
    let (old, new) = (before.map(words_of).unwrap_or_default(), after.map(words_of).unwrap_or_default());
    let Some(id) = before.or(after).map(|row| row.key().uuid()) else {
        return Ok(());
    };
    if old != new && before.is_some() {
        // One load for all words instead of one for each.
        tx.scan(SearchWord::BY_RECORD_ID, (R::TABLE.name, id))?;
    }
    replace_words(tx, R::TABLE.name, id, &old, &new)
}

/// Puts the words `new` in the place of `old`, which are all that the row has under `record`.
pub(crate) fn replace_words(
    tx: &mut Tx<'_, '_>,
    record: &str,
    id: Uuid,
    old: &BTreeSet<String>,
    new: &BTreeSet<String>,
) -> Result<()> {
    for word in old.difference(new) {
        tx.delete::<SearchWord>(&(record.to_owned(), word.clone(), id))?;
    }
    for word in new.difference(old) {
        tx.insert_new(SearchWord { record: record.to_owned(), word: word.clone(), id })?;
    }
    Ok(())
}

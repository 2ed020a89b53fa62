//! The words by which rows are found in their custom fields. Every text has its words in the index, under a name of its own for each field,
//! and a search looks at those of the fields that are searched. So a field becomes searched, or no longer, without a change of any row.

use super::CUSTOM;
use super::field::{CustomField, Fields};
use super::value::Stored;
use crate::search_index::{SearchWord, replace_words, words};
use command::Tx;
use kernel::Result;
use std::collections::BTreeSet;
use store::{Prefetch, Read, Value, field};
use uuid::Uuid;

/// How many values the data step takes at a time.
const STEP: usize = 500;

/// Under what name the words of a field stand in the index.
fn words_of(code: &str) -> String {
    format!("{CUSTOM}.{code}")
}

/// The names under which a search finds the words of these fields.
pub(crate) fn searched(fields: &Fields) -> impl Iterator<Item = String> {
    fields.0.iter().filter(|field| field.is_searched && field.kind.has_words()).map(|field| words_of(&field.code))
}

/// Asks for what [`index`] will read.
pub(super) fn prefetch(read: &mut Prefetch<'_>, field: &CustomField, owner: Uuid) {
    if field.kind.has_words() {
        read.scan(SearchWord::BY_RECORD_ID, (words_of(&field.code), owner)).ok();
    }
}

/// Puts the words of `new` in the place of those of `old`, the values that a row had in `field`. Where it had none, there are none to look for.
pub(super) fn index(
    tx: &mut Tx<'_, '_>,
    field: &CustomField,
    owner: Uuid,
    old: &[Stored],
    new: &[Stored],
) -> Result<()> {
    if !field.kind.has_words() {
        return Ok(());
    }
    let texts = new.iter().filter_map(|value| value.words.as_ref().or(value.body.as_ref()));
    let (record, new) = (words_of(&field.code), texts.flat_map(|text| words(text)).collect());
    match old {
        [] => replace_words(tx, &record, owner, &BTreeSet::new(), &new),
        _ => replace(tx, &record, owner, &new),
    }
}

fn replace(tx: &mut Tx<'_, '_>, record: &str, owner: Uuid, new: &BTreeSet<String>) -> Result<()> {
    let indexed = tx.scan(SearchWord::BY_RECORD_ID, (record, owner))?;
    let indexed = indexed.iter().map(|word| word.word.clone()).collect();
    replace_words(tx, record, owner, &indexed, new)
}

/// The first data step: the words of texts that were written when only those of searched fields were kept, and not by field.
pub(crate) fn index_all(tx: &mut Tx<'_, '_>) -> Result<()> {
    let sql = format!(
        "SELECT v.owner, v.field, f.code, coalesce(v.words, v.body) FROM custom_value v \
         JOIN custom_field f ON f.id = v.field AND f.kind IN ('text', 'long_text') \
         WHERE (v.owner, v.field) > ($1, $2) ORDER BY v.owner, v.field LIMIT {STEP}"
    );
    let mut last = [Value::Id(Uuid::nil()), Value::Id(Uuid::nil())];
    loop {
        let rows = tx.session().query(&sql, &last)?;
        let mut texts: Vec<(String, Uuid, String)> = Vec::new();
        for row in &rows {
            let mut values = row.iter().cloned();
            last = [values.next(), values.next()].map(|value| value.unwrap_or(Value::Null));
            let owner = field(Some(last[0].clone()))?;
            texts.push((words_of(&field::<String>(values.next())?), owner, field(values.next())?));
        }
        tx.load(|read| {
            for (record, owner, _) in &texts {
                read.scan(SearchWord::BY_RECORD_ID, (record.as_str(), *owner)).ok();
            }
        })?;
        for (record, owner, text) in &texts {
            replace(tx, record, *owner, &words(text).collect())?;
        }
        if rows.len() < STEP {
            return Ok(());
        }
    }
}

//! What a custom field must be like: in itself, and for the values that rows have in it already.

use super::computed;
use super::field::CustomField;
use super::kind::{CustomKind, Reading, TEXT};
use super::value::Stored;
use crate::errors;
use command::{Definitions, Tx};
use kernel::errors::{control_character, no_such, required};
use kernel::{FieldErrors, Result, code_key};
use std::collections::BTreeMap;
use store::{Read, Value};
use uuid::Uuid;

/// The most words of a choice.
const WORDS: usize = 200;

/// Refuses a field, changed from `before`, that is wrong; puts bounds into the form that values have.
pub(super) fn check(field: &mut CustomField, before: Option<&CustomField>, tx: &mut Tx<'_, '_>) -> Result<()> {
    let mut errors = FieldErrors::default();
    match before {
        Some(before) if before.code != field.code => return Err(errors::stays().at("code")),
        Some(before) => keep_values(field, before, tx, &mut errors)?,
        None => field.take_place(tx)?,
    }
    if before.is_none_or(|before| before.label != field.label) {
        errors.check_at("label", check_label(field, tx))?;
    }
    if before.is_none_or(|before| before.choices != field.choices) {
        errors.check_at("choices", check_choices(field))?;
    }
    let definitions = tx.definitions();
    check_parts(field, definitions, &mut errors);
    let mut read = Reading { session: tx.session(), definitions, owner: Uuid::nil() };
    check_bounds(field, &mut read, &mut errors)?;
    if errors.is_empty() {
        errors.check_at("preset", field.preset(&mut read))?;
        errors.check_at("formula", computed::check(field, tx))?;
    }
    if let (true, Some(before)) = (errors.is_empty(), before)
        && let Some(label) = computed::spoiled(field, tx)?
    {
        errors.add(changed(field, before), errors::formula_reads_it(label));
    }
    errors.finish()
}

/// The field by which a change spoils formulas of others.
fn changed(field: &CustomField, before: &CustomField) -> &'static str {
    match () {
        () if field.is_active != before.is_active => "is_active",
        () if field.kind != before.kind => "kind",
        () if field.choices != before.choices => "choices",
        () => "formula",
    }
}

/// Refuses what would take their meaning from values that rows have. Bounds may change: like whether a value is required, they are for
/// what is given from then on.
fn keep_values(field: &CustomField, before: &CustomField, tx: &mut Tx<'_, '_>, errors: &mut FieldErrors) -> Result<()> {
    let other_kind = before.kind != field.kind;
    let changed = match () {
        () if other_kind => Some("kind"),
        () if before.target != field.target => Some("target"),
        // Values that rows have would no longer be shown.
        () if before.formula.is_none() && field.formula.is_some() => Some("formula"),
        () => None,
    };
    if let Some(name) = changed
        && crate::is_referenced(tx, field, |_| true)?
    {
        errors.add(name, errors::has_values());
        return Ok(());
    }
    let is_left = |word: &str| field.choices().any(|(left, _)| left == word);
    let mut needed = Vec::new();
    for (word, _) in before.choices().filter(|(word, _)| !is_left(word)) {
        let sql = "SELECT 1 FROM custom_value WHERE field = $1 AND words = $2 LIMIT 1";
        if !tx.query(sql, &[Value::Id(field.id.uuid()), Value::Text(word.to_owned())])?.is_empty() {
            needed.push(word);
        }
    }
    if !needed.is_empty() {
        errors.add("choices", errors::choices_in_use(needed.join(", ")));
    }
    Ok(())
}

/// Refuses a label that another field of the list has: as heads of a workbook they could not be told apart.
fn check_label(field: &CustomField, tx: &mut Tx<'_, '_>) -> Result<()> {
    let key = code_key(&field.label);
    let resource = tx.definitions().resource(&field.resource);
    let columns = resource.into_iter().flat_map(|resource| resource.table.columns);
    let of_list = columns.filter(|column| crate::json::shown(column)).any(|column| code_key(column.label) == key);
    let others = tx.scan(CustomField::BY_RESOURCE, field.resource.as_str())?;
    let of_company = others.iter().any(|other| other.id != field.id && code_key(&other.label) == key);
    if of_list || of_company { Err(errors::label_taken(&field.label)) } else { Ok(()) }
}

/// Refuses words that could not be told apart, or not be written in a list of several.
fn check_choices(field: &CustomField) -> Result<()> {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (n, (word, label)) in field.choices().enumerate() {
        if word.is_empty() || label.is_empty() {
            return Err(errors::no_word());
        }
        if word.contains(char::is_control) {
            return Err(control_character());
        }
        if word.contains(',') {
            return Err(errors::comma(word));
        }
        if word.chars().count() > TEXT {
            return Err(errors::long_word(TEXT));
        }
        // In a file, a choice may be named by its label, too.
        for name in [word, label] {
            if known.insert(code_key(name), n).is_some_and(|other| other != n) {
                return Err(errors::twice(name));
            }
        }
        if n == WORDS {
            return Err(errors::too_many_words(WORDS));
        }
    }
    Ok(())
}

/// Refuses what a kind of field does not have, and asks for what it needs.
fn check_parts(field: &CustomField, definitions: &Definitions, errors: &mut FieldErrors) {
    match matches!(field.kind, CustomKind::Choice | CustomKind::Choices) {
        true if field.choices().next().is_none() => errors.add("choices", required()),
        false if field.choices.is_some() => errors.add("choices", errors::not_of_this_kind()),
        _ => {}
    }
    match (field.kind == CustomKind::Relation, field.target.as_deref()) {
        (true, None) => errors.add("target", required()),
        (true, Some(plural)) if definitions.resource(plural).is_none() => {
            errors.add("target", no_such("list", plural));
        }
        (false, Some(_)) => errors.add("target", errors::not_of_this_kind()),
        _ => {}
    }
    if field.formula.is_some() {
        if !computed::is_computable(field.kind) {
            errors.add("formula", errors::not_of_this_kind());
        }
        let given =
            [("least", field.least.is_some()), ("most", field.most.is_some()), ("preset", field.preset.is_some())];
        let given = given.into_iter().chain([("is_required", field.is_required), ("is_searched", field.is_searched)]);
        for (name, _) in given.filter(|(_, is_given)| *is_given) {
            errors.add(name, errors::is_computed());
        }
    }
    if field.is_searched && !field.kind.has_words() {
        errors.add("is_searched", errors::not_of_this_kind());
    }
    if field.is_required && field.kind == CustomKind::File {
        errors.add("is_required", errors::file_comes_later());
    }
}

/// Refuses bounds that are no values, or that no value lies between.
fn check_bounds(field: &mut CustomField, read: &mut Reading<'_, '_>, errors: &mut FieldErrors) -> Result<()> {
    let mut bound = |name: &str, text: Option<&str>| -> Result<Option<(Stored, String)>> {
        let Some(text) = text else { return Ok(None) };
        let Some(stored) = errors.check_at(name, field.bound(text, read))? else { return Ok(None) };
        let shown = field.show_one(&stored, read)?.as_str().unwrap_or(text).to_owned();
        Ok(Some((stored, shown)))
    };
    let (least, most) = (bound("least", field.least.as_deref())?, bound("most", field.most.as_deref())?);
    if let (Some((least, _)), Some((most, _))) = (&least, &most)
        && least > most
    {
        errors.add("most", errors::below_least());
    }
    field.least = least.map(|(_, shown)| shown).or_else(|| field.least.take());
    field.most = most.map(|(_, shown)| shown).or_else(|| field.most.take());
    Ok(())
}

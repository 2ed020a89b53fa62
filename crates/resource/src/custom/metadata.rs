//! Custom fields as screens and imports need them.

use super::filter::operators;
use super::kind::{LONG_TEXT, TEXT};
use super::{CUSTOM, CustomField, CustomKind};
use crate::custom::Fields;
use command::{Choice, FieldMeta, ListColumn};
use kernel::Result;
use serde_json::Value as Json;
use store::{Session, field};

/// The custom fields of the list at `/plural/`.
pub(crate) fn metadata(session: &mut Session<'_>, plural: &str) -> Result<Vec<FieldMeta>> {
    Ok(Fields::of(session, plural)?.0.iter().map(|field| of_field(field)).collect())
}

/// What changes with any custom field of the company.
pub(crate) fn version(session: &mut Session<'_>) -> Result<Option<String>> {
    let sql = "SELECT count(*), coalesce(max(changed_seq), 0) FROM custom_field";
    let mut row = session.query(sql, &[])?.pop().unwrap_or_default().into_iter();
    let (count, last): (i64, i64) = (field(row.next())?, field(row.next())?);
    Ok((count > 0).then(|| format!("{last}-{count}")))
}

fn of_field(field: &CustomField) -> FieldMeta {
    let bound = |bound: &Option<String>| bound.clone().map(Json::String);
    let choice = |(word, label): (&str, &str)| Choice { value: word.to_owned(), label: label.to_owned() };
    let (kind, max) = match field.kind {
        CustomKind::Text => ("text", Some(TEXT.into())),
        CustomKind::LongText => ("long_text", Some(LONG_TEXT.into())),
        CustomKind::Number => ("number", bound(&field.most)),
        CustomKind::Money => ("money", bound(&field.most)),
        CustomKind::Quantity => ("quantity", bound(&field.most)),
        CustomKind::Date => ("date", bound(&field.most)),
        CustomKind::Time => ("time", bound(&field.most)),
        CustomKind::Boolean => ("boolean", None),
        CustomKind::Choice | CustomKind::Choices => ("choice", None),
        CustomKind::Relation => ("reference", None),
        CustomKind::File => ("file", None),
    };
    let is_number = matches!(field.kind, CustomKind::Number | CustomKind::Money | CustomKind::Quantity);
    let meta = FieldMeta {
        name: format!("{CUSTOM}.{}", field.name),
        label: field.label.clone(),
        help: field.help.clone().unwrap_or_default(),
        r#type: kind,
        read_only: field.formula.is_some(),
        many: field.kind == CustomKind::Choices,
        to: field.target.clone(),
        choices: field.choices().map(choice).collect(),
        min: bound(&field.least),
        max,
        default: field.preset.as_deref().map(|text| field.json_of(text)),
        nullable: !field.is_required,
        required: field.is_required && field.preset.is_none(),
        filter: operators(field).map(|operator| operator.suffix.trim_start_matches('_')).collect(),
        align: is_number.then_some("end"),
        currency: (field.kind == CustomKind::Money).then_some("company"),
        unit: field.unit.clone(),
        ..FieldMeta::default()
    };
    let list = ListColumn { width: meta.width(), shown: field.is_listed };
    FieldMeta { list: (field.kind != CustomKind::LongText).then_some(list), ..meta }
}

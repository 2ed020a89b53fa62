//! Filters of a list: by its columns, and by those of the rows that they refer to.

use crate::conditions::{Sql, within_scope};
use crate::custom::custom_name;
use crate::errors;
use crate::json::{self, from_text, reading};
use crate::list::{KNOWN, bad, require_visible};
use command::{QueryContext, ResourceDefinition, Scope};
use kernel::{Error, Kind, Result, tidy};
use std::collections::BTreeSet;
use store::{Column, FieldKind, Prefetch, Read, Session, Table, Value};

pub(crate) const MAX_IN: usize = 100;

/// How a filter compares a column with its values.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Compare {
    /// It lies on this side of the value, as SQL writes it.
    Bound(&'static str),
    /// It is one of the values.
    AnyOf,
    /// It is none of the values, or absent.
    NoneOf,
    /// The text is somewhere in it.
    Contains,
    /// It is absent, or it is not.
    IsNull,
}

/// A filter that a column may have.
pub(crate) struct Operator {
    /// What follows the name of the column.
    pub(crate) suffix: &'static str,
    pub(crate) compare: Compare,
    /// What follows the label of the column in a sentence that says which rows are left.
    pub(crate) words: &'static str,
}

const OPERATORS: [Operator; 10] = [
    Operator { suffix: "", compare: Compare::AnyOf, words: "= this value" },
    Operator { suffix: "__gte", compare: Compare::Bound(">="), words: ">= this value" },
    Operator { suffix: "__lte", compare: Compare::Bound("<="), words: "<= this value" },
    Operator { suffix: "__gt", compare: Compare::Bound(">"), words: "> this value" },
    Operator { suffix: "__lt", compare: Compare::Bound("<"), words: "< this value" },
    Operator { suffix: "__in", compare: Compare::AnyOf, words: "is one of these values, by commas" },
    Operator { suffix: "__ne", compare: Compare::NoneOf, words: "is another value, or absent" },
    Operator { suffix: "__not_in", compare: Compare::NoneOf, words: "is none of these values, by commas, or absent" },
    Operator {
        suffix: "__contains",
        compare: Compare::Contains,
        words: "has this text somewhere in it, in any case; accents count",
    },
    Operator { suffix: "__isnull", compare: Compare::IsNull, words: "is absent; with false, it is not" },
];

impl Operator {
    /// Whether it takes several values.
    pub(crate) fn is_list(&self) -> bool {
        matches!(self.suffix, "__in" | "__not_in")
    }

    /// Whether it takes a truth value, whatever the kind of the column.
    pub(crate) fn is_question(&self) -> bool {
        self.compare == Compare::IsNull
    }
}

/// The filters by `column`. Only what has an order can be compared with a bound, and a truth value has no third one to ask for.
pub(crate) fn operators(column: &Column) -> impl Iterator<Item = &'static Operator> {
    let ordered = column.reference.is_none()
        && !matches!(column.kind, FieldKind::Bool | FieldKind::Choice(_) | FieldKind::Id | FieldKind::Bytes);
    operators_of(column.kind, ordered, column.nullable)
}

/// The filters by values of a kind.
pub(crate) fn operators_of(
    kind: FieldKind,
    is_ordered: bool,
    nullable: bool,
) -> impl Iterator<Item = &'static Operator> {
    OPERATORS.iter().filter(move |operator| match operator.compare {
        Compare::Bound(_) => is_ordered,
        Compare::AnyOf | Compare::NoneOf => operator.suffix.is_empty() || kind != FieldKind::Bool,
        Compare::Contains => kind == FieldKind::Text,
        Compare::IsNull => nullable,
    })
}

pub(crate) fn is_bound(parameter: &str, column: &str) -> bool {
    let suffix = parameter.strip_prefix(column.trim_start_matches('-'));
    OPERATORS.iter().any(|known| matches!(known.compare, Compare::Bound(_)) && suffix == Some(known.suffix))
}

/// A filter as a request asks for it.
struct Asked<'a> {
    /// The name of the parameter.
    name: &'a str,
    relation: Option<Relation>,
    column: &'static Column,
    operator: &'static Operator,
    texts: Vec<&'a str>,
}

impl<'a> Asked<'a> {
    fn of(definition: &ResourceDefinition, context: &QueryContext, name: &'a str, text: &'a str) -> Result<Asked<'a>> {
        let (field, suffix) = split(name);
        let column = filtered(definition, field).ok_or_else(|| unknown_parameter(definition, name))?;
        require_visible(context, column)?;
        let own = operators(column).find(|operator| operator.suffix == suffix);
        let (relation, column, operator) = match own {
            Some(operator) => (None, column, operator),
            None => related(context, column, name, suffix)?,
        };
        let texts: Vec<&str> = if operator.is_list() { text.split(',').collect() } else { vec![text] };
        if texts.len() > MAX_IN {
            return Err(bad(name, format!("{name} takes at most {MAX_IN} values.")));
        }
        Ok(Asked { name, relation, column, operator, texts })
    }

    fn filter(self, session: &mut Session<'_>, table: &'static Table) -> Result<Filter> {
        let Asked { name, relation, column, operator, texts } = self;
        let values = match (operator.compare, &texts[..]) {
            (Compare::Contains, [text]) => patterns(column, name, text)?,
            (Compare::IsNull, ["true"]) => vec![Value::Bool(true)],
            (Compare::IsNull, ["false"]) => vec![Value::Bool(false)],
            (Compare::IsNull, _) => return Err(bad(name, format!("{name} is true or false."))),
            _ => texts.iter().map(|text| filter_value(session, column, name, text)).collect::<Result<_>>()?,
        };
        let filter = match (operator.compare, column.kind) {
            // An index finds the other words.
            (Compare::NoneOf, FieldKind::Choice(words)) if relation.is_none() && !column.nullable => {
                let others = words.iter().map(|word| Value::Text((*word).to_owned()));
                let values = others.filter(|word| !values.contains(word)).collect();
                Filter { relation, column, compare: Compare::AnyOf, values }
            }
            (compare, _) => {
                let table = relation.as_ref().map_or(table, |relation| relation.table);
                Filter { relation, column: table.compared(column), compare, values }
            }
        };
        Ok(filter)
    }
}

/// The filters that a request asks for.
pub(crate) fn filters(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    context: &QueryContext,
) -> Result<Vec<Filter>> {
    let is_filter = |name: &str| !KNOWN.contains(&name) && custom_name(name).is_none();
    let parameters = context.query.iter().filter(|(name, _)| is_filter(name));
    let asked = parameters.map(|(name, text)| Asked::of(definition, context, name, text));
    let asked: Vec<Asked<'_>> = asked.collect::<Result<_>>()?;
    // All rows that filters name by their codes are loaded at once.
    let now = session.now();
    let mut read = Prefetch::new(session.set, now);
    for Asked { column, texts, .. } in asked.iter().filter(|asked| !asked.operator.is_question()) {
        for (reference, text) in texts.iter().filter_map(|text| Some((column.reference?, text))) {
            (reference.request)(&mut read, text).ok();
        }
    }
    session.load_requested()?;
    asked.into_iter().map(|asked| asked.filter(session, definition.table)).collect()
}

/// The name of a column, and what follows it in the name of a parameter.
fn split(name: &str) -> (&str, &str) {
    name.split_at(name.find("__").unwrap_or(name.len()))
}

/// The column called `name`, where rows are filtered by it.
fn filtered(definition: &ResourceDefinition, name: &str) -> Option<&'static Column> {
    definition.table.column(name).filter(|column| definition.filters.contains(&column.name))
}

/// The filter of the parameter `name` by a column of the rows to which `column` refers: `suffix` names it, and maybe how it is compared.
///
/// # Errors
///
/// 400 where there is none, 403 where the user may not see these rows or that column.
fn related(
    context: &QueryContext,
    column: &'static Column,
    name: &str,
    suffix: &str,
) -> Result<(Option<Relation>, &'static Column, &'static Operator)> {
    let resources = context.definitions.serving(column);
    let (field, suffix) = split(suffix.strip_prefix("__").unwrap_or_default());
    let by = resources.first().and_then(|resource| filtered(resource, field));
    let operator = by.and_then(|by| operators(by).find(|operator| operator.suffix == suffix));
    let (Some(by), Some(operator), Some(first)) = (by, operator, resources.first()) else {
        return Err(unknown_operator(column, by, resources.first(), name));
    };
    let table = first.table;
    let mut seen = Vec::new();
    let mut refusal = None;
    for resource in resources {
        match context.viewing(&resource) {
            Ok(grant) => seen.push((resource, grant.scope().clone())),
            Err(error) => refusal = refusal.or(Some(error)),
        }
    }
    if let (true, Some(refusal)) = (seen.is_empty(), refusal) {
        return Err(refusal);
    }
    require_visible(context, by)?;
    Ok((Some(Relation { column, table, seen }), by, operator))
}

/// A condition on one column of the list, or of the rows to which one of its columns refers.
pub(crate) struct Filter {
    pub(crate) relation: Option<Relation>,
    column: &'static Column,
    compare: Compare,
    values: Vec<Value>,
}

impl Filter {
    pub(crate) fn is_equality(&self) -> bool {
        self.relation.is_none() && self.compare == Compare::AnyOf && self.values.len() == 1
    }

    pub(crate) fn is_on(&self, column: &Column) -> bool {
        self.relation.is_none() && self.column.name == column.name
    }

    /// Whether it leaves many rows as a rule, so that no index over its column finds them faster than one over another filter.
    pub(crate) fn is_coarse(&self) -> bool {
        match self.compare {
            Compare::NoneOf | Compare::Contains => true,
            Compare::IsNull => self.values == [Value::Bool(false)],
            _ => matches!(self.column.kind, FieldKind::Bool | FieldKind::Choice(_)),
        }
    }

    pub(crate) fn push(&self, sql: &mut Sql, hidden: bool) {
        sql.and();
        match &self.relation {
            None => self.push_comparison(sql, "t", self.compare, hidden),
            Some(relation) => self.push_relation(sql, relation, hidden),
        }
    }

    /// A row that refers to none is none of those that are meant, and thus one of the others.
    fn push_relation(&self, sql: &mut Sql, relation: &Relation, hidden: bool) {
        let (by, table) = (relation.column.name, relation.table.name);
        let is_negative = self.compare == Compare::NoneOf;
        let compare = if is_negative { Compare::AnyOf } else { self.compare };
        match (hidden, is_negative) {
            // One look for each row that is walked, of which no database makes a join.
            (true, _) => {
                let found = if is_negative { "FALSE" } else { "TRUE" };
                sql.push(&format!("coalesce((SELECT {found} FROM {table} r WHERE r.id = t.{by} AND "));
            }
            (false, false) => sql.push(&format!("(t.{by} IN (SELECT r.id FROM {table} r WHERE ")),
            (false, true) => sql.push(&format!("(t.{by} IS NULL OR t.{by} NOT IN (SELECT r.id FROM {table} r WHERE ")),
        }
        relation.push_seen(sql);
        sql.push(" AND ");
        self.push_comparison(sql, "r", compare, false);
        sql.push(match (hidden, is_negative) {
            (false, _) => "))",
            (true, false) => "), FALSE)",
            (true, true) => "), TRUE)",
        });
    }

    fn push_comparison(&self, sql: &mut Sql, row: &str, compare: Compare, hidden: bool) {
        let name = format!("{row}.{}", self.column.name);
        let shown = if hidden { format!("coalesce({name}, {name})") } else { name.clone() };
        match (compare, &self.values[..]) {
            (Compare::Bound(sign), [value]) => {
                sql.push(&format!("{shown} {sign} "));
                self.push_value(sql, value);
            }
            (Compare::AnyOf, [value]) => {
                sql.push(&format!("{shown} = "));
                self.push_value(sql, value);
            }
            (Compare::NoneOf, values) => {
                sql.push(&format!("({name} NOT"));
                self.push_list(sql, values);
                sql.push(&format!(" OR {name} IS NULL)"));
            }
            (Compare::Contains, patterns) => push_contains(sql, &name, patterns),
            (Compare::IsNull, [Value::Bool(false)]) => sql.push(&format!("{shown} IS NOT NULL")),
            (Compare::IsNull, _) => sql.push(&format!("{shown} IS NULL")),
            (_, values) => {
                sql.push(&shown);
                self.push_list(sql, values);
            }
        }
    }

    fn push_list(&self, sql: &mut Sql, values: &[Value]) {
        // Nothing is one of no values.
        sql.push(if values.is_empty() { " IN (NULL" } else { " IN (" });
        for (n, value) in values.iter().enumerate() {
            sql.push(if n == 0 { "" } else { ", " });
            self.push_value(sql, value);
        }
        sql.push(")");
    }

    /// A choice stands in the text, like a truth value, so that an index over part of a table can serve it: it is one of the
    /// words of the definition.
    fn push_value(&self, sql: &mut Sql, value: &Value) {
        match (self.column.kind, value) {
            (FieldKind::Choice(_), Value::Text(word)) => sql.push(&format!("'{word}'")),
            _ => sql.arg(value.clone()),
        }
    }
}

/// The rows to which a column of the list refers, as far as the user sees them.
#[derive(Clone)]
pub(crate) struct Relation {
    column: &'static Column,
    table: &'static Table,
    /// The resources that show them, each with the scope in which the user may view it.
    seen: Vec<(ResourceDefinition, Scope)>,
}

impl Relation {
    /// The condition that the user sees the row `r`.
    fn push_seen(&self, sql: &mut Sql) {
        for (n, (resource, scope)) in self.seen.iter().enumerate() {
            sql.push(if n == 0 { "(" } else { " OR " });
            sql.push(&resource.role.map_or("TRUE".to_owned(), |role| format!("r.{role} = TRUE")));
            within_scope(sql, "r", resource, scope);
        }
        sql.push(")");
    }
}

/// The condition that the column called `name` is like one of these [`patterns`].
pub(crate) fn push_contains(sql: &mut Sql, name: &str, patterns: &[Value]) {
    for (n, pattern) in patterns.iter().enumerate() {
        sql.push(&format!("{}lower({name}) LIKE ", if n == 0 { "(" } else { " OR " }));
        sql.arg(pattern.clone());
        sql.push(" ESCAPE '!'");
    }
    sql.push(")");
}

/// What the column must be like to have `text` in it. `lower` and `LIKE` know the case of ASCII letters only, on both databases alike, so
/// that other letters are looked for in small letters, in capitals and with a capital at the beginning of every word.
fn patterns(column: &Column, name: &str, text: &str) -> Result<Vec<Value>> {
    let text = if column.key.is_some() { kernel::code_key(text) } else { tidy(text) };
    patterns_of(name, &text, column.max)
}

pub(crate) fn patterns_of(name: &str, text: &str, max: usize) -> Result<Vec<Value>> {
    if text.is_empty() || text.contains('\0') || text.chars().count() > max {
        return Err(bad(name, format!("{name} needs a text of 1 to {max} characters.")));
    }
    let mut capitals = String::new();
    for letter in text.chars() {
        match capitals.chars().next_back().filter(|before| before.is_alphanumeric()) {
            Some(_) => capitals.extend(letter.to_lowercase()),
            None => capitals.extend(letter.to_uppercase()),
        }
    }
    let forms = [text.to_lowercase(), text.to_uppercase(), capitals].map(|text| text.to_ascii_lowercase());
    let escaped = |text: String| text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let forms: BTreeSet<String> = forms.into_iter().map(escaped).collect();
    Ok(forms.into_iter().map(|text| Value::Text(format!("%{text}%"))).collect())
}

/// The value that the column is compared with.
fn filter_value(session: &mut Session<'_>, column: &Column, name: &str, text: &str) -> Result<Value> {
    match json::parse(column, &from_text(column, text), None, &mut reading(session)) {
        Ok(Value::Null) => Err(bad(name, format!("{name} needs a value."))),
        Err(error) if error.kind == Kind::Invalid => {
            Err(bad(name, format!("{name}: {}.", error.detail().trim_end_matches('.'))))
        }
        Ok(value) if column.key.is_some() => Ok(store::key_value(value)),
        other => other,
    }
}

fn unknown_parameter(definition: &ResourceDefinition, name: &str) -> Error {
    let filters = definition.filters.join(", ");
    errors::unknown_parameter(name, KNOWN.join(", "), filters).blame(name, errors::not_known())
}

/// `by` is the column of the referenced rows that the name tells, and `resource` what serves these rows.
fn unknown_operator(column: &Column, by: Option<&Column>, resource: Option<&ResourceDefinition>, name: &str) -> Error {
    let of = |prefix: String, column: &Column| -> Vec<String> {
        operators(column).map(|operator| format!("{prefix}{}", operator.suffix)).collect()
    };
    let known = match by {
        Some(by) => of(format!("{}__{}", column.name, by.name), by),
        None => {
            let filters = resource.map(|resource| resource.filters).unwrap_or_default();
            let related = filters.iter().map(|filter| format!("{}__{filter}", column.name));
            of(column.name.to_owned(), column).into_iter().chain(related).collect()
        }
    };
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    errors::no_such_parameter(name, known).blame(name, errors::not_known())
}

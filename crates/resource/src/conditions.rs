//! Which rows of a list are asked for, as SQL: role, scope, filters and search. Identifiers come only from definitions and
//! everything a client typed is a parameter.

use crate::custom::{self, CustomFilter, Fields};
use crate::filters::{Filter, filters};
use crate::list::{MAX_COUNT, bad, number_of};
use crate::search_index::words;
use command::{PARTY_TABLE, QueryContext, ResourceDefinition, SITE_TABLE, Scope};
use kernel::{Result, tidy};
use store::{Column, Row, Session, Table, Value};
use uuid::Uuid;

/// A statement and its parameters.
#[derive(Clone, Default)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) args: Vec<Value>,
}

impl Sql {
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A parameter; a truth value stands in the text, so that an index over part of a table can serve it.
    pub(crate) fn arg(&mut self, value: Value) {
        if let Value::Bool(yes) = value {
            return self.push(if yes { "TRUE" } else { "FALSE" });
        }
        self.args.push(value);
        self.text.push_str(&format!("${}", self.args.len()));
    }

    /// Begins another condition.
    pub(crate) fn and(&mut self) {
        self.push(if self.text.is_empty() { " WHERE " } else { " AND " });
    }
}

/// Which rows of a list are asked for.
pub(crate) struct Conditions {
    /// Role, scope and search.
    fixed: Sql,
    filters: Vec<Filter>,
    custom: Vec<CustomFilter>,
    /// Whether other tables than that of the list say which rows are meant.
    pub(crate) reads_others: bool,
    /// Whether nothing but role and filters of columns say it, so that rows which an index holds in order are read along it.
    pub(crate) need_no_sort: bool,
}

impl Conditions {
    /// What a request asks for; an unknown parameter is a 400 that names the known ones.
    pub(crate) fn of(
        session: &mut Session<'_>,
        definition: &ResourceDefinition,
        context: &QueryContext,
    ) -> Result<Conditions> {
        let mut fixed = Sql::default();
        if let Some(role) = definition.role {
            fixed.and();
            fixed.push(&format!("t.{role} = "));
            fixed.arg(Value::Bool(true));
        }
        within_scope(&mut fixed, "t", definition, context.grant().scope());
        let filters = filters(session, definition, context)?;
        let search = context.query.get("search").map(|text| tidy(text)).filter(|text| !text.is_empty());
        match &search {
            Some(_) if definition.search().next().is_none() => {
                return Err(bad("search", "This list cannot be searched.".to_owned()));
            }
            Some(text) if definition.document.is_some() => {
                matching_document(&mut fixed, session, definition.table, text)?;
            }
            Some(text) => matching(&mut fixed, session, definition, text)?,
            None => {}
        }
        let custom = custom::filters(session, definition, context)?;
        let reads_others =
            search.is_some() || !custom.is_empty() || filters.iter().any(|filter| filter.relation.is_some());
        let need_no_sort = !reads_others && *context.grant().scope() == Scope::All;
        Ok(Conditions { fixed, filters, custom, reads_others, need_no_sort })
    }

    /// ` WHERE …`; the database chooses the index.
    pub(crate) fn sql(&self) -> Sql {
        self.hiding(|_| false, false)
    }

    /// ` WHERE …` in a form in which the database chooses an index over a filter that leaves few rows, if there is such a filter:
    /// SQLite keeps no statistics and would take a truth value for as good.
    pub(crate) fn selective(&self) -> Sql {
        let mut filters = self.filters.iter();
        let has_better = filters.any(|filter| !filter.is_coarse()) || self.custom.iter().any(CustomFilter::is_few);
        self.hiding(|filter| has_better && filter.is_coarse(), false)
    }

    /// ` WHERE …` in a form in which no index over a filtered column serves, but for that over `ordered`: the database then walks an
    /// index in the order of that column.
    pub(crate) fn walked(&self, ordered: &Column) -> Sql {
        self.hiding(|filter| !filter.is_on(ordered), true)
    }

    /// ` WHERE …` in a form in which no index over a filtered column serves: the database reads the whole table.
    pub(crate) fn scanned(&self) -> Sql {
        self.hiding(|_| true, false)
    }

    /// What is counted of `table`: what its rows are read from, and ` WHERE …`. Of a custom field that very many rows have, the values are
    /// counted.
    pub(crate) fn counted(&self, table: &Table, rows: Sql) -> (String, Sql) {
        match &self.custom[..] {
            [filter] if self.filters.is_empty() && filter.has_many_rows_once() => {
                let mut sql = self.fixed.clone();
                filter.push_joined(&mut sql);
                (format!("custom_value v CROSS JOIN {} t", table.name), sql)
            }
            _ => (format!("{} t", table.name), rows),
        }
    }

    /// The number of rows, up to one more than [`MAX_COUNT`], where that is the number of values of a custom field that was counted.
    pub(crate) fn known_count(&self) -> Option<i64> {
        match &self.custom[..] {
            [filter] if self.filters.is_empty() && self.fixed.text.is_empty() => filter.rows(),
            _ => None,
        }
    }

    fn hiding(&self, hidden: impl Fn(&Filter) -> bool, walked: bool) -> Sql {
        let mut sql = self.fixed.clone();
        for filter in &self.filters {
            filter.push(&mut sql, hidden(filter));
        }
        for filter in &self.custom {
            filter.push(&mut sql, walked);
        }
        sql
    }

    /// Whether an index holds the rows in the order of `ordered`: every filter is one value or bounds that column, and an index
    /// over filter and order exists for the list's usual order only.
    pub(crate) fn are_ordered_by(&self, ordered: &Column, is_usual: bool) -> bool {
        let mut filters = self.filters.iter();
        self.custom.is_empty() && filters.all(|filter| filter.is_on(ordered) || is_usual && filter.is_equality())
    }
}

/// Adds the condition that `row` lies within `scope`. Without a column that says to which owner a row belongs, none does.
pub(crate) fn within_scope(sql: &mut Sql, row: &str, definition: &ResourceDefinition, scope: &Scope) {
    let (table, owners): (_, Vec<Uuid>) = match scope {
        Scope::All => return,
        Scope::Sites(sites) => (SITE_TABLE, sites.iter().copied().collect()),
        Scope::Party(party) => (PARTY_TABLE, vec![*party]),
    };
    sql.and();
    let Some(column) = definition.owner(table).filter(|_| !owners.is_empty()) else {
        return sql.push("FALSE");
    };
    sql.push(&format!("{row}.{} IN (", column.name));
    for (n, owner) in owners.into_iter().enumerate() {
        sql.push(if n == 0 { "" } else { ", " });
        sql.arg(Value::Id(owner));
    }
    sql.push(")");
}

/// Adds the condition that a row has, for every word of `text`, a word that begins with it, in its columns or in a custom field that is
/// searched. Which fields are is asked beside the words of the columns: a list without such fields costs no further round trip.
fn matching(sql: &mut Sql, session: &mut Session<'_>, definition: &ResourceDefinition, text: &str) -> Result<()> {
    let words: Vec<String> = words(text).collect();
    if words.is_empty() {
        sql.and();
        sql.push("FALSE");
        return Ok(());
    }
    let mut records = vec![definition.table.name.to_owned()];
    let fields = Fields::select(definition.plural);
    let (mut numbers_found, fields) = numbers_beside(session, selections(&records, &words), Some(&fields))?;
    let searched: Vec<String> = custom::searched(&Fields::of_rows(fields)?).collect();
    if !searched.is_empty() {
        records.extend(searched);
        numbers_found = numbers(session, selections(&records, &words))?;
    }
    for (word, few) in words.iter().zip(are_few(numbers_found)) {
        sql.and();
        sql.push(if few { "t.id IN (" } else { "EXISTS (" });
        has_word(sql, &records, word);
        sql.push(if few { ")" } else { " AND w.id = t.id)" });
    }
    Ok(())
}

/// The rows that have each of these `words` in one of these `records`.
fn selections(records: &[String], words: &[String]) -> Vec<Sql> {
    let selection = |word: &String| {
        let mut selection = Sql::default();
        has_word(&mut selection, records, word);
        selection
    };
    words.iter().map(selection).collect()
}

fn has_word(sql: &mut Sql, records: &[String], word: &str) {
    sql.push("SELECT w.id FROM search_word w WHERE ");
    begins_with_word(sql, records, word.to_owned());
}

/// The condition that `w` is a word, beginning with `word`, of one of these `records`.
fn begins_with_word(sql: &mut Sql, records: &[String], word: String) {
    for (n, record) in records.iter().enumerate() {
        sql.push(if n == 0 { "w.record IN (" } else { ", " });
        sql.arg(Value::Text(record.clone()));
    }
    sql.push(") AND ");
    begins_with(sql, "w.word", word);
}

fn begins_with(sql: &mut Sql, column: &str, text: String) {
    sql.push(&format!("{column} >= "));
    sql.arg(Value::Text(text.clone()));
    sql.push(&format!(" AND {column} < "));
    sql.arg(Value::Text(text + "\u{10FFFF}"));
}

/// Whether so many rows are so few that they are looked up. Where there are many, the next row in the list's order that
/// is one of them is never far, so the list is walked.
fn are_few(numbers: Vec<i64>) -> Vec<bool> {
    numbers.into_iter().map(|number| number <= MAX_COUNT).collect()
}

/// The number of rows that each of these selections finds, up to one more than [`MAX_COUNT`].
pub(crate) fn numbers(session: &mut Session<'_>, selections: Vec<Sql>) -> Result<Vec<i64>> {
    Ok(numbers_beside(session, selections, None)?.0)
}

/// [`numbers`], and the rows that `beside` selects, in the same round trip.
fn numbers_beside(
    session: &mut Session<'_>,
    selections: Vec<Sql>,
    beside: Option<&Sql>,
) -> Result<(Vec<i64>, Vec<Row>)> {
    let limit = MAX_COUNT + 1;
    let counts: Vec<String> = selections
        .iter()
        .map(|selection| format!("SELECT count(*) FROM ({} LIMIT {limit}) counted", selection.text))
        .collect();
    let queries = counts.iter().zip(&selections).map(|(sql, selection)| (sql.as_str(), &selection.args[..]));
    let queries: Vec<_> = queries.chain(beside.map(|sql| (sql.text.as_str(), &sql.args[..]))).collect();
    let mut answers = session.query_all(&queries)?;
    let rows = if beside.is_some() { answers.pop().unwrap_or_default() } else { Vec::new() };
    Ok((answers.iter().map(|counted| number_of(counted)).collect::<Result<_>>()?, rows))
}

/// Adds the condition that one of the searched columns of a document begins with `text`, as it is typed, in capitals or in small letters, or that
/// the row which the column references is found by the words of `text`. Documents have no search words of their own, so that posting
/// one writes no rows for them.
fn matching_document(sql: &mut Sql, session: &mut Session<'_>, table: &'static Table, text: &str) -> Result<()> {
    let columns = || table.columns.iter().filter(|column| column.search);
    let select = |sql: &mut Sql| {
        for (n, column) in columns().enumerate() {
            sql.push(&format!("{}SELECT d.id FROM {} d WHERE ", if n == 0 { "" } else { " UNION ALL " }, table.name));
            in_column(sql, "d", column, text);
        }
    };
    let mut selection = Sql::default();
    select(&mut selection);
    let few = are_few(numbers(session, vec![selection])?) == [true];
    sql.and();
    if few {
        sql.push("t.id IN (");
        select(sql);
    } else {
        for (n, column) in columns().enumerate() {
            sql.push(if n == 0 { "(" } else { " OR " });
            in_column(sql, "t", column, text);
        }
    }
    sql.push(")");
    Ok(())
}

fn in_column(sql: &mut Sql, row: &str, column: &Column, text: &str) {
    let name = format!("{row}.{}", column.name);
    sql.push("(");
    match &column.reference {
        None => {
            for (n, text) in [text.to_owned(), text.to_uppercase(), text.to_lowercase()].into_iter().enumerate() {
                sql.push(if n == 0 { "" } else { " OR " });
                begins_with(sql, &name, text);
            }
        }
        Some(reference) => {
            let words: Vec<String> = words(text).collect();
            if words.is_empty() {
                sql.push("FALSE");
            }
            for (n, word) in words.into_iter().enumerate() {
                let and = if n == 0 { "" } else { " AND " };
                sql.push(&format!("{and}{name} IN (SELECT w.id FROM search_word w WHERE "));
                begins_with_word(sql, &[(reference.table)().name.to_owned()], word);
                sql.push(")");
            }
        }
    }
    sql.push(")");
}

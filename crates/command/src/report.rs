//! Reports: queries whose answer is a table too. [`Report`] lays an answer out as rows; every format is made from them.

use crate::feature::require_on;
use crate::input::from_parameters;
use crate::{
    Cell, Definitions, Documentation, Grants, Input, Module, Query, QueryContext, QueryEntry, ReportColumn,
    ReportDefinition, ReportParameter, Scopes, errors,
};
use kernel::{Date, Field, Result, Schema, Shape, ToSchema, defect, label_of};
use money::Currency;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Session, choices};

choices! {
    /// The format of a report.
    pub enum ReportFormat {
        /// The answer as the API documents it.
        Json = "json",
        /// CSV as RFC 4180 defines it, with a header.
        Csv = "csv",
        /// JSON Lines: the rows of the table, one object a line.
        JsonLines = "jsonl",
        /// A workbook, with numbers, dates and sums that a spreadsheet calculates with.
        Xlsx = "xlsx",
    }
}

/// A query whose answer is a table too.
pub trait Report: Query + ToSchema {
    /// Its name for people: `Trial balance`.
    const TITLE: &'static str;
    /// Permissions that it needs beside its own. The query refuses users without them.
    const NEEDS: &'static [&'static str] = &[];
    /// What parameters are where they are left out, see [`ReportParameter::default`].
    const DEFAULTS: &'static [(&'static str, &'static str)] = &[];

    /// Whether its JSON is a page of a list, which is short and waits for no report.
    const IS_LIST: bool = false;
    /// Whether a file is read from one snapshot, because what it shows changes: it is short enough for one read.
    const ONE_SNAPSHOT: bool = false;

    /// Its columns.
    fn columns() -> Vec<ReportColumn>;

    /// The columns behind those, which depend on the answer: one for each branch.
    fn further_columns(_answer: &Self::Output) -> Vec<ReportColumn> {
        Vec::new()
    }

    /// What stands above the table: what the parameters do not say by themselves.
    fn head(read: &mut Session<'_>, answer: &Self::Output) -> Result<ReportHead>;

    /// The rows of an answer, or of one part of a long one.
    fn rows(answer: &Self::Output, part: ReportPart) -> Vec<Row<'_>>;

    /// The next part of the whole report, and whether another follows. Parts are read from different snapshots: the first says what
    /// the report knows, and the others know no more. A report without pages has one part.
    fn next_part(&mut self, read: &mut Session<'_>, context: &QueryContext) -> Result<(Self::Output, bool)> {
        Ok((self.run(read, context)?, false))
    }
}

/// Which part of a report an answer is.
#[derive(Clone, Copy, Debug)]
pub struct ReportPart {
    /// Nothing comes before it.
    pub is_first: bool,
    /// Nothing follows.
    pub is_last: bool,
}

choices! {
    /// What a row of a table is.
    pub enum RowKind {
        /// Begins a group.
        Heading = "heading",
        /// One of those that are summed.
        Line = "line",
        /// A figure that is no part of a sum: an opening balance, a result.
        Figure = "figure",
        /// The sum of the lines of the group that it ends; the sum of all lines where no group is open.
        Total = "total",
    }
}

/// A row of a table: a cell for every column. Cells that are left out at its end are empty.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// What it is.
    pub kind: RowKind,
    /// Its cells. The summed columns of a total are left empty: whoever writes it adds up the lines.
    pub cells: Vec<Cell<'a>>,
}

impl<'a> Row<'a> {
    /// A line.
    pub fn line(cells: impl Into<Vec<Cell<'a>>>) -> Row<'a> {
        Row { kind: RowKind::Line, cells: cells.into() }
    }

    /// The beginning of a group.
    pub fn heading(cells: impl Into<Vec<Cell<'a>>>) -> Row<'a> {
        Row { kind: RowKind::Heading, cells: cells.into() }
    }

    /// A figure that is no part of a sum.
    pub fn figure(cells: impl Into<Vec<Cell<'a>>>) -> Row<'a> {
        Row { kind: RowKind::Figure, cells: cells.into() }
    }

    /// The end of a group, or the total of all.
    pub fn total(cells: impl Into<Vec<Cell<'a>>>) -> Row<'a> {
        Row { kind: RowKind::Total, cells: cells.into() }
    }
}

/// What stands above a table, and in the name of its file.
#[derive(Clone, Debug, Default)]
pub struct ReportHead {
    /// The name of the company; empty where it is not told.
    pub company: String,
    /// The currency of all amounts, if they have one.
    pub currency: Option<Currency>,
    /// The first day; none where it begins with the books.
    pub from: Option<Date>,
    /// The last day; none where it has no dates.
    pub to: Option<Date>,
    /// What else a reader has to know: a label and a text.
    pub facts: Vec<(String, String)>,
}

impl ReportHead {
    /// The same with one more fact.
    #[must_use]
    pub fn fact(mut self, label: &str, text: impl ToString) -> ReportHead {
        self.facts.push((label.to_owned(), text.to_string()));
        self
    }

    /// Adds what else was asked for, where no fact tells it better.
    pub fn add_asked<'a>(&mut self, parameters: impl Iterator<Item = (&'a String, &'a String)>) {
        let asked = parameters.filter(|(name, _)| !NOT_TOLD.contains(&name.as_str()));
        let asked = asked.map(|(name, text)| (label_of(name), text.clone()));
        let untold: Vec<_> = asked.filter(|(label, _)| self.facts.iter().all(|(told, _)| told != label)).collect();
        self.facts.extend(untold);
    }
}

/// A report with the parameters that every report has.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Formatted<R> {
    #[serde(flatten)]
    report: R,
    /// Read before the report is, see `http`: here it is only checked and documented.
    #[serde(rename = "format")]
    _format: Option<ReportFormat>,
    bom: Option<bool>,
    fields: Option<String>,
}

/// The parameter that says which columns a file has.
pub const FILE_FIELDS: &str = "fields";
/// What it means.
pub const FILE_FIELDS_MEANING: &str = "The columns of a file in their order, by commas; all of them where it is left out. Only with a format other than JSON.";

impl<R: ToSchema> ToSchema for Formatted<R> {
    fn schema() -> Schema {
        let mut schema = R::schema();
        if let Shape::Object { fields, .. } = &mut schema.shape {
            let field = |name, schema: Schema, meaning: &'static str| {
                let schema = Schema { nullable: true, ..schema.described(meaning) };
                Field { name, required: false, schema }
            };
            fields.push(field(
                "format",
                ReportFormat::schema(),
                "The format of the answer; as `Accept` says where it is left out, JSON where that says nothing. A file holds every page.",
            ));
            fields.push(field(
                "bom",
                bool::schema(),
                "Whether CSV begins with a byte order mark, by which spreadsheets know that it is UTF-8.",
            ));
            fields.push(field(FILE_FIELDS, String::schema(), FILE_FIELDS_MEANING));
        }
        schema
    }
}

impl<R: Report> Query for Formatted<R> {
    const NAME: &'static str = R::NAME;
    const OPERATION: &'static str = R::OPERATION;
    const SCOPED: bool = R::SCOPED;
    type Output = R::Output;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<R::Output> {
        match self.fields {
            Some(_) => Err(errors::fields_of_files().at(FILE_FIELDS)),
            None => self.report.run(read, context),
        }
    }
}

/// Adds a report to a module: the query that answers JSON, and its table in every other format.
pub fn serve_report<R: Report>(module: &mut Module, path: &str)
where
    R::Output: ToSchema + Send + 'static,
{
    let query = QueryEntry { report: !R::IS_LIST, ..QueryEntry::of::<Formatted<R>>(path) };
    module.reports.push(ReportEntry::of::<R>(&query));
    module.queries.push(query);
}

/// Begins a table for a request.
pub type BeginReport = Box<dyn Fn(&mut Session<'_>, &Input<'_>, QueryContext) -> Result<OpenReport> + Send + Sync>;

/// The table of a report, at the path of the query that answers it as JSON.
pub struct ReportEntry {
    /// What it is.
    pub definition: ReportDefinition,
    begin: BeginReport,
}

impl ReportEntry {
    fn of<R: Report>(query: &QueryEntry) -> ReportEntry
    where
        R::Output: Send + 'static,
    {
        let schema = Formatted::<R>::schema();
        let (in_path, in_query) = match &query.documentation {
            Documentation::Typed(operation) => (operation.path.clone(), operation.query.clone()),
            Documentation::OpenApi { .. } => (Vec::new(), Vec::new()),
        };
        let parameter = |field: Field, is_in_path| {
            let default = R::DEFAULTS.iter().find(|(name, _)| *name == field.name).map(|(_, default)| *default);
            ReportParameter { label: label_of(field.name), field, default, is_in_path }
        };
        let in_path = in_path.into_iter().map(|field| parameter(field, true));
        let definition = ReportDefinition {
            name: ReportDefinition::name_of(&query.path),
            title: R::TITLE.into(),
            about: schema.description().to_owned(),
            path: query.path.clone(),
            operation: R::OPERATION.to_owned(),
            permission: R::NAME,
            needs: R::NEEDS,
            scopes: Scopes::of(R::SCOPED),
            parameters: in_path.chain(in_query.into_iter().map(|field| parameter(field, false))).collect(),
            columns: R::columns(),
            is_list: R::IS_LIST,
        };
        let begin = move |read: &mut Session<'_>, input: &Input<'_>, context: QueryContext| {
            refuse_pages(&context, &PAGING)?;
            let parameters = context.query.iter().chain(&input.path);
            let Formatted { mut report, bom, .. } = from_parameters::<Formatted<R>>(&schema, parameters)?;
            let (answer, has_more) = report.next_part(read, &context)?;
            let mut head = R::head(read, &answer)?;
            head.add_asked(context.query.iter().chain(&input.path));
            let all: Vec<_> = R::columns().into_iter().chain(R::further_columns(&answer)).collect();
            let is_shown: Vec<bool> = all.iter().map(|column| is_shown(column, &context)).collect();
            let columns =
                all.into_iter().zip(&is_shown).filter_map(|(column, shown)| shown.then_some(column)).collect();
            let next = Some((answer, has_more));
            let rows = Box::new(Rows { report, context, is_shown, next, is_first: true });
            Ok(OpenReport {
                title: R::TITLE.into(),
                head,
                columns,
                byte_order_mark: bom.unwrap_or_default(),
                is_one_snapshot: R::ONE_SNAPSHOT,
                has_lines_only: false,
                rows,
            })
        };
        ReportEntry::new(definition, Box::new(begin))
    }

    /// That of a query which is no [`Report`], at the same path.
    pub fn new(definition: ReportDefinition, begin: BeginReport) -> ReportEntry {
        ReportEntry { definition, begin }
    }

    /// `trial-balance_Acme-Ltd_2026-01-01_2026-02-28.xlsx`: what it is, whose, and of which days.
    pub fn file_name(&self, head: &ReportHead, format: ReportFormat) -> String {
        let words = head.company.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let company = words.collect::<Vec<_>>().join("-");
        let days = [head.from, head.to].into_iter().flatten().map(|day| day.to_string());
        let parts = [self.definition.name.clone(), company].into_iter().chain(days);
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        format!("{}.{format}", parts.join("_"))
    }

    /// Begins the report as a table, for a request as [`QueryEntry::answer`] takes it.
    ///
    /// # Errors
    ///
    /// 403 `permission_denied`, `scope_not_supported` or `feature_off`, 400 for a page, and what the query itself refuses.
    pub fn begin(
        &self,
        read: &mut Session<'_>,
        input: &Input<'_>,
        mut query: BTreeMap<String, String>,
        grants: Grants,
        definitions: Arc<Definitions>,
    ) -> Result<OpenReport> {
        let fields = query.remove(FILE_FIELDS);
        let ReportDefinition { path, permission, scopes, .. } = &self.definition;
        let context = QueryContext::new(path.clone(), query, permission, grants, definitions)?;
        context.grant().require_scope_in(*scopes)?;
        require_on(read, &context.definitions, permission)?;
        let report = (self.begin)(read, input, context)?;
        match fields {
            Some(fields) => report.only(&fields),
            None => Ok(report),
        }
    }
}

/// Refuses parameters that ask for a part of what a file has whole.
///
/// # Errors
///
/// 400 `invalid_parameter`.
pub fn refuse_pages(context: &QueryContext, names: &[&str]) -> Result<()> {
    match names.iter().find(|name| context.query.contains_key(**name)) {
        Some(page) => Err(errors::file_has_every_page(page).at(*page)),
        None => Ok(()),
    }
}

/// Parameters that ask for a page.
const PAGING: [&str; 2] = ["cursor", "page_size"];
/// Parameters that are not told above the table: the head tells its days, and the others do not concern what is in it.
const NOT_TOLD: [&str; 6] = ["from", "to", "as_of", "as_known_at", "format", "bom"];

fn is_shown(column: &ReportColumn, context: &QueryContext) -> bool {
    column.view.is_none_or(|permission| context.may(permission))
        && column.when.is_none_or(|parameter| context.query.contains_key(parameter))
}

/// A report whose rows are being read.
pub struct OpenReport {
    /// Its name for people.
    pub title: Cow<'static, str>,
    /// What stands above the table.
    pub head: ReportHead,
    /// The columns that this user sees of what was asked for.
    pub columns: Vec<ReportColumn>,
    /// Whether CSV begins with a byte order mark.
    pub byte_order_mark: bool,
    /// Whether all its parts are read from one snapshot.
    pub is_one_snapshot: bool,
    /// Whether no row is a heading, a figure or a total.
    pub has_lines_only: bool,
    /// What has not been read yet.
    pub rows: Box<dyn NextRows>,
}

/// Takes the rows of a table, each with a cell for every column.
pub type TakeRow<'a> = &'a mut (dyn FnMut(RowKind, &[Cell<'_>]) -> Result<()> + Send);

impl OpenReport {
    /// The same with these columns only, in this order.
    fn only(self, fields: &str) -> Result<OpenReport> {
        let OpenReport { columns, rows, .. } = self;
        let mut places: Vec<usize> = Vec::new();
        for name in fields.split(',') {
            let place = columns.iter().position(|column| column.name == name);
            let place = place.filter(|place| !places.contains(place)).ok_or_else(|| {
                let known: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
                errors::no_such_column(known.join(", ")).at(FILE_FIELDS)
            })?;
            places.push(place);
        }
        let chosen = places.iter().map(|place| columns[*place].clone()).collect();
        Ok(OpenReport { columns: chosen, rows: Box::new(ChosenColumns { rows, places }), ..self })
    }

    /// Hands the rows of the next part to `take`; whether another part follows. Each part may be read from another snapshot, but for
    /// what is read from one: that has one part.
    pub fn next(&mut self, read: &mut Session<'_>, take: TakeRow<'_>) -> Result<bool> {
        while self.rows.next(read, take)? {
            if !self.is_one_snapshot {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Rows with some of their cells, in another order.
struct ChosenColumns {
    rows: Box<dyn NextRows>,
    places: Vec<usize>,
}

impl NextRows for ChosenColumns {
    fn next(&mut self, read: &mut Session<'_>, take: TakeRow<'_>) -> Result<bool> {
        let places = &self.places;
        self.rows.next(read, &mut |kind, cells| {
            let chosen: Vec<Cell<'_>> = places.iter().filter_map(|place| cells.get(*place).copied()).collect();
            take(kind, &chosen)
        })
    }
}

/// The rows of a report that have not been read yet.
pub trait NextRows: Send {
    /// See [`OpenReport::next`].
    fn next(&mut self, read: &mut Session<'_>, take: TakeRow<'_>) -> Result<bool>;
}

struct Rows<R: Report> {
    report: R,
    context: QueryContext,
    /// Of all columns, those that are shown.
    is_shown: Vec<bool>,
    /// The part that was read last and whether another follows, until its rows are taken.
    next: Option<(R::Output, bool)>,
    is_first: bool,
}

impl<R: Report> NextRows for Rows<R>
where
    R::Output: Send,
{
    fn next(&mut self, read: &mut Session<'_>, take: TakeRow<'_>) -> Result<bool> {
        let (answer, has_more) = match self.next.take() {
            Some(read_before) => read_before,
            None => self.report.next_part(read, &self.context)?,
        };
        let part = ReportPart { is_first: self.is_first, is_last: !has_more };
        self.is_first = false;
        for Row { kind, mut cells } in R::rows(&answer, part) {
            if cells.len() > self.is_shown.len() {
                return Err(defect(format!("{} has {} cells in a row of {}", R::TITLE, cells.len(), kind)));
            }
            cells.resize(self.is_shown.len(), Cell::Empty);
            let mut is_shown = self.is_shown.iter();
            cells.retain(|_| is_shown.next().is_some_and(|shown| *shown));
            take(kind, &cells)?;
        }
        Ok(has_more)
    }
}

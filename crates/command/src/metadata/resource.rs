//! Resources as screens need them: the lists of tables and documents, and lists that a query answers.

use super::command::{label_of_command, report_below};
use super::field::{FieldMeta, ListColumn, inputs};
use super::{OF_FILES, PREFIX, Targets, fields_of, first_part, noun, parameters, plural_of};
use crate::{
    CommandEntry, DocumentDefinition, Documentation, Method, Module, Operation, QueryEntry, ResourceDefinition, RowView,
};
use kernel::{Field, Format, Schema, Shape, ToSchema, label_of};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Column, FieldKind, Table};

/// So many columns of a list are shown before a person chooses.
const SHOWN_COLUMNS: usize = 8;
/// Parameters of lists that ask for a page, not for some of the rows.
const OF_PAGES: [&str; 2] = ["cursor", "page_size"];
/// The label of the group of the fields of a company's own.
pub const CUSTOM_FIELDS: &str = "Custom fields";
/// The names of fields by which people know a row that has no code.
const CODES: [&str; 4] = ["number", "code", "sku", "email"];

/// A list and its rows: records, documents, or what a query answers.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ResourceMeta {
    /// Its name, the last part of its path.
    pub name: String,
    /// Its path.
    pub path: String,
    /// The module it belongs to.
    pub module: &'static str,
    /// What its permissions begin with.
    pub noun: String,
    /// The label of one row.
    pub label: String,
    /// The label of the list.
    pub label_plural: String,
    /// What a row is, in sentences.
    pub help: String,
    /// The field by which people know a row: its code or its printed number.
    pub code: String,
    /// The fields that together are the title of a row.
    pub title: Vec<String>,
    /// Whether the list takes `search`.
    pub search: bool,
    /// Whether its pages are numbered; otherwise the list goes forward by `next` only.
    pub pages: bool,
    /// Whether a row has a history.
    pub history: bool,
    /// The orders of the list.
    pub order: ListOrder,
    /// The names by which rows can be grouped.
    pub group_by: Vec<String>,
    /// The fields that can be summed in groups.
    pub sums: Vec<&'static str>,
    /// What may be done with it, as names of permissions.
    pub can: ResourcePermissions,
    /// The fields of a row, in their order.
    pub fields: Vec<FieldMeta>,
    /// The fields in groups, for forms and details.
    pub groups: Vec<FieldGroup>,
    /// Filters of the list beside those that its fields name.
    pub parameters: Vec<FieldMeta>,
    /// The commands that begin at the list or at its rows.
    pub actions: Vec<ActionMeta>,
    /// Lists and reports of what belongs to a row.
    pub related: Vec<RelatedMeta>,
    /// The rows that one document has beside its header.
    pub parts: Vec<PartMeta>,
    /// The states of a document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub states: Option<StatesMeta>,
}

/// The orders of a list.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ListOrder {
    /// The order of a list that asks for none; behind a minus it is descending.
    pub default: &'static str,
    /// The fields it may be ordered by.
    pub fields: Vec<&'static str>,
}

/// The permissions of a resource.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ResourcePermissions {
    /// To read it.
    pub view: &'static str,
    /// To create a row, if rows are created as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<&'static str>,
    /// To change one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update: Option<&'static str>,
    /// To delete one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete: Option<&'static str>,
    /// To list deleted ones and bring them back, if they can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restore: Option<&'static str>,
}

/// Fields that stand together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldGroup {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its fields.
    pub fields: Vec<String>,
}

/// A command that begins at a resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ActionMeta {
    /// The command.
    pub command: &'static str,
    /// `list`: at the list as a whole; `row`: at one row; `selection`: at one row or several.
    pub on: &'static str,
    /// Fields of the command, each with the field of the row that it takes over; `lines.*.sku` has a line for every row.
    pub bind: BTreeMap<String, String>,
}

/// A list or report of what belongs to a row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RelatedMeta {
    /// The list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// Its label.
    pub label: String,
    /// Its parameters, each with the field of the row that it takes over.
    pub filter: BTreeMap<String, String>,
}

/// The rows of a document beside its header.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartMeta {
    /// The field that holds them.
    pub name: &'static str,
    /// Its label.
    pub label: String,
    /// Their meaning.
    pub help: String,
    /// The fields of each.
    pub fields: Vec<FieldMeta>,
}

/// The states of a document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StatesMeta {
    /// The field that holds the state; its choices are the states.
    pub field: &'static str,
    /// What leads from one to another.
    pub transitions: Vec<TransitionMeta>,
}

/// What leads from one state to another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TransitionMeta {
    /// The state before.
    pub from: String,
    /// The state behind.
    pub to: String,
    /// The command that makes it, which is also the permission it needs.
    pub command: &'static str,
    /// The label of that command.
    pub label: String,
    /// `required` or `optional` where the command takes a reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
}

/// All resources: those of tables, then those that queries answer, in the order of their modules.
pub(super) fn resources(targets: &Targets<'_>) -> Vec<ResourceMeta> {
    let modules = targets.registry.modules();
    let served = modules.iter().flat_map(|module| module.resources.iter().map(move |served| (module, served)));
    let mut found: Vec<ResourceMeta> = served.map(|(module, served)| of_table(targets, module, served)).collect();
    let queries = modules.iter().flat_map(|module| module.queries.iter().map(move |query| (module, query)));
    let lists: Vec<_> = targets.lists().collect();
    found.extend(queries.filter_map(|(module, query)| {
        let (_, operation, row) = lists.iter().find(|(list, ..)| std::ptr::eq(*list, query))?;
        of_query(targets, module, query, operation, row)
    }));
    for resource in &mut found {
        resource.actions = actions(targets, resource);
        resource.related = related(targets, &resource.name);
    }
    found
}

fn of_table(targets: &Targets<'_>, module: &Module, served: &ResourceDefinition) -> ResourceMeta {
    let ResourceDefinition { plural, table, view, order, .. } = *served;
    let (fields, groups) = match served.document {
        Some(document) => header_fields(targets, served, document),
        None => table_fields(targets, served),
    };
    let code = served.code().map_or("id", |column| column.name).to_owned();
    let commands = served.commands;
    ResourceMeta {
        name: plural.to_owned(),
        path: format!("{PREFIX}/{plural}/"),
        module: module.name,
        noun: view.trim_end_matches(".view").to_owned(),
        label: label_of_row(served),
        label_plural: label_of(plural),
        help: table.meaning.to_owned(),
        title: title(&code, &fields),
        code,
        search: served.search().next().is_some(),
        pages: true,
        history: table.audited,
        order: ListOrder {
            default: order.first().copied().unwrap_or_default(),
            fields: order.iter().map(|name| name.trim_start_matches('-')).collect(),
        },
        group_by: served.group_keys().collect(),
        sums: served.summable().map(|(name, _)| name).collect(),
        can: ResourcePermissions {
            view,
            create: commands.map(|commands| commands.create),
            update: commands.map(|commands| commands.update),
            delete: commands.map(|commands| commands.delete),
            restore: commands.and_then(|commands| commands.restore),
        },
        fields,
        groups,
        parts: served.document.map(|document| parts(targets, document)).unwrap_or_default(),
        states: served.document.and_then(|document| states(targets, document)),
        ..ResourceMeta::default()
    }
}

impl ResourceMeta {
    /// Adds the fields of a company's own, in a group behind the others that has this label.
    pub fn add_fields(&mut self, label: &str, fields: Vec<FieldMeta>) {
        if fields.is_empty() {
            return;
        }
        let names = fields.iter().map(|field| field.name.clone()).collect();
        self.groups.push(FieldGroup { name: "custom".to_owned(), label: label.to_owned(), fields: names });
        self.fields.extend(fields);
    }
}

/// The label of one row of a table, in the role in which it is served.
fn label_of_row(served: &ResourceDefinition) -> String {
    served.role.map_or_else(|| served.table.label.to_owned(), |_| label_of(served.noun()))
}

/// The label of one row that a query answers.
fn label_of_answer(query: &QueryEntry, row: &Schema) -> String {
    row.hints.label.map_or_else(|| label_of(noun(query.name)), str::to_owned)
}

impl Targets<'_> {
    /// The label of one row of the resource called `plural`; `None` where there is no such resource.
    pub(super) fn label_of_resource(&self, plural: &str) -> Option<String> {
        let mut tables = self.registry.definitions().resources.iter();
        let served = tables.find(|served| served.plural == plural).map(label_of_row);
        let answered = || self.lists().find(|(query, ..)| plural_of(&query.path) == Some(plural));
        served.or_else(|| answered().map(|(query, _, row)| label_of_answer(query, row)))
    }
}

/// The fields by which people know a row: its code and its name.
fn title(code: &str, fields: &[FieldMeta]) -> Vec<String> {
    let name = fields.iter().find(|field| field.name == "name" && code != "name").map(|field| field.name.clone());
    [code.to_owned()].into_iter().chain(name).collect()
}

/// The currency of a row's amounts: that of its own column, else the company's.
fn currency_of(table: &Table) -> &'static str {
    if table.column("currency").is_some() { "currency" } else { "company" }
}

fn table_fields(targets: &Targets<'_>, served: &ResourceDefinition) -> (Vec<FieldMeta>, Vec<FieldGroup>) {
    let mut fields = Fields::default();
    for column in served.table.columns.iter().filter(|column| !column.hidden && column.kind != FieldKind::Bytes) {
        let mut field = FieldMeta::of_column(targets, column, column.name, currency_of(served.table));
        let is_role = served.is_role(column);
        field.read_only |= served.commands.is_none() || is_role;
        field.default = field.default.filter(|_| !is_role);
        listed(&mut field, served, column);
        fields.add(field, column.group, column.unlisted || is_role);
    }
    fields.finish()
}

/// The fields of a document's header, and those that are computed for one document only.
fn header_fields(
    targets: &Targets<'_>,
    served: &ResourceDefinition,
    document: &DocumentDefinition,
) -> (Vec<FieldMeta>, Vec<FieldGroup>) {
    let currency = currency_of(served.table);
    let mut fields = Fields::default();
    for shown in document.header.fields() {
        let mut field = FieldMeta::of_column(targets, shown.column, shown.name, currency);
        if shown.name != shown.column.name {
            field.label = label_of(shown.name);
        }
        (field.read_only, field.nullable) = (true, shown.nullable);
        if shown.joined.is_none() {
            listed(&mut field, served, shown.column);
        }
        fields.add(field, shown.column.group, shown.column.unlisted);
    }
    for computed in document.computed {
        fields.add(of_computed(computed, currency), None, true);
    }
    fields.finish()
}

fn of_computed(computed: &crate::ComputedField, currency: &'static str) -> FieldMeta {
    let (kind, is_money) = match computed.kind {
        FieldKind::Amount => ("money", true),
        FieldKind::Quantity => ("quantity", false),
        FieldKind::Integer => ("integer", false),
        FieldKind::Bool => ("boolean", false),
        FieldKind::Date => ("date", false),
        _ => ("text", false),
    };
    FieldMeta {
        name: computed.name.to_owned(),
        label: label_of(computed.name),
        help: computed.meaning.to_owned(),
        r#type: kind,
        read_only: true,
        align: matches!(kind, "money" | "quantity" | "integer").then_some("end"),
        currency: is_money.then_some(currency),
        ..FieldMeta::default()
    }
}

/// Says how the list of a table shows a column, orders and filters by it.
fn listed(field: &mut FieldMeta, served: &ResourceDefinition, column: &Column) {
    let compared = column.key.unwrap_or(column.name);
    let is_alone = |columns: &[usize]| matches!(columns, [n] if served.table.columns[*n].name == compared);
    field.required &= !field.read_only && column.name != "id";
    field.read_only |= column.name == "id";
    field.unique = served.table.indexes.iter().any(|index| index.unique && is_alone(index.columns));
    field.order = served.order.iter().any(|name| name.trim_start_matches('-') == column.name);
    if served.filters.contains(&column.name) {
        field.filter = (served.operators)(column);
    }
    field.list = Some(ListColumn { width: field.width(), shown: true });
}

/// The fields of a resource and the groups they stand in, as they are added.
#[derive(Default)]
struct Fields {
    fields: Vec<FieldMeta>,
    groups: Vec<FieldGroup>,
    shown: usize,
}

impl Fields {
    /// Adds a field, which begins the group with this label where it has one.
    fn add(&mut self, mut field: FieldMeta, group: Option<&str>, is_unlisted: bool) {
        let is_plain = !matches!(field.r#type, "long_text" | "lines" | "object" | "json");
        field.list = field.list.filter(|_| is_plain);
        if let Some(list) = &mut field.list {
            list.shown = field.name != "id" && !is_unlisted && self.shown < SHOWN_COLUMNS;
            self.shown += usize::from(list.shown);
        }
        if field.name != "id" {
            let label = group.or(self.groups.is_empty().then_some("Details"));
            let group = |label: &str| FieldGroup {
                name: label.to_lowercase().replace(' ', "_"),
                label: label.to_owned(),
                fields: Vec::new(),
            };
            self.groups.extend(label.map(group));
            self.groups.iter_mut().next_back().into_iter().for_each(|group| group.fields.push(field.name.clone()));
        }
        self.fields.push(field);
    }

    fn finish(self) -> (Vec<FieldMeta>, Vec<FieldGroup>) {
        (self.fields, self.groups)
    }
}

fn parts(targets: &Targets<'_>, document: &DocumentDefinition) -> Vec<PartMeta> {
    let currency = currency_of(document.header.table);
    let fields = |rows: &RowView| {
        let fields = rows.fields().into_iter().map(|shown| {
            let mut field = FieldMeta::of_column(targets, shown.column, shown.name, currency);
            (field.read_only, field.required, field.nullable) = (true, false, shown.nullable);
            field
        });
        fields.collect()
    };
    let part = |part: &crate::Part| PartMeta {
        name: part.name,
        label: label_of(part.name),
        help: part.meaning.to_owned(),
        fields: fields(&part.rows),
    };
    document.parts.iter().map(part).collect()
}

fn states(targets: &Targets<'_>, document: &DocumentDefinition) -> Option<StatesMeta> {
    let states = document.states.as_ref()?;
    let transition = |transition: crate::Transition| {
        let operation = targets.operation(transition.command)?;
        let body = operation.body.as_ref().map(fields_of).unwrap_or_default();
        let reason = body.iter().find(|field| field.name == "reason");
        Some(TransitionMeta {
            from: transition.from,
            to: transition.to,
            command: transition.command,
            label: label_of_command(transition.command, operation),
            reason: reason.map(|reason| if reason.required { "required" } else { "optional" }),
        })
    };
    let transitions = (states.transitions)().into_iter().filter_map(transition).collect();
    Some(StatesMeta { field: states.column, transitions })
}

fn of_query(
    targets: &Targets<'_>,
    module: &Module,
    query: &QueryEntry,
    operation: &Operation,
    row: &Schema,
) -> Option<ResourceMeta> {
    let plural = plural_of(&query.path)?;
    let columns = fields_of(row);
    let currency = if columns.iter().any(|field| field.name == "currency") { "currency" } else { "company" };
    let mut fields = Fields::default();
    for (mut field, column) in inputs(targets, columns, currency).into_iter().zip(columns) {
        (field.read_only, field.required) = (true, false);
        field.filter = operation.query.iter().filter(|filter| filter.name == field.name).map(|_| "").collect();
        field.list = Some(ListColumn { width: field.width(), shown: true });
        // An id tells people nothing.
        let is_id = matches!(column.schema.shape, Shape::Text { format: Some(Format::Uuid), .. });
        fields.add(field, None, is_id);
    }
    let (fields, groups) = fields.finish();
    let code = CODES.iter().find(|code| columns.iter().any(|field| field.name == **code));
    let code = code.copied().or(columns.first().map(|field| field.name)).unwrap_or_default().to_owned();
    let is_filter = |field: &&Field| !OF_PAGES.contains(&field.name) && !OF_FILES.contains(&field.name);
    let filters = operation.query.iter().filter(is_filter);
    let noun = query.name.trim_end_matches(".view");
    Some(ResourceMeta {
        name: plural.to_owned(),
        path: format!("{PREFIX}{}", query.path),
        module: module.name,
        noun: noun.to_owned(),
        label: label_of_answer(query, row),
        label_plural: label_of(plural),
        help: operation.description.clone(),
        title: title(&code, &fields),
        code,
        can: ResourcePermissions { view: query.name, ..ResourcePermissions::default() },
        parameters: inputs(targets, &filters.cloned().collect::<Vec<_>>(), "company"),
        fields,
        groups,
        ..ResourceMeta::default()
    })
}

/// The commands whose path begins at the resource, and those that say that they act on it.
fn actions(targets: &Targets<'_>, resource: &ResourceMeta) -> Vec<ActionMeta> {
    let mut found: Vec<ActionMeta> = Vec::new();
    let commands = targets.registry.modules().iter().flat_map(|module| &module.commands);
    for command in commands {
        let is_typed = matches!(command.documentation, Documentation::Typed(_));
        let own = (is_typed && first_part(&command.path) == resource.name && !targets.is_of_devices(command.name))
            .then(|| by_path(command, resource));
        found.extend(own.flatten());
        for acts in command.acts_on.iter().filter(|acts| acts.resource == resource.name) {
            let bind = acts.bind.iter().map(|(field, of_row)| ((*field).to_owned(), (*of_row).to_owned()));
            let on = if acts.several { "selection" } else { "row" };
            found.push(ActionMeta { command: command.name, on, bind: bind.collect() });
        }
    }
    found
}

/// A command below a row begins at that row, any other at the list.
fn by_path(command: &CommandEntry, resource: &ResourceMeta) -> Option<ActionMeta> {
    let below = command.path.strip_prefix(&format!("/{}/", resource.name))?;
    match parameters(below).next() {
        None if command.method == Method::Post => {
            Some(ActionMeta { command: command.name, on: "list", bind: BTreeMap::new() })
        }
        Some(parameter) if below.starts_with('{') => {
            let has = |name: &str| resource.fields.iter().any(|field| field.name == name);
            let field = if has(parameter) { parameter } else { &resource.code };
            let bind = BTreeMap::from([(parameter.to_owned(), field.to_owned())]);
            Some(ActionMeta { command: command.name, on: "row", bind })
        }
        _ => None,
    }
}

/// The lists that can be filtered by a row of the resource, and the reports about one.
fn related(targets: &Targets<'_>, plural: &str) -> Vec<RelatedMeta> {
    let leads_here = |to: Vec<String>| to.iter().any(|to| to == plural);
    let list = |name: &str, filter: &str| RelatedMeta {
        resource: Some(name.to_owned()),
        report: None,
        label: label_of(name),
        filter: BTreeMap::from([(filter.to_owned(), "id".to_owned())]),
    };
    let mut found = Vec::new();
    for served in &targets.registry.definitions().resources {
        let columns = served.filters.iter().filter_map(|name| served.table.column(name));
        let mut columns = columns.filter(|column| leads_here(targets.of(column.references(), column.resource)));
        let Some(column) = columns.next() else { continue };
        let mut of_row = list(served.plural, column.name);
        if served.plural == plural {
            of_row.label = format!("{} that refer to this", of_row.label);
        }
        found.push(of_row);
    }
    for (query, operation, _) in targets.lists() {
        let mut filters = operation.query.iter().filter(|field| leads_here(targets.of_hints(&field.schema)));
        let name = plural_of(&query.path).zip(filters.next());
        found.extend(name.map(|(name, filter)| list(name, filter.name)));
    }
    for query in targets.reports().filter(|query| first_part(&query.path) == plural) {
        found.extend(report_below(query).map(|(report, parameter, label)| RelatedMeta {
            resource: None,
            report: Some(report),
            label,
            filter: BTreeMap::from([(parameter.to_owned(), "id".to_owned())]),
        }));
    }
    found
}

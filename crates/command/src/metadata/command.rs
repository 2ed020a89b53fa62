//! Commands and reports as screens need them: what they take, and what follows from them.

use super::field::{FieldMeta, inputs};
use super::resource::ResourcePermissions;
use super::{OF_FILES, PREFIX, Targets, fields_of, first_part, parameters, plural_of};
use crate::{CommandEntry, Documentation, Method, Operation, QueryEntry, ReportColumn, ReportDefinition, ReportFormat};
use kernel::{Field, ToSchema, label_of};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// A command: its form, and what it changes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommandMeta {
    /// Its name, which is also the permission it needs.
    pub name: &'static str,
    /// Its HTTP method.
    pub method: &'static str,
    /// Its path; a parameter in braces is the field of that name.
    pub path: String,
    /// Its label.
    pub label: String,
    /// What it does, in sentences.
    pub help: String,
    /// Whether `dry_run=true` answers what would happen.
    pub preview: bool,
    /// Whether it heeds `Idempotency-Key`.
    pub idempotent: bool,
    /// Whether a device may execute it while it is offline, and send it later.
    pub offline: bool,
    /// Whether it heeds `If-Match`.
    pub versioned: bool,
    /// Whether the body of its request is a file, and its fields are parameters of the address.
    pub takes_file: bool,
    /// The resources whose rows it may change; `reports` stands for all reports.
    pub affects: Vec<String>,
    /// What it creates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<CommandResult>,
    /// What it takes.
    pub fields: Vec<FieldMeta>,
}

/// What a command creates.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CommandResult {
    /// The resource in which it is read.
    pub resource: String,
    /// The field of the answer with its id.
    pub id: String,
    /// The field of the answer with its printed number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<&'static str>,
}

/// A report: where it is asked, and with what.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportMeta {
    /// Its name.
    pub name: String,
    /// Its path; a parameter in braces is the one of that name.
    pub path: String,
    /// Its label.
    pub label: String,
    /// What it says, in sentences.
    pub help: String,
    /// The permission it needs.
    pub can: ResourcePermissions,
    /// Its parameters.
    pub parameters: Vec<FieldMeta>,
    /// The columns of its table; an answer may have more, such as one for each branch.
    pub columns: Vec<ColumnMeta>,
    /// What `format` takes beside `json`.
    pub formats: Vec<String>,
}

/// A column of the table of a report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ColumnMeta {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What its cells are.
    pub r#type: String,
    /// The side on which its cells stand, where it is not the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<&'static str>,
    /// Whether totals show the sum of the lines above them.
    pub summed: bool,
    /// The permission to see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<&'static str>,
    /// The parameter without which it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<&'static str>,
}

impl ColumnMeta {
    fn of(column: &ReportColumn) -> ColumnMeta {
        ColumnMeta {
            name: column.name.to_string(),
            label: column.label.to_string(),
            r#type: column.kind.to_string(),
            align: column.kind.is_number().then_some("end"),
            summed: column.is_summed,
            view: column.view,
            when: column.when,
        }
    }
}

impl<'a> Targets<'a> {
    /// The commands of modules, each under its first path, with what their types say.
    fn commands(&self) -> impl Iterator<Item = (&'a CommandEntry, &'a Operation)> + use<'a> {
        let mut seen = BTreeSet::new();
        let commands = self.registry.modules().iter().flat_map(|module| &module.commands);
        commands.filter(move |command| seen.insert(command.name)).filter_map(|command| match &command.documentation {
            Documentation::Typed(operation) => Some((command, &**operation)),
            Documentation::OpenApi { .. } => None,
        })
    }

    /// What the types of the command `name` say.
    pub(super) fn operation(&self, name: &str) -> Option<&'a Operation> {
        self.commands().find(|(command, _)| command.name == name).map(|(_, operation)| operation)
    }

    /// Whether the command is what a device means by another one: people never start it.
    pub(super) fn is_of_devices(&self, name: &str) -> bool {
        self.commands().any(|(command, _)| command.offline == Some(name))
    }

    /// The reports.
    pub(super) fn reports(&self) -> impl Iterator<Item = &'a QueryEntry> + use<'a> {
        self.registry.modules().iter().flat_map(|module| &module.queries).filter(|query| query.report)
    }
}

/// The label of a command: the one that its body says, else the verb and the noun of its name, `sales.sale.post` is "Post sale".
pub(super) fn label_of_command(name: &str, operation: &Operation) -> String {
    if let Some(label) = operation.body.as_ref().and_then(|body| body.hints.label) {
        return label.to_owned();
    }
    let verb = name.rsplit('.').next().unwrap_or_default();
    label_of(&format!("{verb} {}", super::noun(name)))
}

pub(super) fn commands(targets: &Targets<'_>) -> Vec<CommandMeta> {
    targets.commands().map(|(command, operation)| of_command(targets, command, operation)).collect()
}

fn of_command(targets: &Targets<'_>, command: &CommandEntry, operation: &Operation) -> CommandMeta {
    let created = targets.registry.created_at(command).and_then(|(path, id)| {
        targets.label_of_resource(first_part(path))?;
        let answer = fields_of(&operation.answer);
        let number = answer.iter().find(|field| field.name == "number").map(|field| field.name);
        // Where the entry is what is created, the number of the answer is that of the document.
        let number = number.filter(|_| id == "id");
        Some(CommandResult { resource: plural_of(path)?.to_owned(), id: id.to_owned(), number })
    });
    let own = first_part(&command.path);
    let mut affects: BTreeSet<String> = command.affects.iter().map(|name| (*name).to_owned()).collect();
    affects.extend(created.as_ref().map(|created| created.resource.clone()));
    affects.extend(targets.label_of_resource(own).map(|_| own.to_owned()));
    let body = operation.body.as_ref().map(fields_of).unwrap_or_default();
    let taken: Vec<Field> = operation.path.iter().chain(body).cloned().collect();
    let mut fields = inputs(targets, &taken, "company");
    name_rows_of_path(targets, &command.path, &mut fields);
    CommandMeta {
        name: command.name,
        method: match command.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        },
        path: format!("{PREFIX}{}", command.path),
        label: label_of_command(command.name, operation),
        help: operation.description.clone(),
        preview: true,
        idempotent: true,
        offline: command.offline.is_some(),
        versioned: operation.versioned,
        takes_file: command.takes_file,
        affects: affects.into_iter().collect(),
        result: created,
        fields,
    }
}

/// Has the parameter of a path behind the name of a resource name a row of it.
fn name_rows_of_path(targets: &Targets<'_>, path: &str, fields: &mut [FieldMeta]) {
    let parts: Vec<&str> = path.split('/').collect();
    for pair in parts.windows(2) {
        let [before, parameter] = pair else { continue };
        let name = parameter.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let field = fields.iter_mut().find(|field| Some(field.name.as_str()) == name && field.to.is_none());
        if let (Some(field), Some(label)) = (field, targets.label_of_resource(before)) {
            (field.r#type, field.max, field.label) = ("reference", None, label);
            field.to = Some((*before).to_owned());
        }
    }
}

pub(super) fn reports(targets: &Targets<'_>) -> Vec<ReportMeta> {
    targets.reports().filter_map(|query| of_report(targets, query)).collect()
}

/// The name of a report about one row of a resource, the parameter that names that row, and its label beside the row.
pub(super) fn report_below(query: &QueryEntry) -> Option<(String, &str, String)> {
    let label = query.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    parameters(&query.path).next().map(|parameter| (ReportDefinition::name_of(&query.path), parameter, label_of(label)))
}

fn of_report(targets: &Targets<'_>, query: &QueryEntry) -> Option<ReportMeta> {
    let Documentation::Typed(operation) = &query.documentation else { return None };
    let taken = operation.path.iter().chain(&operation.query).filter(|field| !OF_FILES.contains(&field.name));
    let mut parameters = inputs(targets, &taken.cloned().collect::<Vec<_>>(), "company");
    name_rows_of_path(targets, &query.path, &mut parameters);
    let table = targets.registry.reports().map(|report| &report.definition).find(|table| table.path == query.path);
    for known in table.into_iter().flat_map(|table| &table.parameters) {
        if let Some(parameter) = parameters.iter_mut().find(|parameter| parameter.name == known.field.name) {
            parameter.default = known.default.map(Json::from).or(parameter.default.take());
        }
    }
    let formats = [ReportFormat::Csv, ReportFormat::JsonLines, ReportFormat::Xlsx].map(|format| format.to_string());
    let label = match (targets.label_of_resource(first_part(&query.path)), report_below(query)) {
        (Some(row), Some((_, _, below))) => format!("{row} {}", below.to_lowercase()),
        _ => label_of(&ReportDefinition::name_of(&query.path)),
    };
    Some(ReportMeta {
        name: ReportDefinition::name_of(&query.path),
        path: format!("{PREFIX}{}", query.path),
        label,
        help: operation.description.clone(),
        can: ResourcePermissions { view: query.name, ..ResourcePermissions::default() },
        parameters,
        columns: table.into_iter().flat_map(|table| &table.columns).map(ColumnMeta::of).collect(),
        formats: if table.is_some() { formats.into() } else { Vec::new() },
    })
}

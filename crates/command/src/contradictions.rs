//! What a program refuses to start with: modules whose definitions contradict one another or themselves.

use crate::{
    Definitions, Documentation, Link, Module, QueryEntry, ReportDefinition, ReportEntry, ResourceDefinition,
    SecondShape, SettingDefinition, SettingKind, Source,
};
use kernel::{Field, Schema, Shape};
use std::collections::{BTreeMap, BTreeSet};
use store::{Column, FieldKind, Table};

/// One sentence for every contradiction. In a program that is not `complete`, columns may reference tables it does not have.
pub(crate) fn contradictions(modules: &[Module], definitions: &Definitions, complete: bool) -> Vec<String> {
    let mut found = endpoints(modules);
    found.extend(modules.iter().flat_map(|module| &module.reports).flat_map(|r| of_report(r, modules, complete)));
    found.extend(permissions(modules));
    found.extend(settings(modules));
    found.extend(twice("table", definitions.tables.iter().map(|table| table.name.to_owned())));
    let steps = definitions.data_steps.iter().map(|step| format!("{} {}", step.module, step.number));
    found.extend(twice("data step", steps));
    found.extend(twice("effect", definitions.effects.iter().map(|effect| effect.name.to_owned())));
    let events = modules.iter().flat_map(|module| &module.events);
    found.extend(twice("event", events.map(|event| event.name.to_owned())));
    for topic in &definitions.live {
        if !topic.table.stamped() || topic.table.column(topic.owner).is_none() {
            found.push(format!(
                "{} cannot be listened to: its rows say not whose they are, or not when they changed.",
                topic.name
            ));
        }
    }
    found.extend(subscribers(modules));
    found.extend(awaited(modules));
    found.extend(twice("job", definitions.jobs.iter().map(|job| job.name.to_owned())));
    found.extend(twice("function", modules.iter().flat_map(functions)));
    let catalogues = modules.iter().map(|module| module.problems);
    let catalogues: Vec<_> = [kernel::errors::PROBLEMS, store::PROBLEMS].into_iter().chain(catalogues).collect();
    found.extend(kernel::check_catalogues(&catalogues).err());
    for table in &definitions.tables {
        found.extend(of_table(table, definitions, complete));
    }
    found.extend(views(modules, definitions));
    for resource in &definitions.resources {
        found.extend(of_resource(resource, definitions));
    }
    found.extend(modules.iter().flat_map(|module| &module.rules).flat_map(|rule| rule(definitions)));
    found
}

/// The names that occur more than once.
fn twice(what: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeMap::<String, usize>::new();
    names.for_each(|name| *seen.entry(name).or_default() += 1);
    let twice = seen.into_iter().filter(|(_, times)| *times > 1);
    twice.map(|(name, times)| format!("There are {times} of the {what} {name}.")).collect()
}

/// `/sales/{id}/return/` as `/sales/{}/return/`: parameters are known by their position.
fn positional(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

fn endpoints(modules: &[Module]) -> Vec<String> {
    let commands = || modules.iter().flat_map(|module| &module.commands);
    let queries = || modules.iter().flat_map(|module| &module.queries);
    let exports = || modules.iter().flat_map(|module| &module.exports);
    let places =
        |module: &Module| module.endpoints().flat_map(|(method, path)| module.places(method, path)).collect::<Vec<_>>();
    let routes = modules.iter().flat_map(places);
    let mut found = twice("route", routes.map(|(method, path)| format!("{method:?} {}", positional(&path))));
    found.extend(modules.iter().flat_map(further_places));
    found.extend(modules.iter().flat_map(second_shapes));

    let documented = commands().map(|command| &command.documentation);
    let documented = documented.chain(queries().map(|query| &query.documentation));
    let documented = documented.chain(exports().map(|export| &export.documentation));
    found.extend(twice("operation", documented.map(operation_id)));

    let mut bodies = BTreeMap::new();
    for command in commands() {
        let body = body(&command.documentation);
        if *bodies.entry(command.name).or_insert_with(|| body.clone()) != body {
            found.push(format!("The command {} has two different bodies.", command.name));
        }
    }
    let offline = commands().filter_map(|command| command.offline);
    found.extend(
        offline.filter(|name| !bodies.contains_key(name)).map(|name| format!("There is no offline command {name}.")),
    );
    found
}

/// What is wrong with the further places of a module's endpoints.
fn further_places(module: &Module) -> Vec<String> {
    let parameters = |path: &str| path.matches('{').count();
    let wrong = module.also_at.iter().filter_map(|also_at| {
        let (path, other) = (also_at.path, also_at.other);
        if !module.endpoints().any(|(method, path)| also_at.place(method, path).is_some()) {
            return Some(format!("{other} stands for {path}, which is no endpoint of {}.", module.name));
        }
        let differ = parameters(path) != parameters(other);
        differ.then(|| format!("{other} stands for {path}, which has not as many parameters."))
    });
    wrong.collect()
}

/// The second shapes that no endpoint of a module has.
fn second_shapes(module: &Module) -> Vec<String> {
    let has_none = |shape: &&SecondShape| !module.endpoints().any(|(method, path)| shape.concerns(method, path));
    let without = module.second_shapes.iter().filter(has_none);
    without.map(|shape| format!("/{}/ has a second shape, but no endpoint of {}.", shape.plural, module.name)).collect()
}

fn operation_id(documentation: &Documentation) -> String {
    match documentation {
        Documentation::Typed(operation) => operation.id.to_owned(),
        Documentation::OpenApi { operation, .. } => operation["operationId"].as_str().unwrap_or_default().to_owned(),
    }
}

/// What a typed command takes, wherever it stands in the request.
fn body(documentation: &Documentation) -> Vec<Field> {
    let Documentation::Typed(operation) = documentation else { return Vec::new() };
    let mut fields = operation.path.clone();
    if let Some(Schema { shape: Shape::Object { fields: in_body, .. }, .. }) = &operation.body {
        fields.extend(in_body.iter().cloned());
    }
    fields.sort_by_key(|field| field.name);
    fields
}

/// What is wrong with the columns of a report, and with where they lead.
fn of_report(report: &ReportEntry, modules: &[Module], complete: bool) -> Vec<String> {
    let ReportDefinition { name, title, columns, parameters, .. } = &report.definition;
    let mut found = twice(&format!("column of {name}"), columns.iter().map(|column| column.name.to_string()));
    // What a sheet may be called, with a number behind it.
    if title.len() > 27 || title.contains(['[', ']', ':', '*', '?', '/', '\\']) {
        found.push(format!("The title of the report {name} is no name of a sheet: {title}."));
    }
    let mut unknown = |what: String| found.push(format!("The report {name} has no {what}."));
    let has_parameter = |name: &str| parameters.iter().any(|parameter| parameter.field.name == name);
    for column in columns {
        if let Some(when) = column.when.filter(|when| !has_parameter(when)) {
            unknown(format!("parameter {when}, with which {} is shown", column.name));
        }
        let declared = |view: &&str| !complete || modules.iter().any(|module| module.permissions.contains(view));
        if let Some(view) = column.view.filter(|view| !declared(view)) {
            unknown(format!("permission {view} for {}, for no module declares it", column.name));
        }
        for (_, source) in column.link.map_or(&[][..], |link| link.parameters) {
            match source {
                Source::Column(of) if columns.iter().all(|column| column.name != *of) => {
                    unknown(format!("column {of}"))
                }
                Source::Parameter(of) if !has_parameter(of) => unknown(format!("parameter {of}")),
                _ => {}
            }
        }
    }
    for link in columns.iter().filter_map(|column| column.link) {
        let mut queries = modules.iter().flat_map(|module| &module.queries);
        match queries.find(|query| query.path == link.to) {
            Some(query) => {
                found.extend(of_link(&link, query).map(|wrong| format!("The report {name} links to {wrong}.")))
            }
            None if complete => found.push(format!("The report {name} links to {}, which does not exist.", link.to)),
            None => {}
        }
    }
    found
}

/// The parameters of a link that the query does not know, and those of its path that the link leaves out.
fn of_link(link: &Link, query: &QueryEntry) -> impl Iterator<Item = String> {
    let mut wrong = Vec::new();
    let given = |name: &str| link.parameters.iter().any(|(given, _)| *given == name);
    let in_path: Vec<&str> = link.to.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    wrong.extend(in_path.iter().filter(|name| !given(name)).map(|name| format!("{} without {name}", link.to)));
    if let Documentation::Typed(operation) = &query.documentation {
        let known = |name: &str| in_path.contains(&name) || operation.query.iter().any(|field| field.name == name);
        let unknown = link.parameters.iter().filter(|(name, _)| !known(name));
        wrong.extend(unknown.map(|(name, _)| format!("{} with the unknown parameter {name}", link.to)));
    }
    wrong.into_iter()
}

fn permissions(modules: &[Module]) -> Vec<String> {
    let commands = modules.iter().flat_map(|module| &module.commands).map(|command| command.name);
    let queries = modules.iter().flat_map(|module| &module.queries).map(|query| query.name);
    let exports = modules.iter().flat_map(|module| &module.exports).map(|export| export.name);
    let named: BTreeSet<&str> = commands.chain(queries).chain(exports).collect();
    let declared = || modules.iter().flat_map(|module| &module.permissions).copied();
    let mut found = twice("permission", declared().map(str::to_owned));
    found.extend(
        declared()
            .filter(|permission| named.contains(permission))
            .map(|permission| format!("The permission {permission} is the name of a command or query already.")),
    );
    found
}

/// What is wrong with those who subscribe to events: each hears what a module below its own tells.
fn subscribers(modules: &[Module]) -> Vec<String> {
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for module in modules {
        told.extend(module.events.iter().map(|event| event.name));
        let subscribers = module.subscribers.iter().map(|subscriber| (subscriber.name, subscriber.event));
        let jobs = module.jobs.iter().filter_map(|job| Some((job.name, job.event.as_ref()?.0)));
        let deaf = subscribers.chain(jobs).filter(|(_, event)| !told.contains(event));
        found
            .extend(deaf.map(|(name, event)| format!("{name} subscribes to {event}, which no module below it tells.")));
    }
    found
}

/// The commands whose clients would wait for a job that no event asks for.
fn awaited(modules: &[Module]) -> Vec<String> {
    let jobs = || modules.iter().flat_map(|module| &module.jobs).filter(|job| job.event.is_some());
    let commands = modules.iter().flat_map(|module| &module.commands);
    let awaited = commands.filter_map(|command| Some((command.name, command.awaits?)));
    let in_vain = awaited.filter(|(_, awaited)| jobs().all(|job| job.name != *awaited));
    in_vain.map(|(name, job)| format!("{name} waits for the job {job}, which no event asks for.")).collect()
}

/// The names of the functions that a module has for all others: each comes from one module.
fn functions(module: &Module) -> impl Iterator<Item = String> {
    let functions = [
        ("actor_email", module.actor_email.is_some()),
        ("currency", module.currency.is_some()),
        ("timezone", module.timezone.is_some()),
        ("has_attachment", module.has_attachment.is_some()),
        ("custom_fields", module.custom_fields.is_some()),
    ];
    functions.into_iter().filter(|(_, is_there)| *is_there).map(|(name, _)| name.to_owned())
}

/// The most characters of a secret: encrypted, it must fit into the value of a setting.
const MOST_OF_SECRET: usize = 500;

/// What is wrong with the settings of modules.
fn settings(modules: &[Module]) -> Vec<String> {
    let all = || modules.iter().flat_map(|module| module.all_settings().map(move |setting| (module, setting)));
    let mut found = twice("setting", all().map(|(_, setting)| setting.name.to_owned()));
    for (module, SettingDefinition { name, label, help, kind, levels, permission, .. }) in all() {
        let mut wrong = |is_wrong: bool, what: &str| {
            found.extend(is_wrong.then(|| format!("The setting {name} {what}.")));
        };
        let of_module = name.split_once('.').is_some_and(|(first, _)| first == module.name);
        wrong(!of_module, "does not begin with the name of its module");
        wrong(label.is_empty() || help.is_empty(), "has no label or help");
        wrong(kind.accept(&kind.default()).is_err(), "has a default that it does not accept");
        wrong(levels.is_empty(), "can be chosen for nobody");
        let is_long = matches!(kind, SettingKind::Secret { max } if max > MOST_OF_SECRET);
        wrong(is_long, "is a secret that is too long to be kept");
        let is_declared = module.permissions.contains(&permission);
        wrong(!is_declared, &format!("needs the permission {permission}, which its module does not declare"));
    }
    found
}

/// What is wrong with the columns that need a permission of their own to be seen.
fn views(modules: &[Module], definitions: &Definitions) -> Vec<String> {
    let declared: BTreeSet<&str> = modules.iter().flat_map(|module| &module.permissions).copied().collect();
    let columns = definitions.tables.iter().flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let mut found = Vec::new();
    for (table, column) in columns {
        let Some(view) = column.view else { continue };
        if !declared.contains(view) {
            found
                .push(format!("{}.{} needs the permission {view}, which no module declares.", table.name, column.name));
        }
        if column.search || column.code || column.name == "id" {
            found
                .push(format!("{}.{} needs the permission {view}, but rows are found by it.", table.name, column.name));
        }
    }
    let orders = definitions.resources.iter().filter_map(|resource| {
        let column = resource.table.column(resource.order.first()?.trim_start_matches('-'))?;
        let view = column.view?;
        Some(format!("/{}/ is ordered by {}, which needs the permission {view}.", resource.plural, column.name))
    });
    found.extend(orders);
    found
}

fn of_table(table: &Table, definitions: &Definitions, complete: bool) -> Vec<String> {
    let mut found = Vec::new();
    for (n, column) in table.columns.iter().enumerate() {
        let before = &table.columns[..n];
        if column.kind == FieldKind::Amount && !has_currency(table, before, definitions) {
            found.push(format!("{}.{}: the currency of this amount is not said.", table.name, column.name));
        }
        found.extend(of_reference(table, column, definitions, complete));
    }
    if table.hash_chained && !table.append_only {
        found.push(format!("{}: what is hash-chained must be append-only.", table.name));
    }
    for index in table.indexes.iter().filter(|index| !index.unique) {
        // Rows whose first columns are present are found by them; in what order, a value that is absent does not say.
        let columns = index.columns.iter().map(|n| &table.columns[*n]);
        for (first, behind) in columns.clone().zip(columns.skip(1)) {
            if !first.nullable && behind.nullable {
                found.push(format!("{}.{} may be absent and orders an index.", table.name, behind.name));
            }
        }
    }
    found
}

/// Whether the currency of an amount is known: from a column before it, from a row that one of them references, or because
/// the table's amounts are in the company's currency.
fn has_currency(table: &Table, before: &[Column], definitions: &Definitions) -> bool {
    let is_currency = |column: &Column| column.name == "currency";
    let referenced = |column: &Column| column.references().and_then(|name| definitions.table(name));
    table.company_currency
        || before.iter().any(is_currency)
        || before.iter().filter_map(referenced).any(|table| table.columns.iter().any(is_currency))
}

fn of_reference(table: &Table, column: &Column, definitions: &Definitions, complete: bool) -> Option<String> {
    let name = column.references()?;
    let Some(referenced) = definitions.table(name) else {
        let missing = format!("{}.{} references the table {name}, which does not exist.", table.name, column.name);
        return complete.then_some(missing);
    };
    let identifies = |(n, other): (usize, &Column)| referenced.key.contains(&n) || other.name == "id";
    let mut keys = referenced.columns.iter().enumerate().filter(|(n, other)| identifies((*n, other)));
    let wrong = format!("{}.{} cannot hold a key of the table {name}.", table.name, column.name);
    (!keys.any(|(_, key)| key.kind == column.kind)).then_some(wrong)
}

fn of_resource(resource: &ResourceDefinition, definitions: &Definitions) -> Vec<String> {
    let (table, plural) = (resource.table, resource.plural);
    let mut found = Vec::new();
    if definitions.table(table.name).is_none() {
        found.push(format!("/{plural}/ serves the table {}, which no module lists.", table.name));
    }
    for name in resource.order {
        match table.column(name.trim_start_matches('-')) {
            None => found.push(format!("/{plural}/ is ordered by {name}, which is no column of {}.", table.name)),
            // Absent values have no place in the order: a page that begins at one would leave rows out.
            Some(column) if column.nullable => {
                found.push(format!("/{plural}/ is ordered by {name}, which may be absent."));
            }
            Some(_) => {}
        }
    }
    if resource.order.is_empty() {
        found.push(format!("/{plural}/ has no order."));
    }
    let filters = resource.filters.iter().filter(|name| table.column(name).is_none());
    found
        .extend(filters.map(|name| format!("/{plural}/ is filtered by {name}, which is no column of {}.", table.name)));
    if resource.role.is_some_and(|role| table.column(role).is_none_or(|column| column.kind != FieldKind::Bool)) {
        found.push(format!("/{plural}/ has a role that is no truth value of {}.", table.name));
    }
    let document = resource.document.map(|document| document.contradictions(table));
    found.extend(document.into_iter().flatten().map(|sentence| format!("/{plural}/{{id}}/: {sentence}")));
    found
}

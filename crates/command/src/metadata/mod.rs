//! What screens are made of: resources, commands and reports as plain data. It follows from the definitions that the API itself follows
//! from, so that a client which reads it builds lists, forms, filters and buttons without knowing any module.

mod command;
mod field;
mod imports;
mod resource;
mod texts;

pub use command::{CommandMeta, CommandResult, ReportMeta};
pub(crate) use imports::imports;

pub use field::{Choice, FieldMeta, ListColumn};
pub use resource::{
    ActionMeta, CUSTOM_FIELDS, FieldGroup, ListOrder, PartMeta, RelatedMeta, ResourceMeta, ResourcePermissions,
    StatesMeta, TransitionMeta,
};
pub use texts::{EachText, each_text_within, texts};

use crate::{Documentation, MenuEntry, MenuTarget, Operation, QueryEntry, Registry};
use kernel::{Field, Schema, Shape, hex};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The API under which everything that is described is found.
const PREFIX: &str = "/api/v1";
/// Parameters that ask for a file, and in which form.
const OF_FILES: [&str; 3] = ["format", "bom", crate::FILE_FIELDS];

/// Everything that screens are made of, the same for everybody.
#[derive(Clone, Debug, Serialize)]
pub struct Metadata {
    /// The resources, in the order of their modules.
    pub resources: Vec<ResourceMeta>,
    /// The commands of modules; those of a resource are told by its resource.
    pub commands: Vec<CommandMeta>,
    /// The reports.
    pub reports: Vec<ReportMeta>,
    /// The menu, in its order.
    #[serde(skip)]
    pub menu: Vec<MenuEntry>,
    /// The labels of the groups of the menu.
    #[serde(skip)]
    pub menu_groups: BTreeMap<&'static str, String>,
}

impl Metadata {
    /// Of a program.
    pub fn of(registry: &Registry) -> Metadata {
        let targets = Targets { registry };
        let mut menu: Vec<MenuEntry> = registry.modules().iter().flat_map(|module| module.menu.clone()).collect();
        menu.sort_by_key(|entry| entry.place);
        Metadata {
            resources: resource::resources(&targets),
            commands: command::commands(&targets),
            reports: command::reports(&targets),
            menu_groups: menu.iter().map(|entry| (entry.group, entry.group.to_owned())).collect(),
            menu,
        }
    }

    /// A text that is another one whenever anything of it is, or its language.
    pub fn version(&self, language: &str) -> String {
        let text = serde_json::to_string(self).unwrap_or_default() + language;
        hex(&Sha256::digest(text)[..8])
    }

    /// The label of what a menu entry leads to, and the permission it needs; `None` where there is no such thing.
    pub fn target(&self, target: MenuTarget) -> Option<(&str, &str)> {
        match target {
            MenuTarget::Resource(name) => {
                let found = self.resources.iter().find(|resource| resource.name == name)?;
                Some((&found.label_plural, found.can.view))
            }
            MenuTarget::Command(name) => {
                self.commands.iter().find(|command| command.name == name).map(|found| (&*found.label, found.name))
            }
            MenuTarget::Report(name) => {
                self.reports.iter().find(|report| report.name == name).map(|found| (&*found.label, found.can.view))
            }
        }
    }
}

/// One sentence for everything that leads to what does not exist: entries of the menu, references, and what commands say that they
/// change or act on.
pub(crate) fn contradictions(registry: &Registry) -> Vec<String> {
    let metadata = Metadata::of(registry);
    let mut found = Vec::new();
    for MenuEntry { target, .. } in metadata.menu.iter().filter(|entry| metadata.target(entry.target).is_none()) {
        let (what, name) = match target {
            MenuTarget::Resource(name) => ("resource", name),
            MenuTarget::Command(name) => ("command", name),
            MenuTarget::Report(name) => ("report", name),
        };
        found.push(format!("The menu leads to the {what} {name}, which does not exist."));
    }
    let resource = |name: &str| metadata.resources.iter().find(|resource| resource.name == name);
    for command in registry.modules().iter().flat_map(|module| &module.commands) {
        let affects = command.affects.iter().filter(|name| **name != "reports" && resource(name).is_none());
        found.extend(affects.map(|name| format!("{} affects {name}, which is no resource.", command.name)));
        let takes = metadata.commands.iter().find(|known| known.name == command.name).map(|known| &known.fields);
        for acts in &command.acts_on {
            let Some(rows) = resource(acts.resource) else {
                found.push(format!("{} acts on {}, which is no resource.", command.name, acts.resource));
                continue;
            };
            let has = |fields: &[FieldMeta], name: &str| fields.iter().any(|field| field.name == name);
            let wrong = acts.bind.iter().filter(|(field, of_row)| {
                let field = field.split('.').next().unwrap_or_default();
                !has(&rows.fields, of_row) || !takes.is_some_and(|fields| has(fields, field))
            });
            found.extend(wrong.map(|(field, of_row)| {
                let (name, resource) = (command.name, acts.resource);
                format!("{name} takes {field} from {resource}.{of_row}, one of which does not exist.")
            }));
        }
    }
    let fields = metadata.resources.iter().flat_map(|resource| resource.fields.iter().chain(&resource.parameters));
    let fields = fields.chain(metadata.commands.iter().flat_map(|command| &command.fields));
    let fields = fields.chain(metadata.reports.iter().flat_map(|report| &report.parameters));
    let leads = fields.filter_map(|field| Some((&field.name, field.to.as_ref()?)));
    let nowhere = leads.filter(|(_, to)| resource(to).is_none());
    found.extend(nowhere.map(|(field, to)| format!("The field {field} leads to {to}, which is no resource.")));
    found
}

/// Where references lead: the resources of the program.
#[derive(Clone, Copy)]
pub(crate) struct Targets<'a> {
    registry: &'a Registry,
}

impl<'a> Targets<'a> {
    /// The resources in which the row is looked up that a value refers to: the one that was named, else those that serve the table.
    fn of(&self, table: Option<&str>, resource: Option<&str>) -> Vec<String> {
        if let Some(resource) = resource {
            return vec![resource.to_owned()];
        }
        let serves = self.registry.definitions().resources.iter().filter(|served| Some(served.table.name) == table);
        serves.map(|served| served.plural.to_owned()).collect()
    }

    /// [`Targets::of`] what a schema refers to; that of a list says it of its elements.
    fn of_hints(&self, schema: &Schema) -> Vec<String> {
        let own = self.of(schema.hints.table, schema.hints.resource);
        match &schema.shape {
            Shape::List { items, .. } if own.is_empty() => self.of(items.hints.table, items.hints.resource),
            _ => own,
        }
    }

    /// Whether the rows of a resource have a name beside their code.
    fn has_name(&self, plural: &str) -> bool {
        let mut served = self.registry.definitions().resources.iter().filter(|served| served.plural == plural);
        served.any(|served| served.table.column("name").is_some())
    }

    /// The lists that are no tables of their own, each with the operation and the schema of a row. One that cannot be asked without
    /// saying of what, as the comments on a row, is none that a screen opens.
    fn lists(&self) -> impl Iterator<Item = (&'a QueryEntry, &'a Operation, &'a Schema)> + use<'a> {
        let queries = self.registry.modules().iter().flat_map(|module| &module.queries);
        queries.filter(|query| !query.report && plural_of(&query.path).is_some()).filter_map(|query| {
            let Documentation::Typed(operation) = &query.documentation else { return None };
            if operation.query.iter().any(|field| field.required) {
                return None;
            }
            let results = fields_of(&operation.answer).iter().find(|field| field.name == "results")?;
            let Shape::List { items, .. } = &results.schema.shape else { return None };
            matches!(items.shape, Shape::Object { .. }).then_some((query, &**operation, &**items))
        })
    }
}

/// The name of the list at `path`: `/journal-entries/` is `journal-entries`, and what lies below is no list.
fn plural_of(path: &str) -> Option<&str> {
    path.strip_prefix('/')?.strip_suffix('/').filter(|name| !name.contains(['/', '{']))
}

/// The first part of a path.
fn first_part(path: &str) -> &str {
    path.split('/').nth(1).unwrap_or_default()
}

/// The parameters in a path.
fn parameters(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// The fields of an object.
fn fields_of(schema: &Schema) -> &[Field] {
    if let Shape::Object { fields, .. } = &schema.shape { fields } else { &[] }
}

/// The second word of a permission: what it is about.
fn noun(permission: &str) -> &str {
    permission.split('.').nth(1).unwrap_or_default()
}

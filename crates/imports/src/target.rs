//! What files are imported into.

use crate::{ImportMode, ImportParameters, errors};
use command::{
    CommandEntry, Definitions, FieldMeta, ImportTarget, Method, Query, QueryContext, Registry, ResourceDefinition,
    features_off,
};
use kernel::{Error, Result, ToSchema, defect};
use serde::{Deserialize, Serialize};
use store::Session;

/// What a file is imported into, with the commands that do it.
#[derive(Clone, Copy)]
pub enum Target<'a> {
    /// Rows of a resource.
    Rows {
        /// The resource.
        definition: &'a ResourceDefinition,
        /// Creates a row.
        create: &'a CommandEntry,
        /// Changes a row.
        update: &'a CommandEntry,
    },
    /// Documents.
    Documents {
        /// What their columns can be.
        target: &'a ImportTarget,
        /// Posts one.
        create: &'a CommandEntry,
    },
    /// What a module reads by itself.
    Own(&'a ImportTarget),
}

impl<'a> Target<'a> {
    /// The target called `name`.
    ///
    /// # Errors
    ///
    /// 422 `not_found` at `target`.
    pub fn named(registry: &'a Registry, name: &str) -> Result<Target<'a>> {
        let definitions = registry.definitions();
        let entry = |name: &str, method| {
            registry.endpoint_of(name, method).ok_or_else(|| defect("a target of imports has no command"))
        };
        if let Some((definition, commands)) = resource(definitions, name) {
            let (create, update) = (entry(commands.create, Method::Post)?, entry(commands.update, Method::Patch)?);
            return Ok(Target::Rows { definition, create, update });
        }
        match definitions.imports.iter().find(|target| target.name == name) {
            Some(target) if target.run.is_some() => Ok(Target::Own(target)),
            Some(target) => Ok(Target::Documents { target, create: entry(target.command, Method::Post)? }),
            None => Err(unknown(definitions, name)),
        }
    }

    /// Its name.
    pub fn name(&self) -> &'a str {
        match self {
            Target::Rows { definition, .. } => definition.plural,
            Target::Documents { target, .. } | Target::Own(target) => &target.name,
        }
    }
}

type Commands = command::ResourceCommands;

/// The resource called `name` that is changed through its definition.
fn resource<'a>(definitions: &'a Definitions, name: &str) -> Option<(&'a ResourceDefinition, Commands)> {
    definitions.resource(name).and_then(|definition| Some((definition, definition.commands?)))
}

fn unknown(definitions: &Definitions, name: &str) -> Error {
    let resources = definitions.resources.iter().filter(|resource| resource.commands.is_some());
    let names = resources.map(|resource| resource.plural.to_owned());
    let names: Vec<String> = names.chain(definitions.imports.iter().map(|target| target.name.clone())).collect();
    errors::no_target(name, names.join(", ")).at("target")
}

/// What a file needs permissions for that is imported into `name`.
///
/// # Errors
///
/// 422 `not_found` at `target`.
pub fn permissions_of(
    definitions: &Definitions,
    name: &str,
    parameters: &ImportParameters,
) -> Result<Vec<&'static str>> {
    if let Some((_, commands)) = resource(definitions, name) {
        return Ok(match parameters.mode() {
            ImportMode::Create => vec![commands.create],
            ImportMode::Update => vec![commands.update],
            ImportMode::Upsert => vec![commands.update, commands.create],
        });
    }
    let target = definitions.imports.iter().find(|target| target.name == name);
    target.map(|target| vec![target.command]).ok_or_else(|| unknown(definitions, name))
}

/// What becomes of a file of a resource.
pub(crate) const OF_ROWS: &str = "Rows are created and changed.";

/// What you may import files into.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListTargets {}

/// Everything that files are imported into.
#[derive(Serialize, ToSchema)]
pub(crate) struct Targets {
    /// First the resources, then documents.
    targets: Vec<TargetOut>,
}

/// What files are imported into.
#[derive(Serialize, ToSchema)]
pub(crate) struct TargetOut {
    /// Its name.
    name: String,
    /// Its label.
    label: String,
    /// What becomes of a file, in sentences.
    help: String,
    /// Where a file is sent whose outcome is waited for.
    path: String,
    /// Whether rows that are there can be changed; documents are always created.
    updates: bool,
    /// What its columns can be; absent for resources, whose fields the description of the resource tells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldMeta>,
}

impl Query for ListTargets {
    const NAME: &'static str = "imports.target.view";
    const SCOPED: bool = true;
    type Output = Targets;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Targets> {
        let definitions = &context.definitions;
        let off = features_off(read, definitions)?;
        let may = |permission: &str| context.granted(permission).is_ok() && !off.contains(permission);
        let resources = definitions.resources.iter().filter_map(|resource| Some((resource, resource.commands?)));
        let resources = resources.filter(|(_, commands)| may(commands.create) || may(commands.update));
        let resources = resources.map(|(resource, _)| TargetOut {
            name: resource.plural.to_owned(),
            label: kernel::label_of(&resource.plural.replace('-', "_")),
            help: OF_ROWS.to_owned(),
            path: format!("/api/v1/{}/import/", resource.plural),
            updates: true,
            fields: Vec::new(),
        });
        let documents = definitions.imports.iter().filter(|target| may(target.command)).map(|target| TargetOut {
            name: target.name.clone(),
            label: target.label.clone(),
            help: target.help.clone(),
            path: format!("/api/v1{}", target.path),
            updates: false,
            fields: target.fields.clone(),
        });
        Ok(Targets { targets: resources.chain(documents).collect() })
    }
}

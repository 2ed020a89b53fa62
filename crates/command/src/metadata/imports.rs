//! What files can be imported into, and what their columns can be.

use super::command::label_of_command;
use super::field::{FieldMeta, inputs};
use super::{Targets, fields_of};
use crate::{CommandEntry, Documentation, ImportTarget, Operation, Registry};
use kernel::{Field, Schema, Shape, label_of};

/// Documents whose commands take rows of files, and what modules read by themselves.
pub(crate) fn imports(registry: &Registry) -> Vec<ImportTarget> {
    let targets = Targets { registry };
    let commands = registry.modules().iter().flat_map(|module| &module.commands);
    let documents = commands.filter(|command| command.is_imported).filter_map(|command| {
        let Documentation::Typed(operation) = &command.documentation else { return None };
        Some(of_command(&targets, command, operation))
    });
    documents.chain(registry.modules().iter().flat_map(|module| module.imports.clone())).collect()
}

fn of_command(targets: &Targets<'_>, command: &CommandEntry, operation: &Operation) -> ImportTarget {
    let body = operation.body.as_ref().map(fields_of).unwrap_or_default();
    let mut fields = Vec::new();
    for field in body {
        match inner(&field.schema) {
            Some(within) => fields.extend(within_field(targets, field, within)),
            None => fields.extend(inputs(targets, std::slice::from_ref(field), "company")),
        }
    }
    fields.retain(|field| !matches!(field.r#type, "lines" | "object" | "json"));
    let name = command.path.trim_matches('/').replace('/', "-");
    ImportTarget {
        label: label_of(&name),
        name,
        path: format!("{}import/", command.path),
        help: format!("{}: every document of the file, one after another.", label_of_command(command.name, operation)),
        command: command.name,
        fields,
        run: None,
    }
}

/// The fields of a list of objects, or of one object, that a schema is.
fn inner(schema: &Schema) -> Option<&[Field]> {
    match &schema.shape {
        Shape::Object { fields, .. } => Some(fields),
        Shape::List { items, .. } => match &items.shape {
            Shape::Object { fields, .. } => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// The fields within a field, under the names that they have from outside.
fn within_field(targets: &Targets<'_>, outer: &Field, within: &[Field]) -> Vec<FieldMeta> {
    let mut fields = inputs(targets, within, "company");
    for field in &mut fields {
        field.name = format!("{}.{}", outer.name, field.name);
        field.label = format!("{}: {}", label_of(outer.name), field.label);
    }
    fields
}

//! One engine that serves a record as list, get, create, update and delete: the definition of its table says everything.
//!
//! Start at [`Resource`] (what a record adds to its definition). A module calls [`serve`] for its table of contents; its
//! own commands change such rows through [`insert`], [`replace`] and [`remove`], which keep the search words right.

mod changes;
mod commands;
mod conditions;
mod custom;
mod document;
mod earlier;
mod errors;
mod export;
mod filters;
mod former;
mod groups;
mod history;
mod json;
mod list;
mod openapi;
mod page;
mod paging;
mod places;
mod restore;
mod rows;
mod saved_views;
mod search_index;
mod second_shape;
mod selection;
mod serve;
mod states;

pub use custom::{CustomField, CustomKind, CustomValue, has_value};
pub use document::{Document, find_document, numbered, serve_document};
pub use earlier::{EarlierRow, keep as keep_earlier};
pub use former::{DeletedRow, FormerCode, Found, find_as_of, get_or_restore, prefetch_as_of};
pub use paging::{Listing, page_size};
pub use rows::{insert, is_referenced, remove, replace};
pub use saved_views::SavedView;
pub use search_index::SearchWord;
pub use second_shape::references_as_objects;
pub use serve::{serve, serve_read_only, serve_role};
pub use states::{States, states, transition};

use command::{CommandEntry, CustomFields, DataStep, Method, Module, QueryEntry, Tx};
use kernel::{Id, Result};
use saved_views::{ChangeView, CreateView, DeleteView, GetView, ListViews};
use serde_json::{Map, Value as Json};
use store::{Migration, Prefetch, Record, migration};

/// A record that is served as it is. What it can be ordered and filtered by must have an index in SQL.
pub trait Resource: Record<Key = Id<Self>> {
    /// Columns it may be ordered by, either way; never such that may be absent. The first, maybe behind a minus, is the order
    /// of a list that asks for none.
    const ORDER: &'static [&'static str];
    /// Columns it may be filtered by.
    const FILTERS: &'static [&'static str] = &[];
    /// Whether its deleted rows are listed, under `deleted=true`, and can be brought back.
    const RESTORABLE: bool = false;

    /// Adds to the fields of a new row, or of one that is replaced, what follows from those that are given. What is still left out has
    /// the default of its column. A column that is always added here has the default `""`.
    fn complete(_fields: &mut Map<String, Json>) {}

    /// What [`Resource::check`] will read, so that a batch loads it at once.
    fn prefetch(&self, _read: &mut Prefetch<'_>) {}

    /// The record's own rules, asked before a row (changed from `before`) is written. May set read-only fields.
    fn check(&mut self, _before: Option<&Self>, _tx: &mut Tx<'_, '_>) -> Result<()> {
        Ok(())
    }

    /// Whether the row must stay although no row references it, which the engine finds out by itself.
    fn in_use(&self, _tx: &mut Tx<'_, '_>) -> Result<bool> {
        Ok(false)
    }
}

/// What the operations of a resource are called: the permission of its reads, and the names of its commands.
#[derive(Clone, Copy, Debug)]
pub struct OperationNames {
    /// Lists and gets.
    pub view: &'static str,
    /// Creates.
    pub create: &'static str,
    /// Updates.
    pub update: &'static str,
    /// Deletes.
    pub delete: &'static str,
    /// Brings back what was deleted, where that is [`Resource::RESTORABLE`].
    pub restore: &'static str,
}

/// The [`OperationNames`] under a `module.noun`: `operation_names!("catalog.product")`.
#[macro_export]
macro_rules! operation_names {
    ($noun:literal) => {
        $crate::OperationNames {
            view: concat!($noun, ".view"),
            create: concat!($noun, ".create"),
            update: concat!($noun, ".update"),
            delete: concat!($noun, ".delete"),
            restore: concat!($noun, ".restore"),
        }
    };
}

/// The engine as a module: the words by which rows are found, former codes, deleted rows and saved views.
pub fn module() -> Module {
    let problems = errors::PROBLEMS;
    let mut module = Module {
        name: "resource",
        about: "Saved views of lists, and fields that a company adds to them.",
        place: 85,
        commands: vec![
            CommandEntry::of::<CreateView>(Method::Post, "/views/"),
            CommandEntry::of::<ChangeView>(Method::Patch, "/views/{id}/"),
            CommandEntry::of::<DeleteView>(Method::Delete, "/views/{id}/"),
        ],
        queries: vec![QueryEntry::of::<ListViews>("/views/"), QueryEntry::of::<GetView>("/views/{id}/")],
        permissions: vec![saved_views::MANAGE],
        migrations: migrations(),
        data_steps: vec![DataStep { module: "resource", number: 1, run: custom::index_all }],
        tables: vec![
            SearchWord::TABLE,
            FormerCode::TABLE,
            DeletedRow::TABLE,
            SavedView::TABLE,
            CustomField::TABLE,
            CustomValue::TABLE,
            EarlierRow::TABLE,
        ],
        custom_fields: Some(CustomFields { of_list: custom::metadata, version: custom::version }),
        problems,
        ..Module::default()
    };
    serve::<CustomField>(&mut module, "custom-fields", operation_names!("resource.custom_field"));
    module
}

/// What makes the tables of the engine itself, part of every tenant.
pub fn migrations() -> Vec<Migration> {
    vec![
        migration!("resource", 1, "search"),
        migration!("resource", 2, "former"),
        migration!("resource", 3, "views"),
        migration!("resource", 4, "custom"),
        migration!("resource", 5, "earlier"),
        migration!("resource", 6, "words_by_field"),
        migration!("resource", 7, "formulas"),
    ]
}

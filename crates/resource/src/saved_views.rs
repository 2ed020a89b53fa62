//! Saved views: a list with filters, order and columns as a user wants to see it again, alone or with others.

use crate::custom::{CustomField, custom_name};
use crate::list::bad;
use crate::{Listing, errors, page_size};
use command::{Command, Query, QueryContext, ResourceDefinition, Tx};
use kernel::errors::no_such;
use kernel::{Error, FieldErrors, Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Read, Record, Row, Session, Value, Words, field};
use uuid::Uuid;

/// Changes and deletes the views of others.
pub(crate) const MANAGE: &str = "resource.view.manage";
/// The most columns of a view.
const MOST: usize = 100;

/// A list as a user wants to see it again.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "saved_view", label = "view", unique(owner, resource, name), scan(owner, resource))]
pub struct SavedView {
    /// Its id.
    pub id: Id<SavedView>,
    /// The user to whom it belongs.
    pub owner: Uuid,
    /// The list: the end of its path.
    #[field(max = 100)]
    pub resource: String,
    /// Its name, which no other view of the user and the list has.
    #[field(max = 100, folded)]
    pub name: String,
    /// Filters and order, as they stand behind the `?` of the list's address.
    #[field(max = 4000)]
    pub query: String,
    /// The fields to show, in their order; none for the usual ones.
    #[field(max = 4000)]
    pub columns: Words,
    /// Others see it, too.
    pub is_shared: bool,
    /// The list opens with it for its owner.
    pub is_default: bool,
}

/// A saved view.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ViewOut {
    /// Its id.
    id: Id<SavedView>,
    /// The user to whom it belongs.
    owner: Uuid,
    /// Whether that is you.
    is_own: bool,
    /// The list: the end of its path.
    resource: String,
    /// Its name.
    name: String,
    /// Filters and order, as they stand behind the `?` of the list's address.
    query: String,
    /// The fields to show, in their order; none for the usual ones.
    columns: Vec<String>,
    /// Whether others see it, too.
    is_shared: bool,
    /// Whether the list opens with it for you.
    is_default: bool,
}

impl ViewOut {
    fn of(view: SavedView, user: Uuid) -> ViewOut {
        let is_own = view.owner == user;
        let SavedView { id, owner, resource, name, query, columns, is_shared, is_default } = view;
        let is_default = is_default && is_own;
        ViewOut { id, owner, is_own, resource, name, query, columns: columns.0, is_shared, is_default }
    }
}

/// Saves a view of a list.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateView {
    /// The list: the end of its path, `products`.
    resource: String,
    /// Its name, which no other view of yours of this list has.
    name: Text<100>,
    /// Filters and order, as they stand behind the `?` of the list's address.
    #[serde(default)]
    query: Text<4000>,
    /// The fields to show, in their order; none for the usual ones.
    #[serde(default)]
    #[schema(max_items = MOST)]
    columns: Vec<String>,
    /// Whether others see it, too.
    #[serde(default)]
    is_shared: bool,
    /// Whether the list opens with it for you; no other view of yours does then.
    #[serde(default)]
    is_default: bool,
}

impl Command for CreateView {
    const NAME: &'static str = "resource.view.create";
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = ViewOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ViewOut> {
        let CreateView { resource, name, query, columns, is_shared, is_default } = self.clone();
        let (name, query) = (name.into_string(), query.into_string());
        let (id, owner, columns) = (tx.id(), tx.actor(), Words(columns));
        let view = SavedView { id, owner, resource, name, query, columns, is_shared, is_default };
        check(tx, &view)?;
        if view.is_default {
            no_default(tx, &view)?;
        }
        tx.insert_new(view.clone())?;
        Ok(ViewOut::of(view, owner))
    }
}

/// Changes a view: what is left out stays. Your own, or with a permission those of others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeView {
    /// Its id.
    id: Id<SavedView>,
    /// Its new name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Text<100>>,
    /// Filters and order, as they stand behind the `?` of the list's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    query: Option<Text<4000>>,
    /// The fields to show, in their order; none for the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = MOST)]
    columns: Option<Vec<String>>,
    /// Whether others see it, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_shared: Option<bool>,
    /// Whether the list opens with it for its owner; no other view of theirs does then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_default: Option<bool>,
    /// The version the view must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for ChangeView {
    const NAME: &'static str = "resource.view.update";
    const SCOPED: bool = true;
    type Output = ViewOut;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<ViewOut> {
        let before = changeable(tx, self.id)?;
        tx.require_version::<SavedView>(&self.id, self.if_match)?;
        let mut view = SavedView::clone(&before);
        let new = self.clone();
        view.name = new.name.map_or(view.name, Text::into_string);
        view.query = new.query.map_or(view.query, Text::into_string);
        view.columns = new.columns.map_or(view.columns, Words);
        view.is_shared = new.is_shared.unwrap_or(view.is_shared);
        view.is_default = new.is_default.unwrap_or(view.is_default);
        check(tx, &view)?;
        if view.is_default && !before.is_default {
            no_default(tx, &view)?;
        }
        let view = tx.edit::<SavedView>(&self.id, |row| {
            *row = view;
            Ok(())
        })?;
        Ok(ViewOut::of(SavedView::clone(&view), tx.actor()))
    }

    fn version(&self, tx: &mut Tx<'_, '_>) -> Result<Option<i64>> {
        tx.version::<SavedView>(&self.id)
    }
}

/// Deletes a view: your own, or with a permission those of others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeleteView {
    /// Its id.
    id: Id<SavedView>,
    /// The version the view must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    if_match: Option<i64>,
}

impl Command for DeleteView {
    const NAME: &'static str = "resource.view.delete";
    const STATUS: u16 = 204;
    const SCOPED: bool = true;
    type Output = ();

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        changeable(tx, self.id)?;
        tx.require_version::<SavedView>(&self.id, self.if_match)?;
        tx.delete::<SavedView>(&self.id)
    }
}

/// The view with this id, which the user may change: 404 where they do not see it, 403 where it is another's.
fn changeable(tx: &mut Tx<'_, '_>, id: Id<SavedView>) -> Result<Arc<SavedView>> {
    let view = tx.get::<SavedView>(&id)?.ok_or_else(|| not_found(id))?;
    if view.owner == tx.actor() || tx.may(MANAGE)? {
        return Ok(view);
    }
    Err(if view.is_shared { command::permission_denied(MANAGE) } else { not_found(id) })
}

fn not_found(id: Id<SavedView>) -> Error {
    Error::not_found("view", id)
}

/// Takes the default from the other views of the same owner and list.
fn no_default(tx: &mut Tx<'_, '_>, view: &SavedView) -> Result<()> {
    for other in tx.scan(SavedView::BY_OWNER_RESOURCE, (view.owner, view.resource.as_str()))? {
        if other.is_default {
            tx.edit::<SavedView>(&other.id, |other| {
                other.is_default = false;
                Ok(())
            })?;
        }
    }
    Ok(())
}

/// Refuses a view of what is no list, or of fields that its rows do not have.
fn check(tx: &mut Tx<'_, '_>, view: &SavedView) -> Result<()> {
    let mut errors = FieldErrors::default();
    let definition = tx.definitions().resource(&view.resource).copied();
    let definition = definition.ok_or_else(|| no_such("list", &view.resource).at("resource"));
    if let Some(definition) = errors.check(definition)? {
        tx.require(definition.view)?;
        let own = tx.scan(CustomField::BY_RESOURCE, definition.plural)?;
        let has_field = |name: &str| match custom_name(name) {
            Some(name) => own.iter().any(|field| field.name == name),
            None => has_column(&definition, name),
        };
        for (n, name) in view.columns.0.iter().enumerate().filter(|(_, name)| !has_field(name)) {
            errors.add_with(&format!("columns.{n}"), || no_such("field", name));
        }
    }
    if view.name.is_empty() {
        errors.add_with("name", kernel::errors::required);
    }
    if view.query.contains(|letter: char| letter.is_whitespace() || matches!(letter, '?' | '#')) {
        errors.add_with("query", errors::no_query);
    }
    errors.finish()
}

fn has_column(definition: &ResourceDefinition, name: &str) -> bool {
    let columns = definition.table.columns.iter().filter(|column| crate::json::shown(column));
    columns.filter_map(|column| definition.shown_as(column)).any(|shown| shown == name)
}

/// Your saved views, and those that others share of lists that you may view, the oldest first.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListViews {
    /// Only views of this list.
    resource: Option<String>,
    /// Views on a page, at most 1,000.
    page_size: Option<String>,
    /// Where to go on, from `next`.
    cursor: Option<String>,
}

impl Query for ListViews {
    const NAME: &'static str = "resource.view.view";
    const OPERATION: &'static str = "resource.saved_view.list";
    const SCOPED: bool = true;
    type Output = Listing<ViewOut>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let size = page_size(self.page_size.as_deref())?;
        let after = match &self.cursor {
            None => Uuid::nil(),
            Some(text) => store::id_of(text)
                .ok_or_else(|| bad("cursor", "This cursor does not belong to this list.".to_owned()))?,
        };
        let (mut visible, mut args) = visible(context);
        if let Some(resource) = &self.resource {
            args.push(Value::Text(resource.clone()));
            visible.push_str(&format!(" AND t.resource = ${}", args.len()));
        }
        let count = format!("SELECT count(*) FROM (SELECT 1 FROM saved_view t WHERE {visible} LIMIT 10001) counted");
        let count = field(read.query(&count, &args)?.into_iter().flatten().next())?;
        args.push(Value::Id(after));
        let page = format!("{visible} AND t.id > ${} ORDER BY t.id LIMIT {}", args.len(), size + 1);
        let mut views = views(read, &page, &args)?;
        let more = views.len() as i64 > size;
        views.truncate(usize::try_from(size).unwrap_or_default());
        let next = views.last().filter(|_| more).map(|view| context.link("cursor", &view.id.to_string()));
        let views = views.into_iter().map(|view| ViewOut::of(view, context.user()));
        Ok(Listing::of(count, next, views.collect()))
    }
}

/// One saved view, its version as `ETag`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetView {
    /// Its id.
    id: Id<SavedView>,
}

impl Query for GetView {
    const NAME: &'static str = "resource.view.view";
    const OPERATION: &'static str = "resource.saved_view.get";
    const VERSIONED: bool = true;
    const SCOPED: bool = true;
    type Output = ViewOut;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<ViewOut> {
        let (visible, mut args) = visible(context);
        args.push(Value::Id(self.id.uuid()));
        let found = views(read, &format!("{visible} AND t.id = ${}", args.len()), &args)?.pop();
        found.map(|view| ViewOut::of(view, context.user())).ok_or_else(|| not_found(self.id))
    }

    fn version(&self, read: &mut Session<'_>) -> Result<Option<i64>> {
        read.get::<SavedView>(&self.id)?;
        Ok(read.version::<SavedView>(&self.id))
    }
}

/// The condition that the user sees the view `t`, with its parameters: it is their own, or shared and of a list that they may view.
fn visible(context: &QueryContext) -> (String, Vec<Value>) {
    let mut args = vec![Value::Id(context.user())];
    let resources = context.definitions.resources.iter();
    let lists = resources.filter(|resource| context.viewing(resource).is_ok());
    let places: Vec<String> = lists
        .map(|resource| {
            args.push(Value::Text(resource.plural.to_owned()));
            format!("${}", args.len())
        })
        .collect();
    let shared = if places.is_empty() { "FALSE".to_owned() } else { format!("t.resource IN ({})", places.join(", ")) };
    (format!("(t.owner = $1 OR t.is_shared = TRUE AND {shared})"), args)
}

/// The views of which `condition` is true.
fn views(read: &mut Session<'_>, condition: &str, args: &[Value]) -> Result<Vec<SavedView>> {
    let columns: Vec<String> = SavedView::TABLE.columns.iter().map(|column| format!("t.{}", column.name)).collect();
    let sql = format!("SELECT {} FROM saved_view t WHERE {condition}", columns.join(", "));
    let view = |row: Row| SavedView::decode(row).map_err(|column| kernel::defect(format!("saved_view.{column}")));
    read.query(&sql, args)?.into_iter().map(view).collect()
}

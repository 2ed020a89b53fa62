//! The values of many rows in custom fields, as lists and files show them.

use super::CUSTOM;
use super::computed::Computed;
use super::field::{CustomField, Fields};
use super::value::{Stored, currency};
use crate::json::Shown;
use crate::selection::{NAMES, name_of};
use command::{QueryContext, ResourceDefinition};
use kernel::{Id, Result};
use money::Currency;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet};
use store::{Session, Value, field};
use uuid::Uuid;

/// Adds to shown rows, whose ids are `owners`, their values, and to their names those of what the values refer to.
pub(crate) fn add(
    session: &mut Session<'_>,
    context: &QueryContext,
    definition: &ResourceDefinition,
    fields: &Fields,
    owners: &[Uuid],
    rows: &mut [Shown],
) -> Result<()> {
    if fields.is_empty() {
        return Ok(());
    }
    let values = ValuesOfRows::read(session, context, definition, fields, owners)?;
    for (row, owner) in rows.iter_mut().zip(owners) {
        let (mut shown, mut names) = (Map::new(), Map::new());
        for field in &fields.0 {
            let (value, name) = values.of(field, owner);
            names.extend(name.map(|name| (format!("{CUSTOM}.{}", field.name), Json::from(name))));
            shown.insert(field.name.clone(), value);
        }
        let own = row.0.iter_mut().find(|(field, _)| *field == NAMES);
        match own.and_then(|(_, own)| own.as_object_mut()) {
            Some(own) => own.extend(names),
            None if names.is_empty() => {}
            None => row.0.push((NAMES, Json::Object(names))),
        }
        row.0.push((CUSTOM, Json::Object(shown)));
    }
    Ok(())
}

/// Values, each with its place among several choices.
type Placed = Vec<(i64, Stored)>;

/// Code and name of rows, by their ids.
type Named = BTreeMap<Uuid, [Option<String>; 2]>;

/// The values of some rows of a list, and what those are called that relations lead to.
#[derive(Default)]
pub(crate) struct ValuesOfRows {
    /// By row and field.
    values: BTreeMap<(Uuid, Id<CustomField>), Placed>,
    /// Those of each list to which relations lead.
    named: BTreeMap<String, Named>,
    currency: Option<Currency>,
    /// By row and field.
    computed: BTreeMap<(Uuid, Id<CustomField>), Json>,
}

impl ValuesOfRows {
    /// Reads those of the rows `owners`.
    pub(crate) fn read(
        session: &mut Session<'_>,
        context: &QueryContext,
        definition: &ResourceDefinition,
        fields: &Fields,
        owners: &[Uuid],
    ) -> Result<ValuesOfRows> {
        let mut read = ValuesOfRows::default();
        if fields.is_empty() || owners.is_empty() {
            return Ok(read);
        }
        let mut targets: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
        let sql = format!(
            "SELECT owner, field, n, words, number, target, body FROM custom_value WHERE owner IN ({})",
            places(owners.len())
        );
        for row in session.query(&sql, &ids(owners.iter().copied()))? {
            let mut row = row.into_iter();
            let (owner, of): (Uuid, Id<CustomField>) = (field(row.next())?, field(row.next())?);
            let n = field(row.next())?;
            let (words, number) = (field(row.next())?, field(row.next())?);
            let (target, body): (Option<Uuid>, _) = (field(row.next())?, field(row.next())?);
            let relation = fields.0.iter().find(|field| field.id == of).and_then(|field| field.target.as_deref());
            if let (Some(plural), Some(target)) = (relation, target) {
                targets.entry(plural).or_default().insert(target);
            }
            read.values.entry((owner, of)).or_default().push((n, Stored { words, number, target, body }));
        }
        // Sorting the few that are several costs less than having the database sort all.
        read.values.values_mut().for_each(|values| values.sort_unstable());
        for (plural, found) in targets {
            read.read_names(session, context, plural, found)?;
        }
        read.currency = currency(session, &context.definitions, fields)?;
        read.compute(session, definition, fields, owners)?;
        Ok(read)
    }

    /// Computes what is computed. Rows are read once more for it: what formulas read need not be among what is shown.
    fn compute(
        &mut self,
        session: &mut Session<'_>,
        definition: &ResourceDefinition,
        fields: &Fields,
        owners: &[Uuid],
    ) -> Result<()> {
        let table = definition.table;
        let computed = Computed::of(table, fields);
        if computed.is_empty() {
            return Ok(());
        }
        let columns = table.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT id, {columns} FROM {} WHERE id IN ({})", table.name, places(owners.len()));
        for mut row in session.query(&sql, &ids(owners.iter().copied()))? {
            let columns = row.split_off(1);
            let owner: Uuid = field(row.pop())?;
            let shown = fields.0.iter().map(|field| (field.name.clone(), self.of(field, &owner).0)).collect();
            for (field, value) in computed.values(table, &columns, &shown, self.currency) {
                self.computed.insert((owner, field.id), value);
            }
        }
        Ok(())
    }

    /// Reads the codes of these rows of another list, and their names where the user may see them.
    fn read_names(
        &mut self,
        session: &mut Session<'_>,
        context: &QueryContext,
        plural: &str,
        found: BTreeSet<Uuid>,
    ) -> Result<()> {
        let Some(resource) = context.definitions.resource(plural) else { return Ok(()) };
        let column = |column: Option<&str>| column.map_or("NULL".to_owned(), str::to_owned);
        let code = column(resource.code().map(|code| code.name));
        let may_see = context.viewing(resource).is_ok() && context.may(resource.view);
        let name = name_of(resource.table).filter(|_| may_see).map(|name| name.name);
        let sql = format!(
            "SELECT id, {code}, {} FROM {} WHERE id IN ({})",
            column(name),
            resource.table.name,
            places(found.len())
        );
        let mut named = BTreeMap::new();
        for row in session.query(&sql, &ids(found))? {
            let mut row = row.into_iter();
            named.insert(field(row.next())?, [field(row.next())?, field(row.next())?]);
        }
        self.named.insert(plural.to_owned(), named);
        Ok(())
    }

    /// What is shown of the row `owner` in a field, and the name of what that refers to.
    pub(crate) fn of(&self, field: &CustomField, owner: &Uuid) -> (Json, Option<&str>) {
        if let Some(computed) = self.computed.get(&(*owner, field.id)) {
            return (computed.clone(), None);
        }
        let stored = self.values.get(&(*owner, field.id)).map(Vec::as_slice).unwrap_or_default();
        let target = stored.first().and_then(|(_, stored)| Some((field.target.as_deref()?, stored.target?)));
        let named = target.and_then(|(plural, id)| self.named.get(plural)?.get(&id));
        let [code, name] = named.map(|named| named.each_ref().map(Option::as_deref)).unwrap_or_default();
        let show = || field.show(stored.iter().map(|(_, stored)| stored), self.currency);
        (code.map_or_else(show, Json::from), name)
    }
}

/// The places of so many parameters.
pub(crate) fn places(count: usize) -> String {
    (1..=count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

/// The parameters for these ids.
pub(crate) fn ids(ids: impl IntoIterator<Item = Uuid>) -> Vec<Value> {
    ids.into_iter().map(Value::Id).collect()
}

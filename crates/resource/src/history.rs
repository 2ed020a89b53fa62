//! The history of a row: which commands created, changed and deleted it, when, and by which user.

use crate::earlier::{self, Happened};
use crate::json::bytes;
use crate::list::bad;
use crate::{Listing, errors, openapi, page_size};
use command::{Module, QueryContext, QueryEntry, ResourceDefinition, Scope};
use kernel::{Instant, Kind, Result, defect};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use store::{Row, Session, Value, field};
use uuid::Uuid;

/// Adds `/plural/{id}/history/`, if the changes of the table are kept.
pub(crate) fn add_history(module: &mut Module, definition: ResourceDefinition) {
    if !definition.table.audited {
        return;
    }
    module.queries.push(QueryEntry {
        name: definition.view,
        path: format!("/{}/{{id}}/history/", definition.plural),
        ask: Box::new(move |session, input, context| {
            let (after, size) = page(context)?;
            let text = input.path.get("id").map(String::as_str).unwrap_or_default();
            let scope = context.grant().scope();
            let id = match (definition.find)(session, &definition, scope, text) {
                Err(error) if error.kind == Kind::NotFound => {
                    deleted(session, &definition, scope, text)?.ok_or(error)?
                }
                found => found?,
            };
            Ok((bytes(&history(session, &definition, id, after, size, context)?)?, None))
        }),
        scopes: definition.scopes(),
        report: false,
        file: None,
        tells_texts: false,
        documentation: openapi::documentation(&openapi::history(&definition), openapi::history_schemas()),
    });
}

/// The id of a row that was deleted, where `text` is one. Which scope or role the row had is not known any more, so only users
/// who may see every row find it.
fn deleted(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    scope: &Scope,
    text: &str,
) -> Result<Option<Uuid>> {
    let Some(id) = store::id_of(text).filter(|_| *scope == Scope::All && definition.role.is_none()) else {
        return Ok(None);
    };
    let record = Value::Text(definition.table.name.to_owned());
    let rows = session.query("SELECT seq FROM tombstone WHERE record = $1 AND id = $2", &[record, Value::Id(id)])?;
    Ok((!rows.is_empty()).then_some(id))
}

/// Refuses query parameters other than `known`.
pub(crate) fn check_parameters(context: &QueryContext, known: &[&str]) -> Result<()> {
    match context.query.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => {
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Err(errors::no_such_parameter(name, known).blame(name, errors::not_known()))
        }
    }
}

/// The number of the command after which the page begins, and the size of the page.
fn page(context: &QueryContext) -> Result<(i64, i64)> {
    check_parameters(context, &["cursor", "page_size"])?;
    let after = context.query.get("cursor").map_or(Ok(0), |text| text.parse());
    let after = after.map_err(|_| bad("cursor", "This cursor does not belong to this list.".to_owned()))?;
    Ok((after, page_size(context.query.get("page_size").map(String::as_str))?))
}

fn history(
    session: &mut Session<'_>,
    definition: &ResourceDefinition,
    id: Uuid,
    after: i64,
    size: i64,
    context: &QueryContext,
) -> Result<Listing<Json>> {
    let table = definition.table.name;
    let changes = format!(
        "(SELECT created_seq AS seq, 'created' AS happened FROM {table} WHERE id = $1 \
         UNION ALL SELECT seq, 'changed' FROM record_change WHERE record = '{table}' AND id = $1 \
         UNION ALL SELECT seq, 'deleted' FROM tombstone WHERE record = '{table}' AND id = $1) h"
    );
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {changes} LIMIT 10001) counted");
    let count = field(session.query(&sql, &[Value::Id(id)])?.into_iter().flatten().next())?;
    let sql = format!(
        "SELECT c.seq, c.name, c.at, c.actor, h.happened FROM {changes} JOIN command c ON c.seq = h.seq \
         WHERE h.seq > $2 ORDER BY h.seq LIMIT {}",
        size + 1
    );
    let mut rows = session.query(&sql, &[Value::Id(id), Value::Int(after)])?;
    let more = rows.len() as i64 > size;
    rows.truncate(usize::try_from(size).unwrap_or_default());
    let next = rows.last().filter(|_| more).map(|row| context.link("cursor", &row[0].to_string()));
    let happened = rows.iter().enumerate().map(|(n, row)| happened(row, n == 0 && after == 0));
    let happened = happened.collect::<Result<Vec<_>>>()?;
    let changes = if definition.document.is_some() {
        vec![Vec::new(); rows.len()]
    } else {
        earlier::changes(session, definition, context, id, &happened)?
    };
    let (mut emails, mut results) = (BTreeMap::new(), Vec::new());
    for (row, changes) in rows.into_iter().zip(changes) {
        let mut shown = show(session, row, &mut emails, context)?;
        shown["changes"] = Json::Array(changes);
        results.push(shown);
    }
    Ok(Listing::of(count, next, results))
}

/// What the command of a row of the history did. The creation of a row that was deleted later stands among the changes, as the first.
fn happened(row: &Row, is_first: bool) -> Result<(i64, Happened)> {
    let [Value::Int(seq), .., Value::Text(word)] = row.as_slice() else {
        return Err(defect("a history has no commands"));
    };
    let happened = match word.as_str() {
        "deleted" => Happened::Deleted,
        "created" => Happened::Created,
        _ if is_first => Happened::Created,
        _ => Happened::Changed,
    };
    Ok((*seq, happened))
}

fn show(
    session: &mut Session<'_>,
    row: Row,
    emails: &mut BTreeMap<Uuid, Option<String>>,
    context: &QueryContext,
) -> Result<Json> {
    let mut row = row.into_iter();
    let (seq, name): (i64, String) = (field(row.next())?, field(row.next())?);
    let (at, actor): (Instant, Uuid) = (field(row.next())?, field(row.next())?);
    if let (Some(email), false) = (context.definitions.actor_email, emails.contains_key(&actor)) {
        emails.insert(actor, email(session, actor)?);
    }
    let email = emails.get(&actor);
    Ok(
        json!({"seq": seq, "name": name, "at": at.to_string(), "actor": actor.to_string(), "email": email.cloned().flatten()}),
    )
}

//! Places in long lists, so that a page far from the start is reached without walking over all rows before it.

use crate::page::{Beginning, Cursor, Rows};
use kernel::{Result, defect};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{Row, Session, Table, Value};
use uuid::Uuid;

/// The number of rows from one place to the next. So many are skipped anyway.
pub(crate) const STEP: usize = 2_000;
/// The places of so many lists are kept, up to fifty of each.
const MAX_LISTS: usize = 256;

/// The last commands that created or changed a row of a table, and that deleted one: while both are the same, the rows are.
type State = [Value; 2];

/// A list: its company, and the statement that reads it.
type Key = (Uuid, String, Vec<Value>);

/// The places of a list as far as it was walked: that of row `STEP`, of row `2 * STEP`, and so on.
#[derive(Clone)]
struct Known {
    state: State,
    places: Vec<Cursor>,
}

/// What is known of lists, shared by all requests. It is asked only for tables whose rows are stamped.
#[derive(Default)]
pub(crate) struct Places(Mutex<BTreeMap<Key, Known>>);

impl Places {
    fn lists(&self) -> MutexGuard<'_, BTreeMap<Key, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `limit` rows behind the first `offset` ones, and what is asked `beside` them.
    ///
    /// What was known is believed only if the snapshot itself says that no row has changed since.
    pub(crate) fn read(
        &self,
        session: &mut Session<'_>,
        rows: &Rows<'_>,
        (limit, offset): (usize, usize),
        beside: [(&str, &[Value]); 2],
    ) -> Result<(Vec<Row>, [Vec<Row>; 2])> {
        let Some(tenant) = session.tenant() else { return Err(defect("a list is read from a snapshot")) };
        let list = rows.place(None, STEP);
        let key = (tenant, list.text, list.args);
        let state_sql = state_sql(rows.table);
        let known = self.lists().get(&key).cloned();
        let page = |places: &[Cursor]| {
            let passed = places.len().min(offset / STEP);
            let from = passed.checked_sub(1).map(|n| Beginning { cursor: &places[n], inclusive: true });
            rows.page(from, false, limit, offset - passed * STEP)
        };
        if let Some(known) = known.as_ref().filter(|known| known.places.len() >= offset / STEP) {
            let page = page(&known.places);
            let [one, other] = beside;
            let queries = [one, other, (&page.text, &page.args), (&state_sql, &[])];
            if let [one, other, rows, state] = &mut session.query_all(&queries)?[..]
                && state.first().is_some_and(|state| *state == known.state)
            {
                return Ok((std::mem::take(rows), [std::mem::take(one), std::mem::take(other)]));
            }
        }
        let state = session.query(&state_sql, &[])?.pop().and_then(|state| State::try_from(state).ok());
        let state = state.ok_or_else(|| defect("a table has no state"))?;
        let mut places = known.filter(|known| known.state == state).map(|known| known.places).unwrap_or_default();
        while places.len() < offset / STEP {
            let place = rows.place(places.last(), STEP);
            let Some(row) = session.query(&place.text, &place.args)?.pop() else { break };
            places.push(Cursor::of(&row, rows.order)?);
        }
        let page = page(&places);
        let [one, other] = beside;
        let read = session.query_all(&[one, other, (&page.text, &page.args)])?;
        let mut lists = self.lists();
        if lists.len() >= MAX_LISTS && !lists.contains_key(&key) {
            lists.pop_first();
        }
        lists.insert(key, Known { state, places });
        match <[Vec<Row>; 3]>::try_from(read) {
            Ok([one, other, rows]) => Ok((rows, [one, other])),
            Err(_) => Err(defect("three queries have three answers")),
        }
    }
}

/// Every row carries the number of the command that changed it last, and every deletion leaves its own.
fn state_sql(table: &Table) -> String {
    let name = table.name;
    format!(
        "SELECT coalesce((SELECT max(changed_seq) FROM {name}), 0), \
         coalesce((SELECT max(seq) FROM tombstone WHERE record = '{name}'), 0)"
    )
}

//! The SQL of this module.

use crate::records::{ApprovalRequest, RequestState};
use command::Finding;
use kernel::{Id, Result};
use std::fmt::Write;
use store::{Field, Read, Row, Session, Value, field};
use uuid::Uuid;

/// The most requests of which members are told in one round.
const REMINDED_AT_ONCE: i64 = 1_000;

/// Who a user is before requests.
pub(crate) struct Standing {
    /// The user.
    pub(crate) user: Uuid,
    /// The user and those for whom they decide today, each with their role.
    pub(crate) identities: Vec<(Uuid, String)>,
    /// The sites whose requests they see beside their own; all where none are named.
    pub(crate) sites: Option<Vec<Uuid>>,
    /// Whether they see the requests in which they have no say.
    pub(crate) sees_all: bool,
}

/// Which requests are asked for.
pub(crate) struct Filter<'a> {
    /// Those that wait for the user's decision.
    pub(crate) only_waiting: bool,
    /// Those of the user.
    pub(crate) only_own: bool,
    /// Those in a state.
    pub(crate) state: Option<RequestState>,
    /// Those for a command.
    pub(crate) command: Option<&'a str>,
}

/// A condition with its parameters; `$1` is the user.
struct Condition {
    text: String,
    args: Vec<Value>,
}

impl Condition {
    fn arg(&mut self, value: Value) -> String {
        self.args.push(value);
        format!("${}", self.args.len())
    }
}

impl Standing {
    /// Whether the user may see a request `t`.
    fn visible(&self) -> Condition {
        let mut condition = Condition { text: String::new(), args: vec![Value::Id(self.user)] };
        let sites = self.within_sites(&mut condition);
        let has_a_say = match self.sees_all {
            true => "1 = 1".to_owned(),
            false => has_task("1 = 1", &self.is_named(&mut condition)),
        };
        condition.text = format!("(t.maker = $1 OR ({sites} AND {has_a_say}))");
        condition
    }

    fn within_sites(&self, condition: &mut Condition) -> String {
        match self.sites.as_deref() {
            None => "1 = 1".to_owned(),
            Some([]) => "1 = 0".to_owned(),
            Some(sites) => {
                let sites: Vec<String> = sites.iter().map(|site| condition.arg(Value::Id(*site))).collect();
                format!("t.site IN ({})", sites.join(", "))
            }
        }
    }

    /// Whether the task `k` of the request `t` names the user, or somebody for whom they decide and who has not asked for it.
    fn is_named(&self, condition: &mut Condition) -> String {
        let mut named = "1 = 0".to_owned();
        for (user, role) in &self.identities {
            let (user, role) = (condition.arg(Value::Id(*user)), condition.arg(Value::Text(role.clone())));
            // Writing to a String cannot fail.
            write!(named, " OR t.maker <> {user} AND (k.member = {user} OR k.role = {role})").ok();
        }
        named
    }
}

fn has_task(step: &str, named: &str) -> String {
    format!("EXISTS (SELECT 1 FROM approval_task k WHERE k.request = t.id AND {step} AND ({named}))")
}

/// The place of a request in a list: number of the command that asked for it, and its id.
pub(crate) type Place = (i64, Uuid);

/// A request of a list.
pub(crate) struct Found {
    pub(crate) id: Id<ApprovalRequest>,
    pub(crate) seq: i64,
}

/// How many requests a user sees that are asked for, counted no further than to 10,001, and the newest `limit` of them that are older than
/// `before`.
pub(crate) fn requests(
    read: &mut Session<'_>,
    standing: &Standing,
    filter: &Filter<'_>,
    before: Option<Place>,
    limit: i64,
) -> Result<(i64, Vec<Found>)> {
    let mut condition = standing.visible();
    let mut all = vec![std::mem::take(&mut condition.text)];
    if filter.only_waiting {
        let (sites, named) = (standing.within_sites(&mut condition), standing.is_named(&mut condition));
        let task = has_task("k.step = t.step", &named);
        all.push(format!("t.state = 'waiting' AND t.maker <> $1 AND {sites} AND {task}"));
        all.push(
            "NOT EXISTS (SELECT 1 FROM approval_decision d WHERE d.request = t.id AND d.round = t.round \
             AND d.kind = 'approved' AND d.user_id = $1)"
                .to_owned(),
        );
    }
    if filter.only_own {
        all.push("t.maker = $1".to_owned());
    }
    if let Some(state) = filter.state {
        let state = condition.arg(state.to_value());
        all.push(format!("t.state = {state}"));
    }
    if let Some(command) = filter.command {
        let command = condition.arg(Value::Text(command.to_owned()));
        all.push(format!("t.command = {command}"));
    }
    let all = all.join(" AND ");
    let count = format!("SELECT count(*) FROM (SELECT 1 FROM approval_request t WHERE {all} LIMIT 10001) counted");
    let counted = condition.args.clone();
    let (seq, id) = before.unwrap_or((i64::MAX, Uuid::max()));
    let (seq, id) = (condition.arg(Value::Int(seq)), condition.arg(Value::Id(id)));
    let page = format!(
        "SELECT t.id, t.created_seq FROM approval_request t WHERE {all} AND (t.created_seq, t.id) < ({seq}, {id}) \
         ORDER BY t.created_seq DESC, t.id DESC LIMIT {limit}"
    );
    let mut answers = read.query_all(&[(&count, &counted), (&page, &condition.args)])?.into_iter();
    let count = field(answers.next().into_iter().flatten().flatten().next())?;
    let found = |row: Row| {
        let mut row = row.into_iter();
        Ok(Found { id: Id::from_uuid(field(row.next())?), seq: field(row.next())? })
    };
    Ok((count, answers.next().unwrap_or_default().into_iter().map(found).collect::<Result<_>>()?))
}

/// Whether a user sees a request.
pub(crate) fn sees(read: &mut Session<'_>, standing: &Standing, id: Id<ApprovalRequest>) -> Result<bool> {
    let mut condition = standing.visible();
    let id = condition.arg(Value::Id(id.uuid()));
    let sql = format!("SELECT 1 FROM approval_request t WHERE t.id = {id} AND {}", condition.text);
    Ok(!read.query(&sql, &condition.args)?.is_empty())
}

/// The requests of which those who have to decide are to be told again by now.
pub(crate) fn due_for_reminder(read: &mut Session<'_>) -> Result<Vec<Id<ApprovalRequest>>> {
    let sql = format!(
        "SELECT id FROM approval_request WHERE state = 'waiting' AND remind_at <= $1 ORDER BY remind_at, id LIMIT {REMINDED_AT_ONCE}"
    );
    let now = Value::Int(read.now().micros());
    let rows = read.query(&sql, &[now])?;
    rows.into_iter().map(|row| Ok(Id::from_uuid(field(row.into_iter().next())?))).collect()
}

/// Every request is what the log says: asked for by a command that was answered with 202, or has happened; carried out by the command of
/// its maker with its id and the same body.
pub(crate) fn verify_commands(read: &mut Session<'_>) -> Result<Finding> {
    Finding::of_sql(
        read,
        "SELECT count(*) FROM approval_request",
        "SELECT t.id, t.state FROM approval_request t LEFT JOIN command a ON a.id = t.asked_by \
         LEFT JOIN command_body b ON b.seq = a.seq LEFT JOIN command c ON c.id = t.id \
         WHERE a.id IS NULL OR a.actor <> t.maker OR a.seq <> t.created_seq OR (b.status = 202) = t.has_happened \
         OR NOT t.has_happened AND (t.state = 'done') AND (c.id IS NULL OR c.actor <> t.maker \
            OR c.name <> a.name OR c.request_hash <> a.request_hash) \
         OR t.state <> 'done' AND c.request_hash = a.request_hash AND c.actor = t.maker ORDER BY 1",
        |row| format!("the approval request {} is {}, but the log says otherwise", row[0], row[1]),
    )
}

/// Every step of a request that is approved was approved in its last round, each by another member than the maker.
pub(crate) fn verify_decisions(read: &mut Session<'_>) -> Result<Finding> {
    Finding::of_sql(
        read,
        "SELECT count(*) FROM approval_decision",
        "SELECT t.id, k.step FROM approval_request t JOIN (SELECT DISTINCT request, step FROM approval_task) k ON k.request = t.id \
         WHERE t.state IN ('approved', 'done', 'failed') AND NOT EXISTS (SELECT 1 FROM approval_decision d WHERE d.request = t.id \
         AND d.round = t.round AND d.step = k.step AND d.kind = 'approved' AND d.user_id <> t.maker \
         AND (d.for_user IS NULL OR d.for_user <> t.maker)) ORDER BY 1, 2",
        |row| format!("step {} of the approval request {} was not approved", row[1], row[0]),
    )
}

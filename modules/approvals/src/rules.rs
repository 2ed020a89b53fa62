//! Which policy a command falls under, and who has to approve it.

use crate::records::{ApprovalDelegation, ApprovalPolicy, ApprovalStep, ApprovalTask};
use command::{ApprovableEntry, Facts, Tx};
use formula::{Formula, Kind, Known, Names, Value, Wrong};
use identity::{Member, Role};
use kernel::{Date, Id, Result};
use ledger::Site;
use money::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::Read;
use uuid::Uuid;

/// What conditions may read of every command: name, kind, meaning.
pub(crate) const COMMON: [(&str, Kind, &str); 4] = [
    ("amount", Kind::Decimal, "Its amount in the currency of the company; empty where it has none."),
    ("site", Kind::Text, "The code of the site in whose books it is; empty where that is none."),
    ("role", Kind::Text, "The code of the role of who asks."),
    ("user", Kind::Text, "The e-mail address of who asks."),
];

/// The condition `text` over what is known of a command.
pub(crate) fn condition(entry: &ApprovableEntry, text: &str) -> std::result::Result<Formula, Wrong> {
    let common = COMMON.iter().map(|(name, kind, _)| ((*name).to_owned(), Known::of(*kind)));
    let own = entry.names.iter().map(|fact| (fact.name.to_owned(), Known::of(fact.kind)));
    Formula::of_kind(text, &common.chain(own).collect::<Names>(), Kind::Boolean)
}

/// The values that conditions read of a command.
pub(crate) fn values(tx: &mut Tx<'_, '_>, entry: &ApprovableEntry, facts: &Facts) -> Result<BTreeMap<String, Value>> {
    let text = |text: Option<String>| text.map_or(Value::Empty, Value::Text);
    let site = match facts.site {
        Some(site) => tx.get::<Site>(&Id::from_uuid(site))?.map(|site| site.code.clone()),
        None => None,
    };
    let actor = tx.actor();
    let maker = tx.get::<Member>(&actor)?;
    let own = entry.names.iter().map(|fact| {
        let found = facts.named.iter().find(|(name, _)| *name == fact.name);
        (fact.name, found.map_or(Value::Empty, |(_, value)| value.clone()))
    });
    let common = [
        ("amount", facts.amount.map_or(Value::Empty, Value::Decimal)),
        ("site", text(site)),
        ("role", text(maker.as_ref().map(|maker| maker.role.clone()))),
        ("user", text(maker.as_ref().map(|maker| maker.email.clone()))),
    ];
    Ok(common.into_iter().chain(own).map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The first of `policies` that holds.
pub(crate) fn first_that_holds(
    mut policies: Vec<Arc<ApprovalPolicy>>,
    entry: &ApprovableEntry,
    site: Option<Uuid>,
    values: &BTreeMap<String, Value>,
) -> Option<Arc<ApprovalPolicy>> {
    policies.sort_by_key(|policy| kernel::code_key(&policy.code));
    policies.into_iter().find(|policy| {
        let at_site = policy.site.is_none_or(|of| Some(of.uuid()) == site);
        // A condition that cannot be computed, or not be read any more, holds: better asked once too often.
        let holds =
            |text: &String| condition(entry, text).and_then(|condition| condition.holds(values)).unwrap_or(true);
        policy.is_active && at_site && policy.condition.as_ref().is_none_or(holds)
    })
}

/// The steps of a policy that are to be done for an amount, in their order: those below their minimum are skipped.
pub(crate) fn steps(
    tx: &mut Tx<'_, '_>,
    policy: Id<ApprovalPolicy>,
    amount: Option<Decimal>,
) -> Result<BTreeMap<i64, Vec<Arc<ApprovalStep>>>> {
    let mut steps: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    for step in tx.scan(ApprovalStep::BY_POLICY, policy)? {
        // Where the amount is not known, nobody is skipped.
        let is_below = amount.zip(step.minimum).is_some_and(|(amount, least)| amount < least.decimal());
        if !is_below {
            steps.entry(step.step).or_default().push(step);
        }
    }
    Ok(steps)
}

/// The names of roles and members, for people.
pub(crate) fn named(
    read: &mut impl Read,
    of: impl Iterator<Item = (Option<String>, Option<Uuid>)>,
) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for (role, member) in of {
        if let Some(code) = role {
            let role = read.get::<Role>(&code)?;
            names.push(role.map_or(code, |role| role.name.clone()));
        }
        let member = match member {
            Some(member) => read.get::<Member>(&member)?.map(|member| member.name.clone()),
            None => None,
        };
        names.extend(member);
    }
    Ok(names)
}

/// Whether a member is one of those who may decide a step: an active member who is named, or has a role that is named.
pub(crate) fn is_named(member: &Member, tasks: &[Arc<ApprovalTask>]) -> bool {
    let names =
        |task: &Arc<ApprovalTask>| task.member == Some(member.user_id) || task.role.as_ref() == Some(&member.role);
    member.is_active && tasks.iter().any(names)
}

/// The delegations to a member that count on a day.
pub(crate) fn delegations_to(read: &mut impl Read, user: Uuid, day: Date) -> Result<Vec<Arc<ApprovalDelegation>>> {
    let delegations = read.scan(ApprovalDelegation::BY_TO_USER, user)?;
    Ok(delegations.into_iter().filter(|delegation| delegation.counts_on(day)).collect())
}

/// The members who may decide a step of a request by `maker`, themselves or for others, today.
pub(crate) fn approvers(tx: &mut Tx<'_, '_>, tasks: &[Arc<ApprovalTask>], maker: Uuid) -> Result<Vec<Uuid>> {
    let today = ledger::today(tx)?;
    let mut named = BTreeSet::new();
    for task in tasks {
        named.extend(task.member);
        if let Some(role) = &task.role {
            named.extend(tx.scan(Member::BY_ROLE, role.as_str())?.iter().map(|member| member.user_id));
        }
    }
    named.remove(&maker);
    let mut all = named.clone();
    for user in named {
        let delegations = tx.scan(ApprovalDelegation::BY_FROM_USER, user)?;
        all.extend(delegations.iter().filter(|one| one.counts_on(today)).map(|one| one.to_user));
    }
    all.remove(&maker);
    let mut active = Vec::new();
    for user in all {
        active.extend(tx.get::<Member>(&user)?.filter(|member| member.is_active).map(|member| member.user_id));
    }
    Ok(active)
}

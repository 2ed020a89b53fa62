use super::said;
use crate::errors;
use crate::records::ApprovalDelegation;
use command::{Command, Tx};
use identity::Member;
use kernel::errors::no_such;
use kernel::{Date, Error, FieldErrors, Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::Read;
use uuid::Uuid;

/// Delegates the decisions of others, and ends such delegations.
pub(crate) const MANAGE: &str = "approvals.delegation.manage";
/// The most days from the first to the last.
const MOST_DAYS: i32 = 366;

/// Has another member decide for you about requests for approval, from one day to another. With the permission
/// `approvals.delegation.manage` also for somebody else.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Delegate {
    /// The member who would have to decide; you where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from_user: Option<Uuid>,
    /// The member who decides for them.
    to_user: Uuid,
    /// The first day.
    from_day: Date,
    /// The last day.
    to_day: Date,
    /// Why.
    reason: Text<500>,
}

/// A delegation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Delegated {
    /// Its id.
    id: Id<ApprovalDelegation>,
}

impl Command for Delegate {
    const NAME: &'static str = "approvals.delegation.create";
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = Delegated;

    fn example() -> Json {
        let user = "019b0000-0000-7000-8000-000000000001";
        json!({ "to_user": user, "from_day": "2026-07-01", "to_day": "2026-07-14", "reason": "holidays" })
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Delegated> {
        let from_user = self.from_user.unwrap_or(tx.actor());
        if from_user != tx.actor() {
            tx.require(MANAGE).map_err(|_| errors::not_yours_to_delegate())?;
        }
        let mut errors = FieldErrors::default();
        let reason = errors.check(said(&self.reason))?.unwrap_or_default();
        for (field, user) in [("from_user", from_user), ("to_user", self.to_user)] {
            if !tx.get::<Member>(&user)?.is_some_and(|member| member.is_active) {
                errors.add(field, no_such("member", user));
            }
        }
        if from_user == self.to_user {
            errors.add("to_user", errors::delegates_to_self());
        }
        if self.to_day < self.from_day {
            errors.add("to_day", errors::ends_before_beginning());
        } else if (self.to_day - self.from_day).get_days() > MOST_DAYS {
            errors.add("to_day", errors::too_long_delegation());
        }
        errors.finish()?;
        let (id, to_user, from_day, to_day) = (tx.id(), self.to_user, self.from_day, self.to_day);
        tx.insert_new(ApprovalDelegation { id, from_user, to_user, from_day, to_day, reason, is_ended: false })?;
        Ok(Delegated { id })
    }
}

/// Ends a delegation before its last day. Your own, or with the permission `approvals.delegation.manage` those of others.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndDelegation {
    /// The delegation.
    id: Id<ApprovalDelegation>,
}

impl Command for EndDelegation {
    const NAME: &'static str = "approvals.delegation.end";
    const SCOPED: bool = true;
    type Output = Delegated;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Delegated> {
        let delegation = tx.get::<ApprovalDelegation>(&self.id)?;
        let delegation = delegation.ok_or_else(|| Error::not_found("approval delegation", self.id))?;
        if delegation.from_user != tx.actor() {
            tx.require(MANAGE).map_err(|_| errors::not_yours_to_delegate())?;
        }
        tx.edit::<ApprovalDelegation>(&self.id, |delegation| {
            delegation.is_ended = true;
            Ok(())
        })?;
        Ok(Delegated { id: self.id })
    }
}

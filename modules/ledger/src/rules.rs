//! The rules of the ledger's own master records.

use crate::errors;
use crate::records::{Account, AccountKind, Site, Usage};
use command::Tx;
use kernel::Result;
use resource::Resource;
use store::Read;

impl Resource for Site {
    const ORDER: &'static [&'static str] = &["code", "name"];

    fn in_use(&self, _: &mut Tx<'_, '_>) -> Result<bool> {
        Ok(self.code == crate::MAIN)
    }
}

impl Resource for Account {
    const ORDER: &'static [&'static str] = &["code", "name"];
    const FILTERS: &'static [&'static str] = &["kind", "usage", "parent", "is_active"];

    fn check(&mut self, before: Option<&Self>, tx: &mut Tx<'_, '_>) -> Result<()> {
        // What has been posted was posted under the rules of this kind and use.
        if before.is_some_and(|before| (before.kind, before.usage) != (self.kind, self.usage)) {
            return Err(errors::account_kind_stays().at("usage"));
        }
        if self.usage == Usage::Stock && self.manual {
            return Err(errors::stock_account_by_hand().at("manual"));
        }
        if self.usage.is_heading() && self.manual {
            return Err(errors::heading_by_hand().at("manual"));
        }
        if self.usage == Usage::CostOfSales && self.kind != AccountKind::Expense {
            return Err(errors::cost_is_expense().at("usage"));
        }
        self.check_parent(tx)
    }
}

/// The most headings above an account.
const MAX_DEPTH: usize = 8;

impl Account {
    /// Refuses a parent that is no heading of the account's own kind, or that stands below the account itself.
    fn check_parent(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let mut above = self.parent;
        for _ in 0..MAX_DEPTH {
            let Some(parent) = above else { return Ok(()) };
            let heading = tx.one::<Account>(&parent)?;
            if !heading.usage.is_heading() || heading.kind != self.kind {
                return Err(errors::no_heading(&heading.code, self.kind).at("parent"));
            }
            if heading.id == self.id {
                return Err(errors::heading_below_itself().at("parent"));
            }
            above = heading.parent;
        }
        Err(errors::too_deep(MAX_DEPTH).at("parent"))
    }
}

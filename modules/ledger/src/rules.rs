//! The rules of the ledger's own master records.

use crate::number_pattern::Filled;
use crate::records::{Account, AccountKind, NumberBlock, NumberSeries, Site, Usage};
use crate::series::DocumentSeries;
use crate::{errors, queries};
use command::Tx;
use kernel::Result;
use resource::Resource;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use store::{Read, Table};

impl Resource for Site {
    const ORDER: &'static [&'static str] = &["code", "name"];

    /// The program finds the main site by its code, and books on it what names no site.
    fn check(&mut self, before: Option<&Self>, _: &mut Tx<'_, '_>) -> Result<()> {
        let was_main = before.is_some_and(|before| before.code == crate::MAIN);
        if was_main && self.code != crate::MAIN {
            return Err(errors::main_site_stays().at("code"));
        }
        if was_main && !self.is_active {
            return Err(errors::main_site_stays().at("is_active"));
        }
        Ok(())
    }

    fn in_use(&self, _: &mut Tx<'_, '_>) -> Result<bool> {
        Ok(self.code == crate::MAIN)
    }
}

impl Resource for Account {
    const ORDER: &'static [&'static str] = &["code", "name"];
    const FILTERS: &'static [&'static str] = &["kind", "usage", "parent", "is_active"];

    fn complete(fields: &mut Map<String, Json>) {
        let usage = fields.get("usage").and_then(|usage| Usage::deserialize(usage).ok()).unwrap_or(Usage::Plain);
        fields.entry("manual").or_insert(Json::Bool(!usage.is_control()));
    }

    fn check(&mut self, before: Option<&Self>, tx: &mut Tx<'_, '_>) -> Result<()> {
        // What has been posted was posted under the rules of this kind and use.
        if before.is_some_and(|before| (before.kind, before.usage) != (self.kind, self.usage)) {
            return Err(errors::account_kind_stays().at("usage"));
        }
        if self.usage == Usage::Stock && self.manual {
            return Err(errors::stock_account_by_hand().at("manual"));
        }
        if before.is_some_and(|before| before.is_active) && !self.is_active && self.is_needed(tx)? {
            return Err(errors::account_in_use(&self.code).blame("is_active", errors::must_stay_in_use()));
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

impl Resource for NumberSeries {
    const ORDER: &'static [&'static str] = &["document", "starts_on", "id"];
    const FILTERS: &'static [&'static str] = &["document", "site"];

    fn check(&mut self, _: Option<&Self>, tx: &mut Tx<'_, '_>) -> Result<()> {
        DocumentSeries::of_kind(tx, &self.document)?;
        let pattern = self.pattern()?;
        // Documents of another system may have such numbers: those from the rule's first day on are the ones that it would print again.
        let foreign = queries::foreign_numbers(tx, pattern.head(), self.starts_on)?;
        let foreign = foreign.iter().filter(|number| pattern.could_print(number));
        let last = foreign.filter_map(|number| Some((Filled::of_printed(number)?.1, number))).max();
        if let Some((last, number)) = last.filter(|(last, _)| *last >= self.first_number) {
            return Err(errors::numbers_of_another_system(number, last.saturating_add(1)).at("first_number"));
        }
        let others = tx.scan(NumberSeries::BY_DOCUMENT_STARTS_ON, self.document.as_str())?;
        let is_same = |other: &NumberSeries| (other.site, other.starts_on) == (self.site, self.starts_on);
        if others.iter().any(|other| other.id != self.id && is_same(other)) {
            let twice = || errors::series_twice(&self.document);
            return Err(twice().blame("starts_on", twice()));
        }
        Ok(())
    }
}

impl Resource for NumberBlock {
    const ORDER: &'static [&'static str] = &["device", "id"];
    const FILTERS: &'static [&'static str] = &["series", "is_open"];
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

impl Account {
    /// Whether postings need it: a posting role, payment method, product or other master record names it, or, as an account of the
    /// balance sheet, it still has a balance at a branch.
    fn is_needed(&self, tx: &mut Tx<'_, '_>) -> Result<bool> {
        if resource::is_referenced(tx, self, Table::stamped)? {
            return Ok(true);
        }
        Ok(!self.kind.is_profit_and_loss() && queries::has_balance(tx, self.id)?)
    }
}

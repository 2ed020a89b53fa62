//! What a command would post, as a dry run tells it.

use crate::SEE_VALUE;
use crate::books::company;
use crate::records::{Account, Entry, Line, Site, Usage};
use command::{Effect, Tx};
use kernel::{Date, Result, ToSchema};
use money::{Currency, Decimal};
use serde::Serialize;
use std::sync::Arc;
use store::Read;

/// An entry that the command would post.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryEffect {
    /// The kind of its document.
    pub kind: String,
    /// The printed number that it would have if nothing else were posted before.
    pub number: String,
    /// The date that decides the period.
    pub business_date: Date,
    /// The reason in words.
    pub memo: String,
    /// The currency of its amounts: the company's.
    pub currency: Currency,
    /// Its lines.
    pub lines: Vec<LineEffect>,
}

/// A line of such an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineEffect {
    /// The code of the account.
    pub account: String,
    /// The name of the account.
    pub name: String,
    /// The code of the branch.
    pub branch: String,
    /// The amount if it is a debit, or zero. What goods cost is shown only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit: Option<Decimal>,
    /// The amount if it is a credit, or zero. What goods cost is shown only with `inventory.value.view`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Decimal>,
}

impl Effect for EntryEffect {
    const NAME: &'static str = "entries";
    const MEANING: &'static str = "The entries that would be posted.";
    const VIEW: Option<&'static str> = Some("ledger.entry.view");

    fn of(tx: &mut Tx<'_, '_>) -> Result<Vec<EntryEffect>> {
        let (entries, lines) = (added::<Entry>(tx)?, added::<Line>(tx)?);
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let (currency, sees_cost) = (company(tx)?.base_currency, tx.may(SEE_VALUE)?);
        let mut effects = Vec::new();
        for entry in entries {
            let own: Vec<&Line> = lines.iter().filter(|line| line.entry == entry.seq).map(|line| &**line).collect();
            let moves_goods = own.iter().any(|line| line.pool.is_some());
            let mut lines = Vec::new();
            for line in own {
                let account = tx.one::<Account>(&line.account)?;
                let shows_amounts = sees_cost || !is_cost(line, &account, moves_goods);
                let (debit, credit) = line.base.debit_and_credit()?;
                lines.push(LineEffect {
                    account: account.code.clone(),
                    name: account.name.clone(),
                    branch: tx.one::<Site>(&line.branch)?.code.clone(),
                    debit: shows_amounts.then(|| debit.decimal(currency)),
                    credit: shows_amounts.then(|| credit.decimal(currency)),
                });
            }
            effects.push(EntryEffect {
                kind: entry.kind.clone(),
                number: entry.reference.clone(),
                business_date: entry.business_date,
                memo: entry.memo.clone(),
                currency,
                lines,
            });
        }
        Ok(effects)
    }
}

/// Whether the amount of a line is what goods cost, as the list of lines finds out in SQL.
fn is_cost(line: &Line, account: &Account, moves_goods: bool) -> bool {
    let is_of_goods = line.product.is_some() && line.units.is_none();
    is_of_goods || account.usage == Usage::InterBranch && moves_goods
}

/// A number that the command would take.
#[derive(Debug, Serialize, ToSchema)]
pub struct NumberEffect {
    /// The kind of the document.
    pub kind: String,
    /// The printed number that it would have if nothing else were posted before.
    pub number: String,
}

impl Effect for NumberEffect {
    const NAME: &'static str = "numbers";
    const MEANING: &'static str = "The numbers that documents would have.";

    fn of(tx: &mut Tx<'_, '_>) -> Result<Vec<NumberEffect>> {
        let entries = added::<Entry>(tx)?;
        let number = |entry: &Arc<Entry>| NumberEffect { kind: entry.kind.clone(), number: entry.reference.clone() };
        Ok(entries.iter().map(number).collect())
    }
}

/// The rows that the command has added.
fn added<R: store::Record>(tx: &mut Tx<'_, '_>) -> Result<Vec<Arc<R>>> {
    let changed = tx.session().changed::<R>()?.into_iter();
    Ok(changed.filter(|row| row.before.is_none()).filter_map(|row| row.after).collect())
}

//! The bank as its later versions have it: data steps, and a fee whose rule has changed.

use crate::bank::{self, Account};
use command::{Command, CommandEntry, DataStep, Method, Module, Tx, run_data_step};
use kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::Read;

/// What a new bank begins with: an account of its own.
pub(crate) const FIRST: DataStep = DataStep { module: "bank", number: 1, run: open_house_account };
/// What a later version adds to every bank: a reserve, and a note on the accounts of owner 9.
pub(crate) const SECOND: DataStep = DataStep { module: "bank", number: 2, run: open_reserve };
/// The second step as a version with a defect has it.
pub(crate) const BROKEN: DataStep = DataStep { module: "bank", number: 2, run: fail_half_way };

fn open_house_account(tx: &mut Tx<'_, '_>) -> Result<()> {
    let id = tx.id::<Account>().uuid();
    tx.insert(Account { id, code: "house".into(), owner: 9, balance: 100, note: None })
}

fn open_reserve(tx: &mut Tx<'_, '_>) -> Result<()> {
    for account in tx.scan(Account::BY_OWNER_BALANCE, 9)? {
        tx.edit::<Account>(&account.id, |row| {
            row.note = Some("since the beginning".into());
            Ok(())
        })?;
    }
    let id = tx.id::<Account>().uuid();
    tx.insert(Account { id, code: "reserve".into(), owner: 9, balance: 0, note: None })
}

fn fail_half_way(tx: &mut Tx<'_, '_>) -> Result<()> {
    open_reserve(tx)?;
    Err(kernel::defect("the step is wrong"))
}

/// A bank with these data steps.
pub(crate) fn with_steps(steps: &[DataStep]) -> Vec<Module> {
    let mut modules = bank::modules();
    modules[0].data_steps = steps.to_vec();
    modules[0].commands.push(CommandEntry::of::<Found>(Method::Post, "/found/"));
    modules
}

mod errors {
    kernel::problems! {
        pub(crate) unknown_fee_version() = Malformed "unknown_version", "Unknown version":
            "This version of the fee is not known.";
    }
}

/// Opens the bank for business with the data steps that are named.
#[derive(Clone, Debug, Serialize, Deserialize, kernel::ToSchema)]
pub(crate) struct Found {
    pub(crate) steps: Vec<(String, i64)>,
}

impl Command for Found {
    const NAME: &'static str = "bank.company.found";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        for (module, number) in &self.steps {
            run_data_step(tx, module, *number)?;
        }
        Ok(())
    }
}

/// The first version of the fee: in whole units.
#[derive(Clone, Debug, Serialize, Deserialize, kernel::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChargeUnits {
    pub(crate) code: String,
    pub(crate) units: i64,
}

/// The second version of the fee: in hundredths, and at least two units.
#[derive(Clone, Debug, Serialize, Deserialize, kernel::ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Charge {
    pub(crate) code: String,
    pub(crate) hundredths: i64,
}

fn charge(tx: &mut Tx<'_, '_>, code: &str, fee: i64) -> Result<i64> {
    let found = tx.find(Account::BY_CODE, code)?.ok_or_else(|| Error::not_found("account", code))?;
    let charged = tx.edit::<Account>(&found.id, |row| {
        row.balance -= fee;
        Ok(())
    })?;
    Ok(charged.balance)
}

impl Command for ChargeUnits {
    const NAME: &'static str = "bank.fee.charge";
    type Output = i64;
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64> {
        charge(tx, &self.code, self.units)
    }
}

impl Command for Charge {
    const NAME: &'static str = "bank.fee.charge";
    const VERSION: u16 = 2;
    type Output = i64;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64> {
        let units = self.hundredths / 100;
        let least = if tx.version_of_body() == 1 { 0 } else { 2 };
        charge(tx, &self.code, units.max(least))
    }

    fn upgrade(version: u16, body: Json) -> Result<Json> {
        match (version, body["units"].as_i64()) {
            (1, Some(units)) => Ok(json!({"code": body["code"], "hundredths": 100 * units})),
            _ => Err(errors::unknown_fee_version()),
        }
    }
}

/// The bank whose fee has the first version.
pub(crate) fn with_units() -> Vec<Module> {
    let mut modules = bank::modules();
    modules[0].commands.push(CommandEntry::of::<ChargeUnits>(Method::Post, "/charge/"));
    modules
}

/// The bank whose fee has the second version.
pub(crate) fn with_hundredths() -> Vec<Module> {
    let mut modules = bank::modules();
    modules[0].commands.push(CommandEntry::of::<Charge>(Method::Post, "/charge/"));
    modules
}

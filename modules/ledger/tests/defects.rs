//! A module that builds a wrong entry is stopped by the journal itself: nothing is written, and the defect is counted.

use command::{Command, Module, Tx};
use kernel::{Kind, Result};
use ledger::{Account, AccountKind, DocumentSeries, Draft, DraftLine, DraftTax, Goods, Usage};
use money::{Amount, Currency, Quantity, Rate};
use serde::{Deserialize, Serialize};
use store::Ref;
use testkit::{Company, databases};
use uuid::Uuid;

const TEST: DocumentSeries = DocumentSeries { prefix: "TST", document: "test" };
const PRODUCT: Uuid = Uuid::from_u128(1);
const PLACE: Uuid = Uuid::from_u128(2);

#[derive(Serialize, Deserialize)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", Currency::parse("GBP")?, "UTC")?;
        ledger::seed(tx)?;
        ledger::add_account(tx, "1100", "Trade receivables", AccountKind::Asset, Usage::Receivable, None)?;
        ledger::add_account(tx, "1200", "Stock", AccountKind::Asset, Usage::Stock, None)?;
        ledger::add_account(tx, "2200", "Tax on sales", AccountKind::Liability, Usage::TaxOutput, None)?;
        Ok(())
    }
}

/// What a defective module does.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Defect {
    DebitsExceedCredits,
    GoodsArriveFromNowhere,
    ReceivableWithoutParty,
    StockWithoutPool,
    StockInForeignCurrency,
    PoolOutsideStock,
    QuantityWithoutLocation,
    TaxLineWithoutTaxAccount,
    TaxAccountWithoutTaxLine,
    TwoDraftsAtOnce,
}

/// Posts an entry with a defect; none is an entry without one, after a draft that was dropped.
#[derive(Serialize, Deserialize)]
struct Post(Option<Defect>);

fn begin(tx: &mut Tx<'_, '_>) -> Result<Draft> {
    let (doc, day, site) = (tx.id::<()>().uuid(), ledger::today(tx)?, ledger::main_site(tx)?);
    Draft::begin(tx, TEST, doc, day, site)
}

fn line(tx: &mut Tx<'_, '_>, account: &str, pence: i64) -> Result<DraftLine> {
    Ok(DraftLine::new(Ref::<Account>::new(account).get(tx)?.id, Amount::new(pence)))
}

impl Command for Post {
    const NAME: &'static str = "test.entry.post";
    type Output = String;
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<String> {
        let one = Quantity::from_micros(1_000_000);
        let dropped = begin(tx)?;
        let mut draft = begin(tx)?;
        assert_eq!(dropped.seq(), draft.seq());
        let (debit, credit) = match self.0 {
            None => (line(tx, "6000", 100)?, line(tx, "1000", -100)?),
            Some(Defect::DebitsExceedCredits) => (line(tx, "6000", 100)?, line(tx, "1000", -99)?),
            Some(Defect::GoodsArriveFromNowhere) => {
                (line(tx, "6000", 100)?.goods(PRODUCT, None, PLACE, one), line(tx, "1000", -100)?)
            }
            Some(Defect::ReceivableWithoutParty) => (line(tx, "1100", 100)?, line(tx, "1000", -100)?),
            Some(Defect::StockWithoutPool) => (line(tx, "1200", 100)?, line(tx, "1000", -100)?),
            Some(Defect::StockInForeignCurrency) => {
                let stock = line(tx, "1200", 100)?.value_of(PRODUCT, PLACE);
                (stock.foreign(Currency::parse("EUR")?, Amount::new(90)), line(tx, "1000", -100)?)
            }
            Some(Defect::PoolOutsideStock) => {
                (line(tx, "6000", 100)?.value_of(PRODUCT, PLACE), line(tx, "1000", -100)?)
            }
            Some(Defect::QuantityWithoutLocation) => {
                let goods = Goods { product: Some(PRODUCT), quantity: Some(one), ..Goods::default() };
                (DraftLine { goods, ..line(tx, "6000", 100)? }, line(tx, "1000", -100)?)
            }
            Some(Defect::TaxLineWithoutTaxAccount) => {
                let (base, tax) = (Amount::new(500), Amount::new(100));
                draft.tax(DraftTax { doc_line: 1, ledger_line: None, category: PLACE, rate: Rate::ZERO, base, tax });
                (line(tx, "1000", 100)?, line(tx, "6000", -100)?)
            }
            Some(Defect::TaxAccountWithoutTaxLine) => (line(tx, "1000", 100)?, line(tx, "2200", -100)?),
            Some(Defect::TwoDraftsAtOnce) => {
                let mut first = begin(tx)?;
                first.line(line(tx, "6000", 1)?);
                first.line(line(tx, "1000", -1)?);
                ledger::post(tx, first)?;
                (line(tx, "6000", 100)?, line(tx, "1000", -100)?)
            }
        };
        draft.line(debit);
        draft.line(credit);
        Ok(ledger::post(tx, draft)?.number)
    }
}

fn modules() -> Vec<Module> {
    let resource = resource::module();
    vec![resource, identity::module(), parties::module(), ledger::module()]
}

#[test]
fn post_refuses_entries_that_break_an_invariant_and_counts_them() {
    let planted = [
        (Defect::DebitsExceedCredits, "I1"),
        (Defect::GoodsArriveFromNowhere, "I2"),
        (Defect::ReceivableWithoutParty, "I3"),
        (Defect::StockWithoutPool, "I3"),
        (Defect::StockInForeignCurrency, "I3"),
        (Defect::PoolOutsideStock, "I3"),
        (Defect::QuantityWithoutLocation, "I3"),
        (Defect::TaxLineWithoutTaxAccount, "I14"),
        (Defect::TaxAccountWithoutTaxLine, "I14"),
        (Defect::TwoDraftsAtOnce, "begun as entry 1"),
    ];
    for database in databases() {
        let company = Company::new(database, modules);
        company.run(SetUp {}).expect("set up");
        for (defect, says) in planted {
            let before = (company.dump(), kernel::defects());
            let error = company.run(Post(Some(defect))).expect_err("a defect");
            assert_eq!(error.kind, Kind::Internal, "{defect:?}: {error}");
            assert!(error.operator().contains(says), "{defect:?}: {error}");
            assert_eq!(kernel::defects(), before.1 + 1, "{defect:?}");
            testkit::assert_same(&before.0, &company.dump());
        }
        let number = company.run(Post(None)).expect("posted");
        assert!(number.ends_with("-000001"), "a refused or dropped draft took a number: {number}");
        company.verify();
    }
}

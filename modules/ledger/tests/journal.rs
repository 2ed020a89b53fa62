//! The journal told as stories: what balances, what is refused, two moneys, and what a closed month means.

use command::{Command, CommandEntry, Method, Module, Tx};
use kernel::{Date, Result, Text};
use ledger::{
    Account, AccountKind, ClosePeriod, DocumentSeries, Draft, DraftLine, PostEntry, ReopenPeriod, ReverseEntry, Usage,
};
use money::{Amount, Currency};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Read, Ref};
use testkit::{Company, databases};

#[derive(Serialize, Deserialize, kernel::ToSchema)]
struct SetUp {
    currency: String,
}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", Currency::parse(&self.currency)?, "UTC")?;
        ledger::seed(tx)?;
        ledger::add_account(tx, "1100", "Trade receivables", AccountKind::Asset, Usage::Receivable, None)?;
        ledger::add_account(tx, "4000", "Sales", AccountKind::Income, Usage::Plain, None)?;
        Ok(())
    }
}

const BILL: DocumentSeries = DocumentSeries { prefix: "TST", document: "bill" };
const RECEIPT: DocumentSeries = DocumentSeries { prefix: "TST", document: "receipt" };

/// Posts a receivable and a payment of it in two moneys and settles them, as a module above would.
#[derive(Serialize, Deserialize, kernel::ToSchema)]
struct TwoMoneys {
    /// Euro cents of the receivable, and what they were booked at.
    euros: i64,
    booked_at: i64,
    /// Euro cents paid now, and the dollars that came for them.
    paid: i64,
    dollars: i64,
}

impl TwoMoneys {
    fn post(tx: &mut Tx<'_, '_>, draft: Draft) -> Result<i64> {
        Ok(ledger::post(tx, draft)?.seq)
    }
}

impl Command for TwoMoneys {
    const NAME: &'static str = "test.moneys.settle";
    type Output = i64;
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<i64> {
        let eur = Currency::parse("EUR")?;
        let day = ledger::today(tx)?;
        let site = tx.find(ledger::Site::BY_CODE, "main")?.expect("a site").id;
        let party = tx.find(parties::Party::BY_CODE, "ADA")?.expect("Ada").id.uuid();
        let receivable = Ref::<Account>::new("1100").get(tx)?.id;
        let (sales, bank) = (Ref::<Account>::new("4000").get(tx)?.id, Ref::<Account>::new("1010").get(tx)?.id);
        let differences = Ref::<Account>::new("7000").get(tx)?.id;
        let (euros, booked) = (Amount::new(self.euros), Amount::new(self.booked_at));
        let doc = tx.id::<()>().uuid();
        let mut bill = Draft::begin(tx, BILL, doc, day, site)?;
        let debit = bill.line(DraftLine::new(receivable, booked).foreign(eur, euros).party(party));
        bill.line(DraftLine::new(sales, booked.negated()?).foreign(eur, euros.negated()?));
        let bill = Self::post(tx, bill)?;
        // The paid part leaves the receivable at the base it was booked at; the rest is the exchange's.
        let (paid, dollars) = (Amount::new(self.paid), Amount::new(self.dollars));
        let base = money::round_div(i128::from(self.booked_at) * i128::from(self.paid), i128::from(self.euros))?;
        let base = Amount::new(i64::try_from(base).expect("small"));
        let doc = tx.id::<()>().uuid();
        let mut receipt = Draft::begin(tx, RECEIPT, doc, day, site)?;
        receipt.line(DraftLine::new(bank, dollars));
        let credit =
            receipt.line(DraftLine::new(receivable, base.negated()?).foreign(eur, paid.negated()?).party(party));
        receipt.line(DraftLine::new(differences, base.minus(dollars)?).foreign(eur, Amount::ZERO));
        let receipt = Self::post(tx, receipt)?;
        ledger::settle(tx, receipt, 1, (bill, debit), (receipt, credit), paid)?;
        Ok(receipt)
    }
}

fn modules() -> Vec<Module> {
    let test = Module {
        name: "test",
        commands: vec![
            CommandEntry::of::<SetUp>(Method::Post, "/test/open/"),
            CommandEntry::of::<TwoMoneys>(Method::Post, "/test/moneys/"),
        ],
        ..Module::default()
    };
    let resource = resource::module();
    vec![resource, identity::module(), parties::module(), ledger::module(), test]
}

fn open(database: testkit::Database, currency: &str) -> Company {
    let company = Company::new(database, modules);
    company.run(SetUp { currency: currency.to_owned() }).expect("set up");
    for code in ["ADA", "BOB"] {
        company.call("POST /customers/", &json!({"code": code, "name": code})).expect("a customer");
    }
    company
}

fn entry(lines: Json) -> PostEntry {
    request(&lines).expect("an entry")
}

/// The entry as a client asks for it, checked by its schema.
fn request(lines: &Json) -> Result<PostEntry> {
    let body = json!({"business_date": "2026-03-05", "memo": "by hand", "lines": lines});
    command::from_json(body.to_string().as_bytes())
}

/// Net per account code, debit positive, in minor units.
fn nets(company: &Company) -> Vec<(String, i64)> {
    let sql = "SELECT a.code, CAST(sum(b.debit - b.credit) AS bigint) FROM balance b JOIN account a ON a.id = b.account \
               GROUP BY a.code ORDER BY a.code";
    let rows = company.read(|read| read.query(sql, &[])).expect("nets");
    let row = |row: Vec<store::Value>| match row[..] {
        [ref code, store::Value::Int(net)] => (code.to_string(), net),
        _ => panic!("{row:?}"),
    };
    rows.into_iter().map(row).collect()
}

#[test]
fn journal_entry_balances_is_numbered_and_reverses_once() {
    for database in databases() {
        let company = open(database, "GBP");
        let lines = json!([{"account": "6000", "debit": "250.00"}, {"account": "1010", "credit": 250.0}]);
        let posted = company.run(entry(lines)).expect("posted");
        assert_eq!(
            (posted.number.as_str(), posted.seq, posted.total.to_string().as_str()),
            ("JRN-2026-000001", 1, "250.00")
        );
        let date: Option<Date> = Some("2026-03-06".parse().expect("a date"));
        let reverse = || ReverseEntry { id: posted.id, business_date: date, memo: Text::default() };
        assert_eq!(company.run(reverse()).expect("reversed").seq, 2);
        assert_eq!(company.run(reverse()).expect_err("once").code, "already_reversed");
        assert_eq!(nets(&company), [("1010".to_owned(), 0), ("6000".to_owned(), 0)]);
        company.verify();
    }
}

#[test]
fn refused_journal_entries_take_no_number() {
    for database in databases() {
        let company = open(database, "GBP");
        let refused = [
            (json!([{"account": "6000", "debit": "1.00"}, {"account": "1010", "credit": "0.99"}]), "not_balanced", ""),
            (
                json!([{"account": "1100", "debit": "1"}, {"account": "1010", "credit": "1"}]),
                "invalid",
                "lines.0.account",
            ),
            (
                json!([{"account": "1010", "debit": "1"}, {"account": "9999", "credit": "1"}]),
                "invalid",
                "lines.1.account",
            ),
            (
                json!([{"account": "6000", "debit": "1.001"}, {"account": "1010", "credit": "1"}]),
                "invalid",
                "lines.0.debit",
            ),
            (
                json!([{"account": "6000", "debit": "1", "credit": "1"}, {"account": "1010", "credit": "1"}]),
                "invalid",
                "lines.0.debit",
            ),
            (
                json!([{"account": "6000", "debit": "-1"}, {"account": "1010", "credit": "-1"}]),
                "invalid",
                "lines.0.debit",
            ),
            (json!([{"account": "6000", "debit": "1"}]), "invalid", "lines"),
        ];
        for (lines, code, field) in refused {
            let error = request(&lines).and_then(|entry| company.run(entry)).expect_err("refused");
            assert_eq!((error.code, error.fields.first().map_or("", |f| f.field.as_str())), (code, field), "{lines}");
        }
        let lines = json!([{"account": "6000", "debit": "1"}, {"account": "1010", "credit": "1"}]);
        assert_eq!(company.run(entry(lines)).expect("posted").seq, 1);
        company.verify();
    }
}

#[test]
fn closed_period_takes_no_entry_until_it_is_reopened() {
    for database in databases() {
        let company = open(database, "GBP");
        let lines = || json!([{"account": "6000", "debit": "1"}, {"account": "1010", "credit": "1"}]);
        company.run(entry(lines())).expect("open");
        let month = || "2026-03".to_owned();
        assert_eq!(
            company.run(ClosePeriod { month: month() }).expect_err("January is open").code,
            "earlier_period_open"
        );
        for month in ["2026-01", "2026-02", "2026-03"] {
            assert_eq!(company.run(ClosePeriod { month: month.to_owned() }).expect("closed").state, "closed");
        }
        let refused = company.run(entry(lines())).expect_err("closed");
        assert_eq!((refused.code, refused.fields[0].field.as_str()), ("period_closed", "business_date"));
        company.verify();
        company.run(ReopenPeriod { month: month(), reason: Text::default() }).expect("open again");
        company.run(entry(lines())).expect("posted");
        let far = json!({"business_date": "1999-01-01", "lines": lines()});
        assert_eq!(
            company.run::<PostEntry>(serde_json::from_value(far).expect("body")).expect_err("no year").code,
            "no_period"
        );
        company.verify();
    }
}

#[test]
fn foreign_receivable_paid_in_base_currency_books_the_exchange_loss() {
    // A receivable of EUR 100 booked at 110, paid with USD 108: a loss of 2, and the exchange account keeps both moneys.
    for database in databases() {
        let company = open(database, "USD");
        let receipt = company
            .run(TwoMoneys { euros: 10_000, booked_at: 11_000, paid: 10_000, dollars: 10_800 })
            .expect("settled");
        let expected = [("1010", 10_800), ("1100", 0), ("1900", 0), ("4000", -11_000), ("7000", 200)];
        assert_eq!(nets(&company), expected.map(|(code, net)| (code.to_owned(), net)));
        let sql = "SELECT l.currency, l.amount, l.base FROM line l JOIN account a ON a.id = l.account \
                   WHERE a.code = '1900' AND l.entry = $1 ORDER BY l.currency";
        let rows = company.read(|read| read.query(sql, &[store::Value::Int(receipt)])).expect("exchange lines");
        let texts: Vec<String> = rows.iter().map(|row| format!("{} {} {}", row[0], row[1], row[2])).collect();
        assert_eq!(texts, ["EUR 10000 10800", "USD -10800 -10800"]);
        company.verify();
    }
}

/// Debits `debit` and credits `credit` with `amount`.
fn pair(debit: &str, credit: &str, amount: &str) -> Json {
    json!([{"account": debit, "debit": amount}, {"account": credit, "credit": amount}])
}

/// A report, by its path and query.
fn report(company: &Company, url: &str) -> Json {
    company.ask(url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body
}

#[test]
fn amount_above_ten_million_million_is_refused_at_its_field() {
    for database in databases() {
        let company = open(database, "KWD");
        for amount in ["10000000000000.001", "92233720368547758.07", "1e30"] {
            let refused =
                request(&pair("6000", "1000", amount)).and_then(|entry| company.run(entry)).expect_err(amount);
            let fields: Vec<_> = refused.fields.iter().map(|field| (field.field.as_str(), field.code)).collect();
            assert_eq!(fields, [("lines.0.debit", "overflow"), ("lines.1.credit", "overflow")], "{amount}");
        }
        let three = json!([
            {"account": "6000", "debit": "1e13"}, {"account": "6100", "debit": "0.001"},
            {"account": "1000", "credit": "1e13"}, {"account": "1010", "credit": "0.001"},
        ]);
        assert_eq!(company.run(entry(three)).expect_err("the entry is too large").code, "overflow");
        company.run(entry(pair("6000", "1000", "1e13"))).expect("the largest amount");
        company.verify();
    }
}

#[test]
fn largest_entries_there_and_back_leave_the_till_and_the_reports_working() {
    for database in databases() {
        let company = open(database, "KWD");
        // Half of what a monthly balance can hold, there and back.
        let mut refused = 0;
        for _ in 0..470 {
            for (debit, credit) in [("6000", "1000"), ("1000", "6000")] {
                let posted = company.run(entry(pair(debit, credit, "1e13")));
                refused += usize::from(posted.is_err_and(|error| error.code == "overflow"));
            }
        }
        assert!(refused > 0, "a balance has room for ordinary entries only after it refused large ones");
        company.run(entry(pair("1000", "6000", "5"))).expect("an ordinary entry");
        for (debit, credit) in [("6100", "1010"), ("6200", "3000")] {
            for _ in 0..460 {
                company.run(entry(pair(debit, credit, "1e13"))).ok();
            }
        }
        let balance = report(&company, "/reports/trial-balance/?as_of=2026-12-31");
        assert_eq!(balance["total_debit"], balance["total_credit"]);
        let statement = report(&company, "/reports/income-statement/?from=2026-01-01&to=2026-12-31");
        assert_eq!(statement["sections"][1]["total"], "9199999999999995.000");
        report(&company, "/reports/balance-sheet/?as_of=2026-12-31");
        company.verify();
    }
}

#[test]
fn reports_as_known_at_an_entry_leave_out_what_came_later() {
    for database in databases() {
        let company = open(database, "GBP");
        // More entries than a segment holds, so that whole segments and single lines are both summed.
        let last = ledger::Balance::SEGMENT + 5;
        for _ in 0..last {
            company.run(entry(pair("6000", "1010", "1"))).expect("posted");
        }
        for seq in [0, 1, 7, ledger::Balance::SEGMENT - 1, ledger::Balance::SEGMENT, last - 1, last, last + 9] {
            let known = seq.min(last);
            let amount = format!("{known}.00");
            let url = format!("/reports/trial-balance/?as_of=2026-12-31&as_known_at={seq}");
            let trial = report(&company, &url);
            assert_eq!((&trial["total_debit"], &trial["seq"]), (&json!(amount), &json!(known)), "{url}");
            let url = format!("/reports/income-statement/?from=2026-03-05&to=2026-03-05&as_known_at={seq}");
            assert_eq!(
                report(&company, &url)["result"],
                json!(if known == 0 { amount.clone() } else { format!("-{amount}") })
            );
            let url = format!("/reports/balance-sheet/?as_of=2026-12-31&as_known_at={seq}");
            assert_eq!(report(&company, &url)["seq"], json!(known));
        }
        let early = report(&company, "/reports/trial-balance/?as_of=2026-03-04&as_known_at=7");
        assert_eq!(early["total_debit"], "0.00");
        company.verify();
    }
}

#[test]
fn reversal_is_not_dated_before_its_entry() {
    for database in databases() {
        let company = open(database, "GBP");
        let posted = company.run(entry(pair("6000", "1010", "1"))).expect("posted");
        let on = |day: &str| ReverseEntry { id: posted.id, business_date: day.parse().ok(), memo: Text::default() };
        let error = company.run(on("2026-03-04")).expect_err("the day before");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("business_date", "before_cause"));
        // The clock says 2026-01-01: an entry that is dated ahead is reversed on its own day where none is named.
        company.run(ReverseEntry { business_date: None, ..on("") }).expect("reversed");
        let list = report(&company, "/journal-entries/?kind=reversal");
        assert_eq!(list["results"][0]["business_date"], "2026-03-05");
        let reversal = list["results"][0]["id"].as_str().expect("an id").parse().expect("an id");
        let error =
            company.run(ReverseEntry { id: reversal, business_date: None, memo: Text::default() }).expect_err("twice");
        assert_eq!(error.code, "is_reversal");
        company.verify();
    }
}

#[test]
fn kind_of_entries_is_one_that_documents_have() {
    for database in databases() {
        let company = open(database, "GBP");
        for list in ["/journal-entries/", "/journal-lines/"] {
            assert_eq!(report(&company, &format!("{list}?kind=correction"))["count"], 0, "{list}");
            let error = company.ask(&format!("{list}?kind=corection")).map(|_| ()).expect_err("misspelt");
            assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("kind", "invalid_choice"), "{list}");
            assert!(
                error.fields[0].message().contains("correction, journal, reversal"),
                "{}",
                error.fields[0].message()
            );
        }
    }
}

#[test]
fn account_in_use_stays_in_use() {
    for database in databases() {
        let company = open(database, "GBP");
        let change = |account: &str, active: bool| {
            let changed = company.call(&format!("PATCH /accounts/{account}/"), &json!({"is_active": active}));
            changed.map(|_| ()).map_err(|error| error.code)
        };
        let posted = company.run(entry(pair("6000", "1010", "1"))).expect("posted");
        // A posting role names 3000, 1010 has a balance; 6000 only has lines.
        assert_eq!(change("3000", false), Err("in_use"));
        assert_eq!(change("1010", false), Err("in_use"));
        assert_eq!(change("6000", false), Ok(()));
        assert_eq!(company.run(entry(pair("6000", "1010", "1"))).expect_err("not in use").code, "account_inactive");
        let reverse = ReverseEntry { id: posted.id, business_date: None, memo: Text::default() };
        company.run(reverse).expect("a mistake can be taken back");
        assert_eq!(change("1010", false), Ok(()));
        company.verify();
    }
}

#[test]
fn main_site_keeps_its_code_and_stays_in_use() {
    for database in databases() {
        let company = open(database, "GBP");
        for change in [json!({"code": "head"}), json!({"is_active": false})] {
            let error = company.call("PATCH /sites/main/", &change).map(|_| ()).expect_err("refused");
            assert_eq!(error.fields[0].code, "read_only", "{change}");
        }
        company.call("PATCH /sites/main/", &json!({"name": "Head office"})).expect("renamed");
    }
}

#[test]
fn books_are_not_begun_in_a_currency_that_has_ended() {
    for database in databases() {
        let company = Company::new(database, modules);
        let error = company.run(SetUp { currency: "BGN".to_owned() }).expect_err("Bulgaria has the euro");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("currency", "currency_ended"));
        company.run(SetUp { currency: "EUR".to_owned() }).expect("euro");
    }
}

#[test]
fn range_of_days_that_ends_before_it_begins_is_refused() {
    for database in databases() {
        let company = open(database, "GBP");
        for list in ["/reports/income-statement/", "/journal-entries/", "/journal-lines/"] {
            let error = company.ask(&format!("{list}?from=2026-03-02&to=2026-03-01")).map(|_| ()).expect_err(list);
            assert_eq!((error.kind, error.fields[0].field.as_str()), (kernel::Kind::Invalid, "from"), "{list}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever was booked, paid and came: every currency sums to zero, and the settled base is the paid share.
    #[test]
    fn entries_in_two_currencies_always_balance(euros in 1..100_000_000_i64, booked_at in 1..100_000_000_i64, share in 1..=100i64, dollars in 1..100_000_000_i64) {
        let paid = (euros * share / 100).max(1);
        let company = open(testkit::Database::sqlite(), "USD");
        company.run(TwoMoneys { euros, booked_at, paid, dollars }).expect("settled");
        company.verify();
    }
}

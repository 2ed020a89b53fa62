//! Customers pay: what it settles, what stays an advance, and what their account says on any day.

use command::{Command, Grants, Input, Module, Tx};
use kernel::{Date, Instant, Kind, Result};
use ledger::{Account, AccountKind, DocumentSeries, Draft, DraftLine, Usage};
use money::{Amount, Currency};
use payments::{AllocateReceipt, CreditAllocated, PostReceipt, ReceiptPosted};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Read, Ref, Value};
use testkit::{Company, databases};

/// A new company; [`open`] adds two customers.
#[derive(Serialize, Deserialize)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", Currency::parse("GBP")?, "Europe/London")?;
        ledger::seed(tx)?;
        payments::seed(tx)?;
        ledger::add_account(tx, "4000", "Sales", AccountKind::Income, Usage::Plain, None)?;
        Ok(())
    }
}

const SALE: DocumentSeries = DocumentSeries { prefix: "SAL", document: "sale" };

/// A sale on account as the module above would post it; its document and number.
#[derive(Serialize, Deserialize)]
struct Bill {
    customer: String,
    pence: i64,
    date: Date,
    due: Date,
}

impl Command for Bill {
    const NAME: &'static str = "test.bill.post";
    type Output = (String, String);
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(String, String)> {
        let customer = parties::customer(tx, &self.customer)?.id.uuid();
        let doc = tx.id::<()>().uuid();
        let site = tx.find(ledger::Site::BY_CODE, ledger::MAIN)?.map(|site| site.id).unwrap_or_default();
        let mut draft = Draft::begin(tx, SALE, doc, self.date, site)?;
        let owed = ledger::account_of(tx, payments::RECEIVABLE)?;
        let income = Ref::<Account>::new("4000").get(tx)?.id;
        draft.line(DraftLine::new(owed, Amount::new(self.pence)).party(customer).due(self.due));
        draft.line(DraftLine::new(income, Amount::new(-self.pence)));
        Ok((doc.to_string(), ledger::post(tx, draft)?.number))
    }
}

/// So many sales of a pound on account in one document, as a migration from another system books them.
#[derive(Serialize, Deserialize)]
struct OpeningDebts {
    customer: String,
    count: usize,
    date: Date,
    due: Date,
}

impl Command for OpeningDebts {
    const NAME: &'static str = "test.debts.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let customer = parties::customer(tx, &self.customer)?.id.uuid();
        let doc = tx.id::<()>().uuid();
        let site = tx.find(ledger::Site::BY_CODE, ledger::MAIN)?.map(|site| site.id).unwrap_or_default();
        let mut draft = Draft::begin(tx, SALE, doc, self.date, site)?;
        let owed = ledger::account_of(tx, payments::RECEIVABLE)?;
        let income = Ref::<Account>::new("4000").get(tx)?.id;
        for _ in 0..self.count {
            draft.line(DraftLine::new(owed, Amount::new(100)).party(customer).due(self.due));
        }
        draft.line(DraftLine::new(income, Amount::new(-100 * i64::try_from(self.count).unwrap_or_default())));
        ledger::post(tx, draft)?;
        Ok(())
    }
}

fn modules() -> Vec<Module> {
    let resource = resource::module();
    vec![resource, identity::module(), parties::module(), ledger::module(), payments::module()]
}

fn open(database: testkit::Database) -> Company {
    let company = Company::new(database, modules);
    company.run(SetUp {}).expect("set up");
    // Noon of 2026-12-31: all days of the stories lie behind.
    company.set_clock(Instant::from_micros(1_798_718_400_000_000));
    for code in ["ann", "bob"] {
        company.call("POST /customers/", &json!({"code": code, "name": code})).expect("a customer");
    }
    company
}

fn bill(company: &Company, customer: &str, pence: i64, date: &str, due: &str) -> (String, String) {
    let (date, due) = (date.parse().expect("a date"), due.parse().expect("a date"));
    company.run(Bill { customer: customer.to_owned(), pence, date, due }).expect("a bill")
}

fn receive(company: &Company, body: Json) -> Result<ReceiptPosted> {
    company.run(serde_json::from_value::<PostReceipt>(body).expect("a receipt"))
}

fn allocate(company: &Company, body: Json) -> Result<CreditAllocated> {
    company.run(serde_json::from_value::<AllocateReceipt>(body).expect("an allocation"))
}

fn ask(company: &Company, path: &str, parameters: &[(&str, &str)], query: &[(&str, &str)]) -> Json {
    let owned = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let input = Input { path: owned(parameters), ..Input::default() };
    let entry = company.registry.modules().iter().flat_map(|module| &module.queries).find(|entry| entry.path == path);
    let entry = entry.expect("a query");
    let (answer, _) = company
        .read(|read| {
            let definitions = company.registry.definitions().clone();
            entry.answer(read, &input, path.to_owned(), owned(query), Grants::all(), definitions)
        })
        .expect("an answer");
    serde_json::from_slice(&answer).expect("JSON")
}

fn verify(company: &Company) {
    for check in company.registry.modules().iter().flat_map(|module| &module.checks) {
        let finding = company.read(|read| (check.run)(read, company.registry.definitions())).expect(check.what);
        assert_eq!(finding.offender, None, "{}: {}", check.invariant, check.what);
    }
}

#[test]
fn receipt_settles_the_earliest_due_and_keeps_the_remainder_as_advance() {
    for database in databases() {
        let company = open(database);
        let late = bill(&company, "ann", 10_000, "2026-01-05", "2026-02-05").0;
        let soon = bill(&company, "ann", 5_000, "2026-01-10", "2026-01-20").0;
        bill(&company, "bob", 7_000, "2026-01-10", "2026-01-20");

        let body = json!({"customer": "ann", "method": "cash", "amount": "80.00", "business_date": "2026-01-15"});
        let first = receive(&company, body).expect("a receipt");
        assert_eq!(first.number, "REC-2026-000001");
        let allocated = json!([{"sale": soon, "amount": "50.00"}, {"sale": late, "amount": "30.00"}]);
        assert_eq!(serde_json::to_value(&first.paid.allocated).expect("JSON"), allocated);
        assert_eq!(first.paid.unallocated.to_string(), "0.00");

        let body = json!({"customer": "ann", "method": "bank", "amount": 100, "business_date": "2026-01-25"});
        let second = receive(&company, body).expect("a receipt");
        assert_eq!(second.paid.unallocated.to_string(), "30.00");

        // What has paid what is told from both sides, the latest first.
        let settled = |filters: &[(&str, &str)]| -> Vec<Json> {
            let list = ask(&company, "/settlements/", &[], filters);
            assert_eq!(list["count"], json!(list["results"].as_array().expect("rows").len()), "{list}");
            let rows = list["results"].as_array().expect("rows").iter();
            rows.map(|row| json!([row["receipt"], row["amount"], row["currency"]])).collect()
        };
        let of_late = [json!(["REC-2026-000002", "70.00", "GBP"]), json!(["REC-2026-000001", "30.00", "GBP"])];
        assert_eq!(settled(&[("sale", &late)]), of_late);
        assert_eq!(settled(&[("receipt", &first.id.to_string())]).len(), 2);
        assert_eq!(settled(&[("sale", &soon), ("receipt", &second.id.to_string())]), Vec::<Json>::new());
        let page = ask(&company, "/settlements/", &[], &[("page_size", "2")]);
        let next =
            page["next"].as_str().and_then(|next| next.split("cursor=").nth(1)).expect("another page").to_owned();
        let rest = ask(&company, "/settlements/", &[], &[("page_size", "2"), ("cursor", &next)]);
        assert_eq!((&rest["results"][0]["amount"], &rest["next"]), (&json!("50.00"), &Json::Null), "{rest}");

        let dates = [("from", "2026-01-10"), ("to", "2026-01-31")];
        let statement = ask(&company, "/customers/{customer}/statement/", &[("customer", "ann")], &dates);
        assert_eq!(statement["opening"], "100.00");
        assert_eq!(statement["closing"], "-30.00");
        let balances: Vec<&str> =
            statement["lines"].as_array().expect("lines").iter().filter_map(|line| line["balance"].as_str()).collect();
        assert_eq!(balances, ["150.00", "70.00", "-30.00"]);
        let list = ask(&company, "/receipts/", &[], &[("customer", "ann")]);
        let numbers: Vec<&str> =
            list["results"].as_array().expect("rows").iter().filter_map(|row| row["number"].as_str()).collect();
        assert_eq!(numbers, ["REC-2026-000002", "REC-2026-000001"]);
        verify(&company);
    }
}

#[test]
fn receipt_settles_the_named_sales() {
    for database in databases() {
        let company = open(database);
        let (first, _) = bill(&company, "ann", 10_000, "2026-01-05", "2026-01-05");
        let (second, number) = bill(&company, "ann", 5_000, "2026-01-10", "2026-01-10");
        let (_, of_bob) = bill(&company, "bob", 7_000, "2026-01-10", "2026-01-20");

        let wrong = json!([
            {"sale": number, "amount": "60.00"}, {"sale": of_bob, "amount": 1}, {"sale": first, "amount": "0.001"},
            {"sale": "nothing", "amount": "-1"},
        ]);
        let body = json!({"customer": "ann", "method": "card", "amount": "80.00", "allocate": wrong});
        let error = receive(&company, body).expect_err("wrong");
        let fields: Vec<_> = error.fields.iter().map(|f| (f.field.as_str(), f.code)).collect();
        let expected = [
            ("allocate.0.amount", "more_than_open"),
            ("allocate.1.sale", "not_open"),
            ("allocate.2.amount", "too_many_decimals"),
            ("allocate.3.amount", "not_positive"),
        ];
        assert_eq!(fields, expected);

        let twice = json!([{"sale": number, "amount": "30"}, {"sale": second, "amount": "30"}]);
        let body = json!({"customer": "ann", "method": "card", "amount": "80.00", "allocate": twice});
        assert_eq!(receive(&company, body).expect_err("twice").fields[0].field, "allocate.1.amount");
        let much = json!([{"sale": number, "amount": "50"}, {"sale": first, "amount": "30.01"}]);
        let body = json!({"customer": "ann", "method": "card", "amount": "80.00", "allocate": much});
        assert_eq!(receive(&company, body).expect_err("too much").fields[0].code, "more_than_amount");

        let parts = json!([{"sale": number, "amount": "50"}, {"sale": first, "amount": "10"}]);
        let body = json!({"customer": "ann", "method": "card", "amount": "80.00", "allocate": parts});
        let receipt = receive(&company, body).expect("a receipt");
        assert_eq!(receipt.paid.unallocated.to_string(), "20.00");
        let body = json!({"customer": "ann", "method": "card", "amount": "5", "allocate": []});
        assert_eq!(receive(&company, body).expect("an advance").paid.unallocated.to_string(), "5.00");
        verify(&company);
    }
}

#[test]
fn advance_settles_later_sales() {
    for database in databases() {
        let company = open(database);
        let body = json!({"customer": "ann", "method": "bank", "amount": "100", "business_date": "2026-01-02"});
        let advance = receive(&company, body).expect("an advance");
        let nothing = allocate(&company, json!({"id": advance.number})).expect_err("nothing is owed");
        assert_eq!((nothing.kind, nothing.code), (Kind::Conflict, "nothing_owed"));
        let late = bill(&company, "ann", 8_000, "2026-01-05", "2026-02-05").0;
        let (soon, number) = bill(&company, "ann", 5_000, "2026-01-10", "2026-01-20");
        let (_, of_bob) = bill(&company, "bob", 7_000, "2026-01-10", "2026-01-20");
        let owed = |day: &str| aged(&company, day).last().cloned();
        assert_eq!(owed("2026-01-31").as_deref(), Some("30.00"));

        let wrong = |parts: Json| {
            let error = allocate(&company, json!({"id": advance.id, "allocate": parts})).expect_err("wrong");
            assert_eq!(error.kind, Kind::Invalid);
            (error.fields[0].field.clone(), error.fields[0].code.to_string())
        };
        let told = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(wrong(json!([{"sale": of_bob, "amount": 1}])), told("allocate.0.sale", "not_open"));
        assert_eq!(wrong(json!([{"sale": number, "amount": "50.01"}])), told("allocate.0.amount", "more_than_open"));
        let much = json!([{"sale": number, "amount": 50}, {"sale": late, "amount": "50.01"}]);
        assert_eq!(wrong(much), told("allocate", "more_than_amount"));

        // The sale that is named, then what is due first; then nothing is left.
        let body =
            json!({"id": advance.id, "business_date": "2026-01-12", "allocate": [{"sale": late, "amount": "10"}]});
        let first = allocate(&company, body).expect("allocated");
        assert_eq!(
            (first.number.as_str(), first.paid.unallocated.to_string()),
            ("ALC-2026-000001", "90.00".to_owned())
        );
        let body = json!({"id": advance.number, "business_date": "2026-01-15"});
        let second = allocate(&company, body.clone()).expect("allocated");
        let allocated = json!([{"sale": soon, "amount": "50.00"}, {"sale": late, "amount": "40.00"}]);
        assert_eq!(serde_json::to_value(&second.paid.allocated).expect("JSON"), allocated);
        let none = allocate(&company, body).expect_err("nothing is left");
        assert_eq!((none.kind, none.code), (Kind::Conflict, "no_open_credit"));
        assert_eq!(allocate(&company, json!({"id": "REC-9"})).expect_err("no receipt").kind, Kind::NotFound);

        // What is owed in all is the same; what it is made of changes on the day of each allocation.
        for (day, current, advance) in
            [("2026-01-11", "130.00", "-100.00"), ("2026-01-12", "120.00", "-90.00"), ("2026-01-15", "30.00", "0.00")]
        {
            let aged = aged(&company, day);
            assert_eq!([&aged[0], &aged[5], &aged[6]], [current, advance, "30.00"], "{day}");
        }
        let dates = [("from", "2026-01-01"), ("to", "2026-01-31")];
        let statement = ask(&company, "/customers/{customer}/statement/", &[("customer", "ann")], &dates);
        let lines = statement["lines"].as_array().expect("lines").len();
        assert_eq!((lines, &statement["closing"]), (3, &json!("30.00")));
        verify(&company);
    }
}

#[test]
fn customer_with_more_than_10_000_open_items_pays() {
    for database in databases() {
        let company = open(database);
        let date: Date = "2026-01-05".parse().expect("a date");
        for (count, due) in [(5_000, "2026-03-01"), (5_048, "2026-02-01")] {
            let due = due.parse().expect("a date");
            company.run(OpeningDebts { customer: "ann".to_owned(), count, date, due }).expect("opening debts");
        }
        let (first, _) = bill(&company, "ann", 5_000, "2026-01-10", "2026-01-20");
        let (last, number) = bill(&company, "ann", 7_000, "2026-01-10", "2026-12-31");
        assert_eq!(open_items(&company), (1_016_800, 0));

        // What is due first, then the sales that are named wherever they stand in the order.
        let body = json!({"customer": "ann", "method": "bank", "amount": "250.50", "business_date": "2026-01-15"});
        let paid = receive(&company, body).expect("a receipt").paid;
        assert_eq!(
            (paid.allocated[0].sale.to_string(), paid.allocated[0].amount.to_string()),
            (first, "50.00".to_owned())
        );
        assert_eq!(
            (paid.allocated[1].amount.to_string(), paid.unallocated.to_string()),
            ("200.50".to_owned(), "0.00".to_owned())
        );
        let parts = json!([{"sale": number, "amount": "70"}]);
        let body = json!({"customer": "ann", "method": "bank", "amount": "100", "business_date": "2026-01-15", "allocate": parts});
        let advance = receive(&company, body).expect("a receipt");
        assert_eq!(advance.paid.allocated[0].sale.to_string(), last);

        // The rest of that receipt pays what is due first now: the half pound that is left of one item, then whole ones.
        let body = json!({"id": advance.number, "business_date": "2026-01-15"});
        assert_eq!(allocate(&company, body).expect("allocated").paid.unallocated.to_string(), "0.00");
        assert_eq!(open_items(&company), (1_016_800 - 25_050 - 10_000, 0));
        verify(&company);
    }
}

#[test]
fn invalid_receipts_are_refused() {
    for database in databases() {
        let company = open(database);
        for (body, field) in [
            (json!({"customer": "ann", "method": "cash", "amount": "0"}), "amount"),
            (json!({"customer": "ann", "method": "cash", "amount": "1.234"}), "amount"),
            (json!({"customer": "eve", "method": "cash", "amount": "1"}), "customer"),
            (json!({"customer": "ann", "method": "gold", "amount": "1"}), "method"),
        ] {
            let error = receive(&company, body.clone()).expect_err("refused");
            assert_eq!((error.kind, error.fields[0].field.as_str()), (Kind::Invalid, field), "{body}");
        }
        let body = json!({"customer": "ann", "method": "cash", "amount": "1", "business_date": "2020-01-01"});
        assert_eq!(receive(&company, body).expect_err("no period").code, "no_period");
    }
}

/// Bucket by bucket what ageing says of a customer on a day.
fn aged(company: &Company, day: &str) -> Vec<String> {
    let report = ask(company, "/customers/{customer}/ageing/", &[("customer", "ann")], &[("as_of", day)]);
    let names = ["current", "days_1_30", "days_31_60", "days_61_90", "over_90", "unallocated", "total"];
    names.iter().map(|name| report["totals"][name].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn ageing_is_right_for_any_past_date() {
    for database in databases() {
        let company = open(database);
        bill(&company, "ann", 10_000, "2026-01-01", "2026-01-31");
        bill(&company, "ann", 4_000, "2026-03-01", "2026-03-31");
        // Paid in February; the second bill is paid by it only from the day on which it is there.
        let body = json!({"customer": "ann", "method": "cash", "amount": "120", "business_date": "2026-02-10"});
        receive(&company, body).expect("a receipt");
        bill(&company, "bob", 100, "2026-03-01", "2026-03-31");

        assert_eq!(aged(&company, "2026-01-31"), ["100.00", "0.00", "0.00", "0.00", "0.00", "0.00", "100.00"]);
        assert_eq!(aged(&company, "2026-02-09"), ["0.00", "100.00", "0.00", "0.00", "0.00", "0.00", "100.00"]);
        assert_eq!(aged(&company, "2026-02-10"), ["0.00", "0.00", "0.00", "0.00", "0.00", "-20.00", "-20.00"]);
        assert_eq!(aged(&company, "2026-03-01"), ["20.00", "0.00", "0.00", "0.00", "0.00", "0.00", "20.00"]);
        for (day, bucket) in
            [("2026-04-30", 1), ("2026-05-01", 2), ("2026-05-31", 3), ("2026-06-29", 3), ("2026-06-30", 4)]
        {
            assert_eq!(aged(&company, day)[bucket], "20.00", "{day}");
        }
        let all = ask(&company, "/reports/ageing/", &[], &[("as_of", "2026-12-31")]);
        let codes: Vec<&str> =
            all["customers"].as_array().expect("rows").iter().filter_map(|row| row["code"].as_str()).collect();
        assert_eq!((codes, &all["totals"]["total"]), (vec!["ann", "bob"], &json!("21.00")));
        verify(&company);
    }
}

#[test]
fn statement_and_ageing_as_known_at_an_entry_leave_out_later_receipts() {
    for database in databases() {
        let company = open(database);
        bill(&company, "ann", 10_000, "2026-01-05", "2026-01-31");
        let body = json!({"customer": "ann", "method": "cash", "amount": "30", "business_date": "2026-01-05"});
        receive(&company, body).expect("a receipt");
        for (seq, balance) in [("1", "100.00"), ("2", "70.00")] {
            let known = ("as_known_at", seq);
            let ann = [("customer", "ann")];
            let query = [("from", "2026-01-01"), ("to", "2026-01-31"), known];
            let statement = ask(&company, "/customers/{customer}/statement/", &ann, &query);
            assert_eq!((&statement["closing"], statement["seq"].to_string().as_str()), (&json!(balance), seq));
            for (path, parameters) in [("/customers/{customer}/ageing/", &ann[..]), ("/reports/ageing/", &[])] {
                let ageing = ask(&company, path, parameters, &[("as_of", "2026-01-31"), known]);
                assert_eq!(ageing["totals"]["current"], balance, "{path}");
            }
        }
    }
}

#[test]
fn receipt_is_dated_at_most_one_day_ahead() {
    for database in databases() {
        let company = open(database);
        company.call("POST /fiscal-years/", &json!({"starts_on": "2027-01-01"})).expect("the next year");
        let receipt = |date: &str| json!({"customer": "ann", "method": "cash", "amount": "1", "business_date": date});
        let error = receive(&company, receipt("2027-01-02")).expect_err("two days ahead");
        assert_eq!((error.fields[0].field.as_str(), error.fields[0].code), ("business_date", "date_ahead"));
        receive(&company, receipt("2027-01-01")).expect("tomorrow");
        verify(&company);
    }
}

#[test]
fn payment_method_that_was_used_stays_what_it_is() {
    for database in databases() {
        let company = open(database);
        receive(&company, json!({"customer": "ann", "method": "bank", "amount": "1"})).expect("a receipt");
        let change = |method: &str, fields: Json| {
            company.call(&format!("PATCH /payment-methods/{method}/"), &fields).map(|_| ()).map_err(|error| error.code)
        };
        assert_eq!(change("bank", json!({"is_cash": true})), Err("in_use"));
        assert_eq!(change("cash", json!({"code": "till"})), Err("invalid"));
        assert_eq!(change("bank", json!({"name": "Transfer"})), Ok(()));
        assert_eq!(change("card", json!({"is_cash": true})), Ok(()));
    }
}

/// Left of the debits and of the credits, by the cache of open items.
fn open_items(company: &Company) -> (i64, i64) {
    let sql = "SELECT CAST(coalesce(sum(CASE WHEN amount > 0 THEN amount - settled ELSE 0 END), 0) AS bigint), \
               CAST(coalesce(sum(CASE WHEN amount < 0 THEN amount - settled ELSE 0 END), 0) AS bigint) FROM open_item";
    let rows = company.read(|read| read.query(sql, &[])).expect("open items");
    match rows[0][..] {
        [Value::Int(debit), Value::Int(credit)] => (debit, credit),
        _ => panic!("{rows:?}"),
    }
}

fn pence(text: &str) -> i64 {
    text.replace('.', "").parse().expect("an amount")
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 12, failure_persistence: None, ..Default::default() })]

    #[test]
    fn ageing_today_equals_the_open_items(
        steps in proptest::collection::vec((0u8..4, 1i64..20_000, 1i8..13, 1i8..29, 0i8..12), 1..25)
    ) {
        let company = open(testkit::Database::sqlite());
        for (kind, amount, month, day, later) in steps {
            let date = format!("2026-{month:02}-{day:02}");
            let text = format!("{}.{:02}", amount / 100, amount % 100);
            let mut receipt = json!({"customer": "ann", "method": "cash", "amount": text, "business_date": date});
            match kind {
                0 => drop(bill(&company, "ann", amount, &date, &format!("2026-{:02}-{day:02}", (month + later).min(12)))),
                1 => drop(receive(&company, receipt).expect("a receipt")),
                2 => {
                    receipt["allocate"] = json!([]);
                    receive(&company, receipt).expect("an advance");
                }
                // Not every one has something left, or finds something to pay.
                _ => drop(allocate(&company, json!({"id": format!("REC-2026-{later:06}"), "business_date": date}))),
            }
        }
        let aged: Vec<i64> = aged(&company, "2026-12-31").iter().map(|text| pence(text)).collect();
        let (debit, credit) = open_items(&company);
        proptest::prop_assert_eq!((aged[..5].iter().sum::<i64>(), aged[5]), (debit, credit));
        verify(&company);
    }
}

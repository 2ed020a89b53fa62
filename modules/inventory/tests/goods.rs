//! Goods come, go, come back and move, and the books say what they are worth.

use command::{Command, CommandEntry, Grants, Method, Module, Tx};
use inventory::{AdjustStock, ReceiveGoods, ReleaseStock, ReserveStock, TransferStock};
use kernel::Result;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::Value;
use testkit::{Company, databases};

/// A new company; [`open`] adds a van that may owe goods, a branch and two products.
#[derive(Serialize, Deserialize, kernel::ToSchema)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let gbp = money::Currency::parse("GBP")?;
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", gbp, "Europe/London")?;
        ledger::seed(tx)?;
        catalog::seed(tx)?;
        inventory::seed(tx)
    }
}

fn modules() -> Vec<Module> {
    let set_up = CommandEntry::of::<SetUp>(Method::Post, "/test/");
    let resource = resource::module();
    let test = Module { name: "test", commands: vec![set_up], ..Module::default() };
    vec![
        resource,
        identity::module(),
        parties::module(),
        ledger::module(),
        catalog::module(),
        inventory::module(),
        test,
    ]
}

/// Noon of 2026-03-31, in microseconds.
const MARCH_31: i64 = 1_774_958_400_000_000;

fn command<C: Command>(body: Json) -> C {
    serde_json::from_value(body).expect("a command")
}

fn open(database: testkit::Database) -> Company {
    let company = Company::new(database, modules);
    company.run(SetUp {}).expect("set up");
    let make = |request: &str, body: Json| company.call(request, &body).expect(request);
    make("POST /sites/", json!({"code": "north", "name": "North"}));
    make("POST /warehouses/", json!({"code": "van", "name": "van", "site": "main", "allows_deficit": true}));
    make("POST /warehouses/", json!({"code": "north", "name": "north", "site": "north"}));
    for sku in ["LAMP", "MUG"] {
        make("POST /products/", json!({"sku": sku, "name": sku, "unit": "piece", "selling_price": "5"}));
    }
    company
}

fn receive(company: &Company, warehouse: &str, quantity: &str, unit_cost: &str) {
    let lines = json!([{"sku": "LAMP", "quantity": quantity, "unit_cost": unit_cost}]);
    company.run(command::<ReceiveGoods>(json!({"warehouse": warehouse, "lines": lines}))).expect("received");
}

fn lose(company: &Company, warehouse: &str, quantity: &str) -> Result<inventory::GoodsMoved> {
    let lines = json!([{"sku": "LAMP", "quantity": quantity}]);
    company.run(command::<AdjustStock>(json!({"warehouse": warehouse, "reason": "broken", "lines": lines})))
}

/// Quantity (in whole pieces) and value (in pence) of the pool of lamps at a site.
fn pool(company: &Company, site: &str) -> (i64, i64) {
    let sql = "SELECT q.quantity, q.value FROM pool q JOIN product g ON g.id = q.product JOIN site s ON s.id = q.site \
               WHERE g.sku = 'LAMP' AND s.code = $1";
    let rows = company.read(|read| read.query(sql, &[Value::Text(site.to_owned())])).expect("pool");
    match rows.first().map(Vec::as_slice) {
        Some([Value::Int(quantity), Value::Int(value)]) => (quantity / 1_000_000, *value),
        _ => (0, 0),
    }
}

fn balance(company: &Company, account: &str) -> i64 {
    let sql = "SELECT CAST(coalesce(sum(debit - credit), 0) AS bigint) FROM balance b JOIN account a ON a.id = b.account WHERE a.code = $1";
    match company.read(|read| read.query(sql, &[Value::Text(account.to_owned())])).expect("balance")[..] {
        [ref row] => match row[..] {
            [Value::Int(net)] => net,
            _ => panic!("{row:?}"),
        },
        _ => panic!("no balance"),
    }
}

#[test]
fn last_unit_issued_takes_the_remaining_value() {
    for database in databases() {
        let company = open(database);
        receive(&company, "main", "3", "3.333333");
        assert_eq!(pool(&company, "main"), (3, 1000));
        for left in [(2, 667), (1, 333), (0, 0)] {
            lose(&company, "main", "-1").expect("lost");
            assert_eq!(pool(&company, "main"), left);
        }
        assert_eq!(balance(&company, "5100"), 1000);
        let refused = lose(&company, "main", "-1").expect_err("nothing is left");
        assert_eq!((refused.code, refused.fields[0].field.as_str()), ("insufficient_stock", "lines.0.quantity"));
        company.verify();
    }
}

#[test]
fn next_receipt_corrects_the_provisional_cost_of_a_deficit() {
    for database in databases() {
        let company = open(database);
        receive(&company, "van", "2", "10.00");
        lose(&company, "van", "-4").expect("the van may owe");
        assert_eq!(pool(&company, "main"), (-2, -2000));
        lose(&company, "van", "-3").expect("and more");
        assert_eq!(pool(&company, "main"), (-5, -5000));
        company.verify();
        // The first deficit of 2 is filled whole, the second of 3 by one; each learns that a lamp costs 12.
        receive(&company, "van", "3", "12.00");
        assert_eq!(pool(&company, "main"), (-2, -2000));
        assert_eq!(balance(&company, "5100"), 7000 + 600);
        company.verify();
        receive(&company, "van", "4", "9.00");
        assert_eq!(pool(&company, "main"), (2, 1800));
        assert_eq!(balance(&company, "5100"), 7000 + 600 - 200);
        assert_eq!(balance(&company, "1200"), 1800);
        company.verify();
    }
}

#[test]
fn transfer_to_a_branch_moves_the_value() {
    for database in databases() {
        let company = open(database);
        receive(&company, "main", "10", "1.01");
        let lines = json!([{"sku": "LAMP", "quantity": "3"}]);
        let moved = company
            .run(command::<TransferStock>(json!({"from": "main", "to": "north", "lines": lines})))
            .expect("moved");
        assert_eq!(moved.total.to_string(), "3.03");
        assert_eq!((pool(&company, "main"), pool(&company, "north")), ((7, 707), (3, 303)));
        // Within a site only the place changes.
        let lines = json!([{"sku": "LAMP", "quantity": "7"}]);
        company.run(command::<TransferStock>(json!({"from": "main", "to": "van", "lines": lines}))).expect("moved");
        assert_eq!(pool(&company, "main"), (7, 707));
        assert_eq!(balance(&company, "1950"), 0);
        company.verify();
    }
}

#[test]
fn reserved_goods_are_not_available() {
    for database in databases() {
        let company = open(database);
        receive(&company, "main", "5", "2");
        let lines = json!([{"sku": "LAMP", "quantity": "4"}]);
        let holds =
            company.run(command::<ReserveStock>(json!({"lines": lines, "reference": "Ada"}))).expect("reserved").holds;
        assert_eq!(lose(&company, "main", "-2").expect_err("only one is free").code, "insufficient_stock");
        company.verify();
        let id = holds[0].id;
        company.run(ReleaseStock { id }).expect("released");
        assert_eq!(company.run(ReleaseStock { id }).expect_err("once").code, "invalid_state");
        lose(&company, "main", "-2").expect("now it goes");
        company.verify();
    }
}

#[test]
fn receipt_reports_the_errors_of_all_lines() {
    for database in databases() {
        let company = open(database);
        let lines = json!([
            {"sku": "NOPE", "quantity": "1", "unit_cost": "1"},
            {"sku": "LAMP", "quantity": "0", "unit_cost": "1"},
            {"sku": "LAMP", "quantity": "1", "unit_cost": "-1"},
        ]);
        let refused = company.run(command::<ReceiveGoods>(json!({"lines": lines}))).expect_err("three wrong lines");
        let fields: Vec<&str> = refused.fields.iter().map(|wrong| wrong.field.as_str()).collect();
        assert_eq!(fields, ["lines.0.sku", "lines.1.quantity", "lines.2.unit_cost"]);
        company.verify();
    }
}

#[test]
fn transfer_rejects_fractional_piece() {
    for database in databases() {
        let company = open(database);
        receive(&company, "main", "10", "3");
        let call = |path: &str, body: Json| company.call(&format!("POST /stock/{path}/"), &body);
        for (path, quantity) in [("receive", "1.5"), ("adjust", "-0.5"), ("transfer", "1.000001"), ("reserve", "2.5")] {
            let lines = json!([{"sku": "MUG", "quantity": 1}, {"sku": "LAMP", "quantity": quantity}]);
            let mut body = json!({"lines": lines});
            match path {
                "receive" => body["lines"]
                    .as_array_mut()
                    .expect("lines")
                    .iter_mut()
                    .for_each(|line| line["unit_cost"] = json!(1)),
                "adjust" => body["reason"] = json!("count"),
                "transfer" => (body["from"], body["to"]) = (json!("main"), json!("van")),
                _ => {}
            }
            let error = call(path, body).map(|called| called.body).expect_err(path);
            assert_eq!(error.kind, kernel::Kind::Invalid, "{path}");
            let wrong: Vec<_> = error.fields.iter().map(|wrong| (wrong.field.as_str(), wrong.code)).collect();
            assert_eq!(wrong, [("lines.1.quantity", "too_many_decimals")], "{path}");
            assert_eq!(error.fields[0].message(), "LAMP is counted in “Piece”: whole numbers only.");
        }

        let oil = json!({"sku": "OIL", "name": "Oil", "unit": "litre"});
        company.call("POST /products/", &oil).expect("a product");
        let fill = |quantity: &str| {
            call("receive", json!({"lines": [{"sku": "OIL", "quantity": quantity, "unit_cost": "8.10"}]}))
        };
        fill("0.125").expect("an eighth of a litre");
        let error = fill("0.1255").map(|called| called.body).expect_err("too fine");
        assert_eq!(error.fields[0].message(), "OIL is counted in “Litre”: at most 3 decimals.");
    }
}

fn adjust(company: &Company, warehouse: &str, date: &str, quantity: &str) -> Result<Json> {
    let lines = json!([{"sku": "LAMP", "quantity": quantity}]);
    let body = json!({"warehouse": warehouse, "business_date": date, "reason": "counted", "lines": lines});
    company.call("POST /stock/adjust/", &body).map(|called| called.body)
}

fn receive_on(company: &Company, warehouse: &str, date: &str, quantity: &str, unit_cost: &str) {
    let lines = json!([{"sku": "LAMP", "quantity": quantity, "unit_cost": unit_cost}]);
    let body = json!({"warehouse": warehouse, "business_date": date, "lines": lines});
    company.call("POST /stock/receive/", &body).expect("received");
}

/// Net of an account on a day, in pence.
fn movement(company: &Company, account: &str, day: &str) -> i64 {
    let sql = "SELECT CAST(coalesce(sum(debit - credit), 0) AS bigint) FROM balance b JOIN account a ON a.id = b.account \
               WHERE a.code = $1 AND b.day = $2";
    let arguments = [account, day].map(|text| Value::Text(text.to_owned()));
    match company.read(|read| read.query(sql, &arguments)).expect("balance")[0][..] {
        [Value::Int(net)] => net,
        ref row => panic!("{row:?}"),
    }
}

#[test]
fn goods_found_take_the_average_of_the_pool() {
    for database in databases() {
        let company = open(database);
        receive(&company, "main", "3", "3.333333");
        lose(&company, "main", "-2").expect("lost");
        assert_eq!(pool(&company, "main"), (1, 333));
        // Twice 3.33, not twice 3.333333.
        let found = lose(&company, "main", "2").expect("found");
        assert_eq!((found.total.to_string(), found.flags), ("6.66".to_owned(), Vec::new()));
        assert_eq!((pool(&company, "main"), balance(&company, "4900")), ((3, 999), -666));
        // A pool that is empty knows its last cost, and a new one that of the product elsewhere.
        lose(&company, "main", "-3").expect("lost");
        assert_eq!(lose(&company, "main", "2").expect("found").total.to_string(), "6.66");
        assert_eq!(lose(&company, "north", "2").expect("found").total.to_string(), "6.66");
        company.verify();
    }
}

#[test]
fn goods_whose_cost_is_not_known_are_worth_nothing_and_flagged() {
    for database in databases() {
        let company = open(database);
        let found = lose(&company, "main", "4").expect("found");
        assert_eq!((found.total.to_string(), found.flags), ("0.00".to_owned(), vec!["unknown_cost".to_owned()]));
        let lost = lose(&company, "van", "-6").expect("the van may owe");
        assert_eq!(lost.flags, ["unknown_cost"]);
        let row = company.ask("/stock/?sku=LAMP&warehouse=main").expect("stock").body["results"][0].clone();
        assert_eq!((&row["cost_unknown"], &row["value"]), (&json!(true), &json!("0.00")));
        let id = row["product"].as_str().expect("an id");
        let card = company.ask(&format!("/products/{id}/stock-card/")).expect("card").body["results"].clone();
        let flags: Vec<_> = [0, 1].map(|n| (card[n]["cost_unknown"].clone(), card[n]["beyond_stock"].clone())).into();
        assert_eq!(flags, [(json!(true), json!(true)), (json!(true), json!(false))]);
        company.verify();
        // The receipt that fills the deficit tells the cost; a cost of 0 that is named is known.
        receive(&company, "main", "10", "2.00");
        assert_eq!((pool(&company, "main"), balance(&company, "5100")), ((8, 1600), 400));
        let row = company.ask("/stock/?sku=LAMP&warehouse=main").expect("stock").body["results"][0].clone();
        assert_eq!(row["cost_unknown"], json!(false));
        receive(&company, "north", "1", "0");
        assert_eq!(lose(&company, "north", "1").expect("found").flags, Vec::<String>::new());
        company.verify();
    }
}

#[test]
fn goods_do_not_leave_before_they_came() {
    for database in databases() {
        let company = open(database);
        company.set_clock(kernel::Instant::from_micros(MARCH_31));
        receive_on(&company, "main", "2026-03-20", "10", "4");
        let refused = adjust(&company, "main", "2026-03-10", "-3").expect_err("they came on the 20th");
        assert_eq!((refused.code, refused.fields[0].field.as_str()), ("insufficient_stock", "lines.0.quantity"));
        let lines = json!([{"sku": "LAMP", "quantity": "3"}]);
        let transfer = |from: &str, to: &str, date: &str| {
            let body = json!({"from": from, "to": to, "business_date": date, "lines": lines});
            company.call("POST /stock/transfer/", &body).map(|called| called.body)
        };
        assert_eq!(transfer("main", "van", "2026-03-19").expect_err("not yet").code, "insufficient_stock");
        transfer("main", "van", "2026-03-20").expect("on the day itself");
        // 7 are left. What is dated between two movements must leave enough for the later one.
        adjust(&company, "main", "2026-03-30", "-5").expect("lost");
        assert_eq!(adjust(&company, "main", "2026-03-25", "-3").expect_err("2 are left").code, "insufficient_stock");
        adjust(&company, "main", "2026-03-25", "-2").expect("lost");
        // A receipt of next month is on hand in the books, but not today.
        receive_on(&company, "main", "2026-04-10", "5", "4");
        assert_eq!(adjust(&company, "main", "2026-03-31", "-1").expect_err("next month").code, "insufficient_stock");
        assert_eq!(
            company.call("POST /stock/reserve/", &json!({"lines": lines})).expect_err("next month").code,
            "insufficient_stock"
        );
        // Goods that came earlier than the program knew are fine, and the van may owe on any day.
        receive_on(&company, "main", "2026-03-01", "5", "4");
        adjust(&company, "main", "2026-03-10", "-3").expect("they were there");
        adjust(&company, "van", "2026-03-05", "-3").expect("the van may owe");
        company.verify();
    }
}

#[test]
fn cost_of_a_deficit_is_not_corrected_before_the_goods_left() {
    for database in databases() {
        let company = open(database);
        company.set_clock(kernel::Instant::from_micros(MARCH_31));
        receive_on(&company, "van", "2026-03-01", "1", "10");
        adjust(&company, "van", "2026-03-10", "-3").expect("the van may owe");
        adjust(&company, "van", "2026-03-12", "-1").expect("and more");
        receive_on(&company, "van", "2026-03-11", "5", "12");
        assert_eq!(pool(&company, "main"), (2, 2400));
        let days = ["2026-03-10", "2026-03-11", "2026-03-12"];
        assert_eq!(days.map(|day| movement(&company, "5100", day)), [3000, 400, 1000 + 200]);
        assert_eq!(days.map(|day| movement(&company, "1200", day)), [-3000, 6000 - 400, -1000 - 200]);
        company.verify();
    }
}

#[test]
fn product_that_has_moved_keeps_its_kind_and_unit() {
    for database in databases() {
        let company = open(database);
        let change = |sku: &str, body: Json| company.call(&format!("PATCH /products/{sku}/"), &body).map(drop);
        change("MUG", json!({"unit": "kg"})).expect("nothing has moved");
        change("MUG", json!({"kind": "service"})).expect("nothing has moved");
        receive(&company, "main", "1", "2");
        lose(&company, "main", "-1").expect("lost");
        let refused = change("LAMP", json!({"unit": "kg", "kind": "service"})).expect_err("it has moved");
        let fields: Vec<_> = refused.fields.iter().map(|wrong| (wrong.field.as_str(), wrong.code)).collect();
        assert_eq!((refused.kind.status(), fields), (409, vec![("kind", "has_moved"), ("unit", "has_moved")]));
        change("LAMP", json!({"unit": "piece", "name": "Lamp"})).expect("the same unit");

        company.call("POST /products/", &json!({"sku": "OIL", "name": "Oil", "unit": "litre"})).expect("a product");
        company.call("PATCH /units/litre/", &json!({"decimals": 4})).expect("finer");
        company
            .call("POST /stock/receive/", &json!({"lines": [{"sku": "OIL", "quantity": "0.25", "unit_cost": "8"}]}))
            .expect("received");
        let refused =
            company.call("PATCH /units/litre/", &json!({"decimals": 1})).expect_err("a quarter litre is there");
        assert_eq!((refused.code, refused.fields[0].field.as_str()), ("finer_quantities", "decimals"));
        company.call("PATCH /units/litre/", &json!({"decimals": 2})).expect("enough");
        company.verify();
    }
}

#[test]
fn reserved_product_keeps_its_unit() {
    for database in databases() {
        let company = open(database);
        let lines = json!([{"sku": "LAMP", "quantity": "1"}]);
        company.call("POST /stock/reserve/", &json!({"warehouse": "van", "lines": lines})).expect("the van may owe");
        let refused = company.call("PATCH /products/LAMP/", &json!({"unit": "kg"})).expect_err("it is reserved");
        assert_eq!(refused.code, "has_moved");
        company.verify();
    }
}

#[test]
fn warehouse_that_owes_goods_may_go_on_owing() {
    for database in databases() {
        let company = open(database);
        let forbid = || company.call("PATCH /warehouses/van/", &json!({"allows_deficit": false})).map(drop);
        receive(&company, "main", "2", "2");
        lose(&company, "van", "-1").expect("the van may owe");
        assert_eq!(forbid().expect_err("it owes a lamp").code, "owes_goods");
        receive(&company, "van", "1", "2");
        forbid().expect("it owes nothing");
        assert_eq!(lose(&company, "van", "-1").expect_err("no more").code, "insufficient_stock");
        company.verify();
    }
}

#[test]
fn totals_that_cannot_be_counted_are_refused_at_their_field() {
    for database in databases() {
        let company = open(database);
        let receive = |lines: Json| company.call("POST /stock/receive/", &json!({"lines": lines})).map(drop);
        let many: Vec<Json> =
            (0..1_500).map(|_| json!({"sku": "LAMP", "quantity": "1000000000", "unit_cost": "0"})).collect();
        let refused = receive(json!(many)).expect_err("more than can be counted");
        assert_eq!((refused.kind, refused.fields[0].field.as_str()), (kernel::Kind::Invalid, "lines.1000.quantity"));
        let refused = receive(json!([{"sku": "MUG", "quantity": "1000000000", "unit_cost": "1000000000000"}]));
        assert_eq!(refused.expect_err("too dear").fields[0].field, "lines.0.unit_cost");
        company.verify();
    }
}

#[test]
fn stock_card_reads_across_the_segments_of_the_journal() {
    for database in databases() {
        let company = open(database);
        company.set_clock(kernel::Instant::from_micros(MARCH_31));
        // A lamp at both ends, and more mugs between than four segments hold.
        let many = 4 * ledger::Balance::SEGMENT + 3;
        receive_on(&company, "main", "2026-03-01", "9", "4");
        let mug = json!([{"sku": "MUG", "quantity": "1", "unit_cost": "1"}]);
        for _ in 0..many {
            let receipt = json!({"warehouse": "main", "business_date": "2026-03-02", "lines": mug});
            company.run(command::<ReceiveGoods>(receipt)).expect("received");
        }
        adjust(&company, "main", "2026-03-20", "-6").expect("lost");
        let page = |url: &str| company.ask(url).expect("a page").body;
        let first = page("/products/LAMP/stock-card/?page_size=1");
        assert_eq!((&first["results"][0]["quantity"], &first["results"][0]["on_hand"]), (&json!("-6"), &json!("3")));
        let next = first["next"].as_str().expect("a second page");
        let second = page(next);
        assert_eq!((&second["results"][0]["quantity"], &second["results"][0]["on_hand"]), (&json!("9"), &json!("9")));
        let id = page("/products/LAMP/")["id"].as_str().expect("an id").to_owned();
        for list in ["journal-entries", "journal-lines"] {
            let url = format!("/{list}/?product={id}&from=2026-03-01");
            let whole = page(&url);
            let lines = whole["results"].as_array().expect("rows").clone();
            assert_eq!(whole["count"], json!(lines.len()), "{whole}");
            assert_eq!(page(&format!("/{list}/?product=lamp&from=2026-03-01")), whole, "{list} by SKU");
            let unknown = company.ask(&format!("/{list}/?product=NONE")).expect_err("there is no such product");
            assert_eq!((unknown.fields[0].field.as_str(), unknown.fields[0].code), ("product", "not_found"));
            let days: Vec<&str> = lines.iter().filter_map(|line| line["business_date"].as_str()).collect();
            assert_eq!((days.first(), days.last()), (Some(&"2026-03-20"), Some(&"2026-03-01")), "{whole}");
            let (mut rows, mut next) = (Vec::new(), Some(format!("{url}&page_size=1")));
            while let Some(url) = next {
                let one = page(&url);
                assert_eq!(one["count"], whole["count"], "{one}");
                rows.extend(one["results"].as_array().expect("rows").clone());
                next = one["next"].as_str().map(str::to_owned);
            }
            assert_eq!(rows, lines, "{list}");
        }
        let mugs = page("/products/MUG/stock-card/?page_size=1000");
        assert_eq!(mugs["results"].as_array().map(Vec::len), Some(1_000));
        assert_eq!(mugs["results"][0]["on_hand"], json!(many.to_string()));
        assert_eq!(mugs["results"][999]["on_hand"], json!((many - 999).to_string()));
        // A file has all pages, and on every day and at every entry the goods are worth what their account holds.
        let file = company.table(&Grants::all(), "/products/MUG/stock-card/").expect("a file");
        assert_eq!(file.len(), usize::try_from(many + 1).expect("a length"), "the movements and their total");
        for (day, known) in [
            ("2026-02-28", 9_999),
            ("2026-03-01", 255),
            ("2026-03-01", 256),
            ("2026-03-19", 600),
            ("2026-03-31", 1_023),
            ("2026-03-31", 1_024),
            ("2026-03-31", 9_999),
        ] {
            let of = format!("as_of={day}&as_known_at={known}");
            let accounts =
                page(&format!("/reports/trial-balance/?{of}"))["accounts"].as_array().expect("accounts").clone();
            let held = accounts
                .iter()
                .find(|account| account["code"] == "1200")
                .map_or(json!("0.00"), |a| a["closing"].clone());
            assert_eq!(page(&format!("/reports/stock-valuation/?{of}"))["total"], held, "{of}");
        }
        // The receipt lies segments before the loss of the 20th.
        assert_eq!(adjust(&company, "main", "2026-03-10", "-4").expect_err("3 are left").code, "insufficient_stock");
        adjust(&company, "main", "2026-03-10", "-3").expect("lost");
        company.verify();
    }
}

//! Goods come, go, come back and move, and the books say what they are worth.

use command::{Command, CommandEntry, Method, Module, Tx};
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

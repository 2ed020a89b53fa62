//! `verify` finds a violation of every invariant. The violations are made by SQL after the append-only triggers are dropped.

use serde_json::json;
use stories::{command_named, open};
use testkit::{Company, databases};

/// A company with at least one of each: goods receipt, goods found at an unknown cost, cash sale, credit sale, return, customer receipt, reservation, taxed
/// product, manual journal entry and closed month.
fn company_with_documents(database: testkit::Database) -> Company {
    let company = open(database, "GBP");
    let run = |name: &str, body: serde_json::Value| {
        command_named(&company, name, &body).unwrap_or_else(|error| panic!("{name}: {error}"))
    };
    run("catalog.tax_category.create", json!({"code": "vat", "name": "VAT 20 %", "kind": "taxed", "rate": "0.2"}));
    for (sku, tax) in [("LAMP", "vat"), ("MUG", "none")] {
        run(
            "catalog.product.create",
            json!({"sku": sku, "name": sku, "unit": "piece", "selling_price": "5.00", "tax_category": tax}),
        );
    }
    run("parties.customer.create", json!({"code": "ADA", "name": "Ada"}));
    let lines = json!([{"sku": "LAMP", "quantity": "20", "unit_cost": "2"}, {"sku": "MUG", "quantity": "20", "unit_cost": "1"}]);
    run("inventory.stock.receive", json!({"lines": lines}));
    run("catalog.product.create", json!({"sku": "JUG", "name": "Jug", "unit": "piece"}));
    run("inventory.stock.adjust", json!({"reason": "found", "lines": [{"sku": "JUG", "quantity": "1"}]}));
    run("inventory.stock.reserve", json!({"lines": [{"sku": "MUG", "quantity": "2"}]}));
    run(
        "sales.sale.post",
        json!({"lines": [{"sku": "MUG", "quantity": "3"}], "payments": [{"method": "cash", "amount": "15"}]}),
    );
    let sold = run("sales.sale.post", json!({"customer": "ADA", "lines": [{"sku": "LAMP", "quantity": "4"}]}));
    run("payments.receipt.post", json!({"customer": "ADA", "method": "bank", "amount": "10.00"}));
    run("sales.sale.return", json!({"id": sold["id"], "reason": "dented", "lines": [{"line": 1, "quantity": "1"}]}));
    run(
        "ledger.entry.post",
        json!({"business_date": "2026-02-01", "memo": "rent",
        "lines": [{"account": "6000", "debit": "9"}, {"account": "1000", "credit": "9"}]}),
    );
    for month in ["2026-01", "2026-02"] {
        run("ledger.period.close", json!({"month": month}));
    }
    company.verify();
    company
}

const ANY_ENTRY: &str = "(SELECT min(seq) FROM entry WHERE kind = 'sale')";

/// An invariant and the SQL that violates it.
const DEFECTS: &[(&str, &str)] = &[
    ("I1", "UPDATE line SET base = base + 1 WHERE n = 1 AND entry = ANY_ENTRY"),
    ("I1", "UPDATE line SET amount = amount + 1 WHERE n = 1 AND entry = ANY_ENTRY"),
    ("I2", "UPDATE line SET quantity = quantity + 1 WHERE entry = ANY_ENTRY AND pool IS NOT NULL"),
    ("I3", "UPDATE line SET party = NULL WHERE account = (SELECT id FROM account WHERE usage = 'receivable')"),
    ("I4", "UPDATE pool SET value = value + 1 WHERE quantity > 0"),
    ("I4", "UPDATE availability SET on_hand = on_hand + 1000000"),
    ("I4", "UPDATE availability SET reserved = reserved + 1000000"),
    ("I4", "UPDATE entry SET business_date = '2026-01-20' WHERE kind = 'goods_receipt'"),
    ("I5", "UPDATE open_item SET settled = amount + amount WHERE settled <> 0"),
    ("I6", "UPDATE period SET closed_after = 0 WHERE state = 'closed'"),
    ("I6", "UPDATE entry SET business_date = '2026-01-20' WHERE seq = (SELECT min(origin_entry) FROM line)"),
    ("I6", "UPDATE sale SET business_date = '2026-01-20' WHERE kind = 'sale'"),
    ("I7", "UPDATE entry SET command = doc WHERE seq = ANY_ENTRY"),
    ("I8", "UPDATE hold SET state = 'twice'"),
    ("I9", "UPDATE series SET next = next + 1 WHERE code = 'SAL-2026'"),
    ("I9", "UPDATE entry SET reference = (SELECT min(number) FROM sale) WHERE kind = 'goods_receipt'"),
    ("I10", "UPDATE balance SET debit = debit + 1, credit = credit + 1"),
    ("I10", "UPDATE balance_month SET debit = debit + 1"),
    ("I10", "UPDATE balance_sub SET amount = amount + 1"),
    ("I10", "UPDATE goods_balance SET quantity = quantity + 1"),
    ("I10", "DELETE FROM goods_balance"),
    ("I10", "UPDATE open_item SET amount = amount + 1"),
    ("I10", "UPDATE row_count SET total = total + 1 WHERE name = 'entry'"),
    ("I11", "UPDATE command SET actor = id WHERE seq = 3"),
    ("I11", "UPDATE entry SET memo = 'forged' WHERE seq = ANY_ENTRY"),
    ("I11", "DELETE FROM command WHERE seq = (SELECT max(seq) FROM command)"),
    ("I12", "UPDATE sale SET total = total + 1, subtotal = subtotal + 1 WHERE kind = 'sale'"),
    ("I12", "UPDATE sale_line SET net = net + 1"),
    ("I13", "UPDATE line SET branch = account WHERE entry = ANY_ENTRY AND n = 1"),
    ("I13", "UPDATE line SET location = account WHERE entry = ANY_ENTRY AND location IS NOT NULL"),
    ("I13", "UPDATE sale_line SET tax_category = product"),
    ("I13", "UPDATE tax_line SET category = (SELECT id FROM sale LIMIT 1)"),
    ("I13", "UPDATE line SET origin_entry = 999 WHERE origin_entry IS NOT NULL"),
    ("I13", "UPDATE settlement SET debit_entry = 999"),
    ("I14", "UPDATE tax_line SET tax = tax + 1"),
];

const INSERT_ONLY: &[&str] = &["command", "entry", "line", "period_change", "settlement", "tax_line", "stock_flag"];

fn drop_triggers(company: &Company) -> String {
    let drop = |table: &&str| match company.database.name {
        "sqlite" => format!("DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete;"),
        _ => format!("DROP TRIGGER {table}_append_only ON {table};"),
    };
    INSERT_ONLY.iter().map(drop).collect()
}

#[test]
fn verify_finds_violation_of_every_invariant() {
    for database in databases() {
        let company = company_with_documents(database);
        company.sql(&drop_triggers(&company)).expect("triggers dropped");
        let invariants: std::collections::BTreeSet<&str> = DEFECTS.iter().map(|(invariant, _)| *invariant).collect();
        assert_eq!(invariants.len(), 14, "every invariant has a defect");
        for (invariant, sql) in DEFECTS {
            let sql = sql.replace("ANY_ENTRY", ANY_ENTRY);
            let offenders = company.offenders_after(&sql);
            assert!(
                offenders.iter().any(|(found, _)| found == invariant),
                "{invariant}: {sql} was not found ({}): {offenders:?}",
                company.database.name
            );
        }
        company.verify();
    }
}

#[test]
fn database_rejects_change_of_posted_rows() {
    for database in databases() {
        let company = company_with_documents(database);
        for table in INSERT_ONLY {
            let column = if *table == "command" {
                "seq = seq"
            } else if *table == "entry" {
                "step = step"
            } else {
                "n = n"
            };
            assert!(company.sql(&format!("UPDATE {table} SET {column}")).is_err(), "{table} can be updated");
            assert!(company.sql(&format!("DELETE FROM {table}")).is_err(), "{table} can be deleted from");
        }
        company.verify();
    }
}

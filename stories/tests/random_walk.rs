//! Goods come, are sold beyond what is there, come back in parts, move and are counted, in any order and on any day; after
//! every step the books agree with a model that shares no code with them.

use kernel::Instant;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use stories::{command_named, open};
use testkit::{Company, Database, databases};

const STEPS: usize = 700;
/// Warehouse, its site, and whether it may owe goods.
const WAREHOUSES: [(&str, usize, bool); 3] = [("main", 0, false), ("van", 0, true), ("north", 1, true)];
const SITES: [&str; 2] = ["main", "north"];
const DAY: i64 = 86_400_000_000;
/// 2026-06-01, in microseconds.
const FIRST_DAY: i64 = 1_780_272_000_000_000;

#[derive(Clone, Copy, Debug)]
enum Action {
    Receive,
    Sell,
    SellOffline,
    Return,
    Transfer,
    Count,
}

/// One step: what is done, where, with how many pieces, at which cost in pence, how many days ago.
#[derive(Clone, Debug)]
struct Step {
    action: Action,
    from: usize,
    to: usize,
    quantity: i64,
    cost: i64,
    days_ago: i64,
    pick: usize,
}

fn step() -> impl Strategy<Value = Step> {
    let action = prop_oneof![
        2 => Just(Action::Receive),
        4 => Just(Action::Sell),
        1 => Just(Action::SellOffline),
        3 => Just(Action::Return),
        2 => Just(Action::Transfer),
        1 => Just(Action::Count),
    ];
    let days_ago = prop_oneof![3 => Just(0_i64), 1 => 1..8_i64];
    let place = (0..WAREHOUSES.len(), 0..WAREHOUSES.len());
    (action, place, 1..13_i64, 1..2_000_i64, days_ago, any::<usize>()).prop_map(
        |(action, (from, to), quantity, cost, days_ago, pick)| Step {
            action,
            from,
            to,
            quantity,
            cost,
            days_ago,
            pick,
        },
    )
}

/// `value × part / whole`, half away from zero.
fn share(value: i64, part: i64, whole: i64) -> i64 {
    let (product, whole) = (i128::from(value) * i128::from(part), i128::from(whole));
    let rounded = (product.abs() * 2 + whole) / (whole * 2);
    i64::try_from(if product < 0 { -rounded } else { rounded }).expect("a small amount")
}

/// What left without being there: by which sale (none for a loss), how much of it is not covered, and at which cost.
struct Owed {
    sale: Option<usize>,
    quantity: i64,
    cost: i64,
}

/// Pence, and ten-thousandths of a penny for the unit cost.
#[derive(Default)]
struct Pool {
    quantity: i64,
    value: i64,
    unit_cost: i64,
    owed: Vec<Owed>,
}

struct Sale {
    id: Json,
    warehouse: usize,
    day: i64,
    quantity: i64,
    cost: i64,
    returned: i64,
    returned_cost: i64,
    is_corrected: bool,
}

#[derive(Default)]
struct Model {
    pools: [Pool; 2],
    /// Pieces that moved into a warehouse on a day.
    moved: [BTreeMap<i64, i64>; 3],
    sales: Vec<Sale>,
    lost: i64,
    found: i64,
}

impl Model {
    fn on_hand(&self, warehouse: usize) -> i64 {
        self.moved[warehouse].values().sum()
    }

    /// Whether a warehouse has the goods on a day and ever after, or need not have them.
    fn can_leave(&self, warehouse: usize, day: i64, quantity: i64) -> bool {
        let moved = &self.moved[warehouse];
        let held_on = |day: i64| moved.range(..=day).map(|(_, moved)| moved).sum::<i64>();
        let later = moved.range(day..).map(|(day, _)| held_on(*day));
        WAREHOUSES[warehouse].2 || later.chain([held_on(day)]).all(|held| held >= quantity)
    }

    fn move_in(&mut self, warehouse: usize, day: i64, quantity: i64) {
        *self.moved[warehouse].entry(day).or_default() += quantity;
    }

    /// Goods leave; their cost.
    fn issue(&mut self, warehouse: usize, day: i64, quantity: i64, sale: Option<usize>) -> i64 {
        self.move_in(warehouse, day, -quantity);
        let pool = &mut self.pools[WAREHOUSES[warehouse].1];
        let there = pool.quantity.clamp(0, quantity);
        let covered = if there == 0 { 0 } else { share(pool.value, there, pool.quantity) };
        let beyond = share(pool.unit_cost, quantity - there, 10_000);
        if there < quantity {
            pool.owed.push(Owed { sale, quantity: quantity - there, cost: beyond });
        }
        pool.quantity -= quantity;
        pool.value -= covered + beyond;
        covered + beyond
    }

    /// Goods enter a pool: they fill what `own` owes, at `own_cost`, then what is owed longest.
    fn put_in(&mut self, site: usize, quantity: i64, value: i64, own: Option<(usize, i64)>) {
        let (mut rest, mut worth) = (quantity, value);
        let mut kept = value;
        let mut fill = |owed: &mut Owed, part: i64, actual: i64, sales: &mut Vec<Sale>, lost: &mut i64| {
            let provisional = share(owed.cost, part, owed.quantity);
            owed.quantity -= part;
            owed.cost -= provisional;
            kept -= actual - provisional;
            match owed.sale.map(|sale| &mut sales[sale]) {
                Some(sale) => {
                    sale.cost += actual - provisional;
                    sale.is_corrected |= actual != provisional;
                }
                None => *lost += actual - provisional,
            }
        };
        let pool = &mut self.pools[site];
        if let Some((sale, actual)) = own
            && let Some(owed) = pool.owed.iter_mut().find(|owed| owed.sale == Some(sale))
        {
            let part = owed.quantity.min(rest);
            fill(owed, part, actual, &mut self.sales, &mut self.lost);
            rest -= part;
            worth -= actual;
        }
        let (whole, mut filled, mut used) = (rest, 0, 0);
        let others = pool.owed.iter_mut().filter(|owed| own.is_none_or(|(sale, _)| owed.sale != Some(sale)));
        for owed in others {
            let part = owed.quantity.min(whole - filled);
            if part == 0 {
                break;
            }
            let actual = share(worth, filled + part, whole) - used;
            fill(owed, part, actual, &mut self.sales, &mut self.lost);
            filled += part;
            used += actual;
        }
        pool.owed.retain(|owed| owed.quantity > 0);
        pool.quantity += quantity;
        pool.value += kept;
        if pool.quantity > 0 {
            pool.unit_cost = share(pool.value, 10_000, pool.quantity);
        }
    }

    /// Part of a sale comes back for its share of what the sale still costs.
    fn take_back(&mut self, index: usize, day: i64, quantity: i64) {
        let sale = &self.sales[index];
        let (warehouse, site) = (sale.warehouse, WAREHOUSES[sale.warehouse].1);
        let (out, cost_out) = (sale.quantity - sale.returned, sale.cost - sale.returned_cost);
        let value = if sale.is_corrected {
            share(cost_out, quantity, out)
        } else {
            share(sale.cost, sale.returned + quantity, sale.quantity) - sale.returned_cost
        };
        assert!(value >= 0, "goods are never worth less than nothing");
        let own = self.pools[site].owed.iter().find(|owed| owed.sale == Some(index)).map(|owed| {
            let paid_for = (quantity - owed.quantity).max(0);
            let cost = if paid_for == 0 { 0 } else { share(cost_out - owed.cost, paid_for, out - owed.quantity) };
            (index, value - cost)
        });
        self.move_in(warehouse, day, quantity);
        self.sales[index].returned += quantity;
        self.sales[index].returned_cost += value;
        self.put_in(site, quantity, value, own);
    }
}

/// A business day as the commands take it.
fn date(day: i64) -> String {
    Instant::from_micros(FIRST_DAY + day * DAY).to_string()[..10].to_owned()
}

/// Does a step in the books and in the model; both must agree whether it can be done.
fn walk(company: &Company, model: &mut Model, today: i64, step: &Step) {
    let Step { from, to, quantity, cost, .. } = *step;
    let (name, site, _) = WAREHOUSES[from];
    let day = today - step.days_ago;
    let line = json!({"sku": "LAMP", "quantity": quantity});
    let run = |command: &str, body: Json| command_named(company, command, &body);
    let refused =
        |outcome: kernel::Result<Json>| assert_eq!(outcome.unwrap_err().code, "insufficient_stock", "{step:?}");
    match step.action {
        Action::Receive => {
            let lines = json!([{"sku": "LAMP", "quantity": quantity, "unit_cost": format!("{}.{:02}", cost / 100, cost % 100)}]);
            run("inventory.stock.receive", json!({"warehouse": name, "business_date": date(day), "lines": lines}))
                .unwrap();
            model.move_in(from, day, quantity);
            model.put_in(site, quantity, quantity * cost, None);
        }
        Action::Sell | Action::SellOffline => {
            let payments = json!([{"method": "cash", "amount": (quantity * 5).to_string()}]);
            let body = json!({"warehouse": name, "business_date": date(day), "lines": [line], "payments": payments});
            let is_offline = matches!(step.action, Action::SellOffline);
            let sold = run(if is_offline { "sales.offline.submit" } else { "sales.sale.post" }, body);
            if !is_offline && !model.can_leave(from, day, quantity) {
                return refused(sold);
            }
            let (id, index) = (sold.unwrap()["id"].clone(), model.sales.len());
            let cost = model.issue(from, day, quantity, Some(index));
            let (returned, returned_cost, is_corrected) = (0, 0, false);
            model.sales.push(Sale { id, warehouse: from, day, quantity, cost, returned, returned_cost, is_corrected });
        }
        Action::Return => {
            let open: Vec<usize> =
                (0..model.sales.len()).filter(|n| model.sales[*n].returned < model.sales[*n].quantity).collect();
            let Some(index) = open.get(step.pick % open.len().max(1)).copied() else { return };
            let sale = &model.sales[index];
            let (quantity, day) = (quantity.min(sale.quantity - sale.returned), day.max(sale.day));
            let lines = json!([{"line": 1, "quantity": quantity}]);
            run(
                "sales.sale.return",
                json!({"id": sale.id, "reason": "dented", "business_date": date(day), "lines": lines}),
            )
            .unwrap();
            model.take_back(index, day, quantity);
        }
        Action::Transfer if from != to => {
            let (target, arrives) = (WAREHOUSES[to].0, WAREHOUSES[to].1);
            let body = json!({"from": name, "to": target, "business_date": date(day), "lines": [line]});
            let moved = run("inventory.stock.transfer", body);
            if !model.can_leave(from, day, quantity) || (site != arrives && model.pools[site].quantity < quantity) {
                return refused(moved);
            }
            moved.unwrap();
            model.move_in(from, day, -quantity);
            model.move_in(to, day, quantity);
            if site != arrives {
                let value = share(model.pools[site].value, quantity, model.pools[site].quantity);
                model.pools[site].quantity -= quantity;
                model.pools[site].value -= value;
                model.put_in(arrives, quantity, value, None);
            }
        }
        Action::Transfer => {}
        Action::Count => {
            let counted = if step.pick.is_multiple_of(2) { quantity } else { -quantity };
            let lines = json!([{"sku": "LAMP", "quantity": counted}]);
            let body = json!({"warehouse": name, "business_date": date(day), "reason": "counted", "lines": lines});
            let done = run("inventory.stock.adjust", body);
            if counted < 0 && !model.can_leave(from, day, quantity) {
                return refused(done);
            }
            done.unwrap();
            if counted < 0 {
                model.lost += model.issue(from, day, quantity, None);
            } else {
                let pool = &model.pools[site];
                let value = if pool.quantity > 0 {
                    share(pool.value, quantity, pool.quantity)
                } else {
                    share(pool.unit_cost, quantity, 10_000)
                };
                model.found += value;
                model.move_in(from, day, quantity);
                model.put_in(site, quantity, value, None);
            }
        }
    }
}

/// Rows of a text and a number, by the text.
fn numbers(company: &Company, sql: &str) -> BTreeMap<String, i64> {
    let rows = company.read(|read| read.query(sql, &[])).unwrap();
    rows.into_iter().map(|row| (row[0].to_string(), row[1].to_string().parse().unwrap())).collect()
}

fn held(numbers: &BTreeMap<String, i64>, name: &str) -> i64 {
    numbers.get(name).copied().unwrap_or_default()
}

fn compare(company: &Company, model: &Model, step: &Step) {
    let pools = numbers(
        company,
        "SELECT s.code || ' pieces', p.quantity / 1000000 FROM pool p JOIN site s ON s.id = p.site \
         UNION ALL SELECT s.code || ' pence', p.value FROM pool p JOIN site s ON s.id = p.site",
    );
    for (site, pool) in SITES.iter().zip(&model.pools) {
        assert_eq!(held(&pools, &format!("{site} pieces")), pool.quantity, "{step:?}");
        assert_eq!(held(&pools, &format!("{site} pence")), pool.value, "{site}: {step:?}");
        assert!(
            pool.quantity.signum() * pool.value.signum() >= 0 && (pool.quantity != 0 || pool.value == 0),
            "{step:?}"
        );
    }
    let rows = numbers(
        company,
        "SELECT w.code, v.on_hand / 1000000 FROM warehouse w JOIN availability v ON v.warehouse = w.id",
    );
    for (n, (name, ..)) in WAREHOUSES.iter().enumerate() {
        assert_eq!(held(&rows, name), model.on_hand(n), "{name}: {step:?}");
    }
    let accounts = numbers(
        company,
        "SELECT a.code, CAST(sum(b.debit - b.credit) AS bigint) FROM balance b JOIN account a ON a.id = b.account GROUP BY a.code",
    );
    let cost: i64 = model.sales.iter().map(|sale| sale.cost - sale.returned_cost).sum();
    let value: i64 = model.pools.iter().map(|pool| pool.value).sum();
    for (account, expected) in [("1200", value), ("5000", cost), ("5100", model.lost), ("4900", -model.found)] {
        assert_eq!(held(&accounts, account), expected, "{account}: {step:?}");
    }
}

fn shop(database: Database) -> Company {
    let company = open(database, "GBP");
    let run =
        |name: &str, body: Json| command_named(&company, name, &body).unwrap_or_else(|error| panic!("{name}: {error}"));
    run("ledger.site.create", json!({"code": "north", "name": "North"}));
    run("inventory.warehouse.create", json!({"code": "van", "name": "Van", "site": "main", "allows_deficit": true}));
    run(
        "inventory.warehouse.create",
        json!({"code": "north", "name": "North", "site": "north", "allows_deficit": true}),
    );
    run("catalog.product.create", json!({"sku": "LAMP", "name": "Lamp", "unit": "piece", "selling_price": "5"}));
    company
}

#[test]
fn stock_agrees_with_a_model_after_every_step_of_a_random_walk() {
    let steps = proptest::collection::vec(step(), STEPS).new_tree(&mut TestRunner::deterministic()).unwrap().current();
    for database in databases() {
        let company = shop(database);
        let mut model = Model::default();
        // Every pool has a known cost before anything leaves it.
        let first = |from| Step { action: Action::Receive, from, to: 0, quantity: 5, cost: 333, days_ago: 0, pick: 0 };
        let steps = [first(0), first(2)].into_iter().chain(steps.clone());
        for (n, step) in (0_i64..).zip(steps) {
            let today = n / 20;
            company.set_clock(Instant::from_micros(FIRST_DAY + today * DAY + n * 1_000_000));
            walk(&company, &mut model, today, &step);
            compare(&company, &model, &step);
        }
        assert!(model.sales.iter().filter(|sale| sale.is_corrected && sale.returned > 0).count() > 20);
        company.verify();
    }
}

//! The same random script of commands runs on SQLite and on PostgreSQL, in batches with a warm working set and one at a time
//! with an empty one. All four runs must give the same answers, rows and hash chain.

use command::Limits;
use kernel::Result;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use testkit::{Company, Database, Dump, assert_same};

/// The name and the body of a command.
type Step = (&'static str, Json);

/// A product that comes and goes.
const LAMP: &str = "019b76da-0000-7000-8000-000000000005";

fn sku() -> impl Strategy<Value = String> {
    prop_oneof![9 => (1..=4u8).prop_map(|n| format!("P{n}")), 1 => Just("NOPE".to_owned())]
}

fn quantity() -> impl Strategy<Value = String> {
    prop_oneof![16 => (1..=30i64).prop_map(|n| n.to_string()), 3 => (1..=999i64).prop_map(|n| format!("0.{n:03}")), 1 => Just("0".to_owned())]
}

fn one_in_four() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.25)
}

fn money() -> impl Strategy<Value = String> {
    (0..20_000i64).prop_map(|minor| format!("{}.{:02}", minor / 100, minor % 100))
}

fn lines(most: usize) -> impl Strategy<Value = Json> {
    prop::collection::vec((sku(), quantity()), 1..=most)
        .prop_map(|lines| lines.into_iter().map(|(sku, quantity)| json!({"sku": sku, "quantity": quantity})).collect())
}

fn warehouse() -> impl Strategy<Value = &'static str> {
    prop_oneof![5 => Just("main"), 2 => Just("van"), 1 => Just("nowhere")]
}

fn customer() -> impl Strategy<Value = Json> {
    prop_oneof![Just(Json::Null), Just(json!("ADA")), Just(json!("BOB")), Just(json!("GHOST"))]
}

fn goods_steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        (warehouse(), lines(4), money()).prop_map(|(warehouse, mut lines, cost)| {
            for line in lines.as_array_mut().into_iter().flatten() {
                line["unit_cost"] = json!(cost);
            }
            ("inventory.stock.receive", json!({"warehouse": warehouse, "lines": lines}))
        }),
        (warehouse(), lines(3), any::<bool>()).prop_map(|(warehouse, mut lines, found)| {
            for line in lines.as_array_mut().into_iter().flatten().filter(|_| !found) {
                line["quantity"] = json!(format!("-{}", line["quantity"].as_str().unwrap_or_default()));
            }
            ("inventory.stock.adjust", json!({"warehouse": warehouse, "reason": "count", "lines": lines}))
        }),
        (warehouse(), warehouse(), lines(2)).prop_map(|(from, to, lines)| (
            "inventory.stock.transfer",
            json!({"from": from, "to": to, "lines": lines})
        )),
        (warehouse(), lines(2)).prop_map(|(warehouse, lines)| (
            "inventory.stock.reserve",
            json!({"warehouse": warehouse, "lines": lines})
        )),
    ]
}

fn selling_steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        (warehouse(), customer(), lines(5), money(), any::<bool>()).prop_map(
            |(warehouse, customer, lines, cash, offline)| {
                let payments = json!([{"method": "cash", "amount": cash}]);
                let mut sale = json!({"warehouse": warehouse, "lines": lines, "payments": payments});
                if !customer.is_null() {
                    sale["customer"] = customer;
                }
                (if offline { "sales.offline.submit" } else { "sales.sale.post" }, sale)
            }
        ),
        (customer(), lines(3))
            .prop_map(|(customer, lines)| ("sales.sale.post", json!({"customer": customer, "lines": lines}))),
        (1..12u8, 1..4i64, quantity()).prop_map(|(sale, line, quantity)| {
            let lines = json!([{"line": line, "quantity": quantity}]);
            ("sales.sale.return", json!({"id": format!("SAL-2026-{sale:06}"), "reason": "back", "lines": lines}))
        }),
        (customer(), money(), 1..12u8, any::<bool>()).prop_map(|(customer, amount, sale, chosen)| {
            let mut receipt = json!({"customer": customer, "method": "bank", "amount": amount});
            if chosen {
                receipt["allocate"] = json!([{"sale": format!("SAL-2026-{sale:06}"), "amount": amount}]);
            }
            ("payments.receipt.post", receipt)
        }),
        (one_in_four(), prop_oneof![3 => Just(1), 1 => 2..5u8], money(), 1..12u8, one_in_four()).prop_map(
            |(of_return, n, amount, sale, chosen)| {
                let (name, series) =
                    if of_return { ("sales.credit.allocate", "RET") } else { ("payments.receipt.allocate", "REC") };
                let mut credit = json!({"id": format!("{series}-2026-{n:06}")});
                if chosen {
                    credit["allocate"] = json!([{"sale": format!("SAL-2026-{sale:06}"), "amount": amount}]);
                }
                (name, credit)
            }
        ),
    ]
}

fn office_steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        (money(), money(), 1..=12u8, any::<bool>()).prop_map(|(one, other, month, same)| {
            let credit = if same { &one } else { &other };
            let lines = json!([{"account": "6000", "debit": one}, {"account": "1010", "credit": credit}]);
            ("ledger.entry.post", json!({"business_date": format!("2026-{month:02}-07"), "lines": lines}))
        }),
        (1..=12u8, any::<bool>()).prop_map(|(month, close)| {
            let name = if close { "ledger.period.close" } else { "ledger.period.reopen" };
            (name, json!({"month": format!("2026-{month:02}")}))
        }),
        (sku(), money())
            .prop_map(|(sku, price)| ("catalog.product.update", json!({"id": sku, "selling_price": price}))),
        sku().prop_map(|sku| ("catalog.product.delete", json!({"id": sku}))),
        Just(("catalog.product.create", json!({"id": LAMP, "sku": "P5", "name": "Lamp", "unit": "piece"}))),
        Just(("catalog.product.delete", json!({"id": LAMP}))),
        Just(("catalog.product.restore", json!({"id": LAMP}))),
        (1..6u8).prop_map(|n| (
            "catalog.product.create",
            json!({"sku": format!("P{n}"), "name": "again", "unit": "piece"})
        )),
        (1..4u8, any::<bool>()).prop_map(|(n, yes)| (
            "resource.view.create",
            json!({"resource": "sales", "name": format!("View {n}"), "columns": ["number"], "is_default": yes})
        )),
        (1..12u8).prop_map(|sale| (
            "notes.comment.create",
            json!({"record": "sales", "row": format!("SAL-2026-{sale:06}"), "text": format!("{} and the rest", email(7))})
        )),
        any::<bool>().prop_map(|yes| ("jobs.schedule.change", json!({"id": "jobs.books.verify", "is_on": yes}))),
        (1..28u8).prop_map(|day| (
            "jobs.schedule.add",
            json!({"kind": "jobs.books.verify", "when": {"unit": "months", "day": day, "at": "05:00"}})
        )),
        Just(("jobs.schedule.remove", json!({"id": "jobs.books.verify"}))),
        Just(("exports.file.ask", json!({"source": "products", "format": "csv"}))),
        (1..12u8, any::<bool>(), prop_oneof![Just("a4"), Just("escpos")]).prop_map(|(n, is_sale, paper)| {
            let row = if is_sale { format!("SAL-2026-{n:06}") } else { "ADA".to_owned() };
            let record = if is_sale { "sales" } else { "customers" };
            ("printing.print.create", json!({"record": record, "row": row, "paper": paper}))
        }),
        sku().prop_map(|sku| (
            "printing.labels.print",
            json!({"labels": [{"product": sku, "copies": 2}], "format": "zpl"})
        )),
        Just(("printing.paper.preview", json!({"language": "bn"}))),
        Just(("printing.report.print", json!({"report": "trial-balance"}))),
        any::<bool>().prop_map(|yes| ("ledger.company.update", json!({"prices_include_tax": yes}))),
        (1..=3u8, any::<bool>()).prop_map(|(month, gapless)| (
            "ledger.series.create",
            json!({"document": "receipt", "starts_on": format!("2026-{month:02}-01"), "pattern": "{site}-R{month}-",
                   "kind": if gapless { "gapless" } else { "unique" }, "first_number": 40})
        )),
        (1..4i64, prop_oneof![Just("sale"), Just("receipt")])
            .prop_map(|(size, document)| ("ledger.number_block.take", json!({"document": document, "device": "T1", "size": size}))),
        (1..20u8).prop_map(|number| {
            let lines = json!([{"sku": "P1", "quantity": 1}]);
            ("sales.offline.submit", json!({"customer": "ADA", "lines": lines, "number": format!("SAL-2026-{number:06}")}))
        }),
        Just((
            "approvals.policy.create",
            json!({"code": "large", "name": "Large", "command": "sales.sale.post", "condition": "amount > 10"})
        )),
        Just(("approvals.step.create", json!({"code": "large", "policy": "large", "role": "clerk", "minimum": "20"}))),
        (7..=8u128, 7..=8u128).prop_map(|(from, to)| (
            "approvals.delegation.create",
            json!({"from_user": uuid::Uuid::from_u128(from), "to_user": uuid::Uuid::from_u128(to),
                "from_day": "2026-01-01", "to_day": "2026-01-31", "reason": "holidays"})
        )),
        staff_steps(),
        webhook_steps(),
    ]
}

/// Other systems that are told of events, and doors for them.
fn webhook_steps() -> impl Strategy<Value = Step> {
    let events = prop_oneof![3 => Just("notes.comment.written"), 1 => Just("no.such.event")];
    prop_oneof![
        events.prop_map(|event| (
            "webhooks.subscription.create",
            json!({"url": "https://shop.example/hook", "events": [event], "description": "Shop"})
        )),
        prop_oneof![Just("standard"), Just("nobody")]
            .prop_map(|source| ("webhooks.door.open", json!({"source": source}))),
        Just(("webhooks.subscription.test", json!({"id": LAMP}))),
    ]
}

fn email(user: u128) -> String {
    format!("{}@acme.test", uuid::Uuid::from_u128(user))
}

/// Members and roles: one of two users, the last owner among them, and one of three roles.
fn staff_steps() -> impl Strategy<Value = Step> {
    let user = || (7..=8u128).prop_map(uuid::Uuid::from_u128);
    let role = || prop_oneof![Just("owner"), Just("clerk"), Just("till")];
    let granted = |names: &[&str]| names.iter().map(|name| json!({"permission": name})).collect::<Json>();
    prop_oneof![
        (user(), role()).prop_map(|(user, role)| {
            let email = format!("{user}@acme.test");
            ("identity.member.add", json!({"user": user, "email": email, "name": "Staff", "role": role}))
        }),
        (user(), role(), any::<bool>()).prop_map(|(user, role, active)| (
            "identity.member.change",
            json!({"user": user, "role": role, "is_active": active})
        )),
        user().prop_map(|user| ("identity.member.remove", json!({"user": user}))),
        user().prop_map(|user| ("identity.user.reset_password", json!({"user": user}))),
        role().prop_map(move |code| (
            "identity.role.create",
            json!({"code": code, "name": "Till", "permissions": granted(&["sales.*"])})
        )),
        role().prop_map(move |code| (
            "identity.role.grant",
            json!({"code": code, "permissions": granted(&["*.view", "payments.*"])})
        )),
        role().prop_map(|code| ("identity.role.revoke", json!({"code": code, "permissions": ["*.view"]}))),
        role().prop_map(move |code| (
            "identity.role.change",
            json!({"code": code, "name": "Tills", "permissions": granted(&["sales.sale.*"])})
        )),
        role().prop_map(|code| ("identity.role.delete", json!({"code": code}))),
    ]
}

fn choosing_steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..5_000i64)
            .prop_map(|days| { ("settings.setting.update", json!({"name": "sales.payment_days", "value": days})) }),
        (0..90i64).prop_map(|days| {
            let body = json!({"name": "sales.payment_days", "level": "site", "site": "br", "value": days});
            ("settings.setting.update", body)
        }),
        (warehouse(), prop_oneof![Just("company"), Just("user")]).prop_map(|(warehouse, level)| {
            let body = json!({"name": "inventory.usual_warehouse", "level": level, "value": warehouse});
            ("settings.setting.update", body)
        }),
        prop_oneof![Just("sales.payment_days"), Just("inventory.usual_warehouse")]
            .prop_map(|name| ("settings.setting.reset", json!({"name": name}))),
        (2084..2087i64, 30..=32i64).prop_map(|(year, days)| {
            let months = json!([31, days, 62 - days, 32, 31, 30, 30, 30, 29, 30, 29, 31]);
            ("locale.calendar.correct", json!({"years": [{"year": year, "months": months}]}))
        }),
    ]
}

fn script() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(
        prop_oneof![8 => goods_steps(), 10 => selling_steps(), 4 => office_steps(), 1 => choosing_steps()],
        10..60,
    )
}

/// The master data and first documents with which every script begins.
fn opening_steps() -> Vec<Step> {
    let data_steps = sanduk::tenant_setup::steps(sanduk::modules::registry().unwrap().definitions());
    let company = json!({"name": "Acme", "currency": "GBP", "timezone": "UTC", "steps": data_steps});
    let mut steps = vec![
        ("tenancy.company.open", company),
        ("catalog.tax_category.create", json!({"code": "vat", "name": "VAT", "kind": "taxed", "rate": "0.175"})),
        ("ledger.site.create", json!({"code": "br", "name": "Branch"})),
        ("inventory.warehouse.create", json!({"code": "van", "name": "Van", "site": "br", "allows_deficit": true})),
    ];
    for (n, tax, unit) in [(1, "vat", "kg"), (2, "none", "kg"), (3, "vat", "kg"), (4, "none", "piece")] {
        let price = format!("{n}.99");
        let product = json!({"sku": format!("P{n}"), "name": "Product", "unit": unit, "selling_price": price, "tax_category": tax});
        steps.push(("catalog.product.create", product));
    }
    for code in ["ADA", "BOB"] {
        steps.push(("parties.customer.create", json!({"code": code, "name": code})));
    }
    let lines: Json = (1..=4).map(|n| json!({"sku": format!("P{n}"), "quantity": "40", "unit_cost": "1.37"})).collect();
    steps.push(("inventory.stock.receive", json!({"lines": lines})));
    // An advance payment and an open sale, so that allocations have something to settle.
    steps.push(("payments.receipt.post", json!({"customer": "ADA", "method": "bank", "amount": "60"})));
    let lines = json!([{"sku": "P2", "quantity": 3}, {"sku": "P4", "quantity": 2}]);
    steps.push(("sales.sale.post", json!({"customer": "ADA", "lines": lines})));
    steps
}

/// Runs a script on an empty database; returns the answer or error of every step in order, and the rows afterwards.
fn run_script(database: Database, limits: Limits, steps: &[Step]) -> (Vec<String>, Dump) {
    let company = Company::limited(database, sanduk::modules::modules, limits);
    let submissions: Vec<Result<_>> = steps
        .iter()
        .map(|(name, body)| {
            let submission =
                company.registry.decode(name, body.to_string().as_bytes()).map(|command| company.boxed(command))?;
            if limits.commands == 1 {
                return Ok(Err(company.answer(submission)));
            }
            company.submit(submission).map(Ok)
        })
        .collect();
    let outcomes = submissions.into_iter().map(|submitted| {
        let outcome = match submitted {
            Ok(Ok(receiver)) => receiver.blocking_recv().expect("the writer answers"),
            Ok(Err(outcome)) => outcome,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(answer) => format!("{} {}", answer.status, String::from_utf8_lossy(&answer.body)),
            Err(error) => format!("{error} {:?}", error.fields),
        }
    });
    let outcomes = outcomes.collect();
    company.verify();
    let kinds = company.read(|read| read.query("SELECT DISTINCT kind FROM entry", &[])).expect("kinds");
    for kind in kinds.into_iter().flatten().map(|kind| kind.to_string()) {
        let declared = &company.registry.definitions().document_kinds;
        assert!(declared.contains_key(kind.as_str()), "no module says that it posts a {kind}");
    }
    (outcomes, company.dump())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn outcome_is_independent_of_batching_caching_and_database(script in script()) {
        let steps: Vec<Step> = opening_steps().into_iter().chain(script).collect();
        let cold = Limits { commands: 1, kept_rows: 0, ..Limits::default() };
        let (outcomes, rows) = run_script(Database::sqlite(), Limits::default(), &steps);
        let applied = outcomes.iter().filter(|outcome| outcome.starts_with("20")).count();
        prop_assert!(applied >= opening_steps().len(), "{outcomes:#?}");
        let others = [Some((Database::sqlite(), cold)), Database::postgres().map(|d| (d, Limits::default())), Database::postgres().map(|d| (d, cold))];
        for (database, limits) in others.into_iter().flatten() {
            let (other_outcomes, other_rows) = run_script(database, limits, &steps);
            prop_assert_eq!(&outcomes, &other_outcomes);
            assert_same(&rows, &other_rows);
        }
    }
}

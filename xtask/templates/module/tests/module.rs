//! The story of this module, on both databases.

use command::{Command, Module, Tx};
use kernel::{Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use testkit::{Company, Database, databases};

#[derive(Serialize, Deserialize)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", money::Currency::parse("GBP")?, "Europe/London")?;
        ledger::seed(tx)?;
        {{module}}::seed(tx)
    }
}

fn modules() -> Vec<Module> {
    vec![resource::module(), identity::module(), parties::module(), ledger::module(), {{module}}::module()]
}

fn open(database: Database) -> Company {
    let company = Company::new(database, modules);
    company.run(SetUp {}).expect("set up");
    company
}

fn verify(company: &Company) {
    for check in company.registry.modules().iter().flat_map(|module| &module.checks) {
        let finding = company.read(|read| (check.run)(read, company.registry.definitions())).expect(check.what);
        assert_eq!(finding.offender, None, "{}: {}", check.invariant, check.what);
    }
}

#[test]
fn {{document}}_names_a_{{record}}_and_gets_the_next_number() {
    for company in databases().into_iter().map(open) {
        let new = json!({"code": "A1", "name": "First", "price": "2.50"});
        company.call("POST /{{records}}/", &new).expect("a row");
        let posted = company.call("POST /{{documents}}/", &json!({"{{record}}": "a1", "quantity": 2})).expect("posted");
        assert_eq!((posted.status, &posted.body["number"]), (201, &json!("{{PREFIX}}-000001")));
        let shown = company.ask("/{{documents}}/{{PREFIX}}-000001/").expect("the document").body;
        assert_eq!((&shown["{{record}}_name"], &shown["quantity"]), (&json!("First"), &json!("2")));
        verify(&company);
    }
}

#[test]
fn wrong_fields_are_refused_at_their_place() {
    for company in databases().into_iter().map(open) {
        let refused = |request: &str, body| company.call(request, &body).map(drop).expect_err("refused");
        let negative = refused("POST /{{records}}/", json!({"code": "A1", "name": "First", "price": "-1"}));
        assert_eq!((negative.kind, &*negative.fields[0].field), (Kind::Invalid, "price"));
        company.call("POST /{{records}}/", &json!({"code": "A2", "name": "Old", "is_active": false})).expect("a row");
        for code in ["A1", "A2"] {
            let both = refused("POST /{{documents}}/", json!({"{{record}}": code, "quantity": 0}));
            let fields: Vec<&str> = both.fields.iter().map(|wrong| &*wrong.field).collect();
            assert_eq!(fields, ["{{record}}", "quantity"]);
        }
        verify(&company);
    }
}

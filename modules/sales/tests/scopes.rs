//! A permission that is limited to the member's own sites, or to the member's own party, covers their rows only.

use command::{Command, Limits, Module, Tx};
use identity::{AddMember, PermissionScope};
use kernel::{Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::Read;
use testkit::{Company, Database, Response, TENANT, databases};
use uuid::Uuid;

/// Opens the company, with a role for the cashiers of a branch and one for customers who log in.
#[derive(Serialize, Deserialize)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", money::Currency::parse("GBP")?, "Europe/London")?;
        ledger::seed(tx)?;
        catalog::seed(tx)?;
        inventory::seed(tx)?;
        payments::seed(tx)?;
        sales::seed(tx)?;
        identity::add_role(tx, "branch", "Branch")?;
        identity::grant(tx, "branch", &["catalog.*"])?;
        let own = ["sales.*", "inventory.*", "ledger.*", "parties.*"];
        identity::grant_within(tx, "branch", PermissionScope::OwnSites, &own)?;
        identity::add_role(tx, "portal", "Portal")?;
        identity::grant_within(tx, "portal", PermissionScope::OwnParty, &["*"])
    }
}

fn modules() -> Vec<Module> {
    vec![
        resource::module(),
        identity::module(),
        parties::module(),
        ledger::module(),
        catalog::module(),
        inventory::module(),
        payments::module(),
        sales::module(),
    ]
}

/// The cashier of the branch in the north.
const CASHIER: Uuid = Uuid::from_u128(7);
/// The customer Ann.
const ANN: Uuid = Uuid::from_u128(8);
/// A portal user for whom no customer is set.
const STRANGER: Uuid = Uuid::from_u128(9);

/// A company with a site `main` and a site `north`, cards in a warehouse of each, and the customers Ann and Bob.
fn open(database: Database) -> Company {
    let company = Company::with(Arc::new(database), TENANT, modules(), identity::authorise, Limits::default());
    company.run(SetUp {}).expect("set up");
    let make = |request: &str, body: Json| company.call(request, &body).expect(request).body;
    let north = make("POST /sites/", json!({"code": "north", "name": "North"}));
    make("POST /warehouses/", json!({"code": "north", "name": "North", "site": "north"}));
    make("POST /products/", json!({"sku": "CARD", "name": "Card", "unit": "piece", "selling_price": "1.00"}));
    for warehouse in ["main", "north"] {
        let lines = json!([{"sku": "CARD", "quantity": 50, "unit_cost": "0.30"}]);
        make("POST /stock/receive/", json!({"warehouse": warehouse, "lines": lines}));
    }
    let ann = make("POST /customers/", json!({"code": "ann", "name": "Ann"}));
    make("POST /customers/", json!({"code": "bob", "name": "Bob"}));
    let member = |user: Uuid, role: &str| json!({"user": user, "email": format!("{user}@acme.test"), "name": role, "role": role});
    let add = |mut member: Json, field: &str, value: Json| {
        member[field] = value;
        company.run(serde_json::from_value::<AddMember>(member).expect("a member"))
    };
    add(member(CASHIER, "branch"), "sites", json!([north["id"]])).expect("a cashier");
    add(member(ANN, "portal"), "party", ann["id"].clone()).expect("a portal user");
    add(member(STRANGER, "portal"), "party", Json::Null).expect("a portal user");
    let unknown = add(member(Uuid::from_u128(10), "branch"), "sites", json!([TENANT])).expect_err("no such site");
    assert_eq!(unknown.fields[0].field, "sites.0");
    company
}

fn sale(warehouse: &str, customer: Option<&str>) -> Json {
    let lines = json!([{"sku": "CARD", "quantity": 2}]);
    let payments = json!([{"method": "cash", "amount": "2.00"}]);
    json!({"warehouse": warehouse, "customer": customer, "lines": lines, "payments": payments})
}

/// Sells two cards; the printed number of the sale.
fn sell(company: &Company, warehouse: &str, customer: Option<&str>) -> String {
    let posted = company.call("POST /sales/", &sale(warehouse, customer)).expect("a sale").body;
    posted["number"].as_str().expect("a number").to_owned()
}

fn ask(company: &Company, user: Uuid, url: &str) -> Result<Response> {
    let grants = company.read(|read| identity::granted(read, user))?;
    company.ask_with(grants, url)
}

fn count(company: &Company, user: Uuid, url: &str) -> i64 {
    let page = ask(company, user, url).expect(url).body;
    assert_eq!(page["count_exact"], json!(true));
    page["count"].as_i64().expect("a count")
}

/// The field `name` of all rows of a list, page after page.
fn all(company: &Company, user: Uuid, url: &str, name: &str) -> Vec<String> {
    let (mut found, mut next) = (Vec::new(), Some(url.to_owned()));
    while let Some(url) = next {
        let page = ask(company, user, &url).expect("a page").body;
        let rows = page["results"].as_array().expect("rows");
        found.extend(rows.iter().map(|row| row[name].as_str().expect("a text").to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    found
}

fn refusal(company: &Company, user: Uuid, request: &str, body: &Json) -> (Kind, &'static str) {
    let before = company.dump();
    let error = company.call_as(user, request, body).map(|response| response.body).expect_err("a refusal");
    testkit::assert_same(&before, &company.dump());
    (error.kind, error.code)
}

const NOT_FOUND: (Kind, &str) = (Kind::NotFound, "not_found");
const OUTSIDE: (Kind, &str) = (Kind::Forbidden, "outside_scope");
const NOT_SUPPORTED: (Kind, &str) = (Kind::Forbidden, "scope_not_supported");

#[test]
fn cashier_of_a_branch_sees_and_sells_only_there() {
    for database in databases() {
        let company = open(database);
        let main = [sell(&company, "main", Some("ann")), sell(&company, "main", None)];
        let north = [sell(&company, "north", Some("ann")), sell(&company, "north", Some("bob"))];

        for url in ["/sales/", "/sales/?count=exact", "/sales/?kind=sale"] {
            assert_eq!(count(&company, CASHIER, url), 2, "{url}");
        }
        assert_eq!(count(&company, CASHIER, "/sales/?customer=ann"), 1);
        assert_eq!(count(&company, CASHIER, &format!("/sales/?number={}", main[0])), 0);
        for url in ["/sales/?page_size=1", "/sales/?page_size=1&ordering=business_date", "/sales/?page_size=1&page=1"] {
            let mut numbers = all(&company, CASHIER, url, "number");
            numbers.sort();
            assert_eq!(numbers, north, "{url}");
        }
        assert_eq!(ask(&company, CASHIER, &format!("/sales/{}/", north[1])).expect("a sale").body["number"], north[1]);
        assert_eq!(ask(&company, CASHIER, &format!("/sales/{}/", main[0])).unwrap_err().kind, Kind::NotFound);

        assert_eq!(refusal(&company, CASHIER, "POST /sales/", &sale("main", None)), OUTSIDE);
        assert_eq!(refusal(&company, CASHIER, "POST /sales/offline/", &sale("main", None)), OUTSIDE);
        company.call_as(CASHIER, "POST /sales/", &sale("north", None)).expect("a sale at the own site");
        let back = json!({"reason": "torn", "lines": [{"line": 1, "quantity": 1}]});
        assert_eq!(refusal(&company, CASHIER, &format!("POST /sales/{}/return/", main[0]), &back), NOT_FOUND);
        let returned = company.call_as(CASHIER, &format!("POST /sales/{}/return/", north[0]), &back);
        assert_eq!(returned.expect("a return").body["kind"], json!("return"));
        assert_eq!(count(&company, CASHIER, "/sales/"), 4);
        company.verify();
    }
}

#[test]
fn resources_are_limited_by_the_column_that_references_the_site() {
    for database in databases() {
        let company = open(database);
        assert_eq!(all(&company, CASHIER, "/warehouses/", "code"), ["north"]);
        assert_eq!(count(&company, CASHIER, "/warehouses/"), 1);
        assert_eq!(all(&company, CASHIER, "/sites/", "code"), ["north"]);
        assert_eq!(ask(&company, CASHIER, "/warehouses/main/").unwrap_err().kind, Kind::NotFound);
        assert_eq!(ask(&company, CASHIER, "/warehouses/north/").expect("its own").body["code"], json!("north"));

        let van = |site: &str| json!({"code": "van", "name": "Van", "site": site});
        assert_eq!(refusal(&company, CASHIER, "POST /warehouses/", &van("main")), OUTSIDE);
        company.call_as(CASHIER, "POST /warehouses/", &van("north")).expect("a warehouse at the own site");
        assert_eq!(refusal(&company, CASHIER, "PATCH /warehouses/main/", &json!({"name": "X"})), NOT_FOUND);
        assert_eq!(refusal(&company, CASHIER, "DELETE /warehouses/main/", &Json::Null), NOT_FOUND);
        assert_eq!(refusal(&company, CASHIER, "PATCH /warehouses/van/", &json!({"site": "main"})), OUTSIDE);
        company.call_as(CASHIER, "PATCH /warehouses/van/", &json!({"name": "Lorry"})).expect("its own");
        company.call_as(CASHIER, "DELETE /warehouses/van/", &Json::Null).expect("its own");
        company.verify();
    }
}

#[test]
fn customer_of_the_portal_sees_only_own_documents() {
    for database in databases() {
        let company = open(database);
        let own = [sell(&company, "main", Some("ann")), sell(&company, "north", Some("ann"))];
        let other = [sell(&company, "main", Some("bob")), sell(&company, "main", None)];
        let mut numbers = all(&company, ANN, "/sales/?page_size=1", "number");
        numbers.sort();
        assert_eq!((numbers, count(&company, ANN, "/sales/?customer=bob")), (own.to_vec(), 0));
        for url in [format!("/sales/{}/", own[0]), format!("/sales/{}/history/", own[0])] {
            ask(&company, ANN, &url).expect("her own sale");
        }
        for number in &other {
            for url in [format!("/sales/{number}/"), format!("/sales/{number}/history/")] {
                assert_eq!(ask(&company, ANN, &url).unwrap_err().kind, Kind::NotFound, "{url}");
            }
        }
        assert_eq!(all(&company, ANN, "/customers/", "code"), ["ann"]);
        assert_eq!(
            (count(&company, ANN, "/customers/?search=an"), count(&company, ANN, "/customers/?search=bo")),
            (1, 0)
        );
        assert_eq!(ask(&company, ANN, "/customers/bob/").unwrap_err().kind, Kind::NotFound);
        assert_eq!(refusal(&company, ANN, "PATCH /customers/bob/", &json!({"name": "X"})), NOT_FOUND);
        assert_eq!(refusal(&company, ANN, "POST /customers/", &json!({"code": "eve", "name": "Eve"})), OUTSIDE);
        assert_eq!(refusal(&company, ANN, "POST /sales/", &sale("main", Some("bob"))), OUTSIDE);
        assert_eq!(refusal(&company, ANN, "POST /sales/", &sale("main", None)), OUTSIDE);

        let back = json!({"reason": "torn", "lines": [{"line": 1, "quantity": 1}]});
        let returned = company.call(&format!("POST /sales/{}/return/", other[0]), &back).expect("a return").body;
        let allocate = format!("POST /sales/{}/allocate/", returned["number"].as_str().expect("a number"));
        assert_eq!(refusal(&company, ANN, &allocate, &json!({})), NOT_FOUND);

        let stranger = ask(&company, STRANGER, "/sales/").unwrap_err();
        assert_eq!((stranger.kind, stranger.code), (Kind::Forbidden, "permission_denied"));
        company.verify();
    }
}

#[test]
fn what_cannot_be_limited_refuses_a_limited_permission() {
    for database in databases() {
        let company = open(database);
        for (user, url) in [
            (CASHIER, "/reports/trial-balance/"),
            (CASHIER, "/stock/"),
            (CASHIER, "/accounts/"),
            (CASHIER, "/customers/"),
            (ANN, "/reports/ageing/"),
            (ANN, "/journal-entries/"),
            (ANN, "/warehouses/"),
            (ANN, "/members/"),
            (CASHIER, "/warehouses/?since=0"),
            (ANN, "/customers/?since=0"),
        ] {
            let error = ask(&company, user, url).unwrap_err();
            assert_eq!((error.kind, error.code), NOT_SUPPORTED, "{url}");
        }
        let goods = json!({"warehouse": "north", "lines": [{"sku": "CARD", "quantity": 1, "unit_cost": "1"}]});
        assert_eq!(refusal(&company, CASHIER, "POST /stock/receive/", &goods), NOT_SUPPORTED);
        assert_eq!(refusal(&company, ANN, "POST /products/", &json!({})), NOT_SUPPORTED);
        assert_eq!(count(&company, CASHIER, "/products/"), 1);
        let roles = company.read(|read| read.scan(identity::RolePermission::BY_ROLE, identity::CASHIER));
        assert!(roles.expect("permissions").iter().all(|row| row.scope == PermissionScope::All));
    }
}

#[test]
fn what_a_sale_refers_to_is_named_and_searched_as_far_as_it_may_be_viewed() {
    for database in databases() {
        let company = open(database);
        sell(&company, "north", Some("ann"));
        sell(&company, "main", Some("bob"));
        sell(&company, "north", None);
        for (filter, expected) in
            [("customer__name__contains=a", 1), ("customer__code=bob", 0), ("customer__code__ne=bob", 1)]
        {
            assert_eq!(count(&company, ANN, &format!("/sales/?{filter}")), expected, "{filter}");
        }
        // Customers belong to no site, so whose permissions end at a site does not view them.
        let refused = ask(&company, CASHIER, "/sales/?customer__code=ann").expect_err("refused");
        assert_eq!((refused.kind, refused.code), (Kind::Forbidden, "scope_not_supported"));
        let names = |user: Uuid| ask(&company, user, "/sales/").expect("sales").body["results"][0]["names"].clone();
        assert_eq!(names(CASHIER), json!({"site": "North", "warehouse": "North"}));
        assert_eq!(names(ANN), json!({"customer": "Ann"}));
    }
}

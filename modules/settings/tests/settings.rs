//! A company, its sites and its users choose what modules leave to them: on both databases.

use command::{
    Command, CommandEntry, Grants, Limits, Method, Module, Scope, Setting, SettingLevel, SettingPlace, Submission, Tx,
};
use identity::{AddMember, PermissionScope};
use kernel::{Date, Kind, Result, ToSchema};
use money::{Decimal, Price, Quantity};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use store::Read;
use testkit::{Company, Database, TENANT, databases, instant};
use uuid::Uuid;

const GREETING: Setting<String> = Setting::text("bakery.greeting", "Hello", 20)
    .told("Greeting", "What the receipt says first.")
    .at(&[SettingLevel::Company, SettingLevel::Site, SettingLevel::User])
    .chosen_with("bakery.settings.choose");
const LOAVES: Setting<i64> = Setting::integer("bakery.loaves", 12, 1, 100)
    .told("Loaves", "How many loaves are baked at once.")
    .at(&[SettingLevel::Company, SettingLevel::Site])
    .chosen_with("bakery.settings.choose");
const CRUST: Setting<String> = Setting::choice("bakery.crust", "soft", &["soft", "hard"])
    .told("Crust", "What the crust is like.")
    .chosen_with("bakery.settings.choose")
    .checked(|_, value| if value == "hard" { Err(kernel::errors::expected("soft teeth")) } else { Ok(()) });
const SALT: Setting<Decimal> = Setting::decimal("bakery.salt", "1.8", "0", "2.5")
    .told("Salt", "The salt in a loaf, in per cent.")
    .chosen_with("bakery.settings.choose");
const FLOAT: Setting<Decimal> = Setting::money("bakery.float", 100, 0, 500)
    .told("Float", "What is in the drawer in the morning.")
    .chosen_with("bakery.settings.choose");
const BAG: Setting<Price> = Setting::price("bakery.bag", "0.10", "0", "1")
    .told("Bag", "What a bag costs.")
    .chosen_with("bakery.settings.choose");
const FLOUR: Setting<Quantity> = Setting::quantity("bakery.flour", "0.5", "0.1", "2")
    .told("Flour", "The flour in a loaf, in kilograms.")
    .chosen_with("bakery.settings.choose");
const OPENED: Setting<Option<Date>> =
    Setting::date("bakery.opened").told("Opened", "The day of the opening.").chosen_with("bakery.settings.choose");
const FEATURE: command::Feature =
    command::feature!("bakery", true, "Bakery", "Bread is baked here.", "bakery.settings.choose");

/// Bakes: the greeting and the number of loaves, as they count for who bakes at this site.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct Bake {
    site: String,
}

impl Command for Bake {
    const NAME: &'static str = "bakery.bread.bake";
    type Output = (String, i64);
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<(String, i64)> {
        let site = tx.find(ledger::Site::BY_CODE, self.site.as_str())?.map(|site| site.id.uuid());
        Ok((tx.setting(&GREETING, site)?, tx.setting(&LOAVES, site)?))
    }
}

fn bakery() -> Module {
    Module {
        name: "bakery",
        commands: vec![CommandEntry::of::<Bake>(Method::Post, "/bread/")],
        permissions: vec!["bakery.settings.choose"],
        settings: vec![
            GREETING.definition(),
            LOAVES.definition(),
            CRUST.definition(),
            SALT.definition(),
            FLOAT.definition(),
            BAG.definition(),
            FLOUR.definition(),
            OPENED.definition(),
        ],
        feature: Some(FEATURE),
        ..Module::default()
    }
}

#[derive(Serialize, Deserialize)]
struct SetUp {}

impl Command for SetUp {
    const NAME: &'static str = "test.company.open";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        identity::seed(tx)?;
        ledger::open_company(tx, "Acme", money::Currency::parse("GBP")?, "Europe/London")?;
        ledger::seed(tx)?;
        settings::seed(tx)?;
        identity::grant(tx, "cashier", &["bakery.bread.bake"])?;
        identity::add_role(tx, "branch", "Branch")?;
        identity::grant_within(tx, "branch", PermissionScope::OwnSites, &["settings.*", "bakery.settings.choose"])
    }
}

const OWNER: Uuid = Uuid::from_u128(1);
const CASHIER: Uuid = Uuid::from_u128(7);
const NORTH: Uuid = Uuid::from_u128(8);

fn modules() -> Vec<Module> {
    vec![resource::module(), identity::module(), parties::module(), ledger::module(), settings::module(), bakery()]
}

/// A company with the sites `main` and `north`, an owner, a cashier and a head of the north.
fn open(database: Database) -> Company {
    let company = Company::with(Arc::new(database), TENANT, modules(), identity::authorise, Limits::default());
    company.run(SetUp {}).expect("set up");
    company.call("POST /sites/", &json!({"code": "north", "name": "North"})).expect("a site");
    for (user, role, sites) in [(OWNER, "owner", None), (CASHIER, "cashier", None), (NORTH, "branch", Some("north"))] {
        let sites = sites.into_iter().map(|code| site(&company, code)).collect();
        let (email, name, role) = (format!("{role}@acme.test"), role.to_owned(), role.to_owned());
        company.run(AddMember { user, email, name, role, sites, party: None }).expect("a member");
    }
    company
}

fn site(company: &Company, code: &str) -> Uuid {
    let found = company.read(|read| Ok(read.find(ledger::Site::BY_CODE, code)?.map(|site| site.id.uuid())));
    found.expect("a read").expect("a site")
}

fn put(company: &Company, user: Uuid, name: &str, body: Json) -> Result<Json> {
    company.call_as(user, &format!("PUT /settings/{name}/"), &body).map(|called| called.body)
}

fn grants(company: &Company, user: Uuid) -> Grants {
    company.read(|read| identity::granted(read, user)).expect("grants")
}

fn ask(company: &Company, user: Uuid, url: &str) -> Json {
    company.ask_with(grants(company, user), url).expect(url).body
}

fn bake(company: &Company, user: Uuid, site: &str) -> Json {
    company.call_as(user, "POST /bread/", &json!({ "site": site })).expect("bread").body
}

fn verify(company: &Company) {
    for check in company.registry.modules().iter().flat_map(|module| &module.checks) {
        let finding = company.read(|read| (check.run)(read, company.registry.definitions())).expect(check.what);
        assert_eq!(finding.offender, None, "{}: {}", check.invariant, check.what);
    }
}

#[test]
fn most_special_choice_counts_until_it_is_taken_back() {
    for company in databases().into_iter().map(open) {
        assert_eq!(bake(&company, CASHIER, "north"), json!(["Hello", 12]));
        put(&company, OWNER, "bakery.greeting", json!({"value": " Good day "})).expect("chosen");
        put(&company, OWNER, "bakery.loaves", json!({"level": "company", "value": 20})).expect("chosen");
        assert_eq!(bake(&company, CASHIER, "north"), json!(["Good day", 20]));
        put(&company, NORTH, "bakery.greeting", json!({"level": "site", "site": "north", "value": "Ay up"}))
            .expect("chosen");
        put(&company, NORTH, "bakery.loaves", json!({"level": "site", "site": "north", "value": 6})).expect("chosen");
        assert_eq!(bake(&company, CASHIER, "north"), json!(["Ay up", 6]));
        assert_eq!(bake(&company, CASHIER, "main"), json!(["Good day", 20]));
        let own = put(&company, CASHIER, "bakery.greeting", json!({"level": "user", "value": "Hi"})).expect("chosen");
        assert_eq!(own, json!({"name": "bakery.greeting", "value": "Hi", "source": "user"}));
        assert_eq!(bake(&company, CASHIER, "north"), json!(["Hi", 6]));
        assert_eq!(bake(&company, OWNER, "north"), json!(["Ay up", 6]));

        let seen = ask(&company, NORTH, "/settings/bakery.loaves/?site=north");
        assert_eq!((&seen["value"], &seen["source"], &seen["default"]), (&json!(6), &json!("site"), &json!(12)));
        assert_eq!((&seen["min"], &seen["max"]), (&json!("1"), &json!("100")));
        assert_eq!(seen["may_choose"], json!(["site"]));
        assert_eq!(ask(&company, OWNER, "/settings/bakery.loaves/")["may_choose"], json!(["company"]));
        assert_eq!(ask(&company, CASHIER, "/settings/bakery.greeting/")["may_choose"], json!(["user"]));
        let all = ask(&company, CASHIER, "/settings/");
        assert_eq!((&all["count"], &all["results"][0]["name"]), (&json!(11), &json!("bakery.is_on")));

        let changed = |version: &str, value: i64| {
            let request = format!("PUT /settings/bakery.loaves/ {version}");
            company.call_as(OWNER, &request, &json!({ "value": value }))
        };
        let version = changed("", 21).expect("chosen").version.expect("a version");
        assert_eq!(ask(&company, OWNER, "/settings/bakery.loaves/")["version"], json!(version));
        changed(&version.to_string(), 20).expect("not changed in the meantime");
        assert_eq!(changed(&version.to_string(), 22).map(drop).expect_err("changed").code, "version_conflict");

        let site_only = json!({"level": "site", "site": "north"});
        company.call_as(OWNER, "DELETE /settings/bakery.loaves/", &site_only).expect("taken back");
        company.call_as(CASHIER, "DELETE /settings/bakery.greeting/", &json!({"level": "user"})).expect("taken back");
        assert_eq!(bake(&company, CASHIER, "north"), json!(["Ay up", 20]));
        company.call_as(OWNER, "DELETE /settings/bakery.loaves/", &Json::Null).expect("taken back");
        assert_eq!(bake(&company, CASHIER, "north"), json!(["Ay up", 12]));
        verify(&company);
    }
}

#[test]
fn value_of_each_kind_is_checked_at_its_field() {
    for company in databases().into_iter().map(open) {
        let put = |name: &str, value: Json| put(&company, OWNER, name, json!({ "value": value }));
        for (name, value) in [
            ("bakery.greeting", json!(7)),
            ("bakery.greeting", json!("twenty-one letters!!!")),
            ("bakery.greeting", json!("a\u{7}")),
            ("bakery.loaves", json!(0)),
            ("bakery.loaves", json!(101)),
            ("bakery.loaves", json!("12")),
            ("bakery.loaves", Json::Null),
            ("bakery.crust", json!("burnt")),
            ("bakery.crust", json!("hard")),
            ("bakery.salt", json!("2.51")),
            ("bakery.salt", json!("much")),
            ("bakery.float", json!("500.01")),
            ("bakery.float", json!("99.999")),
            ("bakery.float", json!("-1")),
            ("bakery.bag", json!("1.01")),
            ("bakery.bag", json!("0.1234567")),
            ("bakery.flour", json!("0")),
            ("bakery.flour", json!(true)),
            ("bakery.opened", json!("2026-02-30")),
            ("bakery.is_on", json!("yes")),
        ] {
            let refused = put(name, value.clone()).expect_err(name);
            assert_eq!((refused.kind, &*refused.fields[0].field), (Kind::Invalid, "value"), "{name} {value}");
        }
        put("bakery.salt", json!(2.25)).expect("a number");
        let float = || ask(&company, OWNER, "/settings/bakery.float/");
        assert_eq!((&float()["value"], &float()["currency"]), (&json!("100"), &json!("GBP")));
        put("bakery.float", json!("120.5")).expect("money");
        assert_eq!(float()["value"], "120.50");
        put("bakery.bag", json!("0.125")).expect("a price");
        put("bakery.flour", json!(0.75)).expect("a quantity");
        let read = company.read(|read| {
            let bag = command::setting(read, &BAG, SettingPlace::default())?;
            Ok((bag.micros(), command::setting(read, &FLOUR, SettingPlace::default())?.micros()))
        });
        assert_eq!(read, Ok((125_000, 750_000)));
        put("bakery.opened", json!("2026-02-28")).expect("a day");
        let read = company.read(|read| {
            let salt = command::setting(read, &SALT, SettingPlace::default())?;
            Ok((salt.to_string(), command::setting(read, &OPENED, SettingPlace::default())?))
        });
        assert_eq!(read.expect("values"), ("2.25".to_owned(), Some(Date::constant(2026, 2, 28))));
        assert_eq!(put("bakery.colour", json!(1)).expect_err("unknown").kind, Kind::NotFound);
        verify(&company);
    }
}

#[test]
fn who_may_not_choose_is_refused() {
    for company in databases().into_iter().map(open) {
        let refused = |user, body: Json| put(&company, user, "bakery.loaves", body).expect_err("refused");
        let company_wide = json!({"value": 5});
        assert_eq!(refused(CASHIER, company_wide.clone()).code, "permission_denied");
        assert_eq!(refused(NORTH, company_wide).code, "outside_scope");
        assert_eq!(refused(NORTH, json!({"level": "site", "site": "main", "value": 5})).code, "outside_scope");
        for (body, field) in [
            (json!({"level": "user", "value": 5}), "level"),
            (json!({"level": "site", "value": 5}), "site"),
            (json!({"level": "site", "site": "moon", "value": 5}), "site"),
            (json!({"site": "main", "value": 5}), "site"),
            (json!({"level": "planet", "value": 5}), "level"),
            (json!({}), "value"),
        ] {
            let refused = refused(OWNER, body.clone());
            assert_eq!((refused.kind, &*refused.fields[0].field), (Kind::Invalid, field), "{body}");
        }
        let elsewhere = company.ask_with(grants(&company, NORTH), "/settings/?site=main").expect_err("another's site");
        assert_eq!(elsewhere.fields[0].field, "site");
        let none = Grants::new(vec![("ledger.*".to_owned(), Scope::All)]);
        assert_eq!(company.ask_with(none, "/settings/").expect_err("no permission").code, "permission_denied");
        verify(&company);
    }
}

#[test]
fn history_tells_every_choice_and_brings_one_back() {
    for company in databases().into_iter().map(open) {
        for loaves in [20, 30, 30] {
            put(&company, OWNER, "bakery.loaves", json!({ "value": loaves })).expect("chosen");
        }
        put(&company, NORTH, "bakery.loaves", json!({"level": "site", "site": "north", "value": 6})).expect("chosen");
        put(&company, CASHIER, "bakery.greeting", json!({"level": "user", "value": "Hi"})).expect("chosen");
        let history = ask(&company, OWNER, "/settings/bakery.loaves/history/");
        let told: Vec<_> = history["results"].as_array().expect("changes").iter().collect();
        let told: Vec<_> = told.iter().map(|change| (&change["before"], &change["value"], &change["site"])).collect();
        let (none, north) = (Json::Null, json!("north"));
        assert_eq!(told, [(&none, &json!(6), &north), (&json!(20), &json!(30), &none), (&none, &json!(20), &none)]);
        assert_eq!(history["results"][0]["email"], "branch@acme.test");
        let first = ask(&company, OWNER, "/settings/bakery.loaves/history/?page_size=2");
        assert_eq!((&first["count"], first["results"].as_array().map(Vec::len)), (&json!(3), Some(2)));
        let next = first["next"].as_str().expect("a second page");
        assert_eq!(ask(&company, OWNER, next)["results"], json!([history["results"][2]]));
        // What others chose for themselves is theirs.
        assert_eq!(ask(&company, OWNER, "/settings/bakery.greeting/history/")["count"], json!(0));
        assert_eq!(ask(&company, CASHIER, "/settings/bakery.greeting/history/")["count"], json!(1));
        assert_eq!(ask(&company, NORTH, "/settings/bakery.loaves/history/")["count"], json!(3));

        let restore = |user, name: &str, change: &Json| {
            company.call_as(user, &format!("POST /settings/{name}/restore/"), &json!({"change": change["id"]}))
        };
        let own = &ask(&company, CASHIER, "/settings/bakery.greeting/history/")["results"][0];
        assert_eq!(restore(OWNER, "bakery.greeting", own).expect_err("another's").fields[0].field, "change");
        assert_eq!(restore(OWNER, "bakery.salt", &history["results"][2]).expect_err("other").fields[0].field, "change");
        assert_eq!(restore(NORTH, "bakery.loaves", &history["results"][2]).expect_err("wide").code, "outside_scope");
        let back = restore(OWNER, "bakery.loaves", &history["results"][2]).expect("restored").body;
        assert_eq!(back["value"], json!(20));
        assert_eq!(ask(&company, OWNER, "/settings/bakery.loaves/history/")["count"], json!(4));
        verify(&company);
    }
}

#[test]
fn module_that_is_switched_off_refuses() {
    for company in databases().into_iter().map(open) {
        put(&company, OWNER, "bakery.is_on", json!({"value": false})).expect("switched off");
        let refused = company.call_as(OWNER, "POST /bread/", &json!({"site": "main"})).expect_err("off");
        assert_eq!((refused.kind, refused.code), (Kind::Forbidden, "feature_off"));
        assert!(refused.detail().contains("“Bakery”") && refused.detail().contains("bakery.is_on"), "{refused:?}");
        let off = company.read(|read| command::features_off(read, company.registry.definitions())).expect("features");
        assert!(off.contains("bakery.bread.bake"), "{off:?}");
        company.call_as(OWNER, "DELETE /settings/bakery.is_on/", &Json::Null).expect("on again");
        assert_eq!(bake(&company, OWNER, "main"), json!(["Hello", 12]));
        verify(&company);
    }
}

#[test]
fn module_is_on_for_some_days_of_the_company() {
    for company in databases().into_iter().map(open) {
        put(&company, OWNER, "bakery.on_from", json!({"value": "2026-07-01"})).expect("a first day");
        put(&company, OWNER, "bakery.on_until", json!({"value": "2026-07-31"})).expect("a last day");
        let bake = |body: &Json| company.call_as(OWNER, "POST /bread/", body);
        let bread = json!({"site": "main"});
        // In London July begins an hour before it does in UTC.
        for (now, off_by) in [
            ("2026-06-30T22:59:00Z", Some("bakery.on_from")),
            ("2026-06-30T23:00:00Z", None),
            ("2026-07-31T22:59:00Z", None),
            ("2026-07-31T23:00:00Z", Some("bakery.on_until")),
        ] {
            company.set_clock(instant(now));
            let refused = bake(&bread).map(drop).err();
            assert_eq!(refused.as_ref().map(|refused| refused.code), off_by.map(|_| "feature_off"), "{now}");
            let told = refused.map(|refused| refused.detail()).unwrap_or_default();
            assert!(told.contains(off_by.unwrap_or_default()), "{now}: {told}");
        }
        // What happened on a device while it was on is taken in later.
        let happened = |at| {
            let submission = company.submission(Bake { site: "main".to_owned() });
            company.answer(Submission { occurred_at: Some(instant(at)), ..submission })
        };
        happened("2026-07-31T20:00:00Z").expect("on then");
        assert_eq!(happened("2026-07-31T23:30:00Z").map(drop).expect_err("off then").code, "feature_off");
        // Screens are told by the time at which they ask, which lies behind these days.
        let off = company.read(|read| command::features_off(read, company.registry.definitions())).expect("features");
        assert!(off.contains("bakery.bread.bake"), "{off:?}");
        company.call_as(OWNER, "DELETE /settings/bakery.on_until/", &Json::Null).expect("without a last day");
        let off = company.read(|read| command::features_off(read, company.registry.definitions())).expect("features");
        assert!(off.is_empty(), "{off:?}");
        verify(&company);
    }
}

#[test]
fn value_for_all_companies_is_copied_into_each_below_its_own_choice() {
    for company in databases().into_iter().map(open) {
        let writers = company.writers();
        let copy = || settings::copy_globals(writers, TENANT).expect("copied");
        let commands = || company.dump()["command"].len();
        settings::set_global(writers, "bakery.loaves", Some("30")).expect("for all");
        settings::set_global(writers, "bakery.float", Some("120.5")).expect("for all");
        assert_eq!(bake(&company, OWNER, "main"), json!(["Hello", 12]));
        assert!(copy().is_empty());
        assert_eq!(bake(&company, OWNER, "main"), json!(["Hello", 30]));
        let before = commands();
        assert!(copy().is_empty());
        assert_eq!(commands(), before, "what is the same is not copied again");
        let seen = ask(&company, OWNER, "/settings/bakery.loaves/");
        assert_eq!((&seen["value"], &seen["source"]), (&json!(30), &json!("global")));
        assert_eq!(ask(&company, OWNER, "/settings/bakery.float/")["value"], "120.50");
        let history = ask(&company, CASHIER, "/settings/bakery.loaves/history/");
        let change = &history["results"][0];
        assert_eq!((&change["level"], &change["value"], &change["email"]), (&json!("global"), &json!(30), &Json::Null));
        let restore = json!({"change": change["id"]});
        let refused = company.call_as(OWNER, "POST /settings/bakery.loaves/restore/", &restore).map(drop);
        assert_eq!(refused.expect_err("of all companies").fields[0].field, "change");
        let refused =
            put(&company, OWNER, "bakery.loaves", json!({"level": "global", "value": 5})).expect_err("global");
        assert_eq!(refused.fields[0].field, "level");
        let refused = company.call_as(OWNER, "POST /settings/bakery.loaves/global/", &json!({"value": 5})).map(drop);
        assert_eq!(refused.expect_err("of the program only").code, "system_only");

        put(&company, OWNER, "bakery.loaves", json!({"value": 20})).expect("its own");
        settings::set_global(writers, "bakery.loaves", Some("40")).expect("for all");
        assert!(copy().is_empty());
        assert_eq!(bake(&company, OWNER, "main"), json!(["Hello", 20]));
        company.call_as(OWNER, "DELETE /settings/bakery.loaves/", &Json::Null).expect("taken back");
        assert_eq!(bake(&company, OWNER, "main"), json!(["Hello", 40]));
        settings::set_global(writers, "bakery.loaves", None).expect("taken back for all");
        assert!(copy().is_empty());
        assert_eq!(bake(&company, OWNER, "main"), json!(["Hello", 12]));

        for (name, text, kind) in [
            ("bakery.loaves", "0", Kind::Invalid),
            ("bakery.loaves", "many", Kind::Invalid),
            ("bakery.none", "1", Kind::NotFound),
        ] {
            assert_eq!(settings::set_global(writers, name, Some(text)).expect_err(name).kind, kind, "{name} {text}");
        }
        // A company may refuse what others take over: it keeps what it has.
        settings::set_global(writers, "bakery.crust", Some("hard")).expect("for all");
        let refused = copy();
        assert_eq!((refused.len(), refused[0].0.as_str()), (1, "bakery.crust"));
        assert_eq!(ask(&company, OWNER, "/settings/bakery.crust/")["value"], "soft");
        verify(&company);
    }
}

//! Secrets of a company are encrypted before anything keeps them: on both databases.

use command::{Command, Grants, Limits, Module, Secret, Setting, SettingLevel, SettingPlace, Submission, Tx, Writers};
use identity::AddMember;
use kernel::{Kind, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use settings::InstallationKeys;
use std::sync::Arc;
use store::Read;
use testkit::{Company, TENANT, databases};
use uuid::Uuid;

const PASSWORD: Setting<Secret> = Setting::secret("post.password", 20)
    .told("Password", "The password at the post office.")
    .at(&[SettingLevel::Company, SettingLevel::Site, SettingLevel::User])
    .chosen_with("post.settings.choose");

fn post() -> Module {
    Module {
        name: "post",
        permissions: vec!["post.settings.choose"],
        settings: vec![PASSWORD.definition()],
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
        settings::seed(tx)
    }
}

const OWNER: Uuid = Uuid::from_u128(1);
const CASHIER: Uuid = Uuid::from_u128(7);
const NAME: &str = "post.password";

fn keys(bytes: &[u8]) -> InstallationKeys {
    let key = |byte: &u8| match byte {
        b'a' => "YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWE=",
        _ => "YmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmJiYmI=",
    };
    InstallationKeys::parse(&bytes.iter().map(key).collect::<Vec<_>>().join(",")).expect("keys")
}

/// A company with an owner and a cashier.
fn open(database: testkit::Database) -> Company {
    let modules =
        vec![resource::module(), identity::module(), parties::module(), ledger::module(), settings::module(), post()];
    let company = Company::with(Arc::new(database), TENANT, modules, identity::authorise, Limits::default());
    company.run(SetUp {}).expect("set up");
    for (user, role) in [(OWNER, "owner"), (CASHIER, "cashier")] {
        let (email, name, role) = (format!("{role}@acme.test"), role.to_owned(), role.to_owned());
        company.run(AddMember { user, email, name, role, sites: Vec::new(), party: None }).expect("a member");
    }
    company
}

fn choice(company: &Company, actor: Uuid, body: &Json, key: Option<&str>) -> Submission {
    let mut body = body.clone();
    body["name"] = json!(NAME);
    let command = company.registry.decode("settings.setting.update", body.to_string().as_bytes()).expect("a command");
    Submission { key: key.map(str::to_owned), ..Submission::new(TENANT, actor, command) }
}

fn choose(company: &Company, keys: &InstallationKeys, actor: Uuid, body: &Json) -> Result<Json> {
    let answer = settings::choose(company.writers(), keys, choice(company, actor, body, None))?;
    Ok(serde_json::from_slice(&answer.body).expect("an answer"))
}

fn read(writers: &Writers, keys: &InstallationKeys, place: SettingPlace) -> Result<Option<String>> {
    Ok(settings::secret(writers, keys, TENANT, &PASSWORD, place)?.map(|secret| secret.to_string()))
}

fn ask(company: &Company, url: &str) -> Json {
    company.ask_with(Grants::all(), url).expect(url).body
}

/// Everything that the company keeps, as text.
fn kept(company: &Company) -> String {
    format!("{:?}", company.dump())
}

#[test]
fn secret_is_encrypted_everywhere_and_read_only_with_the_key() {
    for company in databases().into_iter().map(open) {
        let (key, other) = (keys(b"a"), keys(b"b"));
        assert_eq!(read(company.writers(), &key, SettingPlace::default()), Ok(None));
        assert_eq!(ask(&company, "/settings/post.password/")["value"], "not set");
        let mut trial = choice(&company, OWNER, &json!({"value": "hush-hush"}), None);
        settings::try_choice(company.writers(), &key, &mut trial).expect("could be chosen");
        let told = company.writers().preview(&trial).expect("a dry run").body;
        assert!(!String::from_utf8_lossy(&told).contains("sealed:"), "{}", String::from_utf8_lossy(&told));
        let now = choose(&company, &key, OWNER, &json!({"value": "hush-hush"})).expect("chosen");
        assert_eq!(now, json!({"name": NAME, "value": "set", "source": "company"}));
        choose(&company, &key, OWNER, &json!({"level": "site", "site": "main", "value": "at main"})).expect("chosen");
        choose(&company, &key, CASHIER, &json!({"level": "user", "value": "my own"})).expect("chosen");

        let site = company.read(|read| Ok(read.find(ledger::Site::BY_CODE, "main")?.map(|site| site.id.uuid())));
        let site = site.expect("a site");
        for (user, site, secret) in
            [(None, None, "hush-hush"), (None, site, "at main"), (Some(CASHIER), site, "my own")]
        {
            let place = SettingPlace { user, site };
            assert_eq!(read(company.writers(), &key, place), Ok(Some(secret.to_owned())));
            assert_eq!(read(company.writers(), &other, place).expect_err("another key").code, "secret_key_wrong");
            let none = read(company.writers(), &InstallationKeys::default(), place).expect_err("no key");
            assert!(none.detail().contains("SANDUK_SECRET_KEY"), "{none:?}");
        }
        let kept = kept(&company);
        for secret in ["hush-hush", "at main", "my own"] {
            assert!(!kept.contains(secret), "{secret} is kept as it is");
        }
        assert!(kept.contains("sealed:1:"));
        let seen = ask(&company, "/settings/post.password/");
        assert_eq!((&seen["value"], &seen["kind"], &seen["max_length"]), (&json!("set"), &json!("secret"), &json!(20)));
        let history = ask(&company, "/settings/post.password/history/");
        assert!(!history.to_string().contains("sealed:"), "{history}");
        assert_eq!((&history["results"][0]["before"], &history["results"][0]["value"]), (&Json::Null, &json!("set")));
        company.verify();
    }
}

#[test]
fn what_cannot_be_encrypted_is_refused() {
    for company in databases().into_iter().map(open) {
        let key = keys(b"a");
        let refused = |keys: &InstallationKeys, user, body| choose(&company, keys, user, &body).expect_err("refused");
        for value in [json!("x".repeat(21)), json!(""), json!("a\u{7}"), json!(7)] {
            let refused = refused(&key, OWNER, json!({ "value": value }));
            assert_eq!((refused.kind, &*refused.fields[0].field), (Kind::Invalid, "value"), "{value}");
            assert!(!format!("{refused:?}").contains("xxx"), "{refused:?}");
        }
        assert_eq!(refused(&key, CASHIER, json!({"value": "mine"})).code, "permission_denied");
        assert_eq!(
            refused(&key, OWNER, json!({"level": "site", "site": "moon", "value": "x"})).fields[0].field,
            "site"
        );
        assert_eq!(refused(&InstallationKeys::default(), OWNER, json!({"value": "x"})).code, "secret_key_missing");
        let plain = company.answer(choice(&company, OWNER, &json!({"value": "hush"}), None)).expect_err("plain");
        assert_eq!(plain.fields[0].code, "secret_not_encrypted");
        let keep = json!({"number": 1, "wrapped": "mine"});
        let kept = company.call_as(OWNER, "POST /secret-keys/", &keep).expect_err("of the program only");
        assert_eq!(kept.code, "system_only");
        let global = settings::set_global(company.writers(), NAME, Some("hush")).expect_err("for all companies");
        assert_eq!(global.kind, Kind::Invalid);
        assert!(company.dump()["secret_key"].is_empty());
        company.verify();
    }
}

#[test]
fn request_that_is_sent_again_is_the_same_command() {
    for company in databases().into_iter().map(open) {
        let send = |value| {
            let choice = choice(&company, OWNER, &json!({ "value": value }), Some("once"));
            settings::choose(company.writers(), &keys(b"a"), choice)
        };
        assert!(!send("hush").expect("chosen").replayed);
        assert!(send("hush").expect("chosen").replayed);
        assert_eq!(send("other").map(drop).expect_err("another request").code, "idempotency_conflict");
        company.verify();
    }
}

#[test]
fn keys_are_changed_and_every_secret_and_the_history_stay_readable() {
    for company in databases().into_iter().map(open) {
        let (old, both, new) = (keys(b"a"), keys(b"ba"), keys(b"b"));
        let place = SettingPlace::default();
        choose(&company, &old, OWNER, &json!({"value": "first"})).expect("chosen");
        choose(&company, &old, OWNER, &json!({"value": "second"})).expect("chosen");
        let wrong = settings::rewrap(company.writers(), &new, TENANT).expect_err("without the old key");
        assert_eq!(wrong.code, "secret_key_wrong");
        assert_eq!(settings::rewrap(company.writers(), &both, TENANT), Ok(1));
        assert_eq!(settings::rewrap(company.writers(), &both, TENANT), Ok(0));
        assert_eq!(read(company.writers(), &new, place), Ok(Some("second".to_owned())));
        assert_eq!(read(company.writers(), &old, place).expect_err("the old key").code, "secret_key_wrong");

        assert_eq!(settings::renew(company.writers(), &new, TENANT), Ok(1));
        assert_eq!(read(company.writers(), &new, place), Ok(Some("second".to_owned())));
        assert!(kept(&company).contains("sealed:2:"));
        let history = ask(&company, "/settings/post.password/history/");
        let change = &history["results"][2]["id"];
        company
            .call_as(OWNER, "POST /settings/post.password/restore/", &json!({ "change": change }))
            .expect("the first is put back");
        assert_eq!(read(company.writers(), &new, place), Ok(Some("first".to_owned())));
        company.verify();
    }
}

//! People are answered in their language, and see days in their calendar.

use serde_json::{Value as Json, json};
use stories::{Client, Program, Response, shop};
use testkit::databases;

/// Bengali, as a browser in Dhaka asks for it.
const BENGALI: &str = "bn-BD,bn;q=0.9,en;q=0.8";

fn send(client: &mut Client, method: &str, path: &str, body: &Json) -> Response {
    client.send(method, &format!("/api/v1{path}"), body).expect("answered")
}

fn is_bengali(text: &Json) -> bool {
    text.as_str().unwrap_or_default().contains(|letter| ('\u{980}'..='\u{9ff}').contains(&letter))
}

/// Chooses a value of a setting at a level.
fn choose(client: &mut Client, name: &str, level: &str, value: &str) {
    let answer = send(client, "PUT", &format!("/settings/{name}/"), &json!({"level": level, "value": value}));
    assert_eq!(answer.status, 200, "{}", answer.body);
}

fn verify(program: &mut Program) {
    program.kill();
    program.succeed(&["verify", "--tenant", "acme"]);
}

#[test]
fn refusals_are_told_in_the_language_of_the_user_the_client_or_the_company() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        let mut cashier = program.client_of("cashier");
        let refused = |client: &mut Client, languages: Option<&str>| {
            client.languages = languages.map(str::to_owned);
            let answer = send(client, "GET", "/products/NONE/", &Json::Null);
            assert_eq!((answer.status, &answer.body["code"]), (404, &json!("not_found")));
            let title = answer.body["title"].as_str().expect("a title").to_owned();
            (answer.language.expect("a language"), title, answer.body["detail"].as_str().expect("a detail").to_owned())
        };
        let english = ("en".to_owned(), "Not found".to_owned(), "There is no product “NONE”.".to_owned());
        let bengali = ("bn".to_owned(), "পাওয়া যায়নি".to_owned(), "“NONE” নামে কোনো পণ্য নেই।".to_owned());
        for languages in [None, Some("fr"), Some("en-GB, bn;q=0.5"), Some("*"), Some(";;q=,,-,\"bn\";q=9, bn;q=x")] {
            assert_eq!(refused(&mut owner, languages), english, "{languages:?}");
        }
        assert_eq!(refused(&mut owner, Some(BENGALI)), bengali);
        assert_eq!(refused(&mut owner, Some("fr, bn;q=0.1")), bengali);
        // The company's choice counts where the client asks for nothing that is known, the user's own before both.
        choose(&mut owner, "locale.language", "company", "bn");
        assert_eq!(refused(&mut owner, None), bengali);
        assert_eq!(refused(&mut owner, Some("fr")), bengali);
        assert_eq!(refused(&mut owner, Some("en")), english);
        choose(&mut cashier, "locale.language", "user", "en");
        assert_eq!(refused(&mut cashier, Some(BENGALI)), english);
        choose(&mut cashier, "locale.language", "user", "bn");
        assert_eq!(refused(&mut cashier, Some("en")), bengali);
        let mut nobody = program.anonymous_client();
        nobody.languages = Some(BENGALI.to_owned());
        let answer = send(&mut nobody, "GET", "/products/", &Json::Null);
        assert_eq!((answer.status, answer.language.as_deref()), (401, Some("bn")));
        assert!(is_bengali(&answer.body["detail"]), "{}", answer.body);
        verify(&mut program);
    }
}

#[test]
fn wrong_fields_are_told_with_their_values_and_stored_answers_have_no_language() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        owner.languages = Some(BENGALI.to_owned());
        let body = json!({"name": "x".repeat(300), "payment_days": 9_999, "language": "fr", "is_active": "yes"});
        let answer = send(&mut owner, "POST", "/customers/", &body);
        assert_eq!((answer.status, &answer.body["code"]), (422, &json!("invalid")));
        let errors = answer.body["errors"].as_array().expect("errors");
        let told =
            |field: &str| errors.iter().find(|error| error["field"] == field).map(|error| error["message"].clone());
        assert_eq!(told("name"), Some(json!("255 অক্ষরের বেশি আছে")));
        assert_eq!(told("payment_days"), Some(json!("0 থেকে 3650 এর একটি পূর্ণ সংখ্যা চাই")));
        assert_eq!(told("language"), Some(json!("en, bn এর একটি চাই")));
        assert!(errors.iter().all(|error| is_bengali(&error["message"])), "{errors:?}");
        let product = json!({"sku": "TEA", "name": "Tea", "unit": "piece", "selling_price": "12,5"});
        let answer = send(&mut owner, "POST", "/products/", &product);
        assert_eq!(answer.body["errors"][0]["message"], json!("\"12,5\" কোনো দশমিক সংখ্যা নয়"));
        // Many rows at once, and a list of a device, are refused in the language, too.
        let bulk = send(&mut owner, "POST", "/customers/bulk/", &json!({"ids": ["none"], "delete": true}));
        let problem = &bulk.body["results"][0]["problem"];
        assert!(is_bengali(&problem["title"]) && is_bengali(&problem["detail"]), "{}", bulk.body);
        let list = json!([{"id": "00000000-0000-0000-0000-000000000007", "name": "none.such.command", "body": {}}]);
        let offline = send(&mut owner, "POST", "/commands/", &list);
        assert!(is_bengali(&offline.body["results"][0]["detail"]), "{}", offline.body);
        // What succeeded has the same answer for everybody.
        let customer = json!({"code": "RAHIM", "name": "রহিম ট্রেডার্স", "language": "bn"});
        let path = "/api/v1/customers/";
        let first = owner.post(path, Some("once"), &customer).expect("answered");
        owner.languages = Some("en".to_owned());
        let again = owner.post(path, Some("once"), &customer).expect("answered");
        assert_eq!((first.status, again.replayed, &again.body), (201, true, &first.body));
        assert_eq!((first.language, &again.body["language"]), (None, &json!("bn")));
        verify(&mut program);
    }
}

#[test]
fn screens_are_described_in_the_language() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        let english = owner.read("/meta/");
        owner.languages = Some(BENGALI.to_owned());
        let index = send(&mut owner, "GET", "/meta/", &Json::Null);
        assert_eq!((index.language.as_deref(), &index.body["language"]), (Some("bn"), &json!("bn")));
        let groups = index.body["menu"].as_array().expect("a menu");
        assert!(groups.iter().all(|group| is_bengali(&group["label"])), "{groups:?}");
        let named = |list: &str, name: &str| {
            let all = index.body[list].as_array().expect("a list");
            all.iter().find(|one| one["name"] == name).cloned().unwrap_or_default()
        };
        assert_eq!(named("resources", "customers")["label_plural"], json!("গ্রাহক"));
        assert_eq!(named("reports", "trial-balance")["label"], json!("রেওয়ামিল"));
        // Definitions are kept under their version for good: it is of one language, whatever is asked for later.
        let version = |index: &Json| index["version"].as_str().expect("a version").to_owned();
        assert_ne!(version(&english), version(&index.body));
        let customers = |client: &mut Client, version: &str| {
            send(client, "GET", &format!("/meta/resources/customers/?v={version}"), &Json::Null)
        };
        let told = customers(&mut owner, &version(&index.body));
        assert_eq!((told.language.as_deref(), &told.body["label"]), (Some("bn"), &json!("গ্রাহক")));
        let fields = told.body["fields"].as_array().expect("fields");
        assert!(fields.iter().all(|field| is_bengali(&field["label"]) && is_bengali(&field["help"])), "{fields:?}");
        let language = fields.iter().find(|field| field["name"] == "language").expect("a field");
        assert_eq!(language["choices"][1], json!({"value": "bn", "label": "বাংলা"}));
        assert_eq!(customers(&mut owner, &version(&english)).language.as_deref(), Some("en"));
        assert_eq!(customers(&mut owner, "other").language.as_deref(), Some("bn"));
        for list in ["/settings/", "/job-kinds/", "/import-targets/"] {
            let answer = send(&mut owner, "GET", list, &Json::Null);
            assert_eq!((answer.status, answer.language.as_deref()), (200, Some("bn")), "{list}");
        }
        let setting = send(&mut owner, "GET", "/settings/locale.calendar/", &Json::Null).body;
        assert!(is_bengali(&setting["label"]) && is_bengali(&setting["help"]), "{setting}");
        assert_eq!(setting["value"], json!("gregorian"));
        verify(&mut program);
    }
}

#[test]
fn days_are_shown_in_bikram_sambat_and_a_year_is_corrected() {
    for database in databases() {
        let (mut program, mut owner) = shop(database);
        let convert = |client: &mut Client, day: &str| client.read(&format!("/calendar/convert/?{day}"));
        let day = convert(&mut owner, "date=2026-06-29");
        assert_eq!((&day["bikram_sambat"], &day["bikram_sambat_text"]), (&json!("2083-03-15"), &json!("2083-03-15")));
        choose(&mut owner, "locale.dates", "user", "words");
        choose(&mut owner, "locale.digits", "user", "devanagari");
        let day = convert(&mut owner, "bikram_sambat=2083-03-15");
        assert_eq!((&day["date"], &day["bikram_sambat_text"]), (&json!("2026-06-29"), &json!("२०८३ असार १५")));
        let year = |client: &mut Client, year: i64| {
            let years = client.read("/bikram-sambat-years/")["results"].clone();
            years.as_array().and_then(|years| years.iter().find(|one| one["year"] == year)).cloned().expect("the year")
        };
        let published = json!([31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30]);
        let known = year(&mut owner, 2086);
        assert_eq!((&known["months"], &known["is_corrected"]), (&published, &json!(false)));
        let before = (convert(&mut owner, "date=2029-09-20"), year(&mut owner, 2087)["first_day"].clone());
        let correct = |client: &mut Client, years: Json| {
            send(client, "POST", "/bikram-sambat-years/correct/", &json!({ "years": years }))
        };
        // Asoj has one day less and Kartik one more than the table says.
        let corrected = json!([31, 31, 32, 31, 31, 30, 31, 29, 30, 29, 30, 30]);
        let answer = correct(&mut owner, json!([{"year": 2086, "months": corrected}]));
        assert_eq!((answer.status, &answer.body["corrected"]), (200, &json!([2086])), "{}", answer.body);
        let after = year(&mut owner, 2086);
        assert_eq!((&after["months"], &after["is_corrected"]), (&corrected, &json!(true)));
        assert_eq!(year(&mut owner, 2087)["first_day"], before.1, "the next year begins when it did");
        assert_eq!(convert(&mut owner, "bikram_sambat=2086-07-31")["date"], json!("2029-11-16"));
        for (years, field) in [
            (json!([{"year": 2086, "months": [31, 31, 32, 31, 31, 31, 31, 29, 30, 29, 30, 30]}]), "years"),
            (json!([{"year": 2086, "months": [31, 31, 33, 31, 31, 30, 30, 29, 30, 29, 30, 30]}]), "years.0.months.2"),
            (json!([{"year": 2086, "months": [32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32, 32]}]), "years.0.months"),
            (json!([{"year": 2086, "months": [31, 31]}]), "years.0.months"),
            (json!([{"year": 1900, "months": published}]), "years.0.year"),
            (json!([{"year": 2086, "months": published}, {"year": 2088, "months": published}]), "years.1.year"),
            (json!([]), "years"),
        ] {
            let refused = correct(&mut owner, years.clone());
            assert_eq!(refused.status, 422, "{years}: {}", refused.body);
            let fields = refused.body["errors"].as_array().expect("errors");
            assert!(fields.iter().any(|error| error["field"] == field), "{years}: {}", refused.body);
        }
        assert_eq!(year(&mut owner, 2086), after, "what was refused has changed nothing");
        // Two years together may move the New Year between them; what is behind them stays.
        let long = json!({"year": 2087, "months": [31, 31, 32, 32, 31, 30, 30, 29, 30, 30, 30, 30]});
        let usual = json!({"year": 2088, "months": [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31]});
        let short = json!({"year": 2088, "months": [30, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31]});
        let kept = (year(&mut owner, 2088), year(&mut owner, 2089));
        assert_eq!(correct(&mut owner, json!([long, usual])).status, 422, "together they have a day more");
        assert_eq!(correct(&mut owner, json!([long, short])).status, 200);
        assert_ne!(year(&mut owner, 2088)["first_day"], kept.0["first_day"]);
        assert_eq!(year(&mut owner, 2089), kept.1);
        // The lengths of the table again are no correction any more.
        let next = json!({"year": 2087, "months": [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30]});
        let back = correct(&mut owner, json!([{"year": 2086, "months": published}, next, usual]));
        assert_eq!((back.status, &back.body["corrected"]), (200, &json!([])), "{}", back.body);
        assert_eq!(year(&mut owner, 2088), kept.0);
        assert_eq!(convert(&mut owner, "date=2029-09-20"), before.0);
        for (query, field) in [("date=1900-01-01", "date"), ("bikram_sambat=2083-03-33", "bikram_sambat"), ("", "date")]
        {
            let refused = send(&mut owner, "GET", &format!("/calendar/convert/?{query}"), &Json::Null);
            assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!(field)), "{query}");
        }
        let mut cashier = program.client_of("cashier");
        assert_eq!(convert(&mut cashier, "date=2026-06-29")["bikram_sambat"], json!("2083-03-15"));
        let refused = correct(&mut cashier, json!([{"year": 2086, "months": published}]));
        assert_eq!(refused.status, 403);
        verify(&mut program);
    }
}

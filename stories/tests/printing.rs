//! Documents are printed: a paper is made once, is a file of its document, and is the same whenever it is printed again.

use command::Limits;
use kernel::Result;
use serde_json::{Value as Json, json};
use std::io::Read;
use std::sync::Arc;
use stories::{Client, Program, command_named, shop};
use testkit::{Company, Database, MailServer, TENANT, databases};
use uuid::Uuid;

/// A picture of 2 × 2 pixels.
const LOGO: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00\xfd\xd4\x9as\x00\x00\x00\x10IDATx\x9ccX\xa5\xc4\x00D\x0c\x10\x0a\x00\x19\x06\x031\xfa\xbf\xdd\x82\x00\x00\x00\x00IEND\xaeB`\x82";

/// Has something printed; the answer.
fn print(client: &mut Client, body: &Json) -> Json {
    let answer = client.post("/api/v1/prints/", None, body).expect("answered");
    assert!([201, 202].contains(&answer.status), "{body}: {}", answer.body);
    answer.body
}

/// The status and the content at a path below `/api/v1`.
fn content(client: &Client, path: &str) -> (u16, Vec<u8>) {
    let mut answer = Vec::new();
    let mut stream = client.open(&format!("/api/v1{path}"), "*/*").expect("asked");
    stream.read_to_end(&mut answer).expect("read");
    let end = answer.windows(4).position(|part| part == b"\r\n\r\n").expect("headers");
    let content = answer.split_off(end + 4);
    let status = String::from_utf8_lossy(&answer)[9..12].parse().expect("a status");
    (status, content)
}

/// Asks until it is made; its content.
fn made(client: &Client, path: &str) -> Vec<u8> {
    loop {
        match content(client, path) {
            (200, content) => return content,
            (status, problem) => {
                let problem: Json = serde_json::from_slice(&problem).expect("a problem");
                assert_eq!((status, &problem["code"]), (409, &json!("being_made")), "{problem}");
            }
        }
    }
}

fn paper(client: &Client, print: &Json) -> Vec<u8> {
    made(client, &format!("/prints/{}/content/", print["id"].as_str().expect("an id")))
}

/// What a PDF says.
fn words(pdf: &[u8]) -> String {
    let read = lopdf::Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = read.get_pages().into_keys().collect();
    let words = read.extract_text(&pages).expect("words");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn bengali_digits(digits: &str) -> String {
    digits.chars().map(|digit| digit.to_digit(10).and_then(|n| char::from_u32(0x9e6 + n)).unwrap_or(digit)).collect()
}

fn choose(client: &mut Client, name: &str, value: &Json) -> (u16, Json) {
    let answer = client.send("PUT", &format!("/api/v1/settings/{name}/"), &json!({"value": value})).expect("answered");
    (answer.status, answer.body)
}

/// A shop with lamps, a customer, and a sale to her that is paid in part; the number of the sale.
fn lamp_shop(database: Database) -> (Program, Client, String) {
    let (program, mut client) = shop(database);
    client.make("/tax-categories/", &json!({"code": "vat", "name": "VAT", "rate": "0.2"}));
    client.make(
        "/products/",
        &json!({"sku": "LAMP", "name": "Lamp of brass", "unit": "piece", "selling_price": "1250",
        "tax_category": "vat", "barcode": "4006381333931"}),
    );
    let stock = json!([{"sku": "LAMP", "quantity": 9, "unit_cost": "600"}]);
    client.make("/stock/receive/", &json!({"warehouse": "main", "lines": stock}));
    client.make(
        "/customers/",
        &json!({"code": "ANN", "name": "Ann Onymous", "address": "1 Main Road\nYork", "tax_id": "GB 77"}),
    );
    let sale = json!({"customer": "ANN", "lines": [{"sku": "LAMP", "quantity": "2", "discount": "100"}],
        "payments": [{"method": "cash", "amount": "500"}]});
    let sale = client.make("/sales/", &sale)["number"].as_str().expect("a number").to_owned();
    (program, client, sale)
}

fn end(mut program: Program) {
    program.kill();
    program.succeed(&["verify", "--tenant", "acme"]);
}

#[test]
fn a_sale_is_printed_on_every_paper_and_again() {
    for database in databases() {
        let (program, mut owner, sale) = lamp_shop(database);
        let mut cashier = program.client_of("cashier");
        let id = owner.read(&format!("/sales/{sale}/"))["id"].clone();
        for (n, kind) in ["a4", "a5", "80mm", "escpos"].into_iter().enumerate() {
            let body = json!({"record": "sales", "row": sale, "paper": kind});
            let first = print(&mut cashier, &body);
            assert_eq!([&first["copies"], &first["number"], &first["row"]], [&json!(1), &json!(sale), &id]);
            let pdf = paper(&owner, &first);
            if kind == "escpos" {
                let slip = String::from_utf8_lossy(&pdf);
                assert!(
                    slip.starts_with("\u{1b}@") && slip.contains("Lamp of brass") && !slip.contains("\u{1b}p"),
                    "{slip}"
                );
            } else {
                let words = words(&pdf);
                for said in [
                    "Invoice",
                    &sale,
                    "Acme",
                    "Ann Onymous",
                    "Lamp of brass",
                    "GB 77",
                    "2,400.00",
                    "VAT 20 %",
                    "500.00",
                ] {
                    assert!(words.contains(said), "{kind}: {said}: {words}");
                }
            }
            let again = print(&mut owner, &body);
            assert_eq!([&again["id"], &again["copies"]], [&first["id"], &json!(2)]);
            assert_eq!(paper(&owner, &again), pdf);
            let known = owner.read(&format!("/prints/{}/", again["id"].as_str().expect("an id")));
            let who: Vec<&str> =
                known["printed"].as_array().expect("copies").iter().filter_map(|copy| copy["name"].as_str()).collect();
            assert_eq!((who.len(), &known["printed"][1]["n"]), (2, &json!(1)), "{known}");
            assert_ne!(who[0], who[1]);
            let listed = owner.read(&format!("/prints/?record=sales&row={sale}"));
            assert_eq!(listed["count"], json!(n + 1));
        }
        // What was chosen afterwards does not change what was printed.
        assert_eq!(choose(&mut owner, "printing.footer", &json!("Thank you\nand come again")).0, 200);
        let usual = json!({"record": "sales", "row": sale});
        let again = print(&mut owner, &usual);
        assert_eq!([&again["paper"], &again["copies"]], [&json!("a4"), &json!(3)]);
        assert!(!words(&paper(&owner, &again)).contains("come again"));
        let bengali = print(&mut owner, &json!({"record": "sales", "row": sale, "paper": "a4", "language": "bn"}));
        assert_eq!(bengali["copies"], json!(1));
        let content = paper(&owner, &bengali);
        assert!(words(&content).contains("come again") && content != paper(&owner, &again));
        // They are files of the sale, and stay.
        let files = owner.read(&format!("/attachments/?record=sales&row={sale}"));
        assert_eq!(files["count"], json!(5), "{files}");
        assert_eq!(
            (&files["results"][0]["name"], &files["results"][0]["media_type"]),
            (&json!(format!("{sale} a4 en.pdf")), &json!("application/pdf"))
        );
        let file = format!("/api/v1/attachments/{}/", files["results"][0]["id"].as_str().expect("an id"));
        let refused = owner.send("DELETE", &file, &json!({})).expect("answered");
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("in_use")), "{}", refused.body);
        end(program);
    }
}

#[test]
fn credit_notes_receipts_and_statements_are_printed() {
    for database in databases() {
        let (program, mut owner, sale) = lamp_shop(database);
        let back = owner.make(
            &format!("/sales/{sale}/return/"),
            &json!({"lines": [{"line": 1, "quantity": "1"}], "reason": "Broken"}),
        );
        let back = back["number"].as_str().expect("a number");
        let receipt = owner.make("/receipts/", &json!({"customer": "ANN", "method": "bank", "amount": "200"}));
        let receipt = receipt["number"].as_str().expect("a number");
        let note = print(&mut owner, &json!({"record": "sales", "row": back}));
        let words_of = |owner: &Client, print: &Json| words(&paper(owner, print));
        let said = words_of(&owner, &note);
        for expected in ["Credit note", back, "For invoice", &sale, "Broken", "Credited"] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        let paid = print(&mut owner, &json!({"record": "receipts", "row": receipt, "paper": "a5"}));
        let said = words_of(&owner, &paid);
        for expected in ["Receipt", receipt, "GBP 200.00", "Bank transfer", "Ann Onymous"] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        let statement = json!({"record": "customers", "row": "ANN"});
        let first = print(&mut owner, &statement);
        let said = words_of(&owner, &first);
        for expected in ["Statement of account", &sale, back, receipt, "Opening balance", "Closing balance"] {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        assert_eq!(print(&mut owner, &statement)["copies"], json!(2), "nothing was posted in between");
        owner.make("/receipts/", &json!({"customer": "ANN", "method": "bank", "amount": "17"}));
        let later = print(&mut owner, &statement);
        assert_eq!(later["copies"], json!(1));
        assert!(words_of(&owner, &later).contains("17.00"));
        let known = json!({"record": "customers", "row": "ANN", "from": first["from"], "to": first["to"], "as_known_at": first["as_known_at"]});
        let again = print(&mut owner, &known);
        assert_eq!([&again["id"], &again["copies"]], [&first["id"], &json!(3)]);
        end(program);
    }
}

#[test]
fn letter_is_written_looked_at_printed_and_stays() {
    for database in databases() {
        let (program, mut owner, _) = lamp_shop(database);
        let letter = owner.make(
            "/letters/",
            &json!({"party": "ANN", "date": "2026-03-01", "subject": "Your lamps",
            "text": "Dear Ann,\n\nthe lamps have come.\nThey are of brass.\n\n\nYours"}),
        );
        assert_eq!([&letter["code"], &letter["party"]], [&json!("L00001"), &json!("ANN")]);
        let looked = owner.make("/prints/preview/", &json!({"record": "letters", "row": "L00001"}));
        let looked = words(&made(&owner, &format!("/printouts/{}/content/", looked["id"].as_str().expect("an id"))));
        assert!(looked.contains("PREVIEW") && looked.contains("Your lamps"), "{looked}");
        let path = "/api/v1/letters/L00001/";
        let changed = owner.send("PATCH", path, &json!({"subject": "Your lamp"})).expect("answered");
        assert_eq!(changed.status, 200, "{}", changed.body);
        let body = json!({"record": "letters", "row": "L00001", "language": "bn"});
        let printed = print(&mut owner, &body);
        let said = words(&paper(&owner, &printed));
        for expected in ["L00001", "Ann Onymous", "1 Main Road", "Dear Ann,", "the lamps have come. They are of brass."]
        {
            assert!(said.contains(expected), "{expected}: {said}");
        }
        assert_eq!(print(&mut owner, &body)["copies"], json!(2));
        for (method, body, code) in
            [("PATCH", json!({"subject": "Else"}), "letter_is_printed"), ("DELETE", json!({}), "in_use")]
        {
            let refused = owner.send(method, path, &body).expect("answered");
            assert_eq!((refused.status, &refused.body["code"]), (409, &json!(code)), "{}", refused.body);
        }
        end(program);
    }
}

#[test]
fn papers_have_a_letterhead_and_can_be_looked_at() {
    for database in databases() {
        let (program, mut owner, sale) = lamp_shop(database);
        let file = owner.post_file("/api/v1/files/?record=sites&row=main&name=logo.png", None, LOGO).expect("answered");
        assert_eq!(file.status, 201, "{}", file.body);
        for (name, value) in [
            ("printing.logo", file.body["id"].clone()),
            ("printing.address", json!("12 High Street\nYork")),
            ("printing.colour", json!("#aa2200")),
            ("printing.qr", json!("https://pay.example/{number}?amount={due}{currency}")),
        ] {
            assert_eq!(choose(&mut owner, name, &value).0, 200, "{name}");
        }
        for (name, value) in [("printing.colour", "red"), ("printing.logo", "a.png"), ("printing.paper", "a3")] {
            assert_eq!(choose(&mut owner, name, &json!(value)).0, 422, "{name}");
        }
        let look = |owner: &mut Client, body: &Json| {
            let looked = owner.make("/prints/preview/", body);
            made(owner, &format!("/printouts/{}/content/", looked["id"].as_str().expect("an id")))
        };
        let specimen = words(&look(&mut owner, &json!({})));
        for said in ["PREVIEW", "12 High Street", "SPECIMEN", "2,200.00"] {
            assert!(specimen.contains(said), "{said}: {specimen}");
        }
        let looked = words(&look(&mut owner, &json!({"record": "sales", "row": sale})));
        assert!(looked.contains("PREVIEW") && looked.contains(&sale), "{looked}");
        assert_eq!(owner.read(&format!("/prints/?record=sales&row={sale}"))["count"], json!(0), "nothing was printed");
        let slip = look(&mut owner, &json!({"record": "sales", "row": sale, "paper": "escpos"}));
        let asked = format!("https://pay.example/{}?amount=2380.00GBP", sale.replace('-', "%2D"));
        assert!(String::from_utf8_lossy(&slip).contains(&asked), "{}", String::from_utf8_lossy(&slip));
        // Who did not ask for it does not see it.
        let looked = owner.make("/prints/preview/", &json!({}));
        let cashier = program.client_of("cashier");
        let path = format!("/printouts/{}/content/", looked["id"].as_str().expect("an id"));
        assert_eq!(content(&cashier, &path).0, 404);
        end(program);
    }
}

#[test]
fn reports_are_printed_as_far_as_one_may_see_them() {
    for database in databases() {
        let (program, mut owner, sale) = lamp_shop(database);
        let printed = |owner: &mut Client, body: &Json| {
            let printout = owner.make("/prints/report/", body);
            words(&made(owner, &format!("/printouts/{}/content/", printout["id"].as_str().expect("an id"))))
        };
        let balance = owner.read("/reports/trial-balance/");
        let trial = printed(&mut owner, &json!({"report": "trial-balance"}));
        for said in ["Trial balance", "Trade receivables", "Currency", "GBP"] {
            assert!(trial.contains(said), "{said}: {trial}");
        }
        let total = balance["total_debit"].as_str().expect("a total");
        assert!(trial.replace(',', "").contains(total), "{total}: {trial}");
        let parameters = json!([{"name": "customer", "value": "ANN"}]);
        let statement =
            printed(&mut owner, &json!({"report": "customers-statement", "parameters": parameters, "paper": "a5"}));
        assert!(statement.contains(&sale) && statement.contains("2,380.00"), "{statement}");
        // Numbers and days are written as the company writes them, and the words of the report in the language of the paper.
        assert_eq!(choose(&mut owner, "locale.digits", &json!("bengali")).0, 200);
        assert_eq!(choose(&mut owner, "locale.dates", &json!("dmy")).0, 200);
        let statement = printed(
            &mut owner,
            &json!({"report": "customers-statement", "parameters": parameters, "paper": "a5", "language": "bn"}),
        );
        let day = owner.read("/reports/trial-balance/")["as_of"].as_str().expect("a day").to_owned();
        let parts: Vec<String> = day.split('-').rev().map(bengali_digits).collect();
        for said in ["২,৩৮০.০০", &parts.join("/")] {
            // Letters of this script stand in a PDF one by one.
            assert!(statement.replace(' ', "").contains(said), "{said}: {statement}");
        }
        let post =
            |client: &mut Client, body: &Json| client.post("/api/v1/prints/report/", None, body).expect("answered");
        let unknown = post(&mut owner, &json!({"report": "ghost"}));
        assert_eq!((unknown.status, &unknown.body["errors"][0]["field"]), (422, &json!("report")), "{}", unknown.body);
        assert_eq!(post(&mut owner, &json!({"report": "trial-balance", "paper": "escpos"})).status, 422);
        assert_eq!(post(&mut program.client_of("cashier"), &json!({"report": "trial-balance"})).status, 403);
        // What a report refuses is refused before its paper is made.
        for (parameter, value) in [("moon", "full"), ("to", "never")] {
            let parameters = json!([{"name": parameter, "value": value}]);
            let wrong = post(&mut owner, &json!({"report": "trial-balance", "parameters": parameters}));
            assert_eq!(wrong.status, 400, "{}", wrong.body);
            assert!(wrong.body["detail"].as_str().is_some_and(|why| why.contains(parameter)), "{}", wrong.body);
        }
        end(program);
    }
}

#[test]
fn paper_is_sent_by_email_to_whom_it_is_for() {
    for database in databases() {
        let (program, mut owner, sale) = lamp_shop(database);
        let printed = print(&mut owner, &json!({"record": "sales", "row": sale, "paper": "a4"}));
        let invoice = paper(&owner, &printed);
        let send = |client: &mut Client, id: &Json, body: &Json| {
            let path = format!("/api/v1/prints/{}/send/", id.as_str().expect("an id"));
            let answer = client.post(&path, None, body).expect("answered");
            (answer.status, answer.body)
        };
        // Before there is a mail server and an address, it says what is missing.
        assert_eq!(send(&mut owner, &printed["id"], &json!({})).1["code"], json!("no_mail_server"));
        let server = MailServer::start();
        for (name, value) in [
            ("mail.host", json!("127.0.0.1")),
            ("mail.port", json!(server.port)),
            ("mail.encryption", json!("none")),
            ("mail.from", json!("Acme <shop@acme.test>")),
        ] {
            assert_eq!(choose(&mut owner, name, &value).0, 200, "{name}");
        }
        let (status, refused) = send(&mut owner, &printed["id"], &json!({}));
        assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("to")), "{refused}");
        let (status, refused) = send(&mut owner, &printed["id"], &json!({"to": "nowhere"}));
        assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("to")), "{refused}");
        let slip = print(&mut owner, &json!({"record": "sales", "row": sale, "paper": "escpos"}));
        paper(&owner, &slip);
        assert_eq!(send(&mut owner, &slip["id"], &json!({"to": "ann@example.test"})).0, 409);

        let customer = owner.send("PATCH", "/api/v1/customers/ANN/", &json!({"email": "ann@example.test"}));
        assert_eq!(customer.expect("answered").status, 200);
        let (status, sent) = send(&mut owner, &printed["id"], &json!({}));
        assert_eq!((status, &sent["to"]), (202, &json!("ann@example.test")), "{sent}");
        let mail = server.next();
        assert_eq!(mail.to, "ann@example.test");
        let name = format!("{sale} a4 en.pdf");
        for said in [&format!("Invoice {sale} from"), &format!("Invoice {sale} is attached."), &name, "application/pdf"]
        {
            assert!(mail.content.contains(said), "{said}: {}", &mail.content[..1500]);
        }
        // The file that arrives is the paper, byte for byte.
        let coded: String = mail.content.split("base64").nth(1).expect("a file").lines().skip(1).collect();
        let coded = coded.split("--").next().unwrap_or_default().trim().to_owned();
        let begin = coded.find("JVBER").expect("a PDF");
        assert_eq!(invoice.len(), coded[begin..].trim_end_matches('=').len() * 3 / 4);
        let message = owner.read(&format!("/messages/?row_id={}", printed["row"].as_str().expect("a row")));
        assert_eq!((&message["count"], &message["results"][0]["channel"]), (&json!(1), &json!("email")), "{message}");
        // A cashier prints, but writes to nobody.
        let mut cashier = program.client_of("cashier");
        assert_eq!(send(&mut cashier, &printed["id"], &json!({})).0, 403);
        end(program);
    }
}

#[test]
fn labels_are_printed_as_pdf_and_for_label_printers() {
    for database in databases() {
        let (program, mut owner, _) = lamp_shop(database);
        let labels = |owner: &mut Client, format: &str| {
            let body = json!({"labels": [{"product": "LAMP", "copies": 30}], "format": format});
            let printed = owner.make("/labels/", &body);
            made(owner, &format!("/printouts/{}/content/", printed["id"].as_str().expect("an id")))
        };
        for (format, pages) in [("a4", 2), ("50x30", 30)] {
            let pdf = labels(&mut owner, format);
            assert_eq!(lopdf::Document::load_mem(&pdf).expect("a PDF").get_pages().len(), pages, "{format}");
            assert_eq!(words(&pdf).matches("GBP 1,250.00").count(), 30);
        }
        let zpl = String::from_utf8(labels(&mut owner, "zpl")).expect("a text");
        assert!(zpl.starts_with("^XA^CI28") && zpl.contains("^FD400638133393^FS^PQ30^XZ"), "{zpl}");
        for (body, field) in [
            (json!({"labels": [{"product": "GHOST", "copies": 1}], "format": "zpl"}), "labels.0.product"),
            (json!({"labels": [{"product": "LAMP", "copies": 0}], "format": "zpl"}), "labels.0.copies"),
            (json!({"labels": [{"product": "LAMP", "copies": 5001}], "format": "zpl"}), "labels.0.copies"),
            (json!({"labels": [{"product": "LAMP", "copies": 1}], "format": "png"}), "format"),
        ] {
            let refused = owner.post("/api/v1/labels/", None, &body).expect("answered");
            assert_eq!((refused.status, &refused.body["errors"][0]["field"]), (422, &json!(field)), "{}", refused.body);
        }
        end(program);
    }
}

#[test]
fn a_paper_is_made_although_the_program_was_killed() {
    for database in databases() {
        let (mut program, mut owner, sale) = lamp_shop(database);
        for language in ["en", "bn"] {
            let body = json!({"record": "sales", "row": sale, "language": language});
            let answer = owner.post("/api/v1/prints/", Some(language), &body).expect("answered");
            program.kill();
            program.start();
            owner = program.client();
            // Whoever lost the answer asks again, and has printed once.
            let again = owner.post("/api/v1/prints/", Some(language), &body).expect("answered");
            assert_eq!((again.status, &again.body["id"]), (201, &answer.body["id"]));
            let content = paper(&owner, &again.body);
            assert!(content.starts_with(b"%PDF"));
            let known = owner.read(&format!("/prints/{}/", again.body["id"].as_str().expect("an id")));
            assert_eq!((&known["copies"], &known["bytes"]), (&json!(1), &json!(content.len())));
        }
        let files = owner.read(&format!("/attachments/?record=sales&row={sale}"));
        assert_eq!(files["count"], json!(2), "each is there once: {files}");
        end(program);
    }
}

const CLERK: Uuid = Uuid::from_u128(8);
/// Works in the north only.
const NORTH: Uuid = Uuid::from_u128(9);

/// A company with a site in the north, and a sale in each of its sites; their numbers.
fn branches(database: Database) -> (Company, String, String) {
    let modules = sanduk::modules::modules();
    let company = Company::with(Arc::new(database), TENANT, modules, identity::authorise, Limits::default());
    let steps = sanduk::tenant_setup::steps(company.registry.definitions());
    let body = json!({"name": "Acme", "currency": "GBP", "timezone": "UTC", "steps": steps});
    command_named(&company, "tenancy.company.open", &body).expect("set up");
    let make = |request: &str, body: Json| company.call(request, &body).expect(request).body;
    let north = make("POST /sites/", json!({"code": "north", "name": "North"}));
    make("POST /warehouses/", json!({"code": "north", "name": "North", "site": "north"}));
    make(
        "POST /products/",
        json!({"sku": "WORK", "name": "Work", "unit": "piece", "kind": "service", "selling_price": "5"}),
    );
    make("POST /customers/", json!({"code": "ANN", "name": "Ann"}));
    let own = json!([{"permission": "sales.sale.*", "scope": "own_sites"}, {"permission": "printing.*"},
        {"permission": "parties.customer.view"}]);
    make("POST /roles/", json!({"code": "branch", "name": "Branch", "permissions": own}));
    for (user, name, role, sites) in
        [(CLERK, "carl", "clerk", json!([])), (NORTH, "nora", "branch", json!([north["id"]]))]
    {
        let email = format!("{name}@acme.test");
        make("POST /members/", json!({"user": user, "email": email, "name": name, "role": role, "sites": sites}));
    }
    let sell = |warehouse: &str| {
        let payments = json!([{"method": "cash", "amount": "5"}]);
        let sale = json!({"warehouse": warehouse, "lines": [{"sku": "WORK", "quantity": 1}], "payments": payments});
        make("POST /sales/", sale)["number"].as_str().expect("a number").to_owned()
    };
    let (main, north) = (sell("main"), sell("north"));
    (company, main, north)
}

fn read(company: &Company, user: Uuid, url: &str) -> Result<Json> {
    let grants = company.read(|read| identity::granted(read, user))?;
    Ok(company.ask_with(grants, url)?.body)
}

#[test]
fn papers_have_the_right_of_their_document() {
    for database in databases() {
        let (company, main, north) = branches(database);
        let print = |user, body: Json| company.call_as(user, "POST /prints/", &body).map(|answer| answer.body);
        let code = |answer: Result<Json>| answer.expect_err("a refusal").code;
        let own = print(NORTH, json!({"record": "sales", "row": north})).expect("hers");
        let other = print(CLERK, json!({"record": "sales", "row": main})).expect("his");
        assert_eq!(code(print(NORTH, json!({"record": "sales", "row": main}))), "not_found");
        assert_eq!(code(print(NORTH, json!({"record": "receipts", "row": "1"}))), "permission_denied");
        assert_eq!(code(print(NORTH, json!({"record": "customers", "row": "ANN"}))), "permission_denied");
        let statement = print(CLERK, json!({"record": "customers", "row": "ANN"})).expect("a statement");
        for (paper, seen) in [(&own, true), (&other, false), (&statement, false)] {
            let id = paper["id"].as_str().expect("an id");
            let known = read(&company, NORTH, &format!("/prints/{id}/"));
            assert_eq!(known.is_ok(), seen, "{known:?}");
            let content = read(&company, NORTH, &format!("/prints/{id}/content/")).expect_err("not made yet").code;
            let expected = if seen {
                "being_made"
            } else if paper["record"] == "sales" {
                "not_found"
            } else {
                "permission_denied"
            };
            assert_eq!(content, expected);
        }
        assert_eq!(code(read(&company, NORTH, &format!("/prints/?record=sales&row={main}"))), "not_found");
        assert_eq!(code(read(&company, NORTH, "/prints/?record=customers&row=ANN")), "permission_denied");
        assert_eq!(
            read(&company, NORTH, &format!("/prints/?record=sales&row={north}")).expect("hers")["count"],
            json!(1)
        );

        // What has no paper, and what no paper is asked with.
        let refused = |body: Json| {
            let error = print(CLERK, body).expect_err("a refusal");
            (error.fields[0].field.clone(), error.fields[0].code)
        };
        let wrong = |field: &str, code| (field.to_owned(), code);
        assert_eq!(refused(json!({"record": "products", "row": "WORK"})), wrong("record", "no_paper"));
        assert_eq!(refused(json!({"record": "lamps", "row": "1"})), wrong("record", "not_found"));
        assert_eq!(
            refused(json!({"record": "sales", "row": main, "from": "2026-01-01"})),
            wrong("from", "only_statements")
        );
        assert_eq!(refused(json!({"record": "customers", "row": "ANN", "paper": "escpos"})), wrong("paper", "no_slip"));
        assert_eq!(refused(json!({"record": "sales", "row": main, "paper": "a3"})).0, "paper");
        assert_eq!(code(print(CLERK, json!({"record": "sales", "row": "GHOST"}))), "not_found");

        // Only the program makes papers; one that could not be made says why, and is made when it is printed again.
        let id = own["id"].as_str().expect("an id");
        let finish = json!({"content": null, "problem": "The logo is broken."});
        let by_hand = company.call_as(CLERK, &format!("POST /prints/{id}/finish/"), &finish).expect_err("a refusal");
        assert!(["system_only", "permission_denied"].contains(&by_hand.code), "{by_hand:?}");
        let mut body = finish.clone();
        body["id"] = own["id"].clone();
        command_named(&company, "printing.print.finish", &body).expect("finished");
        let problem = read(&company, NORTH, &format!("/prints/{id}/content/")).expect_err("not made");
        assert!(problem.code == "not_made" && problem.detail().contains("The logo is broken."), "{problem:?}");
        let again = print(NORTH, json!({"record": "sales", "row": north})).expect("again");
        assert_eq!((&again["problem"], &again["copies"]), (&Json::Null, &json!(2)));
        company.verify();
    }
}

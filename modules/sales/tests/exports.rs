//! The journal as a file holds what the lists show, and hides what they hide.

mod shop;

use command::{Grants, Scope};
use serde_json::{Value as Json, json};
use shop::{call, open, verify};
use std::collections::{BTreeMap, BTreeSet};
use testkit::{Company, databases};
use uuid::Uuid;

fn export(company: &Company, grants: Grants, url: &str) -> Vec<Json> {
    let file = company.export(grants, url).unwrap_or_else(|error| panic!("{url}: {error:?}"));
    file.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
}

/// All rows of a list, oldest first.
fn list(company: &Company, grants: Grants, url: &str) -> Vec<Json> {
    let (mut rows, mut next) = (Vec::new(), Some(url.to_owned()));
    while let Some(url) = next {
        let page = company.ask_with(grants.clone(), &url).unwrap_or_else(|error| panic!("{url}: {error:?}")).body;
        rows.extend(page["results"].as_array().expect("rows").iter().cloned());
        next = page["next"].as_str().map(str::to_owned);
    }
    rows.reverse();
    rows
}

/// The fields of `row` under the names that `names` gives them.
fn fields(row: &Json, names: &[(&str, &str)]) -> BTreeMap<String, Json> {
    names.iter().map(|(name, shown)| ((*shown).to_owned(), row[*name].clone())).collect()
}

/// Lamps and books sold for cash and on account, one lamp returned, a lamp moved to another branch, and an entry by hand.
fn trade(company: &Company) {
    call(company, "POST /sites/", json!({"code": "north", "name": "North"}));
    call(company, "POST /warehouses/", json!({"code": "north", "name": "North", "site": "north"}));
    let moved = json!([{"sku": "LAMP", "quantity": 1}]);
    call(company, "POST /stock/transfer/", json!({"from": "main", "to": "north", "lines": moved}));
    let lines =
        json!([{"sku": "LAMP", "quantity": 2}, {"sku": "BOOK", "quantity": 1}, {"sku": "DELIVERY", "quantity": 1}]);
    let sold = call(company, "POST /sales/", json!({"customer": "ann", "lines": lines}));
    let back = json!({"reason": "broken", "lines": [{"line": 1, "quantity": 1}]});
    call(company, &format!("POST /sales/{}/return/", sold["number"].as_str().expect("a number")), back);
    let lines = json!([{"account": "6000", "debit": "12.50"}, {"account": "1000", "credit": "12.50"}]);
    call(company, "POST /journal-entries/", json!({"business_date": "2026-01-01", "memo": "=SUM(A1)", "lines": lines}));
}

#[test]
fn exported_lines_are_those_of_the_list_with_names() {
    let names = ["entry", "n", "number", "business_date", "account", "account_name", "debit", "credit", "currency"];
    let names = names.into_iter().chain(["amount", "branch", "quantity", "units", "origin_entry", "origin_n"]);
    let names: Vec<(&str, &str)> =
        names.map(|name| (name, name)).chain([("party", "party_id"), ("product", "product_id")]).collect();
    let shown: Vec<(&str, &str)> = names.iter().map(|(_, shown)| (*shown, *shown)).collect();
    for database in databases() {
        let company = open(database);
        trade(&company);
        for filter in ["", "&kind=sale", "&account=1200", "&account=1200&kind=sale", "&memo=sum", "&from=2199-01-01"] {
            let exported = export(&company, Grants::all(), &format!("/journal-lines/export/?format=jsonl{filter}"));
            let listed = list(&company, Grants::all(), &format!("/journal-lines/?page_size=7{filter}"));
            let listed: Vec<_> = listed.iter().map(|row| fields(row, &names)).collect();
            assert_eq!(exported.iter().map(|row| fields(row, &shown)).collect::<Vec<_>>(), listed, "{filter}");
        }
        let lines = export(&company, Grants::all(), "/journal-lines/export/?format=jsonl");
        let minor =
            |row: &Json, side: &str| row[side].as_str().expect("money").replace('.', "").parse::<i64>().unwrap();
        let sum = |side: &str| lines.iter().map(|row| minor(row, side)).sum::<i64>();
        assert_eq!((sum("debit"), sum("debit") > 0), (sum("credit"), true));
        let values = |name: &str| lines.iter().filter_map(|row| row[name].as_str()).collect::<BTreeSet<_>>();
        assert_eq!(values("party"), ["ann"].into());
        assert_eq!(values("party_name"), ["ann"].into());
        assert_eq!(values("product"), ["BOOK", "CARD", "DELIVERY", "LAMP"].into());
        assert_eq!(values("branch_name"), ["Main site", "North"].into());
        assert_eq!(values("company_currency"), ["GBP"].into());
        let with_id = |name: &str| lines.iter().filter(|row| !row[name].is_null()).count();
        assert_eq!(with_id("product_id"), with_id("product_name"));
        assert_eq!(with_id("account_id"), lines.len());
        verify(&company);
    }
}

#[test]
fn exported_entries_are_those_of_the_list() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        for filter in ["", "&kind=sale_return", "&account=6000", "&to=2000-01-01"] {
            let exported = export(&company, Grants::all(), &format!("/journal-entries/export/?format=jsonl{filter}"));
            assert_eq!(exported, list(&company, Grants::all(), &format!("/journal-entries/?page_size=2{filter}")));
        }
        let csv = company.export(Grants::all(), "/journal-entries/export/?bom=true&memo=sum").expect("a file");
        let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}seq,id,kind,number,business_date,"), "{csv}");
        assert!(lines.len() == 2 && lines[1].contains(",'=SUM(A1),"), "{csv}");
        verify(&company);
    }
}

#[test]
fn export_is_the_journal_as_it_was_known_at_its_beginning() {
    for database in databases() {
        let company = open(database);
        let entry = company.registry.exports().find(|entry| entry.file == "journal-entries").expect("the export");
        let parameters = BTreeMap::from([("format".to_owned(), "jsonl".to_owned())]);
        let definitions = company.registry.definitions().clone();
        let begun = company.read(|read| entry.begin(read, parameters, None, Grants::all(), definitions));
        let (mut export, before) = (begun.expect("begun"), list(&company, Grants::all(), "/journal-entries/"));
        trade(&company);
        let part = company.read(|read| export.next(read)).expect("a part").expect("the first part");
        assert_eq!(String::from_utf8(part).expect("text").lines().count(), before.len());
        assert_eq!(company.read(|read| export.next(read)).expect("the end"), None);
        verify(&company);
    }
}

#[test]
fn entry_that_begins_on_one_page_and_ends_on_the_next_is_exported_once() {
    for database in databases() {
        let company = open(database);
        let pair = [json!({"account": "6000", "debit": "1"}), json!({"account": "1000", "credit": "1"})];
        let lines: Vec<Json> = pair.into_iter().cycle().take(750).collect();
        for _ in 0..3 {
            call(
                &company,
                "POST /journal-entries/",
                json!({"business_date": "2026-01-01", "memo": "large", "lines": lines}),
            );
        }
        let exported = export(&company, Grants::all(), "/journal-lines/export/?format=jsonl&memo=large");
        let places: Vec<i64> = exported.iter().map(|row| row["n"].as_i64().expect("a place")).collect();
        assert_eq!(places, [(); 3].iter().flat_map(|()| 1..=750).collect::<Vec<_>>());
        verify(&company);
    }
}

#[test]
fn cost_is_empty_and_limited_permissions_are_refused() {
    for database in databases() {
        let company = open(database);
        trade(&company);
        let clerk = Grants::new(vec![("ledger.*".to_owned(), Scope::All)]);
        let exported = export(&company, clerk.clone(), "/journal-lines/export/?format=jsonl");
        let listed = list(&company, clerk, "/journal-lines/");
        let shown = |row: &Json| ["debit", "credit", "amount"].map(|name| row[name].clone());
        let hidden = exported.iter().filter(|row| shown(row) == [Json::Null, Json::Null, Json::Null]).count();
        assert!(hidden > 0 && hidden < exported.len(), "{hidden} of {}", exported.len());
        assert_eq!(exported.iter().map(shown).collect::<Vec<_>>(), listed.iter().map(shown).collect::<Vec<_>>());

        let export = |grants, query: &str| company.export(grants, &format!("/journal-lines/export/{query}"));
        let granted = |scope| Grants::new(vec![("ledger.entry.view".to_owned(), scope)]);
        for limited in [Scope::Sites([Uuid::from_u128(1)].into()), Scope::Party(Uuid::from_u128(1))] {
            assert_eq!(export(granted(limited), "").unwrap_err().code, "scope_not_supported");
        }
        assert_eq!(export(Grants::new(Vec::new()), "").unwrap_err().code, "permission_denied");
        for (query, code) in [
            ("?format=xls", "invalid_parameter"),
            ("?bom=perhaps", "invalid_parameter"),
            ("?page_size=5", "unknown_parameter"),
            ("?account=0000", "invalid_parameter"),
            ("?from=2026-02-01&to=2026-01-01", "invalid"),
        ] {
            assert_eq!(export(granted(Scope::All), query).unwrap_err().code, code, "{query}");
        }
        verify(&company);
    }
}

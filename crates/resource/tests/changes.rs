//! Offline tills keep copies of lists by `since`, on both databases.

use command::{Command, Module, Tx};
use kernel::{Id, Kind, Result};
use resource::Resource;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use store::{Migration, Record};
use testkit::{Company, databases};

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "article", unique(code), row_counted)]
struct Article {
    id: Id<Article>,
    #[field(code, max = 16)]
    code: String,
    #[field(references = Article)]
    replaces: Option<Id<Article>>,
    #[field(default = "true")]
    is_sold: bool,
}

/// A table that does not record its changes.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "label", unstamped)]
struct Label {
    id: Id<Label>,
}

impl Resource for Article {
    const ORDER: &'static [&'static str] = &["code"];
    const FILTERS: &'static [&'static str] = &["code"];
}

impl Resource for Label {
    const ORDER: &'static [&'static str] = &["id"];
}

/// Creates the articles `A00001`, `A00002` … from number `first` on, all in one command.
#[derive(Serialize, Deserialize)]
struct Deliver {
    first: usize,
    count: usize,
}

impl Command for Deliver {
    const NAME: &'static str = "test.article.deliver";
    type Output = ();
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        for n in self.first..self.first + self.count {
            let id = tx.id();
            resource::insert(tx, Article { id, code: format!("A{n:05}"), replaces: None, is_sold: true })?;
        }
        Ok(())
    }
}

fn modules() -> Vec<Module> {
    let sql = "CREATE TABLE article (id uuid PRIMARY KEY, code text NOT NULL, code_key text NOT NULL UNIQUE, replaces uuid, is_sold boolean NOT NULL,
            version bigint NOT NULL, created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL,
            changed_seq bigint NOT NULL);
        CREATE INDEX article_replaces ON article (replaces);
        CREATE INDEX article_changed ON article (changed_seq, id);
        CREATE TABLE label (id uuid PRIMARY KEY, version bigint NOT NULL);";
    let migrations = vec![Migration { module: "test", number: 1, sqlite: sql, postgres: sql }];
    let tables = vec![Article::TABLE, Label::TABLE];
    let mut module = Module { name: "test", migrations, tables, ..Module::default() };
    resource::serve::<Article>(&mut module, "articles", resource::operation_names!("test.article"));
    let names = resource::operation_names!("test.sold_article");
    resource::serve_role::<Article>(&mut module, "sold-articles", names, "is_sold");
    resource::serve_read_only::<Label>(&mut module, "labels", "test.label.view");
    vec![resource::module(), module]
}

fn companies() -> impl Iterator<Item = Company> {
    databases().into_iter().map(|database| Company::new(database, modules))
}

fn article(n: u128) -> String {
    uuid::Uuid::from_u128(n).to_string()
}

fn create(company: &Company, n: u128) {
    company.call("POST /articles/", &json!({"id": article(n), "code": format!("C{n}")})).unwrap();
}

fn change(company: &Company, n: u128, change: &Json) {
    company.call(&format!("PATCH /articles/{}/", article(n)), change).unwrap();
}

fn delete(company: &Company, n: u128) {
    company.call(&format!("DELETE /articles/{}/", article(n)), &Json::Null).unwrap();
}

fn ids(rows: &Json) -> Vec<String> {
    let id = |row: &Json| row.as_str().or(row["id"].as_str()).unwrap().to_owned();
    rows.as_array().unwrap().iter().map(id).collect()
}

/// A device that keeps the articles which one list shows.
struct Till {
    list: &'static str,
    copy: BTreeMap<String, Json>,
    seq: i64,
}

impl Till {
    fn new(list: &'static str) -> Till {
        Till { list, copy: BTreeMap::new(), seq: 0 }
    }

    /// Takes over a page; returns the link to the next one.
    fn take(&mut self, page: &Json) -> Option<String> {
        for id in ids(&page["deleted"]) {
            self.copy.remove(&id);
        }
        for row in page["results"].as_array().unwrap() {
            let mut row = row.clone();
            let fields = row.as_object_mut().unwrap();
            let changed = fields.remove("changed_seq").unwrap().as_i64().unwrap();
            assert!(changed > self.seq, "a row that changed before is sent again");
            let times = ["created_at", "updated_at"].map(|name| fields.remove(name).unwrap());
            assert!(times[0].as_str() <= times[1].as_str());
            self.copy.insert(row["id"].as_str().unwrap().to_owned(), row);
        }
        page["next"].as_str().map(str::to_owned)
    }

    /// Takes over all changes; returns the ids of changed and of deleted rows. None comes twice.
    fn follow(&mut self, company: &Company, page_size: usize) -> (Vec<String>, Vec<String>) {
        let (mut changed, mut deleted) = (Vec::new(), Vec::new());
        let mut next = Some(format!("{}?since={}&page_size={page_size}", self.list, self.seq));
        let mut seq = self.seq;
        while let Some(url) = next {
            let page = company.ask(&url).unwrap().body;
            changed.extend(ids(&page["results"]));
            deleted.extend(ids(&page["deleted"]));
            next = self.take(&page);
            let rows = ids(&page["results"]).len() + ids(&page["deleted"]).len();
            assert!(if next.is_some() { rows == page_size } else { rows <= page_size }, "{url}: {rows} rows");
            assert!(page["seq"].as_i64().unwrap() >= seq);
            seq = page["seq"].as_i64().unwrap();
        }
        self.seq = seq;
        let distinct: BTreeSet<&String> = changed.iter().chain(&deleted).collect();
        assert_eq!(distinct.len(), changed.len() + deleted.len(), "a row comes twice");
        self.assert_equal_to_list(company);
        (changed, deleted)
    }

    fn assert_equal_to_list(&self, company: &Company) {
        let mut list = BTreeMap::new();
        let mut next = Some(format!("{}?page_size=1000", self.list));
        while let Some(url) = next {
            let page = company.ask(&url).unwrap().body;
            for row in page["results"].as_array().unwrap() {
                list.insert(row["id"].as_str().unwrap().to_owned(), row.clone());
            }
            next = page["next"].as_str().map(str::to_owned);
        }
        assert!(self.copy == list, "{} on {}", self.list, company.database.name);
    }
}

fn articles(numbers: &[u128]) -> Vec<String> {
    numbers.iter().map(|n| article(*n)).collect()
}

#[test]
fn offline_till_follows_changes_deletions_and_roles() {
    for company in companies() {
        (1..=5).for_each(|n| create(&company, n));
        let (mut all, mut sold) = (Till::new("/articles/"), Till::new("/sold-articles/"));
        assert_eq!(all.follow(&company, 2), (articles(&[1, 2, 3, 4, 5]), vec![]));
        assert_eq!(sold.follow(&company, 2), (articles(&[1, 2, 3, 4, 5]), vec![]));
        assert_eq!((all.seq, all.follow(&company, 2)), (5, (vec![], vec![])));

        // Changed, withdrawn from sale, deleted, and created and deleted between two calls.
        change(&company, 2, &json!({"replaces": "C1"}));
        change(&company, 4, &json!({"is_sold": false}));
        delete(&company, 3);
        create(&company, 6);
        delete(&company, 6);
        assert_eq!(all.follow(&company, 2), (articles(&[2, 4]), articles(&[3, 6])));
        assert_eq!(all.copy[&article(2)]["replaces"], json!("C1"));
        assert_eq!(sold.follow(&company, 2), (articles(&[2]), articles(&[4, 3, 6])));

        // Made anew with the same id, deleted for the second time, and sold again.
        create(&company, 3);
        create(&company, 6);
        change(&company, 6, &json!({"code": "D6"}));
        delete(&company, 6);
        change(&company, 4, &json!({"is_sold": true}));
        assert_eq!(all.follow(&company, 1), (articles(&[3, 4]), articles(&[6])));
        assert_eq!(sold.follow(&company, 100), (articles(&[3, 4]), articles(&[6])));

        // A new till gets the same, with every deleted article once.
        let mut new = Till::new("/articles/");
        assert_eq!(new.follow(&company, 1), (articles(&[1, 5, 2, 3, 4]), articles(&[6])));
        assert_eq!((&new.copy, new.seq), (&all.copy, all.seq));
        company.verify();
    }
}

#[test]
fn row_has_the_times_and_number_of_its_commands() {
    for company in companies() {
        create(&company, 1);
        create(&company, 2);
        change(&company, 1, &json!({"code": "renamed"}));
        let page = company.ask("/articles/?since=2").unwrap().body;
        let row = json!({"id": article(1), "code": "renamed", "replaces": null, "is_sold": true, "version": 2, "changed_seq": 3,
            "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:02Z"});
        assert_eq!(page, json!({"results": [row], "deleted": [], "next": null, "seq": 3}));
        let plain = company.ask("/articles/").unwrap().body;
        assert!(plain["results"][0].get("changed_seq").is_none() && plain.get("seq").is_none());
        // Commands that change no article are counted too, so that they are not walked again.
        company.run(Deliver { first: 1, count: 0 }).unwrap();
        assert_eq!(company.ask("/articles/?since=3").unwrap().body["seq"], json!(4));
    }
}

#[test]
fn three_thousand_changes_arrive_once_each() {
    for company in companies() {
        for n in 0..3 {
            company.run(Deliver { first: n * 1000 + 1, count: 1000 }).unwrap();
        }
        let mut till = Till::new("/articles/");
        // The pages end within commands, each of which has more rows than a page.
        assert_eq!(till.follow(&company, 70).0.len(), 3000);
        assert_eq!(till.seq, 3);
        let ids: Vec<String> = till.copy.keys().cloned().collect();
        for id in ids.iter().step_by(100) {
            company.call(&format!("DELETE /articles/{id}/"), &Json::Null).unwrap();
        }
        for id in ids.iter().skip(1).step_by(60) {
            company.call(&format!("PATCH /articles/{id}/"), &json!({"is_sold": false})).unwrap();
        }
        let (changed, deleted) = till.follow(&company, 7);
        assert_eq!((changed.len(), deleted.len(), till.copy.len()), (50, 30, 2970));
    }
}

#[test]
fn interrupted_till_goes_on_from_the_seq_of_its_last_page() {
    for company in companies() {
        (1..=3).for_each(|n| create(&company, n));
        company.run(Deliver { first: 1, count: 5 }).unwrap();
        create(&company, 4);
        let mut till = Till::new("/articles/");
        let mut seqs = Vec::new();
        let mut next = Some("/articles/?since=0&page_size=2".to_owned());
        while let Some(url) = next {
            let page = company.ask(&url).unwrap().body;
            next = till.take(&page);
            seqs.push(page["seq"].as_i64().unwrap());
            let mut restarted = Till { seq: page["seq"].as_i64().unwrap(), copy: till.copy.clone(), ..till };
            restarted.follow(&company, 3);
        }
        // The five articles of command 4 fill the end of the second page, the third one and the fourth one.
        assert_eq!(seqs, [2, 3, 3, 4, 5]);
    }
}

#[test]
fn changes_between_two_pages_arrive_on_later_pages() {
    for company in companies() {
        (1..=6).for_each(|n| create(&company, n));
        let mut till = Till::new("/articles/");
        let first = company.ask("/articles/?since=0&page_size=2").unwrap().body;
        let mut next = till.take(&first);
        change(&company, 1, &json!({"code": "renamed"}));
        delete(&company, 2);
        delete(&company, 3);
        create(&company, 7);
        while let Some(url) = next {
            let page = company.ask(&url).unwrap().body;
            next = till.take(&page);
            till.seq = if next.is_none() { page["seq"].as_i64().unwrap() } else { till.seq };
        }
        till.assert_equal_to_list(&company);
        assert_eq!(till.seq, 10);
    }
}

#[test]
fn since_refuses_what_it_cannot_answer() {
    for company in companies() {
        create(&company, 1);
        let beyond = format!("/articles/?since=5&cursor=5-{}", article(1));
        for (url, word) in [
            ("/articles/?since=", "whole number"),
            ("/articles/?since=-1", "whole number"),
            ("/articles/?since=1.5", "whole number"),
            ("/articles/?since=99999999999999999999", "whole number"),
            ("/articles/?since=0&page=2", "page cannot be combined with since"),
            ("/articles/?since=0&ordering=code", "ordering cannot be combined"),
            ("/articles/?since=0&search=x", "search cannot be combined"),
            ("/articles/?since=0&count=exact", "count cannot be combined"),
            ("/articles/?since=0&code=C1", "code cannot be combined"),
            ("/articles/?since=0&colour=red", "colour cannot be combined"),
            ("/articles/?since=0&page_size=1001", "page_size"),
            ("/articles/?since=0&cursor=zz", "cursor"),
            (&beyond, "cursor"),
            ("/labels/?since=0", "does not record its changes"),
        ] {
            let error = company.ask(url).unwrap_err();
            assert_eq!((error.kind, error.code), (Kind::Malformed, "invalid_parameter"), "{url}");
            assert!(error.detail().contains(word), "{url}: {}", error.detail());
        }
    }
}

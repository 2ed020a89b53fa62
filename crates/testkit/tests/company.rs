//! Runs the example in the documentation of [`testkit::Company`].

use command::{Command, Module, Tx};
use kernel::Result;
use serde::{Deserialize, Serialize};
use store::{Migration, Record, Value};
use uuid::Uuid;

#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "greeting")]
struct Greeting {
    id: Uuid,
    words: String,
    loud: bool,
}

#[derive(Serialize, Deserialize)]
struct Greet {
    words: String,
}

impl Command for Greet {
    const NAME: &'static str = "test.greeting.say";
    type Output = Uuid;
    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Uuid> {
        let id = tx.id::<Greeting>().uuid();
        tx.insert(Greeting { id, words: self.words.clone(), loud: self.words.ends_with('!') })?;
        Ok(id)
    }
}

fn modules() -> Vec<Module> {
    let sql = "CREATE TABLE greeting (id uuid PRIMARY KEY, words text NOT NULL, loud boolean NOT NULL, version bigint NOT NULL,
        created_at bigint NOT NULL, created_seq bigint NOT NULL, updated_at bigint NOT NULL, changed_seq bigint NOT NULL);";
    let migrations = vec![Migration { module: "test", number: 1, sqlite: sql, postgres: sql }];
    vec![Module { name: "test", migrations, ..Module::default() }]
}

#[test]
fn same_commands_produce_same_rows_on_both_databases() {
    let mut dumps = Vec::new();
    for database in testkit::databases() {
        let mut company = testkit::Company::new(database, modules);
        company.run(Greet { words: "Salām!".into() }).unwrap();
        assert_eq!(company.dry_run(Greet { words: "nothing remains".into() }).unwrap().get_version_num(), 7);
        company.run(Greet { words: "Karibu".into() }).unwrap();
        let before = company.dump();
        assert_eq!(before["greeting"].len(), 2);
        company.restart();
        testkit::assert_same(&before, &company.dump());
        company.run_as(Uuid::from_u128(7), Greet { words: "Hujambo".into() }).unwrap();
        let rows = company.read(|session| session.query("SELECT seq FROM head", &[])).unwrap();
        assert_eq!(rows, [[Value::Int(3)]]);
        company.sql("UPDATE greeting SET words = 'planted' WHERE loud").unwrap();
        assert!(company.dump()["greeting"].iter().any(|row| row.contains("planted")));
        dumps.push(company.dump());
    }
    for pair in dumps.windows(2) {
        testkit::assert_same(&pair[0], &pair[1]);
    }
}

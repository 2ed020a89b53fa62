//! Structs and migrations say the same: every table of every module, on both databases.

use command::Registry;
use std::collections::{BTreeMap, BTreeSet};
use store::{FieldKind, Session, Store, Table, Value};
use testkit::databases;
use uuid::Uuid;

const TENANT: Uuid = Uuid::from_u128(7);

/// Tables that are no records: what was migrated, and what the log-in keeps in the control tenant.
const OPERATIONAL: &[&str] = &["migration", "session", "signing_key", "password_reset"];

/// Commands only insert into them, but their rows may be erased, for privacy or after a time: they have no trigger.
const ERASABLE: [&str; 2] = ["command_body", "event"];

/// A table as the database has it.
#[derive(Default)]
struct Found {
    /// Type and whether it may be absent, by name.
    columns: BTreeMap<String, (String, bool)>,
    key: Vec<String>,
    /// Whether it is unique, and its columns.
    indexes: Vec<(bool, Vec<String>)>,
    has_trigger: bool,
}

fn texts(row: &[Value]) -> Vec<String> {
    row.iter().map(|value| if let Value::Text(text) = value { text.clone() } else { value.to_string() }).collect()
}

/// (table, column, type, optional), (table, index, unique, primary, place, column) and (table) of triggers.
fn sources(is_postgres: bool) -> [&'static str; 3] {
    match is_postgres {
        false => [
            "SELECT m.name, c.name, c.type, CASE WHEN c.\"notnull\" = 0 AND c.pk = 0 THEN 'yes' ELSE 'no' END \
             FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'",
            "SELECT m.name, l.name, CASE l.\"unique\" WHEN 1 THEN 'yes' ELSE 'no' END, CASE l.origin WHEN 'pk' THEN 'yes' ELSE 'no' END, \
             i.seqno, i.name FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) i \
             WHERE m.type = 'table' UNION ALL \
             SELECT m.name, 'rowid', 'yes', 'yes', 0, c.name FROM sqlite_master m, pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.pk = 1 AND c.type = 'INTEGER' ORDER BY 1, 2, 5",
            "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' GROUP BY tbl_name HAVING count(*) = 2",
        ],
        true => [
            "SELECT table_name::text, column_name::text, data_type::text, lower(is_nullable::text) \
             FROM information_schema.columns WHERE table_schema = current_schema()",
            "SELECT t.relname::text, i.relname::text, CASE WHEN x.indisunique THEN 'yes' ELSE 'no' END, \
             CASE WHEN x.indisprimary THEN 'yes' ELSE 'no' END, k.place::bigint, a.attname::text \
             FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid \
             JOIN pg_namespace s ON s.oid = t.relnamespace \
             CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attribute, place) \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attribute AND k.place <= x.indnkeyatts \
             WHERE s.nspname = current_schema() ORDER BY 1, 2, 5",
            "SELECT DISTINCT event_object_table::text FROM information_schema.triggers WHERE trigger_schema = current_schema()",
        ],
    }
}

fn found(session: &mut Session<'_>) -> BTreeMap<String, Found> {
    let [columns, indexes, triggers] = sources(session.conn().unwrap().is_postgres());
    let mut tables: BTreeMap<String, Found> = BTreeMap::new();
    for row in session.query(columns, &[]).unwrap() {
        let [table, column, kind, optional] = <[String; 4]>::try_from(texts(&row)).unwrap();
        tables.entry(table).or_default().columns.insert(column, (kind, optional == "yes"));
    }
    let mut last = (String::new(), String::new());
    for row in session.query(indexes, &[]).unwrap() {
        let [table, index, unique, primary, _, column] = <[String; 6]>::try_from(texts(&row)).unwrap();
        let found = tables.get_mut(&table).unwrap();
        if last != (table.clone(), index.clone()) {
            found.indexes.push((unique == "yes", Vec::new()));
            last = (table, index);
        }
        if primary == "yes" {
            found.key.push(column.clone());
        }
        found.indexes.last_mut().unwrap().1.push(column);
    }
    for row in session.query(triggers, &[]).unwrap() {
        tables.get_mut(&texts(&row)[0]).unwrap().has_trigger = true;
    }
    tables
}

/// What the migrations must call the type of a column.
fn sql_type(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Text | FieldKind::Choice(_) | FieldKind::Date | FieldKind::Words => "text",
        FieldKind::Bool => "boolean",
        FieldKind::Id => "uuid",
        FieldKind::Bytes => "bytea",
        _ => "bigint",
    }
}

fn compare(table: &Table, found: &Found, place: &str) {
    let name = |n: &usize| table.columns[*n].name.to_owned();
    let expected: BTreeSet<&str> =
        table.columns.iter().map(|column| column.name).chain(table.system_columns()).collect();
    let columns: BTreeSet<&str> = found.columns.keys().map(String::as_str).collect();
    assert_eq!(columns, expected, "{place}: columns of {}", table.name);
    for column in table.columns {
        let (kind, optional) = &found.columns[column.name];
        // On SQLite the key of one whole number is the row's place itself, which is written INTEGER.
        let kind = kind.to_lowercase().replace("integer", "bigint");
        assert_eq!(kind, sql_type(column.kind), "{place}: type of {}.{}", table.name, column.name);
        assert_eq!(*optional, column.nullable, "{place}: may {}.{} be absent", table.name, column.name);
    }
    let columns = |columns: &[usize]| columns.iter().map(name).collect::<Vec<_>>();
    let key = columns(table.key);
    let has = |wanted: &[String]| found.indexes.iter().any(|(unique, columns)| *unique && columns == wanted);
    assert!(found.key == key || has(&key), "{place}: key of {}: {:?}", table.name, found.key);
    for index in table.indexes {
        let wanted = columns(index.columns);
        let serves = |(unique, columns): &(bool, Vec<String>)| {
            if index.unique { *unique && *columns == wanted } else { columns.starts_with(&wanted) }
        };
        assert!(found.indexes.iter().any(serves), "{place}: no index of {} over {wanted:?}", table.name);
    }
    if table.audited {
        let wanted = ["changed_seq", "id"];
        let serves = found.indexes.iter().any(|(_, columns)| *columns == wanted);
        assert!(serves, "{place}: no index of {} over {wanted:?}", table.name);
    }
    let protected = table.append_only && !ERASABLE.contains(&table.name);
    assert_eq!(found.has_trigger, protected, "{place}: trigger of {}", table.name);
    if table.counters {
        let beside = table.columns.iter().enumerate().filter(|(n, _)| !table.key.contains(n));
        beside.for_each(|(_, column)| assert!(column.counter, "{}.{} is no counter", table.name, column.name));
        let optional = table.key.iter().find(|n| table.columns[**n].nullable);
        assert_eq!(optional, None, "{}: a key that may be absent never conflicts", table.name);
    }
}

#[test]
fn structs_and_migrations_say_the_same() {
    let (control, company) = (sanduk::modules::control().unwrap(), sanduk::modules::registry().unwrap());
    for database in databases() {
        let (before, after) = (control.migrations(), company.migrations());
        let store = Store::open(database.place.clone(), before, after, store::READ_TIME).unwrap();
        store.migrate(TENANT).unwrap();
        let both: [(Uuid, &Registry); 2] = [(store::CONTROL, &control), (TENANT, &company)];
        for (tenant, registry) in both {
            let tables = store.read(tenant, |session| Ok(found(session))).unwrap();
            for table in &registry.definitions().tables {
                let found = tables.get(table.name);
                compare(table, found.unwrap_or_else(|| panic!("{} is not migrated", table.name)), database.name);
            }
            let known = |name: &&String| registry.definitions().table(name).is_none();
            let unknown: Vec<&String> =
                tables.keys().filter(known).filter(|name| !OPERATIONAL.contains(&name.as_str())).collect();
            assert!(unknown.is_empty(), "{}: tables that no module lists: {unknown:?}", database.name);
        }
    }
}

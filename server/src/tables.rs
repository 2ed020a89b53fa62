//! The documentation of the data, written from the definitions: `sanduk tables`.

use command::{Module, Registry};
use store::{Column, FieldKind, Table};

/// Every table of the control tenant and of a company, as Markdown.
pub fn describe(control: &Registry, company: &Registry) -> String {
    let mut text = String::from(
        "# Data\n\nEvery table and what its columns mean. Written by `cargo xtask gen` from the definitions in the code; \
         `cargo xtask check` fails where it is not what the code says.\n",
    );
    for (title, registry) in [("A company", company), ("The control tenant", control)] {
        text.push_str(&format!("\n## {title}\n"));
        registry.modules().iter().filter(|module| !module.tables.is_empty()).for_each(|module| {
            text.push_str(&format!("\n### {}\n", module.name));
            module.tables.iter().for_each(|table| text.push_str(&of_table(module, table)));
        });
    }
    text
}

fn of_table(module: &Module, table: &Table) -> String {
    let names = |columns: &[usize]| {
        let names: Vec<&str> = columns.iter().map(|n| table.columns[*n].name).collect();
        format!("({})", names.join(", "))
    };
    let mut text = format!("\n#### {}\n\n{}\n\nKey {}.", table.name, table.meaning, names(table.key));
    for index in table.indexes {
        text.push_str(&format!(" {} {}.", if index.unique { "Unique" } else { "Index" }, names(index.columns)));
    }
    let flags = [
        (table.append_only, "append-only"),
        (table.hash_chained, "hash-chained"),
        (table.counters, "counters"),
        (table.row_counted, "row-counted"),
        (table.transient, "transient"),
        (table.unstamped, "unstamped"),
        (table.audited, "audited"),
        (table.company_currency, "in the company's currency"),
    ];
    let flags: Vec<&str> = flags.into_iter().filter(|(set, _)| *set).map(|(_, name)| name).collect();
    if !flags.is_empty() {
        text.push_str(&format!(" Flags: {}.", flags.join(", ")));
    }
    for resource in module.resources.iter().filter(|resource| resource.table.name == table.name) {
        text.push_str(&format!(" Served at `/{}/` (`{}`).", resource.plural, resource.view));
    }
    text.push_str("\n\n| column | type | meaning | references | flags |\n| --- | --- | --- | --- | --- |\n");
    table.columns.iter().for_each(|column| text.push_str(&of_column(column)));
    text
}

fn of_column(column: &Column) -> String {
    let (kind, optional) = (type_of(column), if column.nullable { ", optional" } else { "" });
    let flags = [
        (column.code, "code"),
        (column.search, "search"),
        (column.counter, "counter"),
        (column.read_only, "read-only"),
        (column.hidden, "hidden"),
    ];
    let mut flags: Vec<&str> = flags.into_iter().filter(|(set, _)| *set).map(|(_, name)| name).collect();
    let view = column.view.map(|permission| format!("needs `{permission}`"));
    flags.extend(view.as_deref());
    let references = column.references().unwrap_or_default();
    let (name, meaning, flags) = (column.name, column.meaning.replace('|', "\\|"), flags.join(", "));
    format!("| {name} | {kind}{optional} | {meaning} | {references} | {flags} |\n")
}

fn type_of(column: &Column) -> String {
    match column.kind {
        FieldKind::Text => format!("text of {}", column.max),
        FieldKind::Choice(words) => words.join(" / "),
        kind => format!("{kind:?}").to_lowercase(),
    }
}

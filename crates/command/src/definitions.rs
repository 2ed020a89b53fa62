//! What a program is made of as plain data: its tables, what is served from them, and its data steps.

use crate::{
    ApprovableEntry, Approvals, DataStep, DocumentDefinition, EffectEntry, Feature, FieldMeta, ImportTarget,
    InboundHook, JobKind, LiveTopic, PARTY_TABLE, SITE_TABLE, Scope, Scopes, SettingDefinition,
};
use kernel::{Result, Schema};
use money::Currency;
use std::collections::{BTreeMap, BTreeSet};
use store::{Column, FieldKind, Session, Table};
use uuid::Uuid;

/// The e-mail address of a user, if the company knows one.
pub type ActorEmail = fn(&mut Session<'_>, Uuid) -> Result<Option<String>>;

/// The currency of a company's books.
pub type CompanyCurrency = fn(&mut Session<'_>) -> Result<Currency>;

/// The IANA time zone of a company.
pub type CompanyTimezone = fn(&mut Session<'_>) -> Result<String>;

/// Whether an attachment hangs on the row of the list at `/plural/`.
pub type HasAttachment = fn(&mut Session<'_>, plural: &str, row: Uuid, attachment: Uuid) -> Result<bool>;

/// The fields that companies add to their lists.
#[derive(Clone, Copy, Debug)]
pub struct CustomFields {
    /// Those of the list at `/plural/`, each called `custom.` and its name.
    pub of_list: fn(&mut Session<'_>, plural: &str) -> Result<Vec<FieldMeta>>,
    /// What changes with any of them; `None` where there are none.
    pub version: fn(&mut Session<'_>) -> Result<Option<String>>,
}

/// The code of a row, by its id; `None` where there is no such row, or it has no code.
pub type CodeOf = fn(&mut Session<'_>, Uuid) -> Result<Option<String>>;

/// Finds the id of a served row within a scope by its id or code, or answers 404.
pub type FindRow = fn(&mut Session<'_>, &ResourceDefinition, &Scope, &str) -> Result<Uuid>;

/// A kind of document that a module posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentKind {
    /// Its name: `sale`, `goods_receipt` …
    pub name: &'static str,
    /// What its usual numbers begin with; none where its documents have no numbers of their own.
    pub prefix: Option<&'static str>,
}

/// All tables, resources and data steps of a program, in the order of its modules.
#[derive(Debug, Default)]
pub struct Definitions {
    /// Every table of a company.
    pub tables: Vec<&'static Table>,
    /// Everything that is served from a definition.
    pub resources: Vec<ResourceDefinition>,
    /// Every data step, in the order in which a company runs them.
    pub data_steps: Vec<DataStep>,
    /// Every permission with the scopes it honours: the names of all commands and queries, and those that modules declare beside
    /// them.
    pub permissions: BTreeMap<&'static str, Scopes>,
    /// The kinds of documents that the modules post, by name.
    pub document_kinds: BTreeMap<&'static str, DocumentKind>,
    /// The commands that may have to be approved, by name.
    pub approvable: BTreeMap<&'static str, ApprovableEntry>,
    /// Who decides whether they wait.
    pub approvals: Option<Approvals>,
    /// What dry runs tell beside the answer.
    pub effects: Vec<EffectEntry>,
    /// Every setting with the name of its module.
    pub settings: Vec<(&'static str, SettingDefinition)>,
    /// The events that the modules tell.
    pub events: BTreeSet<&'static str>,
    /// The events that a subscriber or a job hears.
    pub heard: BTreeSet<&'static str>,
    /// Those of them that a company may use: by rules of its own, and for other systems. Each with its fields.
    pub public_events: BTreeMap<&'static str, Schema>,
    /// The doors for other systems.
    pub doors: Vec<InboundHook>,
    /// The kinds of jobs.
    pub jobs: Vec<JobKind>,
    /// What users hear at once of what is theirs alone.
    pub live: Vec<LiveTopic>,
    /// The permission of every report that is a file too, by its name.
    pub reports: BTreeMap<String, &'static str>,
    /// The permissions of modules that can be switched off, each with the switch.
    pub features: BTreeMap<&'static str, Feature>,
    /// Finds the e-mail address of the user that executed a command.
    pub actor_email: Option<ActorEmail>,
    /// The currency of the company's books.
    pub currency: Option<CompanyCurrency>,
    /// The time zone of the company.
    pub timezone: Option<CompanyTimezone>,
    /// Whether an attachment hangs on a row.
    pub has_attachment: Option<HasAttachment>,
    /// The fields that the company has added to its lists.
    pub custom_fields: Option<CustomFields>,
    /// What files can be imported into beside the resources that are changed through their definition.
    pub imports: Vec<ImportTarget>,
}

impl Definitions {
    /// The table called `name`.
    pub fn table(&self, name: &str) -> Option<&'static Table> {
        self.tables.iter().find(|table| table.name == name).copied()
    }

    /// The setting called `name`, with the name of its module.
    pub fn setting(&self, name: &str) -> Option<(&'static str, SettingDefinition)> {
        self.settings.iter().find(|(_, setting)| setting.name == name).copied()
    }

    /// The data step `number` of `module`.
    pub fn data_step(&self, module: &str, number: i64) -> Option<&DataStep> {
        self.data_steps.iter().find(|step| (step.module, step.number) == (module, number))
    }

    /// The tables whose rows are part of the command chain, in the order in which a command's rows are digested.
    pub fn hash_chained(&self) -> Vec<&'static Table> {
        let mut tables: Vec<_> = self.tables.iter().filter(|table| table.hash_chained).copied().collect();
        tables.sort_by_key(|table| table.name);
        tables
    }

    /// Every column that holds the key of another table of the company, with its table and that other table.
    pub fn references(&self) -> impl Iterator<Item = (&'static Table, &'static Column, &'static Table)> {
        let columns = self.tables.iter().flat_map(|table| table.columns.iter().map(|column| (*table, column)));
        columns.filter_map(|(table, column)| Some((table, column, self.table(column.references()?)?)))
    }

    /// Every column that holds the key of the table called `name`, with its table.
    pub fn references_to(&self, name: &str) -> impl Iterator<Item = (&'static Table, &'static Column)> {
        let columns = self.tables.iter().flat_map(|table| table.columns.iter().map(|column| (*table, column)));
        columns.filter(move |(_, column)| column.references() == Some(name))
    }

    /// What is served at `/plural/`.
    pub fn resource(&self, plural: &str) -> Option<&ResourceDefinition> {
        self.resources.iter().find(|resource| resource.plural == plural)
    }

    /// What serves the rows whose ids `column` holds.
    pub fn serving(&self, column: &Column) -> Vec<ResourceDefinition> {
        let serves = |resource: &&ResourceDefinition| {
            column.references() == Some(resource.table.name) && resource.table.column("id").is_some()
        };
        let resources = self.resources.iter().filter(|_| column.kind == FieldKind::Id);
        resources.filter(serves).copied().collect()
    }
}

/// The parts of a day by which rows are grouped: the suffix of the column's name, and how many letters of the day they are.
pub const PERIODS: [(&str, usize); 2] = [("__month", 7), ("__year", 4)];

/// A table served under a name: what its endpoints, their description and screens are made from.
#[derive(Clone, Copy, Debug)]
pub struct ResourceDefinition {
    /// Its path: `tax-categories`.
    pub plural: &'static str,
    /// The table its rows are in.
    pub table: &'static Table,
    /// The column that is true in every row that is served: one table may be served in several roles.
    pub role: Option<&'static str>,
    /// Columns it may be ordered by; the first is the order of a list that asks for none, descending behind a minus.
    pub order: &'static [&'static str],
    /// Columns it may be filtered by.
    pub filters: &'static [&'static str],
    /// The permission of its reads: `catalog.tax_category.view`.
    pub view: &'static str,
    /// The commands that change it; `None` where only commands of the module itself write it.
    pub commands: Option<ResourceCommands>,
    /// How one of its rows is shown with its parts, if it is a document.
    pub document: Option<&'static DocumentDefinition>,
    /// The comparisons by which its list may be filtered by a column: `""` is equality, `gte` is `name__gte`.
    pub operators: fn(&Column) -> Vec<&'static str>,
    /// Finds one of its rows.
    pub find: FindRow,
    /// The code of one of its rows.
    pub code_of: CodeOf,
}

/// The names of the commands that change a resource's rows.
#[derive(Clone, Copy, Debug)]
pub struct ResourceCommands {
    /// Creates.
    pub create: &'static str,
    /// Updates.
    pub update: &'static str,
    /// Deletes.
    pub delete: &'static str,
    /// Brings back what was deleted, if it can be.
    pub restore: Option<&'static str>,
}

impl ResourceDefinition {
    /// The name of one row: `tax_category`.
    pub fn noun(&self) -> &'static str {
        self.view.split('.').nth(1).unwrap_or_default()
    }

    /// The column that says which row of `table`, that of sites or of parties, a row belongs to: its own id where it is such a
    /// row, else its only reference to that table.
    pub fn owner(&self, table: &str) -> Option<&'static Column> {
        if self.table.name == table {
            return self.table.column("id");
        }
        let is_owner = |column: &&Column| column.kind == FieldKind::Id && column.references() == Some(table);
        let mut columns = self.table.columns.iter().filter(is_owner);
        columns.next().filter(|_| columns.next().is_none())
    }

    /// The scopes it honours: those by whose owner it has a column.
    pub fn scopes(&self) -> Scopes {
        Scopes { sites: self.owner(SITE_TABLE).is_some(), party: self.owner(PARTY_TABLE).is_some() }
    }

    /// Whether `column` is the one that is true in every row that is served.
    pub fn is_role(&self, column: &Column) -> bool {
        self.role == Some(column.name)
    }

    /// The name under which rows show `column`, in the list as in the document; `None` where the document hides it.
    pub fn shown_as(&self, column: &Column) -> Option<&'static str> {
        let Some(document) = self.document else { return Some(column.name) };
        let renamed = document.header.renamed.iter().find(|(renamed, _)| *renamed == column.name);
        let name = renamed.map_or(column.name, |(_, name)| *name);
        (!document.header.hidden.contains(&column.name)).then_some(name)
    }

    /// The names by which rows can be grouped.
    pub fn group_keys(&self) -> impl Iterator<Item = String> {
        let columns = self.table.columns.iter().filter(|column| self.filters.contains(&column.name));
        columns.flat_map(|column| match column.kind {
            FieldKind::Date => {
                let periods = PERIODS.iter().map(|(suffix, _)| format!("{}{suffix}", column.name));
                [column.name.to_owned()].into_iter().chain(periods).collect()
            }
            FieldKind::Bool | FieldKind::Choice(_) => vec![column.name.to_owned()],
            _ if column.reference.is_some() => vec![column.name.to_owned()],
            _ => Vec::new(),
        })
    }

    /// The columns that can be summed, with the names under which they are shown. An amount needs its currency beside it.
    pub fn summable(&self) -> impl Iterator<Item = (&'static str, &'static Column)> {
        let has_currency = self.table.column("currency").is_some();
        let is_summable = move |column: &&Column| match column.kind {
            FieldKind::Amount => has_currency,
            kind => matches!(kind, FieldKind::Price | FieldKind::Quantity | FieldKind::Integer),
        };
        let columns = self.table.columns.iter().filter(|column| !column.hidden).filter(is_summable);
        columns.filter_map(|column| Some((self.shown_as(column)?, column)))
    }

    /// The column by which people know a row: its code, or the printed number of a document.
    pub fn code(&self) -> Option<&'static Column> {
        self.document.map_or_else(|| self.table.code(), |document| self.table.column(document.number))
    }

    /// The columns whose words `search=` looks at.
    pub fn search(&self) -> impl Iterator<Item = &'static Column> {
        self.table.columns.iter().filter(|column| column.search)
    }
}

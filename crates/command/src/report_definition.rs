//! What a report is as plain data: its parameters, columns, links and permissions.

use crate::Scopes;
use kernel::Field;
use std::borrow::Cow;
use store::choices;

choices! {
    /// What the cells of a column are.
    pub enum ColumnKind {
        /// A text.
        Text = "text",
        /// A whole number.
        Integer = "integer",
        /// Yes or no.
        Boolean = "boolean",
        /// A day.
        Date = "date",
        /// A moment.
        Instant = "instant",
        /// An amount in the report's currency, with all its decimals.
        Money = "money",
        /// A quantity of goods.
        Quantity = "quantity",
        /// The price of one unit, in the report's currency.
        Price = "price",
        /// A fraction, `0.25` for 25 %.
        Rate = "rate",
    }
}

impl ColumnKind {
    /// Whether its cells are numbers, which stand to the right.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Money | Self::Quantity | Self::Price | Self::Rate)
    }
}

/// A column of a report.
#[derive(Clone, Debug)]
pub struct ReportColumn {
    /// Its name in files for programs.
    pub name: Cow<'static, str>,
    /// Its name for people.
    pub label: Cow<'static, str>,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Whether totals show the sum of the lines above them.
    pub is_summed: bool,
    /// The permission to see it.
    pub view: Option<&'static str>,
    /// The parameter without which it is left out.
    pub when: Option<&'static str>,
    /// Where its cells lead.
    pub link: Option<Link>,
}

impl ReportColumn {
    /// A column of this kind.
    pub fn new(
        kind: ColumnKind,
        name: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
    ) -> ReportColumn {
        let (name, label) = (name.into(), label.into());
        ReportColumn { name, label, kind, is_summed: false, view: None, when: None, link: None }
    }

    /// A column of texts.
    pub fn text(name: &'static str, label: &'static str) -> ReportColumn {
        ReportColumn::new(ColumnKind::Text, name, label)
    }

    /// A column of amounts.
    pub fn money(name: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>) -> ReportColumn {
        ReportColumn::new(ColumnKind::Money, name, label)
    }

    /// The same, with sums in the totals.
    #[must_use]
    pub fn summed(self) -> ReportColumn {
        ReportColumn { is_summed: true, ..self }
    }

    /// The same, only for users who have this permission.
    #[must_use]
    pub fn view(self, permission: &'static str) -> ReportColumn {
        ReportColumn { view: Some(permission), ..self }
    }

    /// The same, only where this parameter is given.
    #[must_use]
    pub fn when(self, parameter: &'static str) -> ReportColumn {
        ReportColumn { when: Some(parameter), ..self }
    }

    /// The same, with cells that lead elsewhere.
    #[must_use]
    pub fn link(self, link: Link) -> ReportColumn {
        ReportColumn { link: Some(link), ..self }
    }
}

/// Where a cell leads: from a sum to what it is the sum of. A row without a value for one of the parameters leads nowhere.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// The path of a query, under `/api/v1`: `/reports/general-ledger/`.
    pub to: &'static str,
    /// Its parameters, those of the path too, and where their values come from.
    pub parameters: &'static [(&'static str, Source)],
}

/// Where the value of a link's parameter comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The cell of this column in the same row.
    Column(&'static str),
    /// This field of the JSON answer.
    Answer(&'static str),
    /// This parameter of the report, where it is given.
    Parameter(&'static str),
}

/// A parameter of a report.
#[derive(Clone, Debug)]
pub struct ReportParameter {
    /// Its name, type and meaning.
    pub field: Field,
    /// Its name for people.
    pub label: String,
    /// What it is where it is left out: a value, or `today`, or `year_start` for the first day of the fiscal year.
    pub default: Option<&'static str>,
    /// Whether it stands in the path.
    pub is_in_path: bool,
}

/// A report as plain data: what documentation, metadata and screens are made from.
#[derive(Clone, Debug)]
pub struct ReportDefinition {
    /// Its name, from its path: `trial-balance`, `customers-statement`.
    pub name: String,
    /// Its name for people: `Trial balance`.
    pub title: Cow<'static, str>,
    /// What it tells.
    pub about: String,
    /// Under `/api/v1`, with `{parameters}` and a trailing slash.
    pub path: String,
    /// Its operation in the documentation of the API.
    pub operation: String,
    /// The permission it needs.
    pub permission: &'static str,
    /// Permissions that it needs beside.
    pub needs: &'static [&'static str],
    /// The scopes it honours.
    pub scopes: Scopes,
    /// Its parameters; of what is served from a definition, which has parameters of its own, none.
    pub parameters: Vec<ReportParameter>,
    /// Its columns; an answer may add more, such as one for each branch.
    pub columns: Vec<ReportColumn>,
    /// Whether it is the table of a list, which has a screen of its own.
    pub is_list: bool,
}

impl ReportDefinition {
    /// The name of the report at `path`: the fixed parts of the path, without `reports`.
    pub(crate) fn name_of(path: &str) -> String {
        let is_fixed = |part: &&str| !part.is_empty() && !part.starts_with('{') && *part != "reports";
        path.split('/').filter(is_fixed).collect::<Vec<_>>().join("-")
    }
}

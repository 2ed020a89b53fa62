//! What stands on papers. Amounts, quantities and dates come as texts, as they are to be read.

use crate::codes::Code;
use serde::Serialize;

/// On what it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Sheet {
    /// 210 × 297 mm.
    #[serde(rename = "a4")]
    A4,
    /// 148 × 210 mm.
    #[serde(rename = "a5")]
    A5,
    /// The roll of a receipt printer, 80 mm wide and as long as it has to be.
    #[serde(rename = "80mm")]
    Roll,
}

/// The head and the foot of every paper of a company.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Letterhead {
    /// The name of the company.
    pub company: String,
    /// The lines below its name: address, numbers at offices, telephone.
    pub lines: Vec<String>,
    /// The lines at the foot of a page.
    pub footer: Vec<String>,
    /// The colour of headings and rules, `#1f4e79`.
    pub colour: String,
    /// The digits from 0 to 9 with which pages are numbered.
    pub digits: String,
    /// The content of a picture (PNG, JPEG, WebP or GIF).
    #[serde(serialize_with = "is_there")]
    pub logo: Option<Vec<u8>>,
}

/// Templates are told whether there is a logo; its content is a file of theirs.
fn is_there<S: serde::Serializer>(logo: &Option<Vec<u8>>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bool(logo.is_some())
}

/// Somebody to whom a paper is addressed.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Addressee {
    /// The name.
    pub name: String,
    /// The lines below: code, address, number at the tax office.
    pub lines: Vec<String>,
}

/// A name and what is said under it.
pub type Fact = (String, String);

/// An invoice or a credit note.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Trade {
    /// What it is.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Number, dates and whatever else says what it is.
    pub facts: Vec<Fact>,
    /// The customer, if known.
    pub customer: Option<Addressee>,
    /// What is sold or taken back.
    pub lines: Vec<TradeLine>,
    /// The sums, from above.
    pub sums: Vec<Sum>,
    /// The taxes in it.
    pub taxes: Vec<TaxSum>,
    /// Sentences below.
    pub notes: Vec<String>,
    /// A QR code, such as one to pay with.
    pub qr: Option<Code>,
    /// The number as a bar code, for slips.
    pub bars: Option<Code>,
    /// The text in `qr`.
    #[serde(skip)]
    pub qr_text: Option<String>,
}

/// A line of an invoice or a credit note.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TradeLine {
    /// The name of the product.
    pub name: String,
    /// Its code.
    pub sku: String,
    /// How many.
    pub quantity: String,
    /// Of which unit.
    pub unit: String,
    /// The price of one.
    pub price: String,
    /// What is taken off, if anything.
    pub discount: Option<String>,
    /// The rate of tax; none where it is not taxed.
    pub tax: Option<String>,
    /// What it comes to.
    pub amount: String,
}

/// A sum below the lines.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sum {
    /// What it is.
    pub label: String,
    /// How much.
    pub amount: String,
    /// Whether it is ruled off.
    pub strong: bool,
}

/// What is taxed at one rate.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TaxSum {
    /// The tax and its rate.
    pub name: String,
    /// What is taxed.
    pub net: String,
    /// The tax.
    pub tax: String,
}

/// The receipt of a payment.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Receipt {
    /// What it is.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Number, date and whatever else.
    pub facts: Vec<Fact>,
    /// Who paid.
    pub customer: Option<Addressee>,
    /// By which method.
    pub method: String,
    /// In which currency.
    pub currency: String,
    /// How much.
    pub amount: String,
}

/// A statement of account.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Statement {
    /// What it is.
    pub title: String,
    /// What stands at the foot of each page.
    pub number: String,
    /// Days, currency and whatever else.
    pub facts: Vec<Fact>,
    /// Whose account it is.
    pub customer: Option<Addressee>,
    /// Its first day.
    pub from: String,
    /// Its last day.
    pub to: String,
    /// The balance before the first day.
    pub opening: String,
    /// What happened, by date.
    pub lines: Vec<StatementLine>,
    /// The balance behind the last day.
    pub closing: String,
}

/// A line of a statement of account.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StatementLine {
    /// The day.
    pub date: String,
    /// The kind of document.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// When it is to be paid.
    pub due: Option<String>,
    /// What is owed more.
    pub debit: Option<String>,
    /// What is owed less.
    pub credit: Option<String>,
    /// What is owed then.
    pub balance: String,
}

/// A letter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Letter {
    /// What it is.
    pub title: String,
    /// What stands at the foot of each page.
    pub number: String,
    /// Date and whatever else.
    pub facts: Vec<Fact>,
    /// To whom.
    pub customer: Option<Addressee>,
    /// What it is about.
    pub subject: String,
    /// Its paragraphs, each of lines.
    pub paragraphs: Vec<Vec<String>>,
}

/// The table of a report.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReportTable {
    /// What it is.
    pub title: String,
    /// What stands at the foot of each page.
    pub number: String,
    /// Days, currency and whatever else.
    pub facts: Vec<Fact>,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// A column of a table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TableColumn {
    /// Its name.
    pub label: String,
    /// Whether it holds numbers, which stand to the right.
    pub number: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TableRow {
    /// A text for each column.
    pub cells: Vec<String>,
    /// Whether it is a sum or a heading.
    pub strong: bool,
}

/// A paper.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Form {
    /// An invoice or a credit note.
    Trade(Trade),
    /// The receipt of a payment.
    Receipt(Receipt),
    /// A statement of account.
    Statement(Statement),
    /// A letter.
    Letter(Letter),
    /// The table of a report.
    Report(ReportTable),
}

impl Form {
    /// How many lines, rows or paragraphs it has.
    pub(crate) fn length(&self) -> usize {
        match self {
            Form::Trade(trade) => trade.lines.len(),
            Form::Receipt(_) => 1,
            Form::Statement(statement) => statement.lines.len(),
            Form::Letter(letter) => letter.paragraphs.iter().map(Vec::len).sum(),
            Form::Report(report) => report.rows.len(),
        }
    }
}

//! Reading the file: every row becomes a [`Row`] or is refused with its line and the reason.

use crate::errors;
use crate::preset::{Columns, FIELDS, Preset, is_named};
use crate::product_facts::SeenProduct;
use command::FileContent;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use kernel::{Result, Text, tidy_code};
use money::{Price, Quantity};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::ops::RangeInclusive;
use std::sync::Arc;
use tables::{DateOrder, DateVotes, DecimalMark, DecimalVotes, Record, Source, decimal, moment, shown};

/// The most rows that one file may have.
const MAX_ROWS: usize = 2_000_000;

/// The file of an import, and what is known of the way it is written; the remainder is found out.
#[derive(Clone, Debug, Default)]
pub struct FileOptions {
    /// The file.
    pub content: FileContent,
    /// The preset; chosen by the header where it is left out.
    pub preset: Option<String>,
    /// Columns with other names: (field, column).
    pub columns: Vec<(String, String)>,
    /// The encoding, by a label of the WHATWG.
    pub encoding: Option<String>,
    /// The character between two fields.
    pub delimiter: Option<u8>,
    /// The order of the dates.
    pub dates: Option<DateOrder>,
    /// The decimal mark of quantities and prices.
    pub decimal: Option<DecimalMark>,
}

/// What is valid in the dates of a file.
pub struct Calendar {
    /// The time zone of the company.
    pub zone: TimeZone,
    /// The years that a document may be of.
    pub years: RangeInclusive<i16>,
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line it begins in; the header is line 1.
    pub line: u64,
    /// The product's code.
    pub product: Arc<str>,
    /// The quantity.
    pub quantity: Quantity,
    /// The date and time in the company's zone.
    pub at: DateTime,
    /// The price of one unit.
    pub price: Price,
    /// To whom it was sold.
    pub buyer: Arc<Buyer>,
}

/// To whom a row was sold.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Buyer {
    /// The customer's code.
    pub customer: Option<Arc<str>>,
    /// The customer's country.
    pub country: Option<Arc<str>>,
}

/// A row that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// The line it begins in.
    pub line: u64,
    /// The number of its document; empty where it has none.
    pub document: String,
    /// The document of the row before, which a row without a number may belong to.
    pub document_before: String,
    /// The reason.
    pub reason: String,
}

/// The rows of a file.
pub struct Content {
    /// The columns and codes of the file.
    pub preset: Preset,
    /// The rows that can be taken, by the numbers of their documents.
    pub documents: BTreeMap<Arc<str>, Vec<Row>>,
    /// The products of these rows, by the keys of their codes.
    pub products: BTreeMap<String, SeenProduct>,
    /// The rows that cannot be taken.
    pub refused: Vec<RefusedRow>,
    /// How the file is written.
    pub format: Format,
    /// The names in its first line, each with the field that it is.
    pub header: Vec<(String, Option<String>)>,
}

/// How a file is written.
#[derive(Clone, Debug)]
pub struct Format {
    /// Its encoding.
    pub encoding: &'static str,
    /// The character between two cells.
    pub delimiter: char,
    /// The order of its dates.
    pub dates: DateOrder,
    /// Its decimal mark.
    pub decimal: DecimalMark,
}

impl Default for Format {
    fn default() -> Format {
        Format { encoding: "UTF-8", delimiter: ',', dates: DateOrder::YearFirst, decimal: DecimalMark::Point }
    }
}

impl Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Format { encoding, delimiter, dates, decimal } = self;
        write!(f, "{encoding}, delimiter {delimiter:?}, dates {dates}, decimal {decimal}")
    }
}

/// Positions of the columns in the header, in the order of [`FIELDS`].
struct Positions([Option<usize>; FIELDS.len()]);

impl Positions {
    fn of(columns: &Columns, options: &FileOptions, header: &[String]) -> Result<Positions> {
        let mut positions = [None; FIELDS.len()];
        for (n, (field, name)) in FIELDS.iter().zip(columns.names()).enumerate() {
            let mut found = header.iter().enumerate().filter(|(_, column)| is_named(column, name));
            positions[n] = found.next().map(|(position, _)| position);
            let is_mapped = options.columns.iter().any(|(mapped, _)| mapped == field.name);
            if positions[n].is_none() && (field.needed || is_mapped) {
                return Err(errors::no_column(name, shown_header(header), field.name).at("map"));
            }
            if found.next().is_some() {
                return Err(errors::column_twice(name).at("map"));
            }
        }
        Ok(Positions(positions))
    }

    /// These names of columns, each with the field that it is.
    fn named(&self, names: Vec<String>) -> Vec<(String, Option<String>)> {
        let field =
            |place| self.0.iter().position(|position| *position == Some(place)).map(|n| FIELDS[n].name.to_owned());
        names.into_iter().enumerate().map(|(place, name)| (name, field(place))).collect()
    }

    fn cells<'a>(&self, record: &'a csv::StringRecord) -> [&'a str; FIELDS.len()] {
        self.0.map(|position| position.and_then(|position| record.get(position)).unwrap_or_default().trim())
    }
}

/// All rows of a file. It is read twice: first to find the order of the dates and the decimal mark, then for the rows.
///
/// # Errors
///
/// A field error where the file is no text of rows, or where its format has to be stated because it allows two readings.
pub fn read(options: &FileOptions, calendar: &Calendar) -> Result<Content> {
    let (encoding, delimiter) = (options.encoding.as_deref(), options.delimiter);
    let source = match &options.content {
        FileContent::OnDisk(path) => Source::open(path, encoding, delimiter)?,
        FileContent::InMemory(bytes) => Source::of_bytes(bytes.clone(), encoding, delimiter)?,
    };
    let mut names: Vec<String> = Vec::new();
    let (mut header, mut dates, mut decimals, mut count) = (None, DateVotes::default(), DecimalVotes::default(), 0);
    source.records(|record| {
        let Some((_, _, positions)) = &header else {
            names.extend(record.fields.iter().map(|column| column.trim().to_owned()));
            header = Some(read_header(options, record.fields)?);
            return Ok(());
        };
        let [_, _, _, quantity, date, price, _, _] = Positions::cells(positions, record.fields);
        dates.count(record.line, date);
        decimals.count(record.line, quantity);
        decimals.count(record.line, price);
        count += 1;
        if count > MAX_ROWS { Err(errors::too_many_rows(MAX_ROWS).at("file")) } else { Ok(()) }
    })?;
    let (preset, columns, positions) = header.ok_or_else(|| tables::empty_file().at("file"))?;
    let order = options.dates.map_or_else(|| dates.order(preset.dates), Ok)?;
    let mark = options.decimal.map_or_else(|| decimals.mark(), Ok)?;
    let format = Format {
        encoding: source.encoding.name(),
        delimiter: char::from(source.delimiter),
        dates: order,
        decimal: mark,
    };
    let parser = RowParser {
        preset: &preset,
        positions,
        columns,
        delimiter: char::from(source.delimiter),
        order,
        mark,
        calendar,
        kept: Kept::default(),
    };
    let (mut documents, mut products) = (BTreeMap::<_, Vec<Row>>::new(), BTreeMap::new());
    let (mut refused, mut is_header, mut before) = (Vec::new(), true, String::new());
    source.records(|record| {
        if std::mem::take(&mut is_header) || record.fields.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        let [number, ..] = parser.positions.cells(record.fields).map(tidy_code);
        match parser.row(&record)? {
            Ok(Parsed { document, description, row }) => {
                let product = products.entry(kernel::code_key(&row.product));
                product.or_insert_with(|| SeenProduct::new(&row)).count(&row, description);
                documents.entry(document).or_default().push(row);
            }
            Err(reason) => {
                let (line, document, document_before) = (record.line, number.clone(), before.clone());
                refused.push(RefusedRow { line, document, document_before, reason });
            }
        }
        if !number.is_empty() && number != before {
            // Most files have the rows of a document together: no room is kept for more.
            if let Some(rows) = documents.get_mut(&*before) {
                rows.shrink_to_fit();
            }
            before = number;
        }
        Ok(())
    })?;
    let header = parser.positions.named(names);
    Ok(Content { preset, documents, products, refused, format, header })
}

/// The names of the first columns, as a refusal lists them.
fn shown_header(header: &[String]) -> String {
    header.iter().take(20).map(|column| shown(column)).collect::<Vec<_>>().join(", ")
}

/// The preset, the number of columns and their positions, from the first row.
fn read_header(options: &FileOptions, fields: &csv::StringRecord) -> Result<(Preset, usize, Positions)> {
    let header: Vec<String> = fields.iter().map(|column| column.trim().to_owned()).collect();
    let mut preset = match &options.preset {
        Some(name) => Preset::named(name)?,
        None => Preset::of_header(&header).unwrap_or_else(Preset::plain),
    };
    for (n, (field, column)) in options.columns.iter().enumerate() {
        if let Some((_, other)) = options.columns[..n].iter().find(|(mapped, _)| mapped == field) {
            return Err(errors::mapped_twice(field, other, column).at("map"));
        }
        preset.columns.map(field, column)?;
    }
    let positions = Positions::of(&preset.columns, options, &header)?;
    Ok((preset, header.len(), positions))
}

/// What rows say, each kept once: a file names the same products and customers again and again.
#[derive(Default)]
struct Kept {
    texts: RefCell<BTreeSet<Arc<str>>>,
    buyers: RefCell<BTreeSet<Arc<Buyer>>>,
}

impl Kept {
    fn text(&self, text: &str) -> Arc<str> {
        let mut texts = self.texts.borrow_mut();
        if let Some(known) = texts.get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        texts.insert(text.clone());
        text
    }

    fn buyer(&self, buyer: Buyer) -> Arc<Buyer> {
        let mut buyers = self.buyers.borrow_mut();
        if let Some(known) = buyers.get(&buyer) {
            return known.clone();
        }
        let buyer = Arc::new(buyer);
        buyers.insert(buyer.clone());
        buyer
    }
}

/// A row with what it says of its document and its product.
struct Parsed {
    document: Arc<str>,
    description: Arc<str>,
    row: Row,
}

struct RowParser<'a> {
    preset: &'a Preset,
    positions: Positions,
    columns: usize,
    delimiter: char,
    order: DateOrder,
    mark: DecimalMark,
    calendar: &'a Calendar,
    kept: Kept,
}

impl RowParser<'_> {
    /// The row of a record, or the reason why there is none.
    ///
    /// # Errors
    ///
    /// A field error at `file` where a quote is misplaced, so that it cannot be known which rows the record holds.
    fn row(&self, record: &Record<'_>) -> Result<std::result::Result<Parsed, String>> {
        let found = record.fields.len();
        // A field that goes on in the next line and has the delimiters of a whole row has swallowed the next row.
        let goes_on = |cell: &&str| cell.contains(['\n', '\r']);
        let delimiters = |cell: &str| cell.chars().filter(|letter| *letter == self.delimiter).count();
        let swallows = |cell: &str| found != self.columns || delimiters(cell) + 1 >= self.columns;
        if record.fields.iter().filter(goes_on).any(swallows) {
            return Err(errors::misplaced_quote(record.line).at("file"));
        }
        if found == self.columns {
            return Ok(self.row_of_cells(record.line, self.positions.cells(record.fields)));
        }
        Ok(Err(format!("it has {found} fields, the header has {}: text with the delimiter needs quotes", self.columns)))
    }

    fn row_of_cells(&self, line: u64, cells: [&str; FIELDS.len()]) -> std::result::Result<Parsed, String> {
        let [document, product, description, quantity, date, price, customer, country] = cells;
        if cells.iter().any(|cell| cell.contains(char::REPLACEMENT_CHARACTER)) {
            return Err(
                "it has bytes that do not belong to the encoding; name the right one with --encoding".to_owned()
            );
        }
        if let Some((_, field)) = cells.iter().zip(FIELDS).find(|(cell, field)| field.needed && cell.is_empty()) {
            return Err(format!("{} is missing", field.name));
        }
        let description = if description == self.preset.no_description { "" } else { description };
        let said = |name: &'static str| move |reason: String| format!("{name}: {reason}");
        let quantity = decimal(quantity, self.mark)
            .and_then(|quantity| Quantity::from_decimal(quantity).map_err(|error| error.detail))
            .map_err(said("quantity"))?;
        if quantity.is_zero() {
            return Err("quantity is zero".to_owned());
        }
        let price = decimal(price, self.mark)
            .and_then(|price| Price::from_decimal(price).map_err(|error| error.detail))
            .map_err(said("price"))?;
        let at = moment(date, self.order, &self.calendar.zone).map_err(said("date"))?;
        let years = &self.calendar.years;
        if !years.contains(&at.year()) {
            return Err(format!("date: the year {} is not from {} to {}", at.year(), years.start(), years.end()));
        }
        let kept = |text: String| self.kept.text(&text);
        let given = |text: String| Some(text).filter(|text| !text.is_empty()).map(kept);
        let (document, product) = (code::<255>(document), code::<64>(product));
        let (document, product) = (document.map_err(said("document"))?, product.map_err(said("product"))?);
        // They may have consisted of invisible characters.
        if let Some((_, name)) =
            [(&document, "document"), (&product, "product")].iter().find(|(code, _)| code.is_empty())
        {
            return Err(format!("{name} is missing"));
        }
        // A name may be written over several lines.
        let description = text::<500>(&description.replace(char::is_control, " ")).map_err(said("description"))?;
        let row = Row {
            line,
            product: kept(if self.preset.codes_in_capitals { product.to_uppercase() } else { product }),
            quantity,
            at,
            price,
            buyer: self.kept.buyer(Buyer {
                customer: given(code::<64>(customer).map_err(said("customer"))?),
                country: given(text::<100>(country).map_err(said("country"))?),
            }),
        };
        Ok(Parsed { document: kept(document), description: kept(description), row })
    }
}

fn text<const MAX: usize>(text: &str) -> std::result::Result<String, String> {
    Text::<MAX>::new(text.trim()).map(Text::into_string).map_err(|error| error.detail())
}

/// A code that no spreadsheet has shortened to `5.01E+12`.
fn code<const MAX: usize>(code: &str) -> std::result::Result<String, String> {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b','));
    let shortened = code.split_once("E+").is_some_and(|(digits, power)| is_number(digits) && is_number(power));
    if shortened {
        return Err(format!(
            "“{}” is a long number that a spreadsheet has shortened: give the column a text format there",
            shown(code)
        ));
    }
    text::<MAX>(&tidy_code(code))
}

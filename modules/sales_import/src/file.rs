//! Reading the file: every row becomes a [`Row`] or is rejected with its line and the reason.

use crate::errors;
use crate::preset::{Columns, Preset};
use flate2::read::GzDecoder;
use jiff::civil::DateTime;
use kernel::{Date, Error, Result};
use money::{Decimal, Price, Quantity};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// One row of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its line; the header is line 1.
    pub line: u64,
    /// The document's number.
    pub document: String,
    /// The product's code in capitals: codes that differ only by case are one product.
    pub product: String,
    /// The product's name; empty where there is none.
    pub description: String,
    /// The quantity.
    pub quantity: Quantity,
    /// The date and time.
    pub at: DateTime,
    /// The price of one unit.
    pub price: Price,
    /// The customer's code.
    pub customer: Option<String>,
    /// The customer's country.
    pub country: Option<String>,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its line.
    pub line: u64,
    /// The document's number, as far as it could be read.
    pub document: String,
    /// The reason.
    pub reason: String,
}

fn unreadable(path: &Path, error: impl std::fmt::Display) -> Error {
    errors::unreadable(path.display(), error).at("file")
}

/// Opens a file, unpacking it where its name ends in `.gz`.
fn open(path: &Path) -> Result<Box<dyn Read>> {
    let file = File::open(path).map_err(|error| unreadable(path, error))?;
    let file = BufReader::new(file);
    Ok(if path.extension().is_some_and(|extension| extension == "gz") {
        Box::new(GzDecoder::new(file))
    } else {
        Box::new(file)
    })
}

/// Positions of the columns in the header.
struct Positions([usize; 8]);

impl Positions {
    fn of(columns: &Columns, header: &csv::StringRecord) -> Result<Positions> {
        let Columns { document, product, description, quantity, date, price, customer, country } = columns;
        let mut positions = [0; 8];
        let wanted = [document, product, description, quantity, date, price, customer, country];
        for (position, name) in positions.iter_mut().zip(wanted) {
            *position = header.iter().position(|column| column.trim() == name).ok_or_else(|| {
                let found: Vec<&str> = header.iter().collect();
                errors::no_column(name, found.join(", ")).at("map")
            })?;
        }
        Ok(Positions(positions))
    }
}

/// All rows of the file at `path`, those that cannot be understood apart; `choose` gets the header and says how to read it.
pub fn read(
    path: &Path,
    choose: impl FnOnce(&[String]) -> Result<Preset>,
) -> Result<(Preset, Vec<Row>, Vec<Rejected>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(open(path)?);
    let header = reader.headers().map_err(|error| unreadable(path, error))?.clone();
    let preset = choose(&header.iter().map(|column| column.trim().to_owned()).collect::<Vec<_>>())?;
    let positions = Positions::of(&preset.columns, &header)?;
    let (mut rows, mut rejected) = (Vec::new(), Vec::new());
    let mut record = csv::StringRecord::new();
    let mut line = 1;
    loop {
        line += 1;
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => match row(&preset, &positions, &record, line) {
                Ok(row) => rows.push(row),
                Err(reason) => {
                    let document = record.get(positions.0[0]).unwrap_or_default().to_owned();
                    rejected.push(Rejected { line, document, reason });
                }
            },
            Err(error) if error.is_io_error() => return Err(unreadable(path, error)),
            Err(error) => rejected.push(Rejected { line, document: String::new(), reason: error.to_string() }),
        }
    }
    Ok((preset, rows, rejected))
}

fn row(
    preset: &Preset,
    positions: &Positions,
    record: &csv::StringRecord,
    line: u64,
) -> std::result::Result<Row, String> {
    let [document, product, description, quantity, date, price, customer, country] =
        positions.0.map(|position| record.get(position).map(str::trim));
    let needed = |cell: Option<&str>, name: &str| match cell {
        Some(text) if !text.is_empty() => Ok(text.to_owned()),
        _ => Err(format!("{name} is missing")),
    };
    let decimal = |cell, name: &str| Decimal::parse(&needed(cell, name)?).map_err(|error| format!("{name}: {error}"));
    let quantity =
        Quantity::from_decimal(decimal(quantity, "quantity")?).map_err(|error| format!("quantity: {error}"))?;
    if quantity.is_zero() {
        return Err("quantity is zero".to_owned());
    }
    let description = description.filter(|text| *text != preset.no_description).unwrap_or_default();
    let given = |cell: Option<&str>| cell.filter(|text| !text.is_empty()).map(str::to_owned);
    Ok(Row {
        line,
        document: needed(document, "document")?,
        product: needed(product, "product")?.to_uppercase(),
        description: description.to_owned(),
        quantity,
        at: moment(&needed(date, "date")?)?,
        price: Price::from_decimal(decimal(price, "price")?).map_err(|error| format!("price: {error}"))?,
        customer: given(customer),
        country: given(country),
    })
}

/// ISO day, ISO day and time, or the month/day/year of the data's first publication.
fn moment(text: &str) -> std::result::Result<DateTime, String> {
    let day = || text.parse::<Date>().map(|day| day.to_datetime(jiff::civil::Time::midnight()));
    let american = || DateTime::strptime("%m/%d/%Y %H:%M", text);
    text.parse::<DateTime>().or_else(|_| day()).or_else(|_| american()).map_err(|_| format!("“{text}” is not a date"))
}

//! The rows of this module.

use crate::errors;
use command::Tx;
use kernel::{Date, Id, Result};
use money::{Price, Quantity};
use resource::Resource;
use store::Record;

/// What it is, in a sentence.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "{{record}}", label = "{{record words}}", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct {{Record}} {
    /// Its id.
    pub id: Id<{{Record}}>,
    /// Its code.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// What is to be known of it.
    #[field(max = 1000)]
    pub description: Option<String>,
    /// Its usual price.
    #[field(default = "0")]
    pub price: Price,
    /// Whether new documents may name it.
    #[field(default = "true")]
    pub is_active: bool,
}

impl Resource for {{Record}} {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code", "is_active"];

    fn check(&mut self, _before: Option<&{{Record}}>, _tx: &mut Tx<'_, '_>) -> Result<()> {
        if self.price < Price::ZERO { Err(errors::price_below_zero().at("price")) } else { Ok(()) }
    }
}

/// What happened, in a sentence.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "{{document}}", label = "{{document words}}", scan(number), transient, row_counted, audited)]
#[non_exhaustive]
pub struct {{Document}} {
    /// Its id.
    pub id: Id<{{Document}}>,
    /// The printed number.
    #[field(search)]
    pub number: String,
    /// What it is about.
    #[field(references = {{Record}})]
    pub {{record}}: Id<{{Record}}>,
    /// The name of that, as it was printed.
    pub {{record}}_name: String,
    /// How much of it.
    pub quantity: Quantity,
    /// The business date.
    pub business_date: Date,
}

impl Resource for {{Document}} {
    const ORDER: &'static [&'static str] = &["-business_date"];
    const FILTERS: &'static [&'static str] = &["{{record}}", "business_date", "number"];
}

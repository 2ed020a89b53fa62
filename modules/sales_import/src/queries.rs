//! The only SQL of the import: the records the company already has.

use catalog::ProductKind;
use kernel::{Date, Result, defect};
use money::Amount;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Field, Session, Value};

/// What the company has already.
pub struct Known {
    /// SKU and kind of each product, by [`kernel::code_key`].
    pub products: BTreeMap<String, (Arc<str>, ProductKind)>,
    /// Codes of customers and suppliers, by [`kernel::code_key`].
    pub parties: BTreeMap<String, String>,
    /// First and last days of the fiscal years, in their order.
    pub years: Vec<(Date, Date)>,
    /// First and last days of the closed months.
    pub closed: Vec<(Date, Date)>,
    /// Date and total of the documents of other systems, by number. Those that are no sales have no total.
    pub documents: BTreeMap<String, (Date, Option<Amount>)>,
}

impl Known {
    /// Reads it.
    pub fn read(read: &mut Session<'_>) -> Result<Known> {
        let products = rows(read, "SELECT sku, sku_key, kind FROM product", |[sku, key, kind]| {
            Some((String::from_value(key)?, (String::from_value(sku)?.into(), ProductKind::from_value(kind)?)))
        })?;
        let parties = rows(read, "SELECT code, code_key FROM party", |[code, key]| {
            Some((String::from_value(key)?, String::from_value(code)?))
        })?;
        let days = |[first, last]: [Value; 2]| Some((Date::from_value(first)?, Date::from_value(last)?));
        let years = rows(read, "SELECT starts_on, ends_on FROM fiscal_year ORDER BY starts_on", days)?;
        let closed = rows(read, "SELECT starts_on, ends_on FROM period WHERE state = 'closed'", days)?;
        let sql = "SELECT e.reference, e.business_date, CASE s.kind WHEN 'return' THEN -s.total ELSE s.total END \
                   FROM entry e LEFT JOIN sale s ON s.entry = e.id WHERE e.series = 'external'";
        let documents = rows(read, sql, |[number, date, total]| {
            Some((String::from_value(number)?, (Date::from_value(date)?, Amount::from_value(total))))
        })?;
        let parties = parties.into_iter().collect();
        Ok(Known {
            products: products.into_iter().collect(),
            parties,
            years,
            closed,
            documents: documents.into_iter().collect(),
        })
    }

    /// Whether a day is open, or lies in a fiscal year that can be opened: none is opened before a closed month.
    pub fn may_be_open(&self, day: Date) -> bool {
        let holds = |(first, last): &(Date, Date)| (*first..=*last).contains(&day);
        let is_in_a_year = self.years.iter().any(holds);
        !self.closed.iter().any(|month| holds(month) || (!is_in_a_year && day < month.0))
    }
}

fn rows<const N: usize, T>(read: &mut Session<'_>, sql: &str, row: impl Fn([Value; N]) -> Option<T>) -> Result<Vec<T>> {
    let of = |values: Vec<Value>| values.try_into().ok().and_then(&row);
    let wrong = || defect("a query answered with another type than expected");
    read.query(sql, &[])?.into_iter().map(|values| of(values).ok_or_else(wrong)).collect()
}

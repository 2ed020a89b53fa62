use crate::books::{company, date_or_today, main_site, open_period};
use crate::records::{NumberBlock, NumberVoid, Site};
use crate::series::{DocumentSeries, NumberedAt};
use crate::{errors, queries};
use command::{Command, Series, SeriesKind, Tx};
use kernel::{Date, Id, Result, Text, ToSchema};
use serde::{Deserialize, Serialize};
use store::{Read, Ref};

/// The most numbers of a block.
const MOST: i64 = 10_000;

/// Gives a device numbers that it prints on documents while it is offline. Documents that come with one keep it; what is left over is
/// given back by closing the block.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Give numbers to a device")]
pub struct TakeBlock {
    /// The kind of the documents: `sale` …
    pub document: Text<40>,
    /// The device, as it is called.
    pub device: Text<100>,
    /// Its site: id or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(resource = "sites", default = "main")]
    pub site: Option<Ref<Site>>,
    /// How many numbers, 1 to 10,000.
    pub size: i64,
    /// The day of the documents, which decides their fiscal year; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub date: Option<Date>,
}

/// Numbers that a device got.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlockTaken {
    /// The id of the block.
    pub id: Id<NumberBlock>,
    /// What stands before the numbers.
    pub prefix: String,
    /// The digits of a number, with zeros in front.
    pub digits: i64,
    /// The first number.
    pub first_number: i64,
    /// The last number.
    pub last_number: i64,
    /// The first number as it is printed.
    pub first: String,
    /// The last number as it is printed.
    pub last: String,
}

impl Command for TakeBlock {
    const NAME: &'static str = "ledger.number_block.take";
    const STATUS: u16 = 201;
    const SCOPED: bool = true;
    type Output = BlockTaken;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<BlockTaken> {
        if !(1..=MOST).contains(&self.size) {
            return Err(kernel::errors::out_of_range(1, MOST).at("size"));
        }
        if self.device.is_empty() {
            return Err(kernel::errors::required().at("device"));
        }
        let series = DocumentSeries::of_kind(tx, &self.document)?;
        let site = match &self.site {
            Some(site) => site.get(tx).map_err(|error| error.at("site"))?.id,
            None => main_site(tx)?,
        };
        tx.grant().require(Some(site.uuid()), None)?;
        let company = company(tx)?;
        let date = date_or_today(tx, self.date)?;
        let period = open_period(tx, company.id, date)?;
        let (filled, first_number) = series.take_block(tx, NumberedAt { period: &period, date, site }, self.size)?;
        let last_number = first_number + self.size - 1;
        let block = NumberBlock {
            id: tx.id(),
            document: series.document.to_owned(),
            site,
            device: self.device.to_string(),
            series: filled.code(),
            prefix: filled.prefix,
            digits: filled.digits,
            first_number,
            last_number,
            is_open: true,
        };
        let (first, last) = (block.printed(first_number), block.printed(last_number));
        let NumberBlock { id, prefix, digits, .. } = block.clone();
        tx.insert_new(block)?;
        Ok(BlockTaken { id, prefix, digits, first_number, last_number, first, last })
    }
}

/// Takes the numbers back that no document came with: nothing has them any more. A document that comes with one later gets another
/// number. Where the series is gapless, they are listed with the reason, so that no gap is unexplained.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Take numbers back")]
pub struct CloseBlock {
    /// The id of the block.
    pub id: Id<NumberBlock>,
    /// Why its numbers are not used.
    pub reason: Text<200>,
}

/// Numbers that were taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BlockClosed {
    /// How many documents came with a number of the block.
    pub used: i64,
    /// How many numbers have no document.
    pub unused: i64,
}

impl Command for CloseBlock {
    const NAME: &'static str = "ledger.number_block.close";
    const SCOPED: bool = true;
    type Output = BlockClosed;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<BlockClosed> {
        if self.reason.trim().is_empty() {
            return Err(kernel::errors::required().at("reason"));
        }
        let block = tx.one::<NumberBlock>(&self.id)?;
        tx.grant().require(Some(block.site.uuid()), None)?;
        if !block.is_open {
            return Err(errors::block_closed(&block.device));
        }
        let used = block.used(tx)?;
        let unused = unused(&block, &used);
        let series = tx.get::<Series>(&block.series)?;
        if series.is_some_and(|series| series.kind == SeriesKind::Gapless) {
            for (first_number, last_number) in &unused {
                tx.insert_new(NumberVoid {
                    series: block.series.clone(),
                    first_number: *first_number,
                    last_number: *last_number,
                    block: block.id,
                    reason: self.reason.to_string(),
                })?;
            }
        }
        tx.edit::<NumberBlock>(&self.id, |block| {
            block.is_open = false;
            Ok(())
        })?;
        let unused = unused.iter().map(|(first, last)| last - first + 1).sum();
        Ok(BlockClosed { used: used.len() as i64, unused })
    }
}

impl NumberBlock {
    /// Its numbers that documents have, in order.
    fn used(&self, tx: &mut Tx<'_, '_>) -> Result<Vec<i64>> {
        let (mut used, mut from) = (Vec::new(), self.first_number);
        // Printed numbers of one length stand in the order of the numbers.
        while from <= self.last_number {
            let longest = 10_i64.saturating_pow(from.ilog10() + 1) - 1;
            let to = longest.min(self.last_number);
            used.extend(queries::used_numbers(tx, &self.series, (self.printed(from), self.printed(to)))?);
            from = to + 1;
        }
        Ok(used)
    }
}

/// The ranges of a block between its used numbers.
fn unused(block: &NumberBlock, used: &[i64]) -> Vec<(i64, i64)> {
    let ends = used.iter().copied().chain([block.last_number + 1]);
    let starts = [block.first_number].into_iter().chain(used.iter().map(|number| number + 1));
    starts.zip(ends).filter(|(first, end)| first < end).map(|(first, end)| (first, end - 1)).collect()
}

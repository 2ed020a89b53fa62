//! The sums of the groups of a table, added up as its lines go by.

use crate::is_summed;
use command::{Cell, ColumnKind, ReportColumn, RowKind};
use kernel::Result;
use money::{Amount, Currency, Decimal};

/// The groups that are open, from the whole table to the innermost.
pub(crate) struct Groups {
    /// Sums of nothing: a zero with the decimals of the column; `None` for columns that are not summed.
    zero: Vec<Option<Sum>>,
    open: Vec<Group>,
}

/// A group of rows.
#[derive(Clone)]
pub(crate) struct Group {
    /// The row it begins with.
    pub(crate) first_row: u32,
    /// Whether it is the whole table.
    pub(crate) is_whole: bool,
    /// Whether groups within it have totals of their own.
    pub(crate) has_totals: bool,
    sums: Vec<Option<Sum>>,
}

/// The sum of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sum {
    pub(crate) value: Decimal,
    /// Whether a spreadsheet has all that was added as numbers.
    pub(crate) is_calculable: bool,
}

impl Group {
    /// The sum of the column `n`, if it is summed.
    pub(crate) fn sum(&self, n: usize) -> Option<Sum> {
        self.sums.get(n).copied().flatten()
    }
}

impl Groups {
    pub(crate) fn of(columns: &[ReportColumn], currency: Option<Currency>) -> Groups {
        let zero = |column: &ReportColumn| {
            let value = match (column.kind, currency) {
                (ColumnKind::Money, Some(currency)) => Amount::ZERO.decimal(currency),
                _ => Decimal::new(0, 0),
            };
            is_summed(column).then_some(Sum { value, is_calculable: true })
        };
        Groups { zero: columns.iter().map(zero).collect(), open: Vec::new() }
    }

    /// The number of groups that are open within the table.
    pub(crate) fn depth(&self) -> usize {
        self.open.len().saturating_sub(1)
    }

    /// Adds what is written into `row`; the group that ends with it, if it is a total.
    pub(crate) fn add(&mut self, kind: RowKind, cells: &[Cell<'_>], row: u32) -> Result<Option<Group>> {
        if self.open.is_empty() {
            self.open.push(self.begin(row));
        }
        match kind {
            RowKind::Heading => self.open.push(self.begin(row + 1)),
            RowKind::Line => self.add_line(cells)?,
            RowKind::Figure => self.pass(cells),
            RowKind::Total => return self.end(),
        }
        Ok(None)
    }

    fn begin(&self, first_row: u32) -> Group {
        Group { first_row, is_whole: self.open.is_empty(), has_totals: false, sums: self.zero.clone() }
    }

    fn add_line(&mut self, cells: &[Cell<'_>]) -> Result<()> {
        let Some(group) = self.open.last_mut() else { return Ok(()) };
        for (sum, cell) in group.sums.iter_mut().zip(cells) {
            if let (Some(sum), Cell::Decimal(value)) = (sum, cell) {
                sum.add(*value, crate::workbook::number(*value).is_some())?;
            }
        }
        Ok(())
    }

    /// A figure among the lines is no part of their sum, which a formula over all rows would not know.
    fn pass(&mut self, figures: &[Cell<'_>]) {
        for group in &mut self.open {
            for (sum, cell) in group.sums.iter_mut().zip(figures) {
                if let (Some(sum), Cell::Decimal(_)) = (sum, cell) {
                    sum.is_calculable = false;
                }
            }
        }
    }

    /// Ends the innermost group, which is then part of the one around it. The whole table is never ended.
    fn end(&mut self) -> Result<Option<Group>> {
        if self.open.len() < 2 {
            return Ok(self.open.last().cloned());
        }
        let ended = self.open.pop();
        if let (Some(ended), Some(around)) = (&ended, self.open.last_mut()) {
            around.has_totals = true;
            for (sum, part) in around.sums.iter_mut().zip(&ended.sums) {
                if let (Some(sum), Some(part)) = (sum, part) {
                    sum.add(part.value, part.is_calculable)?;
                }
            }
        }
        Ok(ended)
    }

    /// Rows go on where formulas cannot reach what was written before.
    pub(crate) fn break_off(&mut self) {
        let sums = self.open.iter_mut().flat_map(|group| group.sums.iter_mut().flatten());
        sums.for_each(|sum| sum.is_calculable = false);
    }
}

impl Sum {
    fn add(&mut self, value: Decimal, is_calculable: bool) -> Result<()> {
        self.value = self.value.plus(value)?;
        self.is_calculable &= is_calculable;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(amount: &str) -> [Cell<'static>; 2] {
        [Cell::Text("x"), Cell::Decimal(Decimal::parse(amount).unwrap())]
    }

    #[test]
    fn group_sums_its_lines_and_the_groups_within_it() {
        let columns = [ReportColumn::text("code", "Code"), ReportColumn::money("amount", "Amount").summed()];
        let mut groups = Groups::of(&columns, Currency::parse("GBP").ok());
        let total = |groups: &mut Groups, row| {
            let group = groups.add(RowKind::Total, &[], row).unwrap().unwrap();
            (group.first_row, group.sum(1).unwrap().value.to_string(), group.has_totals)
        };
        groups.add(RowKind::Heading, &[], 5).unwrap();
        groups.add(RowKind::Line, &line("1.00"), 6).unwrap();
        groups.add(RowKind::Heading, &[], 7).unwrap();
        assert_eq!(groups.depth(), 2);
        groups.add(RowKind::Line, &line("-0.25"), 8).unwrap();
        groups.add(RowKind::Figure, &[], 9).unwrap();
        assert_eq!(total(&mut groups, 10), (8, "-0.25".to_owned(), false));
        assert_eq!(total(&mut groups, 11), (6, "0.75".to_owned(), true));
        groups.add(RowKind::Heading, &[], 12).unwrap();
        assert_eq!(total(&mut groups, 13), (13, "0.00".to_owned(), false), "a group without lines");
        groups.add(RowKind::Line, &line("2.00"), 14).unwrap();
        assert_eq!(total(&mut groups, 15), (5, "2.75".to_owned(), true), "the whole table");
    }

    #[test]
    fn figure_among_the_lines_is_not_summed() {
        let columns = [ReportColumn::text("code", "Code"), ReportColumn::money("amount", "Amount").summed()];
        let mut groups = Groups::of(&columns, Currency::parse("GBP").ok());
        groups.add(RowKind::Line, &line("1.00"), 1).unwrap();
        groups.add(RowKind::Figure, &line("9.00"), 2).unwrap();
        let sum = groups.add(RowKind::Total, &[], 3).unwrap().unwrap().sum(1).unwrap();
        assert_eq!((sum.value.to_string(), sum.is_calculable), ("1.00".to_owned(), false));
    }

    #[test]
    fn sum_of_what_a_spreadsheet_cannot_hold_is_exact_and_not_calculable() {
        let columns = [ReportColumn::text("code", "Code"), ReportColumn::money("amount", "Amount").summed()];
        let mut groups = Groups::of(&columns, Currency::parse("GBP").ok());
        groups.add(RowKind::Line, &line("10000000000000.01"), 1).unwrap();
        groups.add(RowKind::Line, &line("0.01"), 2).unwrap();
        let sum = groups.add(RowKind::Total, &[], 3).unwrap().unwrap().sum(1).unwrap();
        assert_eq!((sum.value.to_string(), sum.is_calculable), ("10000000000000.02".to_owned(), false));
    }
}

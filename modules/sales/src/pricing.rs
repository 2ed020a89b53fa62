//! Prices, discounts and taxes of the lines of a sale.

use crate::commands::SoldLine;
use crate::document::DocumentLine;
use crate::domain::{self, LineTotals};
use crate::violations::Violations;
use catalog::{ProductKind, TaxCategory, TaxKind};
use command::Tx;
use inventory::{LocationKind, Warehouse};
use kernel::{Error, Result};
use ledger::{Account, Company};
use money::{Amount, Decimal, Price};
use store::{Prefetch, Read};

/// The permission to sell at another price than the list price, or with a discount.
pub(crate) const PRICE_OVERRIDE: &str = "sales.price.override";

/// Loads what pricing and posting a line reads.
pub(crate) fn prefetch_line(read: &mut Prefetch<'_>, line: &SoldLine, warehouse: Option<&Warehouse>) {
    let Ok(product) = catalog::find_product(read, line.named(), "") else { return };
    read.get::<TaxCategory>(&product.tax_category).ok();
    if let Some(account) = product.income_account {
        read.get::<Account>(&account).ok();
    }
    if let (Some(warehouse), ProductKind::Stock) = (warehouse, product.kind) {
        inventory::prefetch_move(read, product.id, warehouse, LocationKind::CUSTOMER);
    }
}

/// Prices the lines of a sale; the errors of all lines are collected in `violations`.
pub(crate) fn price_lines(
    tx: &mut Tx<'_, '_>,
    company: &Company,
    sold: &[SoldLine],
    violations: &mut Violations,
) -> Result<Vec<DocumentLine>> {
    let mut lines = Vec::with_capacity(sold.len());
    for (n, line) in sold.iter().enumerate() {
        let priced = price_line(tx, company, line, &format!("lines.{n}"), violations);
        lines.extend(violations.collect(priced)?);
    }
    Ok(lines)
}

/// Prices a line. A price other than the list price, or a discount, needs [`PRICE_OVERRIDE`].
fn price_line(
    tx: &mut Tx<'_, '_>,
    company: &Company,
    line: &SoldLine,
    field: &str,
    violations: &mut Violations,
) -> Result<DocumentLine> {
    let product = catalog::find_product(tx, line.named(), field)?;
    if !product.is_active {
        let message = format!("{} is not in use.", product.sku);
        violations.add("inactive_product", field.to_owned(), "inactive", message);
    }
    if !line.quantity.is_positive() {
        let message = "A quantity is greater than zero.";
        return Err(Error::field(format!("{field}.quantity"), "not_positive", message));
    }
    let countable = catalog::check_quantity(tx, &product, line.quantity, &format!("{field}.quantity"));
    violations.downgrade("unit_decimals", countable)?;
    let currency = company.base_currency;
    let unit_price = line.unit_price.unwrap_or(product.selling_price);
    if unit_price < Price::ZERO {
        return Err(Error::field(format!("{field}.unit_price"), "negative", "A price is not below zero."));
    }
    let amount = domain::amount(unit_price, line.quantity, currency)
        .map_err(|error| Error::from(error).at(format!("{field}.unit_price")))?;
    let discount = Amount::from_decimal(line.discount.unwrap_or(Decimal::new(0, 0)), currency)
        .map_err(|error| Error::from(error).at(format!("{field}.discount")))?;
    if discount.is_negative() || discount > amount {
        let message = format!("A discount is between zero and the line's {}.", amount.decimal(currency));
        return Err(Error::field(format!("{field}.discount"), "out_of_range", message));
    }
    if unit_price != product.selling_price || !discount.is_zero() {
        let at = if discount.is_zero() { "unit_price" } else { "discount" };
        allow_price(tx, &format!("{field}.{at}"), violations)?;
    }
    let category = tx.one::<TaxCategory>(&product.tax_category)?;
    let tax_rate = (category.kind == TaxKind::Taxed).then_some(category.rate);
    let totals = LineTotals::taxed(amount.minus(discount)?, tax_rate, company.prices_include_tax)?;
    Ok(DocumentLine {
        product,
        quantity: line.quantity,
        unit_price,
        discount,
        is_gift: false,
        totals,
        tax_category: category.id,
        tax_rate,
        stock_line: None,
        origin_n: None,
    })
}

fn allow_price(tx: &mut Tx<'_, '_>, field: &str, violations: &mut Violations) -> Result<()> {
    if tx.may(PRICE_OVERRIDE)? {
        return Ok(());
    }
    if violations.is_offline() {
        violations.flag("price_override");
        return Ok(());
    }
    Err(command::permission_denied(PRICE_OVERRIDE).blaming(field, "is not what the list says"))
}

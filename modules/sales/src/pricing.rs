//! Prices, discounts and taxes of the lines of a sale.

use crate::commands::SoldLine;
use crate::document::DocumentLine;
use crate::domain::{self, LineTotals};
use crate::errors;
use crate::violations::Violations;
use catalog::{ProductKind, TaxCategory, TaxKind};
use command::Tx;
use inventory::{LocationKind, Warehouse};
use kernel::{Error, Kind, Result};
use ledger::{Account, Company, positive_quantity};
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
        let field = format!("lines.{n}");
        let priced = price_line(tx, company, line, &field, violations);
        lines.extend(violations.check_at(&field, priced)?);
    }
    Ok(lines)
}

/// Prices the line at `field`; its errors name the fields within it. A price other than the list price, or a discount, needs [`PRICE_OVERRIDE`].
fn price_line(
    tx: &mut Tx<'_, '_>,
    company: &Company,
    line: &SoldLine,
    field: &str,
    violations: &mut Violations,
) -> Result<DocumentLine> {
    let product = catalog::find_product(tx, line.named(), "")?;
    if !product.is_active {
        violations.add("inactive_product", field, errors::inactive_product(&product.sku));
    }
    positive_quantity(line.quantity).map_err(|error| error.at("quantity"))?;
    let countable = catalog::check_quantity(tx, &product, line.quantity, "quantity");
    violations.downgrade("unit_decimals", Kind::Invalid, countable)?;
    let currency = company.base_currency;
    let unit_price = line.unit_price.unwrap_or(product.selling_price);
    if unit_price < Price::ZERO {
        return Err(errors::negative_price().at("unit_price"));
    }
    let amount =
        domain::amount(unit_price, line.quantity, currency).map_err(|error| Error::from(error).at("unit_price"))?;
    let discount = Amount::from_decimal(line.discount.unwrap_or(Decimal::new(0, 0)), currency)
        .map_err(|error| Error::from(error).at("discount"))?;
    if discount.is_negative() || discount > amount {
        return Err(errors::discount_out_of_range(amount.decimal(currency)).at("discount"));
    }
    if unit_price != product.selling_price || !discount.is_zero() {
        allow_price(tx, if discount.is_zero() { "unit_price" } else { "discount" }, violations)?;
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
    Err(command::permission_denied(PRICE_OVERRIDE).blame(field, errors::not_list_price()))
}

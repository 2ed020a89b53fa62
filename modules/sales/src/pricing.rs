//! Prices, discounts and taxes of the lines of a sale.

use crate::commands::SoldLine;
use crate::document::DocumentLine;
use crate::document::LineNames;
use crate::domain::{self, LineTotals};
use crate::errors;
use crate::named;
use crate::violations::Violations;
use catalog::{Product, ProductKind, TaxCategory, TaxKind, Unit};
use command::Tx;
use inventory::{LocationKind, Warehouse};
use kernel::errors::no_such;
use kernel::{Error, Kind, Result};
use ledger::{Account, positive_quantity};
use money::{Amount, Currency, Decimal, Price, Rate};
use std::sync::Arc;
use store::{Prefetch, Read};

/// The permission to sell at another price than the list price, or with a discount.
pub(crate) const PRICE_OVERRIDE: &str = "sales.price.override";

/// Loads what pricing and posting a line reads.
pub(crate) fn prefetch_line(read: &mut Prefetch<'_>, line: &SoldLine, warehouse: Option<&Warehouse>) {
    let Ok(product) = catalog::find_product(read, line.named(), "") else { return };
    read.get::<TaxCategory>(&product.tax_category).ok();
    read.get::<Unit>(&product.unit).ok();
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
    currency: Currency,
    prices_include_tax: bool,
    sold: &[SoldLine],
    violations: &mut Violations,
) -> Result<Vec<DocumentLine>> {
    let mut lines = Vec::with_capacity(sold.len());
    for (n, line) in sold.iter().enumerate() {
        let field = format!("lines.{n}");
        let priced = price_line(tx, currency, prices_include_tax, line, &field, violations);
        lines.extend(violations.check_at(&field, priced)?);
    }
    Ok(lines)
}

/// Prices the line at `field`; its errors name the fields within it. A price other than the list price, or a discount, needs [`PRICE_OVERRIDE`].
fn price_line(
    tx: &mut Tx<'_, '_>,
    currency: Currency,
    prices_include_tax: bool,
    line: &SoldLine,
    field: &str,
    violations: &mut Violations,
) -> Result<DocumentLine> {
    let product = named::product(tx, line, field, violations)?;
    positive_quantity(line.quantity).map_err(|error| error.at("quantity"))?;
    let countable = catalog::check_quantity(tx, &product, line.quantity, "quantity");
    violations.downgrade("unit_decimals", Kind::Invalid, countable)?;
    let unit_price = line.unit_price.unwrap_or(product.selling_price);
    if unit_price < Price::ZERO {
        return Err(errors::negative_price().at("unit_price"));
    }
    let amount = domain::amount(unit_price, line.quantity, currency)?;
    let discount = amount_of(line.discount, currency, "discount")?.unwrap_or_default();
    if discount.is_negative() || discount > amount {
        return Err(errors::discount_out_of_range(amount.decimal(currency)).at("discount"));
    }
    if unit_price != product.selling_price || !discount.is_zero() {
        allow_price(tx, if discount.is_zero() { "unit_price" } else { "discount" }, violations)?;
    }
    let (category, tax_rate) = tax_of(tx, line, &product, violations)?;
    let entered = LineTotals::taxed(amount.minus(discount)?, tax_rate, prices_include_tax)?;
    let totals = printed_totals(line, entered, (tax_rate, prices_include_tax), currency)?;
    if totals.total != entered.total {
        violations.flag("price_differs");
    }
    if line.tax.is_some() && !follows_rate(totals, tax_rate)? {
        violations.flag("tax_differs");
    }
    let mut names = LineNames::of(tx, &product, &category)?;
    if let Some(printed) = &line.name {
        names.name = printed.to_string();
    }
    Ok(DocumentLine {
        product,
        names,
        quantity: line.quantity,
        unit_price,
        discount,
        is_gift: false,
        totals,
        tax_category: category.id,
        tax_rate: tax_rate.or((!totals.tax.is_zero()).then_some(Rate::ZERO)),
        stock_line: None,
        origin_n: None,
    })
}

/// The tax category and rate of a line: those that the device knew, else those of the product now. Others than the product's
/// are flagged.
fn tax_of(
    tx: &mut Tx<'_, '_>,
    line: &SoldLine,
    product: &Product,
    violations: &mut Violations,
) -> Result<(Arc<TaxCategory>, Option<Rate>)> {
    let usual = tx.one::<TaxCategory>(&product.tax_category)?;
    let category = match &line.tax_category {
        None => usual.clone(),
        Some(named) => {
            let (index, text) = (TaxCategory::BY_CODE, named.as_str());
            let found = named::row_as_of(tx, index, text, "deleted_tax_category", violations)?;
            found.ok_or_else(|| no_such("tax category", text).at("tax_category"))?
        }
    };
    let rate_of = |category: &TaxCategory| (category.kind == TaxKind::Taxed).then_some(category.rate);
    if let Some(rate) = line.tax_rate {
        catalog::check_rate(rate, "tax_rate")?;
    }
    let rate = line.tax_rate.or_else(|| rate_of(&category));
    if (category.id, rate) != (usual.id, rate_of(&usual)) {
        violations.flag("tax_differs");
    }
    Ok((category, rate))
}

/// Whether the tax is that of the rate, found within the total or on top of the net amount.
fn follows_rate(totals: LineTotals, rate: Option<Rate>) -> Result<bool> {
    let within = LineTotals::taxed(totals.total, rate, true)?;
    let on_top = LineTotals::taxed(totals.net, rate, false)?;
    Ok(totals.tax == within.tax || totals.tax == on_top.tax)
}

/// The totals of a line as the device printed them; what it did not print is as `entered`.
fn printed_totals(
    line: &SoldLine,
    entered: LineTotals,
    (tax_rate, prices_include_tax): (Option<Rate>, bool),
    currency: Currency,
) -> Result<LineTotals> {
    let (total, tax) = (amount_of(line.total, currency, "total")?, amount_of(line.tax, currency, "tax")?);
    let printed = match (total, tax) {
        (None, None) => entered,
        (Some(total), None) => LineTotals::taxed(total, tax_rate, true)?,
        (Some(total), Some(tax)) => LineTotals::of(total.minus(tax)?, tax)?,
        (None, Some(tax)) if prices_include_tax => LineTotals::of(entered.total.minus(tax)?, tax)?,
        (None, Some(tax)) => LineTotals::of(entered.net, tax)?,
    };
    if printed.total.is_negative() {
        return Err(errors::negative_amount().at("total"));
    }
    if printed.tax.is_negative() || printed.net.is_negative() {
        return Err(errors::tax_out_of_range(printed.total.decimal(currency)).at("tax"));
    }
    Ok(printed)
}

fn amount_of(given: Option<Decimal>, currency: Currency, field: &str) -> Result<Option<Amount>> {
    let amount = given.map(|amount| Amount::from_decimal(amount, currency)).transpose();
    amount.map_err(|error| Error::from(error).at(field))
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

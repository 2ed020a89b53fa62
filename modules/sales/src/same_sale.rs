//! Whether two requests with one id mean the same sale. A till writes a sale in one way online and in another way in its list: numbers
//! with other zeros, ids for codes, defaults named or left out.

use crate::commands::{PostSale, SaleBody, SoldLine, SubmitSale};
use crate::dates::made_at;
use crate::document::SalePosted;
use crate::domain;
use crate::records::{Sale, SaleLine, SalePayment};
use catalog::Product;
use command::{Command, Earlier, Tx};
use kernel::{Id, Result, code_key};
use money::{Amount, Currency, Decimal, Price};
use parties::Party;
use payments::PaymentMethod;
use resource::{Found, Resource};
use store::{Read, Ref, Unique};

/// Whether `again` is the sale that `earlier` posted. Goods, quantities, customer, warehouse and money must be those of the earlier
/// request or of the document that it made. What `again` leaves to a default agrees, and so does a date that only one of them names.
pub(crate) fn is_same_sale(tx: &mut Tx<'_, '_>, earlier: &Earlier<'_>, again: &SaleBody) -> Result<bool> {
    if ![PostSale::NAME, SubmitSale::NAME].contains(&earlier.name) {
        return Ok(false);
    }
    let (Ok(first), Ok(answer)) =
        (serde_json::from_slice::<SaleBody>(earlier.body), serde_json::from_slice::<SalePosted>(earlier.answer))
    else {
        return Ok(false);
    };
    let Some(sale) = tx.get::<Sale>(&answer.sale.id)? else { return Ok(false) };
    Ok(same_head(&sale, &first, again)
        && same_parties(tx, &sale, &first, again)?
        && same_payments(tx, &sale, &first, again)?
        && same_lines(tx, &sale, &first, again)?)
}

fn same_head(sale: &Sale, first: &SaleBody, again: &SaleBody) -> bool {
    let same_date = match (first.business_date, again.business_date) {
        (Some(date), Some(named)) => named == date || named == sale.document_date,
        _ => true,
    };
    let same_due_date = match (first.due_date, again.due_date) {
        (Some(date), Some(named)) => named == date,
        _ => true,
    };
    let same_reference = first.reference == again.reference;
    same_date && same_due_date && same_reference && same_amount(again.total, first.total, sale.total, sale.currency)
}

fn same_parties(tx: &mut Tx<'_, '_>, sale: &Sale, first: &SaleBody, again: &SaleBody) -> Result<bool> {
    let customer = match &again.customer {
        None => first.customer.is_none() || sale.customer.is_none(),
        Some(customer) => {
            let held = sale.customer.map(|id| (id, sale.customer_code.as_deref()));
            names(tx, Party::BY_CODE, customer.as_str(), first.customer.as_ref().map(Ref::as_str), held)?
        }
    };
    let warehouse = |body: &SaleBody| body.warehouse.as_ref().map_or(inventory::MAIN, Ref::as_str).to_owned();
    let held = Some((sale.warehouse, Some(sale.warehouse_code.as_str())));
    Ok(customer && names(tx, inventory::Warehouse::BY_CODE, &warehouse(again), Some(&warehouse(first)), held)?)
}

fn same_payments(tx: &mut Tx<'_, '_>, sale: &Sale, first: &SaleBody, again: &SaleBody) -> Result<bool> {
    let held = tx.scan(SalePayment::BY_SALE, sale.id)?;
    if held.len() != again.payments.len() || first.payments.len() != again.payments.len() {
        return Ok(false);
    }
    for ((held, first), again) in held.iter().zip(&first.payments).zip(&again.payments) {
        let method = Some((held.method, Some(held.method_code.as_str())));
        if !same_amount(Some(again.amount), Some(first.amount), held.amount, sale.currency)
            || !names(tx, PaymentMethod::BY_CODE, again.method.as_str(), Some(first.method.as_str()), method)?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_lines(tx: &mut Tx<'_, '_>, sale: &Sale, first: &SaleBody, again: &SaleBody) -> Result<bool> {
    let held = tx.scan(SaleLine::BY_SALE, sale.id)?;
    if held.len() != again.lines.len() || first.lines.len() != again.lines.len() {
        return Ok(false);
    }
    for ((held, first), again) in held.iter().zip(&first.lines).zip(&again.lines) {
        let discount = |line: &SoldLine| line.discount.unwrap_or(Decimal::new(0, 0));
        let is_same = again.quantity == held.quantity
            && again.unit_price.is_none_or(|price| {
                Some(price) == first.unit_price || comes_to(price, discount(again), held, sale.currency)
            })
            && same_amount(Some(discount(again)), Some(discount(first)), held.discount, sale.currency)
            && same_amount(again.total, first.total, held.total, sale.currency);
        if !is_same || !same_product(tx, held, first, again)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn same_product(tx: &mut Tx<'_, '_>, held: &SaleLine, first: &SoldLine, again: &SoldLine) -> Result<bool> {
    let sku = Some((held.product, Some(held.sku.as_str())));
    match (&again.product, &again.sku, &again.barcode) {
        (Some(text), ..) => names(tx, Product::BY_SKU, text, first.product.as_deref(), sku),
        (None, Some(text), _) => names(tx, Product::BY_SKU, text, first.sku.as_deref(), sku),
        (None, None, Some(text)) => {
            names(tx, Product::BY_BARCODE, text, first.barcode.as_deref(), Some((held.product, None)))
        }
        (None, None, None) => Ok(false),
    }
}

/// Whether an amount that may be left out is that of the earlier request or of its document.
fn same_amount(again: Option<Decimal>, first: Option<Decimal>, held: Amount, currency: Currency) -> bool {
    again.is_none_or(|amount| Some(amount) == first || amount == held.decimal(currency))
}

/// Whether a line at `price` is the line `held`: its price is the same, or comes to its amount with or without tax.
fn comes_to(price: Price, discount: Decimal, held: &SaleLine, currency: Currency) -> bool {
    let amount = || {
        let discount = Amount::from_decimal(discount, currency).ok()?;
        domain::amount(price, held.quantity, currency).ok()?.minus(discount).ok()
    };
    price == held.unit_price || amount().is_some_and(|amount| amount == held.net || amount == held.total)
}

/// Whether `again` names the row that the earlier request named as `first`, or the row and code that its document holds.
fn names<R: Resource>(
    tx: &mut Tx<'_, '_>,
    index: Unique<R>,
    again: &str,
    first: Option<&str>,
    held: Option<(Id<R>, Option<&str>)>,
) -> Result<bool> {
    let printed = held.and_then(|(_, code)| code);
    if first.into_iter().chain(printed).any(|text| code_key(text) == code_key(again)) {
        return Ok(true);
    }
    let Some(id) = id_as_of(tx, index, again)? else { return Ok(false) };
    if held.is_some_and(|(held, _)| held == id) {
        return Ok(true);
    }
    Ok(first.map(|first| id_as_of(tx, index, first)).transpose()?.flatten() == Some(id))
}

fn id_as_of<R: Resource>(tx: &mut Tx<'_, '_>, index: Unique<R>, text: &str) -> Result<Option<Id<R>>> {
    let at = made_at(tx)?;
    Ok(resource::find_as_of(tx, index, text, at)?.map(|found| match found {
        Found::Current(row) | Found::Former(row) => row.key(),
        Found::Deleted(id) => id,
    }))
}

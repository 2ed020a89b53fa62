//! What the company sells and buys: products, how they are counted, grouped and taxed.
//!
//! Modules above ask [`product`] and [`find_product`]; the rows are served by `resource`.

mod queries;
mod records;

pub use records::{Category, Product, ProductKind, TaxCategory, TaxKind, Unit};

use command::{Module, Tx};
use kernel::{Error, Result};
use money::Rate;
use std::sync::Arc;
use store::{Migration, Need};

/// The module's table of contents.
pub fn module() -> Module {
    let migrations =
        vec![Migration { module: "catalog", number: 1, sql: include_str!("../migrations/0001_catalog.sql") }];
    let mut module = Module { name: "catalog", migrations, ..Module::default() };
    resource::serve::<Product>(&mut module, "products", resource::names!("catalog.product"));
    resource::serve::<Unit>(&mut module, "units", resource::names!("catalog.unit"));
    resource::serve::<Category>(&mut module, "categories", resource::names!("catalog.category"));
    resource::serve::<TaxCategory>(&mut module, "tax-categories", resource::names!("catalog.tax_category"));
    module
}

/// What a new company has at once: the usual units, and the tax category of who has nothing to do with tax.
pub fn seed(tx: &mut Tx<'_, '_>) -> Result<()> {
    let units = [
        ("piece", "Piece", 0),
        ("kg", "Kilogram", 3),
        ("gram", "Gram", 3),
        ("litre", "Litre", 3),
        ("metre", "Metre", 3),
        ("box", "Box", 0),
        ("pair", "Pair", 0),
        ("hour", "Hour", 2),
    ];
    for (code, name, decimals) in units {
        let unit = Unit { id: tx.id(), code: code.to_owned(), name: name.to_owned(), decimals };
        resource::insert(tx, unit)?;
    }
    let (code, name) = ("none".to_owned(), "No tax".to_owned());
    let none = TaxCategory { id: tx.id(), code, name, kind: TaxKind::None, rate: Rate::ZERO };
    resource::insert(tx, none)?;
    Ok(())
}

/// The product that `text` names by id or SKU; a field error at `product` where there is none.
pub fn product(tx: &mut Tx<'_, '_>, text: &str) -> Result<Arc<Product>> {
    let found = tx.session().lookup::<Product>(text)?;
    found.ok_or_else(|| Error::field("product", "not_found", format!("There is no product “{text}”.")))
}

/// The product that a line names by exactly one of its SKU, its id (or SKU) or its barcode. Errors are said of the line at
/// `field`, for example `lines.2`.
pub fn find_product(
    tx: &mut Tx<'_, '_>,
    sku: Option<&str>,
    product: Option<&str>,
    barcode: Option<&str>,
    field: &str,
) -> Result<Arc<Product>> {
    let (name, text, found) = match (sku, product, barcode) {
        (Some(sku), None, None) => ("sku", sku, tx.find(Product::BY_SKU, sku)?),
        (None, Some(text), None) => ("product", text, tx.session().lookup(text)?),
        (None, None, Some(barcode)) => ("barcode", barcode, tx.find(Product::BY_BARCODE, barcode)?),
        _ => {
            let message = "Name the product by exactly one of sku, product and barcode.";
            return Err(Error::field(at(field, "sku"), "required", message));
        }
    };
    found.ok_or_else(|| Error::field(at(field, name), "not_found", format!("There is no product “{text}”.")))
}

/// What [`find_product`] will read, for a command's `need`.
pub fn want_product(
    need: &mut Need<'_>,
    sku: Option<&str>,
    product: Option<&str>,
    barcode: Option<&str>,
) -> Option<Arc<Product>> {
    match (sku, product, barcode) {
        (Some(sku), None, None) => need.find(Product::BY_SKU, sku),
        (None, Some(text), None) => need.lookup(text),
        (None, None, Some(barcode)) => need.find(Product::BY_BARCODE, barcode),
        _ => None,
    }
}

fn at(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

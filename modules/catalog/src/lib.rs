//! What the company sells and buys: products, how they are counted, grouped and taxed.
//!
//! Modules above ask [`product`], [`find_product`] and [`check_quantity`]; the rows are served by `resource`.

mod approval;
mod effects;
mod errors;
mod queries;
mod records;

pub use effects::TaxEffect;
pub use records::{Category, Product, ProductKind, TaxCategory, TaxKind, Unit};

use command::{AlsoAt, DataStep, EffectEntry, MenuEntry, Method, Module, Tx};
use kernel::errors::no_such;
use kernel::{Date, FieldErrors, Id, Result};
use ledger::Account;
use money::{Price, Quantity, Rate};
use serde_json::Value as Json;
use std::sync::Arc;
use store::{Prefetch, Read, Record, Ref, migration};

/// The module's table of contents.
pub fn module() -> Module {
    let migrations = vec![migration!("catalog", 1, "catalog")];
    let tables = vec![Unit::TABLE, Category::TABLE, TaxCategory::TABLE, Product::TABLE];
    let data_steps = vec![DataStep { module: "catalog", number: 1, run: seed }];
    let problems = errors::PROBLEMS;
    let mut module = Module {
        name: "catalog",
        about: "What is sold and bought: products, their units, categories and taxes.",
        place: 10,
        migrations,
        tables,
        data_steps,
        also_at: vec![
            AlsoAt::all("/products/", "/items/"),
            AlsoAt::all("/products/", "/inventory/products/"),
            AlsoAt::all("/categories/", "/inventory/categories/"),
            AlsoAt::all("/categories/", "/products/categories/"),
            AlsoAt::all("/tax-categories/", "/settings/tax/"),
            AlsoAt::one(Method::Get, "/products/", Method::Get, "/sales/products/"),
        ],
        problems,
        approvable: vec![approval::CHANGE_OF_PRODUCT],
        effects: vec![EffectEntry::of::<TaxEffect>()],
        menu: vec![
            MenuEntry::resource("Catalogue", 200, "products"),
            MenuEntry::resource("Catalogue", 210, "categories"),
            MenuEntry::resource("Catalogue", 220, "units"),
            MenuEntry::resource("Catalogue", 230, "tax-categories"),
        ],
        ..Module::default()
    };
    resource::serve::<Product>(&mut module, "products", resource::operation_names!("catalog.product"));
    resource::serve::<Unit>(&mut module, "units", resource::operation_names!("catalog.unit"));
    resource::serve::<Category>(&mut module, "categories", resource::operation_names!("catalog.category"));
    resource::serve::<TaxCategory>(&mut module, "tax-categories", resource::operation_names!("catalog.tax_category"));
    let (deprecated, sunset) = (Date::constant(2026, 12, 1), Date::constant(2028, 1, 1));
    resource::references_as_objects(&mut module, "products", deprecated, sunset);
    module
}

/// Gives a new company the usual units, the tax category of what is outside tax, and its roles their permissions in the
/// catalog.
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
    for role in [identity::MANAGER, identity::CLERK] {
        identity::grant(tx, role, &["catalog.*"])?;
    }
    let view = ["catalog.product.view", "catalog.unit.view", "catalog.category.view", "catalog.tax_category.view"];
    identity::grant(tx, identity::CASHIER, &view)
}

/// The product that `text` names by id or SKU; a field error at `product` where there is none.
pub fn product(read: &mut impl Read, text: &str) -> Result<Arc<Product>> {
    let found = read.lookup::<Product>(text)?;
    found.ok_or_else(|| no_such("product", text).at("product"))
}

/// A product that a module above makes; what it does not say is as in a new product of the API.
#[derive(Clone, Debug)]
pub struct NewProduct {
    /// Its SKU.
    pub sku: String,
    /// Its name.
    pub name: String,
    /// The list price of one unit. A product without one is inactive until a person gives it a price, so that it does not sell
    /// for nothing.
    pub selling_price: Option<Price>,
    /// Goods or a service.
    pub kind: ProductKind,
    /// Where its sales are income; the company's usual account where it names none.
    pub income_account: Option<Id<Account>>,
}

/// Adds a product that is counted in pieces and has no tax.
pub fn add_product(tx: &mut Tx<'_, '_>, new: NewProduct) -> Result<Arc<Product>> {
    let NewProduct { sku, name, selling_price, kind, income_account } = new;
    let unit = Ref::<Unit>::new("piece").get(tx)?.id;
    let tax_category = Ref::<TaxCategory>::new("none").get(tx)?.id;
    let product = Product {
        id: tx.id(),
        sku,
        name,
        barcode: None,
        unit,
        category: None,
        tax_category,
        selling_price: selling_price.unwrap_or(Price::ZERO),
        kind,
        income_account,
        is_active: selling_price.is_some(),
    };
    resource::insert(tx, product)
}

/// Loads the rows that [`add_product`] reads.
pub fn prefetch_new_product(read: &mut Prefetch<'_>, sku: &str) {
    read.find(Product::BY_SKU, sku).ok();
    Ref::<Unit>::new("piece").get(read).ok();
    Ref::<TaxCategory>::new("none").get(read).ok();
}

/// How a line of a body names its product: by exactly one of the three.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProductRef<'a> {
    /// Its SKU.
    pub sku: Option<&'a str>,
    /// Its id, or SKU.
    pub product: Option<&'a str>,
    /// Its barcode.
    pub barcode: Option<&'a str>,
}

impl<'a> ProductRef<'a> {
    /// By SKU.
    pub fn sku(sku: &'a str) -> ProductRef<'a> {
        ProductRef { sku: Some(sku), ..ProductRef::default() }
    }
}

/// A line of a body that names a product: its struct, with `sku`, `product` and `barcode` before its own fields. A struct
/// inside it (`serde(flatten)`) would lose the places of wrong fields and forbid its own schema's `additionalProperties`.
#[macro_export]
macro_rules! product_line {
    ($(#[$meta:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, ::serde::Serialize, ::serde::Deserialize, ::kernel::ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The product by SKU …
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schema(label = "Product", resource = "products")]
            pub sku: Option<String>,
            /// … or by id …
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schema(resource = "products", instead_of = "sku")]
            pub product: Option<String>,
            /// … or by barcode.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schema(instead_of = "sku")]
            pub barcode: Option<String>,
            $($fields)*
        }

        impl $name {
            pub(crate) fn named(&self) -> $crate::ProductRef<'_> {
                let (sku, product, barcode) = (self.sku.as_deref(), self.product.as_deref(), self.barcode.as_deref());
                $crate::ProductRef { sku, product, barcode }
            }
        }
    };
}

/// Collects the lines of a body whose product does not exist, see [`command::Command::unknown_names`].
pub fn unknown_products(read: &mut impl Read, body: &Json, errors: &mut FieldErrors) -> Result<()> {
    let lines = body["lines"].as_array().map(Vec::as_slice).unwrap_or_default();
    for (n, line) in lines.iter().enumerate() {
        if errors.is_full() {
            break;
        }
        let text = |name: &str| line[name].as_str();
        let named = ProductRef { sku: text("sku"), product: text("product"), barcode: text("barcode") };
        if named.sku.or(named.product).or(named.barcode).is_some() {
            errors.check(find_product(read, named, &format!("lines.{n}")))?;
        }
    }
    Ok(())
}

/// The product that a line names. Errors are said of the line at `field`, for example `lines.2`.
pub fn find_product(read: &mut impl Read, named: ProductRef<'_>, field: &str) -> Result<Arc<Product>> {
    let (name, text, found) = match named {
        ProductRef { sku: Some(sku), product: None, barcode: None } => ("sku", sku, read.find(Product::BY_SKU, sku)?),
        ProductRef { sku: None, product: Some(text), barcode: None } => ("product", text, read.lookup(text)?),
        ProductRef { sku: None, product: None, barcode: Some(barcode) } => {
            ("barcode", barcode, read.find(Product::BY_BARCODE, barcode)?)
        }
        _ => return Err(errors::one_product_name().at(at(field, "sku"))),
    };
    found.ok_or_else(|| no_such("product", text).at(at(field, name)))
}

/// Refuses a quantity with more decimals than the product's unit has; `field` is the quantity's, `lines.2.quantity`.
pub fn check_quantity(read: &mut impl Read, product: &Product, quantity: Quantity, field: &str) -> Result<()> {
    // Whole numbers fit every unit: the usual case reads nothing.
    if quantity.has_decimals(0) {
        return Ok(());
    }
    let unit = read.one::<Unit>(&product.unit)?;
    if u8::try_from(unit.decimals).is_ok_and(|decimals| quantity.has_decimals(decimals)) {
        return Ok(());
    }
    let error = match unit.decimals {
        0 => errors::whole_units(&product.sku, &unit.name),
        1 => errors::one_decimal(&product.sku, &unit.name),
        most => errors::most_decimals(&product.sku, &unit.name, most),
    };
    Err(error.at(field))
}

/// Refuses a tax rate that is no fraction from 0 to 1, at `field`.
pub fn check_rate(rate: Rate, field: &str) -> Result<()> {
    let is_fraction = (Rate::ZERO..=Rate::from_micros(1_000_000)).contains(&rate);
    if is_fraction { Ok(()) } else { Err(errors::rate_out_of_range().at(field)) }
}

fn at(field: &str, name: &str) -> String {
    if field.is_empty() { name.to_owned() } else { format!("{field}.{name}") }
}

use crate::errors;
use command::Tx;
use kernel::{Id, Result};
use ledger::{Account, AccountKind, Usage};
use money::{Price, Rate};
use resource::Resource;
use store::{Read, Record};

/// A unit in which quantities are counted.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "unit", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct Unit {
    /// Its id.
    pub id: Id<Unit>,
    /// `piece`, `kg`, …
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// How many decimals its quantities may have, 0 to 6.
    #[field(default = "0")]
    pub decimals: i64,
}

/// A group of products; groups may lie in groups.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "category", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct Category {
    /// Its id.
    pub id: Id<Category>,
    /// Its code, unique in the list.
    #[field(code, max = 64, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// The category it lies in.
    #[field(references = Category)]
    pub parent: Option<Id<Category>>,
}

store::choices! {
    /// Whether a tax category has to do with tax at all.
    pub enum TaxKind {
        /// Outside tax: no tax line.
        None = "none",
        /// Taxed, be it at 0 %.
        Taxed = "taxed",
    }
}

/// A tax category: the way a product is taxed.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "tax_category", unique(code), row_counted, audited)]
#[non_exhaustive]
pub struct TaxCategory {
    /// Its id.
    pub id: Id<TaxCategory>,
    /// Its code, unique in the list.
    #[field(code, max = 32, search)]
    pub code: String,
    /// Its name.
    #[field(search)]
    pub name: String,
    /// Whether there is tax.
    #[field(default = "taxed")]
    pub kind: TaxKind,
    /// The part of the net price: `0.2` is 20 %.
    #[field(default = "0")]
    pub rate: Rate,
}

store::choices! {
    /// The kind of a product.
    pub enum ProductKind {
        /// Goods that are kept in stock.
        Stock = "stock",
        /// Work, postage, fees: nothing that lies anywhere.
        Service = "service",
    }
}

/// Something that is sold or bought.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "product", unique(sku), unique(sku_key), unique(barcode), row_counted, audited)]
#[non_exhaustive]
pub struct Product {
    /// Its id.
    pub id: Id<Product>,
    /// Its code, unique in the list.
    #[field(label = "SKU", code, max = 64, search)]
    pub sku: String,
    /// The SKU in capitals: two that differ only by case are one.
    #[field(label = "SKU", max = 128, read_only, hidden)]
    pub sku_key: String,
    /// Its name.
    #[field(max = 500, search)]
    pub name: String,
    /// The barcode.
    #[field(max = 64, search)]
    pub barcode: Option<String>,
    /// Its unit.
    #[field(references = Unit)]
    pub unit: Id<Unit>,
    /// Its category.
    #[field(references = Category)]
    pub category: Option<Id<Category>>,
    /// Its tax category.
    #[field(references = TaxCategory, default = "none")]
    pub tax_category: Id<TaxCategory>,
    /// The list price of one unit.
    #[field(default = "0")]
    pub selling_price: Price,
    /// Goods or a service.
    #[field(default = "stock")]
    pub kind: ProductKind,
    /// Where its sales are income; the company's usual account where it names none.
    #[field(references = Account)]
    pub income_account: Option<Id<Account>>,
    /// Whether new documents may name it.
    #[field(default = "true")]
    pub is_active: bool,
}

impl Resource for Unit {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code"];

    fn check(&mut self, _before: Option<&Unit>, _tx: &mut Tx<'_, '_>) -> Result<()> {
        if (0..=6).contains(&self.decimals) {
            return Ok(());
        }
        Err(errors::unit_decimals().at("decimals"))
    }
}

impl Resource for Category {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code", "parent"];

    fn check(&mut self, _before: Option<&Category>, tx: &mut Tx<'_, '_>) -> Result<()> {
        let mut above = self.parent;
        for _ in 0..32 {
            let Some(id) = above else { return Ok(()) };
            if id == self.id {
                return Err(errors::category_cycle().at("parent"));
            }
            above = tx.get::<Category>(&id)?.and_then(|category| category.parent);
        }
        Err(errors::category_depth().at("parent"))
    }
}

impl Resource for TaxCategory {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code", "kind"];

    fn check(&mut self, _before: Option<&TaxCategory>, _tx: &mut Tx<'_, '_>) -> Result<()> {
        if self.rate < Rate::ZERO {
            return Err(errors::negative_rate().at("rate"));
        }
        if self.kind == TaxKind::None && self.rate != Rate::ZERO {
            return Err(errors::untaxed_rate().at("rate"));
        }
        Ok(())
    }
}

impl Resource for Product {
    const ORDER: &'static [&'static str] = &["sku", "name", "selling_price", "id"];
    const FILTERS: &'static [&'static str] =
        &["sku", "barcode", "unit", "category", "tax_category", "selling_price", "kind", "is_active"];

    fn fill(&mut self) {
        self.sku_key = self.sku.to_uppercase();
    }

    fn check(&mut self, _before: Option<&Product>, tx: &mut Tx<'_, '_>) -> Result<()> {
        let twin = tx.find(Product::BY_SKU_KEY, self.sku_key.as_str())?;
        if let Some(twin) = twin.filter(|twin| twin.id != self.id) {
            return Err(errors::duplicate_sku(&twin.sku).blame("sku", errors::taken()));
        }
        if self.selling_price < Price::ZERO {
            return Err(errors::negative_price().at("selling_price"));
        }
        if let Some(account) = self.income_account
            && let account = tx.one::<Account>(&account)?
            && (account.kind != AccountKind::Income || account.usage != Usage::Plain)
        {
            return Err(errors::no_income_account().at("income_account"));
        }
        if let Some(account) = self.income_account
            && !tx.one::<Account>(&account)?.is_active
        {
            return Err(errors::income_account_inactive().at("income_account"));
        }
        Ok(())
    }
}

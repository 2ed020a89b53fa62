use crate::{errors, queries};
use command::Tx;
use kernel::{Id, Result};
use ledger::{Account, AccountKind, Usage};
use money::{Price, Rate};
use resource::Resource;
use store::{Column, Read, Record, Table, Value};

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
    #[field(default = "0", least = 0, most = 6)]
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
        None = "none" as "Outside tax",
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
    /// The tax as a fraction of the net price, from 0 to 1: `0.2` is 20 %.
    #[field(default = "0")]
    pub rate: Rate,
}

store::choices! {
    /// The kind of a product.
    pub enum ProductKind {
        /// Goods that are kept in stock.
        Stock = "stock" as "Goods",
        /// Work, postage, fees: nothing that lies anywhere.
        Service = "service",
    }
}

/// Something that is sold or bought.
#[derive(Record, Clone, Debug, PartialEq)]
#[record(table = "product", unique(sku), unique(barcode), row_counted, audited)]
#[non_exhaustive]
pub struct Product {
    /// Its id.
    pub id: Id<Product>,
    /// Its code, unique in the list.
    #[field(label = "SKU", code, max = 64, search, group = "Identity")]
    pub sku: String,
    /// Its name.
    #[field(max = 500, search)]
    pub name: String,
    /// The barcode.
    #[field(max = 64, search, folded)]
    pub barcode: Option<String>,
    /// Its unit.
    #[field(references = Unit, group = "Unit and tax")]
    pub unit: Id<Unit>,
    /// Its category.
    #[field(references = Category)]
    pub category: Option<Id<Category>>,
    /// Its tax category.
    #[field(references = TaxCategory, default = "none")]
    pub tax_category: Id<TaxCategory>,
    /// The list price of one unit.
    #[field(default = "0", group = "Selling")]
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
    const FILTERS: &'static [&'static str] = &["code", "name"];

    /// A unit keeps the decimals that posted quantities need: what is finer could neither be sold nor counted any more.
    fn check(&mut self, before: Option<&Unit>, tx: &mut Tx<'_, '_>) -> Result<()> {
        let is_lowered = before.is_some_and(|before| self.decimals < before.decimals);
        let finest = 10_i64.pow(u32::try_from(6 - self.decimals).unwrap_or_default());
        if is_lowered && queries::has_finer_quantity(tx, self.id, finest)? {
            return Err(errors::finer_quantities(self.decimals).blame("decimals", errors::stays()));
        }
        Ok(())
    }
}

impl Resource for Category {
    const ORDER: &'static [&'static str] = &["code", "name", "id"];
    const FILTERS: &'static [&'static str] = &["code", "name", "parent"];

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
    const FILTERS: &'static [&'static str] = &["code", "name", "kind"];

    fn check(&mut self, _before: Option<&TaxCategory>, _tx: &mut Tx<'_, '_>) -> Result<()> {
        crate::check_rate(self.rate, "rate")?;
        if self.kind == TaxKind::None && self.rate != Rate::ZERO {
            return Err(errors::untaxed_rate().at("rate"));
        }
        Ok(())
    }
}

impl Resource for Product {
    const ORDER: &'static [&'static str] = &["sku", "name", "selling_price", "id"];
    const FILTERS: &'static [&'static str] =
        &["sku", "name", "barcode", "unit", "category", "tax_category", "selling_price", "kind", "is_active"];
    const RESTORABLE: bool = true;

    fn check(&mut self, before: Option<&Product>, tx: &mut Tx<'_, '_>) -> Result<()> {
        if let Some(before) = before {
            self.check_against(before, tx)?;
        }
        let twin = tx.find(Product::BY_SKU, self.sku.as_str())?;
        if let Some(twin) = twin.filter(|twin| twin.id != self.id) {
            return Err(errors::duplicate_sku(&twin.sku).blame("sku", kernel::errors::taken()));
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

impl Product {
    /// Refuses another kind or unit once the journal, the stock or a reservation counts the product.
    fn check_against(&self, before: &Product, tx: &mut Tx<'_, '_>) -> Result<()> {
        let changes = [("kind", self.kind != before.kind), ("unit", self.unit != before.unit)];
        if changes.iter().all(|(_, changed)| !changed) {
            return Ok(());
        }
        let counts = |(table, _): &(&Table, &Column)| table.hash_chained || table.counters;
        for (table, column) in tx.definitions().references_to(Product::TABLE.name).filter(counts) {
            if tx.has_row(table, column, &Value::Id(self.id.uuid()))? {
                let changed = changes.iter().filter(|(_, changed)| *changed);
                let refusal = errors::product_has_moved();
                return Err(changed.fold(refusal, |refusal, (field, _)| refusal.blame(*field, errors::stays())));
            }
        }
        Ok(())
    }
}

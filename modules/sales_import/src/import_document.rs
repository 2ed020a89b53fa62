//! One document of a file with everything that it needs: one command, so that a document that is refused leaves nothing behind.

use crate::history_stock;
use crate::record::{RecordDocument, Recorded};
use catalog::{NewProduct, ProductKind, ProductRef};
use command::{Command, Tx};
use inventory::{GOODS_RECEIPT, LocationKind, Move, STOCK, Warehouse};
use kernel::{Date, Result, Text, ToSchema};
use ledger::{Account, AccountKind, Draft, OPENING_EQUITY, Period, Usage};
use money::{Price, Quantity};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Prefetch, Read, Ref};

/// An income account that is made where it is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportedAccount {
    /// Its code.
    pub code: Text<32>,
    /// Its name.
    pub name: Text<255>,
}

/// A product that is made where it is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportedProduct {
    /// Its SKU.
    pub sku: Text<64>,
    /// Its name.
    pub name: Text<500>,
    /// The list price of one unit; a product without one is inactive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selling_price: Option<Price>,
    /// The income account of a service; goods have the company's usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ImportedAccount>,
}

/// The goods of a product that the history needs from this document on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NeededStock {
    /// The product.
    pub sku: Text<64>,
    /// The quantity; what is missing becomes opening stock.
    pub quantity: Quantity,
    /// The cost of one unit of it.
    pub unit_cost: Price,
}

/// Records a document of another system as `sales_import.document.record` does, and makes what it needs first: fiscal years,
/// accounts, products, its customer, opening stock. Its goods are apart from those that were received otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportDocument {
    /// The document.
    pub document: RecordDocument,
    /// The date of its opening stock.
    pub opening_date: Date,
    /// The first days of the fiscal years that are opened where they are missing.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub years: Vec<Date>,
    /// The products that are made where they are missing.
    #[serde(default)]
    #[schema(max_items = inventory::MAX_LINES)]
    pub products: Vec<ImportedProduct>,
    /// The customer's name, who is made where there is none with the document's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_name: Option<Text<255>>,
    /// The goods that must be there before the document.
    #[serde(default)]
    #[schema(max_items = inventory::MAX_LINES)]
    pub stock: Vec<NeededStock>,
}

impl Command for ImportDocument {
    const NAME: &'static str = "sales_import.document.import";
    const STATUS: u16 = 201;
    type Output = Recorded;

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        self.document.prefetch_with(read, history_stock::prefetch);
        ledger::prefetch_posting(read, Some(GOODS_RECEIPT), Some(self.opening_date), &[STOCK, OPENING_EQUITY]);
        for product in &self.products {
            catalog::prefetch_new_product(read, &product.sku);
        }
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Recorded> {
        self.document.check()?;
        self.document.check_number(tx)?;
        let user = Some(tx.actor());
        let warehouse = inventory::warehouse(tx, user, self.document.warehouse.as_ref())?;
        self.open_years(tx)?;
        self.make_products(tx)?;
        self.make_customer(tx)?;
        self.open_stock(tx, &warehouse)?;
        self.document.post(tx, true)
    }
}

impl ImportDocument {
    fn open_years(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let company = ledger::company(tx)?.id;
        for starts_on in &self.years {
            if tx.find(Period::BY_COMPANY_STARTS_ON, (company, starts_on.first_of_month()))?.is_none() {
                tx.require("ledger.year.open")?;
                ledger::open_year(tx, *starts_on)?;
            }
        }
        Ok(())
    }

    fn make_products(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        for product in &self.products {
            if catalog::find_product(tx, ProductRef::sku(&product.sku), "").is_ok() {
                continue;
            }
            tx.require("catalog.product.create")?;
            let account = product.service.as_ref().map(|account| account_of(tx, account)).transpose()?;
            catalog::add_product(
                tx,
                NewProduct {
                    sku: product.sku.to_string(),
                    name: product.name.to_string(),
                    selling_price: product.selling_price,
                    kind: if account.is_some() { ProductKind::Service } else { ProductKind::Stock },
                    income_account: account,
                },
            )?;
        }
        Ok(())
    }

    fn make_customer(&self, tx: &mut Tx<'_, '_>) -> Result<()> {
        let (Some(name), Some(code)) = (&self.customer_name, &self.document.customer) else { return Ok(()) };
        if parties::customer(tx, code.as_str()).is_err() {
            tx.require("parties.customer.create")?;
            parties::add_customer(tx, code.as_str(), name, self.document.country.as_deref())?;
        }
        Ok(())
    }

    /// Posts the opening stock that is missing, in one entry.
    fn open_stock(&self, tx: &mut Tx<'_, '_>, warehouse: &Arc<Warehouse>) -> Result<()> {
        let mut products = Vec::with_capacity(self.stock.len());
        for (n, line) in self.stock.iter().enumerate() {
            let product = catalog::find_product(tx, ProductRef::sku(&line.sku), &format!("stock.{n}"))?;
            if product.kind == ProductKind::Stock {
                products.push((product.id, line));
            }
        }
        if products.is_empty() {
            return Ok(());
        }
        tx.load(|read| {
            for (product, _) in &products {
                history_stock::prefetch(read, *product, warehouse, LocationKind::OPENING);
            }
        })?;
        let counter_account = ledger::account_of(tx, OPENING_EQUITY)?;
        let (doc, mut is_needed) = (tx.id::<()>().uuid(), false);
        let mut draft = Draft::begin(tx, GOODS_RECEIPT, doc, self.opening_date, warehouse.site)?;
        draft.memo = format!("Opening stock for {}", &*self.document.number);
        for (product, line) in products {
            let goods = Move {
                product,
                quantity: line.quantity,
                warehouse: warehouse.clone(),
                counter_account,
                counter: LocationKind::OPENING,
                party: None,
            };
            is_needed |= history_stock::open(tx, &mut draft, goods, line.quantity, line.unit_cost)?;
        }
        if is_needed {
            ledger::post(tx, draft).map_err(|error| error.at("opening_date"))?;
        }
        Ok(())
    }
}

/// The income account with this code, which is made where there is none.
fn account_of(tx: &mut Tx<'_, '_>, account: &ImportedAccount) -> Result<kernel::Id<Account>> {
    if let Ok(found) = Ref::<Account>::new(&*account.code).get(tx) {
        return Ok(found.id);
    }
    tx.require("ledger.account.create")?;
    ledger::add_account(tx, &account.code, &account.name, AccountKind::Income, Usage::Plain, None)
}

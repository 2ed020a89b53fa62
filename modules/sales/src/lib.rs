//! Selling and taking back.
//!
//! Start at [`PostSale`]; everything that sells or takes back ends in `document.rs`.

mod commands;
mod document;
mod domain;
mod queries;
mod records;
mod views;
mod violations;

pub use commands::{AllocateCredit, Payment, PostSale, ReturnSale, ReturnedLine, SoldLine, SubmitSale};
pub use document::{SaleHead, SaleLinePosted, SalePosted};
pub use domain::{LineTotals, ReturnableLine, Tender, net_of_change, tender};
pub use records::{Sale, SaleKind, SaleLine, SalePayment};
pub use views::{SaleDetail, SaleLineView, SalePaymentView, SaleView};

use command::{Command, CommandEntry, Method, Module, QueryEntry};
use kernel::{Id, Result};
use std::sync::Arc;
use store::{Migration, Read};

/// The module's table of contents.
pub fn module() -> Module {
    let migrations = vec![Migration { module: "sales", number: 1, sql: include_str!("../migrations/0001_sales.sql") }];
    let mut module = Module {
        name: "sales",
        migrations,
        commands: vec![
            CommandEntry::of::<PostSale>(Method::Post, "/sales/").offline(SubmitSale::NAME),
            CommandEntry::of::<SubmitSale>(Method::Post, "/sales/offline/"),
            CommandEntry::of::<ReturnSale>(Method::Post, "/sales/{id}/return/"),
            CommandEntry::of::<AllocateCredit>(Method::Post, "/sales/{id}/allocate/"),
        ],
        queries: vec![QueryEntry::of::<SaleDetail>("/sales/{id}/")],
        permissions: vec![commands::PRICE_OVERRIDE],
        checks: queries::checks(),
        ..Module::default()
    };
    resource::serve_list::<Sale>(&mut module, "sales", "sales.sale.view");
    module
}

/// The sale or return that `text` names by its id or printed number.
pub(crate) fn find_sale(read: &mut impl Read, text: &str) -> Result<Option<Arc<Sale>>> {
    if let Some(id) = store::id_of(text) {
        return read.get::<Sale>(&Id::from_uuid(id));
    }
    Ok(read.scan(Sale::BY_NUMBER, text)?.into_iter().next())
}

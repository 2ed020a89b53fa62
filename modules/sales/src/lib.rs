//! Selling and taking back.

mod records;

pub use records::{Sale, SaleKind, SaleLine, SalePayment};

//! How customers pay: payment methods, receipts and what they settle, statements and ageing.

mod records;

pub use records::{PaymentMethod, Receipt};

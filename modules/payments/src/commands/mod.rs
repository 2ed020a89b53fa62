//! The commands of payments.

mod allocate_receipt;
mod post_receipt;

pub use allocate_receipt::{AllocateReceipt, Credit, CreditAllocated, allocate, prefetch_allocation};
pub use post_receipt::{PostReceipt, ReceiptPosted};

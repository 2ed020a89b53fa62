//! The commands of payments.

mod allocate_receipt;
mod post_receipt;

pub(crate) use allocate_receipt::SERIES as ALLOCATION;
pub use allocate_receipt::{AllocateReceipt, Credit, CreditAllocated, allocate, prefetch_allocation};
pub(crate) use post_receipt::SERIES as RECEIPT;
pub use post_receipt::{PostReceipt, ReceiptPosted};

//! What people do with money that comes in.

mod allocate_receipt;
mod post_receipt;

pub use allocate_receipt::{AllocateReceipt, Credit, CreditAllocated, allocate, prefetch_allocation};
pub use post_receipt::{PostReceipt, ReceiptPosted};

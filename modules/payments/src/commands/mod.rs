//! What people do with money that comes in.

mod post_receipt;

pub use post_receipt::{Allocated, Allocation, PostReceipt, ReceiptPosted};

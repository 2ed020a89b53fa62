//! The commands of sales.

mod allocate_credit;
mod post_sale;
mod return_sale;
mod sale_body;
mod submit_sale;

pub use allocate_credit::AllocateCredit;
pub use post_sale::PostSale;
pub(crate) use return_sale::SERIES as RETURN;
pub use return_sale::{ReturnSale, ReturnedLine};
pub(crate) use sale_body::SERIES as SALE;
pub use sale_body::{SaleBody, SoldLine};
pub use submit_sale::SubmitSale;

/// The most lines a sale or return may have; larger work is several commands.
const MAX_LINES: usize = 2_000;
/// The most payments or refunds a document may have.
const MAX_PAYMENTS: usize = 20;

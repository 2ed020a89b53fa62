//! What postings need accounts for.

/// A purpose for which a module looks up an account, so that no account code is written into a program. The module that
/// posts declares it as a constant and gives it an account when it seeds a new company ([`crate::add_account`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostingRole {
    /// Its stored code: `stock`, `sales_income` …
    pub code: &'static str,
    /// The purpose in words, for messages.
    pub meaning: &'static str,
    /// Whether its lines carry the value of goods, so that the balance of its account tells what they cost.
    pub of_goods: bool,
}

/// Clears the difference between the currencies of an entry; its base is zero in every entry.
pub const EXCHANGE: PostingRole =
    PostingRole { code: "exchange", meaning: "exchange between currencies", of_goods: false };
/// Clears the difference between the branches of an entry.
pub const INTER_BRANCH: PostingRole =
    PostingRole { code: "inter_branch", meaning: "balances between branches", of_goods: true };
/// The other side of everything the company owned or owed before its books began.
pub const OPENING_EQUITY: PostingRole =
    PostingRole { code: "opening_equity", meaning: "opening equity", of_goods: true };

//! Formulas that people write: conditions and computed values over named values, with exact decimals. No scripts: a formula has no loops, no
//! variables of its own and no effects, and it always ends.
//!
//! ```text
//! amount > 10000 and site == 'north'
//! amount >= 500 or role in ['cashier', 'trainee']
//! round(width * height / 10000, 2)
//! if default(discount, 0) > 10 then 'ask' else 'fine'
//! due < date('2026-12-31') and not starts_with(reason, 'return')
//! ```
//!
//! | written | means |
//! | --- | --- |
//! | `12`, `0.25` | a decimal number |
//! | `'text'`, `"text"` | a text |
//! | `true`, `false`, `empty` | yes, no, nothing |
//! | `date('2026-01-31')` | a day |
//! | `amount`, `custom.weight` | a value that is given |
//! | `+ - * /`, `-x` | numbers; a day and a number of days; two days are so many days apart |
//! | `== != < <= > >=` | compares values of one kind |
//! | `in [a, b]`, `not in [a, b]` | one of these, none of these |
//! | `and`, `or`, `not` | of yes and no |
//! | `if a then b else c` | one of two |
//! | `abs(x)`, `min(a, b, …)`, `max(a, b, …)` | numbers or, for `min` and `max`, days |
//! | `round(x)`, `round(x, places)` | half away from zero; 0 to 12 places |
//! | `default(x, y)` | `x`, or `y` where that is empty |
//! | `starts_with(text, part)`, `contains(text, part)` | of texts |
//!
//! **Numbers are exact.** Sums, differences and products have all their decimals (up to 18, then they are rounded), quotients have 12,
//! rounded half away from zero. What is larger than 38 digits, and division by zero, is an error and never a wrong number.
//!
//! **What is empty** makes what is computed from it empty, is neither less nor more than anything, equals only what is empty, and counts as no.
//!
//! **What is wrong is told when it is written**: unknown names, values of different kinds, and words that a choice does not have.

mod evaluate;
mod number;
mod parse;
mod words;

pub use number::rounded;

use evaluate::Node;
use kernel::Date;
use money::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The longest formula, in characters.
pub const MOST_CHARACTERS: usize = 1_000;

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A decimal number.
    Decimal,
    /// A text.
    Text,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Decimal => "a number",
            Kind::Text => "a text",
            Kind::Boolean => "yes or no",
            Kind::Date => "a day",
        })
    }
}

/// A value that a formula reads, or computes.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A decimal number.
    Decimal(Decimal),
    /// A text.
    Text(String),
    /// Yes or no.
    Boolean(bool),
    /// A day.
    Date(Date),
}

impl Value {
    /// Its kind; what is empty has none.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Value::Empty => None,
            Value::Decimal(_) => Some(Kind::Decimal),
            Value::Text(_) => Some(Kind::Text),
            Value::Boolean(_) => Some(Kind::Boolean),
            Value::Date(_) => Some(Kind::Date),
        }
    }
}

/// What a formula may read under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Its kind.
    pub kind: Kind,
    /// The words that it can be, where it is one of several: others are refused.
    pub choices: Option<Vec<String>>,
}

impl Known {
    /// Any value of this kind.
    pub fn of(kind: Kind) -> Known {
        Known { kind, choices: None }
    }
}

/// The names that a formula may read.
pub type Names = BTreeMap<String, Known>;

/// What is wrong with a formula, or why it has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The character at which it is wrong, from 1.
    pub at: usize,
    /// In words.
    pub words: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at character {}: {}", self.at, self.words)
    }
}

impl std::error::Error for Wrong {}

/// A formula that was read and makes sense.
#[derive(Clone, Debug)]
pub struct Formula {
    node: Node,
    kind: Option<Kind>,
    reads: BTreeSet<String>,
}

impl Formula {
    /// The formula that `text` says, which may read `names`.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where.
    pub fn parse(text: &str, names: &Names) -> Result<Formula, Wrong> {
        parse::formula(text, names)
    }

    /// [`Formula::parse`] of one whose values are of a kind.
    ///
    /// # Errors
    ///
    /// What is wrong with it, and where; at its beginning where its values are of another kind.
    pub fn of_kind(text: &str, names: &Names, kind: Kind) -> Result<Formula, Wrong> {
        let formula = Formula::parse(text, names)?;
        match formula.kind {
            Some(other) if other != kind => Err(Wrong { at: 1, words: format!("this is {other}, but must be {kind}") }),
            _ => Ok(formula),
        }
    }

    /// The kind of its values; none where it is always empty.
    pub fn kind(&self) -> Option<Kind> {
        self.kind
    }

    /// The names that it reads.
    pub fn reads(&self) -> impl Iterator<Item = &str> {
        self.reads.iter().map(String::as_str)
    }

    /// Its value where names have these values.
    ///
    /// # Errors
    ///
    /// A number is too large, something is divided by zero, a day does not exist, or a name that it reads is not there or of another kind.
    pub fn evaluate(&self, values: &BTreeMap<String, Value>) -> Result<Value, Wrong> {
        self.node.value(values)
    }

    /// Whether the condition that it is holds; what is empty does not.
    ///
    /// # Errors
    ///
    /// As [`Formula::evaluate`].
    pub fn holds(&self, values: &BTreeMap<String, Value>) -> Result<bool, Wrong> {
        Ok(self.evaluate(values)? == Value::Boolean(true))
    }
}

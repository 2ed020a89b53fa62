use jiff::civil::Date;
use kernel::{Id, Instant, Result, defect};
use money::{Amount, Currency, Price, Quantity, Rate};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One value as both databases store it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Value {
    /// Nothing.
    Null,
    /// A truth value: `boolean` on PostgreSQL, 0 or 1 on SQLite.
    Bool(bool),
    /// Any whole number, scaled or not.
    Int(i64),
    /// Bounded text without NUL, compared by bytes.
    Text(String),
    /// An id: `uuid` on PostgreSQL, 16 bytes on SQLite.
    Id(Uuid),
    /// Bytes, such as a hash.
    Bytes(Vec<u8>),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Null => f.write_str("nothing"),
            Value::Bool(yes) => yes.fmt(f),
            Value::Int(number) => number.fmt(f),
            Value::Text(text) => f.write_str(text),
            Value::Id(uuid) => uuid.fmt(f),
            Value::Bytes(bytes) => match Uuid::from_slice(bytes) {
                Ok(uuid) => uuid.fmt(f),
                Err(_) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
            },
        }
    }
}

/// What a field means; decides how it is stored, checked and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// Text of bounded length.
    Text,
    /// One of a few words.
    Choice(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// Yes or no.
    Bool,
    /// A civil date, stored as ISO text.
    Date,
    /// A moment, microseconds in UTC.
    Instant,
    /// An id.
    Id,
    /// Money in minor units.
    Amount,
    /// A unit price, 10⁻⁶.
    Price,
    /// A quantity, 10⁻⁶.
    Quantity,
    /// A rate, 10⁻⁶.
    Rate,
    /// Bytes.
    Bytes,
    /// A list of words, stored as text with spaces between them.
    Words,
}

/// A list of words without spaces, such as codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

/// A type that can be a column.
pub trait Field: Sized {
    /// Its meaning.
    const KIND: FieldKind;
    /// Whether it may be absent.
    const NULLABLE: bool = false;
    /// The labels of the choices whose own words are none.
    const LABELS: &'static [(&'static str, &'static str)] = &[];
    /// As stored.
    fn to_value(&self) -> Value;
    /// Whether a column of at most `max` characters takes it; only texts may be too long.
    fn fits(&self, _max: usize) -> bool {
        true
    }
    /// Back again; `None` where the stored value does not fit.
    fn from_value(value: Value) -> Option<Self>;
}

/// A column of a query's answer as its type; a mismatch is a defect of the SQL.
pub fn field<F: Field>(value: Option<Value>) -> Result<F> {
    value.and_then(F::from_value).ok_or_else(|| defect("a query answered with another type than expected"))
}

/// A column that commands only add to.
pub trait Counter {
    /// Adds `delta`; overflow is an error.
    fn accumulate(&mut self, delta: &Self) -> Result<()>;
}

macro_rules! whole {
    ($type:ty, $kind:ident, $out:expr, $in:expr) => {
        impl Field for $type {
            const KIND: FieldKind = FieldKind::$kind;
            fn to_value(&self) -> Value {
                Value::Int($out(*self))
            }
            fn from_value(value: Value) -> Option<Self> {
                if let Value::Int(number) = value { $in(number) } else { None }
            }
        }
    };
}
whole!(i64, Integer, |n| n, Some);
whole!(i32, Integer, i64::from, |n| i32::try_from(n).ok());
whole!(Amount, Amount, Amount::minor, |n| Some(Amount::new(n)));
whole!(Price, Price, Price::micros, |n| Some(Price::from_micros(n)));
whole!(Quantity, Quantity, Quantity::micros, |n| Some(Quantity::from_micros(n)));
whole!(Rate, Rate, Rate::micros, |n| Some(Rate::from_micros(n)));
whole!(Instant, Instant, Instant::micros, |n| Some(Instant::from_micros(n)));

impl Field for bool {
    const KIND: FieldKind = FieldKind::Bool;
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Bool(yes) => Some(yes),
            Value::Int(number) => Some(number != 0),
            _ => None,
        }
    }
}

impl Field for String {
    const KIND: FieldKind = FieldKind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }
    fn fits(&self, max: usize) -> bool {
        (self.len() <= max || self.chars().count() <= max) && !self.contains('\0')
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Some(text) } else { None }
    }
}

impl Field for Currency {
    const KIND: FieldKind = FieldKind::Text;
    fn to_value(&self) -> Value {
        Value::Text(self.code().to_owned())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { Currency::parse(&text).ok() } else { None }
    }
}

impl Field for Date {
    const KIND: FieldKind = FieldKind::Date;
    fn to_value(&self) -> Value {
        Value::Text(self.to_string())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Text(text) = value { text.parse().ok() } else { None }
    }
}

impl Field for Uuid {
    const KIND: FieldKind = FieldKind::Id;
    fn to_value(&self) -> Value {
        Value::Id(*self)
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Id(uuid) => Some(uuid),
            Value::Bytes(bytes) => Uuid::from_slice(&bytes).ok(),
            _ => None,
        }
    }
}

impl<T> Field for Id<T> {
    const KIND: FieldKind = FieldKind::Id;
    fn to_value(&self) -> Value {
        Value::Id(self.uuid())
    }
    fn from_value(value: Value) -> Option<Self> {
        Uuid::from_value(value).map(Id::from_uuid)
    }
}

impl Field for Vec<u8> {
    const KIND: FieldKind = FieldKind::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.clone())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes) } else { None }
    }
}

impl Field for [u8; 32] {
    const KIND: FieldKind = FieldKind::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
    fn from_value(value: Value) -> Option<Self> {
        if let Value::Bytes(bytes) = value { bytes.try_into().ok() } else { None }
    }
}

impl Field for Words {
    const KIND: FieldKind = FieldKind::Words;
    fn to_value(&self) -> Value {
        Value::Text(self.0.join(" "))
    }
    fn fits(&self, max: usize) -> bool {
        self.0.join(" ").fits(max)
    }
    fn from_value(value: Value) -> Option<Self> {
        let text = String::from_value(value)?;
        Some(Words(text.split_whitespace().map(str::to_owned).collect()))
    }
}

impl<F: Field> Field for Option<F> {
    const KIND: FieldKind = F::KIND;
    const NULLABLE: bool = true;
    const LABELS: &'static [(&'static str, &'static str)] = F::LABELS;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::to_value)
    }
    fn fits(&self, max: usize) -> bool {
        self.as_ref().is_none_or(|field| field.fits(max))
    }
    fn from_value(value: Value) -> Option<Self> {
        if value == Value::Null { Some(None) } else { F::from_value(value).map(Some) }
    }
}

impl Counter for i64 {
    fn accumulate(&mut self, delta: &Self) -> Result<()> {
        *self = self.checked_add(*delta).ok_or_else(crate::errors::total_too_large)?;
        Ok(())
    }
}
impl Counter for Amount {
    fn accumulate(&mut self, delta: &Self) -> Result<()> {
        *self = self.plus(*delta)?;
        Ok(())
    }
}
impl Counter for Quantity {
    fn accumulate(&mut self, delta: &Self) -> Result<()> {
        *self = self.plus(*delta)?;
        Ok(())
    }
}

/// Values to look rows up by: one field or a tuple of fields, in the order of the key or index.
pub trait Values {
    /// Appends the values.
    fn push_to(&self, out: &mut Vec<Value>);
}

impl<F: Field> Values for F {
    fn push_to(&self, out: &mut Vec<Value>) {
        out.push(self.to_value());
    }
}
impl Values for &str {
    fn push_to(&self, out: &mut Vec<Value>) {
        out.push(Value::Text((*self).to_owned()));
    }
}

macro_rules! tuple_values {
    ($($name:ident)+) => {
        impl<$($name: Values),+> Values for ($($name,)+) {
            #[allow(non_snake_case)]
            fn push_to(&self, out: &mut Vec<Value>) {
                let ($($name,)+) = self;
                $($name.push_to(out);)+
            }
        }
    };
}
tuple_values!(A B);
tuple_values!(A B C);
tuple_values!(A B C D);
tuple_values!(A B C D E);
tuple_values!(A B C D E F);

/// A closed set of words as a type: a state, a kind. Stored and sent as the word; shown as that word too, unless it says a label.
///
/// ```
/// store::choices! {
///     /// What a product is.
///     pub enum Kind {
///         /// Kept in stock.
///         Stock = "stock" as "Goods",
///         /// Work.
///         Service = "service",
///     }
/// }
/// assert_eq!(Kind::Stock.as_str(), "stock");
/// ```
#[macro_export]
macro_rules! choices {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(as $label:literal)?),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// The word for it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl ::kernel::ToSchema for $name {
            fn schema() -> ::kernel::Schema {
                let labels = <$name as $crate::Field>::LABELS;
                ::kernel::Schema::of(::kernel::Shape::Choice(&[$($word),+])).hinted(|hints| hints.labels = labels)
            }
        }
        impl $crate::Field for $name {
            const KIND: $crate::FieldKind = $crate::FieldKind::Choice(&[$($word),+]);
            const LABELS: &'static [(&'static str, &'static str)] = &[$($(($word, $label),)?)+];
            fn to_value(&self) -> $crate::Value {
                $crate::Value::Text(self.as_str().to_owned())
            }
            fn from_value(value: $crate::Value) -> Option<Self> {
                let $crate::Value::Text(text) = value else { return None };
                match text.as_str() { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

//! Pages of lists that are not served by the engine.

use crate::list::bad;
use kernel::{Field, Result, Schema, Shape, ToSchema};
use serde::Serialize;

/// The most rows on a page.
pub(crate) const MAX_PAGE_SIZE: i64 = 1_000;

/// A page of a list that goes forward only.
#[derive(Debug, Serialize)]
pub struct Listing<T> {
    /// The number of rows: exact up to 10,000.
    pub count: i64,
    /// Whether `count` is exact.
    pub count_exact: bool,
    /// The next page.
    pub next: Option<String>,
    /// Always absent: these lists go forward only.
    pub previous: Option<String>,
    /// This page.
    pub results: Vec<T>,
}

impl<T> Listing<T> {
    /// A page of `count` rows, which were counted no further than to 10,001.
    pub fn of(count: i64, next: Option<String>, results: Vec<T>) -> Listing<T> {
        Listing { count: count.min(10_000), count_exact: count <= 10_000, next, previous: None, results }
    }
}

/// `StockRow` → `StockRowList`: lists of different rows are different schemas.
impl<T: ToSchema> ToSchema for Listing<T> {
    fn schema() -> Schema {
        let rows = T::schema();
        let name = match &rows.shape {
            Shape::Object { name, .. } => format!("{name}List"),
            _ => "List".to_owned(),
        };
        let field =
            |name, schema: Schema, words: &'static str| Field { name, required: true, schema: schema.described(words) };
        let fields = vec![
            field("count", i64::schema(), "The number of rows: exact up to 10,000."),
            field("count_exact", bool::schema(), "Whether `count` is exact."),
            field("next", Option::<String>::schema(), "The address of the next page; null on the last one."),
            field("previous", Option::<String>::schema(), "Always null: this list goes forward only."),
            field("results", Vec::<T>::schema(), "The rows of this page."),
        ];
        Schema::of(Shape::Object { name: name.into(), about: "A page of a list.", fields, open: true })
    }
}

/// The number of rows on a page, from `page_size=`; 50 where it is left out.
///
/// # Errors
///
/// 400 `invalid_parameter` for what is no whole number from 1 to [`MAX_PAGE_SIZE`].
pub fn page_size(text: Option<&str>) -> Result<i64> {
    let size = text.map_or(Some(50), |text| text.parse().ok());
    let size = size.filter(|size| (1..=MAX_PAGE_SIZE).contains(size));
    size.ok_or_else(|| bad("page_size", "page_size is a whole number from 1 to 1,000.".to_owned()))
}

//! Pages of lists that are not served by the engine.

use crate::errors;
use kernel::{Result, ToSchema};
use serde::Serialize;
use serde_json::Value as Json;

/// A page of a list that goes forward only, its rows as JSON.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listing {
    /// The number of rows: exact up to 10,000.
    pub count: i64,
    /// Whether `count` is exact.
    pub count_exact: bool,
    /// The next page.
    pub next: Option<String>,
    /// Always absent: these lists go forward only.
    pub previous: Option<String>,
    /// This page.
    pub results: Vec<Json>,
}

impl Listing {
    /// A page of `count` rows, which were counted no further than to 10,001.
    pub fn of(count: i64, next: Option<String>, results: Vec<Json>) -> Listing {
        Listing { count: count.min(10_000), count_exact: count <= 10_000, next, previous: None, results }
    }
}

/// The number of rows on a page, from `page_size=`; 50 where it is left out.
pub fn page_size(text: Option<&str>) -> Result<i64> {
    let size = text.map_or(Some(50), |text| text.parse().ok());
    size.filter(|size| (1..=1_000).contains(size)).ok_or_else(errors::page_size)
}

//! The measured company: created by `sanduk`, seeded through its API, and filled by SQL while no server runs.

use crate::BenchResult;
use crate::server::{Server, ServerUnderTest};
use crate::workload::{self, DocumentKind, PRODUCTS, TAX_PERCENT};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::{CONTROL, Store, Value};
use uuid::Uuid;

/// Converts an error of the platform into the text of a [`BenchResult`] error.
pub fn error_text(error: impl Into<kernel::Error>) -> String {
    error.into().operator()
}

/// The slug of the company to which the server writes.
pub const SERVED: &str = "served";

/// The request and the answer of one document of each kind.
pub type Bodies = BTreeMap<DocumentKind, (Vec<u8>, Vec<u8>)>;

/// Creates [`SERVED`] with products and stock, and one document of each kind, which is what its log holds for every other.
pub fn set_up(target: &ServerUnderTest) -> BenchResult<(String, Bodies)> {
    target.create(SERVED)?;
    let server = target.serve()?;
    let token = server.log_in(SERVED)?;
    seed_company(&server, &token)?;
    let day = today(&server, &token)?;
    let mut bodies = Bodies::new();
    for kind in DocumentKind::ALL {
        let body = kind.body(0, &day);
        let answer = server.call("POST", kind.path(), &token, &serde_json::from_str(&body)?)?;
        bodies.insert(kind, (body.into_bytes(), answer));
    }
    server.stop()?;
    Ok((day, bodies))
}

/// Creates the products of [`workload`] with their stock.
pub fn seed_company(server: &Server, token: &str) -> BenchResult {
    let rate = format!("0.{TAX_PERCENT}");
    let category = json!({ "code": "vat", "name": "VAT", "kind": "taxed", "rate": rate });
    server.call("POST", "/tax-categories/", token, &category)?;
    let mut lines = Vec::new();
    for number in 0..PRODUCTS {
        let sku = workload::sku(number);
        let price = workload::money(workload::price(number));
        let product =
            json!({ "sku": sku, "name": sku, "unit": "piece", "tax_category": "vat", "selling_price": price });
        server.call("POST", "/products/", token, &product)?;
        lines.push(json!({ "sku": sku, "quantity": 10_000_000, "unit_cost": "0.60" }));
    }
    for lines in lines.chunks(500) {
        server.call("POST", "/stock/receive/", token, &json!({ "lines": lines }))?;
    }
    Ok(())
}

/// The current date of the company, from its trial balance.
pub fn today(server: &Server, token: &str) -> BenchResult<String> {
    let answer = server.call("GET", "/reports/trial-balance/", token, &serde_json::Value::Null)?;
    let answer: serde_json::Value = serde_json::from_slice(&answer)?;
    Ok(answer["as_of"].as_str().ok_or("no as_of")?.to_owned())
}

/// Direct access to the data while no server has it open.
pub struct Data {
    /// The store.
    pub store: Arc<Store>,
}

impl Data {
    /// Opens the data without running migrations.
    pub fn open(target: &ServerUnderTest) -> BenchResult<Data> {
        let store = Store::open(target.place.clone(), Vec::new(), Vec::new(), Duration::from_secs(3600));
        Ok(Data { store: store.map_err(error_text)? })
    }

    /// Runs a query in `tenant`.
    pub fn query(&self, tenant: Uuid, sql: &str, args: &[Value]) -> BenchResult<Vec<Vec<Value>>> {
        Ok(self.store.read(tenant, |read| read.query(sql, args)).map_err(error_text)?)
    }

    /// The id of the company with this slug.
    pub fn tenant(&self, slug: &str) -> BenchResult<Uuid> {
        let args = [Value::Text(slug.to_owned())];
        match self.query(CONTROL, "SELECT id FROM tenant WHERE slug = $1", &args)?.into_iter().flatten().next() {
            Some(Value::Id(id)) => Ok(id),
            Some(Value::Bytes(bytes)) => Ok(Uuid::from_slice(&bytes)?),
            _ => Err(format!("there is no company {slug}").into()),
        }
    }
}

//! The measured companies: created by `sanduk`, seeded through its API, and inspected through the store while no server runs.

use crate::BenchResult;
use crate::baseline::MasterData;
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
/// The slug of the company to which the baseline writes.
pub const BASELINE: &str = "baseline";

/// Creates both companies with the same products and stock.
pub fn set_up(target: &ServerUnderTest) -> BenchResult {
    target.create(SERVED)?;
    target.create(BASELINE)?;
    let server = target.serve()?;
    for tenant in [SERVED, BASELINE] {
        seed_company(&server, &server.log_in(tenant)?)?;
    }
    server.stop()
}

fn seed_company(server: &Server, token: &str) -> BenchResult {
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
    // One document of each kind creates the series and balances, and the log entry whose size the baseline copies.
    let day = today(server, token)?;
    for kind in DocumentKind::ALL {
        server.call("POST", kind.path(), token, &serde_json::from_str(&kind.body(0, &day))?)?;
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

    /// Reads the master data that the baseline needs from `tenant`.
    pub fn master_data(&self, tenant: Uuid) -> BenchResult<MasterData> {
        let sql = "SELECT b.body, b.answer FROM command c JOIN command_body b ON b.seq = c.seq WHERE c.name = $1 \
                   ORDER BY c.seq DESC LIMIT 2";
        let mut bodies = BTreeMap::new();
        for (kind, name, place) in [
            (DocumentKind::Sale, "sales.sale.post", 0),
            (DocumentKind::Entry10, "ledger.entry.post", 0),
            (DocumentKind::Entry2, "ledger.entry.post", 1),
        ] {
            let mut rows = self.query(tenant, sql, &[Value::Text(name.to_owned())])?;
            match rows.get_mut(place).map(std::mem::take).as_deref() {
                Some([Value::Bytes(body), Value::Bytes(answer)]) => {
                    bodies.insert(kind, (body.clone(), answer.clone()));
                }
                _ => return Err(format!("no {name} in the log").into()),
            }
        }
        MasterData::read(&self.store, tenant, bodies)
    }

    /// The number of rows of every table of `tenant`.
    pub fn row_counts(&self, tenant: Uuid) -> BenchResult<BTreeMap<String, i64>> {
        let tables = if self.store.is_sqlite() {
            self.query(tenant, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", &[])?
        } else {
            let schema = Value::Text(store::schema_name(tenant));
            let sql = "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = $1 ORDER BY 1";
            self.query(tenant, sql, &[schema])?
        };
        let mut counts = BTreeMap::new();
        for table in tables.into_iter().flatten().map(|name| name.to_string()) {
            match self.query(tenant, &format!("SELECT count(*) FROM {table}"), &[])?.into_iter().flatten().next() {
                Some(Value::Int(count)) => drop(counts.insert(table, count)),
                _ => return Err(format!("{table} cannot be counted").into()),
            }
        }
        Ok(counts)
    }
}

/// The number of rows that one document inserted into each table.
///
/// # Errors
///
/// When the growth of a table is not a multiple of the number of documents.
pub fn rows_per_document(
    before: &BTreeMap<String, i64>,
    after: &BTreeMap<String, i64>,
    documents: u64,
) -> BenchResult<BTreeMap<String, i64>> {
    let documents = i64::try_from(documents)?;
    let mut grown = BTreeMap::new();
    for (table, count) in after {
        let more = count - before.get(table).copied().unwrap_or_default();
        // Series and balances also grow, but by fewer rows than documents; they are left out.
        if more >= documents {
            if more % documents != 0 {
                return Err(format!("{table} grew by {more} rows for {documents} documents").into());
            }
            grown.insert(table.clone(), more / documents);
        }
    }
    Ok(grown)
}

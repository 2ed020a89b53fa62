//! Companies to measure: made by `sanduk`, filled through its API, looked at through the store while the server is down.

use crate::Outcome;
use crate::hand::Trade;
use crate::server::{Server, Site};
use crate::work::{self, PRODUCTS, TAX_PERCENT, Work};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use store::{CONTROL, Store, Value};
use uuid::Uuid;

/// A kernel error as ours.
pub fn plain(error: impl Into<kernel::Error>) -> String {
    error.into().operator()
}

/// The company the server writes to.
pub const SERVED: &str = "served";
/// The company that is written to by hand.
pub const BY_HAND: &str = "byhand";

/// Makes both companies and gives them the same products and stock.
pub fn set_up(site: &Site) -> Outcome {
    site.create(SERVED)?;
    site.create(BY_HAND)?;
    let server = site.serve()?;
    for tenant in [SERVED, BY_HAND] {
        fill(&server, &server.log_in(tenant)?)?;
    }
    server.stop()
}

fn fill(server: &Server, token: &str) -> Outcome {
    let rate = format!("0.{TAX_PERCENT}");
    let category = json!({ "code": "vat", "name": "VAT", "kind": "taxed", "rate": rate });
    server.call("POST", "/tax-categories/", token, &category)?;
    let mut lines = Vec::new();
    for number in 0..PRODUCTS {
        let sku = work::sku(number);
        let price = work::money(work::price(number));
        let product =
            json!({ "sku": sku, "name": sku, "unit": "piece", "tax_category": "vat", "selling_price": price });
        server.call("POST", "/products/", token, &product)?;
        lines.push(json!({ "sku": sku, "quantity": 10_000_000, "unit_cost": "0.60" }));
    }
    for lines in lines.chunks(500) {
        server.call("POST", "/stock/receive/", token, &json!({ "lines": lines }))?;
    }
    // One document of each kind, so that its series, balances and log entry are there.
    let day = today(server, token)?;
    for work in Work::ALL {
        server.call("POST", work.path(), token, &serde_json::from_str(&work.body(0, &day))?)?;
    }
    Ok(())
}

/// The company's date, as its trial balance says.
pub fn today(server: &Server, token: &str) -> Outcome<String> {
    let answer = server.call("GET", "/reports/trial-balance/", token, &serde_json::Value::Null)?;
    let answer: serde_json::Value = serde_json::from_slice(&answer)?;
    Ok(answer["as_of"].as_str().ok_or("no as_of")?.to_owned())
}

/// The data itself, while no server has it open.
pub struct Data {
    /// The store.
    pub store: Arc<Store>,
}

impl Data {
    /// Opens it; migrations are the server's business.
    pub fn open(site: &Site) -> Outcome<Data> {
        let store = Store::open(site.place.clone(), Vec::new(), Vec::new(), Duration::from_secs(3600));
        Ok(Data { store: store.map_err(plain)? })
    }

    /// Rows of a query in `tenant`.
    pub fn query(&self, tenant: Uuid, sql: &str, args: &[Value]) -> Outcome<Vec<Vec<Value>>> {
        Ok(self.store.read(tenant, |read| read.query(sql, args)).map_err(plain)?)
    }

    /// The id of a company.
    pub fn tenant(&self, slug: &str) -> Outcome<Uuid> {
        let args = [Value::Text(slug.to_owned())];
        match self.query(CONTROL, "SELECT id FROM tenant WHERE slug = $1", &args)?.into_iter().flatten().next() {
            Some(Value::Id(id)) => Ok(id),
            Some(Value::Bytes(bytes)) => Ok(Uuid::from_slice(&bytes)?),
            _ => Err(format!("there is no company {slug}").into()),
        }
    }

    /// What writing by hand needs to know of `tenant`.
    pub fn trade(&self, tenant: Uuid) -> Outcome<Trade> {
        let sql = "SELECT b.body, b.answer FROM command c JOIN command_body b ON b.seq = c.seq WHERE c.name = $1 \
                   ORDER BY c.seq DESC LIMIT 2";
        let mut bodies = BTreeMap::new();
        for (work, name, place) in [
            (Work::Sale, "sales.sale.post", 0),
            (Work::Entry10, "ledger.entry.post", 0),
            (Work::Entry2, "ledger.entry.post", 1),
        ] {
            let mut rows = self.query(tenant, sql, &[Value::Text(name.to_owned())])?;
            match rows.get_mut(place).map(std::mem::take).as_deref() {
                Some([Value::Bytes(body), Value::Bytes(answer)]) => {
                    bodies.insert(work, (body.clone(), answer.clone()));
                }
                _ => return Err(format!("no {name} in the log").into()),
            }
        }
        Trade::read(&self.store, tenant, bodies)
    }

    /// How many rows every table of `tenant` has.
    pub fn row_counts(&self, tenant: Uuid) -> Outcome<BTreeMap<String, i64>> {
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

/// How many rows of each table one document made: every table must have grown by the same number for each.
pub fn rows_a_document(
    before: &BTreeMap<String, i64>,
    after: &BTreeMap<String, i64>,
    documents: u64,
) -> Outcome<BTreeMap<String, i64>> {
    let documents = i64::try_from(documents)?;
    let mut grown = BTreeMap::new();
    for (table, count) in after {
        let more = count - before.get(table).copied().unwrap_or_default();
        // A series or a balance of a new account or day is not one a document.
        if more >= documents {
            if more % documents != 0 {
                return Err(format!("{table} grew by {more} rows for {documents} documents").into());
            }
            grown.insert(table.clone(), more / documents);
        }
    }
    Ok(grown)
}

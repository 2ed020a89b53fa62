use super::{GoodsMoved, MAX_LINES, moved_product, prefetch_lines};
use crate::errors;
use crate::moves::{Move, receive, warehouse};
use crate::records::{LocationKind, Warehouse};
use crate::seed::{RECEIVED_NOT_BILLED, STOCK};
use command::{Command, Tx};
use kernel::{Date, Error, FieldErrors, Result, Text, ToSchema, both};
use ledger::{DocumentSeries, Draft, OPENING_EQUITY, PostingRole, date_or_today};
use money::{Price, Quantity};
use parties::Party;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Prefetch, Ref, Session};

/// The numbers of goods receipts, opening stock included.
pub const GOODS_RECEIPT: DocumentSeries = DocumentSeries { prefix: "GRN", document: "goods_receipt" };

/// Receives goods into a warehouse at cost: from a supplier, before its bill, or as opening stock.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(label = "Receive goods")]
pub struct ReceiveGoods {
    /// The warehouse: id or code; the main one where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "main")]
    pub warehouse: Option<Ref<Warehouse>>,
    /// The supplier: id or code. Without one the goods are opening stock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(resource = "suppliers")]
    pub supplier: Option<Ref<Party>>,
    /// The date of receipt; today where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(default = "today")]
    pub business_date: Option<Date>,
    /// The supplier's delivery note.
    #[serde(default)]
    pub reference: Text<255>,
    /// The goods received.
    #[schema(min_items = 1, max_items = MAX_LINES)]
    pub lines: Vec<ReceiveLine>,
}

catalog::product_line! {
    /// A quantity of one product.
    pub struct ReceiveLine {
        /// The quantity, more than 0.
        pub quantity: Quantity,
        /// The cost of one unit, in the company's currency.
        pub unit_cost: Price,
    }
}

impl Command for ReceiveGoods {
    const NAME: &'static str = "inventory.stock.receive";
    const STATUS: u16 = 201;
    const RESTRICTED: &'static [(&'static str, &'static str)] = GoodsMoved::RESTRICTED;
    type Output = GoodsMoved;

    fn example() -> Json {
        json!({ "supplier": "lamps-ltd", "reference": "DN-17", "lines": [{ "sku": "LAMP", "quantity": "10", "unit_cost": "5.00" }] })
    }

    fn unknown_names(read: &mut Session<'_>, body: &Json, errors: &mut FieldErrors) -> Result<()> {
        super::unknown_names(read, body, &["warehouse"], errors)
    }

    fn prefetch(&self, read: &mut Prefetch<'_>) {
        let (role, counter) = self.other_side();
        ledger::prefetch_posting(read, Some(GOODS_RECEIPT), self.business_date, &[STOCK, role]);
        if let Some(supplier) = &self.supplier {
            parties::supplier(read, supplier.as_str()).ok();
        }
        prefetch_lines(read, self.warehouse.as_ref(), self.lines.iter().map(ReceiveLine::named), counter);
    }

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<GoodsMoved> {
        let user = Some(tx.actor());
        let warehouse = warehouse(tx, user, self.warehouse.as_ref());
        let supplier = self.supplier.as_ref().map(|supplier| parties::supplier(tx, supplier.as_str())).transpose();
        let head = both(warehouse, supplier);
        let currency = ledger::company(tx)?.base_currency;
        let mut errors = FieldErrors::default();
        let lines = errors.each("lines", &self.lines, |_, line| {
            let cost = if line.unit_cost < Price::ZERO { Err(errors::negative_cost().at("unit_cost")) } else { Ok(()) };
            let (product, ()) = both(moved_product(tx, line.named(), line.quantity), cost)?;
            let value = money::extend(line.unit_cost, line.quantity, currency);
            Ok((product, line.quantity, value.map_err(|error| Error::from(error).at("unit_cost"))?))
        })?;
        let ((warehouse, supplier), ()) = both(head, errors.finish())?;
        let date = date_or_today(tx, self.business_date)?;
        let (role, counter) = self.other_side();
        let counter_account = ledger::account_of(tx, role)?;
        let id = tx.id::<()>().uuid();
        let mut draft = Draft::begin(tx, GOODS_RECEIPT, id, date, warehouse.site)?;
        draft.memo = self.reference.to_string();
        let mut moved = Vec::with_capacity(lines.len());
        for (n, (product, quantity, value)) in lines.iter().enumerate() {
            let party = supplier.as_ref().map(|supplier| supplier.id.uuid());
            let (product, quantity, warehouse) = (product.id, *quantity, warehouse.clone());
            let goods = Move { product, quantity, warehouse, counter_account, counter, party };
            let received = receive(tx, &mut draft, &goods, Some(*value));
            moved.push(received.map_err(|error| error.at(format!("lines.{n}.quantity")))?);
        }
        GoodsMoved::of(id, ledger::post(tx, draft)?, &moved, currency)
    }
}

impl ReceiveGoods {
    fn other_side(&self) -> (PostingRole, LocationKind) {
        if self.supplier.is_some() {
            (RECEIVED_NOT_BILLED, LocationKind::SUPPLIER)
        } else {
            (OPENING_EQUITY, LocationKind::OPENING)
        }
    }
}

//! Which column means what, and which codes are not goods.

use crate::errors;
use kernel::Result;
use tables::DateOrder;

/// A field of a row.
#[derive(Clone, Copy, Debug)]
pub struct RowField {
    /// Its name, as `--map` takes it.
    pub name: &'static str,
    /// What it is, as screens need it.
    pub r#type: &'static str,
    /// Whether every file must have it.
    pub needed: bool,
}

/// The fields of a row.
pub const FIELDS: [RowField; 8] = [
    RowField { name: "document", r#type: "text", needed: true },
    RowField { name: "product", r#type: "text", needed: true },
    RowField { name: "description", r#type: "text", needed: false },
    RowField { name: "quantity", r#type: "quantity", needed: true },
    RowField { name: "date", r#type: "date", needed: true },
    RowField { name: "price", r#type: "price", needed: true },
    RowField { name: "customer", r#type: "text", needed: false },
    RowField { name: "country", r#type: "text", needed: false },
];

/// The columns of a sales history, by their names in the file's header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The document's number.
    pub document: String,
    /// The product's code.
    pub product: String,
    /// The product's name.
    pub description: String,
    /// The quantity; negative where goods come back.
    pub quantity: String,
    /// Day, or day and time.
    pub date: String,
    /// The price of one.
    pub price: String,
    /// The customer's code; empty where it was paid in cash.
    pub customer: String,
    /// The customer's country.
    pub country: String,
}

/// A code that is a service, with an income account of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// The code in capitals; a trailing `*` stands for anything.
    pub code: &'static str,
    /// Its name, also the account's.
    pub name: &'static str,
    /// Its income account.
    pub account: &'static str,
}

/// The columns and codes of a kind of file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Columns,
    /// Its services.
    pub services: &'static [Service],
    /// Document numbers that begin so are credit notes; elsewhere documents are whose amount is negative.
    pub credit_prefix: Option<&'static str>,
    /// Document numbers that begin so adjust bad debt.
    pub bad_debt_prefix: Option<&'static str>,
    /// Whether rows without a price adjust the stock: written off where the quantity is negative, found where it is positive
    /// and the document sells nothing. Elsewhere they are gifts.
    pub adjusts_stock: bool,
    /// A description that means that there is none.
    pub no_description: &'static str,
    /// Whether product codes are taken in capitals; elsewhere as they are written first.
    pub codes_in_capitals: bool,
    /// The order of dates that have two.
    pub dates: Option<DateOrder>,
}

/// The services of the Online Retail data. `DCGS…` are goods.
const ONLINE_RETAIL_SERVICES: &[Service] = &[
    Service { code: "POST", name: "Postage", account: "4010" },
    Service { code: "DOT", name: "Postage of web orders", account: "4011" },
    Service { code: "C2", name: "Carriage", account: "4012" },
    Service { code: "D", name: "Discounts", account: "4020" },
    Service { code: "M", name: "Manual charges", account: "4030" },
    Service { code: "S", name: "Samples", account: "4031" },
    Service { code: "AMAZONFEE", name: "Amazon fees", account: "4040" },
    Service { code: "BANK CHARGES", name: "Bank charges", account: "4041" },
    Service { code: "GIFT_0001_*", name: "Gift vouchers", account: "4050" },
];

/// Whether a column of a file has this name; case and surrounding blanks do not count.
pub fn is_named(column: &str, name: &str) -> bool {
    kernel::code_key(column.trim()) == kernel::code_key(name.trim())
}

impl Preset {
    /// The preset called `name`.
    pub fn named(name: &str) -> Result<Preset> {
        match name {
            "online-retail" => Ok(Preset::online_retail()),
            "plain" => Ok(Preset::plain()),
            _ => Err(errors::no_preset(name).at("preset")),
        }
    }

    /// The preset whose header this is, if there is one.
    pub fn of_header(header: &[String]) -> Option<Preset> {
        let preset = Preset::online_retail();
        preset.columns.names().iter().all(|name| header.iter().any(|column| is_named(column, name))).then_some(preset)
    }

    /// The UCI Online Retail data.
    pub fn online_retail() -> Preset {
        let columns =
            ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"];
        Preset {
            name: "online-retail",
            columns: Columns::of(columns),
            services: ONLINE_RETAIL_SERVICES,
            credit_prefix: Some("C"),
            bad_debt_prefix: Some("A"),
            adjusts_stock: true,
            no_description: "nan",
            codes_in_capitals: true,
            dates: Some(DateOrder::MonthFirst),
        }
    }

    /// A file without peculiarities; its columns can be named one by one.
    pub fn plain() -> Preset {
        Preset {
            name: "plain",
            columns: Columns::of(FIELDS.map(|field| field.name)),
            services: &[],
            credit_prefix: None,
            bad_debt_prefix: None,
            adjusts_stock: false,
            no_description: "",
            codes_in_capitals: false,
            dates: None,
        }
    }

    /// The service a product code stands for.
    pub fn service(&self, code: &str) -> Option<&'static Service> {
        self.services.iter().find(|service| match service.code.strip_suffix('*') {
            Some(prefix) => code.starts_with(prefix),
            None => code == service.code,
        })
    }
}

impl Columns {
    fn of([document, product, description, quantity, date, price, customer, country]: [&str; FIELDS.len()]) -> Columns {
        Columns {
            document: document.to_owned(),
            product: product.to_owned(),
            description: description.to_owned(),
            quantity: quantity.to_owned(),
            date: date.to_owned(),
            price: price.to_owned(),
            customer: customer.to_owned(),
            country: country.to_owned(),
        }
    }

    /// The names, in the order of [`FIELDS`].
    pub fn names(&self) -> [&String; FIELDS.len()] {
        let Columns { document, product, description, quantity, date, price, customer, country } = self;
        [document, product, description, quantity, date, price, customer, country]
    }

    /// Says that `field` is in the column `name`.
    pub fn map(&mut self, field: &str, name: &str) -> Result<()> {
        let column = match field {
            "document" => &mut self.document,
            "product" => &mut self.product,
            "description" => &mut self.description,
            "quantity" => &mut self.quantity,
            "date" => &mut self.date,
            "price" => &mut self.price,
            "customer" => &mut self.customer,
            "country" => &mut self.country,
            _ => return Err(errors::unknown_column(field).at("map")),
        };
        name.clone_into(column);
        Ok(())
    }
}

//! What stands on the paper of a document, read from its own rows: as it was when it was posted.

use crate::events::{Period, Subject};
use crate::figures::{amount, number, percent, price, quantity};
use crate::letters::{LETTERS, Letter};
use crate::settings::{ADDRESS, COLOUR, FOOTER, LOGO, OPENS_DRAWER, QR, logo};
use crate::subject::{RECEIPTS, SALES};
use command::{Setting, SettingPlace, setting};
use kernel::{Error, Id, Result, defect, label_of};
use language::{Language, Style};
use ledger::company;
use money::{Amount, Currency, Decimal, Rate};
use notes::File;
use paper::{Addressee, Fact, Form, Letterhead, Receipt, Statement, StatementLine, Sum, TaxSum, Trade, TradeLine};
use parties::Party;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sales::{Sale, SaleKind, SaleLine, SalePayment};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use store::{Read, Session};
use uuid::Uuid;

/// A paper, besides the content of its logo.
pub(crate) struct Paper {
    pub(crate) form: Form,
    pub(crate) letterhead: Letterhead,
    pub(crate) logo: Option<File>,
    pub(crate) opens_drawer: bool,
}

/// The paper of a document, or of an invoice that does not exist.
pub(crate) fn paper(read: &mut Session<'_>, subject: Option<&Subject>, language: Language) -> Result<Paper> {
    let site = subject.map(|subject| subject.site(read)).transpose()?.flatten();
    let style = &style_of(read, site, language)?;
    let form = match subject {
        None => Form::Trade(specimen(read, style)?),
        Some(Subject { record, row, .. }) if record == SALES => {
            let sale = read.get::<Sale>(&Id::from_uuid(*row))?;
            let sale = sale.ok_or_else(|| Error::not_found("sale", row))?;
            Form::Trade(trade(read, &sale, style)?)
        }
        Some(Subject { record, row, .. }) if record == RECEIPTS => {
            let receipt = read.get::<payments::Receipt>(&Id::from_uuid(*row))?;
            let receipt = receipt.ok_or_else(|| Error::not_found("receipt", row))?;
            Form::Receipt(receipt_of(&receipt, style))
        }
        Some(Subject { record, row, .. }) if record == LETTERS => {
            let letter = read.get::<Letter>(&Id::from_uuid(*row))?;
            let letter = letter.ok_or_else(|| Error::not_found("letter", row))?;
            Form::Letter(letter_of(read, &letter, style)?)
        }
        Some(Subject { row, period: Some(period), .. }) => Form::Statement(statement(read, *row, *period, style)?),
        Some(subject) => return Err(defect(format!("no paper for {subject:?}"))),
    };
    let company = company_of(read, &form, subject)?;
    on_letterhead(read, style, form, (company, site))
}

/// How a site, or the company, writes what is for everybody, in this language.
pub(crate) fn style_of(read: &mut Session<'_>, site: Option<Uuid>, language: Language) -> Result<Style> {
    let style = locale::style(read, SettingPlace { user: None, site })?;
    Ok(Style { language, ..style })
}

/// A form with the letterhead of a site, or of the company.
pub(crate) fn on_letterhead(
    read: &mut Session<'_>,
    style: &Style,
    form: Form,
    (company, site): (String, Option<Uuid>),
) -> Result<Paper> {
    let id: String = chosen(read, &LOGO, site)?;
    let logo = logo(read, &id)?;
    let letterhead = Letterhead {
        company,
        lines: lines(&chosen::<String>(read, &ADDRESS, site)?),
        footer: lines(&chosen::<String>(read, &FOOTER, site)?),
        colour: chosen(read, &COLOUR, site)?,
        digits: style.digits.write("0123456789"),
        logo: None,
    };
    let opens_drawer = chosen(read, &OPENS_DRAWER, site)?;
    Ok(Paper { form, letterhead, logo, opens_drawer })
}

/// The name of the company, as the document has it.
fn company_of(read: &mut Session<'_>, form: &Form, subject: Option<&Subject>) -> Result<String> {
    let row = subject.map(|subject| subject.row).unwrap_or_default();
    let printed = match (form, subject) {
        (Form::Trade(_), Some(_)) => read.get::<Sale>(&Id::from_uuid(row))?.map(|sale| sale.company_name.clone()),
        (Form::Receipt(_), _) => {
            read.get::<payments::Receipt>(&Id::from_uuid(row))?.map(|receipt| receipt.company_name.clone())
        }
        _ => None,
    };
    printed.map_or_else(|| Ok(company(read)?.name.clone()), Ok)
}

fn chosen<T: DeserializeOwned>(read: &mut Session<'_>, of: &Setting<T>, site: Option<Uuid>) -> Result<T> {
    setting(read, of, SettingPlace { user: None, site })
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn word<'a>(style: &Style, name: &'a str) -> &'a str {
    paper::word(style.language, name)
}

pub(crate) fn fact(style: &Style, name: &str, value: impl ToString) -> Fact {
    (word(style, name).to_owned(), value.to_string())
}

fn addressee(name: &str, code: Option<&str>, address: Option<&str>, tax_id: Option<String>) -> Addressee {
    let code = code.map(str::to_owned).into_iter();
    let lines = code.chain(lines(address.unwrap_or_default())).chain(tax_id);
    Addressee { name: name.to_owned(), lines: lines.collect() }
}

/// An invoice or a credit note.
fn trade(read: &mut Session<'_>, sale: &Sale, style: &Style) -> Result<Trade> {
    let is_sale = sale.kind == SaleKind::Sale;
    let mut lines = read.scan(SaleLine::BY_SALE, sale.id)?;
    lines.sort_by_key(|line| line.n);
    let mut payments = read.scan(SalePayment::BY_SALE, sale.id)?;
    payments.sort_by_key(|payment| payment.n);
    let title = word(style, if is_sale { "invoice" } else { "credit_note" });
    let with_tax = has_prices_with_tax(sale, &lines)?;
    let mut trade = Trade {
        title: title.to_owned(),
        number: sale.number.clone(),
        facts: facts(read, sale, style)?,
        customer: customer_of(sale, style),
        lines: lines.iter().map(|line| trade_line(line, sale.currency, with_tax, style)).collect(),
        sums: sums(sale, &payments, style),
        taxes: taxes(&lines, sale.currency, style)?,
        bars: paper::bars(&sale.number),
        ..Trade::default()
    };
    trade.notes.extend(sale.reason.as_ref().map(|reason| format!("{}: {reason}", word(style, "reason"))));
    if with_tax && !trade.taxes.is_empty() {
        trade.notes.push(word(style, "prices_with_tax").to_owned());
    }
    let wanted: String = chosen(read, &QR, Some(sale.site.uuid()))?;
    if is_sale && !wanted.is_empty() {
        let text = filled(&wanted, sale);
        trade.qr = paper::qr(&text);
        trade.qr_text = trade.qr.is_some().then_some(text);
    }
    Ok(trade)
}

fn facts(read: &mut Session<'_>, sale: &Sale, style: &Style) -> Result<Vec<Fact>> {
    let mut facts = vec![fact(style, "number", &sale.number), fact(style, "date", style.day(sale.document_date))];
    facts.extend(sale.due_date.map(|date| fact(style, "due_date", style.day(date))));
    if let Some(origin) = sale.origin
        && let Some(origin) = read.get::<Sale>(&origin)?
    {
        facts.push(fact(style, "for_invoice", &origin.number));
    }
    facts.extend(sale.reference.as_ref().map(|reference| fact(style, "reference", reference)));
    facts.push(fact(style, "branch", &sale.site_name));
    facts.extend(sale.cashier.as_ref().map(|cashier| fact(style, "cashier", cashier)));
    Ok(facts)
}

fn customer_of(sale: &Sale, style: &Style) -> Option<Addressee> {
    let tax_id = sale.customer_tax_id.as_ref().map(|number| format!("{}: {number}", word(style, "tax_id")));
    let (code, address) = (sale.customer_code.as_deref(), sale.customer_address.as_deref());
    sale.customer_name.as_ref().map(|name| addressee(name, code, address, tax_id))
}

fn letter_of(read: &mut Session<'_>, letter: &Letter, style: &Style) -> Result<paper::Letter> {
    let party = read.one::<Party>(&letter.party)?;
    let lines: Vec<String> = letter.text.lines().map(|line| line.trim_end().to_owned()).collect();
    let paragraphs = lines.split(String::is_empty).filter(|lines| !lines.is_empty());
    Ok(paper::Letter {
        title: word(style, "letter").to_owned(),
        number: letter.code.clone(),
        facts: vec![fact(style, "number", &letter.code), fact(style, "date", style.day(letter.date))],
        customer: Some(addressee(&party.name, None, party.address.as_deref(), None)),
        subject: letter.subject.clone(),
        paragraphs: paragraphs.map(<[String]>::to_vec).collect(),
    })
}

/// Whether the prices of a document include tax: price times quantity less discount is then what a line costs with tax.
fn has_prices_with_tax(sale: &Sale, lines: &[std::sync::Arc<SaleLine>]) -> Result<bool> {
    for line in lines {
        let before_discount = money::extend(line.unit_price, line.quantity, sale.currency)?;
        if before_discount.minus(line.discount)? != line.total {
            return Ok(false);
        }
    }
    Ok(true)
}

fn trade_line(line: &SaleLine, currency: Currency, with_tax: bool, style: &Style) -> TradeLine {
    TradeLine {
        name: line.name.clone(),
        sku: line.sku.clone(),
        quantity: quantity(style, line.quantity),
        unit: line.unit.clone(),
        price: price(style, line.unit_price, currency),
        discount: (line.discount != Amount::ZERO).then(|| amount(style, line.discount, currency)),
        tax: line.tax_rate.map(|rate| percent(style, rate)),
        amount: amount(style, if with_tax { line.total } else { line.net }, currency),
    }
}

/// Amounts without tax, and the taxes of them.
type NetAndTax = (Vec<Amount>, Vec<Amount>);

/// The taxes of a document by their rates.
fn taxes(lines: &[std::sync::Arc<SaleLine>], currency: Currency, style: &Style) -> Result<Vec<TaxSum>> {
    let mut by_rate = BTreeMap::<(&str, Rate), NetAndTax>::new();
    for line in lines {
        if let Some(rate) = line.tax_rate {
            let sums = by_rate.entry((line.tax_name.as_str(), rate)).or_default();
            sums.0.push(line.net);
            sums.1.push(line.tax);
        }
    }
    let sum = |((name, rate), (net, tax)): ((&str, Rate), NetAndTax)| -> Result<TaxSum> {
        let (net, tax) = (Amount::sum(net)?, Amount::sum(tax)?);
        let name = format!("{name} {}", percent(style, rate));
        Ok(TaxSum { name, net: amount(style, net, currency), tax: amount(style, tax, currency) })
    };
    by_rate.into_iter().map(sum).collect()
}

fn sums(sale: &Sale, payments: &[std::sync::Arc<SalePayment>], style: &Style) -> Vec<Sum> {
    let currency = sale.currency;
    let sum = |label: String, value: Amount, strong| Sum { label, amount: amount(style, value, currency), strong };
    let named = |name: &str, value, strong| sum(word(style, name).to_owned(), value, strong);
    let mut sums = Vec::new();
    if sale.tax_total != Amount::ZERO {
        sums.push(named("subtotal", sale.subtotal, false));
        sums.push(named("tax", sale.tax_total, false));
    }
    sums.push(sum(format!("{} {currency}", word(style, "total")), sale.total, true));
    let is_sale = sale.kind == SaleKind::Sale;
    sums.extend(payments.iter().map(|payment| {
        let label = match is_sale {
            true => payment.method_name.clone(),
            false => format!("{}: {}", word(style, "refunded"), payment.method_name),
        };
        sum(label, payment.amount, false)
    }));
    for (name, value, strong) in [
        ("change", sale.change_given, false),
        ("rounding", sale.difference, false),
        (if is_sale { "due" } else { "credited" }, sale.due, true),
    ] {
        if value != Amount::ZERO {
            sums.push(named(name, value, strong));
        }
    }
    sums
}

/// The text of a QR code, with the words in braces replaced as links have them.
fn filled(text: &str, sale: &Sale) -> String {
    let number = utf8_percent_encode(&sale.number, NON_ALPHANUMERIC).to_string();
    let plain = |amount: Amount| amount.decimal(sale.currency).to_string();
    let words = [
        ("{number}", number),
        ("{total}", plain(sale.total)),
        ("{due}", plain(sale.due)),
        ("{currency}", sale.currency.to_string()),
        ("{date}", sale.document_date.to_string()),
    ];
    words.into_iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, &value))
}

fn receipt_of(receipt: &payments::Receipt, style: &Style) -> Receipt {
    let mut facts = vec![fact(style, "number", &receipt.number), fact(style, "date", style.day(receipt.business_date))];
    facts.extend(receipt.cashier.as_ref().map(|cashier| fact(style, "cashier", cashier)));
    let (code, address) = (Some(receipt.customer_code.as_str()), receipt.customer_address.as_deref());
    Receipt {
        title: word(style, "receipt").to_owned(),
        number: receipt.number.clone(),
        facts,
        customer: Some(addressee(&receipt.customer_name, code, address, None)),
        method: receipt.method_name.clone(),
        currency: receipt.currency.to_string(),
        amount: amount(style, receipt.amount, receipt.currency),
    }
}

fn statement(read: &mut Session<'_>, customer: Uuid, period: Period, style: &Style) -> Result<Statement> {
    let known = period.as_known_at.to_string();
    let days = (Some(period.from), Some(period.to));
    let account = payments::account_statement(read, &customer.to_string(), days, Some(&known))?;
    let party = read.get::<Party>(&account.customer)?.ok_or_else(|| Error::not_found("customer", customer))?;
    let tax_id = party.tax_id.as_ref().map(|number| format!("{}: {number}", word(style, "tax_id")));
    let line = |line: &payments::AccountStatementLine| {
        let shown = |sum: Decimal| (sum.mantissa() != 0).then(|| number(style, sum));
        StatementLine {
            date: style.day(line.business_date),
            kind: kind_of(&line.kind, style),
            number: line.number.clone(),
            due: line.due_date.map(|date| style.day(date)),
            debit: shown(line.debit),
            credit: shown(line.credit),
            balance: number(style, line.balance),
        }
    };
    let facts = vec![
        fact(style, "from", style.day(account.from)),
        fact(style, "to", style.day(account.to)),
        fact(style, "currency", account.currency),
    ];
    Ok(Statement {
        title: word(style, "statement").to_owned(),
        number: account.code.clone(),
        facts,
        customer: Some(addressee(&account.name, Some(&account.code), party.address.as_deref(), tax_id)),
        from: style.day(account.from),
        to: style.day(account.to),
        opening: number(style, account.opening),
        lines: account.lines.iter().map(line).collect(),
        closing: number(style, account.closing),
    })
}

/// The kind of a document on a statement.
fn kind_of(kind: &str, style: &Style) -> String {
    match kind {
        "sale" => word(style, "invoice").to_owned(),
        "sale_return" => word(style, "credit_note").to_owned(),
        "receipt" | "payment" => word(style, kind).to_owned(),
        other => language::word(style.language, &label_of(other)).into_owned(),
    }
}

/// An invoice that does not exist, to look at what was chosen for papers.
fn specimen(read: &mut Session<'_>, style: &Style) -> Result<Trade> {
    let currency = company(read)?.base_currency;
    let whole = |units: i128| {
        let decimals = u8::try_from(currency.decimals()).unwrap_or_default();
        number(style, Decimal::new(units * 10_i128.pow(currency.decimals()), decimals))
    };
    let line = |name: &str, sku: &str, count: i128, each: i128| TradeLine {
        name: name.to_owned(),
        sku: sku.to_owned(),
        quantity: style.digits.write(&count.to_string()),
        unit: "piece".to_owned(),
        price: whole(each),
        discount: None,
        tax: Some(style.digits.write("10 %")),
        amount: whole(count * each),
    };
    let sum = |label: &str, number: i128, strong| Sum { label: label.to_owned(), amount: whole(number), strong };
    let total = format!("{} {currency}", word(style, "total"));
    Ok(Trade {
        title: word(style, "invoice").to_owned(),
        number: "SPECIMEN".to_owned(),
        facts: vec![fact(style, "number", "SPECIMEN"), fact(style, "date", style.day(ledger::today(read)?))],
        customer: Some(addressee("Ann Example", Some("C00000"), Some("1 Example Road\nExampletown"), None)),
        lines: vec![line("First thing", "A-1", 12, 100), line("Second thing", "B-2", 1, 800)],
        sums: vec![
            sum(word(style, "subtotal"), 2000, false),
            sum(word(style, "tax"), 200, false),
            sum(&total, 2200, true),
            sum(word(style, "due"), 2200, true),
        ],
        taxes: vec![TaxSum { name: style.digits.write("10 %"), net: whole(2000), tax: whole(200) }],
        bars: paper::bars("SPECIMEN"),
        ..Trade::default()
    })
}

//! An invoice as PDF, by the crate that the server makes it with; and the size of the program.

use crate::{Bench, BenchResult};
use language::Language;
use paper::{Addressee, Form, Letterhead, Sheet, Sum, TaxSum, Trade, TradeLine};
use std::time::{Duration, Instant};

/// Invoices that are measured, behind the first ones.
const INVOICES: usize = 300;
const FIRST: usize = 20;

impl Bench {
    /// Measures invoices of one page, each with other texts than the one before.
    pub(crate) fn measure_paper(&mut self) -> BenchResult {
        let cold = Instant::now();
        let first = print(0)?;
        let cold = u64::try_from(cold.elapsed().as_millis())?;
        let mut times = Vec::with_capacity(INVOICES);
        for n in 0..FIRST + INVOICES {
            let (began, pdf) = (Instant::now(), print(n)?);
            times.push(began.elapsed());
            if pdf.len() < first.len() / 2 {
                return Err("an invoice without its lines".into());
            }
        }
        times.drain(..FIRST);
        times.sort();
        let micros = |time: Duration| u64::try_from(time.as_micros());
        let (p50, p99) = (micros(times[INVOICES / 2])?, micros(times[INVOICES * 99 / 100])?);
        self.report.single("invoice of one page, 12 lines, p50", "", "µs", p50, Some("≤ 20000".into()), p50 <= 20_000);
        self.report.single("invoice of one page, 12 lines, p99", "", "µs", p99, None, true);
        self.report.single("first invoice of a process", "", "ms", cold, None, true);
        let bytes = std::fs::metadata(&self.binary)?.len();
        self.report.single("size of the program", "", "MB", bytes / 1_000_000, None, true);
        Ok(())
    }
}

fn print(n: usize) -> BenchResult<Vec<u8>> {
    let names = ["চাল (মিনিকেট) ৫০ কেজি বস্তা", "Basmati rice 25 kg", "बासमती चामल २५ केजी", "Portland composite cement"];
    let line = |place: usize| TradeLine {
        name: format!("{} {}", names[(n + place) % names.len()], n * 31 + place),
        sku: format!("P-{place:04}"),
        quantity: (1 + place * n % 9).to_string(),
        unit: "pcs".to_owned(),
        price: format!("{}.50", 100 + n + place),
        discount: None,
        tax: Some("15 %".to_owned()),
        amount: format!("{}.00", 1000 + n * 7 + place),
    };
    let sum = |label: &str, strong| Sum { label: label.to_owned(), amount: format!("{}.00", 10_000 + n), strong };
    let number = format!("INV-2026-{n:06}");
    let trade = Trade {
        title: "Invoice".to_owned(),
        facts: vec![("Number".to_owned(), number.clone()), ("Date".to_owned(), "2026-11-29".to_owned())],
        customer: Some(Addressee {
            name: format!("রহমান অ্যান্ড সন্স {n}"), lines: vec!["45 Station Road".to_owned()]
        }),
        lines: (0..12).map(line).collect(),
        sums: vec![sum("Subtotal", false), sum("Tax", false), sum("Total BDT", true)],
        taxes: vec![TaxSum { name: "VAT 15 %".to_owned(), net: "1.00".to_owned(), tax: "0.15".to_owned() }],
        qr: paper::qr(&format!("https://pay.example/{number}")),
        number,
        ..Trade::default()
    };
    let letterhead = Letterhead {
        company: "Sanduk Traders".to_owned(),
        lines: vec!["12 Mirpur Road, Dhaka".to_owned()],
        footer: vec!["Account 0123 4567".to_owned()],
        colour: "#1f4e79".to_owned(),
        digits: "0123456789".to_owned(),
        logo: None,
    };
    Ok(paper::pdf(&Form::Trade(trade), &letterhead, Sheet::A4, Language::English, false)?)
}

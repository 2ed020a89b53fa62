//! The import: a month of real trading, and a year made of it.

use crate::Outcome;
use crate::server::Site;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Rows of the whole Online Retail file.
const YEAR_ROWS: u64 = 541_909;

/// The month that comes with the repository.
pub fn month() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/online-retail-2010-12.csv.gz")
}

/// As many rows as the whole file has: the month again and again, each time a month later and with invoice numbers
/// shifted by 10,000, cut where the count is reached.
pub fn year(directory: &Path) -> Outcome<PathBuf> {
    let rows: Vec<String> = BufReader::new(GzDecoder::new(File::open(month())?)).lines().collect::<Result<_, _>>()?;
    let (header, rows) = rows.split_first().ok_or("an empty file")?;
    let path = directory.join("year.csv.gz");
    let mut out = GzEncoder::new(File::create(&path)?, Compression::fast());
    writeln!(out, "{header}")?;
    let mut written = 0;
    for months in 0_u32.. {
        // December 2010 is month 11 of the count.
        let month = 11 + months;
        let date = format!(",{}-{:02}-", 2010 + month / 12, month % 12 + 1);
        for row in rows {
            if written == YEAR_ROWS {
                out.finish()?;
                return Ok(path);
            }
            let (invoice, rest) = row.split_once(',').ok_or("a row without a comma")?;
            let digits = invoice.trim_start_matches(|letter: char| !letter.is_ascii_digit());
            let letters = &invoice[..invoice.len() - digits.len()];
            let number = digits.parse::<u32>()? + months * 10_000;
            writeln!(out, "{letters}{number},{}", rest.replacen(",2010-12-", &date, 1))?;
            written += 1;
        }
    }
    Ok(path)
}

/// Imports `file` into a new company through `sanduk import`; how long that took.
pub fn import(site: &Site, tenant: &str, file: &Path) -> Outcome<Duration> {
    site.create(tenant)?;
    let begun = Instant::now();
    let said = site.run(&["import", "sales", &file.to_string_lossy(), "--tenant", tenant], "")?;
    let took = begun.elapsed();
    eprintln!("{}", said.trim_end());
    Ok(took)
}

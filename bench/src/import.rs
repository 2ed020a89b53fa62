//! The import scenario: a month of real trading, and a year generated from it.

use crate::BenchResult;
use crate::server::ServerUnderTest;
use crate::{Bench, SQLITE};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The number of rows of the complete Online Retail file.
const YEAR_ROWS: u64 = 541_909;

/// The path of the file in the repository with one month.
pub fn month_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/online-retail-2010-12.csv.gz")
}

/// Writes a file with [`YEAR_ROWS`] rows: the month is repeated, each time one month later and with invoice numbers increased by
/// 10,000, until the number of rows is reached.
pub fn write_year(directory: &Path) -> BenchResult<PathBuf> {
    let rows: Vec<String> =
        BufReader::new(GzDecoder::new(File::open(month_file())?)).lines().collect::<Result<_, _>>()?;
    let (header, rows) = rows.split_first().ok_or("an empty file")?;
    let path = directory.join("year.csv.gz");
    let mut out = GzEncoder::new(File::create(&path)?, Compression::fast());
    writeln!(out, "{header}")?;
    let mut written = 0;
    for months in 0_u32.. {
        // Months are counted from January 2010, so December 2010 is month 11.
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

/// Imports `file` into a new company with `sanduk import`; returns the duration.
pub fn import(target: &ServerUnderTest, tenant: &str, file: &Path) -> BenchResult<Duration> {
    target.create(tenant)?;
    let started = Instant::now();
    let output = target.run(&["import", "sales", &file.to_string_lossy(), "--tenant", tenant], "")?;
    let took = started.elapsed();
    eprintln!("{}", output.trim_end());
    Ok(took)
}

impl Bench {
    /// Imports a month and a year into new companies.
    pub(crate) fn measure_imports(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        let year = write_year(&self.directory)?;
        let most = if database == SQLITE { 20_000 } else { 40_000 };
        for run in 1..=self.arguments.runs.min(3) {
            let took = millis(import(target, &format!("month{run}"), &month_file())?)?;
            self.report.single("import of a month, 42,481 rows", database, "ms", took, None, true);
            let took = millis(import(target, &format!("year{run}"), &year)?)?;
            let what = "import of a year, 541,909 rows (the month repeated, invoice numbers and months shifted)";
            self.report.single(what, database, "ms", took, Some(format!("≤ {most}")), took <= most);
        }
        Ok(())
    }
}

fn millis(time: Duration) -> BenchResult<u64> {
    Ok(u64::try_from(time.as_millis())?)
}

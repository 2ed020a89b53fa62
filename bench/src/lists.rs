//! Pages of 50 of a million products.

use crate::baseline::company::{Baseline, PAGE, Statement};
use crate::company::{Data, SERVED};
use crate::server::ServerUnderTest;
use crate::{Bench, BenchResult, seeds, workload};

impl Bench {
    pub(crate) fn measure_lists(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        target.create(SERVED)?;
        eprintln!("a million products on {database} …");
        let data = Data::open(target)?;
        seeds::insert_products(&data, data.tenant(SERVED)?)?;
        drop(data);
        let baseline = Baseline::create(&target.place)?;
        baseline.insert_products(seeds::MILLION)?;
        let page = Statement { baseline: &baseline, sql: PAGE, args: |_| [String::new(), String::new()] };
        self.measure_query(("list 50", database), target, |_| "/products/".to_owned(), Some(page))?;
        let sku = |n: u64| 1 + workload::random(n) % seeds::MILLION;
        let search = |n: u64| format!("/products/?search=m{:07}", sku(n));
        self.measure_query(("list, search a word", database), target, search, None)?;
        let far = |n: u64| format!("/products/?page={}", 1 + workload::random(n) % 2_000);
        self.measure_query(("list 50, any of 2,000 pages", database), target, far, None)?;
        let price = |n: u64| format!("/products/?selling_price__gte=10.9{}&ordering=name", workload::random(n) % 10);
        self.measure_query(("list 50, filter and order by another column", database), target, price, None)?;
        let groups = |_| "/products/?group_by=kind&sum=selling_price".to_owned();
        self.measure_query(("sums of a million rows by group", database), target, groups, None)
    }
}

//! Documents: posted through HTTP and by hand.

use crate::baseline::company::Baseline;
use crate::baseline::{MasterData, postgres, sqlite};
use crate::company::{self, SERVED};
use crate::server::ServerUnderTest;
use crate::workload::DocumentKind;
use crate::{Bench, BenchResult, Part, client, print_measurement};
use std::time::Duration;

impl Bench {
    /// Measures posting the documents of a part; with sales also start and memory.
    pub(crate) fn measure_documents(
        &mut self,
        part: Part,
        database: &'static str,
        target: &ServerUnderTest,
    ) -> BenchResult {
        let (day, bodies) = company::set_up(target)?;
        let baseline = Baseline::create(&target.place)?;
        let master = baseline.insert_trading_company(&day, bodies)?;
        if part == Part::Sale {
            let server = target.serve()?;
            let start_up = u64::try_from(server.start_up.as_millis())?;
            std::thread::sleep(Duration::from_secs(1));
            let memory = server.memory()? / 1024;
            server.stop()?;
            self.report.single("start to ready", database, "ms", start_up, Some("≤ 300".into()), start_up <= 300);
            self.report.single("memory when idle", database, "MiB", memory, Some("≤ 80".into()), memory <= 80);
        }
        for kind in DocumentKind::ALL.into_iter().filter(|kind| (*kind == DocumentKind::Sale) == (part == Part::Sale)) {
            self.measure_served_documents(database, target, kind)?;
            self.measure_documents_by_hand(database, &baseline, &master, kind)?;
        }
        Ok(())
    }

    fn measure_documents_by_hand(
        &mut self,
        database: &'static str,
        baseline: &Baseline,
        master: &MasterData,
        kind: DocumentKind,
    ) -> BenchResult {
        for &connections in &self.arguments.connections {
            let measurement = match baseline {
                Baseline::Sqlite(file) => sqlite::closed_loop(file, master, kind, connections, self.phases)?,
                Baseline::Postgres(url) => postgres::closed_loop(url, master, kind, connections, self.phases)?,
            };
            print_measurement(kind.name(), database, connections, "by hand", measurement);
            let cell = (kind.name().to_owned(), database, connections);
            self.report.baseline.entry(cell).or_default().push(measurement);
        }
        Ok(())
    }

    fn measure_served_documents(
        &mut self,
        database: &'static str,
        target: &ServerUnderTest,
        kind: DocumentKind,
    ) -> BenchResult {
        let server = target.serve()?;
        if self.arguments.pid {
            eprintln!("server {}", server.pid());
        }
        for &connections in &self.arguments.connections {
            let token = server.log_in(SERVED)?;
            let day = company::today(&server, &token)?;
            let request = |seed| client::request("POST", kind.path(), &token, &kind.body(seed, &day));
            let requests = (0..4_096).map(request).collect();
            let measurement = client::closed_loop(server.address, connections, requests, 201, self.phases)?;
            print_measurement(kind.name(), database, connections, "served", measurement);
            let cell = (kind.name().to_owned(), database, connections);
            self.report.served.entry(cell).or_default().push(measurement);
        }
        let what = format!("memory after the load of {}", kind.name());
        self.report.single(&what, database, "MiB", server.memory()? / 1024, None, true);
        server.stop()
    }
}

//! Work in the background, and many who listen: a hundred thousand jobs, and ten thousand sockets.

use crate::company::{self, Data, SERVED};
use crate::measurement::{Measurement, Phases, Samples};
use crate::server::{Server, ServerUnderTest};
use crate::{Bench, BenchResult, client, print_measurement, seeds};
use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream;
use serde_json::{Value as Json, json};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Jobs that wait when the server starts.
const JOBS: u64 = 100_000;
/// Sockets, each of which hears of the products.
const SOCKETS: usize = 10_000;
/// Of a `--quick` run.
const FEW: usize = 1_000;
/// Sockets of one user, who may have no more.
const OF_USER: usize = 50;
/// Open files of this process: as many sockets and some more.
const OPEN_FILES: u64 = 65_536;
/// Sockets that are opened at once.
const AT_ONCE: usize = 64;
/// Changes that all sockets hear of, one after another.
const CHANGES: usize = 5;
/// Connections of those who read lists while jobs are done, and their pause between two requests.
const READERS: usize = 2;
const PAUSE: Duration = Duration::from_millis(20);
/// How often it is asked whether all jobs are done.
const POLL_TIME: Duration = Duration::from_millis(50);

/// A WebSocket that is only read.
struct Socket {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Socket {
    async fn open(address: SocketAddr, token: &str) -> BenchResult<Socket> {
        let mut stream = TcpStream::connect(address).await?;
        let head = format!(
            "GET /ws/?topics=products HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await?;
        let mut socket = Socket { stream, buffer: Vec::with_capacity(1 << 9) };
        socket.until(b"\"seq\"").await?;
        Ok(socket)
    }

    /// Reads until this has come.
    async fn until(&mut self, word: &[u8]) -> BenchResult {
        while !self.buffer.windows(word.len()).any(|window| window == word) {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(format!("a socket was closed: {}", String::from_utf8_lossy(&self.buffer)).into());
            }
        }
        self.buffer.clear();
        Ok(())
    }
}

/// Waits until no job waits any more.
fn until_done(server: &Server, token: &str) -> BenchResult {
    loop {
        let left = ["waiting", "running"].map(|state| -> BenchResult<Json> {
            let path = format!("/jobs/?state={state}&name=jobs.log.prune&page_size=1");
            Ok(serde_json::from_slice(&server.call("GET", &path, token, &Json::Null)?)?)
        });
        let counts = left.into_iter().map(|page| Ok(page?["count"] == 0)).collect::<BenchResult<Vec<bool>>>()?;
        if counts.into_iter().all(|none| none) {
            return Ok(());
        }
        std::thread::sleep(POLL_TIME);
    }
}

/// Log-ins of as many users as so many sockets need.
fn log_ins(server: &Server, owner: &str, sockets: usize) -> BenchResult<Vec<String>> {
    let log_in = |n: usize| {
        let (email, password) = (format!("listener{n}@served.test"), "correct horse battery staple");
        let user = json!({ "email": email, "name": "Listener", "role": "clerk", "password": password });
        server.call("POST", "/users/", owner, &user)?;
        let answer = server.call("POST", "/auth/login/", "", &json!({ "email": email, "password": password }))?;
        let answer: Json = serde_json::from_slice(&answer)?;
        Ok(answer["access"].as_str().ok_or("no access token")?.to_owned())
    };
    (0..sockets.div_ceil(OF_USER)).map(log_in).collect()
}

/// Opens the sockets, has all of them hear of some changes, and measures how long each takes to.
async fn hear(
    server: &Server,
    owner: &str,
    tokens: &[String],
    sockets: usize,
) -> BenchResult<(Duration, u64, Measurement)> {
    let begun = Instant::now();
    let opened = stream::iter(0..sockets).map(|n| Socket::open(server.address, &tokens[n / OF_USER]));
    let mut listeners: Vec<Socket> = Vec::with_capacity(sockets);
    let mut opened = opened.buffer_unordered(AT_ONCE);
    while let Some(socket) = opened.next().await {
        listeners.push(socket?);
    }
    let (opening, memory) = (begun.elapsed(), server.memory()?);
    let (mut samples, begun) = (Samples::default(), Instant::now());
    for n in 0..CHANGES {
        let sku = format!("NEWS{n}");
        let product = json!({ "sku": sku, "name": sku, "unit": "piece", "selling_price": "1" }).to_string();
        let sent = Instant::now();
        let mut connection = client::Connection::open(server.address).await?;
        let (status, _) = connection.send(&client::request("POST", "/products/", owner, &product)).await?;
        if status != 201 {
            return Err(format!("a product was answered {status}").into());
        }
        let heard = listeners.iter_mut().map(async |socket| {
            socket.until(b"\"ids\"").await?;
            BenchResult::Ok(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX))
        });
        for micros in join_all(heard).await {
            samples.micros.push(micros?);
        }
    }
    Ok((opening, memory, samples.summarize(begun.elapsed())))
}

impl Bench {
    pub(crate) fn measure_jobs(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        company::set_up(target)?;
        let count = if self.arguments.quick { FEW as u64 } else { JOBS };
        let data = Data::open(target)?;
        seeds::insert_jobs(&data, data.tenant(SERVED)?, count)?;
        drop(data);
        let (server, begun) = (target.serve()?, Instant::now());
        let token = server.log_in(SERVED)?;
        let lists = vec![client::request("GET", "/products/", &token, "")];
        let phases = Phases { pause: PAUSE, ..self.phases };
        let (address, readers) = (server.address, READERS);
        let (done, lists) = std::thread::scope(|scope| {
            let lists = scope.spawn(move || client::closed_loop(address, readers, lists, 200, phases));
            let done = until_done(&server, &token).map(|()| begun.elapsed());
            (done, lists.join())
        });
        let (done, lists) = (done?, lists.map_err(|_| "a thread panicked")??);
        server.stop()?;
        print_measurement("lists", database, READERS, "meanwhile", lists);
        let per_second = count * 1_000_000 / u64::try_from(done.as_micros())?.max(1);
        eprintln!("{count} jobs on {database} in {done:?}: {per_second}/s");
        self.report.single(&format!("{count} jobs, done in a second"), database, "jobs", per_second, None, true);
        self.report.single("p99 of lists meanwhile", database, "µs", lists.p99, None, true);
        Ok(())
    }

    pub(crate) fn measure_sockets(&mut self, database: &'static str, target: &ServerUnderTest) -> BenchResult {
        let files = rlimit::increase_nofile_limit(OPEN_FILES)?;
        let wanted = if self.arguments.quick { FEW } else { SOCKETS };
        if files < wanted as u64 + 1_000 {
            return Err(format!("{wanted} sockets need more open files than {files}").into());
        }
        company::set_up(target)?;
        let server = target.serve()?;
        let owner = server.log_in(SERVED)?;
        let tokens = log_ins(&server, &owner, wanted)?;
        let before = server.memory()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (opening, memory, heard) = runtime.block_on(hear(&server, &owner, &tokens, wanted))?;
        server.stop()?;
        print_measurement("sockets", database, wanted, "heard", heard);
        let each = memory.saturating_sub(before) * 1024 / wanted as u64;
        let opened = u64::try_from(opening.as_millis())?;
        for (what, unit, value) in [
            (format!("{wanted} sockets are open after"), "ms", opened),
            ("memory of a socket".to_owned(), "bytes", each),
            ("half of them have heard of a change after".to_owned(), "ms", heard.p50 / 1_000),
            ("99 % of them have heard of a change after".to_owned(), "ms", heard.p99 / 1_000),
            ("the last one has heard of a change after".to_owned(), "ms", heard.longest / 1_000),
        ] {
            self.report.single(&what, database, unit, value, None, true);
        }
        Ok(())
    }
}

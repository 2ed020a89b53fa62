//! Another system that keeps what it is sent by HTTP, and answers as it is told.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// A request that has arrived.
#[derive(Clone, Debug)]
pub struct ReceivedRequest {
    /// Its method and path.
    pub line: String,
    /// Its headers, by their names in small letters.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: Vec<u8>,
}

/// A server on this machine. Its threads end with the process.
pub struct WebReceiver {
    /// Its port.
    pub port: u16,
    requests: Receiver<ReceivedRequest>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl WebReceiver {
    /// Starts it. It answers 200.
    ///
    /// # Panics
    /// Where no port is free.
    pub fn start() -> WebReceiver {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap_or_else(|error| panic!("no port: {error}"));
        let port = listener.local_addr().map_or(0, |address| address.port());
        let ((sender, requests), answers) = (channel(), Arc::<Mutex<VecDeque<u16>>>::default());
        let told = answers.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (sender, answers) = (sender.clone(), told.clone());
                std::thread::spawn(move || take(stream, &sender, &answers));
            }
        });
        WebReceiver { port, requests, answers }
    }

    /// Has it answer the next requests with these statuses; with 0, never.
    pub fn answer_next(&self, statuses: &[u16]) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).extend(statuses);
    }

    /// The next request, when it arrives.
    ///
    /// # Panics
    /// Where the server has ended.
    pub fn next(&self) -> ReceivedRequest {
        self.requests.recv().unwrap_or_else(|error| panic!("no more requests: {error}"))
    }

    /// The requests that have arrived and were not taken.
    pub fn waiting(&self) -> Vec<ReceivedRequest> {
        self.requests.try_iter().collect()
    }
}

/// One request. A sender that goes away in the middle ends it.
fn take(mut stream: TcpStream, requests: &Sender<ReceivedRequest>, answers: &Mutex<VecDeque<u16>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?);
    let (mut line, mut headers) = (String::new(), BTreeMap::new());
    let mut read_line = |line: &mut String| lines.read_line(line).ok().filter(|bytes| *bytes > 0);
    read_line(&mut line)?;
    loop {
        let mut header = String::new();
        read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    lines.read_exact(&mut body).ok()?;
    let status = answers.lock().unwrap_or_else(PoisonError::into_inner).pop_front().unwrap_or(200);
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    // The test may be over.
    requests.send(ReceivedRequest { line, headers, body }).ok();
    if status == 0 {
        // Until the sender gives up.
        lines.read_to_end(&mut Vec::new()).ok()?;
        return None;
    }
    let answer = format!("HTTP/1.1 {status} Told\r\nContent-Length: 6\r\nConnection: close\r\n\r\nnoted\n");
    stream.write_all(answer.as_bytes()).ok()
}

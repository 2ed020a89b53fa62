//! A mail server that keeps what it is sent: SMTP (RFC 5321) as far as senders need it, without TLS.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// An e-mail that has arrived.
#[derive(Clone, Debug)]
pub struct ReceivedMail {
    /// The sender of the envelope.
    pub from: String,
    /// To whom it was sent.
    pub to: String,
    /// Who logged in, as base64 of `\0user\0password`; none where nobody did.
    pub log_in: Option<String>,
    /// Head and body.
    pub content: String,
}

/// A server on this machine. Its threads end with the process.
pub struct MailServer {
    /// Its port.
    pub port: u16,
    mails: Receiver<ReceivedMail>,
    busy: Arc<AtomicUsize>,
}

impl MailServer {
    /// Starts it. Whom it does not know are those called `nobody`.
    ///
    /// # Panics
    /// Where no port is free.
    pub fn start() -> MailServer {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap_or_else(|error| panic!("no port: {error}"));
        let port = listener.local_addr().map_or(0, |address| address.port());
        let ((sender, mails), busy) = (channel(), Arc::new(AtomicUsize::new(0)));
        let counted = busy.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (sender, busy) = (sender.clone(), counted.clone());
                std::thread::spawn(move || talk(stream, &sender, &busy));
            }
        });
        MailServer { port, mails, busy }
    }

    /// Has it refuse so many messages for now.
    pub fn refuse_next(&self, messages: usize) {
        self.busy.store(messages, Ordering::SeqCst);
    }

    /// The next e-mail, when it arrives.
    ///
    /// # Panics
    /// Where the server has ended.
    pub fn next(&self) -> ReceivedMail {
        self.mails.recv().unwrap_or_else(|error| panic!("no more e-mail: {error}"))
    }

    /// The e-mails that have arrived and were not taken.
    pub fn waiting(&self) -> Vec<ReceivedMail> {
        self.mails.try_iter().collect()
    }
}

/// One conversation. A sender that goes away in the middle ends it.
fn talk(stream: TcpStream, mails: &Sender<ReceivedMail>, busy: &AtomicUsize) -> Option<()> {
    let mut out = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    let mut mail = ReceivedMail { from: String::new(), to: String::new(), log_in: None, content: String::new() };
    out.write_all(b"220 mail.test ESMTP\r\n").ok()?;
    loop {
        let line = lines.next()?.ok()?;
        let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let address = || rest.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer: &[u8] = match verb.to_ascii_uppercase().as_str() {
            "EHLO" => b"250-mail.test\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n",
            "AUTH" => {
                mail.log_in = rest.split(' ').nth(1).map(str::to_owned);
                b"235 2.7.0 welcome\r\n"
            }
            "MAIL" if busy.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() => {
                b"451 4.3.0 try again later\r\n"
            }
            "MAIL" => {
                mail.from = address();
                b"250 2.1.0 ok\r\n"
            }
            "RCPT" if address().starts_with("nobody@") => b"550 5.1.1 no such user\r\n",
            "RCPT" => {
                mail.to = address();
                b"250 2.1.5 ok\r\n"
            }
            "DATA" => {
                out.write_all(b"354 go ahead\r\n").ok()?;
                mail.content.clear();
                loop {
                    let line = lines.next()?.ok()?;
                    if line == "." {
                        break;
                    }
                    mail.content.push_str(line.strip_prefix('.').unwrap_or(&line));
                    mail.content.push('\n');
                }
                // The test may be over.
                mails.send(mail.clone()).ok();
                b"250 2.0.0 taken\r\n"
            }
            "QUIT" => {
                out.write_all(b"221 2.0.0 bye\r\n").ok()?;
                return Some(());
            }
            _ => b"250 2.0.0 ok\r\n",
        };
        out.write_all(answer).ok()?;
    }
}

//! Calls to servers of this machine, by names and addresses as somebody might type them.

use command::{Method, Outbound, OutboundAnswer, OutboundRequest, SendError};
use outbound::{Client, Limits, Lookup};
use std::io::{self, Read, Write};
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const LIMITS: Limits =
    Limits { allow_private: true, connect: Duration::from_secs(5), answer: Duration::from_secs(10), most_bytes: 1_000 };

/// A server that answers every request with the same bytes and tells what it was sent.
fn server(answer: Vec<u8>) -> (u16, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (told, heard) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = [0; 4096];
            let read = stream.read(&mut bytes).unwrap();
            told.send(String::from_utf8_lossy(&bytes[..read]).into_owned()).unwrap();
            // A client that has read enough hangs up.
            drop(stream.write_all(&answer));
        }
    });
    (port, heard)
}

/// A port at which nobody may be called.
fn sentinel() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

fn was_called(listener: &TcpListener) -> bool {
    match listener.accept() {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
            false
        }
    }
}

fn get(client: &Client, url: &str) -> Result<OutboundAnswer, SendError> {
    client.send(&OutboundRequest { method: Method::Get, url: url.to_owned(), headers: Vec::new(), body: Vec::new() })
}

/// Looks every name up as these addresses.
fn always(addresses: &[&str]) -> Lookup {
    let addresses: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
    Arc::new(move |_| Ok(addresses.clone()))
}

#[test]
fn request_arrives_as_it_was_made_and_the_answer_comes_back() {
    let (port, heard) = server(b"HTTP/1.1 207 Multi\r\nX-Kind: a\r\nContent-Length: 4\r\n\r\nbody".to_vec());
    let client = Client::with_lookup(LIMITS, always(&["127.0.0.1"]));
    let request = OutboundRequest {
        method: Method::Post,
        url: format!("http://gateway.test:{port}/send?to=1"),
        headers: vec![("webhook-id".to_owned(), "m1".to_owned())],
        body: b"{\"a\":1}".to_vec(),
    };
    let answer = client.send(&request).unwrap();
    assert_eq!((answer.status, answer.header("x-kind"), answer.body.as_slice()), (207, Some("a"), b"body".as_slice()));
    let sent = heard.recv().unwrap();
    assert!(sent.starts_with("POST /send?to=1 HTTP/1.1\r\n"), "{sent}");
    assert!(sent.contains("webhook-id: m1\r\n") && sent.contains(&format!("host: gateway.test:{port}\r\n")), "{sent}");
    assert!(sent.ends_with("\r\n\r\n{\"a\":1}"), "{sent}");
}

#[test]
fn redirection_is_not_followed() {
    let (sentinel, elsewhere) = sentinel();
    let to = format!("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{elsewhere}/\r\nContent-Length: 0\r\n\r\n");
    let (port, _heard) = server(to.into_bytes());
    assert_eq!(get(&Client::new(LIMITS), &format!("http://127.0.0.1:{port}/")).unwrap().status, 302);
    assert!(!was_called(&sentinel));
}

#[test]
fn long_answer_is_not_read_to_its_end() {
    let whole = |length: usize| {
        let mut answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n").into_bytes();
        answer.resize(answer.len() + length, b'x');
        answer
    };
    let client = Client::new(LIMITS);
    let (port, _heard) = server(whole(1_000));
    assert_eq!(get(&client, &format!("http://127.0.0.1:{port}/")).unwrap().body.len(), 1_000);
    let (port, _heard) = server(whole(1_001));
    assert_eq!(get(&client, &format!("http://127.0.0.1:{port}/")), Err(SendError::TooLong(200)));
}

#[test]
fn what_failed_says_whether_the_request_may_have_arrived() {
    let client = Client::new(Limits { answer: Duration::from_millis(300), ..LIMITS });
    let port = sentinel().1;
    let nobody = get(&client, &format!("http://127.0.0.1:{port}/")).unwrap_err();
    assert!(matches!(nobody, SendError::Unreachable(_)) && !nobody.may_have_arrived(), "{nobody}");
    let (_silent, port) = sentinel();
    let silent = get(&client, &format!("http://127.0.0.1:{port}/")).unwrap_err();
    assert_eq!((&silent, silent.may_have_arrived()), (&SendError::TimedOutAfter, true));
    let (port, _heard) = server(b"nonsense\r\n\r\n".to_vec());
    let broken = get(&client, &format!("http://127.0.0.1:{port}/")).unwrap_err();
    assert!(matches!(broken, SendError::Broken(_)) && broken.may_have_arrived(), "{broken}");
    let (port, _heard) = server(b"HTTP/1.1 400 Bad\r\n\r\n".to_vec());
    let plain = get(&client, &format!("https://127.0.0.1:{port}/")).unwrap_err();
    assert!(matches!(plain, SendError::Tls(_)) && !plain.may_have_arrived(), "{plain}");
    let unknown: Lookup = Arc::new(|_| Err(io::Error::other("no such name")));
    let unknown = get(&Client::with_lookup(LIMITS, unknown), "https://nobody.test/").unwrap_err();
    assert!(matches!(&unknown, SendError::Unreachable(why) if why.contains("no such name")), "{unknown}");
}

/// However an address of this machine is written.
#[test]
fn this_machine_is_not_called_where_that_is_not_allowed() {
    let (sentinel, port) = sentinel();
    let client = Client::new(Limits { allow_private: false, ..LIMITS });
    let hosts = [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0X7F.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "0",
        "0.0.0.0",
        "localhost",
        "LOCALHOST",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "①②⑦.⓪.⓪.①",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "10.0.0.1",
        "100.64.0.1",
        "192.168.0.1",
        "[fd00::1]",
        "224.0.0.1",
        "203.0.113.1",
    ];
    for host in hosts {
        for path in ["", "/", "/a?b=c#d"] {
            let url = format!("https://{host}:{port}{path}");
            let error = get(&client, &url).unwrap_err();
            assert!(matches!(error, SendError::Refused(_)), "{url}: {error}");
        }
    }
    for host in ["example.test", "127.0.0.1"] {
        for userinfo in ["user@", "user:password@", ":password@", "public.test:443@"] {
            let error = get(&client, &format!("https://{userinfo}{host}:{port}/")).unwrap_err();
            assert!(matches!(error, SendError::Refused(_)), "{userinfo}{host}: {error}");
        }
    }
    for url in [
        format!("http://127.0.0.1:{port}/"),
        "http://1.1.1.1/".to_owned(),
        format!("ftp://127.0.0.1:{port}/"),
        format!("gopher://127.0.0.1:{port}/_x"),
        "file:///etc/passwd".to_owned(),
        "data:text/plain,x".to_owned(),
        "//127.0.0.1/".to_owned(),
        "https://".to_owned(),
        "https://127.0.0.1:99999/".to_owned(),
        "https://[::1/".to_owned(),
        String::new(),
    ] {
        let error = get(&client, &url).unwrap_err();
        assert!(matches!(error, SendError::Refused(_)), "{url}: {error}");
    }
    assert!(!was_called(&sentinel));
}

#[test]
fn every_address_of_a_name_is_checked_after_it_was_looked_up() {
    let (sentinel, port) = sentinel();
    let strict = Limits { allow_private: false, ..LIMITS };
    for addresses in [
        &["127.0.0.1"][..],
        &["1.1.1.1", "127.0.0.1"],
        &["::ffff:127.0.0.1"],
        &["169.254.169.254"],
        &["::1", "2606:4700::1111"],
    ] {
        let client = Client::with_lookup(strict, always(addresses));
        let error = get(&client, &format!("https://shop.test:{port}/")).unwrap_err();
        assert!(
            matches!(&error, SendError::Refused(why) if why.contains("is not in the internet")),
            "{addresses:?}: {error}"
        );
    }
    let metadata = Client::with_lookup(LIMITS, always(&["169.254.169.254"]));
    assert!(matches!(get(&metadata, &format!("http://shop.test:{port}/")), Err(SendError::Refused(_))));
    assert!(!was_called(&sentinel));
}

/// A name that is another address each time it is looked up is looked up once for each request, and the connection goes where it was checked.
#[test]
fn name_that_changes_gains_nothing() {
    let (sentinel, port) = sentinel();
    let (lookups, counted) = (Arc::new(AtomicUsize::new(0)), LIMITS);
    let own = lookups.clone();
    let changing: Lookup = Arc::new(move |_| {
        let address = if own.fetch_add(1, Ordering::Relaxed) == 0 { "127.0.0.2" } else { "127.0.0.1" };
        Ok(vec![address.parse().unwrap()])
    });
    let client = Client::with_lookup(counted, changing);
    // Nobody listens at the first address; the second one is never asked for.
    assert!(matches!(get(&client, &format!("http://shop.test:{port}/")), Err(SendError::Unreachable(_))));
    assert_eq!(lookups.load(Ordering::Relaxed), 1);
    assert!(!was_called(&sentinel));
}

#[test]
fn header_that_is_none_is_refused() {
    let client = Client::new(LIMITS);
    for (name, value) in [("bad name", "x"), ("x", "a\r\nHost: b")] {
        let headers = vec![(name.to_owned(), value.to_owned())];
        let request =
            OutboundRequest { method: Method::Get, url: "http://127.0.0.1:1/".to_owned(), headers, body: Vec::new() };
        assert!(matches!(client.send(&request), Err(SendError::Refused(_))), "{name}");
    }
}

//! The client.

use crate::address::{self, RefusedAddress};
use command::{Method, Outbound, OutboundAnswer, OutboundRequest, SendError};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Url};
use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Names that are looked up at once: what does that waits for the operating system.
const LOOKUPS: usize = 16;

/// What a client may do.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// It may call this machine and its network, also without TLS.
    pub allow_private: bool,
    /// How long a connection may take.
    pub connect: Duration,
    /// How long everything together may take, up to the last byte of the answer.
    pub answer: Duration,
    /// The most bytes of an answer.
    pub most_bytes: usize,
}

/// What finds the addresses of a name.
pub type Lookup = Arc<dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync>;

/// Calls other systems. Each request has a connection of its own, to an address that was checked after the name was looked up. It follows no
/// redirections, uses no proxy, and sends nothing twice.
pub struct Client {
    limits: Limits,
    lookup: Lookup,
    /// Begun with the first request: it reads the certificates of the machine.
    begun: OnceLock<Result<(Runtime, reqwest::Client), String>>,
}

impl Client {
    /// A client that looks names up as the machine does.
    pub fn new(limits: Limits) -> Client {
        Client::with_lookup(limits, Arc::new(looked_up))
    }

    /// A client that looks names up like this.
    pub fn with_lookup(limits: Limits, lookup: Lookup) -> Client {
        Client { limits, lookup, begun: OnceLock::new() }
    }

    fn begin(&self) -> Result<(Runtime, reqwest::Client), String> {
        // One that is there already is the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let checked = Checked { lookup: self.lookup.clone(), allow_private: self.limits.allow_private };
        let client = reqwest::Client::builder()
            .user_agent("Sanduk")
            .http1_only()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .referer(false)
            .pool_max_idle_per_host(0)
            .connect_timeout(self.limits.connect)
            .timeout(self.limits.answer)
            .dns_resolver(Arc::new(checked))
            .build()
            .map_err(|error| chain(&error))?;
        let runtime = Builder::new_multi_thread().worker_threads(1).max_blocking_threads(LOOKUPS).enable_all().build();
        Ok((runtime.map_err(|error| error.to_string())?, client))
    }

    /// The address, if it is one that may be called as far as can be seen before its name is looked up.
    fn address(&self, url: &str) -> Result<Url, SendError> {
        let refused = |why: &str| SendError::Refused(why.to_owned());
        let url = Url::parse(url).map_err(|error| SendError::Refused(error.to_string()))?;
        match url.scheme() {
            "https" => {}
            "http" if self.limits.allow_private => {}
            _ => return Err(refused("it must begin with https://")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("it holds a user or a password"));
        }
        // However an address of version 4 is written, it is four numbers now.
        let host = url.host_str().ok_or_else(|| refused("it names no host"))?;
        if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            address::check(address, self.limits.allow_private)
                .map_err(|error| SendError::Refused(error.to_string()))?;
        }
        Ok(url)
    }

    async fn call(&self, request: RequestBuilder) -> Result<OutboundAnswer, SendError> {
        let mut answer = request.send().await.map_err(|error| class_of(&error))?;
        let status = answer.status().as_u16();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers =
            answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value.as_bytes()))).collect();
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| class_of(&error))? {
            if body.len() + part.len() > self.limits.most_bytes {
                return Err(SendError::TooLong(status));
            }
            body.extend_from_slice(&part);
        }
        Ok(OutboundAnswer { status, headers, body })
    }
}

impl Outbound for Client {
    fn send(&self, request: &OutboundRequest) -> Result<OutboundAnswer, SendError> {
        let url = self.address(&request.url)?;
        let begun = self.begun.get_or_init(|| self.begin());
        let (runtime, client) = begun.as_ref().map_err(|why| SendError::Unreachable(why.clone()))?;
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = client.request(method, url).body(request.body.clone());
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        runtime.block_on(self.call(builder))
    }
}

impl Drop for Client {
    /// Without waiting for names that are still looked up.
    fn drop(&mut self) {
        if let Some(Ok((runtime, _))) = self.begun.take() {
            runtime.shutdown_background();
        }
    }
}

fn looked_up(host: &str) -> io::Result<Vec<IpAddr>> {
    Ok((host, 0).to_socket_addrs()?.map(|address| address.ip()).collect())
}

/// Looks names up and checks every address that is found.
struct Checked {
    lookup: Lookup,
    allow_private: bool,
}

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let (lookup, allow_private) = (self.lookup.clone(), self.allow_private);
        Box::pin(async move {
            let found = tokio::task::spawn_blocking(move || lookup(name.as_str())).await??;
            for address in &found {
                address::check(*address, allow_private)?;
            }
            // The port is that of the request.
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

/// What an error of the library means.
fn class_of(error: &reqwest::Error) -> SendError {
    if let Some(refused) = within::<RefusedAddress>(error) {
        return SendError::Refused(refused.to_string());
    }
    if error.is_builder() {
        return SendError::Refused(chain(error));
    }
    if error.is_connect() {
        return match within::<rustls::Error>(error) {
            _ if error.is_timeout() => SendError::TimedOutBefore,
            Some(tls) => SendError::Tls(tls.to_string()),
            None => SendError::Unreachable(chain(error)),
        };
    }
    if error.is_timeout() { SendError::TimedOutAfter } else { SendError::Broken(chain(error)) }
}

/// The error of the type `E` in everything that an error comes from.
fn within<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    if let Some(found) = error.downcast_ref::<E>() {
        return Some(found);
    }
    let inner = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match inner {
        Some(inner) => within::<E>(inner),
        None => within::<E>(error.source()?),
    }
}

/// An error with everything that it comes from.
fn chain(error: &dyn Error) -> String {
    error.source().map_or_else(|| error.to_string(), |source| format!("{error}: {}", chain(source)))
}

//! The server that all simulators share.

use crate::call::word;
use crate::{Call, Delivery, NAMES, Reaction, Simulator, fcm, gateway, twilio, vonage, web_push, whatsapp};
use axum::Router;
use axum::body::Body;
use axum::extract::State as Shared;
use axum::response::Response;
use bytes::Bytes;
use channels::read_form;
use futures_util::stream;
use http::{HeaderName, HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// The most bytes of a request.
const MOST_BYTES: usize = 1 << 20;

/// How the next request fails.
#[derive(Clone, Debug)]
enum Failure {
    /// Nothing is done, and this is answered.
    Before(Reaction),
    /// It is done, and the answer breaks off.
    Lost,
    /// It is done, and never answered.
    Silent,
}

/// A simulator, and what was arranged for it.
struct Place {
    simulator: Box<dyn Simulator>,
    failures: VecDeque<Failure>,
    journal: Vec<Json>,
}

struct State {
    base: String,
    places: BTreeMap<&'static str, Place>,
    /// How far its clock is ahead, in seconds.
    ahead: i64,
}

type All = Arc<Mutex<State>>;

/// Simulators that are served at one address.
pub struct Simulators {
    /// The address, with its scheme.
    pub base: String,
    state: All,
    runtime: Runtime,
}

impl Simulators {
    /// Serves these simulators, all where none is named, from threads of their own. The port 0 is any that is free.
    ///
    /// # Errors
    ///
    /// The address is not free, or a name is not known.
    pub fn start(listen: SocketAddr, names: &[String]) -> Result<Simulators, String> {
        if let Some(name) = names.iter().find(|name| !NAMES.contains(&name.as_str())) {
            return Err(format!("there is no simulator {name}: {}", NAMES.join(", ")));
        }
        let runtime = Runtime::new().map_err(|error| error.to_string())?;
        let listener = runtime.block_on(TcpListener::bind(listen)).map_err(|error| format!("{listen}: {error}"))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let base = format!("http://{address}");
        let wanted = NAMES.into_iter().filter(|name| names.is_empty() || names.iter().any(|named| named == name));
        let place = |name| Place { simulator: simulator(name), failures: VecDeque::new(), journal: Vec::new() };
        let places = wanted.map(|name| (name, place(name))).collect();
        let state: All = Arc::new(Mutex::new(State { base: base.clone(), places, ahead: 0 }));
        let router = Router::new().fallback(answer).with_state(state.clone());
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Simulators { base, state, runtime })
    }

    /// The names and addresses of those that are served.
    pub fn addresses(&self) -> Vec<(&'static str, String)> {
        locked(&self.state).places.keys().map(|name| (*name, format!("{}/{name}", self.base))).collect()
    }

    /// What a simulator has taken, in its order.
    ///
    /// # Panics
    ///
    /// It is not served.
    pub fn journal(&self, name: &str) -> Vec<Json> {
        locked(&self.state).places[name].journal.clone()
    }

    /// What a simulator would send for a verb, for a test that receives it without a server.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn deliveries(&self, name: &str, verb: &str, body: &Json) -> Result<Vec<Delivery>, String> {
        let mut state = locked(&self.state);
        let call = state.call(name, "POST", "", "");
        let place = state.places.get_mut(name).ok_or_else(|| format!("there is no simulator {name}"))?;
        place.simulator.deliver(verb, body, &call).ok_or_else(|| format!("{name} knows no {verb}"))?
    }

    /// Does what `POST /__sim/{name}/{verb}/` does; its answer.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn control(&self, name: &str, verb: &str, body: &Json) -> Result<Json, String> {
        self.runtime.block_on(control(&self.state, name, verb, body))
    }
}

fn simulator(name: &str) -> Box<dyn Simulator> {
    match name {
        "twilio" => Box::new(twilio::Twilio::default()),
        "vonage" => Box::new(vonage::Vonage::default()),
        "whatsapp" => Box::new(whatsapp::WhatsApp::default()),
        "fcm" => Box::new(fcm::Fcm::default()),
        "web-push" => Box::new(web_push::WebPush::default()),
        _ => Box::new(gateway::Gateway::default()),
    }
}

fn locked(state: &All) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn now(&self) -> i64 {
        #[expect(clippy::disallowed_methods, reason = "the clock of a simulator is its own")]
        let now = jiff::Timestamp::now();
        now.as_second() + self.ahead
    }

    fn call(&self, name: &str, method: &str, path: &str, query: &str) -> Call {
        Call {
            method: method.to_owned(),
            path: path.to_owned(),
            query: read_form(query),
            headers: Vec::new(),
            body: Vec::new(),
            base: format!("{}/{name}", self.base),
            now: self.now(),
        }
    }
}

async fn answer(Shared(state): Shared<All>, request: Request<Body>) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, MOST_BYTES).collect().await else {
        return response(Reaction::text(413, "too long"));
    };
    let body = body.to_bytes();
    let path = head.uri.path().to_owned();
    let (name, path) = path[1..].split_once('/').map_or((&path[1..], "/"), |(name, _)| (name, &path[1 + name.len()..]));
    if name == "__sim" {
        let mut parts = path.trim_matches('/').splitn(2, '/');
        let (name, verb) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let body = serde_json::from_slice(&body).unwrap_or_default();
        return match control(&state, name, verb, &body).await {
            Ok(answer) => response(Reaction::json(200, &answer)),
            Err(why) => response(Reaction::text(400, why)),
        };
    }
    let (reaction, failure) = {
        let mut state = locked(&state);
        let headers = head
            .headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let mut call = state.call(name, head.method.as_str(), path, head.uri.query().unwrap_or_default());
        (call.headers, call.body) = (headers.collect(), body.to_vec());
        let Some(place) = state.places.get_mut(name) else { return response(Reaction::text(404, "nobody is here")) };
        let failure = place.failures.pop_front();
        if let Some(Failure::Before(reaction)) = failure {
            return response(reaction);
        }
        let reaction = place.simulator.answer(&call);
        place.journal.extend(reaction.taken.clone());
        (reaction, failure)
    };
    match failure {
        Some(Failure::Silent) => std::future::pending().await,
        Some(Failure::Lost) => {
            let broken = std::io::Error::other("the connection is lost");
            let mut response = response(reaction);
            *response.body_mut() = Body::from_stream(stream::iter([Err::<Bytes, _>(broken)]));
            response
        }
        _ => response(reaction),
    }
}

fn response(reaction: Reaction) -> Response {
    let mut response = Response::new(Body::from(reaction.body));
    *response.status_mut() = StatusCode::from_u16(reaction.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in reaction.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// Arranges something for a simulator, or has it send something; what it tells, or the statuses that it was answered.
async fn control(state: &All, name: &str, verb: &str, body: &Json) -> Result<Json, String> {
    let verb = verb.trim_end_matches('/');
    let deliveries = {
        let mut state = locked(state);
        if name == "clock" {
            state.ahead = body["ahead"].as_i64().ok_or("ahead: seconds")?;
            return Ok(json!({}));
        }
        let call = state.call(name, "POST", "", "");
        let place = state.places.get_mut(name).ok_or_else(|| format!("there is no simulator {name}"))?;
        match verb {
            "journal" => return Ok(json!(place.journal)),
            "fail" => {
                let failure = failure(place, body)?;
                let times = body["times"].as_u64().unwrap_or(1);
                place.failures.extend((0..times).map(|_| failure.clone()));
                return Ok(json!({}));
            }
            verb => match place.simulator.deliver(verb, body, &call) {
                Some(deliveries) => deliveries?,
                None => {
                    let told = place.simulator.tell(verb, &call);
                    return told.ok_or_else(|| format!("{name} knows no {verb}"));
                }
            },
        }
    };
    let mut answers = Vec::new();
    for _ in 0..body["times"].as_u64().unwrap_or(1) {
        for delivery in &deliveries {
            answers.push(deliver(delivery).await?);
        }
    }
    Ok(json!({"answers": answers}))
}

fn failure(place: &Place, body: &Json) -> Result<Failure, String> {
    let reaction = match word(body, "how") {
        "lost" => return Ok(Failure::Lost),
        "silent" => return Ok(Failure::Silent),
        "html" => Reaction::text(200, "<html>Please log in</html>"),
        "code" => place.simulator.error(word(body, "code")),
        status => {
            let status = status.parse().ok().filter(|status| (400..600).contains(status));
            Reaction::text(status.ok_or("how: lost, silent, html, code, or a status from 400")?, "not now")
        }
    };
    let retry_after = body["retry_after"].as_u64();
    Ok(Failure::Before(match retry_after {
        Some(seconds) => reaction.header("retry-after", seconds.to_string()),
        None => reaction,
    }))
}

/// Sends what a simulator sends by itself; status and body of the answer.
async fn deliver(delivery: &Delivery) -> Result<Json, String> {
    let client = Client::builder(TokioExecutor::new()).build_http::<Full<Bytes>>();
    let mut request = Request::builder().method(if delivery.is_get { "GET" } else { "POST" }).uri(&delivery.url);
    for (name, value) in &delivery.headers {
        request = request.header(*name, value);
    }
    let body = Full::new(Bytes::from(delivery.body.clone()));
    let request = request.body(body).map_err(|error| format!("{}: {error}", delivery.url))?;
    let answer = client.request(request).await.map_err(|error| format!("{}: {error}", delivery.url))?;
    let status = answer.status().as_u16();
    let body = answer.into_body().collect().await.map_err(|error| error.to_string())?.to_bytes();
    Ok(json!({"status": status, "body": String::from_utf8_lossy(&body)}))
}

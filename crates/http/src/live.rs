//! Live updates: `/ws/` (WebSocket) and `/api/v1/live/` (server-sent events) tell what has changed in the lists and rows that a client shows, so that it asks
//! for them again. Only ids are told, and only of rows that the user may see at that moment; the rows themselves come from the same reads as ever.
//!
//! A company whose clients listen has one task. It waits for commits, looks once for all of them what has changed, and hands that to the listeners,
//! each of which keeps what concerns it. Who is too far behind hears `reload`.

use crate::auth::{note, note_path};
use crate::authentication::{self, RawHead};
use crate::problem::HttpResult;
use crate::rates::RateClass;
use crate::token::Claims;
use crate::{Api, blocking_of, errors, sessions};
use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use command::{Grants, LiveTopic, ResourceDefinition, Scope};
use futures_util::{SinkExt, stream};
use http::request::Parts;
use kernel::{Kind, Result};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;
use store::{Head, Read, Row, Session, Value, field};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Notify, broadcast, watch};
use uuid::Uuid;

/// How long commits are gathered before listeners hear of them.
const GATHERED: Duration = Duration::from_millis(250);
/// How often it is looked whether another process has written, on PostgreSQL.
const POLL_TIME: Duration = Duration::from_secs(1);
/// How often a silent connection shows that it is there.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// The most rows of a list that are named; of more, the list is to be read again.
const MOST_IDS: usize = 100;
/// The most topics of one listener.
const MOST_TOPICS: usize = 50;
/// News that a listener may be behind.
const NEWS: usize = 64;
/// Listeners of one user, all of whose windows together need no more.
const OF_USER: usize = 50;
/// Listeners of all companies.
const LISTENERS: usize = 20_000;
/// What is read ahead of a socket, in bytes: clients say next to nothing, and there are many of them.
const READ_BUFFER: usize = 1 << 10;
/// Closes a socket whose client reads too slowly.
const TOO_SLOW: u16 = 4002;
/// Closes a socket whose user may listen no longer.
const ENDED: u16 = 4001;

/// Who listens.
#[derive(Default)]
pub(crate) struct Live {
    state: Mutex<State>,
    started: OnceLock<()>,
    stopped: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    companies: BTreeMap<Uuid, Company>,
    of_users: BTreeMap<(Uuid, Uuid), usize>,
}

/// A company with listeners.
struct Company {
    news: broadcast::Sender<Arc<News>>,
    /// The lists that are listened to, each with the number of listeners.
    lists: BTreeMap<String, usize>,
    wake: Arc<Notify>,
}

/// What has changed in the lists of a company up to a command.
struct News {
    seq: i64,
    /// The rows by their list; `None` where they are too many, or are not known.
    lists: BTreeMap<String, Option<Vec<Changed>>>,
}

/// A row that was changed.
#[derive(Clone, Copy)]
struct Changed {
    id: Uuid,
    is_deleted: bool,
    /// The user whose own it is, in a list where everybody sees only their own.
    owner: Option<Uuid>,
}

/// What a listener is told of one topic.
#[derive(Serialize)]
struct Told {
    /// The topic.
    topic: String,
    /// The number of the last command that this takes account of.
    seq: i64,
    /// Rows that were created or changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ids: Vec<Uuid>,
    /// Rows that were deleted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deleted: Vec<Uuid>,
    /// The list, or the row, is to be read again.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    reload: bool,
}

/// One topic: a list, one row of a list, or what a module tells each user of their own.
#[derive(Clone)]
enum Topic {
    List(ResourceDefinition, Option<Uuid>),
    Own(LiveTopic),
}

/// Topics by their names.
type Topics = Vec<(String, Topic)>;

impl Topic {
    fn named(api: &Api, name: &str) -> Result<Topic> {
        let definitions = api.registry.definitions();
        if let Some(own) = definitions.live.iter().find(|own| own.name == name) {
            return Ok(Topic::Own(*own));
        }
        let (list, row) = name.split_once('/').map_or((name, None), |(list, row)| (list, Some(row)));
        let definition = definitions.resource(list).ok_or_else(|| errors::unknown_topic(name))?;
        let row = row.map(|row| Uuid::try_parse(row).map_err(|_| errors::unknown_topic(name))).transpose()?;
        Ok(Topic::List(*definition, row))
    }

    /// The list in which it is looked for changes.
    fn list(&self) -> &'static str {
        match self {
            Topic::List(definition, _) => definition.plural,
            Topic::Own(own) => own.name,
        }
    }

    /// The scope in which the user may see it.
    fn scope(&self, grants: &Grants) -> Result<Scope> {
        let grant = match self {
            Topic::List(definition, _) => {
                let grant = grants.require(definition.view)?;
                grant.require_scope_in(definition.scopes())?;
                grant
            }
            Topic::Own(own) => grants.require(own.permission)?,
        };
        Ok(grant.scope().clone())
    }
}

/// A client that listens. What it takes is given back when it is dropped.
struct Listener {
    api: Arc<Api>,
    claims: Claims,
    topics: Topics,
    news: broadcast::Receiver<Arc<News>>,
    stopped: watch::Receiver<bool>,
    /// From which command it began.
    since: i64,
    /// Up to which command everything is told or waits.
    seq: i64,
    /// What is to be told before the next news.
    waiting: VecDeque<Told>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut state = self.api.live.state();
        if let Some(company) = state.companies.get_mut(&self.claims.tenant) {
            for (_, topic) in &self.topics {
                if let Some(count) = company.lists.get_mut(topic.list()) {
                    *count -= 1;
                }
            }
            company.lists.retain(|_, count| *count > 0);
            company.wake.notify_one();
        }
        let of_user = (self.claims.tenant, self.claims.sub);
        if let Some(count) = state.of_users.get_mut(&of_user) {
            *count -= 1;
            if *count == 0 {
                state.of_users.remove(&of_user);
            }
        }
    }
}

pub(crate) fn routes(api: &Arc<Api>) -> Router {
    let own = api.clone();
    let stream = get(move |request| events(own, request));
    let router = crate::endpoint::both_forms(Router::new(), "/live/", stream);
    let (own, of_topic) = (api.clone(), api.clone());
    let any = get(move |request| socket(own, None, request));
    let one = get(move |axum::extract::Path(topic): axum::extract::Path<String>, request| {
        socket(of_topic, Some(topic), request)
    });
    router.route("/ws", any.clone()).route("/ws/", any).route("/ws/{topic}", one.clone()).route("/ws/{topic}/", one)
}

/// The parameters of a listener: its topics, and the command from which it goes on.
fn asked(api: &Api, topic: Option<String>, parts: &Parts) -> Result<(Topics, Option<i64>)> {
    let query = crate::endpoint::query_of(&parts.uri)?;
    if let Some(name) = query.keys().find(|name| !matches!(name.as_str(), "topics" | "since")) {
        return Err(errors::unknown_parameter(name, "topics, since".to_owned()));
    }
    let names: BTreeSet<String> = match (topic, query.get("topics")) {
        (Some(topic), None) => BTreeSet::from([topic]),
        (None, Some(topics)) => {
            topics.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        }
        (Some(_), Some(_)) => return Err(errors::topic_in_path()),
        (None, None) => BTreeSet::new(),
    };
    if names.is_empty() {
        return Err(errors::no_topics());
    }
    if names.len() > MOST_TOPICS {
        return Err(errors::too_many_topics(MOST_TOPICS));
    }
    let topics = names.into_iter().map(|name| Topic::named(api, &name).map(|topic| (name, topic)));
    // A browser that has lost its connection says with which event it goes on.
    let last = parts.headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let since = last.or_else(|| query.get("since").cloned());
    let number = |since: String| since.parse().ok().filter(|since: &i64| *since >= 0).ok_or_else(errors::bad_since);
    let since = since.map(number).transpose()?;
    Ok((topics.collect::<Result<_>>()?, since))
}

/// Admits a listener: what it may listen to, and that it is not one too many.
async fn listen(api: &Arc<Api>, claims: Claims, topic: Option<String>, parts: &Parts) -> Result<Listener> {
    let (topics, since) = asked(api, topic, parts)?;
    let (asked, user) = (topics.clone(), claims.sub);
    let own = api.clone();
    let head = blocking_of(claims.tenant, &api.reads, move || {
        own.writers.store().read(claims.tenant, |read| {
            let grants = own.access.grants(read, user)?;
            asked.iter().try_for_each(|(_, topic)| topic.scope(&grants).map(drop))?;
            Ok(read.one::<Head>(&1)?.seq)
        })
    });
    let head = head.await?;
    let is_ahead = since.is_some_and(|since| since > head);
    let seq = since.unwrap_or(head).min(head);
    api.live.start(api);
    let news = api.live.join(api, &claims, &topics)?;
    let stopped = api.live.stopped.subscribe();
    let mut listener =
        Listener { api: api.clone(), claims, topics, news, stopped, since: seq, seq, waiting: VecDeque::new() };
    if is_ahead {
        // It comes from a log that went on otherwise: before a backup was put back.
        listener.reload_all();
    } else if since.is_some() {
        listener.catch_up().await?;
    }
    Ok(listener)
}

impl Live {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends all connections that listen.
    pub(crate) fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// Begins to hear of commits, once.
    fn start(&self, api: &Arc<Api>) {
        self.started.get_or_init(|| {
            let own = api.clone();
            tokio::spawn(api.writers.each_commit(move |commit| {
                if let Some(company) = own.live.state().companies.get(&commit.tenant) {
                    company.wake.notify_one();
                }
            }));
        });
    }

    /// Lets a listener hear of news; the first one of a company wakes its task.
    fn join(
        &self,
        api: &Arc<Api>,
        claims: &Claims,
        topics: &[(String, Topic)],
    ) -> Result<broadcast::Receiver<Arc<News>>> {
        let mut state = self.state();
        let all: usize = state.of_users.values().sum();
        let of_user = state.of_users.entry((claims.tenant, claims.sub)).or_default();
        if *of_user >= OF_USER {
            return Err(errors::too_many_own_listeners(OF_USER));
        }
        if all >= LISTENERS {
            return Err(errors::too_many_listeners());
        }
        *of_user += 1;
        let is_first = !state.companies.contains_key(&claims.tenant);
        let company = state.companies.entry(claims.tenant).or_insert_with(|| Company {
            news: broadcast::channel(NEWS).0,
            lists: BTreeMap::new(),
            wake: Arc::default(),
        });
        for (_, topic) in topics {
            *company.lists.entry(topic.list().to_owned()).or_default() += 1;
        }
        let news = company.news.subscribe();
        if is_first {
            tokio::spawn(tell_company(api.clone(), claims.tenant, company.wake.clone(), company.news.clone()));
        }
        Ok(news)
    }
}

/// Tells the listeners of a company what has changed, until there are none.
async fn tell_company(api: Arc<Api>, tenant: Uuid, wake: Arc<Notify>, news: broadcast::Sender<Arc<News>>) {
    let (mut since, mut is_woken) = (None, true);
    loop {
        if since.is_some() {
            is_woken |= if api.writers.store().is_sqlite() {
                wake.notified().await;
                true
            } else {
                // Another process may have written.
                tokio::time::timeout(POLL_TIME, wake.notified()).await.is_ok()
            };
            tokio::time::sleep(GATHERED).await;
        }
        let lists: Vec<String> = {
            let mut state = api.live.state();
            let lists = state.companies.get(&tenant).map(|company| company.lists.keys().cloned().collect());
            let lists: Vec<String> = lists.unwrap_or_default();
            if lists.is_empty() {
                state.companies.remove(&tenant);
                return;
            }
            lists
        };
        let (own, from) = (api.clone(), since);
        let found = blocking_of(tenant, &api.reads, move || {
            own.writers.store().read(tenant, |read| look(&own, read, &lists, (from, is_woken)))
        });
        match found.await {
            Ok(found) => {
                (since, is_woken) = (Some(found.seq), false);
                if !found.lists.is_empty() {
                    // Nobody may be listening any more.
                    drop(news.send(Arc::new(found)));
                }
            }
            Err(error) => {
                tracing::warn!(tenant = %tenant.simple(), error = error.operator(), "listeners hear nothing for now");
                tokio::time::sleep(POLL_TIME).await;
            }
        }
    }
}

/// What has changed in these lists since a command; nothing where it only is to be found out how far the log is. Operational rows may have
/// changed without a command where something has woken the task.
fn look(api: &Api, read: &mut Session<'_>, lists: &[String], (since, is_woken): (Option<i64>, bool)) -> Result<News> {
    let seq = read.one::<Head>(&1)?.seq;
    let mut changed = BTreeMap::new();
    if let Some(since) = since.filter(|since| is_woken || *since != seq) {
        for list in lists {
            let rows = changed_in(api, read, list, since, seq)?;
            if rows.as_ref().is_none_or(|rows| !rows.is_empty()) {
                changed.insert(list.clone(), rows);
            }
        }
    }
    Ok(News { seq, lists: changed })
}

/// The rows of a list that have changed between two commands; `None` where they are too many, or the list does not record its changes.
fn changed_in(api: &Api, read: &mut Session<'_>, list: &str, since: i64, to: i64) -> Result<Option<Vec<Changed>>> {
    let definitions = api.registry.definitions();
    let own = definitions.live.iter().find(|own| own.name == list);
    let table = match (own, definitions.resource(list)) {
        (Some(own), _) => own.table,
        (None, Some(definition)) => definition.table,
        (None, None) => return Ok(Some(Vec::new())),
    };
    if !table.stamped() {
        // It may have changed with every command, and operational rows without one.
        return Ok(None);
    }
    if since == to {
        return Ok(Some(Vec::new()));
    }
    let (name, limit) = (table.name, MOST_IDS + 1);
    let owner = own.map_or("NULL", |own| own.owner);
    let sql = format!(
        "SELECT id, FALSE, {owner} FROM {name} WHERE changed_seq > $1 AND changed_seq <= $2 ORDER BY changed_seq LIMIT {limit}"
    );
    let deleted = format!(
        "SELECT id, TRUE, NULL FROM tombstone WHERE record = $3 AND seq > $1 AND seq <= $2 ORDER BY seq LIMIT {limit}"
    );
    let between = [Value::Int(since), Value::Int(to)];
    let of_table = [between[0].clone(), between[1].clone(), Value::Text(name.to_owned())];
    let rows = read.query_all(&[(&sql, &between), (&deleted, &of_table)])?;
    let changed = |row: Row| {
        let mut row = row.into_iter();
        let (id, is_deleted) = (field(row.next())?, field(row.next())?);
        let owner = row.next().filter(|owner| *owner != Value::Null).map(|owner| field(Some(owner))).transpose()?;
        Ok(Changed { id, is_deleted, owner })
    };
    let rows: Vec<Changed> = rows.into_iter().flatten().map(changed).collect::<Result<_>>()?;
    Ok((rows.len() <= MOST_IDS).then_some(rows))
}

impl Listener {
    /// Looks for what has changed since the command from which it goes on.
    async fn catch_up(&mut self) -> Result<()> {
        let (api, tenant, since) = (self.api.clone(), self.claims.tenant, self.seq);
        let lists: Vec<String> = self.topics.iter().map(|(_, topic)| topic.list().to_owned()).collect();
        let found = blocking_of(tenant, &self.api.reads, move || {
            api.writers.store().read(tenant, |read| look(&api, read, &lists, (Some(since), true)))
        });
        let found = found.await?;
        self.take(&found).await
    }

    /// The command behind which a client goes on that has heard nothing yet.
    fn reached(&self) -> i64 {
        if self.waiting.is_empty() { self.seq } else { self.since }
    }

    /// Keeps of the news what concerns this listener, as far as its user may see it now.
    async fn take(&mut self, news: &News) -> Result<()> {
        sessions::require_alive(&self.api, self.claims.session).await?;
        let mut concerns = Vec::new();
        for (name, topic) in &self.topics {
            let Some(rows) = news.lists.get(topic.list()) else { continue };
            let rows = rows.as_ref().map(|rows| {
                let is_meant = |row: &&Changed| match topic {
                    Topic::List(_, wanted) => wanted.is_none_or(|wanted| wanted == row.id),
                    Topic::Own(_) => row.owner == Some(self.claims.sub),
                };
                rows.iter().filter(is_meant).copied().collect::<Vec<Changed>>()
            });
            if rows.as_ref().is_none_or(|rows| !rows.is_empty()) {
                concerns.push((name.clone(), topic.clone(), rows));
            }
        }
        let before = self.seq;
        self.seq = before.max(news.seq);
        if concerns.is_empty() {
            return Ok(());
        }
        let (api, tenant, user, seq) = (self.api.clone(), self.claims.tenant, self.claims.sub, news.seq);
        let told = blocking_of(tenant, &self.api.reads, move || {
            api.writers.store().read(tenant, |read| {
                let grants = api.access.grants(read, user)?;
                let told =
                    concerns.into_iter().map(|(name, topic, rows)| told(read, &grants, (name, &topic), rows, seq));
                told.collect::<Result<Vec<_>>>()
            })
        });
        let mut told: Vec<Told> = told.await?.into_iter().flatten().collect();
        // Who goes on behind one of several hears the others again: none is lost where the connection breaks between them.
        if let Some((_, others)) = told.split_last_mut() {
            others.iter_mut().for_each(|one| one.seq = before);
        }
        self.waiting.extend(told);
        Ok(())
    }

    /// Waits for the next thing to tell.
    ///
    /// # Errors
    ///
    /// Nothing more will be told: the session has ended, the user may not listen any more, or the server stops.
    async fn next(&mut self) -> Result<Told> {
        loop {
            if let Some(told) = self.waiting.pop_front() {
                return Ok(told);
            }
            let news = tokio::select! {
                news = self.news.recv() => news,
                _ = self.stopped.wait_for(|stopped| *stopped) => return Err(command::stopping()),
            };
            match news {
                Ok(news) => match self.take(&news).await {
                    // The database is away for the moment: the client reads everything again.
                    Err(error) if error.kind == Kind::Unavailable => self.reload_all(),
                    taken => taken?,
                },
                Err(RecvError::Lagged(_)) => self.reload_all(),
                Err(RecvError::Closed) => return Err(command::stopping()),
            }
        }
    }

    fn reload_all(&mut self) {
        let seq = self.seq;
        let reload = |(topic, _): &(String, Topic)| Told {
            topic: topic.clone(),
            seq,
            ids: vec![],
            deleted: vec![],
            reload: true,
        };
        self.waiting.extend(self.topics.iter().map(reload));
    }
}

/// What is told of changed rows of a topic: those that the user may see now.
fn told(
    read: &mut Session<'_>,
    grants: &Grants,
    (name, topic): (String, &Topic),
    rows: Option<Vec<Changed>>,
    seq: i64,
) -> Result<Option<Told>> {
    let scope = topic.scope(grants)?;
    let mut told = Told { topic: name, seq, ids: Vec::new(), deleted: Vec::new(), reload: rows.is_none() };
    for row in rows.into_iter().flatten() {
        match (topic, &scope) {
            // What is gone cannot be asked any more whose it was.
            (_, scope) if row.is_deleted && *scope != Scope::All => {}
            _ if row.is_deleted => told.deleted.push(row.id),
            (Topic::Own(_), _) | (_, Scope::All) => told.ids.push(row.id),
            (Topic::List(definition, _), scope) => {
                match (definition.find)(read, definition, scope, &row.id.to_string()) {
                    Ok(id) => told.ids.push(id),
                    Err(error) if error.kind == Kind::NotFound => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok((told.reload || !told.ids.is_empty() || !told.deleted.is_empty()).then_some(told))
}

/// Server-sent events: `changed` with JSON, each with the number of the command as its id, from which a browser goes on by itself.
async fn events(api: Arc<Api>, request: Request) -> HttpResult<Response> {
    note(&request, "/live/");
    let (parts, _) = request.into_parts();
    let claims = authentication::admit(&api, RawHead::of_parts(&parts), RateClass::Reads).await?;
    let listener = listen(&api, claims, None, &parts).await?;
    let seq = listener.reached();
    let hello = Event::default().event("open").id(seq.to_string()).data(json!({"seq": seq}).to_string());
    let rest = stream::unfold(Some(listener), |listener| async move {
        let mut listener = listener?;
        match listener.next().await {
            Ok(told) => {
                let data = serde_json::to_string(&told).unwrap_or_default();
                let event = Event::default().event("changed").id(told.seq.to_string()).data(data);
                Some((Ok::<_, Infallible>(event), Some(listener)))
            }
            Err(error) => {
                let event = Event::default().event("end").data(json!({"code": error.code}).to_string());
                Some((Ok(event), None))
            }
        }
    });
    let stream = futures_util::StreamExt::chain(stream::iter([Ok(hello)]), rest);
    let mut response = Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response();
    // What stands before this server is not to gather what is meant for now.
    response.headers_mut().insert("x-accel-buffering", http::HeaderValue::from_static("no"));
    Ok(response)
}

/// A WebSocket that tells the same. A page of another site may not open one with the cookie of this one.
async fn socket(api: Arc<Api>, topic: Option<String>, request: Request) -> HttpResult<Response> {
    note_path(&request, "/ws/");
    let (mut parts, _) = request.into_parts();
    let claims = authentication::admit(&api, RawHead::of_parts(&parts), RateClass::Reads).await?;
    if !parts.headers.contains_key(http::header::AUTHORIZATION) {
        crate::cookies::require_same_origin(&parts.uri, &parts.headers)?;
    }
    let listener = listen(&api, claims, topic, &parts).await?;
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let upgrade = upgrade.map_err(|_| errors::no_socket())?;
    Ok(upgrade
        .max_message_size(4_096)
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(1 << 16)
        .on_upgrade(move |socket| serve(socket, listener)))
}

async fn serve(mut socket: WebSocket, mut listener: Listener) {
    let mut text = json!({"seq": listener.reached()}).to_string();
    loop {
        // A client that takes nothing for so long is gone, or cannot follow.
        let sent = tokio::time::timeout(KEEP_ALIVE, socket.send(Message::Text(text.into()))).await;
        if !matches!(sent, Ok(Ok(()))) {
            return close(socket, TOO_SLOW, "too slow").await;
        }
        let told = loop {
            tokio::select! {
                told = listener.next() => break told,
                // What a client says is not listened to, but that it goes.
                said = socket.recv() => match said {
                    Some(Ok(Message::Close(_))) => {
                        // The answer to it is still to be sent; the client may not wait for it.
                        drop(SinkExt::close(&mut socket).await);
                        return;
                    }
                    Some(Err(_)) | None => return,
                    Some(Ok(_)) => {}
                },
                () = tokio::time::sleep(KEEP_ALIVE) => {
                    if socket.send(Message::Ping(Default::default())).await.is_err() {
                        return;
                    }
                }
            }
        };
        text = match told {
            Ok(told) => serde_json::to_string(&told).unwrap_or_default(),
            Err(error) => return close(socket, ENDED, error.code).await,
        };
    }
}

async fn close(mut socket: WebSocket, code: u16, reason: &'static str) {
    // The client may be gone.
    drop(socket.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await);
}

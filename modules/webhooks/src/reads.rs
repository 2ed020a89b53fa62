//! What can be read beside the lists.

use crate::events::SubscriptionTested;
use crate::inbound;
use crate::records::InboundRow;
use command::{Event, Query, QueryContext};
use kernel::{Error, Id, Result, ToSchema};
use serde::{Deserialize, Serialize};
use store::{Read, Session};

/// The events of which other systems may hear.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListEvents {}

/// Their names.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventNames {
    /// Each with its name; what it tells, the documentation of events says.
    results: Vec<EventName>,
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventName {
    /// Its name.
    name: String,
}

impl Query for ListEvents {
    const NAME: &'static str = "webhooks.subscription.view";
    const OPERATION: &'static str = "webhooks.event.list";
    type Output = EventNames;

    fn run(&self, _: &mut Session<'_>, context: &QueryContext) -> Result<EventNames> {
        let offered = context.definitions.public_events.keys().filter(|name| **name != SubscriptionTested::NAME);
        Ok(EventNames { results: offered.map(|name| EventName { name: (*name).to_owned() }).collect() })
    }
}

/// The sources for which a door can be opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListSources {}

/// The sources.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Sources {
    /// Each with what it takes.
    results: Vec<Source>,
}

/// A source.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Source {
    /// Its name.
    source: String,
    /// What it takes.
    about: String,
}

impl Query for ListSources {
    const NAME: &'static str = "webhooks.door.view";
    const OPERATION: &'static str = "webhooks.source.list";
    type Output = Sources;

    fn run(&self, _: &mut Session<'_>, context: &QueryContext) -> Result<Sources> {
        let doors = context.definitions.doors.iter();
        let source = |source: &str, about: &str| Source { source: source.to_owned(), about: about.to_owned() };
        Ok(Sources { results: doors.map(|hook| source(hook.source, hook.about)).collect() })
    }
}

/// A message of another system as it came.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GetContent {
    /// The message.
    id: Id<InboundRow>,
}

/// A header.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Header {
    /// Its name.
    name: String,
    /// Its value.
    value: String,
}

/// A message as it came.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Content {
    /// The address as the other system wrote it.
    url: String,
    /// Its headers, without those that let in.
    headers: Vec<Header>,
    /// Its body, byte for byte, in base64.
    base64: String,
    /// Its body, where that is text.
    text: Option<String>,
}

impl Query for GetContent {
    const NAME: &'static str = "webhooks.hook_message.view";
    const OPERATION: &'static str = "webhooks.hook_message.content";
    type Output = Content;

    fn run(&self, read: &mut Session<'_>, _: &QueryContext) -> Result<Content> {
        let row = read.get::<InboundRow>(&self.id)?.ok_or_else(|| Error::not_found("inbound message", self.id))?;
        let request = inbound::message(&row)?.request;
        let headers = request.headers.into_iter().map(|(name, value)| Header { name, value }).collect();
        let (base64, text) = (signatures::base64(&request.body), String::from_utf8(request.body).ok());
        Ok(Content { url: request.url, headers, base64, text })
    }
}

//! What members want to be told.

use crate::queries;
use crate::records::{NotificationChannel, NotificationPreference};
use crate::rules::schema;
use command::{Command, Query, QueryContext, Tx};
use kernel::{Result, Text, ToSchema};
use resource::Listing;
use serde::{Deserialize, Serialize};
use store::{Read, Session};

/// Reads your own choices.
pub(crate) const VIEW: &str = "notifications.preference.view";

/// Chooses whether you are told of an event by a channel.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChoosePreference {
    /// The event.
    event: Text<100>,
    /// The channel.
    channel: NotificationChannel,
    /// Whether you want it.
    wanted: bool,
}

/// A choice of yours.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Preference {
    /// The event.
    pub(crate) event: String,
    /// The channel.
    pub(crate) channel: NotificationChannel,
    /// Whether you want it.
    pub(crate) wanted: bool,
}

impl Command for ChoosePreference {
    const NAME: &'static str = "notifications.preference.choose";
    const SCOPED: bool = true;
    type Output = Preference;

    fn run(&self, tx: &mut Tx<'_, '_>) -> Result<Preference> {
        schema(tx, &self.event)?;
        let (user_id, wanted) = (tx.actor(), self.wanted);
        let (event, channel) = (self.event.to_string(), self.channel.as_str().to_owned());
        let key = (user_id, event.clone(), channel.clone());
        if tx.get::<NotificationPreference>(&key)?.is_some() {
            tx.edit::<NotificationPreference>(&key, |preference| {
                preference.wanted = wanted;
                Ok(())
            })?;
        } else {
            tx.insert(NotificationPreference { user_id, event: event.clone(), channel, wanted })?;
        }
        Ok(Preference { event, channel: self.channel, wanted })
    }
}

/// What you have chosen; what is not listed you are told as the rules of the company say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListPreferences {}

impl Query for ListPreferences {
    const NAME: &'static str = VIEW;
    const OPERATION: &'static str = "notifications.preference.list";
    const SCOPED: bool = true;
    type Output = Listing<Preference>;

    fn run(&self, read: &mut Session<'_>, context: &QueryContext) -> Result<Self::Output> {
        let all = queries::preferences(read, context.user())?;
        Ok(Listing::of(all.len() as i64, None, all))
    }
}

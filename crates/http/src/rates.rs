//! How many requests of each class one user of a company may send in a minute, so that a program that runs wild is stopped before it
//! takes the place of people. Counted in each process for itself, unless several share what they count.

use crate::errors;
use crate::middleware::Trace;
use crate::shared_limits::{Counted, SharedLimits};
use crate::token::Claims;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use http::{HeaderMap, HeaderName, HeaderValue, header};
use kernel::Result;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use uuid::Uuid;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const STANDING: HeaderName = HeaderName::from_static("ratelimit");
/// Users who have sent nothing for a while are forgotten each time that so many requests have come.
const FORGET_AFTER: u32 = 65_536;

/// The most requests of one user in a minute, by class; `None` is no limit. So many may come at once, and they come back evenly.
#[derive(Clone, Copy, Debug, Default)]
pub struct RatesPerMinute {
    /// Lists, single rows and other queries.
    pub reads: Option<NonZeroU32>,
    /// Commands; a list of commands is one.
    pub commands: Option<NonZeroU32>,
    /// Reports and exports.
    pub reports: Option<NonZeroU32>,
}

/// What a request counts as.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RateClass {
    Reads,
    Commands,
    Reports,
}

type Limiter = RateLimiter<(Uuid, Uuid), DashMapStateStore<(Uuid, Uuid)>, DefaultClock, StateInformationMiddleware>;

struct Class {
    name: &'static str,
    per_minute: NonZeroU32,
    limiter: Limiter,
    seen: AtomicU32,
}

/// The classes that have a limit.
pub(crate) struct Rates {
    reads: Option<Class>,
    commands: Option<Class>,
    reports: Option<Class>,
    shared: Option<Arc<dyn SharedLimits>>,
}

/// How a user stands after a request, for its headers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    class: &'static str,
    per_minute: NonZeroU32,
    remaining: u32,
    /// How long a refused user has to wait.
    wait: Option<Duration>,
}

impl Class {
    fn new(name: &'static str, per_minute: Option<NonZeroU32>) -> Option<Class> {
        let per_minute = per_minute?;
        let limiter = RateLimiter::dashmap(Quota::per_minute(per_minute)).with_middleware();
        Some(Class { name, per_minute, limiter, seen: AtomicU32::new(0) })
    }

    fn count(&self, user: (Uuid, Uuid)) -> Standing {
        if self.seen.fetch_add(1, Ordering::Relaxed) % FORGET_AFTER == FORGET_AFTER - 1 {
            self.limiter.retain_recent();
        }
        let (remaining, wait) = match self.limiter.check_key(&user) {
            Ok(state) => (state.remaining_burst_capacity(), None),
            Err(refused) => (0, Some(refused.wait_time_from(self.limiter.clock().now()))),
        };
        self.standing(remaining, wait)
    }

    /// The same in all processes together; `None` where they cannot be asked.
    async fn count_shared(&self, shared: &dyn SharedLimits, (tenant, user): (Uuid, Uuid)) -> Option<Standing> {
        let key = format!("{}:{}:{}", self.name, tenant.simple(), user.simple());
        let period = Duration::from_secs(60) / self.per_minute.get();
        let Counted { left, wait } = shared.count(key, period, self.per_minute.get()).await?;
        Some(self.standing(left, wait))
    }

    fn standing(&self, remaining: u32, wait: Option<Duration>) -> Standing {
        Standing { class: self.name, per_minute: self.per_minute, remaining, wait }
    }
}

impl Rates {
    pub(crate) fn new(most: RatesPerMinute, shared: Option<Arc<dyn SharedLimits>>) -> Rates {
        Rates {
            reads: Class::new("reads", most.reads),
            commands: Class::new("commands", most.commands),
            reports: Class::new("reports", most.reports),
            shared,
        }
    }

    /// Counts a request of a user, and notes in its trace how they stand.
    ///
    /// # Errors
    ///
    /// 429 `too_many_requests` where the user has sent too many.
    pub(crate) async fn admit(&self, class: RateClass, claims: &Claims, trace: Option<&Trace>) -> Result<()> {
        let Some(standing) = self.count(class, (claims.tenant, claims.sub)).await else { return Ok(()) };
        if let Some(trace) = trace {
            trace.rate(standing);
        }
        match standing.wait {
            None => Ok(()),
            Some(_) => Err(errors::too_many_requests(standing.per_minute, standing.class)),
        }
    }

    /// Counts a request of a user of a company; `None` where the class has no limit.
    async fn count(&self, class: RateClass, user: (Uuid, Uuid)) -> Option<Standing> {
        let class = match class {
            RateClass::Reads => &self.reads,
            RateClass::Commands => &self.commands,
            RateClass::Reports => &self.reports,
        };
        let class = class.as_ref()?;
        if let Some(shared) = &self.shared
            && let Some(standing) = class.count_shared(&**shared, user).await
        {
            return Some(standing);
        }
        Some(class.count(user))
    }
}

impl Standing {
    /// The headers of draft-ietf-httpapi-ratelimit-headers-11, and `Retry-After` for who must wait.
    pub(crate) fn tell(&self, headers: &mut HeaderMap) {
        let seconds = self.wait.map(|wait| wait.as_secs() + 1);
        let policy = format!("\"{}\";q={};w=60", self.class, self.per_minute);
        let reset = seconds.map_or_else(String::new, |seconds| format!(";t={seconds}"));
        let standing = format!("\"{}\";r={}{reset}", self.class, self.remaining);
        let seconds = seconds.map(|seconds| (header::RETRY_AFTER, seconds.to_string()));
        for (name, value) in [(POLICY, policy), (STANDING, standing)].into_iter().chain(seconds) {
            headers.extend(HeaderValue::try_from(value).ok().map(|value| (name, value)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn each_user_of_each_company_and_each_class_counts_alone() {
        let rates = Rates::new(RatesPerMinute { reports: NonZeroU32::new(2), ..RatesPerMinute::default() }, None);
        let is_refused = async |tenant, user| {
            let standing = rates.count(RateClass::Reports, (Uuid::from_u128(tenant), Uuid::from_u128(user))).await;
            standing.map(|standing| standing.wait.is_some())
        };
        for (tenant, user, refused) in [(1, 1, false), (1, 1, false), (1, 1, true), (1, 2, false), (2, 1, false)] {
            assert_eq!(is_refused(tenant, user).await, Some(refused), "{tenant} {user}");
        }
        assert!(rates.count(RateClass::Reads, (Uuid::nil(), Uuid::nil())).await.is_none());
    }

    #[test]
    fn headers_say_what_is_left_and_how_long_to_wait() {
        let told = |remaining, wait| {
            let mut headers = HeaderMap::new();
            let per_minute = NonZeroU32::new(60).unwrap_or(NonZeroU32::MIN);
            Standing { class: "reads", per_minute, remaining, wait }.tell(&mut headers);
            let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default().to_owned());
            [text(POLICY), text(STANDING), text(header::RETRY_AFTER)]
        };
        let said = |texts: [&str; 2]| texts.map(|text| Some(text.to_owned()));
        let [policy, standing] = said(["\"reads\";q=60;w=60", "\"reads\";r=7"]);
        assert_eq!(told(7, None), [policy.clone(), standing, None]);
        let [standing, wait] = said(["\"reads\";r=0;t=2", "2"]);
        assert_eq!(told(0, Some(Duration::from_millis(1_200))), [policy, standing, wait]);
    }
}

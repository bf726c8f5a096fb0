//! How often one client may ask.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::Mutex,
    time::{Duration, Instant},
};

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web,
};
use governor::{
    DefaultKeyedRateLimiter, Quota,
    clock::{Clock, DefaultClock},
};

use super::{Api, Limits, Problem, client};

/// How often those who have not asked for a while are forgotten.
const SWEEP: Duration = Duration::from_secs(30);

/// Requests that one change counts for: what is changed takes room on the server.
const CHANGE: u32 = 30;

/// What each client has asked lately.
pub(super) struct Clients {
    requests: DefaultKeyedRateLimiter<IpAddr>,
    changes: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    swept: Mutex<Instant>,
}

impl Clients {
    pub(super) fn new(limits: Limits) -> Self {
        let requests = Quota::per_second(limits.per_second).allow_burst(limits.burst);
        let changes = |requests: NonZeroU32| {
            NonZeroU32::new(requests.get().div_ceil(CHANGE)).unwrap_or(NonZeroU32::MIN)
        };
        let changes =
            Quota::per_second(changes(limits.per_second)).allow_burst(changes(limits.burst));
        Self {
            requests: DefaultKeyedRateLimiter::keyed(requests),
            changes: DefaultKeyedRateLimiter::keyed(changes),
            clock: DefaultClock::default(),
            swept: Mutex::new(Instant::now()),
        }
    }

    /// Counts a request; how long to wait, if it is one too many.
    fn count(&self, client: IpAddr, is_change: bool) -> Result<(), Duration> {
        self.sweep();
        let now = self.clock.now();
        self.requests.check_key(&client).map_err(|until| until.wait_time_from(now))?;
        if is_change {
            self.changes.check_key(&client).map_err(|until| until.wait_time_from(now))?;
        }
        Ok(())
    }

    /// Forgets those who have not asked for a while.
    fn sweep(&self) {
        // Whoever holds it is at it.
        let Ok(mut swept) = self.swept.try_lock() else { return };
        if swept.elapsed() > SWEEP {
            *swept = Instant::now();
            self.requests.retain_recent();
            self.changes.retain_recent();
        }
    }
}

/// Refuses a client who asks too often. What watches over the server asks freely.
///
/// # Errors
/// Those of the answer; a refusal is an answer: 429 with `Retry-After`.
pub async fn limit_rate(
    api: web::Data<Api>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody + 'static>, Error> {
    let is_watching = matches!(request.path(), "/healthz" | "/readyz" | "/metrics");
    let is_change = !request.method().is_safe();
    let client = client::address(&request, api.limits.proxies);
    if !is_watching && let Err(wait) = api.clients.count(client, is_change) {
        let Limits { per_second, burst, .. } = api.limits;
        let detail = format!(
            "one client may ask {per_second} times a second and {burst} times at once, and change \
             something {} times a second and {} times at once: wait a moment",
            per_second.get().div_ceil(CHANGE),
            burst.get().div_ceil(CHANGE),
        );
        let status = actix_web::http::StatusCode::TOO_MANY_REQUESTS;
        let problem = Problem::new(status, "too-many-requests", "Too many requests", detail);
        let refusal = problem.again_in(wait).response();
        return Ok(request.into_response(refusal).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

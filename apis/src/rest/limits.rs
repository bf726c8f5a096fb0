//! How often one client may ask.

use std::{
    net::IpAddr,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
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

/// Requests after which those who have not asked for long are forgotten.
const SWEEP: u32 = 10_000;

/// What each client has asked lately.
pub(super) struct Clients {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    since_sweep: AtomicU32,
}

impl Clients {
    pub(super) fn new(limits: Limits) -> Self {
        let quota = Quota::per_second(limits.per_second).allow_burst(limits.burst);
        Self {
            limiter: DefaultKeyedRateLimiter::keyed(quota),
            clock: DefaultClock::default(),
            since_sweep: AtomicU32::new(0),
        }
    }

    /// Counts a request; how long to wait, if it is one too many.
    fn count(&self, client: IpAddr) -> Result<(), Duration> {
        if self.since_sweep.fetch_add(1, Ordering::Relaxed) == SWEEP {
            self.since_sweep.store(0, Ordering::Relaxed);
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&client).map_err(|until| until.wait_time_from(self.clock.now()))
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
    if !is_watching && let Err(wait) = api.clients.count(client::address(&request)) {
        let Limits { per_second, burst, .. } = api.limits;
        let detail = format!(
            "one client may ask {per_second} times a second, and {burst} times at once: wait a moment"
        );
        let status = actix_web::http::StatusCode::TOO_MANY_REQUESTS;
        let problem = Problem::new(status, "too-many-requests", "Too many requests", detail);
        let refusal = problem.again_in(wait).response();
        return Ok(request.into_response(refusal).map_into_right_body());
    }
    Ok(next.call(request).await?.map_into_left_body())
}

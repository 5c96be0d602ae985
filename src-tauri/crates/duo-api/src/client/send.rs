//! The send loop: take a turn, sign, send, classify, wait, sign again.

use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};

use super::{Call, Client, RateWait, Timed};
use crate::allow::is_allowed;
use crate::answer::check_status;
use crate::error::{Action, ApiError};
use crate::sign::{Canonical, SignatureVersion, date_header, params_line};
use crate::transport::{Method, Request, Response, TransportError};

/// A call waits no longer than this because Duo asks for it; a longer wait ends the call.
const LONGEST_ASKED_WAIT: Duration = Duration::from_hours(1);
/// What Duo asks for is kept no longer than this: a wrong answer must not stop a client for ever.
const LONGEST_ASKED: Duration = Duration::from_hours(24);

/// What a call has been through.
#[derive(Default)]
struct History {
    failed: u32,
    parked: Duration,
    waits: u32,
    clock_corrected: bool,
}

struct Attempt<T> {
    result: Result<Timed<T>, ApiError>,
    retry_after: Option<Duration>,
    /// Whether the answer told Duo's time.
    dated: bool,
}

impl Client {
    /// Asks until there is an answer that `decode` accepts, or an error that waiting does not help.
    pub(crate) async fn fetch<T>(
        &self,
        call: &Call,
        decode: impl Fn(&Response) -> Result<T, ApiError>,
    ) -> Result<Timed<T>, ApiError> {
        if !is_allowed(call.method, &call.path) {
            return Err(ApiError::NotAllowed { path: call.path.clone() });
        }
        // Whoever may not wait as long as Duo asks does not ask before it is over.
        let longest = self.policy.max_rate_limit_wait.unwrap_or(LONGEST_ASKED_WAIT);
        if self.governor.asked_for(call.class) > longest {
            return Err(ApiError::RateLimited);
        }
        let mut history = History::default();
        loop {
            let mut permit =
                self.governor.acquire(call.class, &self.cancel).await.ok_or(ApiError::Cancelled)?;
            let attempt = self.attempt(call, &decode).await;
            permit.land();
            // A refusal parks the class before whoever is next takes the turn.
            let refused = matches!(attempt.result, Err(ApiError::RateLimited));
            let parked = refused && self.park(call, attempt.retry_after, &mut history);
            drop(permit);
            match attempt.result {
                Ok(answer) => {
                    self.governor.answered(call.class);
                    let ms = u64::try_from(answer.elapsed.as_millis()).unwrap_or(u64::MAX);
                    tracing::debug!(path = %call.path, ms, "answered");
                    return Ok(answer);
                }
                Err(error) => {
                    tracing::debug!(path = %call.path, code = error.code(), failed = history.failed, "attempt failed");
                    self.after_failure(call, error, parked, attempt.dated, &mut history).await?;
                }
            }
        }
    }

    /// Waits, if the call may be tried again; else gives the error back.
    async fn after_failure(
        &self,
        call: &Call,
        error: ApiError,
        parked: bool,
        dated: bool,
        history: &mut History,
    ) -> Result<(), ApiError> {
        if error == ApiError::RateLimited {
            return if parked { Ok(()) } else { Err(error) };
        }
        if error.status().is_some() {
            self.governor.answered(call.class);
        }
        match error.action() {
            Action::FixClock if dated && !history.clock_corrected => {
                history.clock_corrected = true;
                Ok(())
            }
            Action::Retry if history.failed + 1 < self.policy.tries && self.is_worth_it(&error) => {
                history.failed += 1;
                self.sleep(self.policy.wait(history.failed, self.jitter.next())).await
            }
            _ => Err(error),
        }
    }

    /// Parks the call's class. Whether the call may be tried again after that.
    fn park(&self, call: &Call, retry_after: Option<Duration>, history: &mut History) -> bool {
        history.waits += 1;
        let spent = self.policy.max_rate_limit_tries.is_some_and(|tries| history.waits > tries);
        let left = self.policy.max_rate_limit_wait.map(|limit| limit.saturating_sub(history.parked));
        let left = if spent { Some(Duration::ZERO) } else { left };
        if let Some(asked) = retry_after {
            self.governor.asks(call.class, asked);
            if asked > left.unwrap_or(LONGEST_ASKED_WAIT) {
                self.governor.refused(call.class, retry_after, None);
                return false;
            }
        }
        // The last try comes at the limit, not before a wait that would pass it: quotas are by the minute.
        let last = self.policy.max_rate_limit_tries.is_some_and(|tries| history.waits >= tries);
        let asked = if last { left.max(retry_after) } else { retry_after };
        let wait = self.governor.refused(call.class, asked, left);
        history.parked += wait;
        if wait.is_zero() {
            return false;
        }
        if let Some(tell) = &self.on_wait {
            tell(RateWait { wait, number: history.waits, of: self.policy.max_rate_limit_tries });
        }
        true
    }

    fn is_worth_it(&self, error: &ApiError) -> bool {
        self.policy.retries_timeouts || *error != ApiError::Transport(TransportError::Timeout)
    }

    async fn attempt<T>(
        &self,
        call: &Call,
        decode: &impl Fn(&Response) -> Result<T, ApiError>,
    ) -> Attempt<T> {
        let began = self.clock.monotonic();
        self.sent.fetch_add(1, Ordering::Relaxed);
        let response = match self.send(self.sign(call)).await {
            Ok(response) => response,
            Err(error) => return Attempt { result: Err(error), retry_after: None, dated: false },
        };
        let elapsed = self.clock.monotonic().saturating_sub(began);
        let result = check_status(&response).and_then(|()| decode(&response));
        // A page of some gateway may carry any date; only Duo's own answers tell Duo's time.
        let from_duo = !matches!(result, Err(ApiError::NotJson { .. } | ApiError::Redirect { .. }));
        let dated = from_duo && self.server_clock.observe(response.date.as_deref());
        let now = self.server_clock.now();
        let retry_after = response.retry_after.as_deref().and_then(|header| retry_after(header, now));
        Attempt { result: result.map(|value| Timed { value, elapsed }), retry_after, dated }
    }

    async fn send(&self, request: Request) -> Result<Response, ApiError> {
        let answer = tokio::time::timeout(self.policy.request_timeout, self.transport.send(request));
        match self.cancel.run_until_cancelled(answer).await {
            None => Err(ApiError::Cancelled),
            Some(Err(_)) => Err(TransportError::Timeout.into()),
            Some(Ok(answer)) => Ok(answer?),
        }
    }

    fn sign(&self, call: &Call) -> Request {
        let params = self.params_of(call);
        let date = date_header(self.server_clock.now());
        let (query, signed_params, body) = match (call.method, self.signature) {
            (Method::Get, _) => (params.clone(), params, None),
            (Method::Post, SignatureVersion::V5) => {
                (String::new(), String::new(), Some(("application/json", json_body(&call.params))))
            }
            (Method::Post, SignatureVersion::V2Sha1 | SignatureVersion::V2Sha512) => {
                let form = Bytes::from(params.clone());
                (String::new(), params, Some(("application/x-www-form-urlencoded", form)))
            }
        };
        let mut headers = vec![("Date".to_owned(), date.clone())];
        if call.signed {
            let canonical = Canonical {
                date: &date,
                method: call.method.as_str(),
                host: self.credentials.host.as_str(),
                path: &call.path,
                params: &signed_params,
                body: body.as_ref().map_or(&[], |(_, body)| body),
                duo_headers: &[],
            };
            let (ikey, skey) = (self.credentials.ikey.as_str(), &self.credentials.skey);
            headers.push(("Authorization".to_owned(), canonical.authorization(self.signature, ikey, skey)));
        }
        if let Some((content_type, _)) = &body {
            headers.push(("Content-Type".to_owned(), (*content_type).to_owned()));
        }
        Request {
            method: call.method,
            host: self.credentials.host.clone(),
            path: call.path.clone(),
            query,
            headers,
            body: body.map(|(_, body)| body),
        }
    }

    /// The parameter line, with the child that is read. The one POST asks the parent itself.
    fn params_of(&self, call: &Call) -> String {
        let mut params: Vec<(&str, &str)> =
            call.params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if let Some(account) = self.account.as_ref().filter(|_| call.path.starts_with("/admin/")) {
            params.push(("account_id", account.as_str()));
        }
        params_line(&params)
    }

    async fn sleep(&self, wait: Duration) -> Result<(), ApiError> {
        self.cancel.run_until_cancelled(tokio::time::sleep(wait)).await.ok_or(ApiError::Cancelled)
    }
}

fn json_body(params: &[(String, String)]) -> Bytes {
    let object: serde_json::Map<String, serde_json::Value> =
        params.iter().map(|(name, value)| (name.clone(), value.clone().into())).collect();
    Bytes::from(serde_json::Value::Object(object).to_string())
}

/// Whole seconds, or a date after `now`; at most a day. Anything else is ignored.
fn retry_after(header: &str, now: DateTime<Utc>) -> Option<Duration> {
    let header = header.trim();
    let asked = if !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit()) {
        header.parse().map_or(LONGEST_ASKED, Duration::from_secs)
    } else {
        (DateTime::parse_from_rfc2822(header).ok()?.to_utc() - now).to_std().ok()?
    };
    (!asked.is_zero()).then(|| asked.min(LONGEST_ASKED))
}

#[cfg(test)]
mod tests {
    use super::retry_after;
    use std::time::Duration;

    #[test]
    fn odd_retry_after_headers_are_ignored() {
        let now = "2026-11-18T09:15:00Z".parse().unwrap();
        for odd in ["", "-5", "soon", "0", "1.5", "1e9", "Thu, 01 Jan 2015 00:00:00 GMT"] {
            assert_eq!(retry_after(odd, now), None, "{odd}");
        }
        for (header, seconds) in [
            ("90", 90),
            ("3600", 3600),
            ("86400", 86_400),
            ("315360000", 86_400),
            ("99999999999999999999999", 86_400),
            ("Wed, 18 Nov 2026 09:47:00 GMT", 32 * 60),
            ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
        ] {
            assert_eq!(retry_after(header, now), Some(Duration::from_secs(seconds)), "{header}");
        }
    }
}

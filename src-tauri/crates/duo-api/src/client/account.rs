//! Sums over a span, administrative units, and Trust Monitor, whose cursor has a shape of its own (admin-api.md §7.12,
//! §7.13, §8.6).

use std::collections::BTreeSet;

use super::endpoints::LogWindow;
use super::{Call, Client};
use crate::answer::{self, NextOffset};
use crate::cursor::Offset;
use crate::error::ApiError;
use crate::pace::EndpointClass::{Log, Object, Page};
use crate::paging::{Pages, Rejected};
use crate::wire::{AdminUnit, AuthenticationAttempts, TelephonyCreditsUsed, TrustMonitorEvent};

const UNITS_LIMIT: u32 = 500;
const TRUST_LIMIT: u32 = 200;
/// An opaque cursor: short, and of nothing that could mean anything in a query.
const LONGEST_CURSOR: usize = 64;

/// A span of the sums, in seconds since 1970, at most 180 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InfoSpan {
    /// From.
    pub mintime: i64,
    /// To.
    pub maxtime: i64,
}

impl Client {
    /// Sign-ins by outcome.
    pub async fn authentication_attempts(&self, span: InfoSpan) -> Result<AuthenticationAttempts, ApiError> {
        self.sum("authentication_attempts", span).await
    }

    /// Different users by outcome of their sign-ins.
    pub async fn user_authentication_attempts(
        &self,
        span: InfoSpan,
    ) -> Result<AuthenticationAttempts, ApiError> {
        self.sum("user_authentication_attempts", span).await
    }

    /// Telephony credits that were used up.
    pub async fn telephony_credits_used(&self, span: InfoSpan) -> Result<TelephonyCreditsUsed, ApiError> {
        self.sum("telephony_credits_used", span).await
    }

    /// All administrative units, without what they hold.
    pub fn admin_units(&self, from: Offset) -> Pages<AdminUnit> {
        Pages::by_offset(self.clone(), Call::get(Page, "/admin/v1/administrative_units"), UNITS_LIMIT, from)
    }

    /// One administrative unit with its groups and applications.
    ///
    /// # Errors
    /// [`ApiError::NotAllowed`] for an id of another shape than Duo's keys; nothing is sent then.
    pub async fn admin_unit(&self, id: &str) -> Result<AdminUnit, ApiError> {
        let call = Call::get(Object, format!("/admin/v1/administrative_units/{id}"));
        Ok(self.fetch(&call, answer::object).await?.value)
    }

    /// What Trust Monitor surfaced in a window.
    pub fn trust_monitor(&self, window: LogWindow) -> TrustMonitorPages {
        let call = Call::get(Log, "/admin/v1/trust_monitor/events")
            .param("mintime", window.mintime_ms.to_string())
            .param("maxtime", window.maxtime_ms.to_string())
            .param("limit", TRUST_LIMIT.to_string());
        TrustMonitorPages { client: self.clone(), call, next: None, seen: BTreeSet::new(), done: false }
    }

    async fn sum<T: serde::de::DeserializeOwned>(&self, what: &str, span: InfoSpan) -> Result<T, ApiError> {
        let call = Call::get(Object, format!("/admin/v1/info/{what}"))
            .param("mintime", span.mintime.to_string())
            .param("maxtime", span.maxtime.to_string());
        Ok(self.fetch(&call, answer::object).await?.value)
    }
}

/// A page of Trust Monitor's events.
#[derive(Debug, Clone)]
pub struct TrustMonitorPage {
    /// Decoded events.
    pub rows: Vec<TrustMonitorEvent>,
    /// Events that could not be decoded.
    pub rejected: Vec<Rejected>,
}

/// The pages of Trust Monitor; ends after the last page or the first error.
#[derive(Debug)]
pub struct TrustMonitorPages {
    client: Client,
    call: Call,
    next: Option<String>,
    seen: BTreeSet<String>,
    done: bool,
}

impl TrustMonitorPages {
    /// The next page; `None` after the last page or an error.
    pub async fn next(&mut self) -> Option<Result<TrustMonitorPage, ApiError>> {
        if self.done {
            return None;
        }
        let page = self.fetch().await;
        self.done = page.is_err() || self.next.is_none();
        Some(page)
    }

    async fn fetch(&mut self) -> Result<TrustMonitorPage, ApiError> {
        let mut call = self.call.clone();
        if let Some(cursor) = self.next.take() {
            call = call.param("offset", cursor);
        }
        let page = self.client.fetch(&call, answer::log_page::<TrustMonitorEvent>).await?.value;
        let empty = page.rows.is_empty() && page.rejected.is_empty();
        self.next = match page.metadata.next_offset {
            _ if empty => None,
            NextOffset::None => None,
            NextOffset::Number(number) => Some(number.to_string()),
            NextOffset::Text(text) if is_cursor(&text) => Some(text),
            NextOffset::Text(_) | NextOffset::Unknown => {
                return Err(ApiError::Schema { path: "metadata.next_offset".into() });
            }
        };
        if self.next.iter().any(|next| !self.seen.insert(next.clone())) {
            return Err(ApiError::PageLoop);
        }
        Ok(TrustMonitorPage { rows: page.rows, rejected: page.rejected })
    }
}

fn is_cursor(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_,.".contains(&byte);
    (1..=LONGEST_CURSOR).contains(&text.len()) && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_holds_nothing_that_could_mean_something_in_a_query() {
        assert!(is_cursor("1591014"));
        assert!(is_cursor("1792000000000,SEB1C5D9E3F7G0H4J8K2"));
        for bad in ["", "1&limit=1", "a b", "../x", "#", &"9".repeat(65)] {
            assert!(!is_cursor(bad), "{bad}");
        }
    }
}

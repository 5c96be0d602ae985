//! What goes wrong on purpose: faults that answer in the tenant's place, or spoil what came in or goes out.

use std::borrow::Cow;

use super::Inner;
use crate::api::error::ApiError;
use crate::api::mutate;
use crate::dice::Subject;
use crate::fault::FaultKind;
use crate::message::{Answer, SimRequest, SimResponse, WireFault};

const PORTAL: &str =
    "<!DOCTYPE html><html><head><title>Sign in to Wi-Fi</title></head><body><form></form></body></html>";
const GATEWAY: &str =
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

impl Inner {
    /// Faults that answer before the request is looked at.
    pub(super) fn answered_by_fault(&self, request: &SimRequest, number: u64) -> Option<Answer> {
        if self.troubles.is_empty() {
            return None;
        }
        let path = request.path.as_str();
        let strikes = |kind| self.troubles.strikes(kind, path);
        let wire = [
            (FaultKind::RstBeforeHeaders, WireFault::ResetBeforeHeaders),
            (FaultKind::DripHeaders, WireFault::DripHeaders),
            (FaultKind::EndlessBody, WireFault::EndlessBody),
            (FaultKind::TcpBlackhole, WireFault::Silence),
        ];
        if let Some((_, fault)) = wire.into_iter().find(|(kind, _)| strikes(*kind)) {
            return Some(Answer::Wire(fault));
        }
        let host = self.tenant.host();
        let response = if strikes(FaultKind::HtmlPortal) {
            html(200, PORTAL)
        } else if strikes(FaultKind::RedirectHttp) {
            redirect(301, format!("http://{host}/"))
        } else if strikes(FaultKind::RedirectPath) {
            redirect(307, "/admin/v1/other".to_owned())
        } else if strikes(FaultKind::Status500) || self.is_flaky(path, number) {
            ApiError::Internal.response()
        } else if strikes(FaultKind::Status502Html) {
            html(502, GATEWAY)
        } else if strikes(FaultKind::Status503) {
            SimResponse { status: 503, ..SimResponse::default() }
        } else {
            return None;
        };
        Some(Answer::Response(self.with_headers(response)))
    }

    fn is_flaky(&self, path: &str, number: u64) -> bool {
        self.is_among(FaultKind::Flaky500, 20, path, number)
    }

    /// Whether a request belongs to the share, in a hundred, that meets the fault.
    pub(super) fn is_among(&self, kind: FaultKind, share: i64, path: &str, number: u64) -> bool {
        let Some(fault) = self.troubles.find(kind, path) else { return false };
        let share = u64::try_from(fault.number_or(share)).unwrap_or(0);
        self.tenant.dice(Subject::Fault, number).percent(share)
    }

    /// What is left of a request after a proxy that takes headers away.
    pub(super) fn without_lost_headers<'a>(&self, request: &'a SimRequest) -> Cow<'a, SimRequest> {
        let strikes = |kind| self.troubles.strikes(kind, &request.path);
        let lost: &[&str] = if strikes(FaultKind::DateStripped) {
            &["date", "x-duo-date"]
        } else if strikes(FaultKind::AuthorizationStripped) {
            &["authorization"]
        } else {
            return Cow::Borrowed(request);
        };
        let mut request = request.clone();
        request.headers.retain(|(name, _)| !lost.contains(&name.to_ascii_lowercase().as_str()));
        Cow::Owned(request)
    }

    /// A success, as the faults leave it.
    pub(super) fn good(&self, path: &str, body: Vec<u8>) -> SimResponse {
        if self.troubles.strikes(FaultKind::StatFail200, path) {
            return SimResponse { status: 200, ..ApiError::Internal.response() };
        }
        let body = if self.troubles.is_empty() { body } else { mutate::body(&self.troubles, path, body) };
        SimResponse { status: 200, headers: Vec::new(), body }
    }

    /// Faults of the connection that need a good answer to spoil.
    pub(super) fn carried_by_fault(&self, path: &str, response: SimResponse) -> Answer {
        if self.troubles.is_empty() || response.status != 200 {
            return Answer::Response(response);
        }
        let strikes = |kind| self.troubles.strikes(kind, path);
        let after = (response.body.len() / 2).min(4096);
        if let Some(at) = self.reset_at(path, response.body.len()) {
            Answer::Wire(WireFault::ResetMidBody { response, after: at })
        } else if strikes(FaultKind::RstMidBody) {
            Answer::Wire(WireFault::ResetMidBody { response, after })
        } else if strikes(FaultKind::ShortBody) {
            Answer::Wire(WireFault::ShortBody { response, after })
        } else if strikes(FaultKind::Drip) {
            Answer::Wire(WireFault::Drip(response))
        } else if strikes(FaultKind::ManyHeaders) {
            Answer::Wire(WireFault::ManyHeaders(response))
        } else {
            Answer::Response(response)
        }
    }

    /// The byte after which the first longer body is cut off.
    fn reset_at(&self, path: &str, length: usize) -> Option<usize> {
        let fault = self.troubles.find(FaultKind::RstAt, path)?;
        let at = usize::try_from(fault.number_or(4096)).unwrap_or(0);
        (length > at && self.troubles.strikes_first(FaultKind::RstAt, path)).then_some(at)
    }
}

fn html(status: u16, text: &str) -> SimResponse {
    let headers = vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())];
    SimResponse { status, headers, body: text.as_bytes().to_vec() }
}

fn redirect(status: u16, location: String) -> SimResponse {
    SimResponse { status, headers: vec![("Location".to_owned(), location)], body: Vec::new() }
}

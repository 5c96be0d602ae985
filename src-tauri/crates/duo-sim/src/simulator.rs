//! The simulator: takes a request, gives an answer, in the order of checks of admin-api.md §12.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::credentials::Accepted;
use crate::api::envelope::single;
use crate::api::error::ApiError;
use crate::api::lists::Asked;
use crate::api::mutate;
use crate::api::params::Params;
use crate::api::quota::Meter;
use crate::api::route::{Class, Route};
use crate::api::troubles::Troubles;
use crate::child::{self, ParentKey};
use crate::config::AppType;
use crate::dice::{Dice, Subject};
use crate::fault::{Fault, FaultKind};
use crate::message::{Answer, SimRequest, SimResponse, WireFault};
use crate::tenant::Tenant;

/// Tells the time of the server.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

const PORTAL: &str =
    "<!DOCTYPE html><html><head><title>Sign in to Wi-Fi</title></head><body><form></form></body></html>";
const GATEWAY: &str =
    "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";
const PING: &str = "/auth/v2/ping";
const CHECK: &str = "/auth/v2/check";

/// Answers requests for one tenant. Cheap to clone; clones share quotas, faults and counters.
#[derive(Clone)]
pub struct Simulator(Arc<Inner>);

struct Inner {
    tenant: Tenant,
    children: Vec<Simulator>,
    /// The parent's key, where the tenant is a child.
    parent: Option<ParentKey>,
    clock: Clock,
    troubles: Troubles,
    meter: Mutex<Meter>,
    requests: AtomicU64,
    writes: AtomicU64,
}

impl Simulator {
    /// A simulator of `tenant` and its children that tells the time by `clock`.
    pub fn new(tenant: Tenant, clock: Clock) -> Self {
        let children = child::of(&tenant)
            .into_iter()
            .map(|(child, key)| Self::with(child, clock.clone(), Vec::new(), Some(key)))
            .collect();
        Self::with(tenant, clock, children, None)
    }

    fn with(tenant: Tenant, clock: Clock, children: Vec<Self>, parent: Option<ParentKey>) -> Self {
        let troubles = Troubles::new(&tenant.config.faults);
        Self(Arc::new(Inner {
            tenant,
            children,
            parent,
            clock,
            troubles,
            meter: Mutex::default(),
            requests: AtomicU64::new(0),
            writes: AtomicU64::new(0),
        }))
    }

    /// The tenant that is simulated.
    pub fn tenant(&self) -> &Tenant {
        &self.0.tenant
    }

    /// The children of the account, each a tenant on a host of its own.
    pub fn children(&self) -> &[Self] {
        &self.0.children
    }

    /// Whether the tenant is a child on another deployment than its parent's.
    pub fn is_elsewhere(&self) -> bool {
        self.0.parent.as_ref().is_some_and(|parent| parent.elsewhere)
    }

    /// The hosts that are answered for: the tenant's own and its children's.
    pub fn hosts(&self) -> Vec<&str> {
        let children = self.0.children.iter().map(|child| child.tenant().host());
        std::iter::once(self.tenant().host()).chain(children).collect()
    }

    /// Requests that arrived so far, refused ones and those for children included.
    pub fn requests(&self) -> u64 {
        let children: u64 = self.0.children.iter().map(Self::requests).sum();
        self.0.requests.load(Ordering::Relaxed) + children
    }

    /// Requests so far that a reader must never send: every verb but GET, except the list of accounts.
    pub fn writes(&self) -> u64 {
        let children: u64 = self.0.children.iter().map(Self::writes).sum();
        self.0.writes.load(Ordering::Relaxed) + children
    }

    /// The first of the tenant's faults that is one of `kinds`.
    pub fn fault_among(&self, kinds: &[FaultKind]) -> Option<FaultKind> {
        self.0.tenant.config.faults.iter().map(|fault| fault.kind).find(|kind| kinds.contains(kind))
    }

    /// Answers a request. Does not block; large pages cost milliseconds.
    pub fn handle(&self, request: &SimRequest) -> Answer {
        match self.child_asked(request) {
            Some(child) => child.0.handle(request),
            None => self.0.handle(request),
        }
    }

    /// The child whose host a request names.
    fn child_asked(&self, request: &SimRequest) -> Option<&Self> {
        let host = request.header("host").filter(|_| !self.0.children.is_empty())?;
        let name = host.split(':').next().unwrap_or(host);
        self.0.children.iter().find(|child| child.tenant().host().eq_ignore_ascii_case(name))
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulator").field("tenant", &self.0.tenant).finish_non_exhaustive()
    }
}

impl Inner {
    fn handle(&self, request: &SimRequest) -> Answer {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let is_read = request.method == "GET" || Route::parse(&request.path) == Some(Route::Accounts);
        self.writes.fetch_add(u64::from(!is_read), Ordering::Relaxed);
        if let Some(answer) = self.answered_by_fault(request, number) {
            return answer;
        }
        let body = self.respond(request);
        let response = body.map_or_else(|error| error.response(), |body| self.good(&request.path, body));
        self.carried_by_fault(&request.path, self.with_headers(response))
    }

    /// Faults that answer before the request is looked at.
    fn answered_by_fault(&self, request: &SimRequest, number: u64) -> Option<Answer> {
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
    fn is_among(&self, kind: FaultKind, share: i64, path: &str, number: u64) -> bool {
        let Some(fault) = self.troubles.find(kind, path) else { return false };
        let share = u64::try_from(fault.number_or(share)).unwrap_or(0);
        self.tenant.dice(Subject::Fault, number).percent(share)
    }

    fn respond(&self, request: &SimRequest) -> Result<Vec<u8>, ApiError> {
        let path = request.path.as_str();
        if path == PING {
            return Ok(single(serde_json::json!({ "time": self.server_time().timestamp() })));
        }
        let known = path == CHECK || path.starts_with("/admin/") || path.starts_with("/accounts/");
        if !known {
            return Err(ApiError::NotFound);
        }
        self.check_credentials(request)?;
        let params = Params::parse(request.query.as_bytes());
        let by_parent = self.signing_parent(request);
        match by_parent {
            Some(parent) => parent.check(path, &params, &self.tenant.account_id())?,
            None => self.check_application(path, &params)?,
        }
        if path == CHECK {
            return Ok(single(serde_json::json!({ "time": self.server_time().timestamp() })));
        }
        let route = Route::parse(path).ok_or(ApiError::NotFound)?;
        if request.method != route.method() {
            return Err(ApiError::WrongMethod);
        }
        self.check_permission(route, path, by_parent.is_some())?;
        self.check_quota(route, path)?;
        let asked = Asked { tenant: &self.tenant, params: &params, path, troubles: &self.troubles };
        let body = match route {
            Route::SignIns => asked.sign_ins((self.clock)()),
            Route::Activity => asked.activity((self.clock)()),
            Route::Telephony => asked.telephony((self.clock)()),
            Route::AdminLog => asked.admin_log((self.clock)()),
            Route::OfflineLog => asked.offline_log((self.clock)()),
            Route::Attempts | Route::UserAttempts | Route::CreditsUsed => asked.sums(route),
            Route::TrustMonitor => asked.trust_monitor((self.clock)()),
            Route::Accounts if !self.children.is_empty() => Ok(single(self.accounts())),
            _ => asked.list(route).unwrap_or_else(|| asked.object(route)),
        }?;
        if route.class() != Class::Object {
            self.troubles.page_served(path);
        }
        Ok(body)
    }

    fn check_credentials(&self, request: &SimRequest) -> Result<(), ApiError> {
        let path = request.path.as_str();
        if self.troubles.strikes(FaultKind::IkeyUnknown, path) {
            return Err(ApiError::UnknownKey);
        }
        let tenant = &self.tenant;
        let own = (tenant.ikey(), tenant.skey());
        let (ikey, skey) = self.signing_parent(request).map_or(own, |parent| (&parent.ikey, &parent.skey));
        let accepted = Accepted { host: tenant.host(), ikey, skey, now: self.server_time() };
        accepted.check(&self.without_lost_headers(request))?;
        let refused = self.troubles.strikes(FaultKind::SignatureRefused, path)
            || self.troubles.strikes(FaultKind::Date1970, path)
            || self.troubles.is_past(FaultKind::SecretRotated, path);
        if refused { Err(ApiError::BadSignature) } else { Ok(()) }
    }

    /// The parent's key, if that is what a request is signed with.
    fn signing_parent(&self, request: &SimRequest) -> Option<&ParentKey> {
        self.parent.as_ref().filter(|parent| parent.is_named_by(request))
    }

    /// The children as the Accounts API lists them.
    fn accounts(&self) -> Vec<serde_json::Value> {
        let listed = |child: &Simulator| {
            serde_json::json!({
                "account_id": child.tenant().account_id(),
                "api_hostname": child.tenant().host(),
                "name": child.tenant().organisation(),
            })
        };
        self.children.iter().map(listed).collect()
    }

    /// What is left of a request after a proxy that takes headers away.
    fn without_lost_headers<'a>(&self, request: &'a SimRequest) -> Cow<'a, SimRequest> {
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

    /// Which paths the type of the application opens.
    fn check_application(&self, path: &str, params: &Params) -> Result<(), ApiError> {
        let child = params.get("account_id").is_some_and(|id| id == self.tenant.account_id());
        let open = match self.tenant.config.app_type {
            AppType::AdminApi => path.starts_with("/admin/"),
            AppType::AuthApi => path == CHECK,
            AppType::AccountsApi => path.starts_with("/accounts/") || (path.starts_with("/admin/") && child),
        };
        if open { Ok(()) } else { Err(ApiError::Forbidden) }
    }

    fn check_permission(&self, route: Route<'_>, path: &str, by_parent: bool) -> Result<(), ApiError> {
        let whole = by_parent || self.tenant.config.app_type == AppType::AccountsApi;
        let granted = whole || self.tenant.config.permissions.contains(&route.permission());
        let taken = self.troubles.strikes(FaultKind::ForbidAll, path)
            || self.troubles.is_past(FaultKind::PermissionRevoked, path);
        if !granted || taken {
            return Err(ApiError::Forbidden);
        }
        if self.troubles.strikes(FaultKind::NotOffered, path) { Err(ApiError::NotFound) } else { Ok(()) }
    }

    fn check_quota(&self, route: Route<'_>, path: &str) -> Result<(), ApiError> {
        let limited = self.troubles.strikes(FaultKind::RateLimited, path)
            || self.troubles.strikes_times(FaultKind::RateBurst, path, Some(500))
            || self.troubles.strikes_times(FaultKind::RetryAfter, path, Some(3))
            || self.is_among(FaultKind::Flaky429, 30, path, self.requests.load(Ordering::Relaxed));
        let now = (self.clock)().timestamp();
        let mut meter = self.meter.lock().unwrap_or_else(PoisonError::into_inner);
        if !limited && meter.admit(self.tenant.config.quota, route.class(), now) {
            Ok(())
        } else {
            Err(ApiError::TooMany)
        }
    }

    /// A success, as the faults leave it.
    fn good(&self, path: &str, body: Vec<u8>) -> SimResponse {
        if self.troubles.strikes(FaultKind::StatFail200, path) {
            return SimResponse { status: 200, ..ApiError::Internal.response() };
        }
        let body = if self.troubles.is_empty() { body } else { mutate::body(&self.troubles, path, body) };
        SimResponse { status: 200, headers: Vec::new(), body }
    }

    /// Faults of the connection that need a good answer to spoil.
    fn carried_by_fault(&self, path: &str, response: SimResponse) -> Answer {
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

    /// Adds what every answer of Duo carries (admin-api.md §3.1).
    fn with_headers(&self, mut response: SimResponse) -> SimResponse {
        let mut add = |name: &str, value: &str| {
            if response.header(name).is_none() {
                response.headers.push((name.to_owned(), value.to_owned()));
            }
        };
        add("Cache-Control", "no-store");
        add("Content-Type", "application/json");
        add("Date", &self.date_header());
        add("Pragma", "no-cache");
        add("Server", "Duo/1.0");
        add("Strict-Transport-Security", "max-age=31536000");
        if response.status == 429 && self.fault(FaultKind::RetryAfter).is_some() {
            let number = self.requests.load(Ordering::Relaxed);
            let values = ["-5", "soon", "Thu, 01 Jan 1970 00:00:00 GMT"];
            let value = Dice::of(number, Subject::Fault, 0).pick(&values);
            response.headers.push(("Retry-After".to_owned(), value.to_owned()));
        }
        response
    }

    fn date_header(&self) -> String {
        let time =
            if self.fault(FaultKind::Date1970).is_some() { DateTime::UNIX_EPOCH } else { self.server_time() };
        time.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// The time that the server believes in.
    fn server_time(&self) -> DateTime<Utc> {
        let offset = self.fault(FaultKind::Clock).map_or(0, |fault| fault.number_or(600));
        (self.clock)() + TimeDelta::try_seconds(offset).unwrap_or_default()
    }

    /// A fault of the whole server.
    fn fault(&self, kind: FaultKind) -> Option<&Fault> {
        self.tenant.config.faults.iter().find(|fault| fault.kind == kind)
    }
}

fn html(status: u16, text: &str) -> SimResponse {
    let headers = vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())];
    SimResponse { status, headers, body: text.as_bytes().to_vec() }
}

fn redirect(status: u16, location: String) -> SimResponse {
    SimResponse { status, headers: vec![("Location".to_owned(), location)], body: Vec::new() }
}

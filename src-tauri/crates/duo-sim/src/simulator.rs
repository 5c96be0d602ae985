//! The simulator: takes a request, gives an answer, in the order of checks of admin-api.md §12.

mod spoiled;

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::credentials::Accepted;
use crate::api::envelope::single;
use crate::api::error::ApiError;
use crate::api::lists::Asked;
use crate::api::params::Params;
use crate::api::quota::Meter;
use crate::api::route::{Class, Route};
use crate::api::troubles::Troubles;
use crate::child::{self, ParentKey};
use crate::config::AppType;
use crate::dice::{Dice, Subject};
use crate::fault::{Fault, FaultKind};
use crate::message::{Answer, SimRequest, SimResponse};
use crate::tenant::Tenant;

/// Tells the time of the server.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

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

    /// Whether a packet gets lost, as [`FaultKind::PacketLoss`] has it.
    pub(crate) fn loses_packet(&self, number: u64) -> bool {
        let faults = &self.0.tenant.config.faults;
        let Some(fault) = faults.iter().find(|fault| fault.kind == FaultKind::PacketLoss) else {
            return false;
        };
        let share = u64::try_from(fault.number_or(10)).unwrap_or(0);
        self.0.tenant.dice(Subject::Packet, number).percent(share)
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
            || self.troubles.strikes(FaultKind::AsksToWait, path)
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
        if response.status == 429
            && let Some(fault) = self.fault(FaultKind::AsksToWait)
        {
            response.headers.push(("Retry-After".to_owned(), fault.number_or(3600).to_string()));
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

//! What can be asked (admin-api.md §5.3, §7, §8).

use super::{Call, Client, Timed};
use crate::answer;
use crate::cursor::{LogCursor, Offset};
use crate::error::ApiError;
use crate::pace::EndpointClass::{List, Log, Object, Page, V1Log, V1OfflineLog};
use crate::paging::Pages;
use crate::transport::Method;
use crate::wire::{
    Account, Activity, Admin, AdminEvent, AllowedAuthMethods, AuthCheck, AuthLog, AuthLogRow, BypassCode,
    DesktopAuthenticator, Endpoint, Group, Integration, Phone, Ping, Policy, PolicySummary, RegisteredDevice,
    ResultingPolicy, Row, Settings, Summary, Telephony, Token, User, WebAuthnCredential,
};

/// A span of a v2 log, in milliseconds since 1970, `mintime_ms` < `maxtime_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogWindow {
    /// From.
    pub mintime_ms: i64,
    /// To.
    pub maxtime_ms: i64,
}

/// A log whose events Duo counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountedLog {
    /// Authentication.
    Authentication,
    /// Activity.
    Activity,
    /// Telephony.
    Telephony,
}

impl CountedLog {
    const fn path(self) -> &'static str {
        match self {
            Self::Authentication => "/admin/v2/logs/authentication",
            Self::Activity => "/admin/v2/logs/activity",
            Self::Telephony => "/admin/v2/logs/telephony",
        }
    }
}

/// The cheapest question that shows whether a permission is granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Probe {
    /// Read information.
    Information,
    /// Resource – Read.
    Resource,
    /// Resource – Read, asked another way.
    ResourceAgain,
    /// Read log: one minute of the activity log.
    Log,
    /// Read log, asked of the authentication log.
    LogAgain,
    /// Settings.
    Settings,
    /// Administrators – Read.
    Administrators,
    /// Administrators – Read, asked another way.
    AdministratorsAgain,
}

/// Users are paged by 300, everything else by 500, v2 logs by 1000 (admin-api.md §3.3).
const USERS_LIMIT: u32 = 300;
const LIMIT: u32 = 500;
const LOG_LIMIT: u32 = 1000;

impl Client {
    /// Unsigned: does Duo answer, and what time is it there?
    pub async fn ping(&self) -> Result<Timed<Ping>, ApiError> {
        let call = Call { signed: false, ..Call::get(Object, "/auth/v2/ping") };
        self.fetch(&call, answer::object).await
    }

    /// Are these Auth API keys? Admin API keys get 403 here.
    pub async fn auth_check(&self) -> Result<Timed<AuthCheck>, ApiError> {
        self.fetch(&Call::get(Object, "/auth/v2/check"), answer::object).await
    }

    /// The children of a parent account: Accounts API keys only. The one POST there is.
    pub async fn accounts(&self) -> Result<Vec<Account>, ApiError> {
        let call = Call { method: Method::Post, ..Call::get(List, "/accounts/v1/account/list") };
        Ok(self.fetch(&call, answer::list).await?.value)
    }

    /// Counts and edition.
    pub async fn summary(&self) -> Result<Timed<Summary>, ApiError> {
        self.fetch(&Call::get(Object, "/admin/v1/info/summary"), answer::object).await
    }

    /// Account settings.
    pub async fn settings(&self) -> Result<Settings, ApiError> {
        Ok(self.fetch(&Call::get(Object, "/admin/v1/settings"), answer::object).await?.value)
    }

    /// How administrators may sign in.
    pub async fn allowed_auth_methods(&self) -> Result<AllowedAuthMethods, ApiError> {
        let call = Call::get(Object, "/admin/v1/admins/allowed_auth_methods");
        Ok(self.fetch(&call, answer::object).await?.value)
    }

    /// This key's own application, with the rights it has; v3, or v1 where v3 is not offered.
    pub async fn own_integration(&self) -> Result<Integration, ApiError> {
        let ikey = self.credentials().ikey.as_str();
        let call = |version| Call::get(Object, format!("/admin/{version}/integrations/{ikey}"));
        match self.fetch(&call("v3"), answer::object).await {
            Err(ApiError::Duo { status: 404, .. }) => {
                Ok(self.fetch(&call("v1"), answer::object).await?.value)
            }
            answer => Ok(answer?.value),
        }
    }

    /// Whether a permission is granted: `Ok`, or [`ApiError::Duo`] with 403.
    pub async fn probe(&self, probe: Probe) -> Result<Timed<()>, ApiError> {
        self.fetch(&self.probe_call(probe), answer::nothing).await
    }

    fn probe_call(&self, probe: Probe) -> Call {
        let one = |path| Call::get(Page, path).param("limit", "1");
        let now = self.server_now().timestamp_millis();
        let minute = LogWindow { mintime_ms: now - 60_000, maxtime_ms: now };
        match probe {
            Probe::Information => Call::get(Object, "/admin/v1/info/summary"),
            Probe::Resource => one("/admin/v1/groups"),
            Probe::ResourceAgain => one("/admin/v1/users"),
            Probe::Log => log_call("/admin/v2/logs/activity", minute, 1),
            Probe::LogAgain => log_call("/admin/v2/logs/authentication", minute, 1),
            Probe::Settings => Call::get(Object, "/admin/v1/settings"),
            Probe::Administrators => Call::get(Object, "/admin/v1/admins/allowed_auth_methods"),
            Probe::AdministratorsAgain => one("/admin/v1/admins"),
        }
    }

    /// All users, Trash included.
    pub fn users(&self, from: Offset) -> Pages<User> {
        Pages::by_offset(self.clone(), Call::get(Page, "/admin/v1/users"), USERS_LIMIT, from)
    }

    /// All groups.
    pub fn groups(&self, from: Offset) -> Pages<Group> {
        self.objects("/admin/v1/groups", from)
    }

    /// All phones.
    pub fn phones(&self, from: Offset) -> Pages<Phone> {
        self.objects("/admin/v1/phones", from)
    }

    /// All hardware tokens.
    pub fn tokens(&self, from: Offset) -> Pages<Token> {
        self.objects("/admin/v1/tokens", from)
    }

    /// All WebAuthn credentials.
    pub fn webauthn(&self, from: Offset) -> Pages<WebAuthnCredential> {
        self.objects("/admin/v1/webauthncredentials", from)
    }

    /// All bypass codes, their metadata only.
    pub fn bypass_codes(&self, from: Offset) -> Pages<BypassCode> {
        self.objects("/admin/v1/bypass_codes", from)
    }

    /// All applications; v3, or v1 where v3 is not offered.
    pub fn integrations(&self, from: Offset) -> Pages<Integration> {
        self.objects("/admin/v3/integrations", from).or_else_from("/admin/v1/integrations")
    }

    /// All endpoints; 403 also where the edition does not list them.
    pub fn endpoints(&self, from: Offset) -> Pages<Endpoint> {
        self.objects("/admin/v1/endpoints", from)
    }

    /// All desktop authenticators.
    pub fn desktop_authenticators(&self, from: Offset) -> Pages<DesktopAuthenticator> {
        self.objects("/admin/v1/desktop_authenticators", from)
    }

    /// All registered devices.
    pub fn registered_devices(&self, from: Offset) -> Pages<RegisteredDevice> {
        self.objects("/admin/v1/registered_devices", from)
    }

    /// The registered devices that are blocked.
    pub fn blocked_devices(&self, from: Offset) -> Pages<RegisteredDevice> {
        self.objects("/admin/v1/registered_devices/blocked", from)
    }

    /// What holds for one user at one application.
    pub async fn resulting_policy(
        &self,
        user_id: &str,
        integration_key: &str,
    ) -> Result<ResultingPolicy, ApiError> {
        let call = Call::get(Object, "/admin/v2/policies/calculate")
            .param("user_id", user_id)
            .param("integration_key", integration_key);
        Ok(self.fetch(&call, answer::object).await?.value)
    }

    /// All policies.
    pub fn policies(&self, from: Offset) -> Pages<Policy> {
        self.objects("/admin/v2/policies", from)
    }

    /// What every policy is applied to.
    pub async fn policy_summary(&self) -> Result<PolicySummary, ApiError> {
        Ok(self.fetch(&Call::get(Object, "/admin/v2/policies/summary"), answer::object).await?.value)
    }

    /// All administrators.
    pub fn admins(&self, from: Offset) -> Pages<Admin> {
        self.objects("/admin/v1/admins", from)
    }

    /// Sign-ins of a window, oldest first, from the beginning or from a stored cursor.
    pub fn authentication_log(&self, window: LogWindow, cursor: Option<LogCursor>) -> Pages<AuthLog> {
        self.authentication_log_as(window, cursor)
    }

    /// The same, each entry kept as a row of the caller's.
    pub fn authentication_log_as<T: AuthLogRow>(
        &self,
        window: LogWindow,
        cursor: Option<LogCursor>,
    ) -> Pages<T> {
        let call = log_call("/admin/v2/logs/authentication", window, LOG_LIMIT);
        Pages::by_log_cursor(self.clone(), call, cursor)
    }

    /// Activities of a window, oldest first.
    pub fn activity_log(&self, window: LogWindow, cursor: Option<LogCursor>) -> Pages<Activity> {
        let call = log_call("/admin/v2/logs/activity", window, LOG_LIMIT);
        Pages::by_log_cursor(self.clone(), call, cursor)
    }

    /// Calls and messages of a window, oldest first.
    pub fn telephony_log(&self, window: LogWindow, cursor: Option<LogCursor>) -> Pages<Telephony> {
        let call = log_call("/admin/v2/logs/telephony", window, LOG_LIMIT);
        Pages::by_log_cursor(self.clone(), call, cursor)
    }

    /// What administrators did from one second (Unix) on until another is passed, oldest first.
    pub fn administrator_log(&self, from: i64, until: i64) -> Pages<AdminEvent> {
        Pages::by_time(self.clone(), Call::get(V1Log, "/admin/v1/logs/administrator"), from, until)
    }

    /// Enrolments for offline access, under the same rules.
    pub fn offline_enrollment_log(&self, from: i64, until: i64) -> Pages<AdminEvent> {
        Pages::by_time(
            self.clone(),
            Call::get(V1OfflineLog, "/admin/v1/logs/offline_enrollment"),
            from,
            until,
        )
    }

    /// How many events a window of a log holds by Duo's count; none when Duo does not tell.
    pub async fn log_total(&self, log: CountedLog, window: LogWindow) -> Result<Option<u64>, ApiError> {
        Ok(self.fetch(&log_call(log.path(), window, 1), answer::log_total).await?.value)
    }

    fn objects<T: Row>(&self, path: &str, from: Offset) -> Pages<T> {
        Pages::by_offset(self.clone(), Call::get(Page, path), LIMIT, from)
    }
}

fn log_call(path: &str, window: LogWindow, limit: u32) -> Call {
    Call::get(Log, path)
        .param("mintime", window.mintime_ms.to_string())
        .param("maxtime", window.maxtime_ms.to_string())
        .param("limit", limit.to_string())
        .param("sort", "ts:asc")
}

//! What Trust Monitor surfaced.

use super::record;

record! {
    /// An event of `/admin/v1/trust_monitor/events` (admin-api.md §8.6). The link to the Admin Panel is left out.
    TrustMonitorEvent {
        sekey: String = "super::lenient::key",
        r#type: Option<String> = "super::lenient::scalar",
        state: Option<String> = "super::lenient::scalar",
        /// Milliseconds.
        surfaced_timestamp: Option<i64> = "super::lenient::scalar",
        priority_event: Option<bool> = "super::lenient::scalar",
        explanations: Vec<TrustMonitorReason> = "super::lenient::objects",
        /// The sign-in, of type `auth`.
        surfaced_auth: Option<SurfacedAuth> = "super::lenient::object",
        /// Who set the status, of type `bypass_status`.
        enabled_by: Option<TrustMonitorParty> = "super::lenient::object",
        enabled_for: Option<TrustMonitorParty> = "super::lenient::object",
    }
}
super::row!(TrustMonitorEvent, sekey);

record! {
    /// Why an event was surfaced.
    TrustMonitorReason {
        /// Such as `NEW_COUNTRY_CODE`.
        r#type: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// A sign-in that was surfaced.
    SurfacedAuth {
        txid: Option<String> = "super::lenient::scalar",
        user: Option<TrustMonitorParty> = "super::lenient::object",
    }
}

record! {
    /// A user or an administrator.
    TrustMonitorParty {
        key: Option<String> = "super::lenient::scalar",
        name: Option<String> = "super::lenient::scalar",
    }
}

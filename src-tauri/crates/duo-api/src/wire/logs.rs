//! Logs beside the authentication log: activity v2, administrator v1, Trust Monitor.

use super::record;

record! {
    /// An entry of `/admin/v2/logs/activity` (admin-api.md §8.3).
    Activity {
        activity_id: String = "super::lenient::key",
        ts: Option<String> = "super::lenient::scalar",
        action: Option<ActivityAction> = "super::lenient::object",
        actor: Option<ActivityParty> = "super::lenient::object",
        target: Option<ActivityParty> = "super::lenient::object",
        application: Option<ActivityApplication> = "super::lenient::object",
        /// Key of the account.
        akey: Option<String> = "super::lenient::scalar",
    }
}
super::row!(Activity, activity_id);

record! {
    /// What was done.
    ActivityAction {
        name: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// Who did it, or to what it was done.
    ActivityParty {
        key: Option<String> = "super::lenient::scalar",
        name: Option<String> = "super::lenient::scalar",
        r#type: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// Application of an activity, with its slug.
    ActivityApplication {
        key: Option<String> = "super::lenient::scalar",
        name: Option<String> = "super::lenient::scalar",
        r#type: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// An entry of `/admin/v1/logs/administrator` (admin-api.md §8.5).
    AdminEvent {
        action: String = "super::lenient::key",
        object: Option<String> = "super::lenient::scalar",
        username: Option<String> = "super::lenient::scalar",
        timestamp: Option<i64> = "super::lenient::scalar",
        isotimestamp: Option<String> = "super::lenient::scalar",
    }
}
super::row!(AdminEvent, action);

record! {
    /// An event of `/admin/v1/trust_monitor/events` (admin-api.md §8.6).
    TrustMonitorEvent {
        sekey: String = "super::lenient::key",
        r#type: Option<String> = "super::lenient::scalar",
        state: Option<String> = "super::lenient::scalar",
        /// Milliseconds.
        surfaced_timestamp: Option<i64> = "super::lenient::scalar",
        priority_event: Option<bool> = "super::lenient::scalar",
    }
}
super::row!(TrustMonitorEvent, sekey);

//! The account as a whole: ping, check, summary, and the children of a parent account.

use super::record;

record! {
    /// `/auth/v2/ping`.
    Ping {
        time: Option<i64> = "super::lenient::scalar",
    }
}

record! {
    /// `/auth/v2/check`: answers 200 for Auth API keys only.
    AuthCheck {
        time: Option<i64> = "super::lenient::scalar",
    }
}

record! {
    /// `/admin/v1/info/summary` (admin-api.md §7.13).
    Summary {
        account_id: Option<String> = "super::lenient::scalar",
        /// Text such as `Duo Premier`.
        edition: Option<String> = "super::lenient::scalar",
        user_count: Option<i64> = "super::lenient::scalar",
        user_pending_deletion_count: Option<i64> = "super::lenient::scalar",
        admin_count: Option<i64> = "super::lenient::scalar",
        integration_count: Option<i64> = "super::lenient::scalar",
        telephony_credits_remaining: Option<i64> = "super::lenient::scalar",
    }
}

record! {
    /// A child of a parent account (admin-api.md §7.20).
    Account {
        account_id: String = "super::lenient::key",
        name: Option<String> = "super::lenient::scalar",
        api_hostname: Option<String> = "super::lenient::scalar",
    }
}
super::row!(Account, account_id);

record! {
    /// A number for each outcome of a sign-in.
    Outcomes {
        #[serde(rename = "SUCCESS")]
        success: Option<i64> = "super::lenient::scalar",
        #[serde(rename = "FAILURE")]
        failure: Option<i64> = "super::lenient::scalar",
        #[serde(rename = "FRAUD")]
        fraud: Option<i64> = "super::lenient::scalar",
        #[serde(rename = "ERROR")]
        error: Option<i64> = "super::lenient::scalar",
    }
}

record! {
    /// `/admin/v1/info/authentication_attempts`, or the same of distinct users.
    AuthenticationAttempts {
        #[serde(alias = "user_authentication_attempts")]
        authentication_attempts: Option<Outcomes> = "super::lenient::object",
    }
}

record! {
    /// `/admin/v1/info/telephony_credits_used`.
    TelephonyCreditsUsed {
        telephony_credits_used: Option<i64> = "super::lenient::scalar",
    }
}

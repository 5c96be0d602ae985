//! Policies v2.

use std::collections::BTreeMap;

use serde_json::Value;

use super::record;

record! {
    /// A policy; a custom one has only the sections that differ (admin-api.md §7.9).
    Policy {
        policy_key: String = "super::lenient::key",
        policy_name: Option<String> = "super::lenient::scalar",
        is_global_policy: Option<bool> = "super::lenient::scalar",
        /// Open maps: property lists grow.
        sections: BTreeMap<String, Value> = "sections",
    }
}
super::row!(Policy, policy_key);

record! {
    /// What every policy is applied to (admin-api.md §7.9).
    PolicySummary {
        policies: Vec<AppliedPolicy> = "super::lenient::objects",
        policy_count: Option<i64> = "super::lenient::scalar",
        /// There are more policies than this answer lists.
        response_is_truncated: Option<bool> = "super::lenient::scalar",
    }
}

record! {
    /// A policy in the summary.
    AppliedPolicy {
        policy_key: String = "super::lenient::key",
        policy_applies_to: Vec<PolicyTarget> = "super::lenient::objects",
    }
}

record! {
    /// An application, or a group of users on one. The names of a group's fields are not documented.
    PolicyTarget {
        apply_type: Option<String> = "super::lenient::scalar",
        app_integration_key: Option<String> = "super::lenient::scalar",
        app_name: Option<String> = "super::lenient::scalar",
        group_id: Option<String> = "super::lenient::scalar",
        group_key: Option<String> = "super::lenient::scalar",
        group_name: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// What holds for one user at one application (admin-api.md §7.9).
    ResultingPolicy {
        policy_elements: Option<PolicyElements> = "super::lenient::object",
        /// Open maps: property lists grow.
        sections: BTreeMap<String, Value> = "sections",
    }
}

record! {
    /// The policies that make it up. The names of these fields are not documented.
    PolicyElements {
        custom_policies: Vec<String> = "super::lenient::texts",
        global_policy: Option<String> = "super::lenient::scalar",
    }
}

fn sections<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Value>, D::Error> {
    Ok(super::lenient::object(deserializer)?.unwrap_or_default())
}

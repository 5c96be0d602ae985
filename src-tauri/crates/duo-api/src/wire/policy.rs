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

fn sections<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Value>, D::Error> {
    Ok(super::lenient::object(deserializer)?.unwrap_or_default())
}

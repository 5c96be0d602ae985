use std::collections::HashMap;

use domain::{NewUser, Policy, PolicyTarget, UserAuth};
use duo_api::wire;
use serde_json::Value;

use super::{present, text};

/// What each policy is applied to, by its key.
pub(crate) type Applied = HashMap<String, Vec<PolicyTarget>>;

pub(crate) fn applied(summary: wire::PolicySummary) -> Applied {
    let target = |target: wire::PolicyTarget| PolicyTarget {
        app_key: present(target.app_integration_key),
        group_id: present(target.group_id).or_else(|| present(target.group_key)),
    };
    let one = |policy: wire::AppliedPolicy| {
        (policy.policy_key, policy.policy_applies_to.into_iter().map(target).collect())
    };
    summary.policies.into_iter().map(one).collect()
}

pub(crate) fn policy(policy: wire::Policy, applied: &Applied) -> Policy {
    let said = |section: &str, property: &str| policy.sections.get(section)?.get(property);
    let word = |section: &str, property: &str| said(section, property)?.as_str();
    let list = |property: &str| {
        let names = said("authentication_methods", property)?.as_array()?;
        Some(names.iter().filter_map(Value::as_str).map(|name| text(Some(name.to_owned()))).collect())
    };
    Policy {
        user_auth: word("authentication_policy", "user_auth_behavior").and_then(UserAuth::from_duo),
        new_user: word("new_user", "new_user_behavior").and_then(NewUser::from_duo),
        allowed: list("allowed_auth_list"),
        blocked: list("blocked_auth_list"),
        remembered_days: said("remembered_devices", "browser_apps").and_then(remembered_days),
        networks: policy.sections.get("authorized_networks").map(|section| networks(section).to_owned()),
        sections: serde_json::to_string(&policy.sections).unwrap_or_default(),
        applied_to: applied.get(&policy.policy_key).cloned().unwrap_or_default(),
        is_global: policy.is_global_policy.unwrap_or(false),
        policy_name: text(policy.policy_name),
        policy_key: policy.policy_key,
    }
}

/// Booleans come as `"True"` at times.
fn flag(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(flag) => Some(*flag),
        Value::String(word) => word.to_ascii_lowercase().parse().ok(),
        _ => None,
    }
}

/// Rounded up to days; none when the policy does not tell for how long.
fn remembered_days(browsers: &Value) -> Option<u32> {
    if flag(browsers.get("enabled")) == Some(false) {
        return Some(0);
    }
    let value = browsers.get("user_based_max_time_value")?;
    let value = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
    let days = match browsers.get("user_based_max_time_units")?.as_str()?.to_ascii_lowercase().as_str() {
        "hour" | "hours" => value.div_ceil(24),
        "day" | "days" => value,
        "week" | "weeks" => value.checked_mul(7)?,
        _ => return None,
    };
    u32::try_from(days).ok()
}

/// The names of the two lists are not documented: any list that holds something counts.
fn networks(section: &Value) -> &'static str {
    let holds = |value: &Value| match value {
        Value::Array(list) => !list.is_empty(),
        Value::Object(object) => {
            object.values().any(|value| value.as_array().is_some_and(|list| !list.is_empty()))
        }
        _ => false,
    };
    match section {
        _ if flag(section.get("deny_other_access")) == Some(true) => "deny_others",
        Value::Object(object) if object.values().any(holds) => "listed",
        _ => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(sections: &Value) -> Policy {
        let row = serde_json::json!({ "policy_key": "PO1", "policy_name": "One", "sections": sections });
        policy(serde_json::from_value(row).unwrap(), &Applied::new())
    }

    #[test]
    fn the_sections_that_count_are_read_and_the_rest_is_kept() {
        let one = read(&serde_json::json!({
            "authentication_policy": { "user_auth_behavior": "bypass" },
            "new_user": { "new_user_behavior": "no-mfa" },
            "authentication_methods": { "allowed_auth_list": ["duo-push", 7], "blocked_auth_list": "none" },
            "remembered_devices": { "browser_apps": { "enabled": "True", "user_based_max_time_units": "hours", "user_based_max_time_value": 36 } },
            "authorized_networks": { "deny_other_access": "True" },
            "new_section": { "x": 1 },
        }));
        assert_eq!((one.user_auth, one.new_user), (Some(UserAuth::Bypass), Some(NewUser::NoMfa)));
        assert_eq!((one.allowed, one.blocked), (Some(vec!["duo-push".to_owned()]), None));
        assert_eq!((one.remembered_days, one.networks.as_deref()), (Some(2), Some("deny_others")));
        assert!(one.sections.contains("new_section"));
    }

    #[test]
    fn what_a_custom_policy_does_not_say_stays_unsaid() {
        let one =
            read(&serde_json::json!({ "authentication_policy": { "user_auth_behavior": "sometimes" } }));
        assert_eq!(
            one,
            Policy {
                policy_key: "PO1".into(),
                policy_name: "One".into(),
                sections: one.sections.clone(),
                ..Policy::default()
            }
        );
    }

    #[test]
    fn networks_that_are_listed_are_told() {
        let of = |section: Value| read(&serde_json::json!({ "authorized_networks": section })).networks;
        assert_eq!(of(serde_json::json!({ "deny_other_access": false })).as_deref(), Some("none"));
        assert_eq!(of(serde_json::json!({ "require": ["10.0.0.0/8"] })).as_deref(), Some("listed"));
        assert_eq!(
            read(&serde_json::json!({ "remembered_devices": { "browser_apps": { "enabled": false } } }))
                .remembered_days,
            Some(0)
        );
    }
}

//! Policies of the second generation (admin-api.md §7.9).

use serde_json::{Value, json};

use crate::id::Kind;
use crate::org::applications::{self, Version};
use crate::org::groups;
use crate::tenant::Tenant;

const NAMES: [&str; 6] = [
    "Global Policy",
    "Contractors",
    "Remote access",
    "No text messages",
    "Meeting room displays",
    "Self-enrolment pilot",
];

/// The policy that lets users in without a second factor, the application and the group of users there.
pub(crate) const LAX: (u32, u32, u32) = (4, 8, 11);

/// Number of policies; number 0 is the global one.
pub(crate) const COUNT: u32 = 6;

/// The policy object. Only the global policy has every section.
pub(crate) fn record(tenant: &Tenant, policy: u32) -> Value {
    json!({
        "is_global_policy": policy == 0,
        "policy_key": tenant.id(Kind::Policy, policy),
        "policy_name": NAMES[policy as usize],
        "sections": sections(policy),
    })
}

/// The answer of `/admin/v2/policies/summary`.
pub(crate) fn summary(tenant: &Tenant) -> Value {
    // The names of a group's fields are not documented; these are the ones used everywhere else.
    let by_group = |policy: u32| {
        let (lax, application, group) = LAX;
        (policy == lax).then(|| {
            json!({
                "app_integration_key": tenant.id(Kind::Application, application),
                "app_name": applications::get(application).name,
                "apply_type": "group",
                "group_id": tenant.id(Kind::Group, group),
                "group_name": tenant.group_name(group),
            })
        })
    };
    let applies_to = |policy: u32| -> Vec<Value> {
        applications::listed(Version::V3)
            .map(|number| applications::record(tenant, number, Version::V3))
            .filter(|app| app.policy_key() == Some(&tenant.id(Kind::Policy, policy)))
            .map(|app| {
                json!({
                    "app_integration_key": app.key(),
                    "app_name": app.name(),
                    "apply_type": "app",
                })
            })
            .chain(by_group(policy))
            .collect()
    };
    let policies: Vec<_> = (0..COUNT)
        .map(|policy| {
            json!({
                "policy_applies_to": applies_to(policy),
                "policy_key": tenant.id(Kind::Policy, policy),
                "policy_name": NAMES[policy as usize],
            })
        })
        .collect();
    json!({ "policies": policies, "policy_count": COUNT, "response_is_truncated": false })
}

/// The answer of `/admin/v2/policies/calculate`: sections of the policy nearest to the user, then of the application's,
/// then of the global one.
pub(crate) fn calculated(tenant: &Tenant, user: u32, application: u32) -> Value {
    let (lax, at, group) = LAX;
    let joined = groups::of_user(tenant, user, tenant.population.class(user));
    let of_group = (application == at && joined.contains(&group)).then_some(lax);
    let custom: Vec<u32> = of_group
        .into_iter()
        .chain(applications::get(application).policy.filter(|policy| *policy != 0))
        .collect();
    let mut effective = serde_json::Map::new();
    for policy in custom.iter().copied().chain([0]) {
        if let Value::Object(told) = sections(policy) {
            for (section, properties) in told {
                effective.entry(section).or_insert(properties);
            }
        }
    }
    let keys: Vec<String> = custom.iter().map(|policy| tenant.id(Kind::Policy, *policy)).collect();
    json!({
        "policy_elements": { "custom_policies": keys, "global_policy": tenant.id(Kind::Policy, 0_u32) },
        "sections": effective,
    })
}

fn sections(policy: u32) -> Value {
    match policy {
        0 => json!({
            "authentication_methods": {
                "allowed_auth_list": [
                    "duo-push", "webauthn-platform", "webauthn-roaming", "duo-passcode", "hardware-token",
                    "sms", "bypass"
                ],
                "blocked_auth_list": ["desktop", "phonecall"],
            },
            "authentication_policy": { "user_auth_behavior": "enforce" },
            "authorized_networks": { "deny_other_access": false },
            "browsers": {},
            "new_user": { "new_user_behavior": "enroll" },
            "operating_systems": {},
            "remembered_devices": {
                "browser_apps": {
                    "enabled": true,
                    "remember_method": "user-based",
                    "user_based_max_time_units": "days",
                    "user_based_max_time_value": 30,
                },
                "windows_logon": { "enabled": false },
            },
            "risk_based_factor_selection": { "limit_to_risk_based_auth_methods": "False" },
            "screen_lock": {},
            "trusted_endpoints": { "trusted_endpoint_checking": "not-configured" },
            "user_location": { "default_action": "ignore-location" },
        }),
        1 => json!({ "new_user": { "new_user_behavior": "deny" } }),
        2 => json!({
            "authentication_policy": { "user_auth_behavior": "enforce" },
            "new_user": { "new_user_behavior": "deny" },
            "remembered_devices": { "browser_apps": { "enabled": false } },
        }),
        3 => json!({ "authentication_methods": { "blocked_auth_list": ["sms", "phonecall"] } }),
        4 => json!({ "authentication_policy": { "user_auth_behavior": "bypass" } }),
        _ => json!({ "new_user": { "new_user_behavior": "no-mfa" } }),
    }
}

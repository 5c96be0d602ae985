use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use domain::{DesktopAuthenticator, Endpoint, RegisteredDevice, ResultingPolicy};
use duo_api::wire;
use serde_json::Value;

use super::{iso, present, seconds, text};

pub(crate) fn endpoint(endpoint: wire::Endpoint) -> Endpoint {
    Endpoint {
        epkey: endpoint.epkey,
        username: present(endpoint.username),
        email: present(endpoint.email),
        device_name: present(endpoint.device_name),
        model: present(endpoint.model),
        kind: present(endpoint.r#type),
        os_family: present(endpoint.os_family),
        os_version: present(endpoint.os_version),
        os_build: present(endpoint.os_build),
        browsers: browsers(endpoint.browsers),
        trusted: present(endpoint.trusted_endpoint),
        encryption: present(endpoint.disk_encryption_status),
        firewall: present(endpoint.firewall_status),
        password: present(endpoint.password_status),
        agents: endpoint
            .security_agents
            .into_iter()
            .filter_map(|agent| named(agent.security_agent, agent.version))
            .collect(),
        desktop_version: present(endpoint.health_app_client_version),
        last_seen: seconds(endpoint.last_updated),
        health_collected: seconds(endpoint.health_data_last_collected),
    }
}

/// The one used last first.
fn browsers(mut browsers: Vec<wire::Browser>) -> Vec<String> {
    browsers.sort_by_key(|browser| std::cmp::Reverse(browser.last_used));
    browsers.into_iter().filter_map(|one| named(one.browser_family, one.browser_version)).collect()
}

/// A product with its version.
fn named(name: Option<String>, version: Option<String>) -> Option<String> {
    let name = present(name)?;
    Some(match present(version) {
        Some(version) => format!("{name} {version}"),
        None => name,
    })
}

pub(crate) fn desktop_authenticator(one: wire::DesktopAuthenticator) -> DesktopAuthenticator {
    DesktopAuthenticator {
        dakey: one.dakey,
        device_name: text(one.device_name),
        platform: present(one.platform).or_else(|| present(one.os)),
        created: moment(one.created.as_deref()).or_else(|| moment(one.date_added.as_deref())),
        last_used: moment(one.last_used.as_deref()),
        user_id: one.user.map(|user| user.user_id).filter(|id| !id.is_empty()),
    }
}

pub(crate) fn registered_device(device: wire::RegisteredDevice) -> RegisteredDevice {
    let users: BTreeSet<String> = device.users.into_iter().map(|user| user.user_id).collect();
    RegisteredDevice {
        compkey: device.compkey,
        device_name: text(device.device_name),
        os_family: present(device.os_family),
        os_version: present(device.os_version),
        created: moment(device.created.as_deref()),
        last_seen: moment(device.last_seen.as_deref()),
        user_ids: users.into_iter().filter(|id| !id.is_empty()).collect(),
    }
}

/// A time of which nobody documents the form: Unix seconds, or ISO 8601.
fn moment(value: Option<&str>) -> Option<DateTime<Utc>> {
    let value = value?;
    value.trim().parse().ok().map_or_else(|| iso(Some(value)), |unix| seconds(Some(unix)))
}

/// Values as text: lists and objects as JSON.
pub(crate) fn resulting_policy(result: wire::ResultingPolicy) -> ResultingPolicy {
    let elements = result.policy_elements.unwrap_or_default();
    let word = |value: Value| match value {
        Value::String(word) => text(Some(word)),
        Value::Array(list) if list.iter().all(Value::is_string) => {
            text(Some(list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")))
        }
        other => text(Some(other.to_string())),
    };
    let properties = |section: Value| match section {
        Value::Object(map) => map.into_iter().map(|(name, value)| (text(Some(name)), word(value))).collect(),
        Value::Null => BTreeMap::new(),
        other => BTreeMap::from([(String::new(), word(other))]),
    };
    ResultingPolicy {
        custom_policies: elements.custom_policies,
        global_policy: present(elements.global_policy),
        sections: result
            .sections
            .into_iter()
            .map(|(name, section)| (text(Some(name)), properties(section)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_either_form() {
        let at = |value| moment(Some(value)).map(|time| time.timestamp());
        assert_eq!(at("1760000000"), Some(1_760_000_000));
        assert_eq!(at("2026-10-25T18:00:04"), Some(1_792_951_204));
        assert_eq!((at(""), at("soon")), (None, None));
    }

    #[test]
    fn browsers_stand_in_the_order_of_use() {
        let browser = |name: &str, version: Option<&str>, at| wire::Browser {
            browser_family: Some(name.to_owned()),
            browser_version: version.map(str::to_owned),
            last_used: at,
        };
        let list = vec![
            browser("Firefox", Some("143.0"), Some(5)),
            browser("", None, Some(9)),
            browser("Chrome", None, Some(7)),
        ];
        assert_eq!(browsers(list), ["Chrome", "Firefox 143.0"]);
    }
}

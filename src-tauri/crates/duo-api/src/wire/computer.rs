//! Endpoints, desktop authenticators and registered devices.

use serde_json::Value;

use super::record;

record! {
    /// A browser or computer that Duo saw (admin-api.md §7.10). Identifiers of the machine have no field.
    Endpoint {
        epkey: String = "super::lenient::key",
        username: Option<String> = "super::lenient::scalar",
        email: Option<String> = "super::lenient::scalar",
        device_name: Option<String> = "super::lenient::scalar",
        model: Option<String> = "super::lenient::scalar",
        r#type: Option<String> = "super::lenient::scalar",
        os_family: Option<String> = "super::lenient::scalar",
        os_version: Option<String> = "super::lenient::scalar",
        os_build: Option<String> = "super::lenient::scalar",
        browsers: Vec<Browser> = "super::lenient::objects",
        /// `yes`, `no`, `unknown`.
        trusted_endpoint: Option<String> = "super::lenient::scalar",
        /// `On`, `Off`, `Unknown`.
        disk_encryption_status: Option<String> = "super::lenient::scalar",
        /// `On`, `Off`, `Unknown`.
        firewall_status: Option<String> = "super::lenient::scalar",
        /// `Set`, `Unset`, `Unknown`.
        password_status: Option<String> = "super::lenient::scalar",
        security_agents: Vec<SecurityAgent> = "agents",
        last_updated: Option<i64> = "super::lenient::scalar",
        health_app_client_version: Option<String> = "super::lenient::scalar",
        /// An empty text when nothing was collected.
        health_data_last_collected: Option<i64> = "super::lenient::scalar",
    }
}
super::row!(Endpoint, epkey);

record! {
    /// A browser of an endpoint.
    Browser {
        browser_family: Option<String> = "super::lenient::scalar",
        browser_version: Option<String> = "super::lenient::scalar",
        last_used: Option<i64> = "super::lenient::scalar",
    }
}

record! {
    /// A security agent on an endpoint.
    SecurityAgent {
        security_agent: Option<String> = "super::lenient::scalar",
        version: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// A Duo Desktop installation that counts as a factor (admin-api.md §7.6). But for its key and name no field is
    /// documented; times may be Unix seconds or ISO 8601.
    DesktopAuthenticator {
        dakey: String = "super::lenient::key",
        device_name: Option<String> = "super::lenient::scalar",
        platform: Option<String> = "super::lenient::scalar",
        os: Option<String> = "super::lenient::scalar",
        created: Option<String> = "super::lenient::scalar",
        date_added: Option<String> = "super::lenient::scalar",
        last_used: Option<String> = "super::lenient::scalar",
        user: Option<Box<super::User>> = "super::lenient::object",
    }
}
super::row!(DesktopAuthenticator, dakey);

record! {
    /// A computer registered by Duo Desktop, also in the block list (admin-api.md §7.11). But for its key no field is
    /// documented; times may be Unix seconds or ISO 8601.
    RegisteredDevice {
        compkey: String = "super::lenient::key",
        device_name: Option<String> = "super::lenient::scalar",
        os_family: Option<String> = "super::lenient::scalar",
        os_version: Option<String> = "super::lenient::scalar",
        created: Option<String> = "super::lenient::scalar",
        last_seen: Option<String> = "super::lenient::scalar",
        users: Vec<super::User> = "super::lenient::objects",
    }
}
super::row!(RegisteredDevice, compkey);

/// A list of objects, of names, or one name; anything else is none.
fn agents<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<SecurityAgent>, D::Error> {
    let one = |value: Value| match value {
        Value::String(name) => named(name),
        value @ Value::Object(_) => serde_json::from_value(value).ok(),
        _ => None,
    };
    Ok(match serde::Deserialize::deserialize(deserializer)? {
        Value::Array(list) => list.into_iter().filter_map(one).collect(),
        value => one(value).into_iter().collect(),
    })
}

fn named(name: String) -> Option<SecurityAgent> {
    (!name.is_empty()).then_some(SecurityAgent { security_agent: Some(name), version: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(json: &str) -> Endpoint {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn security_agents_come_in_three_shapes() {
        for (json, expected) in [
            (r#"{"security_agents":[{"security_agent":"A","version":"1"},"B",7,null]}"#, vec!["A", "B"]),
            (r#"{"security_agents":"C"}"#, vec!["C"]),
            (r#"{"security_agents":""}"#, vec![]),
            (r#"{"security_agents":null}"#, vec![]),
            (r"{}", vec![]),
        ] {
            let agents = endpoint(json).security_agents;
            let names: Vec<&str> =
                agents.iter().filter_map(|agent| agent.security_agent.as_deref()).collect();
            assert_eq!(names, expected, "{json}");
        }
    }

    #[test]
    fn a_field_of_another_type_drops_no_row() {
        let told = endpoint(
            r#"{"epkey":"EP1","health_data_last_collected":"","browsers":"none","last_updated":"5"}"#,
        );
        assert_eq!((told.health_data_last_collected, told.last_updated), (None, Some(5)));
        let device: RegisteredDevice = serde_json::from_str(
            r#"{"compkey":"CR1","created":1760000000,"last_seen":"2026-10-25T18:00:04"}"#,
        )
        .unwrap();
        assert_eq!(device.created.as_deref(), Some("1760000000"));
        assert_eq!(device.last_seen.as_deref(), Some("2026-10-25T18:00:04"));
    }
}

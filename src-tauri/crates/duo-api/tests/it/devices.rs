//! The shapes of computers that the documentation prints, one row each, in one answer (admin-api.md §7.6, §7.10, §7.11).

use std::sync::Arc;

use duo_api::wire::Row;
use duo_api::{Client, Offset, Pacing, Pages};

use crate::script::{Script, answer, client};

async fn rows<T: Row>(text: &'static str, pages: impl FnOnce(Client) -> Pages<T>) -> (Vec<T>, String) {
    let script: Arc<Script> = Script::new(move |_, _| answer(200, text));
    let page = pages(client(&script, Pacing::Unlimited)).next().await.unwrap().unwrap();
    assert!(page.rejected.is_empty(), "{:?}", page.rejected);
    (page.rows, script.seen()[0].1.path.clone())
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_is_read_whole() {
    let text = r#"{"metadata":{"total_objects":1},"response":[{"browsers":[{"browser_family":"Chrome","browser_version":"141.0.7390.54","flash_version":"uninstalled","java_version":"uninstalled","last_used":1792951200}],"computer_sid":"","device_name":"WS-0117","disk_encryption_status":"On","email":"ada.okafor@example.com","epkey":"EP3F7G1H5J9K2L6M0N4P","firewall_status":"On","health_app_client_version":"7.4.0.0","health_data_last_collected":1792951100,"last_updated":1792951200,"os_build":"26100","os_family":"Windows","os_version":"11","password_status":"Set","security_agents":[{"security_agent":"Cisco Secure Endpoint","version":"8.4.0"}],"trusted_endpoint":"yes","type":"","username":"aokafor"}],"stat":"OK"}"#;
    let (rows, path) = rows(text, |client| client.endpoints(Offset::START)).await;
    assert_eq!(path, "/admin/v1/endpoints");
    let [one] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((one.epkey.as_str(), one.username.as_deref()), ("EP3F7G1H5J9K2L6M0N4P", Some("aokafor")));
    assert_eq!(one.browsers[0].browser_family.as_deref(), Some("Chrome"));
    assert_eq!(one.security_agents[0].version.as_deref(), Some("8.4.0"));
    assert_eq!(
        (one.last_updated, one.health_data_last_collected),
        (Some(1_792_951_200), Some(1_792_951_100))
    );
    assert_eq!(one.disk_encryption_status.as_deref(), Some("On"));
}

#[tokio::test(start_paused = true)]
async fn desktop_authenticators_and_registered_devices_are_read() {
    let text = r#"{"metadata":{"total_objects":1},"response":[{"dakey":"DAW2X6Y0Z4A8B1C5D9E3","device_name":"WS-0117","user":{"user_id":"DU2B6C0D4E8F1G5H9J3K","username":"aokafor"}}],"stat":"OK"}"#;
    let (authenticators, path) = rows(text, |client| client.desktop_authenticators(Offset::START)).await;
    assert_eq!(path, "/admin/v1/desktop_authenticators");
    assert_eq!(authenticators[0].user.as_ref().unwrap().user_id, "DU2B6C0D4E8F1G5H9J3K");
    let text = r#"{"metadata":{"total_objects":1},"response":[{"compkey":"CRA2B6C0D4E8F1G5H9J3","device_name":"WS-0117","os_family":"Windows","users":[{"user_id":"DU2B6C0D4E8F1G5H9J3K","username":"aokafor"}]}],"stat":"OK"}"#;
    let (registered, path) = rows(text, |client| client.registered_devices(Offset::START)).await;
    assert_eq!((path.as_str(), registered[0].users.len()), ("/admin/v1/registered_devices", 1));
    let (blocked, path) = rows(text, |client| client.blocked_devices(Offset::START)).await;
    assert_eq!((path.as_str(), blocked), ("/admin/v1/registered_devices/blocked", registered));
}

#[tokio::test(start_paused = true)]
async fn a_resulting_policy_names_what_it_is_made_of() {
    let text = r#"{"response":{"policy_elements":{"custom_policies":["POA1B5C9D3E7F0G4H8J2"],"global_policy":"POG0L0B1A2L3K4E5Y6Z7"},"sections":{"authentication_policy":{"user_auth_behavior":"enforce"},"new_user":{"new_user_behavior":"deny"}}},"stat":"OK"}"#;
    let script: Arc<Script> = Script::new(move |_, _| answer(200, text));
    let told = client(&script, Pacing::Unlimited)
        .resulting_policy("DU2B6C0D4E8F1G5H9J3K", "DIM8N2P6Q0R4S7T1V5W9")
        .await
        .unwrap();
    assert_eq!(told.policy_elements.unwrap().custom_policies, ["POA1B5C9D3E7F0G4H8J2"]);
    assert_eq!(told.sections["new_user"]["new_user_behavior"], "deny");
    let sent = &script.seen()[0].1;
    assert_eq!(sent.path, "/admin/v2/policies/calculate");
}

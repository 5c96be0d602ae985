//! Endpoints, desktop authenticators and registered devices.

use std::collections::{BTreeMap, BTreeSet};

use duo_sim::{Edition, TenantConfig};
use serde_json::Value;

use crate::client::Bench;

fn bench(edition: Edition) -> Bench {
    Bench::new(TenantConfig { users: 400, events: 5000, edition, ..TenantConfig::default() })
}

fn count(rows: &[Value], column: &str, value: &str) -> u64 {
    rows.iter().filter(|row| row[column] == value).count() as u64
}

#[test]
fn the_endpoints_are_as_the_facts_say() {
    let bench = bench(Edition::Advantage);
    let facts = bench.simulator.tenant().facts();
    let told = facts.endpoints.unwrap();
    let rows = bench.list("/admin/v1/endpoints", 500);
    assert_eq!(count(&rows, "trusted_endpoint", "yes"), told.trusted);
    assert_eq!(count(&rows, "disk_encryption_status", "Off"), told.unencrypted);
    assert_eq!(count(&rows, "firewall_status", "Off"), told.firewall_off);
    assert_eq!(count(&rows, "password_status", "Unset"), told.password_unset);
    assert_eq!(count(&rows, "username", ""), told.anonymous);
    let mut by_os: BTreeMap<String, u64> = BTreeMap::new();
    for row in &rows {
        *by_os.entry(row["os_family"].as_str().unwrap().to_owned()).or_default() += 1;
        assert!(row["last_updated"].as_i64().unwrap() > facts.now - 30 * 86_400, "purged after 30 days");
        assert_eq!(row["hardware_uuid"], "", "identifiers are Premier's");
    }
    assert_eq!(by_os, told.by_os);
    for planted in [told.trusted, told.unencrypted, told.firewall_off, told.password_unset, told.anonymous] {
        assert!(planted > 0);
    }
    let types: BTreeSet<bool> =
        rows.iter().map(|row| row["health_data_last_collected"].is_string()).collect();
    assert_eq!(types.len(), 2, "the type of a field varies");
}

#[test]
fn essentials_does_not_list_endpoints_and_lists_the_rest() {
    let bench = bench(Edition::Essentials);
    assert_eq!(bench.get("/admin/v1/endpoints", &[]).status, 403);
    assert_eq!(bench.get("/admin/v1/registered_devices", &[]).status, 200);
    assert!(bench.simulator.tenant().facts().endpoints.is_none());
    assert!(
        Bench::new(TenantConfig { edition: Edition::Premier, ..TenantConfig::default() })
            .list("/admin/v1/endpoints", 500)
            .iter()
            .any(|row| row["hardware_uuid"] != "")
    );
}

#[test]
fn a_computer_is_the_same_in_every_list() {
    let bench = bench(Edition::Advantage);
    let users = bench.list("/admin/v1/users", 300);
    let authenticators = bench.list("/admin/v1/desktop_authenticators", 500);
    for row in &authenticators {
        let user = users.iter().find(|user| user["user_id"] == row["user"]["user_id"]).unwrap();
        let own = user["desktop_authenticators"].as_array().unwrap();
        assert!(
            own.iter().any(|one| one["dakey"] == row["dakey"] && one["device_name"] == row["device_name"])
        );
        assert_eq!(user["is_enrolled"], true);
    }
    let named: usize =
        users.iter().map(|user| user["desktop_authenticators"].as_array().unwrap().len()).sum();
    assert_eq!((named, named > 0), (authenticators.len(), true));
    let first = &authenticators[0];
    let user = first["user"]["user_id"].as_str().unwrap();
    let of_user = bench.list(&format!("/admin/v1/users/{user}/desktopauthenticators"), 500);
    assert!(of_user.iter().any(|row| row["dakey"] == first["dakey"]));
    let registered = bench.list("/admin/v1/registered_devices", 500);
    for row in bench.list("/admin/v1/registered_devices/blocked", 500) {
        assert!(registered.contains(&row));
        let path = format!("/admin/v1/registered_devices/blocked/{}", row["compkey"].as_str().unwrap());
        assert_eq!(bench.json(&path, &[])["response"], row);
    }
}

#[test]
fn a_resulting_policy_takes_each_section_from_the_nearest_policy() {
    let bench = bench(Edition::Advantage);
    let user = bench.list("/admin/v1/users", 300)[0]["user_id"].as_str().unwrap().to_owned();
    let applications = bench.list("/admin/v3/integrations", 500);
    let custom = applications.iter().find(|one| one["name"] == "FortiGate SSL VPN").unwrap();
    let key = custom["integration_key"].as_str().unwrap();
    let path = "/admin/v2/policies/calculate";
    let answer = bench.json(path, &[("user_id", &user), ("integration_key", key)]);
    let told = &answer["response"];
    assert_eq!(told["policy_elements"]["custom_policies"][0], custom["policy_key"]);
    assert_eq!(told["sections"]["new_user"]["new_user_behavior"], "deny", "the application's");
    assert_eq!(told["sections"]["user_location"]["default_action"], "ignore-location", "the global one's");
    assert_eq!(bench.get(path, &[("user_id", &user)]).status, 400);
    assert_eq!(bench.get(path, &[("user_id", "DUNOBODY"), ("integration_key", key)]).status, 404);
}

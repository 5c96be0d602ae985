//! How answers are written: compact, keys in alphabetical order, the headers of Duo.

use std::fmt;

use duo_sim::{Edition, TenantConfig};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::client::Bench;

/// JSON whose objects must have their keys in ascending order.
struct Sorted;

impl<'de> Deserialize<'de> for Sorted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SortedVisitor)
    }
}

struct SortedVisitor;

impl<'de> Visitor<'de> for SortedVisitor {
    type Value = Sorted;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with sorted keys")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Sorted, E> {
        Ok(Sorted)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Sorted, E> {
        Ok(Sorted)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Sorted, E> {
        Ok(Sorted)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Sorted, E> {
        Ok(Sorted)
    }

    fn visit_str<E>(self, _: &str) -> Result<Sorted, E> {
        Ok(Sorted)
    }

    fn visit_unit<E>(self) -> Result<Sorted, E> {
        Ok(Sorted)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Sorted, A::Error> {
        while items.next_element::<Sorted>()?.is_some() {}
        Ok(Sorted)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Sorted, A::Error> {
        let mut last = String::new();
        while let Some((key, Sorted)) = entries.next_entry::<String, Sorted>()? {
            if key <= last {
                return Err(serde::de::Error::custom(format!("{key} comes after {last}")));
            }
            last = key;
        }
        Ok(Sorted)
    }
}

fn paths(bench: &Bench) -> Vec<String> {
    let user = bench.json("/admin/v1/users", &[("limit", "1")])["response"][0]["user_id"].clone();
    let ikey = bench.simulator.tenant().ikey();
    let mut paths: Vec<String> = [
        "/auth/v2/ping",
        "/admin/v1/users",
        "/admin/v1/groups",
        "/admin/v1/phones",
        "/admin/v1/tokens",
        "/admin/v1/webauthncredentials",
        "/admin/v1/bypass_codes",
        "/admin/v1/integrations",
        "/admin/v2/integrations",
        "/admin/v3/integrations",
        "/admin/v2/policies",
        "/admin/v2/policies/global",
        "/admin/v2/policies/summary",
        "/admin/v1/admins",
        "/admin/v1/admins/allowed_auth_methods",
        "/admin/v1/settings",
        "/admin/v1/info/summary",
        "/admin/v1/endpoints",
        "/admin/v2/logs/authentication",
        "/admin/v2/logs/activity",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.push(format!("/admin/v1/users/{}", user.as_str().unwrap()));
    paths.push(format!("/admin/v3/integrations/{ikey}"));
    let unit = bench.list("/admin/v1/administrative_units", 1).remove(0)["admin_unit_id"].take();
    paths.push(format!("/admin/v1/administrative_units/{}", unit.as_str().unwrap()));
    paths
}

#[test]
fn bodies_are_compact_with_sorted_keys() {
    for edition in [Edition::Essentials, Edition::Premier] {
        let bench = Bench::new(TenantConfig { edition, ..TenantConfig::default() });
        let now = bench.now().timestamp_millis();
        let (from, to) = ((now - 86_400_000 * 90).to_string(), now.to_string());
        for path in paths(&bench) {
            // Not listed there; refusals are spaced.
            if edition == Edition::Essentials && path == "/admin/v1/endpoints" {
                continue;
            }
            let body = bench.get(&path, &[("mintime", &from), ("maxtime", &to)]).body;
            let text = String::from_utf8(body).unwrap();
            assert!(serde_json::from_str::<Sorted>(&text).map_err(|e| panic!("{path}: {e}")).is_ok());
            assert!(!text.contains("\": ") && !text.contains(", \""), "{path} is spaced");
            assert!(text.ends_with(",\"stat\":\"OK\"}"), "{path}");
        }
    }
}

#[test]
fn the_headers_are_duos() {
    let bench = Bench::new(TenantConfig::default());
    for path in ["/admin/v1/settings", "/admin/v1/nothing"] {
        let response = bench.get(path, &[]);
        assert_eq!(response.header("server"), Some("Duo/1.0"));
        assert_eq!(response.header("content-type"), Some("application/json"));
        assert_eq!(response.header("cache-control"), Some("no-store"));
        assert_eq!(response.header("pragma"), Some("no-cache"));
        let date = chrono::DateTime::parse_from_rfc2822(response.header("date").unwrap()).unwrap();
        assert_eq!(date, bench.now());
    }
}

#[test]
fn lookups_answer_with_none_or_one() {
    let bench = Bench::new(TenantConfig::default());
    let user = bench.list("/admin/v1/users", 300).remove(7);
    let name = user["username"].as_str().unwrap();
    assert_eq!(bench.json("/admin/v1/users", &[("username", name)])["response"][0], user);
    let none = bench.json("/admin/v1/users", &[("username", "nobody at all")]);
    assert_eq!(none["response"], serde_json::json!([]));
    let list = format!("[{},\"DU000000000000000000\"]", user["user_id"]);
    assert_eq!(
        bench.json("/admin/v1/users", &[("user_id_list", &list)])["response"],
        serde_json::json!([user])
    );
    assert_eq!(bench.code("/admin/v1/users", &[("user_id_list", "DU1")]), 40002);
    let token = bench.list("/admin/v1/tokens", 500).remove(0);
    let (kind, serial) = (token["type"].as_str().unwrap(), token["serial"].as_str().unwrap());
    let found = bench.json("/admin/v1/tokens", &[("type", kind), ("serial", serial)]);
    assert_eq!(found["response"], serde_json::json!([token]));
    assert_eq!(bench.code("/admin/v1/tokens", &[("serial", serial)]), 40001);
    assert_eq!(bench.code("/admin/v1/users/DU000000000000000000", &[]), 40401);
}

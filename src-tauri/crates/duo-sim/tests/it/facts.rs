//! The stated facts are what a walk over all pages finds.

use std::collections::{BTreeMap, BTreeSet};

use duo_sim::{Facts, TenantConfig};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::client::{Bench, Log};

const DAY: i64 = 86_400;

fn bench(seed: u64, users: u32, events: u64) -> (Bench, Facts) {
    let bench = Bench::new(TenantConfig { seed, users, events, ..TenantConfig::default() });
    let facts = bench.simulator.tenant().facts();
    (bench, facts)
}

fn digest(rows: &[Value], key: &str) -> (u64, String) {
    let ids: BTreeSet<&str> = rows.iter().map(|row| row[key].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rows.len(), "{key} repeats");
    let mut sum = Sha256::new();
    for id in &ids {
        sum.update(format!("{id}\n"));
    }
    (ids.len() as u64, hex::encode(sum.finalize()))
}

#[test]
fn every_list_holds_the_stated_objects() {
    for (seed, users) in [(1, 300), (2, 10), (7, 1501)] {
        let (bench, facts) = bench(seed, users, 2000);
        let lists = [
            ("/admin/v1/users", "user_id", facts.users.count, &facts.users.digest),
            ("/admin/v1/groups", "group_id", facts.groups.count, &facts.groups.digest),
            ("/admin/v1/phones", "phone_id", facts.phones.count, &facts.phones.digest),
            ("/admin/v1/tokens", "token_id", facts.tokens.count, &facts.tokens.digest),
            ("/admin/v1/webauthncredentials", "webauthnkey", facts.webauthn.count, &facts.webauthn.digest),
            (
                "/admin/v1/bypass_codes",
                "bypass_code_id",
                facts.bypass_codes.count,
                &facts.bypass_codes.digest,
            ),
            (
                "/admin/v1/integrations",
                "integration_key",
                facts.applications_v1.count,
                &facts.applications_v1.digest,
            ),
            (
                "/admin/v2/integrations",
                "integration_key",
                facts.applications.count,
                &facts.applications.digest,
            ),
            (
                "/admin/v3/integrations",
                "integration_key",
                facts.applications.count,
                &facts.applications.digest,
            ),
            ("/admin/v2/policies", "policy_key", facts.policies.count, &facts.policies.digest),
            (
                "/admin/v1/endpoints",
                "epkey",
                facts.endpoints.as_ref().unwrap().count,
                &facts.endpoints.as_ref().unwrap().digest,
            ),
            (
                "/admin/v1/desktop_authenticators",
                "dakey",
                facts.desktop_authenticators.count,
                &facts.desktop_authenticators.digest,
            ),
            (
                "/admin/v1/registered_devices",
                "compkey",
                facts.registered_devices.count,
                &facts.registered_devices.digest,
            ),
            (
                "/admin/v1/registered_devices/blocked",
                "compkey",
                facts.blocked_devices.count,
                &facts.blocked_devices.digest,
            ),
            ("/admin/v1/admins", "admin_id", facts.admins.count, &facts.admins.digest),
        ];
        for (path, key, count, expected) in lists {
            assert_eq!(digest(&bench.list(path, 500), key), (count, expected.clone()), "{path} seed {seed}");
            assert_eq!(digest(&bench.list(path, 7), key).0, count, "{path} by sevens");
        }
    }
}

#[test]
fn the_users_are_as_the_facts_say() {
    for seed in 1..5 {
        let (bench, facts) = bench(seed, 400, 5000);
        let users = bench.list("/admin/v1/users", 300);
        let told = &facts.users;
        let count = |test: &dyn Fn(&Value) -> bool| users.iter().filter(|user| test(user)).count() as u64;
        let leaving = |user: &Value| user["status"] == "pending deletion";
        let idle = |days: i64| {
            move |user: &Value| {
                !leaving(user) && user["last_login"].as_i64().is_some_and(|at| at <= facts.now - days * DAY)
            }
        };
        let mut by_status: BTreeMap<String, u64> = BTreeMap::new();
        for user in &users {
            *by_status.entry(user["status"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(by_status, told.by_status);
        assert_eq!(count(&|user| user["is_enrolled"] == true), told.enrolled);
        assert_eq!(count(&|user| !leaving(user) && user["is_enrolled"] == false), told.not_enrolled);
        assert_eq!(count(&|user| !leaving(user) && user["last_login"].is_null()), told.never_signed_in);
        assert_eq!(count(&idle(30)), told.idle_30);
        assert_eq!(count(&idle(90)), told.idle_90);
        assert_eq!(count(&idle(180)), told.idle_180);
        assert_eq!(count(&|user| user["directory_key"].is_string()), told.synced);
        let by_group = |user: &Value| {
            let groups = user["groups"].as_array().unwrap();
            user["status"] == "active" && groups.iter().any(|group| group["status"] == "Bypass")
        };
        assert_eq!(count(&by_group), told.bypass_by_group);
        let mut emails: BTreeMap<&str, u64> = BTreeMap::new();
        for user in &users {
            *emails.entry(user["email"].as_str().unwrap()).or_default() += 1;
        }
        emails.remove("");
        assert_eq!(emails.values().filter(|count| **count > 1).count() as u64, told.shared_emails);
        for planted in
            [told.not_enrolled, told.never_signed_in, told.idle_90, told.bypass, told.shared_emails]
        {
            assert!(planted > 0);
        }
        let summary = bench.json("/admin/v1/info/summary", &[]);
        assert_eq!(summary["response"]["user_count"], told.billable);
        assert_eq!(summary["response"]["user_pending_deletion_count"], told.pending_deletion);
        assert_eq!(summary["response"]["integration_count"], facts.applications.count);
    }
}

#[test]
fn enrolled_means_having_a_device() {
    let (bench, _) = bench(1, 300, 0);
    for user in bench.list("/admin/v1/users", 300) {
        let devices = ["phones", "tokens", "webauthncredentials"];
        let has = devices.iter().any(|key| !user[*key].as_array().unwrap().is_empty());
        assert_eq!(user["is_enrolled"], has);
    }
}

#[test]
fn the_log_is_as_the_facts_say() {
    for (seed, events) in [(1, 0), (2, 1), (3, 4321)] {
        let (bench, facts) = bench(seed, 200, events);
        let told = facts.sign_ins.unwrap();
        let day = 86_400_000;
        let to_ms = bench.now().timestamp_millis();
        let log = Log {
            path: "/admin/v2/logs/authentication",
            from_ms: to_ms - 180 * day,
            to_ms,
            limit: 777,
            sort: "ts:asc",
        };
        let (rows, totals) = bench.log(&log);
        assert!(totals.iter().all(|total| *total == told.count));
        let mut by_result: BTreeMap<String, u64> = BTreeMap::new();
        let mut sum = Sha256::new();
        let mut users = BTreeSet::new();
        let mut applications: BTreeMap<&str, (u64, BTreeSet<&str>)> = BTreeMap::new();
        for row in &rows {
            *by_result.entry(row["result"].as_str().unwrap().to_owned()).or_default() += 1;
            let at = chrono::DateTime::parse_from_rfc3339(row["isotimestamp"].as_str().unwrap()).unwrap();
            assert_eq!(at.timestamp(), row["timestamp"].as_i64().unwrap());
            sum.update(format!("{},{}\n", at.timestamp_millis(), row["txid"].as_str().unwrap()));
            let tally = applications.entry(row["application"]["key"].as_str().unwrap()).or_default();
            tally.0 += 1;
            tally.1.extend(row["user"]["key"].as_str());
            if row["result"] == "success" {
                users.insert(row["user"]["key"].as_str().unwrap());
            }
        }
        assert_eq!(rows.len() as u64, told.count);
        assert_eq!(by_result, told.by_result);
        assert_eq!(hex::encode(sum.finalize()), told.digest);
        assert_eq!(users.len() as u64, told.users);
        assert_eq!(applications.len(), told.applications.len());
        for fact in &told.applications {
            let (sign_ins, users) = &applications[fact.key.as_str()];
            assert_eq!((*sign_ins, users.len() as u64), (fact.sign_ins, fact.users));
        }
    }
}

#[test]
fn the_last_login_is_the_latest_success_in_the_log() {
    let (bench, _) = bench(5, 250, 6000);
    let to_ms = bench.now().timestamp_millis();
    let log = Log {
        path: "/admin/v2/logs/authentication",
        from_ms: to_ms - 180 * 86_400_000,
        to_ms,
        limit: 1000,
        sort: "ts:desc",
    };
    let mut latest: BTreeMap<String, i64> = BTreeMap::new();
    for row in bench.log(&log).0 {
        if row["result"] == "success" {
            let key = row["user"]["key"].as_str().unwrap().to_owned();
            latest.entry(key).or_insert(row["timestamp"].as_i64().unwrap());
        }
    }
    let users = bench.list("/admin/v1/users", 300);
    let compared = users.iter().filter_map(|user| Some((user, latest.get(user["user_id"].as_str()?)?)));
    let compared: Vec<_> = compared.map(|(user, at)| assert_eq!(user["last_login"], *at)).collect();
    assert!(compared.len() > 100);
}

#[test]
fn copies_and_sub_lists_agree_with_the_objects() {
    let (bench, _) = bench(4, 60, 100);
    let users = bench.list("/admin/v1/users", 300);
    let mut codes = 0;
    for user in &users {
        let id = user["user_id"].as_str().unwrap();
        for part in ["phones", "tokens", "groups", "webauthncredentials"] {
            assert_eq!(
                bench.list(&format!("/admin/v1/users/{id}/{part}"), 500),
                *user[part].as_array().unwrap()
            );
        }
        assert_eq!(bench.json(&format!("/admin/v1/users/{id}"), &[])["response"], *user);
        codes += bench.list(&format!("/admin/v1/users/{id}/bypass_codes"), 500).len();
    }
    assert_eq!(codes, bench.list("/admin/v1/bypass_codes", 500).len());
    for phone in bench.list("/admin/v1/phones", 500) {
        for copy in phone["users"].as_array().unwrap() {
            assert_eq!(copy["is_enrolled"], false);
        }
    }
    let mut members = 0;
    for group in bench.list("/admin/v1/groups", 500) {
        let id = group["group_id"].as_str().unwrap();
        members += bench.list(&format!("/admin/v2/groups/{id}/users"), 500).len();
        assert_eq!(bench.json(&format!("/admin/v2/groups/{id}"), &[])["response"], group);
    }
    assert_eq!(members, users.iter().map(|user| user["groups"].as_array().unwrap().len()).sum::<usize>());
}

#[test]
fn administrators_their_devices_and_units_agree() {
    let (bench, facts) = bench(3, 300, 4000);
    let admins = bench.list("/admin/v1/admins", 4);
    let count = |key: &str, value: &Value| admins.iter().filter(|admin| &admin[key] == value).count() as u64;
    for (status, expected) in &facts.account.admins_by_status {
        assert_eq!(count("status", &Value::from(status.as_str())), *expected, "{status}");
    }
    let passkeys = bench.list("/admin/v1/webauthncredentials", 500);
    let tokens = bench.list("/admin/v1/tokens", 500);
    let owned = |admin: &Value| {
        let is = |owner: &Value| owner["admin_id"] == admin["admin_id"];
        let token = tokens.iter().find(|token| token["admins"].as_array().unwrap().iter().any(is));
        assert_eq!(token.map(|token| &token["serial"]), admin["hardtoken"].get("serial"));
        token.is_some() || passkeys.iter().any(|passkey| is(&passkey["admin"]))
    };
    let strong: Vec<bool> = admins.iter().map(owned).collect();
    let weak = admins.iter().zip(&strong).filter(|(admin, strong)| admin["status"] == "Active" && !**strong);
    assert_eq!(weak.count() as u64, facts.account.weak_admins);
    assert!(strong.iter().any(|strong| *strong) && facts.account.weak_admins > 0);
    let units = bench.list("/admin/v1/administrative_units", 1);
    assert_eq!(
        digest(&units, "admin_unit_id"),
        (facts.account.admin_units.count, facts.account.admin_units.digest)
    );
    let limited: Vec<&Value> =
        admins.iter().filter(|admin| admin["restricted_by_admin_units"] == true).collect();
    assert_eq!(limited.len() as u64, facts.account.restricted_admins);
    let unit = limited[0]["admin_units"][0].as_str().unwrap();
    let unit = bench.json(&format!("/admin/v1/administrative_units/{unit}"), &[])["response"].take();
    assert_eq!(unit["admins"][0], limited[0]["admin_id"]);
    assert!(!unit["groups"].as_array().unwrap().is_empty());
}

#[test]
fn duos_own_sums_are_those_of_its_logs() {
    let (bench, facts) = bench(4, 200, 20_000);
    let from = (facts.now - 30 * DAY).to_string();
    let span = [("mintime", from.as_str())];
    let sum = |what: &str| bench.json(&format!("/admin/v1/info/{what}"), &span)["response"][what].take();
    assert_eq!(sum("authentication_attempts"), facts.account.attempts);
    assert_eq!(sum("user_authentication_attempts"), facts.account.attempting_users);
    assert_eq!(sum("telephony_credits_used"), facts.account.telephony_credits_used);
    let from_ms = (facts.now - 30 * DAY) * 1000;
    let (mintime, maxtime) = (from_ms.to_string(), (facts.now * 1000).to_string());
    let log = [("mintime", mintime.as_str()), ("maxtime", maxtime.as_str()), ("limit", "1")];
    let total = &bench.json("/admin/v2/logs/authentication", &log)["response"]["metadata"]["total_objects"];
    let attempts: u64 = facts.account.attempts.as_object().unwrap().values().filter_map(Value::as_u64).sum();
    assert_eq!(total.as_u64(), Some(attempts));
    assert!(facts.account.telephony_credits_used > 0);
    assert_eq!(bench.code("/admin/v1/info/telephony_credits_used", &[("mintime", "0")]), 40002);
}

#[test]
fn trust_monitor_is_of_the_highest_edition() {
    let premier = TenantConfig { edition: duo_sim::Edition::Premier, ..TenantConfig::default() };
    let bench = Bench::new(premier);
    let facts = bench.simulator.tenant().facts();
    let (from, to) = (((facts.now - 180 * DAY) * 1000).to_string(), (facts.now * 1000).to_string());
    let mut events = Vec::new();
    let mut offset = String::new();
    loop {
        let mut asked = vec![("mintime", from.as_str()), ("maxtime", to.as_str()), ("limit", "7")];
        asked.extend((!offset.is_empty()).then_some(("offset", offset.as_str())));
        let mut page = bench.json("/admin/v1/trust_monitor/events", &asked)["response"].take();
        events.append(page["events"].as_array_mut().unwrap());
        let Some(next) = page["metadata"]["next_offset"].as_str() else { break };
        offset = next.to_owned();
    }
    let trust = facts.account.trust_events;
    assert_eq!(digest(&events, "sekey"), (trust.count, trust.digest));
    assert!(events.iter().any(|event| event["type"] == "bypass_status"));
    assert!(events.iter().any(|event| event["surfaced_auth"]["user"]["key"].is_string()));
    let asked = [("mintime", from.as_str()), ("maxtime", to.as_str())];
    assert_eq!(Bench::new(TenantConfig::default()).code("/admin/v1/trust_monitor/events", &asked), 40301);
}

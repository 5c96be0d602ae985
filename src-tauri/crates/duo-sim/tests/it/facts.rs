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

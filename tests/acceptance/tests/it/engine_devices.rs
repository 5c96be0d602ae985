//! Devices and endpoints, compared with the tenant's own count; and the four ways in which a list is not whole.

use std::collections::BTreeMap;

use domain::{DataSet, NotEvaluatedReason, Permission};
use duo_sim::{Edition, Permission as Grant, TenantConfig};
use engine::Code;
use engine::api::{
    ClientRef, DataSetState, DataSetStatus, PolicyResultOf, Row, SyncStatus, UserRef, ViewName, ViewPage,
    ViewQuery, ViewRows,
};

use crate::bench::{Bench, config, sync};
use crate::{digest, holdings};

fn set(status: &SyncStatus, set: DataSet) -> &DataSetStatus {
    status.data_sets.iter().find(|row| row.data_set == set).unwrap()
}

fn count(rows: &[Row], column: &str, value: &str) -> u64 {
    rows.iter().filter(|row| row[column] == value).count() as u64
}

fn ids<'a>(rows: &'a [Row], kind: &'a str) -> impl Iterator<Item = &'a str> {
    rows.iter().filter(move |row| row["kind"] == kind).map(|row| row["device_id"].as_str().unwrap())
}

async fn page(engine: &std::sync::Arc<engine::Engine>, client: &str, view: ViewName) -> ViewPage {
    let query = ViewQuery { limit: 1, ..ViewQuery::default() };
    engine.view_rows(ViewRows { client: client.to_owned(), view, query }).await.unwrap()
}

#[tokio::test]
async fn every_device_and_endpoint_of_the_tenant_is_shown() {
    for seed in [1, 2] {
        let bench = Bench::new(TenantConfig { seed, edition: Edition::Premier, ..config(&[]) });
        let facts = &*bench.tenant.facts;
        let (engine, client) = bench.connected().await;
        assert_eq!(sync(&engine, &client).await.code, None);
        let devices = holdings::rows(&engine, &client, ViewName::Devices).await;
        for (kind, expected) in [
            ("phone", &facts.phones),
            ("token", &facts.tokens),
            ("passkey", &facts.webauthn),
            ("desktop", &facts.desktop_authenticators),
            ("registered", &facts.registered_devices),
        ] {
            assert!(expected.count > 0, "seed {seed}: {kind}");
            assert_eq!(digest::of_ids(ids(&devices, kind)), expected.digest, "seed {seed}: {kind}");
            assert_eq!(ids(&devices, kind).count() as u64, expected.count);
        }
        let blocked = devices.iter().filter(|row| row["blocked"] == true).count() as u64;
        assert_eq!(blocked, facts.blocked_devices.count);
        let endpoints = holdings::rows(&engine, &client, ViewName::Endpoints).await;
        let told = facts.endpoints.as_ref().unwrap();
        assert_eq!(digest::of_ids(endpoints.iter().map(|row| row["epkey"].as_str().unwrap())), told.digest);
        assert_eq!(count(&endpoints, "trusted", "yes"), told.trusted);
        assert_eq!(count(&endpoints, "encryption", "off"), told.unencrypted);
        assert_eq!(count(&endpoints, "firewall", "off"), told.firewall_off);
        assert_eq!(count(&endpoints, "password", "unset"), told.password_unset);
        let mut by_os: BTreeMap<String, u64> = BTreeMap::new();
        for row in &endpoints {
            *by_os.entry(row["os"].as_str().unwrap().to_owned()).or_default() += 1;
            assert_eq!(row["username"].is_null(), row["user_id"].is_null(), "a name finds its user: {row:?}");
        }
        assert_eq!(by_os, told.by_os);
        let anonymous = endpoints.iter().filter(|row| row["username"].is_null()).count() as u64;
        assert_eq!(anonymous, told.anonymous);
    }
}

#[tokio::test]
async fn the_panel_of_a_user_has_the_users_computers() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let devices = holdings::rows(&engine, &client, ViewName::Devices).await;
    let desktop = devices.iter().find(|row| row["kind"] == "desktop").unwrap();
    let user_id = desktop["user_id"].as_str().unwrap().to_owned();
    let asked = UserRef { client: client.clone(), user_id: user_id.clone(), idle_days: None };
    let detail = engine.user_detail(asked).await.unwrap();
    assert!(detail.record.desktop_authenticators.iter().any(|row| row["dakey"] == desktop["device_id"]));
    let endpoints = holdings::rows(&engine, &client, ViewName::Endpoints).await;
    let own = endpoints.iter().filter(|row| row["user_id"] == user_id.as_str()).count();
    assert_eq!(detail.record.endpoints.len(), own);
}

/// The fault or edition, the state of the endpoints, its code, and what stands in place of the view.
type Case = (TenantConfig, DataSetState, Code, Option<NotEvaluatedReason>);

#[tokio::test]
async fn a_list_that_is_not_whole_says_which_of_four_ways() {
    let data_set = DataSet::Endpoints;
    let no_right = Permission::ReadResource;
    let cases: [Case; 4] = [
        (
            TenantConfig { permissions: vec![Grant::ReadInformation, Grant::ReadLog], ..config(&[]) },
            DataSetState::Denied,
            Code::PermMissing,
            Some(NotEvaluatedReason::PermissionMissing { permission: no_right }),
        ),
        (
            TenantConfig { edition: Edition::Essentials, ..config(&[]) },
            DataSetState::NotInEdition,
            Code::NotInEdition,
            Some(NotEvaluatedReason::NotInEdition { data_set }),
        ),
        (
            config(&["not_offered@/admin/v1/endpoints"]),
            DataSetState::NotOffered,
            Code::NotOffered,
            Some(NotEvaluatedReason::NotOffered { data_set }),
        ),
        (
            config(&["total_lies:100000@/admin/v1/endpoints"]),
            DataSetState::Truncated,
            Code::ListTruncated,
            None,
        ),
    ];
    for (config, state, code, missing) in cases {
        let bench = Bench::new(config);
        let (engine, client) = bench.connected().await;
        let status = sync(&engine, &client).await;
        for status in [status, engine.sync_status(ClientRef { client: client.clone() }).await.unwrap()] {
            assert_eq!(set(&status, data_set).state, state);
        }
        let shown = page(&engine, &client, ViewName::Endpoints).await;
        let why = shown.not_evaluated.iter().find(|one| one.what == "endpoints").map(|one| one.why);
        if let Some(reason) = missing {
            assert_eq!((shown.rows, why), (None, Some(reason)), "{state:?}");
        } else {
            let told = bench.tenant.facts.endpoints.as_ref().unwrap().count;
            assert_eq!((shown.total, why), (told, Some(NotEvaluatedReason::Truncated { data_set })));
        }
        let summary = engine.clients(engine::api::Nothing {}).await.unwrap();
        let limited = summary[0].state == engine::api::ConnectionState::Limited;
        assert_eq!(limited, state == DataSetState::Denied, "{state:?}: an edition lacks no right");
        assert!(set(&status_of(&engine, &client).await, data_set).code.is_none_or(|stored| stored == code));
    }
}

async fn status_of(engine: &std::sync::Arc<engine::Engine>, client: &str) -> SyncStatus {
    engine.sync_status(ClientRef { client: client.to_owned() }).await.unwrap()
}

#[tokio::test]
async fn a_list_that_duo_cuts_short_removes_nothing() {
    let mut bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let before = holdings::rows(&engine, &client, ViewName::Endpoints).await;
    drop(engine);
    let fault = "total_lies:100000@/admin/v1/endpoints";
    bench.switch_to(sample::simulated(TenantConfig { users: 300, ..config(&[fault]) }));
    let listed = bench.tenant.facts.endpoints.as_ref().unwrap().count;
    assert!(listed < before.len() as u64);
    let engine = bench.engine().await;
    let status = sync(&engine, &client).await;
    assert_eq!(set(&status, DataSet::Endpoints).state, DataSetState::Truncated);
    assert!(holdings::rows(&engine, &client, ViewName::Endpoints).await.len() >= before.len());
}

#[tokio::test]
async fn a_resulting_policy_is_asked_of_duo_and_names_its_policies() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let users = holdings::rows(&engine, &client, ViewName::Users).await;
    let apps = holdings::rows(&engine, &client, ViewName::Apps).await;
    let app = apps.iter().find(|row| row["name"] == "FortiGate SSL VPN").unwrap();
    let asked = PolicyResultOf {
        client: client.clone(),
        user_id: users[0]["user_id"].as_str().unwrap().to_owned(),
        app_key: app["app_key"].as_str().unwrap().to_owned(),
    };
    let result = engine.policy_result(asked.clone()).await.unwrap();
    let names: Vec<_> = result.policies.iter().map(|policy| policy.name.as_deref().unwrap()).collect();
    assert_eq!(names, ["Remote access", "Global Policy"]);
    assert_eq!(result.policies[0].policy_key, app["policy_key"]);
    let section = result.sections.iter().find(|one| one.section == "new_user").unwrap();
    assert_eq!(
        (section.properties[0].name.as_str(), section.properties[0].value.as_str()),
        ("new_user_behavior", "deny")
    );
    let gone = PolicyResultOf { user_id: "DUNOBODYATALL0000000".to_owned(), ..asked };
    assert_eq!(engine.policy_result(gone).await.unwrap_err().code, Code::NotOffered);
}

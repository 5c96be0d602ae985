//! Administrators, settings and Duo's own sums, compared with what was planted.

use std::sync::Arc;

use domain::{DataSet, NotEvaluatedReason, Outcomes, Permission};
use duo_sim::{Edition, Permission as Right, TenantConfig};
use engine::Engine;
use engine::api::{
    ClientRef, DataSetState, Figure, LicenceReviewOf, LicenceScenario, Overview, UserRef, ViewName, ViewPage,
    ViewQuery, ViewRows,
};
use serde_json::json;

use crate::bench::{Bench, config, sync};
use crate::{digest, holdings};

async fn overview(engine: &Arc<Engine>, client: &str) -> Overview {
    engine.overview(ClientRef { client: client.to_owned() }).await.unwrap()
}

async fn page(engine: &Arc<Engine>, client: &str, view: ViewName) -> ViewPage {
    let asked = ViewRows { client: client.to_owned(), view, query: ViewQuery::default() };
    engine.view_rows(asked).await.unwrap()
}

#[tokio::test]
async fn administrators_and_units_are_the_tenants() {
    let bench = Bench::new(config(&[]));
    let facts = &bench.tenant.facts;
    let (engine, client) = bench.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    let admins = holdings::rows(&engine, &client, ViewName::Admins).await;
    let ids = |rows: &[engine::api::Row], key: &str| {
        digest::of_ids(rows.iter().map(|row| row[key].as_str().unwrap()))
    };
    assert_eq!(
        (admins.len() as u64, ids(&admins, "admin_id")),
        (facts.admins.count, facts.admins.digest.clone())
    );
    for (status, count) in &facts.account.admins_by_status {
        let status = status.to_lowercase();
        assert_eq!(admins.iter().filter(|row| row["status"] == status).count() as u64, *count, "{status}");
    }
    let weak = admins.iter().filter(|row| row["status"] == "active" && row["strong"] == false).count() as u64;
    assert_eq!(weak, facts.account.weak_admins);
    assert_eq!(overview(&engine, &client).await.weak_admins, Figure::Value(weak as f64));
    let limited: Vec<_> = admins.iter().filter(|row| row["restricted"] == true).collect();
    assert_eq!(limited.len() as u64, facts.account.restricted_admins);
    assert_eq!(limited[0]["units"], json!(["Front office"]));
    let units = holdings::rows(&engine, &client, ViewName::AdminUnits).await;
    let stated = &facts.account.admin_units;
    assert_eq!((units.len() as u64, ids(&units, "admin_unit_id")), (stated.count, stated.digest.clone()));
    let front = units.iter().find(|row| row["name"] == "Front office").unwrap();
    assert_eq!(front["admins"], json!([limited[0]["name"]]));
    assert_eq!(front["groups"].as_array().unwrap().len(), 2, "{front:?}");
}

#[tokio::test]
async fn settings_are_shown_with_what_is_worth_a_word() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let settings = holdings::rows(&engine, &client, ViewName::Settings).await;
    let of = |name: &str| settings.iter().find(|row| row["setting"] == name).unwrap();
    assert_eq!(of("name")["value"], bench.tenant.facts.organisation.as_str());
    for (name, value, remark) in [
        ("inactive_user_expiration", json!("0"), json!("no_user_expiry")),
        ("helpdesk_bypass", json!("allow"), json!("help_desk_bypass")),
        ("user_managers_can_put_users_in_bypass", json!("true"), json!("managers_bypass")),
        ("sms_enabled", json!("true"), json!("weak_admin_factor")),
        ("voice_enabled", json!("false"), json!(null)),
        ("lockout_expire_duration", json!(null), json!(null)),
        ("pending_deletion_days", json!("7"), json!(null)),
        ("user_telephony_cost_max", json!("20"), json!(null)),
    ] {
        assert_eq!((&of(name)["value"], &of(name)["remark"]), (&value, &remark), "{name}");
    }
}

#[tokio::test]
async fn the_review_says_whom_duo_trashes_itself_and_when() {
    let bench = Bench::new(TenantConfig { user_expiry_days: 90, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let users = holdings::rows(&engine, &client, ViewName::Users).await;
    let some_day = |row: &&engine::api::Row| row["trash_on"].is_string();
    let trashed = users.iter().filter(some_day).count() as u64;
    assert!(trashed > 0);
    assert_eq!(trashed, bench.tenant.facts.account.trashed_some_day);
    assert!(users.iter().filter(some_day).all(|row| row["directory"] == false));
    let licences = holdings::rows(&engine, &client, ViewName::Licences).await;
    let row = licences.iter().find(|row| some_day(row) && row["lane"].is_string()).unwrap();
    let user_id = row["user_id"].as_str().unwrap().to_owned();
    let asked = UserRef { client: client.clone(), user_id, idle_days: None };
    let record = engine.user_detail(asked).await.unwrap().record;
    let expected = record.last_login.unwrap() + chrono::TimeDelta::days(90);
    assert_eq!(record.trash_on, Some(expected));
    let scenario =
        LicenceScenario { reasons: domain::analysis::Reason::ALL.into(), ..LicenceScenario::default() };
    let removal = String::from_utf8(engine.removal_csv(&client, &[], &scenario).await.unwrap()).unwrap();
    assert!(removal.lines().next().unwrap().contains("trash_on"));
    assert!(removal.lines().skip(1).any(|line| line.contains(&expected.format("%Y-%m-%d").to_string())));
    let told = overview(&engine, &client).await.edition;
    let review = engine.licence_review(LicenceReviewOf { client, scenario }).await.unwrap();
    assert!(told.is_some());
    assert_eq!(review.edition, told);
    assert_eq!(review.user_expiry_days, Figure::Value(90.0));
}

#[tokio::test]
async fn duos_own_sums_are_those_of_its_logs() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let (shown, facts) = (overview(&engine, &client).await, &bench.tenant.facts.account);
    let outcomes = |of: Outcomes| json!({ "SUCCESS": of.success, "FAILURE": of.failure, "FRAUD": of.fraud, "ERROR": of.error });
    let attempts = shown.attempts.unwrap();
    assert_eq!(outcomes(attempts.attempts), facts.attempts);
    assert_eq!(outcomes(attempts.users), facts.attempting_users);
    assert_eq!(shown.credits_used_30d, Figure::Value(facts.telephony_credits_used as f64));
    assert_eq!(shown.telephony_credits, Figure::Value(facts.telephony_credits_remaining as f64));
}

#[tokio::test]
async fn without_its_right_each_says_so_and_nothing_else_suffers() {
    let permissions = vec![Right::ReadResource, Right::ReadLog];
    let bench = Bench::new(TenantConfig { permissions, user_expiry_days: 90, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    let status = sync(&engine, &client).await;
    let needing = |permission| NotEvaluatedReason::PermissionMissing { permission };
    for (view, set, right) in [
        (ViewName::Admins, DataSet::Admins, Permission::Administrators),
        (ViewName::AdminUnits, DataSet::AdminUnits, Permission::Administrators),
        (ViewName::Settings, DataSet::Settings, Permission::Settings),
    ] {
        let state = status.data_sets.iter().find(|status| status.data_set == set).unwrap().state;
        assert_eq!(state, DataSetState::Denied, "{set:?}");
        let page = page(&engine, &client, view).await;
        assert_eq!(page.rows, None, "{view:?}");
        assert!(
            page.not_evaluated.iter().any(|gap| gap.what == set.id() && gap.why == needing(right)),
            "{view:?}"
        );
    }
    let shown = overview(&engine, &client).await;
    assert_eq!(shown.weak_admins, Figure::NotEvaluated(needing(Permission::Administrators)));
    assert_eq!(shown.credits_used_30d, Figure::NotEvaluated(needing(Permission::ReadInformation)));
    assert_eq!(shown.attempts, None);
    assert_eq!(
        shown.act_on.iter().find(|one| one.kind == "permission_missing").map(|one| one.count),
        Some(1)
    );
    let users = page(&engine, &client, ViewName::Users).await;
    assert!(users.rows.unwrap().iter().all(|row| row["trash_on"].is_null()));
    let gap = users.not_evaluated.iter().find(|gap| gap.what == "settings").unwrap();
    assert_eq!(gap.why, needing(Permission::Settings));
}

#[tokio::test]
async fn trust_monitor_is_read_where_it_is_offered() {
    let premier = TenantConfig { edition: Edition::Premier, ..config(&[]) };
    for (tenant, offered) in [(premier, true), (config(&[]), false)] {
        let bench = Bench::new(tenant);
        let (engine, client) = bench.connected().await;
        let status = sync(&engine, &client).await;
        assert_eq!(status.ending(), None, "an edition without it is no failure");
        let page = page(&engine, &client, ViewName::TrustMonitor).await;
        let facts = &bench.tenant.facts.account.trust_events;
        if offered {
            let rows = page.rows.unwrap();
            let ids = rows.iter().map(|row| row["sekey"].as_str().unwrap());
            assert_eq!((page.total, digest::of_ids(ids)), (facts.count, facts.digest.clone()));
            assert!(rows.iter().all(|row| row["username"].is_string()), "{rows:?}");
            let surfaced: Vec<_> = rows.iter().map(|row| row["surfaced"].as_str().unwrap()).collect();
            assert!(surfaced.is_sorted_by(|one, other| one >= other), "newest first");
        } else {
            assert_eq!(page.rows, None);
            let set = status.data_sets.iter().find(|set| set.data_set == DataSet::TrustMonitor).unwrap();
            assert_ne!(set.state, DataSetState::Denied, "the log can be read: it is the edition's");
        }
    }
}

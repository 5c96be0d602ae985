//! Who can and who must pass a second factor, compared with the tenant's own count.

use domain::{DataSet, NotEvaluatedReason, Permission};
use duo_sim::{CoverageFacts, TenantConfig};
use engine::Code;
use engine::api::{ClientRef, DataSetState, Figure, Operator, Overview, ViewCounts, ViewName, ViewQuery};
use engine::api::{Condition, UserRef};

use crate::bench::{Bench, config, sync};
use crate::holdings;

async fn overview(engine: &std::sync::Arc<engine::Engine>, client: &str) -> Overview {
    engine.overview(ClientRef { client: client.to_owned() }).await.unwrap()
}

fn sum(overview: &Overview, measure: &str) -> Option<u64> {
    overview.coverage_sums.iter().find(|sum| sum.measure == measure).unwrap().users
}

#[tokio::test]
async fn can_must_and_factors_are_the_tenants() {
    for seed in [1, 2, 3] {
        let bench = Bench::new(TenantConfig { users: 1_500, events: 200, seed, ..config(&[]) });
        let facts: CoverageFacts = bench.tenant.facts.coverage.clone();
        for planted in
            [facts.by_status, facts.by_group, facts.by_policy, facts.factor_not_allowed, facts.no_factor]
        {
            assert!(planted > 0, "seed {seed}: {facts:?}");
        }
        let (engine, client) = bench.connected().await;
        assert_eq!(sync(&engine, &client).await.code, None);
        let shown = overview(&engine, &client).await;
        let expected = [
            ("population", facts.population),
            ("can_mfa", facts.can),
            ("must_mfa", facts.must),
            ("let_past_status", facts.by_status),
            ("let_past_group", facts.by_group),
            ("let_past_policy", facts.by_policy),
            ("let_past_new_user", 0),
            ("factor_not_allowed", facts.factor_not_allowed),
            ("no_factor", facts.no_factor),
        ];
        for (measure, users) in expected {
            assert_eq!(sum(&shown, measure), Some(users), "seed {seed}: {measure}");
        }
        assert_eq!(shown.must_mfa, Figure::Value(facts.must as f64));
        assert_eq!(shown.can_mfa, Figure::Value(facts.can as f64));
        let strongest: Vec<(String, u64)> = shown
            .strongest
            .iter()
            .map(|one| (one.value.clone().unwrap_or_else(|| "none".into()), one.count))
            .collect();
        for (class, users) in &facts.strongest {
            assert!(
                strongest.contains(&((*class).to_owned(), *users)),
                "seed {seed}: {class} {users}, {strongest:?}"
            );
        }
        let rows = holdings::rows(&engine, &client, ViewName::Users).await;
        let of = |column: &str| rows.iter().filter(|row| row[column] == true).count() as u64;
        assert_eq!((of("can_mfa"), of("must_mfa")), (facts.can, facts.must), "the table and the sums agree");
    }
}

#[tokio::test]
async fn a_user_whom_a_policy_lets_past_is_told_by_which_and_where() {
    let bench = Bench::new(TenantConfig { users: 1_500, events: 0, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let rows = holdings::rows(&engine, &client, ViewName::Users).await;
    let past = rows.iter().find(|row| row["let_past"] == serde_json::json!(["policy"])).unwrap();
    let user_id = past["user_id"].as_str().unwrap().to_owned();
    let detail =
        engine.user_detail(UserRef { client: client.clone(), user_id, idle_days: None }).await.unwrap();
    assert_eq!((detail.record.can_mfa, detail.record.must_mfa), (Some(true), Some(false)));
    let note = &detail.record.let_past[0];
    assert_eq!(note.name.as_deref(), Some("Meeting room displays"));
    assert_eq!(note.apps.len(), 1, "{note:?}");
    let policies = holdings::rows(&engine, &client, ViewName::Policies).await;
    let lax = policies.iter().find(|row| row["name"] == "Meeting room displays").unwrap();
    assert_eq!(lax["user_auth"], "bypass");
    assert!(lax["applied_to"][0].as_str().unwrap().starts_with("Confluence: "), "{lax:?}");
    assert_eq!(policies[0]["is_global"], true);
    assert_eq!(policies[0]["remembered_days"], 30);
}

#[tokio::test]
async fn without_policies_must_is_not_evaluated_and_can_takes_every_factor() {
    let cases = [
        ("permission_revoked:0@/admin/v2/policies", DataSetState::Denied, Code::PermMissing),
        ("not_offered@/admin/v2/policies", DataSetState::NotOffered, Code::NotOffered),
        ("bad_json@/admin/v2/policies", DataSetState::Failed, Code::RespBadJson),
    ];
    for (fault, state, code) in cases {
        let bench = Bench::new(config(&[fault]));
        let (engine, client) = bench.connected().await;
        let status = sync(&engine, &client).await;
        let policies = status.data_sets.iter().find(|set| set.data_set == DataSet::Policies).unwrap();
        assert_eq!((policies.state, policies.code), (state, Some(code)), "{fault}: {status:#?}");
        let shown = overview(&engine, &client).await;
        let facts = &bench.tenant.facts.coverage;
        assert_eq!(sum(&shown, "can_mfa"), Some(facts.can + facts.factor_not_allowed), "{fault}");
        assert_eq!((sum(&shown, "must_mfa"), sum(&shown, "let_past_group")), (None, None), "{fault}");
        let why = match state {
            DataSetState::Denied => {
                NotEvaluatedReason::PermissionMissing { permission: Permission::ReadResource }
            }
            DataSetState::NotOffered => NotEvaluatedReason::NotOffered { data_set: DataSet::Policies },
            _ => NotEvaluatedReason::NeverSynced { data_set: DataSet::Policies },
        };
        assert_eq!(
            (&shown.must_mfa, &shown.must_coverage),
            (&Figure::NotEvaluated(why), &Figure::NotEvaluated(why))
        );
        assert_eq!(
            holdings::rows(&engine, &client, ViewName::Users).await[0]["must_mfa"],
            serde_json::Value::Null
        );
    }
}

#[tokio::test]
async fn text_message_users_are_found_by_their_filter() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let filter = ["active", "bypass"].map(|status| {
        let is = |column: &str, value: &str| Condition {
            column: column.into(),
            op: Operator::Eq,
            value: value.into(),
        };
        vec![is("strongest", "sms_or_call"), is("status", status)]
    });
    let mut found = 0;
    for filter in filter {
        let query = ViewQuery { filter, ..ViewQuery::default() };
        let asked =
            ViewCounts { client: client.clone(), view: ViewName::Users, column: "strongest".into(), query };
        found += engine.view_counts(asked).await.unwrap().iter().map(|one| one.count).sum::<u64>();
    }
    assert_eq!(found, bench.tenant.facts.coverage.strongest["sms_or_call"]);
}

//! Sign-ins by weekday and hour, compared with the log itself; figures of nobody.

use std::sync::Arc;

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use domain::NotEvaluatedReason;
use duo_sim::TenantConfig;
use engine::Code;
use engine::Engine;
use engine::api::{ClientRef, Figure, HoursOf, Row, SignInHours, ViewName};

use crate::bench::{Bench, config, sync};
use crate::holdings;

async fn hours(engine: &Arc<Engine>, client: &str, app_key: Option<&str>, zone: &str) -> SignInHours {
    let asked = HoursOf {
        client: client.to_owned(),
        app_key: app_key.map(str::to_owned),
        time_zone: Some(zone.to_owned()),
    };
    engine.sign_in_hours(asked).await.unwrap()
}

/// Counts of the rows of a log by hour of the week, five and a half hours east of Greenwich.
fn recounted(rows: &[Row], within: &SignInHours) -> Vec<u64> {
    let east = FixedOffset::east_opt(5 * 3_600 + 1_800).unwrap();
    let mut counts = vec![0; 168];
    for row in rows {
        let at: DateTime<chrono::Utc> = row["ts"].as_str().unwrap().parse().unwrap();
        if (within.from..within.to).contains(&at) {
            let local = at.with_timezone(&east);
            counts[(local.weekday().num_days_from_monday() * 24 + local.hour()) as usize] += 1;
        }
    }
    counts
}

#[tokio::test]
async fn hours_are_those_of_the_sign_ins() {
    let bench = Bench::new(TenantConfig { users: 60, events: 4_000, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    let before = hours(&engine, &client, None, "UTC").await;
    assert!(before.hours.is_none());
    assert!(matches!(before.not_evaluated, Some(NotEvaluatedReason::NeverSynced { .. })), "{before:?}");

    assert_eq!(sync(&engine, &client).await.code, None);
    let rows = holdings::rows(&engine, &client, ViewName::Signins).await;
    let apps = holdings::rows(&engine, &client, ViewName::Apps).await;
    let all = hours(&engine, &client, None, "Asia/Kolkata").await;
    assert_eq!(all.time_zone, "Asia/Kolkata");
    assert_eq!((all.to - all.from).num_days(), 28);
    let counted = |hours: &SignInHours| -> Vec<u64> {
        hours.hours.as_ref().unwrap().iter().map(|hour| hour.sign_ins).collect()
    };
    assert_eq!(counted(&all), recounted(&rows, &all));
    assert!(counted(&all).iter().sum::<u64>() > 100);
    assert!(all.hours.as_ref().unwrap().iter().all(|hour| (hour.read, hour.unread) == (4, 0)), "{all:?}");

    let app = apps.iter().find(|row| row["name"] == "Microsoft 365").unwrap();
    let of_app: Vec<Row> = rows.iter().filter(|row| row["app"] == app["name"]).cloned().collect();
    let one = hours(&engine, &client, app["app_key"].as_str(), "Asia/Kolkata").await;
    assert_eq!(counted(&one), recounted(&of_app, &one));
    assert!(counted(&one).iter().sum::<u64>() < counted(&all).iter().sum::<u64>());

    let wrong = HoursOf { client, app_key: None, time_zone: Some("Zurich".to_owned()) };
    assert_eq!(engine.sign_in_hours(wrong).await.unwrap_err().code, Code::BadArguments);
}

#[tokio::test]
async fn a_client_of_nobody_has_no_share() {
    let bench =
        Bench::new(TenantConfig { users: 40, events: 200, ..config(&["empty_list@/admin/v1/users"]) });
    let (engine, client) = bench.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    let overview = engine.overview(ClientRef { client }).await.unwrap();
    assert_eq!(overview.population, Figure::Value(0.0));
    for share in [overview.coverage, overview.must_coverage] {
        assert_eq!(share, Figure::NotEvaluated(NotEvaluatedReason::Nobody));
    }
}

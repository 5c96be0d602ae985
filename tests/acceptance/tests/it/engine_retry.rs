//! A check that goes on where an earlier one failed, waits that are told, and a pace that is shared.

use std::sync::Arc;
use std::time::Duration;

use domain::Permission;
use duo_api::{EndpointClass, Governor, Pacing};
use engine::api::{CheckId, CheckReport, CheckRow, RowState, Verdict};
use engine::check::{CheckInput, CheckProgress, KeychainTest, check};
use engine::{Code, KeychainError};
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, config};

async fn run(bench: &Bench, input: CheckInput) -> CheckReport {
    check(&bench.ports, input, &CancellationToken::new(), &mut |_| ()).await
}

fn state(report: &CheckReport, id: CheckId) -> RowState {
    report.checks.iter().find(|row| row.id == id).expect("every row is told").state
}

/// How many requests a check costs that begins at the beginning.
async fn whole(bench: &Bench) -> u64 {
    let before = bench.tenant.simulator.requests();
    bench.check().await;
    bench.tenant.simulator.requests() - before
}

#[tokio::test(start_paused = true)]
async fn only_what_failed_and_what_follows_is_asked_again() {
    let bench = Bench::new(config(&["status_503:2@/admin/v1/info/summary"]));
    let failed = bench.check().await;
    assert_eq!(state(&failed, CheckId::Keys), RowState::Fail, "{failed:#?}");
    assert_eq!(state(&failed, CheckId::Permissions), RowState::Skipped);

    let before = bench.tenant.simulator.requests();
    let resume = Some(failed.clone());
    let report = run(&bench, CheckInput { resume, ..bench.input(&Permission::WANTED) }).await;
    let asked = bench.tenant.simulator.requests() - before;
    assert_eq!(report.verdict, Verdict::Verified, "{report:#?}");
    assert_eq!(asked + 1, whole(&bench).await, "all but the ping");
    let ping = |report: &CheckReport| report.checks[3].clone();
    assert_eq!(ping(&report), ping(&failed), "what was good is as it was");
    assert_eq!(report.clock_skew_seconds, failed.clock_skew_seconds);
}

#[tokio::test]
async fn rights_are_asked_again_without_the_keys() {
    let bench = Bench::new(config(&["forbid_all:11"]));
    let failed = bench.check().await;
    let sum = failed.checks.iter().find(|row| row.id == CheckId::Permissions).unwrap();
    assert_eq!((sum.state, sum.code), (RowState::Fail, Some(Code::PermNoneOrNetwork)), "{failed:#?}");
    let resume = Some(failed);
    let report = run(&bench, CheckInput { resume, ..bench.input(&Permission::WANTED) }).await;
    assert_eq!(report.verdict, Verdict::Verified, "{report:#?}");
}

#[tokio::test]
async fn a_keychain_that_opens_costs_no_request() {
    let bench = Bench::new(config(&[]));
    let input =
        || CheckInput { keychain: KeychainTest::Asked, identity: true, ..bench.input(&Permission::WANTED) };
    *bench.keychain.fails.lock().unwrap() = Some(KeychainError::Locked);
    let first = run(&bench, input()).await;
    assert_eq!(state(&first, CheckId::Keychain), RowState::Warn);

    *bench.keychain.fails.lock().unwrap() = None;
    let before = bench.tenant.simulator.requests();
    let again = run(&bench, CheckInput { resume: Some(first.clone()), ..input() }).await;
    assert_eq!(bench.tenant.simulator.requests(), before);
    assert_eq!(state(&again, CheckId::Keychain), RowState::Pass, "{again:#?}");
    assert_eq!(
        (again.identity, again.permissions, again.account),
        (first.identity, first.permissions, first.account)
    );
}

#[tokio::test]
async fn a_report_in_which_nothing_failed_is_made_anew() {
    let bench = Bench::new(config(&[]));
    let first = bench.check().await;
    let before = bench.tenant.simulator.requests();
    run(&bench, CheckInput { resume: Some(first), ..bench.input(&Permission::WANTED) }).await;
    let asked = bench.tenant.simulator.requests() - before;
    assert_eq!(asked, whole(&bench).await);
}

#[tokio::test(start_paused = true)]
async fn waits_are_told_while_they_last() {
    let bench = Bench::new(config(&["rate_burst:2@/admin/v1/info/summary"]));
    let mut waits: Vec<CheckRow> = Vec::new();
    let mut tell = |progress| {
        if let CheckProgress::Row(row) = progress
            && row.code == Some(Code::RateLimit)
        {
            waits.push(row);
        }
    };
    let report =
        check(&bench.ports, bench.input(&Permission::WANTED), &CancellationToken::new(), &mut tell).await;
    assert_eq!(report.verdict, Verdict::Verified);
    let told: Vec<_> = waits
        .iter()
        .map(|row| (row.id, row.state, row.values["number"].as_str(), row.values["of"].as_str()))
        .collect();
    assert_eq!(
        told,
        [(CheckId::Keys, RowState::Running, "1", "5"), (CheckId::Keys, RowState::Running, "2", "5"),]
    );
    assert!(waits.iter().all(|row| row.values["seconds"].parse::<u32>().unwrap() > 0));
}

#[tokio::test(start_paused = true)]
async fn a_check_keeps_to_the_pace_of_a_sync_of_the_same_account() {
    let bench = Bench::new(config(&[]));
    let governor = Arc::new(Governor::new(Pacing::Polite, bench.ports.clock.clone()));
    governor.refused(EndpointClass::Object, Some(Duration::from_secs(30)), None);
    let start = tokio::time::Instant::now();
    let shared = Some(governor);
    let report = run(&bench, CheckInput { governor: shared, ..bench.input(&Permission::WANTED) }).await;
    assert_eq!(report.verdict, Verdict::Verified);
    assert!(start.elapsed() >= Duration::from_secs(30), "{:?}", start.elapsed());
}

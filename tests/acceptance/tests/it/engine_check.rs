//! The check against every set of rights, every type of application, and slow or hostile servers.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use domain::Permission;
use duo_api::{Clock, SystemClock};
use duo_sim::{AppType, Permission as Grant, TenantConfig};
use engine::Code;
use engine::api::{CheckId, CheckReport, CheckRow, PermissionState, RowState, Verdict};
use engine::check::{CheckProgress, KeychainTest, check};
use tokio_util::sync::CancellationToken;

use crate::bench::{Bench, config};

fn row(report: &CheckReport, id: CheckId) -> &CheckRow {
    report.checks.iter().find(|row| row.id == id).unwrap_or_else(|| panic!("no row {id:?}: {report:#?}"))
}

fn granted(report: &CheckReport) -> Vec<Permission> {
    report.permissions.iter().filter(|row| row.state == PermissionState::Granted).map(|row| row.id).collect()
}

#[tokio::test]
async fn every_set_of_rights_is_found_exactly() {
    for bits in 0..32_u32 {
        let has = |index: usize| bits & (1 << index) != 0;
        let pick = |(index, grant): (usize, &Grant)| has(index).then_some(*grant);
        let permissions: Vec<Grant> = Grant::READ.iter().enumerate().filter_map(pick).collect();
        let names: Vec<&str> = permissions.iter().map(|grant| grant.id()).collect();
        let bench = Bench::new(TenantConfig { permissions: permissions.clone(), ..config(&[]) });
        let report = bench.check().await;

        let expected: Vec<Permission> =
            Permission::ALL.into_iter().filter(|right| names.contains(&right.id())).collect();
        assert_eq!(granted(&report), expected, "{names:?}");
        let all_wanted = Permission::WANTED.iter().all(|right| expected.contains(right));
        assert_eq!(
            report.verdict,
            if all_wanted { Verdict::Verified } else { Verdict::Limited },
            "{names:?}"
        );
        let code = match (expected.is_empty(), all_wanted) {
            (true, _) => Some(Code::PermNoneOrNetwork),
            (false, false) => Some(Code::PermMissing),
            (false, true) => None,
        };
        assert_eq!(row(&report, CheckId::Permissions).code, code, "{names:?}");
        assert_eq!(
            row(&report, CheckId::Keys).state,
            RowState::Pass,
            "a refusal proves the signature: {names:?}"
        );
        assert_eq!(report.excess_known, names.contains(&"read_resource"), "{names:?}");
        assert_eq!(bench.tenant.simulator.writes(), 0, "nothing write-shaped is ever sent");
    }
}

#[tokio::test]
async fn keys_of_another_type_are_named() {
    for (app_type, code) in
        [(AppType::AuthApi, Code::AppTypeAuthApi), (AppType::AccountsApi, Code::AppTypeAccountsApi)]
    {
        let bench = Bench::new(TenantConfig { app_type, ..config(&[]) });
        let report = bench.check().await;
        assert_eq!(report.verdict, Verdict::Failed, "{report:#?}");
        assert_eq!(row(&report, CheckId::ApplicationType).code, Some(code));
        assert_eq!(bench.tenant.simulator.writes(), 0, "nothing write-shaped is ever sent");
    }
}

#[tokio::test]
async fn rows_come_in_order_and_each_says_how_it_ended() {
    let bench = Bench::new(config(&[]));
    let mut ended = Vec::new();
    let mut tell = |progress| {
        if let CheckProgress::Row(row) = progress
            && row.state != RowState::Running
        {
            ended.push(row.id);
        }
    };
    let report =
        check(&bench.ports, bench.input(&Permission::WANTED), &CancellationToken::new(), &mut tell).await;
    let ids: Vec<CheckId> = report.checks.iter().map(|row| row.id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    ended.sort_unstable();
    assert_eq!(ended, ids, "every row was told once");
    assert_eq!(row(&report, CheckId::Dns).code, Some(Code::Sample), "no network is involved here");
    assert!(bench.keychain.ids().is_empty(), "a one-off check touches no keychain");
}

#[tokio::test]
async fn a_clock_that_is_days_off_is_told_and_fails_nothing() {
    for seconds in [-200_000, -303, 303, 86_400] {
        let clock = SystemClock::new();
        let duo = Arc::new(move || clock.utc() - TimeDelta::seconds(seconds));
        let report = Bench::of(sample::simulated_at(config(&[]), duo)).check().await;
        assert_eq!(report.verdict, Verdict::Verified, "{seconds}: {report:#?}");
        let skew = report.clock_skew_seconds.unwrap();
        assert!((skew - seconds).abs() <= 2, "{skew} for {seconds}");
        assert_eq!(row(&report, CheckId::Clock).code, Some(Code::ClockFar));
    }
}

#[tokio::test(start_paused = true)]
async fn a_rate_limit_that_stays_ends_the_check_within_a_minute() {
    let bench = Bench::new(config(&["rate_limited"]));
    let started = tokio::time::Instant::now();
    let report = bench.check().await;
    assert!(started.elapsed() <= Duration::from_secs(61), "{:?}", started.elapsed());
    let failed = report.checks.iter().find(|row| row.state == RowState::Fail).unwrap();
    assert_eq!((report.verdict, failed.code), (Verdict::Failed, Some(Code::RateLimit)), "{report:#?}");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_ends_the_check_within_a_minute() {
    for fault in ["tcp_blackhole", "drip", "drip_headers", "rst_before_headers", "status_503"] {
        let bench = Bench::new(config(&[fault]));
        let started = tokio::time::Instant::now();
        let report = bench.check().await;
        assert!(started.elapsed() <= Duration::from_secs(61), "{fault}: {:?}", started.elapsed());
        assert_eq!(report.verdict, Verdict::Failed, "{fault}");
        assert_eq!(report.checks.iter().filter(|row| row.state == RowState::Fail).count(), 1, "{fault}");
    }
}

#[tokio::test]
async fn a_short_burst_of_limits_is_waited_out() {
    tokio::time::pause();
    let bench = Bench::new(config(&["rate_burst:2@/admin/v1/info/summary"]));
    assert_eq!(bench.check().await.verdict, Verdict::Verified);
}

#[tokio::test]
async fn a_cancelled_check_stops_and_says_so() {
    let bench = Bench::new(config(&["rate_limited"]));
    let cancel = CancellationToken::new();
    let stopper = cancel.clone();
    let mut tell = move |progress| {
        if let CheckProgress::Row(row) = progress
            && row.id == CheckId::Keys
        {
            stopper.cancel();
        }
    };
    let started = tokio::time::Instant::now();
    let report = check(&bench.ports, bench.input(&Permission::WANTED), &cancel, &mut tell).await;
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    assert_eq!(report.verdict, Verdict::Failed);
    assert_eq!(row(&report, CheckId::Permissions).code, Some(Code::Cancelled), "{report:#?}");
}

#[tokio::test]
async fn a_full_check_tests_the_keychain_and_reads_the_identity() {
    let bench = Bench::new(config(&[]));
    let mut input = bench.input(&Permission::WANTED);
    (input.keychain, input.identity) = (KeychainTest::Asked, true);
    let report = check(&bench.ports, input, &CancellationToken::new(), &mut |_| ()).await;
    assert_eq!(row(&report, CheckId::Keychain).state, RowState::Pass);
    assert!(bench.keychain.ids().is_empty(), "the self-test cleans up");
    let identity = report.identity.unwrap();
    assert_eq!(identity.users.map(u64::from), Some(bench.tenant.facts.users.count));
    assert!(!identity.mail_domains.is_empty() && !identity.applications.is_empty());
}

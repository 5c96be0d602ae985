//! Syncs against a tenant that goes wrong: what was read is kept, the rest goes on, nothing is stored twice.

use std::sync::Arc;

use domain::{DataSet, NotEvaluatedReason, Permission};
use duo_sim::{Fault, TenantConfig};
use engine::api::{ConnectionState, DataSetState, DataSetStatus, SyncStatus, ViewName, ViewQuery, ViewRows};
use engine::{Code, Engine};

use crate::bench::{Bench, config, sync, whole};
use crate::holdings;

const LOG: &str = "/admin/v2/logs/authentication";

fn set(status: &SyncStatus, set: DataSet) -> &DataSetStatus {
    status.data_sets.iter().find(|row| row.data_set == set).unwrap()
}

fn others_are_done(status: &SyncStatus, except: DataSet) {
    for set in status.data_sets.iter().filter(|set| set.data_set != except) {
        assert!(whole(set), "{set:?}");
    }
}

/// A tenant that was well when it was connected to (and synced, if asked), and then met a fault.
async fn fallen_ill(fault: &str, synced: bool) -> (Bench, Arc<Engine>, String) {
    falls_ill(config(&[]), fault, synced).await
}

async fn falls_ill(config: TenantConfig, fault: &str, synced: bool) -> (Bench, Arc<Engine>, String) {
    let mut bench = Bench::new(config);
    let (engine, client) = bench.connected().await;
    if synced {
        assert_eq!(sync(&engine, &client).await.code, None);
    }
    drop(engine);
    let engine = with_faults(&mut bench, vec![fault.parse().unwrap()]).await;
    (bench, engine, client)
}

/// The same tenant and the same data folder, with these faults from now on.
async fn with_faults(bench: &mut Bench, faults: Vec<Fault>) -> Arc<Engine> {
    let config = bench.tenant.simulator.tenant().config().clone();
    bench.switch_to(sample::simulated(TenantConfig { faults, ..config }));
    bench.engine().await
}

#[tokio::test]
async fn a_right_that_is_taken_away_half_way_stops_its_own_sets_only() {
    for page in 1..=3 {
        let (bench, engine, client) = fallen_ill(&format!("permission_revoked:{page}@{LOG}"), false).await;
        let status = sync(&engine, &client).await;
        assert_eq!(set(&status, DataSet::SignIns).state, DataSetState::Denied, "page {page}: {status:#?}");
        assert_eq!(set(&status, DataSet::SignIns).code, Some(Code::PermMissing));
        others_are_done(&status, DataSet::SignIns);
        holdings::objects_are_exactly(&bench.tenant.facts, &engine, &client).await;
        assert_eq!(engine.find_client(&client).await.unwrap().state, ConnectionState::Limited);
    }
}

#[tokio::test]
async fn a_right_that_never_was_there_gives_a_reason_and_no_rows() {
    let log = duo_sim::Permission::ReadLog;
    let permissions = duo_sim::Permission::READ.into_iter().filter(|right| *right != log).collect();
    let bench = Bench::new(TenantConfig { permissions, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    let status = sync(&engine, &client).await;
    assert_eq!(status.code, None);
    for set in &status.data_sets {
        let denied = set.data_set.needs() == Permission::ReadLog;
        assert_eq!(set.state, if denied { DataSetState::Denied } else { DataSetState::Done }, "{set:?}");
    }
    let asked = ViewRows { client, view: ViewName::Signins, query: ViewQuery::default() };
    let page = engine.view_rows(asked).await.unwrap();
    assert_eq!(page.rows, None);
    assert_eq!(
        page.not_evaluated[0].why,
        NotEvaluatedReason::PermissionMissing { permission: Permission::ReadLog }
    );
}

#[tokio::test]
async fn a_secret_that_is_replaced_half_way_stops_the_sync_and_a_new_one_ends_it() {
    for page in [1, 2, 5] {
        let (mut bench, engine, client) = fallen_ill(&format!("secret_rotated:{page}"), false).await;
        let status = sync(&engine, &client).await;
        assert_eq!(status.code, Some(Code::AuthRotated), "page {page}: {status:#?}");
        let summary = engine.find_client(&client).await.unwrap();
        assert_eq!(
            (summary.state, summary.state_code),
            (ConnectionState::NeedsAttention, Some(Code::AuthRotated))
        );
        drop(engine);
        let engine = with_faults(&mut bench, Vec::new()).await;
        assert_eq!(sync(&engine, &client).await.code, None);
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_fails_its_set_and_keeps_the_last_good_data() {
    for (fault, code) in [
        ("wrong_type_null", Code::SchemaChanged),
        ("wrong_type_list", Code::SchemaChanged),
        ("bad_json", Code::RespBadJson),
        ("truncated", Code::RespBadJson),
        ("bom", Code::RespBadJson),
        ("duplicate_stat", Code::RespBadJson),
        ("invalid_utf8", Code::RespBadJson),
        ("empty_body", Code::RespNotJson),
        ("html_portal", Code::RespNotJson),
        ("status_503", Code::ServerError),
        ("status_502_html", Code::ServerError),
        ("stat_fail_200", Code::ServerError),
        ("endless_body", Code::RespTooLarge),
        ("cursor_loop", Code::PageLoop),
    ] {
        let (bench, engine, client) = fallen_ill(&format!("{fault}@/admin/v1/users"), true).await;
        let status = sync(&engine, &client).await;
        let users = set(&status, DataSet::Users);
        assert_eq!((users.state, users.code), (DataSetState::Failed, Some(code)), "{fault}: {status:#?}");
        others_are_done(&status, DataSet::Users);
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_network_that_fails_stops_the_sync_and_the_next_one_ends_it() {
    for (fault, code) in [
        ("rst_before_headers", Code::NetReset),
        ("rst_mid_body", Code::NetReset),
        ("short_body", Code::NetTruncated),
        ("tcp_blackhole", Code::NetTimeout),
        ("html_portal", Code::RespNotJson),
        ("tls_expired", Code::NetTlsExpired),
        ("redirect_path", Code::RespRedirect),
    ] {
        let (mut bench, engine, client) = fallen_ill(fault, false).await;
        let before = bench.tenant.simulator.requests();
        let status = sync(&engine, &client).await;
        assert_eq!(status.code, Some(code), "{fault}: {status:#?}");
        // Three sets are read at once; none of the others waits for the same answer again.
        let requests = bench.tenant.simulator.requests() - before;
        assert!(requests < 40, "{fault}: {requests} requests");
        drop(engine);
        let engine = with_faults(&mut bench, Vec::new()).await;
        assert_eq!(sync(&engine, &client).await.code, None, "{fault}");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_log_whose_pages_lead_nowhere_ends_with_few_requests() {
    for (fault, code) in [
        ("cursor_loop", Code::PageLoop),
        ("cursor_loop:3", Code::PageLoop),
        ("cursor_backwards", Code::PageLoop),
        ("empty_pages_forever", Code::PageLoop),
        ("cursor_injection", Code::SchemaChanged),
    ] {
        // A window needs more than one page to lead anywhere.
        let busy = TenantConfig { events: 12_000, ..config(&[]) };
        let (mut bench, engine, client) = falls_ill(busy, &format!("{fault}@{LOG}"), false).await;
        let status = sync(&engine, &client).await;
        let log = set(&status, DataSet::SignIns);
        assert_eq!((log.state, log.code), (DataSetState::Failed, Some(code)), "{fault}: {status:#?}");
        // A hundred empty pages whose cursors move on are borne, no more.
        let requests = bench.tenant.simulator.requests();
        assert!(requests < 170, "{fault}: {requests} requests");
        others_are_done(&status, DataSet::SignIns);
        drop(engine);
        let engine = with_faults(&mut bench, Vec::new()).await;
        assert_eq!(sync(&engine, &client).await.code, None, "{fault}");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test(start_paused = true)]
async fn oddities_that_duo_allows_change_nothing() {
    for fault in [
        "null_next_offset",
        "string_next_offset",
        "huge_page",
        "empty_page_once",
        "total_lies",
        "total_lies:-1",
        "total_lies:0",
        "retry_after:3",
        "rate_burst:7",
        "flaky_500",
    ] {
        let (bench, engine, client) = fallen_ill(fault, false).await;
        let status = sync(&engine, &client).await;
        assert_eq!(status.code, None, "{fault}: {status:#?}");
        assert!(status.data_sets.iter().all(whole), "{fault}: {status:#?}");
        holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
    }
}

#[tokio::test]
async fn fields_and_values_that_nobody_documented_are_no_reason_to_stop() {
    for fault in [
        "unknown_fields",
        "null_field",
        "deep_nesting",
        "huge_name",
        "markup",
        "txid_missing",
        "txid_twice",
        "late",
    ] {
        let (bench, engine, client) = fallen_ill(fault, false).await;
        let status = sync(&engine, &client).await;
        assert_eq!(status.code, None, "{fault}: {status:#?}");
        let stored = |of| set(&status, of).rows + set(&status, of).quarantined;
        assert_eq!(stored(DataSet::Users), bench.tenant.facts.users.count, "{fault}: {status:#?}");
        let sign_ins = bench.tenant.facts.sign_ins.as_ref().unwrap().count;
        assert!(stored(DataSet::SignIns).abs_diff(sign_ins) <= 20, "{fault}: {status:#?}");
    }
}

#[tokio::test]
async fn bad_rows_are_set_aside_and_counted_and_the_rest_is_stored() {
    for (fault, of) in [
        ("row_bad@/admin/v1/users", DataSet::Users),
        ("row_bad@/admin/v1/phones", DataSet::Phones),
        ("lone_surrogate@/admin/v1/users", DataSet::Users),
        ("row_bad@/admin/v2/logs/authentication", DataSet::SignIns),
    ] {
        let (_bench, engine, client) = fallen_ill(fault, false).await;
        let status = sync(&engine, &client).await;
        let row = set(&status, of);
        assert_eq!((status.code, row.state), (None, DataSetState::Done), "{fault}: {status:#?}");
        assert!(row.quarantined > 0 && row.rows > 0, "{fault}: {row:#?}");
        others_are_done(&status, of);
    }
}

#[tokio::test]
async fn a_500_fold_rate_limit_is_waited_out_gently() {
    tokio::time::pause();
    let (bench, engine, client) = fallen_ill("rate_burst:500@/admin/v1/users", false).await;
    let status = sync(&engine, &client).await;
    assert_eq!(status.code, None, "{status:#?}");
    let requests = bench.tenant.simulator.requests();
    assert!((500..=560).contains(&requests), "{requests} requests");
    holdings::are_exactly(&bench.tenant.facts, &engine, &client).await;
}

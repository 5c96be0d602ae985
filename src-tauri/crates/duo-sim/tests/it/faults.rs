//! Every fault does what its name says.

use duo_sim::{Answer, FaultKind, TenantConfig, WireFault};
use serde_json::Value;

use crate::client::{Bench, Log, code};

const USERS: &str = "/admin/v1/users";
const LOG: &str = "/admin/v2/logs/authentication";

fn status(faults: &[&str]) -> u16 {
    Bench::with_faults(faults).get(USERS, &[]).status
}

fn log_page(bench: &Bench, cursor: Option<&str>) -> Value {
    let now = bench.now().timestamp_millis();
    let (from, to) = ((now - 86_400_000 * 179).to_string(), now.to_string());
    let mut params =
        vec![("mintime", from.as_str()), ("maxtime", to.as_str()), ("sort", "ts:asc"), ("limit", "500")];
    params.extend(cursor.map(|cursor| ("next_offset", cursor)));
    bench.json(LOG, &params)["response"].clone()
}

fn cursor(page: &Value) -> String {
    let next = &page["metadata"]["next_offset"];
    format!("{},{}", next[0].as_str().unwrap(), next[1].as_str().unwrap())
}

#[test]
fn answers_that_are_not_duos() {
    assert_eq!(status(&["status_500"]), 500);
    assert_eq!(status(&["status_502_html"]), 502);
    assert_eq!(status(&["status_503"]), 503);
    assert_eq!(status(&["redirect_http"]), 301);
    let portal = Bench::with_faults(&["html_portal"]).get(USERS, &[]);
    assert_eq!((portal.status, portal.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let redirect = Bench::with_faults(&["redirect_path"]).get(USERS, &[]);
    assert_eq!((redirect.status, redirect.header("location")), (307, Some("/admin/v1/other")));
    let fail = Bench::with_faults(&["stat_fail_200"]).get(USERS, &[]);
    assert_eq!((fail.status, code(&fail)), (200, 50000));
}

#[test]
fn a_fault_can_pass_and_can_keep_to_a_path() {
    let bench = Bench::with_faults(&["status_500:2@/admin/v1/users"]);
    assert_eq!(bench.get("/admin/v1/groups", &[]).status, 200);
    let statuses: Vec<_> = (0..3).map(|_| bench.get(USERS, &[]).status).collect();
    assert_eq!(statuses, [500, 500, 200]);
}

#[test]
fn a_share_of_requests_fails() {
    let bench = Bench::with_faults(&["flaky_500:20"]);
    let failed = (0..500).filter(|_| bench.get("/admin/v1/settings", &[]).status == 500).count();
    assert!((60..140).contains(&failed), "{failed}");
}

#[test]
fn refusals() {
    assert_eq!(Bench::with_faults(&["ikey_unknown"]).code(USERS, &[]), 40102);
    assert_eq!(Bench::with_faults(&["signature_refused"]).code(USERS, &[]), 40103);
    assert_eq!(Bench::with_faults(&["forbid_all"]).code(USERS, &[]), 40301);
    assert_eq!(Bench::with_faults(&["rate_limited"]).code(USERS, &[]), 42901);
    assert_eq!(Bench::with_faults(&["date_stripped"]).code(USERS, &[]), 40104);
    assert_eq!(Bench::with_faults(&["authorization_stripped"]).code(USERS, &[]), 40101);
    let elsewhere = Bench::with_faults(&["not_offered@/admin/v1/groups"]);
    assert_eq!((elsewhere.code("/admin/v1/groups", &[]), elsewhere.get(USERS, &[]).status), (40401, 200));
    assert_eq!(Bench::with_faults(&["clock:301"]).code(USERS, &[]), 40105);
    assert_eq!(Bench::with_faults(&["clock:-299"]).get(USERS, &[]).status, 200);
    let past = Bench::with_faults(&["date_1970"]).get(USERS, &[]);
    assert_eq!((code(&past), past.header("date")), (40103, Some("Thu, 01 Jan 1970 00:00:00 GMT")));
    let burst = Bench::with_faults(&["rate_burst"]);
    let refused = (0..510).filter(|_| burst.get(USERS, &[("limit", "1")]).status == 429).count();
    assert_eq!(refused, 500);
    let odd = Bench::with_faults(&["retry_after"]);
    assert!((0..3).all(|_| odd.get(USERS, &[]).header("retry-after").is_some()));
    assert_eq!(odd.get(USERS, &[]).status, 200);
    let asking = Bench::with_faults(&["asks_to_wait:900@/admin/v1/users"]);
    assert!((0..3).all(|_| asking.get(USERS, &[]).header("retry-after") == Some("900")));
    assert_eq!(asking.get("/admin/v1/groups", &[]).status, 200);
}

#[test]
fn a_right_can_be_ticked_while_somebody_waits() {
    let bench = Bench::with_faults(&["forbid_all:2@/admin/v1/groups"]);
    let statuses: Vec<_> = (0..3).map(|_| bench.get("/admin/v1/groups", &[]).status).collect();
    assert_eq!(statuses, [403, 403, 200]);
    assert_eq!(bench.get(USERS, &[]).status, 200);
}

#[test]
fn a_permission_or_a_secret_goes_midway() {
    for (fault, expected) in [("permission_revoked:3", 40301), ("secret_rotated:3", 40103)] {
        let bench = Bench::with_faults(&[fault]);
        let codes: Vec<_> = (0..5).map(|_| bench.code(USERS, &[("limit", "1")])).collect();
        assert_eq!(codes, [0, 0, 0, expected, expected], "{fault}");
    }
}

#[test]
fn faults_below_http() {
    let wire = |fault: &str| match Bench::with_faults(&[fault]).answer(USERS, &[]) {
        Answer::Wire(wire) => wire,
        Answer::Response(_) => panic!("{fault} was answered"),
    };
    assert_eq!(wire("rst_before_headers"), WireFault::ResetBeforeHeaders);
    assert_eq!(wire("drip_headers"), WireFault::DripHeaders);
    assert_eq!(wire("endless_body"), WireFault::EndlessBody);
    assert_eq!(wire("tcp_blackhole"), WireFault::Silence);
    assert!(matches!(wire("rst_mid_body"), WireFault::ResetMidBody { after: 4096, .. }));
    assert!(matches!(wire("short_body"), WireFault::ShortBody { after: 4096, .. }));
    assert!(matches!(wire("drip"), WireFault::Drip(_)));
    assert!(matches!(wire("many_headers"), WireFault::ManyHeaders(_)));
}

#[test]
fn cursors_lead_astray() {
    let looping = Bench::with_faults(&["cursor_loop"]);
    let first = cursor(&log_page(&looping, None));
    assert_eq!(cursor(&log_page(&looping, Some(&first))), first);

    let back = Bench::with_faults(&["cursor_backwards"]);
    let first = cursor(&log_page(&back, None));
    assert!(cursor(&log_page(&back, Some(&first))) < first);

    let empty = Bench::with_faults(&["empty_pages_forever"]);
    let page = log_page(&empty, None);
    let again = log_page(&empty, Some(&cursor(&page)));
    assert_eq!((&page["authlogs"], &again["authlogs"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert_ne!(cursor(&page), cursor(&again));

    let injected = log_page(&Bench::with_faults(&["cursor_injection"]), None);
    assert_eq!(injected["metadata"]["next_offset"][1], "a&mintime=0#");
    let lies = log_page(&Bench::with_faults(&["total_lies:0"]), None);
    assert_eq!(lies["metadata"]["total_objects"], 0);
}

#[test]
fn after_one_empty_page_every_event_comes() {
    for sort in ["ts:asc", "ts:desc"] {
        let faults = vec!["empty_page_once".parse().unwrap()];
        let bench = Bench::new(TenantConfig { events: 1500, faults, ..TenantConfig::default() });
        let to_ms = bench.now().timestamp_millis();
        let from_ms = to_ms - 86_400_000 * 180;
        let rows = bench.log(&Log { path: LOG, from_ms, to_ms, limit: 1000, sort }).0;
        assert_eq!(rows.len(), 1500);
    }
}

#[test]
fn a_huge_page_ignores_the_limit() {
    let page = log_page(&Bench::with_faults(&["huge_page"]), None);
    assert!(page["authlogs"].as_array().unwrap().len() > 2500);
}

#[test]
fn the_total_of_the_activity_log_may_be_an_object() {
    let bench = Bench::with_faults(&["total_object"]);
    let now = bench.now().timestamp_millis();
    let (from, to) = ((now - 86_400_000 * 179).to_string(), now.to_string());
    let page = bench.json("/admin/v2/logs/activity", &[("mintime", &from), ("maxtime", &to)]);
    assert!(page["response"]["metadata"]["total_objects"]["value"].is_u64());
}

#[test]
fn no_kind_is_without_effect() {
    let quiet = Bench::with_faults(&[]);
    let beyond_handle = [
        FaultKind::DnsNxdomain,
        FaultKind::TcpRefused,
        FaultKind::TlsMitmTrusted,
        FaultKind::TlsSelfSigned,
        FaultKind::TlsExpired,
        FaultKind::TlsNotYet,
        FaultKind::TlsWrongName,
        FaultKind::TlsOld,
        FaultKind::Proxy407,
        FaultKind::Proxy502,
        FaultKind::PacketLoss,
    ];
    // These show on later pages or in other logs, and have tests of their own.
    let elsewhere = [
        FaultKind::PermissionRevoked,
        FaultKind::SecretRotated,
        FaultKind::CursorLoop,
        FaultKind::ListShrinks,
        FaultKind::TotalObject,
        FaultKind::NullNextOffset,
        FaultKind::StringNextOffset,
        FaultKind::Late,
        FaultKind::Flaky500,
        FaultKind::Flaky429,
    ];
    let now = quiet.now().timestamp_millis();
    let (from, to) = ((now - 86_400_000 * 179).to_string(), now.to_string());
    let params = [("mintime", from.as_str()), ("maxtime", to.as_str())];
    let sound = quiet.answer(LOG, &params);
    for kind in
        FaultKind::ALL.iter().filter(|kind| !beyond_handle.contains(kind) && !elsewhere.contains(kind))
    {
        let bench = Bench::with_faults(&[kind.name()]);
        assert_ne!(bench.answer(LOG, &params), sound, "{}", kind.name());
    }
}

#[test]
fn pages_can_begin_before_the_end_of_the_one_before() {
    let bench = Bench::with_faults(&["page_overlap:3"]);
    let first = log_page(&bench, None);
    let next = log_page(&bench, Some(&cursor(&first)));
    let ids = |page: &Value| -> Vec<String> {
        page["authlogs"].as_array().unwrap().iter().map(|row| row["txid"].to_string()).collect()
    };
    let (first, next) = (ids(&first), ids(&next));
    assert_eq!(first[first.len() - 3..], next[..3]);
    let users = bench.json(USERS, &[("limit", "100")]);
    assert_eq!(users["metadata"]["next_offset"], 97);
}

#[test]
fn sign_ins_can_share_their_millisecond() {
    let bench = Bench::with_faults(&["same_ms:5"]);
    let page = log_page(&bench, None);
    let mut times: Vec<_> =
        page["authlogs"].as_array().unwrap().iter().map(|row| row["isotimestamp"].to_string()).collect();
    let rows = times.len();
    times.sort_unstable();
    times.dedup_by(|a, b| a[..24] == b[..24]);
    assert!(times.len() * 4 < rows && times.len() * 6 > rows, "{} moments of {rows} events", times.len());
}

#[test]
fn a_body_can_be_cut_off_at_any_byte_once() {
    for at in [0, 1, 700] {
        let bench = Bench::with_faults(&[&format!("rst_at:{at}@{USERS}")]);
        let Answer::Wire(WireFault::ResetMidBody { after, .. }) = bench.answer(USERS, &[]) else {
            panic!("the first answer is not cut off at {at}");
        };
        assert_eq!(after, at);
        assert_eq!(bench.get(USERS, &[]).status, 200);
    }
}

#[test]
fn a_share_of_requests_is_refused_for_their_number() {
    let bench = Bench::with_faults(&["flaky_429:30"]);
    let refused = (0..500).filter(|_| bench.get("/admin/v1/settings", &[]).status == 429).count();
    assert!((100..200).contains(&refused), "{refused}");
}

#[test]
fn a_browser_can_have_a_very_long_name() {
    let page = log_page(&Bench::with_faults(&["huge_agent"]), None);
    let longest = page["authlogs"].as_array().unwrap().iter();
    let longest = longest.filter_map(|row| row["access_device"]["browser"].as_str().map(str::len)).max();
    assert_eq!(longest, Some(102_400));
}

/// Every case of a server that goes wrong has its fault; what a client must make of it is tried in `tests/acceptance`.
#[test]
fn every_server_case_has_a_fault() {
    let text = include_str!("../../../../../tests/fixtures/server-cases.json");
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    assert_eq!(cases.len(), 58);
    for case in cases {
        let fault = case["fault"].as_str().unwrap();
        assert!(fault.parse::<duo_sim::Fault>().is_ok(), "{case}");
    }
}

/// What a server can do to a sync in the situations of the reliability contract.
#[test]
fn every_situation_has_its_faults() {
    const SITUATIONS: &[(&str, &[&str])] = &[
        ("a page in part", &["rst_at:1", "rst_mid_body", "truncated", "short_body"]),
        ("too many requests, odd waits", &["rate_burst:500", "flaky_429:30", "rate_limited", "retry_after"]),
        ("server errors", &["flaky_500:20", "status_500", "status_502_html", "status_503"]),
        ("another type, a portal", &["html_portal", "bad_json"]),
        ("a byte at a time", &["drip", "drip_headers"]),
        ("no name, no network", &["dns_nxdomain", "tcp_refused", "tcp_blackhole"]),
        ("clocks", &["clock:360", "clock:-63072000", "date_1970"]),
        ("cursors", &["cursor_loop:1000", "cursor_backwards", "empty_pages_forever", "empty_page_once"]),
        ("events twice, events at once", &["page_overlap:20", "same_ms:50", "txid_twice"]),
        ("late events", &["late"]),
        ("another shape", &["unknown_fields", "null_field", "row_bad", "wrong_type_list", "iso_forms"]),
        ("a right or a secret gone", &["permission_revoked:3", "secret_rotated:3", "not_offered"]),
    ];
    for (situation, faults) in SITUATIONS {
        for fault in *faults {
            assert!(fault.parse::<duo_sim::Fault>().is_ok(), "{situation}: {fault}");
        }
    }
}

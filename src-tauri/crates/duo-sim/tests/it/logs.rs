//! The logs through their endpoints: parameters, windows, late events.

use std::collections::BTreeSet;

use duo_sim::TenantConfig;
use proptest::prelude::*;

use crate::client::{Bench, Log};

const PATH: &str = "/admin/v2/logs/authentication";
const DAY: i64 = 86_400_000;

fn code(bench: &Bench, params: &[(&str, &str)]) -> (u64, String) {
    let response = bench.get(PATH, params);
    let body: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
    let detail = body["message_detail"].as_str().unwrap_or_default().to_owned();
    (body["code"].as_u64().unwrap_or_default(), detail)
}

#[test]
fn parameters_are_checked_one_by_one() {
    let bench = Bench::new(TenantConfig::default());
    let now = bench.now().timestamp_millis();
    let (from, to) = ((now - DAY).to_string(), now.to_string());
    assert_eq!(code(&bench, &[]), (40001, "mintime".into()));
    assert_eq!(code(&bench, &[("mintime", &from)]), (40001, "maxtime".into()));
    assert_eq!(code(&bench, &[("mintime", &to), ("maxtime", &from)]), (40002, "maxtime".into()));
    let seconds = (now / 1000 - 86_400).to_string();
    let detail = "'mintime' must be a timestamp in milliseconds".to_owned();
    assert_eq!(code(&bench, &[("mintime", &seconds), ("maxtime", &to)]), (40002, detail));
    let old = (now - 181 * DAY).to_string();
    let detail = "mintime must be within the past 180 days".to_owned();
    assert_eq!(code(&bench, &[("mintime", &old), ("maxtime", &to)]), (40002, detail));
    let good = [("mintime", from.as_str()), ("maxtime", to.as_str())];
    for (name, value) in [("limit", "0"), ("limit", "x"), ("sort", "asc"), ("next_offset", "1,a&mintime=0#")]
    {
        let mut params = good.to_vec();
        params.push((name, value));
        assert_eq!(code(&bench, &params), (40002, name.into()), "{name}={value}");
    }
    assert_eq!(code(&bench, &good).0, 0);
}

#[test]
fn a_limit_above_a_thousand_is_clamped_and_a_hundred_is_the_default() {
    let bench = Bench::new(TenantConfig::default());
    let now = bench.now().timestamp_millis();
    let (from, to) = ((now - 179 * DAY).to_string(), now.to_string());
    let rows = |limit: &[(&str, &str)]| {
        let params = [[("mintime", from.as_str()), ("maxtime", to.as_str())].as_slice(), limit].concat();
        bench.json(PATH, &params)["response"]["authlogs"].as_array().unwrap().len()
    };
    assert_eq!(rows(&[]), 100);
    assert_eq!(rows(&[("limit", "5000")]), 1000);
}

#[test]
fn the_default_order_is_newest_first_and_a_cursor_may_come_in_two_parts() {
    let bench = Bench::new(TenantConfig::default());
    let now = bench.now().timestamp_millis();
    let (from, to) = ((now - 30 * DAY).to_string(), now.to_string());
    let params = [("mintime", from.as_str()), ("maxtime", to.as_str()), ("limit", "10")];
    let first = bench.json(PATH, &params)["response"].clone();
    let times: Vec<_> =
        first["authlogs"].as_array().unwrap().iter().map(|row| row["timestamp"].as_i64().unwrap()).collect();
    assert!(times.windows(2).all(|pair| pair[0] >= pair[1]));
    let next = &first["metadata"]["next_offset"];
    let (ms, id) = (next[0].as_str().unwrap(), next[1].as_str().unwrap());
    let joined = format!("{ms},{id}");
    let one = bench.json(PATH, &[params.as_slice(), &[("next_offset", &joined)]].concat());
    let two = bench.json(PATH, &[params.as_slice(), &[("next_offset", ms), ("next_offset", id)]].concat());
    assert_eq!(one, two);
}

#[test]
fn the_newest_two_minutes_are_absent() {
    let config = TenantConfig { users: 100, events: 20_000, ..TenantConfig::default() };
    // Described half an hour later than the server believes it is: its newest events lie in the future.
    let bench = Bench::new(config);
    bench.pass(-1800);
    let now = bench.now().timestamp_millis();
    let log = Log { path: PATH, from_ms: now - DAY, to_ms: now + DAY, limit: 1000, sort: "ts:asc" };
    let newest = bench.log(&log).0.last().unwrap()["timestamp"].as_i64().unwrap() * 1000;
    assert!(newest < now - 120_000);
}

#[test]
fn late_events_come_within_ten_minutes_and_none_is_lost() {
    let config = TenantConfig { users: 50, events: 1_000_000, ..TenantConfig::default() };
    let faults = vec!["late".parse().unwrap()];
    let bench = Bench::new(TenantConfig { faults, ..config.clone() });
    let now = bench.now().timestamp_millis();
    let log = Log { path: PATH, from_ms: now - DAY / 48, to_ms: now + DAY, limit: 100, sort: "ts:asc" };
    let (early, totals) = bench.log(&log);
    assert_eq!(totals[0], early.len() as u64);
    bench.pass(600);
    let all = bench.log(&log).0;
    assert!(early.len() < all.len(), "{} {}", early.len(), all.len());
    assert_eq!(all, Bench::new(config).log(&log).0);
}

#[test]
fn ten_million_events_cost_nothing_until_they_are_paged() {
    let bench = Bench::new(TenantConfig { users: 1000, events: 10_000_000, ..TenantConfig::default() });
    let now = bench.now().timestamp_millis();
    let (from, to) = ((now - 180 * DAY).to_string(), now.to_string());
    let page =
        bench.json(PATH, &[("mintime", &from), ("maxtime", &to), ("limit", "1000"), ("sort", "ts:asc")]);
    assert_eq!(page["response"]["metadata"]["total_objects"], 10_000_000);
    assert_eq!(page["response"]["authlogs"].as_array().unwrap().len(), 1000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Windows that share a border hold every event, and the border's twice, whatever the limit and the direction.
    #[test]
    fn windows_that_touch_hold_every_event(
        seed in 0_u64..20, border in 1_usize..599, limit in 3_usize..400, ascending: bool,
    ) {
        let bench = Bench::new(TenantConfig { seed, users: 40, events: 600, ..TenantConfig::default() });
        let now = bench.now().timestamp_millis();
        let sort = if ascending { "ts:asc" } else { "ts:desc" };
        let walk = |from_ms, to_ms| bench.log(&Log { path: PATH, from_ms, to_ms, limit, sort }).0;
        let whole = walk(now - 180 * DAY, now);
        let middle = ms(&whole[border]);
        let (before, after) = (walk(now - 180 * DAY, middle), walk(middle, now));
        let at_border = whole.iter().filter(|row| ms(row) == middle).count();
        prop_assert_eq!(before.len() + after.len(), 600 + at_border);
        let ids: BTreeSet<_> = before.iter().chain(&after).map(|row| row["txid"].to_string()).collect();
        prop_assert_eq!(ids.len(), 600);
        prop_assert_eq!(walk(now - 180 * DAY, middle - 1).len(), 600 - after.len());
    }
}

fn ms(row: &serde_json::Value) -> i64 {
    let text = row["isotimestamp"].as_str().unwrap();
    chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

#[test]
fn the_telephony_log_is_paged_to_its_end_and_names_sign_ins_that_were_called() {
    let config = TenantConfig { users: 100, events: 30_000, ..TenantConfig::default() };
    let bench = Bench::new(config);
    let facts = bench.simulator.tenant().facts();
    let now = bench.now().timestamp_millis();
    let log = |name: &str, id: &str| {
        let path = format!("/admin/v2/logs/{name}");
        let (from, to) = ((now - 180 * DAY).to_string(), now.to_string());
        let mut rows = std::collections::BTreeMap::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut params = vec![("mintime", from.as_str()), ("maxtime", to.as_str()), ("limit", "1000")];
            params.extend([("sort", "ts:asc")]);
            params.extend(cursor.as_deref().map(|cursor| ("next_offset", cursor)));
            let page = bench.json(&path, &params)["response"].clone();
            let list =
                page.get("items").or_else(|| page.get("authlogs")).unwrap().as_array().unwrap().clone();
            rows.extend(list.into_iter().map(|row| (row[id].as_str().unwrap().to_owned(), row)));
            cursor = match &page["metadata"]["next_offset"] {
                serde_json::Value::String(next) => Some(next.clone()),
                serde_json::Value::Array(parts) => {
                    Some(format!("{},{}", parts[0].as_str().unwrap(), parts[1].as_str().unwrap()))
                }
                _ => return rows,
            };
        }
    };
    let calls = log("telephony", "telephony_id");
    assert_eq!(calls.len() as u64, facts.telephony.count);
    let sign_ins = log("authentication", "txid");
    let mut told = 0;
    for call in calls.values() {
        let Some(txid) = call["txid"].as_str() else { continue };
        let sign_in = &sign_ins[txid];
        let factor = if call["type"] == "phone" { "phone_call" } else { "sms_passcode" };
        assert_eq!((&sign_in["factor"], &sign_in["auth_device"]["name"]), (&factor.into(), &call["phone"]));
        told += 1;
    }
    assert!(told > 100, "{told} of {}", calls.len());
}

#[test]
fn the_logs_of_the_first_generation_answer_the_earliest_thousand_from_mintime() {
    let config = TenantConfig { users: 100, events: 400_000, ..TenantConfig::default() };
    let bench = Bench::new(config);
    let facts = bench.simulator.tenant().facts();
    let path = "/admin/v1/logs/administrator";
    let (mut mintime, mut seen) = (0, BTreeSet::new());
    loop {
        let page = bench.json(path, &[("mintime", &mintime.to_string())])["response"].clone();
        let rows = page.as_array().unwrap();
        let times: Vec<_> = rows.iter().map(|row| row["timestamp"].as_i64().unwrap()).collect();
        assert!(times.is_sorted() && times[0] >= mintime);
        seen.extend(rows.iter().map(ToString::to_string));
        if rows.len() < 1000 {
            break;
        }
        mintime = times[999];
    }
    assert_eq!(seen.len() as u64, facts.admin_log);
    assert!(facts.admin_log > 1_500);
    let offline = bench.json("/admin/v1/logs/offline_enrollment", &[])["response"].clone();
    assert_eq!(offline.as_array().unwrap().len() as u64, facts.offline_log);
    assert_eq!(bench.code(path, &[("mintime", "x")]), 40002);
}

#[test]
fn a_row_that_is_lost_is_counted_all_the_same() {
    let bench = Bench::with_faults(&["row_lost"]);
    let now = bench.now().timestamp_millis();
    let (from, to) = ((now - 20 * DAY).to_string(), now.to_string());
    let params = [("mintime", from.as_str()), ("maxtime", to.as_str()), ("limit", "1000")];
    let rows = || {
        let page = bench.json(PATH, &params)["response"].clone();
        (
            page["authlogs"].as_array().unwrap().len() as u64,
            page["metadata"]["total_objects"].as_u64().unwrap(),
        )
    };
    let (first, again) = (rows(), rows());
    assert_eq!((first.0 + 1, first.1), again);
    assert_eq!(again.0, again.1);
}

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

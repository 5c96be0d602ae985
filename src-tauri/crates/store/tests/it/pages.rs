//! Pages in any order, that overlap, repeat themselves and change their minds, are stored as what they say in all.

use std::collections::BTreeMap;

use domain::SignIn;
use proptest::prelude::*;

use crate::fixture::{Fixture, NOW_MS, sign_in};

/// How the pages of a log are made: events a millisecond, rows a page, rows of overlap, and what happens to the pages.
#[derive(Clone, Debug)]
struct Shape {
    events: usize,
    per_ms: usize,
    limit: usize,
    overlap: usize,
    again: Vec<prop::sample::Index>,
    swaps: Vec<(prop::sample::Index, prop::sample::Index)>,
    changed: Vec<prop::sample::Index>,
}

fn shape() -> impl Strategy<Value = Shape> {
    let index = || any::<prop::sample::Index>();
    (
        1..400_usize,
        1..50_usize,
        1..120_usize,
        0..20_usize,
        prop::collection::vec(index(), 0..3),
        prop::collection::vec((index(), index()), 0..4),
        prop::collection::vec(index(), 0..4),
    )
        .prop_map(|(events, per_ms, limit, overlap, again, swaps, changed)| Shape {
            events,
            per_ms,
            limit,
            overlap: overlap.min(limit - 1),
            again,
            swaps,
            changed,
        })
}

fn events(shape: &Shape) -> Vec<SignIn> {
    let row = |n: usize| {
        let ms = i64::try_from(n / shape.per_ms).unwrap();
        sign_in(
            NOW_MS - 1_000_000 + ms,
            &format!("tx{n}"),
            &format!("app{}", n % 3),
            &format!("user{}", n % 7),
        )
    };
    (0..shape.events).map(row).collect()
}

fn pages(shape: &Shape, events: &[SignIn]) -> Vec<Vec<SignIn>> {
    let step = shape.limit - shape.overlap;
    let mut pages: Vec<Vec<SignIn>> = (0..events.len())
        .step_by(step)
        .map(|from| events[from..(from + shape.limit).min(events.len())].to_vec())
        .collect();
    for index in &shape.again {
        let page = index.get(&pages).clone();
        pages.push(page);
    }
    for (one, other) in &shape.swaps {
        let (one, other) = (one.index(pages.len()), other.index(pages.len()));
        pages.swap(one, other);
    }
    // What comes later of a key is what holds.
    for index in &shape.changed {
        let at = index.index(pages.len());
        if let Some(row) = pages[at].first_mut() {
            row.reason = Some("changed".to_owned());
        }
    }
    pages
}

fn cases() -> u32 {
    if std::env::var_os("TANDEM_SOAK").is_some_and(|name| !name.is_empty()) { 10_000 } else { 64 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn pages_are_stored_as_what_they_say_in_all(shape in shape()) {
        let fixture = Fixture::new();
        let all = events(&shape);
        let window = fixture.db.open_window(0, NOW_MS).unwrap();
        let mut expected: BTreeMap<String, Option<String>> = BTreeMap::new();
        let pages = pages(&shape, &all);
        let last = pages.len() - 1;
        for (number, page) in pages.iter().enumerate() {
            for row in page {
                expected.insert(row.txid.clone(), row.reason.clone());
            }
            let cursor = number.to_string();
            fixture.db.write_signins(window.id, page, &[], Some(&cursor), None, number == last).unwrap();
        }
        let count = |sql: &str| usize::try_from(fixture.int(sql)).unwrap();
        prop_assert_eq!(count("SELECT count(*) FROM sign_ins"), shape.events);
        prop_assert_eq!(count("SELECT sum(count) FROM app_user"), shape.events);
        prop_assert_eq!(usize::try_from(fixture.db.sign_ins_stored().unwrap()).unwrap(), expected.len());
        let changed = expected.values().filter(|reason| reason.as_deref() == Some("changed")).count();
        let stored = count("SELECT count(*) FROM sign_ins JOIN dict ON dict.id = reason WHERE text = 'changed'");
        prop_assert_eq!(stored, changed);
    }
}

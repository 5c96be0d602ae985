//! Sign-ins in stretches of time, compared with a count of the events themselves.

use domain::{SignIn, SignInResult};

use crate::fixture::{DAY, Fixture, NOW_MS, sign_in};

const HOUR: i64 = 3_600_000;

fn event(ts: i64, id: u32, app: &str, country: Option<&str>, refused: Option<&str>) -> SignIn {
    SignIn {
        app_key: Some(format!("DI{app}")),
        app_name: Some(app.to_owned()),
        country: country.map(str::to_owned),
        reason: refused.map(str::to_owned),
        result: if refused.is_some() { SignInResult::Denied } else { SignInResult::Success },
        ..sign_in(ts, &format!("tx{id}"), "", "")
    }
}

/// One at each edge of an hour, and some within.
fn events() -> Vec<SignIn> {
    (0_u32..400)
        .map(|n| {
            let ts = NOW_MS - 5 * DAY + i64::from(n) * 17 * 60_000 + i64::from(n % 2) * (HOUR - 1);
            let app = if n % 5 == 0 { "mail" } else { "vpn" };
            event(ts, n, app, (n % 3 != 0).then_some("CH"), (n % 7 == 0).then_some("no_response"))
        })
        .collect()
}

#[test]
fn a_stretch_has_its_first_millisecond_and_not_its_last() {
    let fixture = Fixture::new();
    let rows = events();
    fixture.fill_log(NOW_MS - 6 * DAY, NOW_MS, &rows);
    let hours: Vec<(i64, i64)> =
        (0..6 * 24).map(|n| (NOW_MS - 6 * DAY + n * HOUR, NOW_MS - 6 * DAY + (n + 1) * HOUR)).collect();
    let counted = |app: Option<&str>| -> Vec<u64> {
        let within = |lo, hi| {
            rows.iter().filter(move |row| {
                (lo..hi).contains(&row.ts_ms) && app.is_none_or(|app| row.app_key.as_deref() == Some(app))
            })
        };
        hours.iter().map(|&(lo, hi)| within(lo, hi).count() as u64).collect()
    };
    for app in [None, Some("DImail"), Some("DIvpn"), Some("DInobody")] {
        assert_eq!(fixture.db.sign_ins_within(app, &hours).unwrap(), counted(app), "{app:?}");
    }
    assert_eq!(counted(None).iter().sum::<u64>(), 400);
    let edge = NOW_MS - 5 * DAY;
    let two = [(edge, edge + 1), (edge - 1, edge)];
    assert_eq!(fixture.db.sign_ins_within(None, &two).unwrap(), [1, 0]);
}

#[test]
fn countries_that_duo_does_not_tell_count_as_such() {
    let fixture = Fixture::new();
    let rows = events();
    fixture.fill_log(NOW_MS - 6 * DAY, NOW_MS, &rows);
    let without = |app: &str| {
        let of = rows.iter().filter(|row| row.app_key.as_deref() == Some(app));
        of.filter(|row| row.country.is_none()).count() as u64
    };
    let texts = fixture.db.log_texts().unwrap();
    let untold = without("DImail") + without("DIvpn");
    let told = |list: &[store::TextCount]| -> Vec<(String, u64)> {
        list.iter().map(|one| (one.text.clone(), one.count)).collect()
    };
    assert_eq!(told(&texts.countries), [("CH".to_owned(), 400 - untold), (String::new(), untold)]);
    assert_eq!(told(&texts.denied_reasons), [("no_response".to_owned(), 58)]);
    let mail = fixture.db.application("DImail").unwrap();
    assert_eq!(
        told(&mail.countries),
        [("CH".to_owned(), 80 - without("DImail")), (String::new(), without("DImail"))]
    );
    assert_eq!(Fixture::new().db.log_texts().unwrap(), store::LogTexts::default());
}

use super::*;
use chrono::TimeDelta;

use Lane::{Protected, Ready, Review};
use Reason::{Bypass, Disabled, Duplicate, Idle, LockedOut, NeverSignedIn, NotEnrolled, ServiceLike, Synced};

pub(in crate::analysis) fn as_of() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap()
}

pub(in crate::analysis) fn days_ago(days: i64) -> DateTime<Utc> {
    as_of() - TimeDelta::days(days)
}

/// Somebody who signed in a day ago.
pub(in crate::analysis) fn user(id: &str) -> UserFacts {
    UserFacts {
        user_id: id.to_owned(),
        username: format!("name{id}"),
        realname: String::new(),
        email: String::new(),
        status: UserStatus::Active,
        is_enrolled: true,
        created: Some(days_ago(1000)),
        last_login: Some(days_ago(1)),
        last_success: None,
        directory_key: None,
        in_bypass_group: false,
        in_protected_group: false,
        factors: Factors { push: 1, ..Factors::default() },
    }
}

/// All that Duo keeps.
const LOG_DAYS: i64 = 180;

fn assess(user: UserFacts, log: Option<DateTime<Utc>>) -> Assessment {
    assess_all(&[user], &Rules::default(), log, as_of()).remove(0)
}

fn seen(days: i64) -> UserFacts {
    UserFacts { last_login: Some(days_ago(days)), ..user("DU1") }
}

fn never() -> UserFacts {
    UserFacts { last_login: None, ..user("DU1") }
}

fn reasons(one: &Assessment) -> Vec<Reason> {
    one.reasons.iter().map(|note| note.reason).collect()
}

/// A case: what it is, the user, the log, the reasons, the lane. The step is the first reason that is waste.
type Case = (&'static str, UserFacts, Option<DateTime<Utc>>, Vec<Reason>, Option<Lane>);

fn cases() -> Vec<Case> {
    let status = |status: UserStatus, user: UserFacts| UserFacts { status, ..user };
    let created = |days: i64, user: UserFacts| UserFacts { created: Some(days_ago(days)), ..user };
    let unenrolled = |user: UserFacts| UserFacts { is_enrolled: false, ..user };
    let named = |name: &str, user: UserFacts| UserFacts { username: name.to_owned(), ..user };
    let log = Some(days_ago(LOG_DAYS));
    vec![
        ("in use", user("DU1"), log, vec![], None),
        ("idle 89", seen(89), log, vec![], None),
        ("idle 90", seen(90), log, vec![Idle], Some(Review)),
        ("idle 179", seen(179), log, vec![Idle], Some(Review)),
        ("idle 180, log", seen(180), log, vec![Idle], Some(Ready)),
        ("idle 180, no log", seen(180), None, vec![Idle], Some(Review)),
        ("idle 180, log of 178 d", seen(180), Some(days_ago(178)), vec![Idle], Some(Review)),
        ("idle 180, log of 179 d", seen(180), Some(days_ago(179)), vec![Idle], Some(Ready)),
        ("disabled", status(UserStatus::Disabled, user("DU1")), None, vec![Disabled], Some(Ready)),
        (
            "disabled and never signed in: once, both chips",
            status(UserStatus::Disabled, never()),
            log,
            vec![Disabled, NeverSignedIn],
            Some(Ready),
        ),
        ("not enrolled 13 d", created(13, unenrolled(never())), log, vec![], None),
        ("not enrolled 14 d", created(14, unenrolled(never())), log, vec![NotEnrolled], Some(Review)),
        ("not enrolled for years", unenrolled(never()), log, vec![NotEnrolled], Some(Review)),
        (
            "not enrolled, idle 400: N at any age is for review",
            unenrolled(seen(400)),
            log,
            vec![NotEnrolled, Idle],
            Some(Review),
        ),
        ("never 13 d", created(13, never()), log, vec![], None),
        ("never 14 d", created(14, never()), log, vec![NeverSignedIn], Some(Review)),
        (
            "never, age unknown",
            UserFacts { created: None, ..never() },
            log,
            vec![NeverSignedIn],
            Some(Review),
        ),
        ("locked 29", status(UserStatus::LockedOut, seen(29)), log, vec![], None),
        ("locked 30", status(UserStatus::LockedOut, seen(30)), log, vec![LockedOut], Some(Review)),
        ("locked 90", status(UserStatus::LockedOut, seen(90)), log, vec![LockedOut, Idle], Some(Review)),
        ("locked 180", status(UserStatus::LockedOut, seen(180)), log, vec![LockedOut, Idle], Some(Ready)),
        (
            "locked, never seen",
            status(UserStatus::LockedOut, never()),
            log,
            vec![NeverSignedIn],
            Some(Review),
        ),
        ("bypass in use", status(UserStatus::Bypass, user("DU1")), log, vec![Bypass], None),
        (
            "bypass idle, no log",
            status(UserStatus::Bypass, seen(400)),
            None,
            vec![Idle, Bypass],
            Some(Review),
        ),
        ("bypass idle, log", status(UserStatus::Bypass, seen(400)), log, vec![Idle, Bypass], Some(Ready)),
        (
            "bypass by a group",
            UserFacts { in_bypass_group: true, ..seen(100) },
            log,
            vec![Idle, Bypass],
            Some(Review),
        ),
        (
            "young and disabled",
            status(UserStatus::Disabled, created(13, never())),
            log,
            vec![Disabled],
            Some(Protected),
        ),
        (
            "14 d and disabled",
            status(UserStatus::Disabled, created(14, seen(1))),
            log,
            vec![Disabled],
            Some(Ready),
        ),
        ("service account", named("svc-scan", seen(400)), log, vec![Idle, ServiceLike], Some(Protected)),
        ("service account in use", named("svc-scan", seen(1)), log, vec![ServiceLike], None),
        (
            "break glass",
            named("breakglass1", never()),
            log,
            vec![NeverSignedIn, ServiceLike],
            Some(Protected),
        ),
        (
            "synced",
            UserFacts { directory_key: Some("DSX".to_owned()), ..seen(90) },
            log,
            vec![Idle, Synced],
            Some(Review),
        ),
        ("trash", status(UserStatus::PendingDeletion, seen(400)), log, vec![], None),
        (
            "status not known",
            status(UserStatus::Other("frozen".to_owned()), seen(90)),
            log,
            vec![Idle],
            Some(Review),
        ),
    ]
}

#[test]
fn reasons_steps_and_lanes() {
    for (name, user, log, expected, lane) in cases() {
        let one = assess(user, log);
        assert_eq!(reasons(&one), expected, "{name}");
        assert_eq!(one.step, expected.into_iter().find(|reason| reason.is_waste()), "{name}");
        assert_eq!(one.lane, lane, "{name}");
    }
}

#[test]
fn a_second_short_of_a_day_is_not_a_day() {
    let mut user = seen(90);
    user.last_login = Some(days_ago(90) + TimeDelta::seconds(1));
    assert_eq!(assess(user, Some(days_ago(LOG_DAYS))).idle_days, Some(89));
    let mut user = never();
    user.created = Some(days_ago(14) + TimeDelta::seconds(1));
    assert_eq!(assess(user, Some(days_ago(LOG_DAYS))).step, None);
}

#[test]
fn last_seen_is_the_later_of_log_and_last_login() {
    let cases = [
        (None, None, Evidence::Never, None),
        (Some(10), None, Evidence::LastLogin, Some(10)),
        (None, Some(10), Evidence::SignInLog, Some(10)),
        (Some(10), Some(20), Evidence::LastLogin, Some(10)),
        (Some(20), Some(10), Evidence::SignInLog, Some(10)),
        (Some(10), Some(10), Evidence::SignInLog, Some(10)),
        (Some(-2), None, Evidence::LastLogin, Some(0)),
    ];
    for (login, log, evidence, idle) in cases {
        let facts =
            UserFacts { last_login: login.map(days_ago), last_success: log.map(days_ago), ..user("DU1") };
        let one = assess(facts, Some(days_ago(LOG_DAYS)));
        assert_eq!((one.evidence, one.idle_days), (evidence, idle), "{login:?} {log:?}");
    }
}

#[test]
fn the_log_keeps_somebody_whom_last_login_forgot() {
    let facts = UserFacts { last_login: Some(days_ago(400)), last_success: Some(days_ago(3)), ..user("DU1") };
    assert_eq!(assess(facts, Some(days_ago(LOG_DAYS))).step, None);
}

#[test]
fn notes_carry_the_values_used() {
    let one = assess(UserFacts { status: UserStatus::LockedOut, ..seen(95) }, None);
    let values = &one.reasons[0].values;
    assert_eq!((values["days"].as_str(), values["threshold"].as_str()), ("95", "30"));
    assert_eq!(values["evidence"], "last_login");
    assert_eq!(values["date"], days_ago(95).format("%Y-%m-%dT%H:%M:%SZ").to_string());
    assert_eq!(one.reasons[1].values["threshold"], "90");

    let one = assess(UserFacts { is_enrolled: false, created: Some(days_ago(20)), ..never() }, None);
    assert_eq!(one.reasons[0].values["days"], "20");
    assert_eq!(one.reasons[0].values["threshold"], "14");
}

#[test]
fn duplicates_come_last_and_only_the_older_one() {
    let mail = |user: UserFacts| UserFacts { email: "jane@acme.example".to_owned(), ..user };
    let users = [mail(user("DU1")), mail(UserFacts { last_login: Some(days_ago(120)), ..user("DU2") })];
    let all = assess_all(&users, &Rules::default(), Some(days_ago(LOG_DAYS)), as_of());
    assert_eq!(reasons(&all[0]), []);
    assert_eq!(reasons(&all[1]), [Idle, Duplicate]);
    assert_eq!((all[1].step, all[1].lane), (Some(Idle), Some(Review)));
    assert_eq!(all[1].reasons[1].values["other"], "nameDU1");
}

#[test]
fn thresholds_are_those_of_the_rules() {
    let rules = Rules { idle_days: 30, grace_days: 5, ready_idle_days: 60, ..Rules::default() };
    let of = |user, log| assess_all(&[user], &rules, log, as_of()).remove(0);
    assert_eq!(of(seen(30), None).step, Some(Idle));
    assert_eq!(of(seen(60), Some(days_ago(60))).lane, Some(Ready));
    assert_eq!(of(UserFacts { created: Some(days_ago(5)), ..never() }, None).step, Some(NeverSignedIn));
}

#[test]
fn duo_trashes_who_no_longer_comes_but_nobody_of_a_directory() {
    let rules = Rules { user_expiry_days: Some(90), ..Rules::default() };
    let of = |user| assess_all(&[user], &rules, None, as_of()).remove(0).trash_on;
    assert_eq!(of(seen(30)), Some(days_ago(30) + TimeDelta::days(90)));
    assert_eq!(
        of(UserFacts { status: UserStatus::Disabled, ..seen(100) }),
        Some(days_ago(10)),
        "any day now"
    );
    assert_eq!(of(UserFacts { directory_key: Some("DS1".into()), ..seen(100) }), None);
    assert_eq!(of(UserFacts { status: UserStatus::PendingDeletion, ..seen(100) }), None);
    assert_eq!(of(never()), None, "Duo does not say from when it counts");
    assert_eq!(assess(seen(100), None).trash_on, None, "not known, or off");
}

#[test]
fn a_protected_group_protects_its_members_and_says_nothing_else_of_them() {
    let rules = Rules { protected_groups: vec!["break glass".into(), "svc-*".into()], ..Rules::default() };
    for (name, protects) in
        [("Break Glass", true), ("SVC-Backup", true), ("svc", false), ("Break Glass 2", false), ("", false)]
    {
        assert_eq!(rules.protects_group(name), protects, "{name}");
    }
    let idle = UserFacts { status: UserStatus::Disabled, ..seen(300) };
    let member = UserFacts { in_protected_group: true, ..idle.clone() };
    let assessed = assess_all(&[idle, member], &rules, None, as_of());
    assert_eq!(
        assessed.iter().map(|one| one.lane).collect::<Vec<_>>(),
        [Some(Lane::Ready), Some(Lane::Protected)]
    );
    assert_eq!(assessed[0].reasons, assessed[1].reasons);
}

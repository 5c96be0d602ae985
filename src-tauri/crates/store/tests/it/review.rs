//! Assessment and sums over users.

use domain::analysis::{Evidence, Lane, Reason, Rules};
use domain::{FactorClass, Factors, User, UserStatus};
use store::{Objects, Operator, ViewName, ViewQuery};

use crate::fixture::{DAY, Fixture, NOW_MS, days_ago, filter, group, is, now, plain, sign_in, user};

fn tenant() -> Fixture {
    let f = Fixture::new();
    let with = |name: &str, change: &dyn Fn(&mut User)| {
        let mut user = user(name);
        change(&mut user);
        user
    };
    f.fill(Objects::Users(vec![
        user("active"),
        with("bare", &|u| {
            u.factors = Factors::default();
            u.methods = domain::Methods::default();
        }),
        with("key", &|u| u.factors = Factors { phishing_resistant: 1, sms_or_call: 2, ..Factors::default() }),
        with("off", &|u| u.status = UserStatus::Disabled),
        with("passed", &|u| u.status = UserStatus::Bypass),
        with("grouped", &|u| u.group_ids = vec!["DGexempt".to_owned()]),
        with("offgrouped", &|u| {
            u.status = UserStatus::Disabled;
            u.group_ids = vec!["DGexempt".to_owned()];
        }),
        with("trashed", &|u| u.status = UserStatus::PendingDeletion),
        with("idle", &|u| u.last_login = Some(days_ago(200))),
        with("logged", &|u| u.last_login = Some(days_ago(200))),
    ]));
    f.fill(Objects::Groups(vec![
        group("exempt", "bypass"),
        group("empty", "bypass"),
        group("staff", "active"),
    ]));
    f.fill_log(NOW_MS - 180 * DAY, NOW_MS, &[sign_in(NOW_MS - 40 * DAY, "a", "vpn", "logged")]);
    f
}

#[test]
fn totals_count_each_user_where_it_belongs() {
    let f = tenant();
    let before = f.db.user_totals().unwrap();
    assert_eq!((before.assessed, before.waterfall.len()), (None, 0), "nothing is claimed before the review");
    f.db.assess(&Rules::default(), now()).unwrap();
    let totals = f.db.user_totals().unwrap();
    assert_eq!((totals.users, totals.billable, totals.population, totals.can_mfa), (10, 9, 7, 6));
    assert_eq!(totals.bypass, 2);
    assert_eq!(totals.statuses[0], ("active".to_owned(), 6));
    assert_eq!(
        totals.strongest,
        [
            (Some(FactorClass::PhishingResistant), 1),
            (Some(FactorClass::Push), 5),
            (Some(FactorClass::Passcode), 0),
            (Some(FactorClass::SmsOrCall), 0),
            (None, 1)
        ]
    );
    assert_eq!((totals.active_30, totals.active_60, totals.active_90), (7, 8, 8));
    assert_eq!(totals.waterfall.iter().map(|(_, n)| n).sum::<u64>(), totals.billable);
    assert_eq!(totals.waterfall[0], (Some(Reason::Disabled), 2));
    assert_eq!(totals.lanes[0], (Lane::Ready, 3), "two disabled, one idle with the log as evidence");
    assert_eq!(totals.assessed, Some(now()));
}

#[test]
fn views_show_and_filter_what_the_review_found() {
    let f = tenant();
    f.db.assess(&Rules::default(), now()).unwrap();
    let names = |view, query: &ViewQuery| f.column(view, "username", query);
    assert_eq!(names(ViewName::Licences, &is("step", "disabled")), ["off", "offgrouped"]);
    assert_eq!(names(ViewName::Licences, &is("lane", "ready")), ["idle", "off", "offgrouped"]);
    assert_eq!(names(ViewName::Licences, &is("reasons", "bypass")), ["grouped", "offgrouped", "passed"]);
    assert!(!names(ViewName::Licences, &ViewQuery::default()).contains(&"trashed".to_owned()));
    assert_eq!(names(ViewName::Users, &filter("idle_days", Operator::Ge, "40")), ["idle", "logged"]);
    assert_eq!(names(ViewName::Users, &is("can_mfa", "false")), ["bare"]);
    assert_eq!(
        names(ViewName::Users, &filter("can_mfa", Operator::Empty, "")),
        ["off", "offgrouped", "trashed"]
    );
    assert_eq!(names(ViewName::Users, &is("groups", "exempt")), ["grouped", "offgrouped"]);
    let logged = &f.rows(ViewName::Users, &is("username", "logged"))[0];
    assert_eq!(
        (plain(&logged["evidence"]), plain(&logged["idle_days"])),
        ("sign_in_log".into(), "40".into())
    );
    let record = f.db.user("DUlogged").unwrap().unwrap();
    assert_eq!((record.evidence, record.idle_days), (Evidence::SignInLog, Some(40)));
    assert_eq!(record.sign_ins.as_ref().map(Vec::len), Some(1));
    let off = f.db.user("DUoff").unwrap().unwrap();
    assert_eq!((off.lane, off.reasons[0].reason), (Some(Lane::Ready), Reason::Disabled));
    assert_eq!(off.reasons[0].values["status"], "disabled");
}

#[test]
fn bypass_lists_the_users_that_the_totals_count() {
    let f = tenant();
    let rows = f.rows(ViewName::Bypass, &ViewQuery::default());
    let found: Vec<_> =
        rows.iter().map(|r| (plain(&r["kind"]), plain(&r["username"]), plain(&r["group"]))).collect();
    let row = |kind: &str, user: &str, group: &str| (kind.to_owned(), user.to_owned(), group.to_owned());
    let expected =
        [row("group", "grouped", "exempt"), row("status", "passed", "null"), row("group", "null", "empty")];
    assert_eq!(found, expected);
}

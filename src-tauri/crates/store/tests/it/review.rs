//! Assessment and sums over users.

use domain::analysis::{Evidence, Lane, Reason, Rules, assess_all, waterfall};
use domain::{FactorClass, Factors, User, UserStatus};
use store::{ExclusionRow, Objects, Operator, ScenarioRow, SnapshotRow, ViewName, ViewQuery};

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
    let record = f.db.user("DUlogged", None, now()).unwrap().unwrap();
    assert_eq!((record.evidence, record.idle_days), (Evidence::SignInLog, Some(40)));
    assert_eq!(record.sign_ins.as_ref().map(Vec::len), Some(1));
    let off = f.db.user("DUoff", None, now()).unwrap().unwrap();
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

fn decision(user: &str, until: Option<i64>) -> ExclusionRow {
    ExclusionRow {
        user_id: user.to_owned(),
        client_decision: false,
        reason: "on_leave".to_owned(),
        note: "Back in May".to_owned(),
        until: until.map(|days| days_ago(-days)),
        by: "J.".to_owned(),
        at: now(),
    }
}

/// The SQL that follows a what-if and the rules of the domain must never part.
#[test]
fn any_idle_days_give_what_the_rules_give() {
    let f = tenant();
    f.db.assess(&Rules::default(), now()).unwrap();
    let facts = f.db.user_facts(&Rules::default()).unwrap();
    for days in [30, 40, 60, 90, 180] {
        let rules = Rules { idle_days: days, ..Rules::default() };
        let expected = assess_all(&facts, &rules, Some(days_ago(180)), now());
        let query = ViewQuery { idle_days: Some(days), ..ViewQuery::default() };
        let rows = f.db.view(ViewName::Licences, &query, now()).unwrap().rows;
        for one in expected.iter().filter(|one| one.billable) {
            let row = rows.iter().find(|row| plain(&row["user_id"]) == one.user_id).unwrap();
            let said = |value: Option<&str>| value.unwrap_or("null").to_owned();
            assert_eq!(plain(&row["step"]), said(one.step.map(Reason::id)), "{days} {}", one.user_id);
            assert_eq!(plain(&row["lane"]), said(one.lane.map(Lane::id)), "{days} {}", one.user_id);
            let ids: Vec<_> = one.reasons.iter().map(|note| note.reason.id()).collect();
            assert_eq!(row["reasons"], serde_json::json!(ids), "{days} {}", one.user_id);
        }
        let sums = f.db.review_sums(Some(days), 90, now()).unwrap();
        for (step, users) in waterfall(&expected) {
            let found: u64 = sums.cells.iter().filter(|c| c.step == step).map(|c| c.users).sum();
            assert_eq!(found, users, "{days} {step:?}");
        }
    }
}

#[test]
fn exclusions_outlive_a_sync_end_on_their_day_and_can_be_taken_back() {
    let f = tenant();
    f.db.assess(&Rules::default(), now()).unwrap();
    let marked = |mark: &str| f.column(ViewName::Licences, "username", &is("decision", mark));
    let ids: Vec<String> = ["DUoff", "DUidle", "DUofgrouped"].map(str::to_owned).into();
    let rows = [decision("DUoff", None), decision("DUidle", Some(-1))];
    assert_eq!(f.db.decide(&ids, &rows).unwrap(), []);
    assert_eq!((marked("excluded"), marked("expired")), (vec!["off".to_owned()], vec!["idle".to_owned()]));
    assert_eq!(f.column(ViewName::Licences, "username", &is("lane", "protected")), ["off"]);
    assert_eq!(f.db.user_totals().unwrap().lanes[0], (Lane::Ready, 2));
    f.fill(Objects::Users(vec![user("off"), user("new")]));
    f.db.assess(&Rules::default(), now()).unwrap();
    assert_eq!(f.db.exclusions().unwrap().len(), 2);
    assert_eq!(marked("excluded"), ["off"]);
    let before = f.db.decide(&ids, &[]).unwrap();
    assert_eq!((before.len(), f.db.exclusions().unwrap().len()), (2, 0));
    f.db.decide(&ids, &before).unwrap();
    assert_eq!(f.db.exclusions().unwrap(), before);
}

#[test]
fn snapshots_and_scenarios_are_kept() {
    let f = Fixture::new();
    let point = |days: i64, whole: bool| SnapshotRow {
        at: days_ago(days),
        whole,
        billable: 112,
        enrolled: 100,
        active_30: 64,
        active_60: 73,
        active_90: 81,
        reclaim: 23,
        bypass: 4,
        paid: None,
    };
    f.db.put_snapshot(&point(1, false)).unwrap();
    f.db.put_snapshot(&point(2, true)).unwrap();
    f.db.put_snapshot(&point(1, true)).unwrap();
    assert_eq!(f.db.snapshots().unwrap(), [point(2, true), point(1, true)], "one a state of the users");
    let row = ScenarioRow { name: "Strict".to_owned(), content: "{}".to_owned(), at: now() };
    f.db.put_scenario(&row).unwrap();
    assert_eq!(f.db.scenarios().unwrap(), [row]);
    f.db.remove_scenario("Strict").unwrap();
    assert_eq!(f.db.scenarios().unwrap(), []);
}

#[test]
fn a_user_in_full_follows_the_idle_days_asked_for_and_what_was_decided() {
    let f = tenant();
    f.db.assess(&Rules::default(), now()).unwrap();
    let asked = |name: &str, idle_days| f.db.user(name, idle_days, now()).unwrap().unwrap();
    let idle = |name: &str, idle_days| {
        let reasons = asked(name, idle_days).reasons;
        reasons.into_iter().find(|note| note.reason == Reason::Idle).map(|note| note.values)
    };
    assert_eq!((asked("DUlogged", None).lane, idle("DUlogged", None)), (None, None), "40 days, of 90");
    assert_eq!(asked("DUlogged", Some(40)).lane, Some(Lane::Review));
    let values = idle("DUlogged", Some(40)).unwrap();
    assert_eq!((values["threshold"].as_str(), values["days"].as_str()), ("40", "40"));
    assert_eq!(values["evidence"], "sign_in_log");
    assert_eq!(idle("DUidle", Some(120)).unwrap()["threshold"], "120");
    assert_eq!(idle("DUidle", Some(201)), None);
    assert_eq!(asked("DUidle", Some(201)).lane, None);

    let row = ExclusionRow {
        user_id: "DUoff".to_owned(),
        client_decision: false,
        reason: "on_leave".to_owned(),
        note: "Back in May".to_owned(),
        until: Some(now()),
        by: "J. Marsh".to_owned(),
        at: now(),
    };
    let users = [row.user_id.clone()];
    f.db.decide(&users, &[ExclusionRow { until: None, ..row.clone() }]).unwrap();
    let off = asked("DUoff", None);
    let decision = off.decision.unwrap();
    assert_eq!((off.lane, decision.decision.as_str()), (Some(Lane::Protected), "excluded"));
    assert_eq!((decision.note.as_str(), decision.by.as_str()), ("Back in May", "J. Marsh"));
    f.db.decide(&users, &[row]).unwrap();
    let off = asked("DUoff", None);
    assert_eq!((off.lane, off.decision.unwrap().decision.as_str()), (Some(Lane::Ready), "expired"));
    assert_eq!(asked("DUidle", None).decision, None);
}

//! Kinds of applications: by type, by name, by a person.

use domain::{AppKind, AppState, Application};
use store::{AppMark, Objects, ViewName, ViewQuery};

use crate::fixture::{DAY, Fixture, NOW_MS, application, is, now, plain, sign_in, sorted};

/// Types that leave the kind open and applications of the log alone ask the name; a person's choice comes first.
#[test]
fn a_kind_is_told_by_type_by_name_or_by_a_person() {
    let f = Fixture::new();
    let named = |key: &str, name: &str, slug: &str| Application {
        type_slug: slug.to_owned(),
        ..application(key, name)
    };
    f.fill(Objects::Applications(vec![
        named("DI1", "Okta", "rdp"),
        named("DI2", "FortiGate", "websdk"),
        named("DI3", "Acme", "websdk"),
        named("DI4", "Acme CRM", "sso-generic"),
        named("DI5", "Slack", "radius"),
        named("DI6", "🔐", ""),
    ]));
    let mut gone = sign_in(NOW_MS - DAY, "g", "Windows Logon", "ann");
    gone.app_key = Some("DI7".to_owned());
    let mut odd = sign_in(NOW_MS - DAY, "h", "gone", "ann");
    odd.app_key = Some("DI8".to_owned());
    f.fill_log(NOW_MS - 10 * DAY, NOW_MS, &[gone, odd]);
    let by_key = sorted("app_key", false);
    let told = || -> Vec<String> {
        let rows = f.rows(ViewName::Apps, &by_key);
        let ids = ["kind", "kind_by_name", "kind_edited"];
        rows.iter().map(|row| ids.map(|id| plain(&row[id])).join(" ")).collect()
    };
    let untouched = [
        "machine_logon false false",
        "remote_access true false",
        "unknown false false",
        "saas false false",
        "saas true false",
        "unknown false false",
        "machine_logon true false",
        "unknown false false",
    ];
    assert_eq!(told(), untouched);
    assert_eq!(f.rows(ViewName::Apps, &is("kind", "machine_logon")).len(), 2, "filtered as it is shown");
    assert_eq!(f.rows(ViewName::Apps, &is("kind_by_name", "true")).len(), 3);

    let mark = |kind| AppMark { app_key: "DI7".to_owned(), state: AppState::Discovered, kind };
    let before = f.db.mark_applications(&[mark(Some(AppKind::Duo))], "ann", now()).unwrap();
    assert_eq!(told()[6], "duo false true");
    f.db.mark_applications(&before, "ann", now()).unwrap();
    assert_eq!(told(), untouched);
}

/// The kind does not come from what an earlier version wrote beside the application.
#[test]
fn a_kind_follows_the_tables_of_this_version() {
    let f = Fixture::new();
    f.fill(Objects::Applications(vec![application("DI1", "Okta")]));
    f.sqlite().execute("UPDATE applications SET kind = 'duo'", []).unwrap();
    assert_eq!(plain(&f.rows(ViewName::Apps, &ViewQuery::default())[0]["kind"]), "identity_provider");
}

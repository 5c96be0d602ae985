//! `show CLIENT findings`: what to act on, compared with the views that it rests on and with the tenant's own counts.

use serde_json::{Value, json};
use testbed::{Simulator, Tandemctl};

struct Synced {
    simulator: Simulator,
    program: Tandemctl,
}

impl Synced {
    fn new(more: &[&str]) -> Self {
        let simulator = Simulator::start(&[&["--users", "300", "--events", "3000"], more].concat());
        let program = Tandemctl::with(&simulator);
        let connected = program.run(&simulator.skey, &Tandemctl::connecting(&simulator));
        assert!(matches!(connected.code, Some(0 | 5)), "{connected:#?}");
        let (output, unread) = program.json("", &["show", "Acme", "findings"]);
        assert_eq!((output.code, &unread["rows"]), (Some(5), &Value::Null), "nothing was read");
        let synced = program.run(&simulator.skey, &["sync", "Acme", "--skey-stdin", "--full-speed"]);
        assert!(matches!(synced.code, Some(0 | 5)), "{synced:#?}");
        Self { simulator, program }
    }

    fn show(&self, view: &str, filter: &str, more: &[&str]) -> Value {
        let arguments = [&["show", "Acme", view, "--filter", filter, "--limit", "5000"], more].concat();
        let (output, document) = self.program.json("", &arguments);
        assert_eq!(output.code, Some(0), "{document:#}");
        document
    }

    fn texts(&self, view: &str, filter: &str, column: &str) -> Vec<String> {
        let document = self.show(view, filter, &[]);
        let rows = document["rows"].as_array().unwrap();
        let mut texts: Vec<String> =
            rows.iter().map(|row| row[column].as_str().unwrap_or_default().to_owned()).collect();
        texts.sort_unstable();
        texts
    }

    /// The subjects of a kind are these rows of another view, no more and no fewer.
    fn agrees(&self, kind: &str, view: &str, filter: &str, column: &str) {
        let expected = self.texts(view, filter, column);
        assert!(!expected.is_empty(), "{kind}: nothing to compare with");
        assert_eq!(self.texts("findings", &format!("kind={kind}"), "subject_id"), expected, "{kind}");
    }
}

#[test]
fn findings_are_what_the_other_views_show() {
    let tenant = Synced::new(&[]);
    let facts = &tenant.simulator.facts;
    let bypass = tenant.show("findings", "kind=bypass_user", &[]);
    assert_eq!(bypass["total"], facts["users"]["by_status"]["bypass"]);
    for (kind, view, filter, id) in [
        ("bypass_user", "users", "status=bypass", "user_id"),
        ("bypass_group", "groups", "status=bypass", "group_id"),
        ("not_enrolled", "licences", "status=active and reasons=not_enrolled", "user_id"),
        ("cannot_mfa", "users", "status=active and is_enrolled=true and can_mfa=false", "user_id"),
        ("sms_only", "users", "strongest=sms_or_call and can_mfa is present", "user_id"),
        ("policy_bypass", "policies", "used=true and user_auth=bypass", "policy_key"),
        ("bypass_code_forever", "bypass", "kind=code and never_expires=true", "user_id"),
        ("bypass_code_unused", "bypass", "kind=code and age_days>=30", "user_id"),
        ("admin_weak", "admins", "status=active and strong=false", "admin_id"),
        ("admin_idle", "admins", "status=active and idle_days>=90", "admin_id"),
        ("app_unused", "apps", "flags=no_sign_ins and kind!=duo", "app_key"),
        ("app_removed", "apps", "flags=removed", "app_key"),
        ("app_open_to_all", "apps", "user_access=all_users and kind!=duo and source!=sign_ins", "app_key"),
    ] {
        tenant.agrees(kind, view, filter, id);
    }
    let ready = tenant.show("findings", "kind=licences_ready", &[]);
    assert_eq!(ready["rows"][0]["figure"], tenant.show("licences", "lane=ready", &[])["total"]);
    assert_eq!(ready["rows"][0]["money_hundredths"], Value::Null);
    let unpriced = |gap: &Value| gap["what"] == "money_hundredths";
    assert!(
        ready["not_evaluated"].as_array().unwrap().iter().any(unpriced),
        "no price is no nought: {ready:#}"
    );

    gravest_first_and_in_pages(&tenant);
}

fn gravest_first_and_in_pages(tenant: &Synced) {
    let whole = tenant.show("findings", "", &[]);
    let rows = whole["rows"].as_array().unwrap();
    let place =
        |row: &Value| ["high", "medium", "low"].iter().position(|one| row["severity"] == **one).unwrap();
    assert!(rows.is_sorted_by_key(place), "{whole:#}");
    assert!(rows.iter().all(|row| row["what"].as_str().unwrap().ends_with('.')), "{whole:#}");
    let mut paged: Vec<Value> = Vec::new();
    let mut after = "0".to_owned();
    loop {
        let arguments = ["show", "Acme", "findings", "--limit", "7", "--after", &after];
        let (_, page) = tenant.program.json("", &arguments);
        assert_eq!(page["total"], whole["total"]);
        paged.extend(page["rows"].as_array().unwrap().iter().cloned());
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert_eq!(&paged, rows);
    let largest = tenant.show("findings", "figure is present", &["--sort", "-figure"]);
    let figures: Vec<i64> =
        largest["rows"].as_array().unwrap().iter().map(|row| row["figure"].as_i64().unwrap()).collect();
    assert!(figures.len() > 5 && figures.is_sorted_by(|a, b| a >= b), "{figures:?}");
    let file = tenant.program.home().join("findings.json");
    let name = file.display().to_string();
    let _ =
        tenant.program.run("", &["export", "Acme", "findings", "--format", "json", "--out", &name]).exits(0);
    let exported: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(exported["rows"].as_array().map(Vec::len), Some(rows.len()), "{exported:#}");
}

#[test]
fn a_right_that_is_missing_is_a_finding_and_what_it_hides_is_not_evaluated() {
    let tenant = Synced::new(&["--permissions", "read_log,read_information"]);
    let missing = tenant.show("findings", "kind=permission_missing", &[]);
    assert_eq!(missing["total"], 1, "{missing:#}");
    let row = &missing["rows"][0];
    assert_eq!((&row["subject_id"], &row["severity"]), (&json!("read_resource"), &json!("high")));
    assert!(row["detail"].as_str().unwrap().contains("Users"), "{row:#}");
    assert_eq!(tenant.show("findings", "kind=bypass_user", &[])["total"], 0);
    let gaps = missing["not_evaluated"].as_array().unwrap();
    let users = gaps.iter().find(|gap| gap["what"] == "users").unwrap();
    assert!(users["why"].as_str().unwrap().contains("(read_resource)"), "{users}");
}

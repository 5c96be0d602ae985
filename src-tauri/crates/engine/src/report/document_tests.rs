//! One small document in every form.

use domain::{NotEvaluatedReason, Permission};
use serde_json::Value;

use super::document::{Basis, Cell, Check, CheckState, Document, Group, Line, List, ListColumn};
use super::{Brand, Head};
use crate::api::{Figure, ReportKind, ReportNames};
use crate::zone::Zone;

const UNREAD: Figure =
    Figure::NotEvaluated(NotEvaluatedReason::PermissionMissing { permission: Permission::ReadResource });

fn line(id: &str, figure: Figure) -> Line {
    Line { id: id.into(), label: id.to_uppercase(), figure, of: Some(8.0), rule: "a rule".into() }
}

fn check(id: &'static str, count: Figure) -> Check {
    Check { id, area: "users", title: id.to_uppercase(), rule: "a rule".into(), count, of: None }
}

fn list(id: &'static str, people: &[&str]) -> List {
    let column = |id| ListColumn { id, label: id.to_owned() };
    let row = |name: &&str| {
        vec![
            Cell::People(vec![(*name).to_owned()]),
            Cell::Private(format!("{name}@example.com")),
            Cell::Address("192.0.2.7".into()),
            Cell::Number(-3.5),
        ]
    };
    List {
        id,
        title: id.to_uppercase(),
        note: String::new(),
        count: Figure::Value(people.len() as f64),
        columns: vec![column("username"), column("email"), column("ip"), column("n")],
        rows: people.iter().map(row).collect(),
        all: people.len(),
    }
}

fn document(names: ReportNames, hide_ips: bool) -> Document {
    let document = Document {
        kind: ReportKind::Evidence,
        client: "=Acme".into(),
        head: Head {
            title: "Evidence pack".into(),
            subject: Some("=Acme".into()),
            facts: Vec::new(),
            made: "2026-11-21T14:02:11Z".parse().unwrap(),
            zone: Zone::UTC,
            brand: Brand::default(),
        },
        as_of: None,
        names,
        hide_ips,
        sentences: vec!["One sentence.".into()],
        groups: vec![Group {
            id: "coverage",
            title: "Coverage".into(),
            note: String::new(),
            lines: vec![line("known", Figure::Value(3.0)), line("unknown", UNREAD)],
        }],
        checks: vec![
            check("good", Figure::Value(0.0)),
            check("bad", Figure::Value(2.0)),
            check("blind", UNREAD),
        ],
        lists: vec![list("bad", &["=cmd()", "<b>ann</b>"]), list("more", &["<b>ann</b>"])],
        basis: Basis {
            sets: Vec::new(),
            gaps: Vec::new(),
            rights: Vec::new(),
            notes: Vec::new(),
            formulas: Vec::new(),
        },
    };
    document.made_private()
}

fn rows(document: &Document) -> Vec<Vec<String>> {
    let bytes = document.csv().unwrap();
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap();
    csv::Reader::from_reader(text)
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn a_check_passes_fails_or_says_nothing() {
    let document = document(ReportNames::Names, true);
    let states: Vec<_> = document.checks.iter().map(Check::state).collect();
    assert_eq!(states, [CheckState::Pass, CheckState::Fail, CheckState::NotReadable]);
    assert_eq!(document.groups[0].lines[0].percent(), Some(37.5));
    assert_eq!(document.groups[0].lines[1].percent(), None);
}

#[test]
fn what_was_not_read_is_told_in_every_form() {
    let document = document(ReportNames::Names, true);
    let page = document.html().unwrap();
    assert!(page.contains("<span class=\"unknown\">Not readable (needs read resource)</span>"), "{page}");
    let rows = rows(&document);
    assert_eq!(rows[1][3..], ["not_readable", "", "8", "", "needs read resource"]);
    assert_eq!(rows[4][3..], ["not_readable", "", "", "", "needs read resource"]);
    let json = document.value();
    assert_eq!(json["figures"]["coverage"][1]["percent"], Value::Null);
    assert_eq!(json["checks"][2]["state"], "not_readable");
    assert!(json["checks"][2]["count"].get("not_evaluated").is_some());
}

#[test]
fn hostile_names_are_text() {
    let document = document(ReportNames::Names, false);
    let page = document.html().unwrap();
    assert!(page.contains("<bdi>&lt;b&gt;ann&lt;&#x2f;b&gt;</bdi>") && !page.contains("<b>ann"), "{page}");
    let rows = rows(&document);
    let entry = rows.iter().find(|row| row[0] == "bad").unwrap();
    assert_eq!(entry[2], "'=cmd()");
    assert!(entry[7].contains("ip: 192.0.2.7") && entry[7].contains("n: -3.5"), "{entry:?}");
}

#[test]
fn a_person_has_one_number_in_all_lists() {
    let document = document(ReportNames::Pseudonyms, true);
    let name = |list: usize, row: usize| document.lists[list].rows[row][0].clone();
    assert_eq!(name(0, 1), name(1, 0));
    assert_ne!(name(0, 0), name(0, 1));
    for form in [document.html().unwrap(), String::from_utf8(document.csv().unwrap()).unwrap()] {
        for told in ["ann", "cmd", "example.com", "192.0.2.7"] {
            assert!(!form.contains(told), "{told}");
        }
        assert!(form.contains("User 1") && form.contains("User 2"), "{form}");
    }
}

#[test]
fn counts_are_told_without_lists() {
    let document = document(ReportNames::Counts, true);
    assert!(document.lists.iter().all(|list| list.rows.is_empty()));
    let page = document.html().unwrap();
    assert!(page.contains("<span class=\"count\">2</span>") && page.contains("Names are left out"), "{page}");
    assert_eq!(document.value()["lists"][0]["rows"], Value::Null);
}

#[test]
fn a_page_to_look_at_shows_the_beginning_of_long_lists_and_says_so() {
    let people: Vec<String> = (1..=60).map(|n| format!("person{n:02}")).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let mut document = document(ReportNames::Names, true);
    document.lists = vec![list("bad", &people)];
    let (file, looked_at) = (document.html().unwrap(), document.preview().unwrap());
    assert!(file.contains("person60") && !file.contains("are shown here"), "{file}");
    assert!(looked_at.contains("person50") && !looked_at.contains("person51"), "{looked_at}");
    assert!(looked_at.contains("The first 50 of 60 are shown here. The saved file goes on."), "{looked_at}");
    assert!(looked_at.contains("<span class=\"count\">60</span>"), "{looked_at}");
}

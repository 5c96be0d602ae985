//! Every kind of finding: a client where it is told, with its figure, severity and words, and a neighbour where it is not.

mod account;
mod apps;
mod connection;
mod people;
mod tenant;

use std::collections::BTreeMap;

use domain::analysis::FindingKind;
use serde_json::{Value, json};
use store::Objects;

use self::tenant::{Tenant, group, now};

const TEXTS: &str = include_str!("../../../../../../ui/messages/en.json");

/// A kind, what is told of it, and what it must not be told of.
struct Case {
    kind: &'static str,
    severity: &'static str,
    subject: &'static str,
    detail: Option<&'static str>,
    figure: Option<(i64, &'static str)>,
    fires: fn(&Tenant),
    neighbour: fn(&Tenant),
}

impl Case {
    /// What is not as it should be.
    async fn wrong(self, texts: &BTreeMap<String, Value>) -> Vec<String> {
        let kind = self.kind;
        let told = told(self.fires, kind).await;
        let beside = self::told(self.neighbour, kind).await;
        let mut wrong: Vec<String> =
            beside.iter().map(|row| format!("{kind} is told and does not hold: {row:?}")).collect();
        let [row] = told.as_slice() else {
            wrong.push(format!("{kind} is to be told once: {told:?}"));
            return wrong;
        };
        let (figure, unit) = self.figure.unzip();
        let text = |key: String| texts.get(&key).cloned().unwrap_or_default();
        for (column, expected) in [
            ("severity", json!(self.severity)),
            ("subject", json!(self.subject)),
            ("detail", json!(self.detail)),
            ("figure", json!(figure)),
            ("unit", json!(unit)),
            ("what", text(format!("finding_{kind}_what"))),
            ("todo", text(format!("finding_{kind}_todo"))),
        ] {
            if row[column] != expected {
                wrong.push(format!("{kind}: {column} is {}, not {expected}", row[column]));
            }
        }
        let unit_text = unit.map(|unit| format!("finding_unit_{unit}"));
        let words = [format!("finding_{kind}"), format!("severity_{}", self.severity)];
        let unworded = words.into_iter().chain(unit_text).filter(|key| !texts.contains_key(key));
        wrong.extend(unworded.map(|key| format!("{kind}: there is no text {key}")));
        wrong
    }
}

async fn told(change: fn(&Tenant), kind: &str) -> Vec<store::Row> {
    let tenant = Tenant::new();
    change(&tenant);
    let mut rows = tenant.findings(now()).await;
    rows.retain(|row| row["kind"] == kind);
    rows
}

fn cases() -> impl Iterator<Item = Case> {
    let people = people::CASES.into_iter().chain(apps::CASES);
    people.chain(account::CASES).chain(connection::CASES)
}

#[tokio::test]
async fn each_kind_is_told_where_it_holds_and_not_beside() {
    let texts: BTreeMap<String, Value> = serde_json::from_str(TEXTS).unwrap();
    let mut wrong = Vec::new();
    for case in cases() {
        wrong.extend(case.wrong(&texts).await);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_kind_is_left_out() {
    let mut kinds: Vec<&str> = cases().map(|case| case.kind).collect();
    let mut all = FindingKind::ALL.map(FindingKind::id);
    kinds.sort_unstable();
    all.sort_unstable();
    assert_eq!(kinds, all);
}

#[tokio::test]
async fn of_a_client_in_order_nothing_is_told() {
    assert_eq!(Tenant::new().findings(now()).await, []);
}

#[tokio::test]
async fn what_is_written_is_told_to_whoever_asks_next() {
    let tenant = Tenant::new();
    let engine = tenant.engine(now()).await;
    let kinds = async || {
        let rows = tenant.told_by(&engine).await;
        rows.iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds().await, Vec::<String>::new());
    tenant.fill(Objects::Groups(vec![group("Staff", "bypass")]));
    assert_eq!(kinds().await, ["bypass_group"]);
    // What stands beside the client's file is asked each time.
    tenant.registry.set_clock_skew(&tenant.id, now(), -61).unwrap();
    assert_eq!(kinds().await, ["bypass_group", "clock_off"]);
    tenant.fill(Objects::Groups(vec![group("Staff", "active")]));
    assert_eq!(kinds().await, ["clock_off"]);
}

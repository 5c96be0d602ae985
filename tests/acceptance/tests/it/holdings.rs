//! What is stored, compared with what the tenant holds.

use std::sync::Arc;

use chrono::DateTime;
use duo_sim::Facts;
use engine::Engine;
use engine::api::{Row, ViewName, ViewQuery, ViewRows};

use crate::digest;

/// Every row of a view.
pub(crate) async fn rows(engine: &Arc<Engine>, client: &str, view: ViewName) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut query = ViewQuery { limit: 1000, ..ViewQuery::default() };
    loop {
        let asked = ViewRows { client: client.to_owned(), view, query: query.clone() };
        let page = engine.view_rows(asked).await.unwrap();
        let more = page.rows.unwrap_or_else(|| panic!("{view:?}: {:?}", page.not_evaluated));
        rows.extend(more);
        if rows.len() as u64 >= page.total {
            assert_eq!(rows.len() as u64, page.total, "{view:?}: the total is the number of rows");
            return rows;
        }
        query.offset = if page.next.is_some() { 0 } else { rows.len() as u64 };
        query.after = page.next;
    }
}

fn texts<'a>(rows: &'a [Row], column: &'a str) -> impl Iterator<Item = &'a str> {
    rows.iter().map(move |row| row[column].as_str().unwrap_or_else(|| panic!("no {column} in {row:?}")))
}

/// Asserts that objects and sign-ins are exactly the tenant's.
pub(crate) async fn are_exactly(facts: &Facts, engine: &Arc<Engine>, client: &str) {
    objects_are_exactly(facts, engine, client).await;
    sign_ins_are_exactly(facts, engine, client).await;
}

pub(crate) async fn objects_are_exactly(facts: &Facts, engine: &Arc<Engine>, client: &str) {
    let users = rows(engine, client, ViewName::Users).await;
    assert_eq!(users.len() as u64, facts.users.count);
    assert_eq!(digest::of_ids(texts(&users, "user_id")), facts.users.digest, "users");
    let groups = rows(engine, client, ViewName::Groups).await;
    assert_eq!(digest::of_ids(texts(&groups, "group_id")), facts.groups.digest, "groups");
    let licences = rows(engine, client, ViewName::Licences).await;
    assert_eq!(licences.len() as u64, facts.users.billable, "billable users");
    let status = engine.sync_status(engine::api::ClientRef { client: client.to_owned() }).await.unwrap();
    for (set, count) in [
        ("phones", facts.phones.count),
        ("tokens", facts.tokens.count),
        ("webauthn", facts.webauthn.count),
        ("bypass_codes", facts.bypass_codes.count),
        ("applications", facts.applications.count),
        ("policies", facts.policies.count),
    ] {
        let stored = status.data_sets.iter().find(|status| status.data_set.id() == set).unwrap();
        assert_eq!(stored.rows, count, "{set}: {stored:?}");
    }
}

pub(crate) async fn sign_ins_are_exactly(facts: &Facts, engine: &Arc<Engine>, client: &str) {
    let expected = facts.sign_ins.as_ref().unwrap();
    let sign_ins = rows(engine, client, ViewName::Signins).await;
    assert_eq!(sign_ins.len() as u64, expected.count, "sign-ins");
    let mut keys: Vec<(i64, &str)> =
        texts(&sign_ins, "ts").map(milliseconds).zip(texts(&sign_ins, "txid")).collect();
    keys.sort_unstable();
    assert_eq!(digest::of_keys(&keys), expected.digest, "sign-ins");
    for app in &expected.applications {
        let of_app = sign_ins.iter().filter(|row| row["app"] == app.name.as_str());
        assert_eq!(of_app.count() as u64, app.sign_ins, "{}", app.name);
    }
}

fn milliseconds(text: &str) -> i64 {
    DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis()
}

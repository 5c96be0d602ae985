//! Applications in the real window: kinds switched, a panel opened by keyboard, a state set and taken back.

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::desk::Desk;
use crate::home::Home;

#[tokio::test(flavor = "multi_thread")]
async fn applications_are_sorted_out_and_decided_about() {
    let home = Home::with_sample(&[]);
    let desk = Desk::on_sample(&home).await;
    desk.press("sample").await;
    desk.press_in("nav", "SaaS discovery").await;
    desk.sees("Microsoft 365").await;
    desk.shot("saas-light").await;
    kinds(&desk).await;
    decision(&desk).await;
    pictures(&desk).await;
    desk.close().await;
}

/// What each kind counts is what its rows are; identity providers and others are one press away.
async fn kinds(desk: &Desk) {
    let both = shown(desk).await;
    desk.press_in("main", "Identity providers").await;
    desk.holds(&format!("{ROWS} < {both}")).await;
    let saas = shown(desk).await;
    desk.press_in("main", "SaaS").await;
    // The last kind stays: a table without any would say nothing.
    desk.holds("true").await;
    desk.press_in("main", "Identity providers").await;
    desk.holds(&format!("{ROWS} === {both}")).await;
    assert!(saas > 0 && saas < both, "{saas} of {both}");
    assert_eq!(of_kind(desk, "saas").await, saas);
    assert_eq!(of_kind(desk, "identity_provider").await, both - saas);
}

/// Enter opens the first row; its state is set with a name, told in the row and the panel, and taken back.
async fn decision(desk: &Desk) {
    desk.script("document.querySelector('[data-cell=\"0:1\"]').focus()").await;
    desk.keys(Key::Enter).await;
    desk.sees("Who may").await;
    desk.holds("document.querySelectorAll('aside svg').length > 2").await;
    desk.shot("saas-panel-light").await;
    let app = desk.script("return document.querySelector('aside h2').textContent").await;
    assert_eq!(state_of(desk, &app).await, json!("discovered"));
    choose(desk, "State", "sanctioned").await;
    desk.sees("Your name").await;
    desk.enter("Your name", "A. Reviewer").await;
    desk.keys(Key::Enter).await;
    desk.sees("Undo").await;
    assert_eq!(state_of(desk, &app).await, json!("sanctioned"));
    desk.sees("A. Reviewer").await;
    desk.shot("saas-decided-light").await;
    desk.press("Undo").await;
    desk.holds("document.querySelector('aside select').value === 'discovered'").await;
    assert_eq!(state_of(desk, &app).await, json!("discovered"));
    desk.script("document.querySelector('[data-cell=\"0:1\"]').focus()").await;
    desk.keys(Key::Escape).await;
    desk.holds("document.querySelector('aside h2') === null").await;
}

async fn pictures(desk: &Desk) {
    for (theme, name) in [("", "light"), ("Dark", "dark")] {
        if !theme.is_empty() {
            desk.driver.set_window_rect(0, 0, 1280, 800).await.unwrap();
            desk.theme(theme).await;
            desk.press_in("nav", "Clients").await;
            desk.press("sample").await;
            desk.press_in("nav", "SaaS discovery").await;
            desk.sees("Microsoft 365").await;
            desk.shot("saas-dark").await;
        }
        desk.open_row(1).await;
        desk.sees("Who may").await;
        desk.shot(&format!("saas-open-{name}")).await;
        desk.driver.set_window_rect(0, 0, 960, 640).await.unwrap();
        desk.shot(&format!("saas-open-960-{name}")).await;
        fits(desk).await;
        desk.script("document.querySelector('aside h2').closest('aside').querySelector('button').click()")
            .await;
        desk.holds("document.querySelector('aside h2') === null").await;
        desk.shot(&format!("saas-960-{name}")).await;
        fits(desk).await;
    }
}

/// Nothing of the page is wider than the window.
async fn fits(desk: &Desk) {
    let wide = desk.script("return document.documentElement.scrollWidth - innerWidth").await;
    assert!(wide.as_i64().unwrap() <= 0, "{wide} wider than the window");
}

const ROWS: &str = "Number(document.querySelector('[role=grid][aria-busy=false]')?.ariaRowCount) - 1";

async fn shown(desk: &Desk) -> u64 {
    desk.holds(&format!("{ROWS} > 0")).await;
    desk.script(&format!("return {ROWS}")).await.as_u64().unwrap()
}

async fn rows(desk: &Desk, filter: Value) -> Value {
    let client = desk.only_client().await;
    let query = json!({ "filter": filter });
    desk.ask("view_rows", &json!({ "client": client, "view": "apps", "query": query })).await
}

async fn of_kind(desk: &Desk, kind: &str) -> u64 {
    let page = rows(desk, json!([{ "column": "kind", "op": "eq", "value": kind }])).await;
    page["total"].as_u64().unwrap()
}

async fn state_of(desk: &Desk, app: &Value) -> Value {
    let page = rows(desk, json!([{ "column": "name", "op": "eq", "value": app }])).await;
    page["rows"][0]["state"].clone()
}

/// Chooses in a field of the panel.
async fn choose(desk: &Desk, label: &str, value: &str) {
    let script = format!(
        "const label = [...document.querySelectorAll('aside label')].find((one) => one.textContent.trim().startsWith({label}));
         const field = label.control ?? label.querySelector('select');
         field.value = {value};
         field.dispatchEvent(new Event('change', {{ bubbles: true }}));",
        label = json!(label),
        value = json!(value),
    );
    desk.script(&script).await;
}

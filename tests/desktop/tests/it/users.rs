//! Users in the real window: filtered, sorted, opened and left by keyboard.

use serde_json::json;
use thirtyfour::Key;

use crate::desk::Desk;
use crate::home::Home;

#[tokio::test(flavor = "multi_thread")]
async fn users_are_found_sorted_and_opened_by_keyboard() {
    let home = Home::with_sample(&[]);
    let desk = Desk::on_sample(&home).await;
    desk.press("sample").await;
    desk.sees("Must do MFA").await;
    desk.shot("overview-users-light").await;
    sums_agree(&desk).await;
    desk.press_in("nav", "Users").await;
    desk.sees("counted").await;
    filter_and_sort(&desk).await;
    panel_by_keyboard(&desk).await;
    pictures(&desk).await;
    desk.close().await;
}

/// The overview and the table of users count the same.
async fn sums_agree(desk: &Desk) {
    let client = desk.only_client().await;
    let overview = desk.ask("overview", &json!({ "client": client })).await;
    let query = json!({ "filter": [{ "column": "must_mfa", "op": "eq", "value": "true" }] });
    let rows = desk.ask("view_rows", &json!({ "client": client, "view": "users", "query": query })).await;
    assert_eq!(overview["must_mfa"]["value"].as_f64(), rows["total"].as_f64(), "{overview}");
    assert!(rows["total"].as_u64().unwrap() > 0);
}

async fn filter_and_sort(desk: &Desk) {
    let all = rows(desk).await;
    desk.press_in("fieldset", "Bypass").await;
    desk.sees("shown").await;
    let bypass = rows(desk).await;
    assert!(bypass > 0 && bypass < all, "{bypass} of {all}");
    desk.press_in("fieldset", "All").await;
    desk.sees("counted").await;
    desk.script(
        "document.querySelector('[role=columnheader][aria-colindex] .cut[title=\"Idle d\"]').click()",
    )
    .await;
    desk.holds("document.querySelector('[aria-sort=ascending]')?.textContent.includes('Idle d')").await;
    desk.script("document.querySelector('.cut[title=\"Idle d\"]').click()").await;
    desk.holds("document.querySelector('[aria-sort=descending]')?.textContent.includes('Idle d')").await;
    desk.shot("users-idle-light").await;
}

/// Enter opens, the arrow keys take the panel along, Escape closes and leaves the row in focus.
async fn panel_by_keyboard(desk: &Desk) {
    desk.script("document.querySelector('[data-cell=\"0:1\"]').focus()").await;
    desk.keys(Key::Enter).await;
    desk.sees("Recent sign-ins").await;
    let first = title(desk).await;
    desk.shot("users-panel-light").await;
    desk.keys(Key::Down).await;
    desk.holds(&format!("document.querySelector('aside h2')?.textContent !== {}", json!(first))).await;
    desk.keys(Key::Escape).await;
    desk.holds("document.querySelector('aside h2') === null").await;
    let focus = desk.script("return document.activeElement.dataset.cell").await;
    assert_eq!(focus, json!("1:1"));
}

async fn pictures(desk: &Desk) {
    desk.press_in("nav", "Policies").await;
    desk.sees("Meeting room displays").await;
    desk.shot("policies-light").await;
    desk.press_in("nav", "Users").await;
    desk.sees("Username").await;
    desk.driver.set_window_rect(0, 0, 960, 640).await.unwrap();
    desk.open_row(3).await;
    desk.sees("Recent sign-ins").await;
    desk.shot("users-960-light").await;
    desk.driver.set_window_rect(0, 0, 1280, 800).await.unwrap();
    desk.theme("Dark").await;
    desk.press_in("nav", "Clients").await;
    desk.press("sample").await;
    desk.press_in("nav", "Users").await;
    desk.sees("Username").await;
    desk.open_row(3).await;
    desk.sees("Recent sign-ins").await;
    desk.shot("users-dark").await;
    desk.driver.set_window_rect(0, 0, 960, 640).await.unwrap();
    desk.shot("users-960-dark").await;
}

async fn rows(desk: &Desk) -> u64 {
    desk.holds("document.querySelector('[role=grid][aria-busy=false]')").await;
    let count = desk.script("return Number(document.querySelector('[role=grid]').ariaRowCount) - 1").await;
    count.as_u64().unwrap()
}

async fn title(desk: &Desk) -> String {
    desk.script("return document.querySelector('aside h2').textContent").await.as_str().unwrap().to_owned()
}

//! Tables by keyboard: select, arrange, keep, export, and read back what was exported.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::desk::Desk;
use crate::home::Home;

const HEADS: &str =
    "return [...document.querySelectorAll('[role=columnheader] > .cut')].map((head) => head.textContent)";
const TICKED: &str =
    "return [...document.querySelectorAll('[data-id]:has(input:checked)')].map((line) => line.dataset.id)";
const FIRST: &str = "return document.querySelector('[data-cell=\"0:1\"]').innerText.trim()";

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_worked_by_keyboard() {
    let home = Home::with_sample(&["--users", "300", "--events", "1000"]);
    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    let desk = Desk::on_sample(&home).await;
    desk.users().await;

    desk.selects().await;
    desk.arranges().await;
    desk.keeps().await;
    let heads = desk.script(HEADS).await;
    let first = desk.script(FIRST).await;
    let ticked = desk.ticked().await;
    let rows = desk.exports(&out).await;
    assert_eq!(json!(rows[0]), ticked, "every column that is ticked, in its order");
    assert!(rows[0].contains(&"email".to_owned()) && rows.len() == 301, "{} rows", rows.len() - 1);
    assert_eq!(json!(rows[1][0]), first);
    desk.close().await;

    // What was arranged and kept is there again.
    let desk = Desk::on_sample(&home).await;
    desk.users().await;
    assert_eq!(desk.script(HEADS).await, heads);
    desk.press("Views").await;
    desk.sees("With email").await;
    desk.close().await;
}

impl Desk {
    /// Opens the users of the one client that there is.
    pub(crate) async fn users(&self) {
        let client = self.only_client().await;
        self.script(&format!("location.hash = '#/client/{client}/users'")).await;
        self.sees("Username").await;
        self.script_async("const done = arguments[0]; const look = () => document.querySelector('[data-cell=\"0:1\"] bdi') ? done(true) : setTimeout(look, 50); look();").await;
    }

    async fn selects(&self) {
        self.script("document.querySelector('[data-cell=\"0:1\"]').focus()").await;
        self.keys(" ").await;
        self.sees("1 selected").await;
        self.keys(Key::Shift + Key::Down).await;
        self.keys(Key::Shift + Key::Down).await;
        self.sees("3 selected").await;
        self.shot("table-selected").await;
        self.keys(Key::Control + "a").await;
        self.sees("300 selected").await;
        self.keys(Key::Escape + "").await;
        self.sees_no_more("selected").await;
        self.keys(Key::Shift + Key::F10).await;
        self.sees("Copy row").await;
        self.shot("table-menu").await;
        self.keys(Key::Escape + "").await;
        self.sees_no_more("Copy row").await;
        let back = self.script("return document.activeElement.dataset.cell ?? null").await;
        assert_eq!(back, json!("2:1"), "the cell has the focus again");
    }

    async fn arranges(&self) {
        self.press("Columns").await;
        self.sees("Keep the first column in view").await;
        self.script("document.querySelector('[data-id=email] input').focus()").await;
        let shown = self.script("return document.activeElement.checked").await;
        if shown == json!(true) {
            self.keys(" ").await;
        }
        self.keys(" ").await;
        self.keys(Key::Alt + Key::Up).await;
        self.shot("table-columns").await;
        let at = "return document.activeElement.closest('[data-id]').dataset.id";
        assert_eq!(self.script(at).await, json!("email"), "the box that was moved keeps the focus");
        self.keys(Key::Escape + "").await;
        self.sees_no_more("Keep the first column in view").await;
        let heads = self.script(HEADS).await;
        assert!(heads.as_array().unwrap().contains(&json!("Email")), "{heads}");
    }

    async fn keeps(&self) {
        self.press("Views").await;
        self.press("Save this view").await;
        self.enter("Name", "With email").await;
        self.shot("table-save-view").await;
        self.keys(Key::Enter + "").await;
        self.sees("Saved as With email").await;
        self.press("Columns").await;
        self.press("Reset").await;
        self.keys(Key::Escape + "").await;
        self.press("Views").await;
        self.press("With email").await;
        self.sees_no_more("Save this view").await;
        let heads = self.script(HEADS).await;
        assert!(heads.as_array().unwrap().contains(&json!("Email")), "{heads}");
    }

    /// The columns that are ticked in the chooser, whether there is room for them or not.
    async fn ticked(&self) -> Value {
        self.press("Columns").await;
        self.sees("Keep the first column in view").await;
        let ticked = self.script(TICKED).await;
        self.keys(Key::Escape + "").await;
        self.sees_no_more("Keep the first column in view").await;
        ticked
    }

    async fn exports(&self, out: &Path) -> Vec<Vec<String>> {
        let mut preferences = self.ask("preferences_get", &json!({})).await;
        preferences["export_folder"] = json!(out);
        self.ask("preferences_set", &preferences).await;
        self.script("document.querySelector('[data-cell=\"0:1\"]').focus()").await;
        self.keys(Key::Control + "e").await;
        self.sees("What is shown: 300 rows").await;
        self.shot("table-export").await;
        self.press_in("*[@role='dialog']", "Export").await;
        self.sees("300 rows saved in").await;
        let file = only(out);
        assert!(file.to_string_lossy().contains("_users_"), "{}", file.display());
        read(&fs::read_to_string(&file).unwrap())
    }
}

/// A data folder with a sample of so many users.
fn only(folder: &Path) -> PathBuf {
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

/// Everything is quoted and no text of the sample holds a quote or a line.
fn read(csv: &str) -> Vec<Vec<String>> {
    let lines = csv.strip_prefix('\u{feff}').expect("a byte-order mark").split_terminator("\r\n");
    lines.map(|line| line.trim_matches('"').split("\",\"").map(str::to_owned).collect()).collect()
}

/// As JSON, for messages.
pub(crate) fn number(value: &Value, name: &str) -> u64 {
    value[name].as_u64().unwrap_or_else(|| panic!("no {name} in {value}"))
}

//! The licence review in the real window: seats, a what-if, decisions with undo, and files that are read back.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::desk::Desk;
use crate::home::Home;
use crate::patience::until;

#[tokio::test(flavor = "multi_thread")]
async fn the_licence_review_is_worked_by_keyboard() {
    let home = Home::with_sample(&[]);
    let out = home.path().join("out");
    fs::create_dir(&out).unwrap();
    let desk = Desk::on_sample(&home).await;
    desk.export_to(&out).await;
    desk.review().await;
    desk.enters_terms().await;
    desk.moves_the_what_if().await;
    desk.says_why().await;
    let name = desk.excludes_and_takes_back().await;
    desk.hands_over(&out, &name).await;
    for (theme, other) in [("light", "Dark"), ("dark", "Light")] {
        desk.pictures(theme).await;
        desk.theme(other).await;
        desk.review().await;
    }
    desk.close().await;
}

impl Desk {
    async fn review(&self) {
        let client = self.only_client().await;
        self.script(&format!("location.hash = '#/client/{client}/licences'")).await;
        self.sees("What if").await;
        self.holds("document.querySelector('[data-cell=\"0:1\"] bdi')").await;
    }

    async fn figures(&self, scenario: Value) -> Value {
        let client = self.only_client().await;
        self.ask("licence_review", &json!({ "client": client, "scenario": scenario })).await
    }

    async fn enters_terms(&self) {
        self.press_in("main", "Edit").await;
        self.sees("Seats paid for").await;
        self.enter("Seats paid for", "1200").await;
        self.enter("Price of a seat", "72").await;
        self.enter("Currency", "CHF").await;
        self.enter("Entered by", "J. Marsh").await;
        self.shot("licences-terms").await;
        self.keys(Key::Enter + "").await;
        self.holds("!document.querySelector('[role=dialog]')").await;
        let review = self.figures(json!({})).await;
        assert_eq!(review["terms"]["paid"], json!(1200), "{review}");
        assert_eq!(review["terms"]["price_hundredths"], json!(7200));
        self.sees("J. Marsh").await;
    }

    /// The slider by arrow keys: the figures on the page are those of the engine for the days that it shows.
    async fn moves_the_what_if(&self) {
        self.script("document.querySelector('input[type=range]').focus()").await;
        for _ in 0..20 {
            self.keys(Key::Left + "").await;
        }
        let days = self.script("return Number(document.querySelector('input[type=range]').value)").await;
        assert_eq!(days, json!(70));
        let shown = "document.querySelector('aside section:nth-of-type(2) .line').textContent";
        let review = self.figures(json!({ "idle_days": 70 })).await;
        let plain = self.figures(json!({})).await;
        let idle = |review: &Value| review["waterfall"][4]["users"].as_u64().unwrap();
        assert!(idle(&review) > idle(&plain), "more are idle for 70 days than for 90");
        let wanted = idle(&review);
        self.holds(&format!(
            "[...document.querySelectorAll('.fall button')].some((line) => line.innerText.startsWith('Idle') && line.querySelector('.strong').textContent === '{wanted}')"
        ))
        .await;
        let ready = self.script(&format!("return {shown}")).await;
        assert!(ready.as_str().unwrap().ends_with(&review["lanes"][0]["users"].to_string()), "{ready}");
        self.shot("licences-what-if").await;
    }

    /// A chip tells its rule with the values used, of the what-if.
    async fn says_why(&self) {
        self.press("Idle 3").await;
        self.sees("rule: 70 days or more").await;
        self.shot("licences-why").await;
        self.keys(Key::Escape + "").await;
        self.holds("!document.body.innerText.includes('rule: 70 days or more')").await;
    }

    async fn excludes_and_takes_back(&self) -> String {
        let before = self.figures(json!({})).await;
        self.script("document.querySelector('[data-cell=\"0:1\"]').focus()").await;
        let name = self.script("return document.querySelector('[data-cell=\"0:1\"] bdi').textContent").await;
        self.keys(" ").await;
        self.sees("1 selected").await;
        self.shot("licences-bulk").await;
        self.press_in("*[@aria-label='Selected rows']", "Exclude").await;
        self.enter("Note", "Back in May").await;
        self.shot("licences-exclude").await;
        self.keys(Key::Enter + "").await;
        self.sees("excluded").await;
        self.holds("!document.querySelector('[role=dialog]')").await;
        assert_eq!(self.figures(json!({})).await["excluded"], json!(1));
        self.press_in("*[@role='tablist']", "Excluded").await;
        self.sees("Back in May").await;
        self.shot("licences-excluded-light").await;
        self.keys(Key::Control + "z").await;
        self.sees("Nobody is excluded").await;
        let after = self.figures(json!({})).await;
        assert_eq!((&after["excluded"], &after["reclaimable"]), (&json!(0), &before["reclaimable"]));
        self.press_in("*[@role='tablist']", "Candidates").await;
        name.as_str().unwrap().to_owned()
    }

    /// The removal list and the report, read back.
    async fn hands_over(&self, out: &Path, name: &str) {
        let scenario = json!({ "idle_days": 70 });
        let reclaim = self.figures(scenario).await["reclaimable"]["value"].clone();
        self.press("Export removal list").await;
        let list = file(out, "csv").await;
        let lines = list.lines().skip(1).filter(|line| !line.is_empty()).count();
        assert_eq!(reclaim.as_f64(), Some(lines as f64), "{list}");
        assert!(list.starts_with('\u{feff}') && list.contains(&format!("\"{name}\"")), "{name}: {list}");

        self.press_in("main", "Report").await;
        self.sees("Prices").await;
        self.shot("licences-report").await;
        self.press_in("*[@role='dialog']", "Save report").await;
        let page = file(out, "html").await;
        assert!(
            page.contains(&format!("<span class=\"count\">{reclaim}</span>")),
            "as many as on the screen"
        );
        assert!(page.contains(name) && !page.contains("<script"));
    }

    async fn pictures(&self, theme: &str) {
        for (width, height) in [(1280, 800), (960, 640)] {
            self.driver.set_window_rect(0, 0, width, height).await.unwrap();
            for tab in ["Candidates", "Excluded", "Duplicates", "Trend", "Scenarios"] {
                self.press_in("*[@role='tablist']", tab).await;
                self.shot(&format!("licences-{}-{width}-{theme}", tab.to_lowercase())).await;
            }
        }
        self.driver.set_window_rect(0, 0, 1280, 800).await.unwrap();
    }
}

/// The one file of this kind, once it is there.
async fn file(folder: &Path, kind: &str) -> String {
    let one = until(async || {
        let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let found: Vec<_> = paths.filter(|path| path.extension().is_some_and(|end| end == kind)).collect();
        if let [one] = &found[..] { Some(fs::read_to_string(one).unwrap()) } else { None }
    });
    one.await.unwrap_or_else(|| panic!("no {kind} in {}", folder.display()))
}

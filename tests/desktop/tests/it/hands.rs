//! The whole window by keys alone: palette, shortcuts, regions, zoom, help.

use std::fs;
use std::time::Duration;

use serde_json::json;
use thirtyfour::Key;

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::EVERY;

#[tokio::test(flavor = "multi_thread")]
async fn a_technician_without_a_mouse() {
    let home = Home::new();
    let desk =
        Desk::open(&home, &Opening { args: &["--demo"], without_keychain: true, ..Opening::default() }).await;
    desk.sees("Credentials").await;
    desk.press_in("footer", "Check").await;
    desk.sees("Verified").await;
    desk.press_in("footer", "Continue").await;
    desk.press_in("footer", "Save and sync").await;
    desk.sees("MFA coverage").await;

    desk.palette(&home).await;
    desk.nothing_reloads().await;
    desk.regions().await;
    desk.help().await;
    desk.zoom(&home).await;
    desk.close().await;
}

impl Desk {
    async fn palette(&self, home: &Home) {
        self.keys(Key::Control + "k").await;
        self.comes_to("return document.activeElement.role", &json!("combobox")).await;
        self.keys("licrev").await;
        self.shot("hands-palette").await;
        self.keys(Key::Enter + "").await;
        self.comes_to("return document.activeElement.textContent", &json!("Licence review")).await;
        self.comes_to("return document.title.endsWith(' - Licence review - Tandem')", &json!(true)).await;

        self.keys(Key::Control + "2").await;
        self.comes_to("return document.activeElement.textContent", &json!("Users")).await;
        self.keys(Key::Control + "f").await;
        self.comes_to("return document.activeElement.type", &json!("search")).await;
        self.keys(Key::Alt + Key::Left).await;
        self.comes_to("return document.activeElement.textContent", &json!("Licence review")).await;
        self.keys(Key::Control + ",").await;
        self.comes_to("return location.hash", &json!("#/settings")).await;
        assert!(home.data().join("clients.db").is_file());
    }

    /// A page that reloaded would have lost the mark.
    async fn nothing_reloads(&self) {
        self.script("window.mark = 1").await;
        for keys in ["r", "u", "s", "p"] {
            self.keys(Key::Control + keys).await;
        }
        for key in [Key::F5, Key::F12, Key::F7] {
            self.keys(key + "").await;
        }
        self.keys(Key::Control + (Key::Shift + "r")).await;
        tokio::time::sleep(Duration::from_millis(700)).await;
        assert_eq!(self.script("return [window.mark, location.hash]").await, json!([1, "#/settings"]));
        assert_eq!(self.driver.windows().await.unwrap().len(), 1);
    }

    async fn regions(&self) {
        let place = "return document.activeElement.closest('[data-region]')?.classList[0] ?? null";
        self.keys(Key::Control + "o").await;
        self.comes_to("return document.activeElement.role", &json!("combobox")).await;
        self.keys(Key::Enter + "").await;
        self.comes_to("return document.activeElement.textContent", &json!("Overview")).await;
        // The palette has gone, and nothing is awaited: nobody else moves the focus.
        let rest = "return document.querySelector('[role=dialog], [aria-busy=true]') === null";
        self.comes_to(rest, &json!(true)).await;
        for region in ["rail", "bar", "region"] {
            self.keys(Key::F6 + "").await;
            self.comes_to(place, &json!(region)).await;
        }
        self.keys(Key::Shift + Key::F6).await;
        self.comes_to(place, &json!("bar")).await;
        self.shot("hands-region").await;
    }

    async fn help(&self) {
        self.keys(Key::F1 + "").await;
        self.sees("Copy diagnostics").await;
        self.shot("hands-shortcuts").await;
        self.keys(Key::Escape + "").await;
        self.comes_to("return document.querySelector('[role=dialog]')", &json!(null)).await;
        self.keys(Key::Shift + Key::F1).await;
        self.comes_to("return document.activeElement.id", &json!("help-overview-title")).await;
        self.shot("hands-help").await;
        self.keys(Key::Alt + Key::Left).await;
        self.comes_to("return document.activeElement.textContent", &json!("Overview")).await;
    }

    /// At twice the size the window is half as wide, and nothing is wider than it.
    async fn zoom(&self, home: &Home) {
        let width = self.script("return innerWidth").await;
        for _ in 0..8 {
            self.keys(Key::Control + "=").await;
        }
        let script = "return Math.round(innerWidth * 2)";
        self.comes_to(script, &width).await;
        for at in 1..=4 {
            self.keys(Key::Control + at.to_string()).await;
            tokio::time::sleep(EVERY * 10).await;
            self.shot(&format!("hands-zoomed-{at}")).await;
            let wide = "return document.documentElement.scrollWidth <= innerWidth";
            assert_eq!(self.script(wide).await, json!(true), "view {at}");
        }
        let saved = || fs::read_to_string(home.data().join("settings.json")).unwrap_or_default();
        assert!(saved().contains("\"zoom\": 200"), "{}", saved());
        self.keys(Key::Control + "0").await;
        self.comes_to("return innerWidth", &width).await;
    }
}

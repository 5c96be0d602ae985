//! What happens to a connection after it was saved, in the real window and by keyboard: renamed, marked, described,
//! checked again with fewer rights, given new keys, disconnected, undone, and deleted.

use std::time::Duration;

use serde_json::{Value, json};
use testbed::{Simulator, Switchboard, canary};
use thirtyfour::Key;

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::until;
use crate::wizard_keys::three_lines;

const TENANT: &[&str] = &["--users", "60", "--events", "200", "--seed", "41"];
const NAME: &str = "Northgate Dental and Orthodontics";
const RENAMED: &str = "Northgate production";

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_lives_and_ends_by_keyboard() {
    let home = Home::new();
    let full = Simulator::start(TENANT);
    let fewer = Simulator::start(&[TENANT, &["--permissions", "read_resource,read_information"]].concat());
    let other = Simulator::start(&["--users", "40", "--events", "50", "--seed", "97"]);
    assert_eq!(full.skey, fewer.skey, "one tenant");
    let switchboard = Switchboard::start();
    switchboard.lead(&full);
    switchboard.lead(&other);
    let desk = open(&home, &switchboard, &[&full, &fewer, &other]).await;
    desk.sees("No clients yet").await;
    pictures(&desk, "clients-empty", None).await;
    desk.light().await;

    let client = desk.connect(&full).await;
    desk.renamed().await;
    desk.marked().await;
    desk.described(&client).await;

    // The tunnel to the first tenant ends with it.
    switchboard.lead(&fewer);
    drop(full);
    desk.rights_went(&client).await;
    let keys = three_lines(&fewer);
    desk.other_account_refused(&client, &three_lines(&other)).await;
    desk.new_keys(&client, &keys).await;

    desk.looked_at().await;
    desk.left_and_came_back().await;
    desk.deleted(&home, &client).await;
    for skey in [&fewer.skey, &other.skey] {
        assert!(canary::files_that_hold(home.path(), skey).is_empty());
    }
    desk.close().await;
}

async fn open(home: &Home, switchboard: &Switchboard, known: &[&Simulator]) -> Desk {
    let authorities = home.path().join("authorities.pem");
    let pem: Vec<String> = known.iter().map(|one| std::fs::read_to_string(&one.ca_file).unwrap()).collect();
    std::fs::write(&authorities, pem.join("\n")).unwrap();
    let environment = vec![("HTTPS_PROXY", switchboard.url().into()), ("SSL_CERT_FILE", authorities)];
    Desk::open(home, &Opening { environment, ..Opening::default() }).await
}

/// Both themes, in both sizes; `place` is gone to after the theme was chosen.
async fn pictures(desk: &Desk, name: &str, place: Option<&str>) {
    for theme in ["light", "dark"] {
        desk.script(&format!("document.documentElement.dataset.theme = '{theme}'")).await;
        if let Some(place) = place {
            desk.script(&format!("location.hash = '{place}'")).await;
        }
        for (width, height) in [(960, 640), (1280, 800)] {
            desk.driver.set_window_rect(0, 0, width, height).await.unwrap();
            desk.shot(&format!("connection-{name}-{width}-{theme}")).await;
        }
    }
    desk.light().await;
}

impl Desk {
    async fn light(&self) {
        self.script("document.documentElement.dataset.theme = 'light'").await;
    }

    /// Puts the focus on what bears this name and can have it, and presses Enter there.
    async fn enters(&self, within: &str, name: &str) {
        let find = format!(
            "[...document.querySelectorAll('{within} :is(button, a[href])')].find((one) => \
               (one.ariaLabel ?? one.innerText).trim().startsWith({}) && one.tabIndex >= 0)",
            json!(name)
        );
        self.holds(&format!("{find} && !{find}.matches('[aria-disabled=true]')")).await;
        self.script(&format!("{find}.focus()")).await;
        self.holds(&format!("document.activeElement === {find}")).await;
        self.keys(Key::Enter + "").await;
    }

    /// Writes over the field that has the focus.
    async fn writes(&self, text: &str) {
        self.keys(Key::Control + "a").await;
        self.keys(text).await;
    }

    /// Puts the focus into the field of a dialog with this label.
    async fn field(&self, label: &str) {
        let find = format!(
            "[...document.querySelectorAll('[role=dialog] :is(input, select, textarea)')].find((one) => \
               [...(one.labels ?? [])].some((label) => label.innerText.trim().startsWith({})))",
            json!(label)
        );
        self.holds(&find).await;
        self.script(&format!("{find}.focus()")).await;
    }

    /// Puts the focus into the first row of the list, once the list has taken the window's size.
    async fn stands_in_row(&self) {
        tokio::time::sleep(Duration::from_millis(500)).await;
        self.script("document.querySelector('[data-cell=\"0:1\"]').focus()").await;
        self.holds("document.activeElement?.closest('[data-cell]')?.dataset.cell === '0:1'").await;
    }

    async fn dialog_gone(&self) {
        self.holds("document.querySelector('[role=dialog]') === null").await;
    }

    async fn goes(&self, place: &str) {
        self.script(&format!("location.hash = '{place}'")).await;
    }

    async fn summary(&self) -> Value {
        self.ask("clients", &json!({})).await[0].clone()
    }

    async fn connect(&self, simulator: &Simulator) -> String {
        let draft = self.ask("draft_open", &json!({ "sample": false })).await["draft"].clone();
        let paste = json!({ "draft": draft, "text": three_lines(simulator), "choose": null });
        self.ask("draft_paste", &paste).await;
        let want = json!(["read_resource", "read_log", "read_information"]);
        let report = self.ask("check_run", &json!({ "draft": draft, "want": want })).await;
        assert_eq!(report["verdict"], "verified", "{report}");
        let save =
            json!({ "draft": draft, "name": NAME, "organisation": { "new": NAME }, "session_only": false });
        let saved = self.ask("connection_save", &save).await;
        self.goes("#/clients").await;
        self.sees("Verified").await;
        let synced = until(async || (self.summary().await["last_sync"] != Value::Null).then_some(())).await;
        assert!(synced.is_some(), "{}", self.summary().await);
        saved["id"].as_str().unwrap().to_owned()
    }

    async fn renamed(&self) {
        self.holds("document.querySelector('[data-cell=\"0:1\"]')").await;
        pictures(self, "clients", None).await;
        self.stands_in_row().await;
        self.keys(Key::F2 + "").await;
        self.sees("Rename or move").await;
        self.holds("document.activeElement?.matches('[role=dialog] input')").await;
        self.writes(RENAMED).await;
        pictures(self, "rename", None).await;
        self.keys(Key::Enter + "").await;
        self.dialog_gone().await;
        self.sees(RENAMED).await;
        assert_eq!(self.summary().await["name"], RENAMED);
    }

    /// A favourite from the client's own page; the list is narrowed to it from the rail.
    async fn marked(&self) {
        self.stands_in_row().await;
        self.keys(Key::Enter + "").await;
        self.sees("MFA coverage").await;
        self.keys(Key::Control + "d").await;
        self.holds("[...document.querySelectorAll('[data-region] .sr')].some((one) => one.textContent === 'Favourite')")
            .await;
        assert_eq!(self.summary().await["favourite"], true);
    }

    async fn described(&self, client: &str) {
        self.ask("client_group_set", &json!({ "group": null, "name": "Dentists" })).await;
        self.goes(&format!("#/client/{client}/connection")).await;
        self.enters("main", "Edit").await;
        self.sees("Details of").await;
        self.field("Group").await;
        self.keys("Dentists").await;
        self.field("Label").await;
        self.keys("NFR").await;
        self.field("Owner").await;
        self.keys("P. Fennimore").await;
        pictures(self, "details", None).await;
        self.enters("[role=dialog]", "Save").await;
        self.dialog_gone().await;
        let entered = self.ask("connection_details", &json!({ "client": client })).await["entered"].clone();
        assert_eq!((&entered["label"], &entered["owner_contact"]), (&json!("nfr"), &json!("P. Fennimore")));
        assert_eq!(entered["group"], self.summary().await["group"]);
        assert_ne!(entered["group"], Value::Null);
        self.goes("#/clients").await;
        self.sees("Dentists").await;
    }

    async fn rights_went(&self, client: &str) {
        self.goes(&format!("#/client/{client}/connection")).await;
        self.enters("main", "Re-check").await;
        self.sees("Limited").await;
        pictures(self, "page-limited", None).await;
        self.goes("#/clients").await;
        self.sees("Limited").await;
        self.sees("Grant read log").await;
        pictures(self, "clients-limited", None).await;
        assert_eq!(self.summary().await["missing"], json!(["read_log"]));
    }

    /// From the connection's page to the check of other keys; where the wizard is then is for the caller to say.
    async fn gives_keys(&self, client: &str, keys: &str) {
        self.goes(&format!("#/client/{client}/connection")).await;
        self.enters("main", "Update credentials").await;
        self.stands_on("Credentials", "textarea").await;
        self.paste(keys).await;
        self.sees("3 of 3 values found").await;
        self.enters("footer", "Check").await;
        self.sees("Checked in").await;
    }

    async fn other_account_refused(&self, client: &str, keys: &str) {
        let before = self.summary().await;
        self.gives_keys(client, keys).await;
        self.enters("footer", "Update credentials").await;
        self.sees("These keys open another Duo account").await;
        self.sees("Keep the old data and add a new client instead?").await;
        pictures(self, "other-account", None).await;
        self.enters("footer", "Cancel").await;
        let after = self.summary().await;
        assert_eq!((&after["host"], &after["ikey"]), (&before["host"], &before["ikey"]));
    }

    async fn new_keys(&self, client: &str, keys: &str) {
        self.gives_keys(client, keys).await;
        self.enters("footer", "Update credentials").await;
        self.sees("What is saved").await;
        let summary = self.summary().await;
        assert_eq!((&summary["id"], &summary["state"]), (&json!(client), &json!("limited")));
    }

    async fn looked_at(&self) {
        self.sees("What is saved").await;
        pictures(self, "page", None).await;
    }

    async fn left_and_came_back(&self) {
        self.enters("main", "Disconnect").await;
        self.sees("Disconnect Northgate production?").await;
        pictures(self, "disconnect", None).await;
        self.enters("[role=dialog] footer", "Disconnect").await;
        self.sees("is disconnected").await;
        pictures(self, "undo", None).await;
        self.enters("body", "Undo").await;
        self.holds("!document.body.innerText.includes('is disconnected')").await;
        assert_eq!(self.summary().await["state"], "limited");
    }

    async fn deleted(&self, home: &Home, client: &str) {
        self.enters("main", "Disconnect").await;
        self.sees("Disconnect Northgate production?").await;
        self.script(
            "document.querySelector('[role=dialog] [role=radio], [role=dialog] input[type=radio]').focus()",
        )
        .await;
        self.keys(Key::Down + "").await;
        self.keys(Key::Down + "").await;
        self.field("Type Northgate production").await;
        self.writes("Northgate").await;
        let button = "document.querySelector('[role=dialog] footer button:last-of-type')";
        self.holds(&format!("{button}.innerText.startsWith('Disconnect and delete')")).await;
        self.holds(&format!("{button}.matches('[aria-disabled=true], :disabled')")).await;
        self.writes(RENAMED).await;
        pictures(self, "delete", None).await;
        self.enters("[role=dialog] footer", "Disconnect and delete").await;
        self.sees("No clients yet").await;
        let named = |path: &std::path::Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.contains(client)
        };
        let left = || -> Vec<_> {
            testbed::tree::files(&home.data()).into_iter().filter(|path| named(path)).collect()
        };
        // It can be taken back for ten seconds; then it is gone.
        if until(async || left().is_empty().then_some(())).await.is_some() {
            return;
        }
        panic!("left behind: {:?}", left());
    }
}

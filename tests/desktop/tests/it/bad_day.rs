//! A keychain that was cleared while Tandem was closed, in the real window: told before anybody asks, mended on the
//! page that it leads to.

use serde_json::{Value, json};
use testbed::{Simulator, Switchboard, canary};

use crate::desk::{Desk, Opening};
use crate::home::Home;

const NAME: &str = "Northgate Dental";

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_day_with_a_cleared_keychain() {
    let home = Home::new();
    let simulator = Simulator::start(&["--users", "20", "--events", "0", "--seed", "61"]);
    let switchboard = Switchboard::start();
    switchboard.lead(&simulator);
    let desk = open(&home, &switchboard, &simulator).await;
    let client = desk.saves(&simulator).await;
    desk.close().await;

    let keyrings = home.path().join("data/keyrings");
    assert!(keyrings.is_dir(), "the keychain keeps its items there");
    std::fs::remove_dir_all(&keyrings).unwrap();
    let desk = open(&home, &switchboard, &simulator).await;
    desk.sees(NAME).await;
    desk.sees("Locked").await;
    desk.shot("keychain-cleared-clients").await;
    desk.script(&format!("location.hash = '#/client/{client}/overview'")).await;
    desk.sees("The secret key is no longer in the keychain").await;
    desk.script(&format!("location.hash = '#/client/{client}/connection'")).await;
    desk.enter("Secret key", &simulator.skey).await;
    desk.shot("keychain-cleared-connection").await;
    desk.press_in("form", "Save").await;
    desk.sees("Verified").await;
    desk.press("Re-check").await;
    desk.sees("Permissions").await;
    desk.shot("keychain-mended").await;
    desk.close().await;
    assert!(canary::files_that_hold(home.path(), &simulator.skey).is_empty());
}

async fn open(home: &Home, switchboard: &Switchboard, simulator: &Simulator) -> Desk {
    let environment =
        vec![("HTTPS_PROXY", switchboard.url().into()), ("SSL_CERT_FILE", simulator.ca_file.clone())];
    Desk::open(home, &Opening { environment, ..Opening::default() }).await
}

impl Desk {
    /// A connection as the wizard saves it; its id.
    async fn saves(&self, simulator: &Simulator) -> String {
        let draft = self.ask("draft_open", &json!({ "sample": false })).await["draft"].clone();
        for (field, value) in
            [("host", &simulator.host), ("ikey", &simulator.ikey), ("skey", &simulator.skey)]
        {
            self.ask("draft_set", &json!({ "draft": draft, "field": field, "value": value })).await;
        }
        let want = ["read_resource", "read_log", "read_information"];
        let report = self.ask("check_run", &json!({ "draft": draft, "want": want })).await;
        assert_eq!(report["verdict"], Value::from("verified"), "{report}");
        let organisation = json!({ "new": NAME });
        let save =
            json!({ "draft": draft, "name": NAME, "organisation": organisation, "session_only": false });
        self.ask("connection_save", &save).await["id"].as_str().unwrap().to_owned()
    }
}

//! From the list of clients to a synced client's overview by keys alone, counted.

use std::time::Duration;

use serde_json::json;
use testbed::Simulator;
use thirtyfour::{Key, TypingData};

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::until;

/// Besides the paste.
const PRESSES: usize = 6;

#[tokio::test(flavor = "multi_thread")]
#[allow(clippy::disallowed_methods, reason = "a limit for people's patience is measured")]
async fn five_steps_by_keys_alone() {
    let simulator = Simulator::start(&["--users", "60", "--events", "200"]);
    let home = Home::new();
    let desk = Desk::open(&home, &to_simulator(&simulator)).await;
    desk.sees("No clients yet").await;
    let begun = std::time::Instant::now();
    let mut presses = 0;

    desk.key(Key::Control + "n", &mut presses).await;
    desk.stands_on("Prepare", "h1").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.stands_on("Credentials", "textarea").await;
    desk.paste(&three_lines(&simulator)).await;
    desk.sees("Pasted: 3 of 3 values found").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.stands_on("Verified", "h1").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.stands_on("Name", "h1").await;
    desk.sees("This name is free").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.sees("MFA coverage").await;

    assert!(presses <= PRESSES, "{presses} presses");
    assert!(begun.elapsed() <= Duration::from_secs(90), "{:?}", begun.elapsed());
    let clients = desk.ask("clients", &json!({})).await;
    assert_eq!(clients.as_array().map(Vec::len), Some(1), "{clients}");
    // The draft became a connection, and the same keys lead to it from now on.
    let draft = desk.ask("draft_open", &json!({ "sample": false })).await;
    assert_eq!(draft["resumed"], json!(null));
    let paste = json!({ "draft": draft["draft"], "text": three_lines(&simulator), "choose": null });
    let pasted = desk.ask("draft_paste", &paste).await;
    assert_eq!(pasted["fields"][0]["saved_as"]["client"], clients[0]["id"], "{pasted}");
    desk.close().await;
}

/// The proxy and the authority of the simulator, as any program may be told of them.
pub(crate) fn to_simulator(simulator: &Simulator) -> Opening<'static> {
    let environment =
        vec![("HTTPS_PROXY", simulator.proxy.clone().into()), ("SSL_CERT_FILE", simulator.ca_file.clone())];
    Opening { environment, ..Opening::default() }
}

/// As a ticket might hold them.
pub(crate) fn three_lines(simulator: &Simulator) -> String {
    let Simulator { host, ikey, skey, .. } = simulator;
    format!("Integration key: {ikey}\nSecret key: {skey}\nAPI hostname: {host}\n")
}

impl Desk {
    /// Presses a key, with those that are held, where the focus is.
    pub(crate) async fn key(&self, keys: impl Into<TypingData>, presses: &mut usize) {
        *presses += 1;
        self.keys(keys).await;
    }

    /// Pastes into what has the focus, as the system does: no clipboard is shared with other windows of this display.
    pub(crate) async fn paste(&self, text: &str) {
        let script = format!(
            "const clipboardData = new DataTransfer();
             clipboardData.setData('text/plain', {});
             document.activeElement.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData, bubbles: true, cancelable: true }}));",
            json!(text)
        );
        self.script(&script).await;
    }

    /// Waits for a step by its heading, and for the focus to be where the step begins.
    pub(crate) async fn stands_on(&self, heading: &str, focus: &str) {
        let script = "const [h1, at] = [document.querySelector('h1'), document.activeElement];
            return [h1?.innerText ?? '', at?.matches('h1') ? 'h1' : at?.localName ?? ''];";
        let mut seen = serde_json::Value::Null;
        let stood = until(async || {
            seen = self.script(script).await;
            let there = seen[0].as_str().is_some_and(|text| text.starts_with(heading)) && seen[1] == focus;
            there.then_some(())
        });
        if stood.await.is_some() {
            return;
        }
        panic!("never stood on {heading}: {seen}\n{}", self.text().await);
    }
}

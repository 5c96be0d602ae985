//! What the check tells, and the settings beside it.

use serde_json::Value;

use crate::desk::Desk;
use crate::patience::until;

/// The row that tells a code, once the check has ended.
const TOLD: &str = "
const row = [...document.querySelectorAll('li[data-code]')].find((row) => row.dataset.code === CODE);
const ended = [...document.querySelectorAll('button')].some((button) => button.innerText.startsWith('Copy diagnostics'));
if (!row || !ended) return null;
return {
  text: row.innerText,
  details: row.querySelector('details')?.textContent ?? '',
  buttons: [...row.querySelectorAll('button')].map((button) => button.innerText.trim()),
};";

impl Desk {
    pub(crate) async fn told(&self, code: &str) -> Value {
        let script = TOLD.replace("CODE", &format!("'{code}'"));
        let told = until(async || {
            let row = self.script(&script).await;
            (!row.is_null()).then_some(row)
        });
        if let Some(row) = told.await {
            return row;
        }
        self.shot("not-told").await;
        panic!("never told {code} on:\n{}", self.text().await);
    }

    /// Fills in the proxy settings, in the dialog beside the check.
    pub(crate) async fn proxy(&self, host: &str, port: u16, sign_in: Option<(&str, &str)>) {
        self.press("Manual").await;
        self.enter("Proxy host", host).await;
        self.enter("Port", &port.to_string()).await;
        if let Some((user, password)) = sign_in {
            self.enter("User", user).await;
            self.enter("Password", password).await;
        }
        self.shot("proxy-settings").await;
        self.press("Save and retry").await;
    }
}

//! The window as somebody sees it: by role, label and text.

use serde_json::{Value, json};
use thirtyfour::extensions::query::ElementQueryable;
use thirtyfour::{By, Key, TypingData, WebElement};

use crate::desk::Desk;
use crate::patience::{EVERY, PATIENCE, until};
use crate::target;

/// Ends when nothing moves and nothing is awaited any more, with the second frame after: what was laid out is not yet
/// painted. What goes on for ever, such as a sync, is not waited for.
const REST: &str = "
const done = arguments[arguments.length - 1];
const patience = Date.now() + 400;
const moves = () => document.getAnimations().some((one) => one.playState === 'running' && one.effect.getComputedTiming().endTime < Infinity);
const look = () => {
  if (Date.now() < patience && (moves() || document.querySelector('[aria-busy=true]'))) return setTimeout(look, 20);
  requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
};
requestAnimationFrame(look);
";
/// Answers come over `fetch` to the `ipc:` protocol, events through the callback of the page's one channel.
const LISTEN: &str = "
window.heard = [];
const ask = window.fetch;
window.fetch = async (...args) => {
  const answer = await ask(...args);
  window.heard.push(await answer.clone().text());
  return answer;
};
const { callbacks } = window.__TAURI_INTERNALS__;
for (const [id, tell] of callbacks) {
  callbacks.set(id, (data) => { window.heard.push(JSON.stringify(data)); return tell(data); });
}
";

impl Desk {
    /// Waits for the page to be there.
    pub(crate) async fn settle(&self) {
        self.driver.set_script_timeout(PATIENCE).await.unwrap();
        self.element("//*[@id='app']/*").await;
    }

    async fn element(&self, xpath: &str) -> WebElement {
        let mut last = None;
        let found = until(async || {
            // The page may put another element in its place between two questions.
            let first = self.driver.query(By::XPath(xpath)).wait(EVERY, EVERY).and_displayed().first().await;
            first.map_err(|error| last = Some(error)).ok()
        });
        match found.await {
            Some(element) => element,
            None => panic!("not on the page: {xpath}: {last:?}\n{}", self.text().await),
        }
    }

    async fn click(&self, xpath: &str) -> WebElement {
        let mut last = None;
        let pressed = until(async || {
            let element = self.element(xpath).await;
            if !element.is_enabled().await.unwrap_or(false) {
                return None;
            }
            element.click().await.map_err(|error| last = Some(error)).ok()?;
            Some(element)
        });
        match pressed.await {
            Some(element) => element,
            None => panic!("cannot be pressed: {xpath}: {last:?}\n{}", self.text().await),
        }
    }

    /// All text on the page.
    pub(crate) async fn text(&self) -> String {
        let text = self.script("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Presses a button, link, tab or option whose name begins like this.
    pub(crate) async fn press(&self, name: &str) {
        self.click(&pressable(name)).await;
    }

    /// The same, inside an element of this name.
    pub(crate) async fn press_in(&self, container: &str, name: &str) {
        self.click(&format!("//{container}{}", pressable(name))).await;
    }

    /// Puts text into the field with this label, in place of what it holds.
    pub(crate) async fn enter(&self, label: &str, text: &str) {
        let field = self.click(&labelled(label)).await;
        field.send_keys(Key::Control + "a").await.unwrap();
        field.send_keys(Key::Delete + "").await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Keys as they come from a keyboard, to whatever has the focus. What is about to close cannot have it any more:
    /// then they are for what has it next.
    pub(crate) async fn keys(&self, keys: impl Into<TypingData>) {
        let keys = keys.into().to_string();
        let mut last = None;
        let taken = until(async || {
            let focused = self.driver.active_element().await.map_err(|error| last = Some(error)).ok()?;
            focused.send_keys(&keys).await.map_err(|error| last = Some(error)).ok()
        });
        let Some(()) = taken.await else { panic!("nothing takes keys: {last:?}\n{}", self.text().await) };
    }

    pub(crate) async fn script(&self, script: &str) -> Value {
        self.driver.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// Runs a script whose last argument is called with the answer.
    pub(crate) async fn script_async(&self, script: &str) -> Value {
        self.driver.execute_async(script, Vec::new()).await.unwrap().json().clone()
    }

    /// Asks the shell as the page would; the answer is `{ok}` or `{error}`.
    pub(crate) async fn invoke(&self, command: &str, args: &Value) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('{command}', {args})
               .then((ok) => done({{ ok }}), (error) => done({{ error }}))"
        );
        self.script_async(&script).await
    }

    /// One of the engine's commands, which must succeed.
    pub(crate) async fn ask(&self, name: &str, args: &Value) -> Value {
        let answer = self.invoke("call", &json!({ "name": name, "args": args })).await;
        assert!(answer.get("ok").is_some(), "{name}: {answer}");
        answer["ok"].clone()
    }

    /// Opens the row with this index of the table on the page.
    pub(crate) async fn open_row(&self, index: usize) {
        self.click(&format!("//*[@role='row'][@aria-rowindex='{}']", index + 2)).await;
    }

    /// Records every answer and event from here on.
    pub(crate) async fn listen(&self) {
        self.script(LISTEN).await;
    }

    /// What was recorded.
    pub(crate) async fn heard(&self) -> String {
        self.script("return window.heard.join('\\n')").await.as_str().unwrap_or_default().to_owned()
    }

    /// Takes a picture, once the page has come to rest.
    pub(crate) async fn shot(&self, name: &str) {
        let folder = target().join("desktop-shots");
        std::fs::create_dir_all(&folder).unwrap();
        self.script_async(REST).await;
        self.driver.screenshot(&folder.join(format!("{name}.png"))).await.unwrap();
    }
}

fn pressable(name: &str) -> String {
    let roles = ["button", "link", "tab", "option", "menuitem", "row", "radio", "checkbox"];
    let roles: Vec<String> = roles.iter().map(|role| format!("@role='{role}'")).collect();
    format!(
        "//*[self::button or self::a or self::label or {}]\
         [@aria-label='{name}' or starts-with(normalize-space(.), '{name}')]",
        roles.join(" or ")
    )
}

fn labelled(label: &str) -> String {
    format!(
        "//*[self::input or self::textarea or self::select]\
         [@aria-label='{label}' or @id=//label[starts-with(normalize-space(.), '{label}')]/@for \
          or ancestor::label[starts-with(normalize-space(.), '{label}')]]"
    )
}

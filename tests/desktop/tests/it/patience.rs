//! How long a test waits, once for all of them: nobody's own loop, nobody's own seconds.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::desk::Desk;

/// What is seen soon on a quiet machine may take many times as long on a busy one. A test that holds never waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_mins(3);
/// Between two looks.
pub(crate) const EVERY: Duration = Duration::from_millis(100);

/// Looks until there is something; nothing, when patience is at its end.
pub(crate) async fn until<T>(mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let looking = async {
        loop {
            if let Some(seen) = look().await {
                return seen;
            }
            sleep(EVERY).await;
        }
    };
    timeout(PATIENCE, looking).await.ok()
}

impl Desk {
    /// Waits until the page says that this expression is true.
    pub(crate) async fn holds(&self, condition: &str) {
        let script = format!("return Boolean({condition})");
        let held = until(async || (self.script(&script).await == json!(true)).then_some(())).await;
        if held.is_none() {
            self.shot("not-held").await;
            panic!("never: {condition}\n{}", self.text().await);
        }
    }

    /// Waits until a script returns this.
    pub(crate) async fn comes_to(&self, script: &str, wanted: &Value) {
        let mut last = Value::Null;
        let came = until(async || {
            last = self.script(script).await;
            (last == *wanted).then_some(())
        });
        if came.await.is_none() {
            self.shot("not-come-to").await;
            panic!("{script} stays {last}, not {wanted}\n{}", self.text().await);
        }
    }

    /// Waits until some text is visible.
    pub(crate) async fn sees(&self, text: &str) {
        let seen = until(async || self.text().await.contains(text).then_some(())).await;
        if seen.is_none() {
            self.shot("not-seen").await;
            panic!("never saw \"{text}\" on:\n{}", self.text().await);
        }
    }

    /// Waits until some text is not visible any more.
    pub(crate) async fn sees_no_more(&self, text: &str) {
        let gone = until(async || (!self.text().await.contains(text)).then_some(())).await;
        assert!(gone.is_some(), "\"{text}\" stays on:\n{}", self.text().await);
    }
}

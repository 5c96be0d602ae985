//! A check once, through the real window: nothing of it stays behind.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use testbed::tree::{self, Content};
use testbed::{Simulator, canary};
use thirtyfour::Key;

use crate::desk::Desk;
use crate::home::Home;
use crate::wizard_keys::{three_lines, to_simulator};

type Tree = BTreeMap<PathBuf, Option<Content>>;

#[tokio::test(flavor = "multi_thread")]
async fn a_check_once_leaves_no_trace() {
    let simulator = Simulator::start(&["--users", "60", "--events", "200"]);
    let home = Home::new();
    let saved = home.path().join("saved");
    std::fs::create_dir(&saved).unwrap();

    // What a start alone changes from one to the next: the web view's own files.
    let mut trees = Vec::new();
    for _ in 0..3 {
        let desk = Desk::open(&home, &to_simulator(&simulator)).await;
        desk.sees("No clients yet").await;
        desk.close().await;
        trees.push(kept(&home));
    }
    let mut idle: BTreeSet<_> = trees.windows(2).flat_map(|pair| changed(&pair[0], &pair[1])).collect();
    // When SQLite moves what is in the log into the file is a matter of time.
    let logs: Vec<_> =
        idle.iter().filter_map(|path| path.to_str()?.strip_suffix("-wal").map(PathBuf::from)).collect();
    idle.extend(logs);
    let before = trees.pop().unwrap();

    check_once(&home, &simulator).await;
    let odd: Vec<_> =
        changed(&before, &kept(&home)).into_iter().filter(|path| !idle.contains(path)).collect();
    assert_eq!(odd, Vec::<PathBuf>::new(), "beside {idle:?}");
    assert!(before.keys().any(|path| path.ends_with("clients.db")), "the tree is the app's");
    assert!(!home.data().join("logs").exists(), "neither a start nor a check once is worth a line");
    nothing_holds_the_values(home.path(), &simulator);
}

async fn check_once(home: &Home, simulator: &Simulator) {
    let desk = Desk::open(home, &to_simulator(simulator)).await;
    desk.sees("No clients yet").await;
    desk.key(Key::Control + Key::Shift + "n", &mut 0).await;
    desk.stands_on("Credentials", "textarea").await;
    assert!(!desk.text().await.contains("Save and sync"), "two steps");
    desk.paste(&three_lines(simulator)).await;
    desk.sees("Pasted: 3 of 3 values found").await;
    desk.shot("once-credentials").await;
    desk.key(Key::Enter + "", &mut 0).await;
    desk.stands_on("Verified", "h1").await;
    desk.sees("Nothing was saved").await;
    desk.shot("once-verified").await;
    assert!(!desk.text().await.contains("Keychain"), "the keychain is not asked");
    desk.press_in("footer", "Close").await;
    desk.sees("No clients yet").await;
    assert_eq!(desk.ask("clients", &json!({})).await, json!([]));
    assert_eq!(desk.ask("draft_open", &json!({ "sample": false })).await["resumed"], Value::Null);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_result_is_saved_only_where_one_says() {
    let simulator = Simulator::start(&["--users", "60", "--events", "200"]);
    let home = Home::new();
    let saved = home.path().join("saved");
    std::fs::create_dir(&saved).unwrap();
    let desk = Desk::open(&home, &to_simulator(&simulator)).await;
    desk.export_to(&saved).await;
    desk.ask("log_level_set", &json!({ "level": "detailed" })).await;

    desk.press("Check credentials once").await;
    desk.stands_on("Credentials", "textarea").await;
    desk.paste(&three_lines(&simulator)).await;
    desk.sees("Pasted: 3 of 3 values found").await;
    desk.press_in("footer", "Check").await;
    desk.stands_on("Verified", "h1").await;
    desk.press("Save as HTML").await;
    desk.sees("Saved to").await;
    desk.press("Save as JSON").await;
    desk.sees(".json").await;

    let files = tree::files(&saved);
    assert_eq!(files.len(), 2, "{files:?}");
    let read = |ending: &str| {
        let path = files.iter().find(|path| path.extension().is_some_and(|is| is == ending)).unwrap();
        std::fs::read_to_string(path).unwrap()
    };
    let document: Value = serde_json::from_str(&read("json")).unwrap();
    assert_eq!(document["verdict"], "verified");
    assert_eq!(document["host"], json!(simulator.host));
    // All but the keychain's.
    assert_eq!(document["checks"].as_array().map(Vec::len), Some(8), "{document}");
    for part in ["permissions", "excess", "clock_skew_seconds", "identity", "made"] {
        assert!(document.get(part).is_some(), "{part}: {document}");
    }
    let page = read("html");
    for part in ["Connection check", &simulator.host, "Grant resource - Read", "Rights beyond reading"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    for content in [&page, &document.to_string()] {
        assert!(!canary::holds(content.as_bytes(), &simulator.skey));
        assert!(!content.contains(&simulator.ikey), "the key in full");
    }

    let log = std::fs::read_to_string(home.data().join("logs/tandem.jsonl")).unwrap();
    assert!(log.contains("command answered") && !log.contains("/admin/"), "of the check nothing: {log}");

    // Save as connection: all steps, the keychain's row among them.
    desk.press("Save as connection").await;
    desk.sees("Keychain").await;
    desk.stands_on("Verified", "h1").await;
    desk.press_in("footer", "Continue").await;
    desk.stands_on("Name", "h1").await;
    desk.close().await;
}

/// Everything but pipes, sockets and what is temporary. The graphics driver keeps a shader for each kind of thing that
/// it draws, and the web view makes a folder with the page's origin when it finds time (under a driver it is not
/// incognito); those files too are searched for the values.
fn kept(home: &Home) -> Tree {
    let mut tree = Tree::new();
    for folder in ["data", "config", "cache", "state"] {
        tree.extend(tree::content(&home.path().join(folder)));
    }
    tree.retain(|path, _| !path.iter().any(|part| part == "mesa_shader_cache" || part == "storage"));
    tree
}

fn changed(before: &Tree, after: &Tree) -> Vec<PathBuf> {
    let paths: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

/// Files of every kind, the keychain's and what was written to standard output among them.
fn nothing_holds_the_values(home: &Path, simulator: &Simulator) {
    for value in [&simulator.host, &simulator.ikey, &simulator.skey] {
        assert_eq!(canary::files_that_hold(home, value), Vec::<PathBuf>::new());
    }
}

impl Desk {
    /// Lets files go into a folder without a dialog.
    pub(crate) async fn export_to(&self, folder: &Path) {
        let mut preferences = self.ask("preferences_get", &json!({})).await;
        preferences["export_folder"] = json!(folder);
        self.ask("preferences_set", &preferences).await;
    }
}

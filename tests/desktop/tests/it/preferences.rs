//! Preferences of the window: kept, and never lost in silence.

use std::fs;

use serde_json::json;
use testbed::tree::open_to_others;

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::until;

#[tokio::test(flavor = "multi_thread")]
async fn a_theme_outlives_the_window() {
    let home = Home::new();
    let desk = Desk::open(&home, &Opening::default()).await;
    desk.theme("Dark").await;
    saved(&home, "\"theme\": \"dark\"").await;
    desk.close().await;

    let desk = Desk::open(&home, &Opening::default()).await;
    desk.sees("No clients yet").await;
    assert_eq!(desk.script("return document.documentElement.dataset.theme").await, json!("dark"));
    desk.close().await;
    assert_eq!(open_to_others(&home.data()), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_is_set_aside_and_told() {
    let home = Home::new();
    fs::create_dir_all(home.data()).unwrap();
    fs::write(home.data().join("settings.json"), [0; 2048]).unwrap();
    let desk = Desk::open(&home, &Opening::default()).await;
    let aside = names(&home).into_iter().find(|name| name.starts_with("settings.damaged-")).expect("kept");
    assert_eq!(fs::read(home.data().join(&aside)).unwrap(), [0; 2048]);
    desk.sees("The settings were damaged").await;
    desk.shot("settings-damaged").await;
    // Saving goes on, into a new file.
    desk.theme("Light").await;
    saved(&home, "\"theme\": \"light\"").await;
    desk.close().await;
    assert!(names(&home).contains(&aside));
}

async fn saved(home: &Home, text: &str) {
    let file = home.data().join("settings.json");
    let holds = || fs::read_to_string(&file).is_ok_and(|saved| saved.contains(text));
    if until(async || holds().then_some(())).await.is_some() {
        return;
    }
    panic!("{text} was not saved: {:?}", fs::read_to_string(&file));
}

fn names(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.data()).unwrap().filter_map(Result::ok);
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

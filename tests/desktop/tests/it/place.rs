//! The window comes back in the size and at the place in which it was left.

use std::fs;

use serde_json::{Value, json};

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::until;

#[tokio::test(flavor = "multi_thread")]
async fn the_window_comes_back_as_it_was_left() {
    let home = Home::new();
    let desk = open(&home).await;
    let usual = size(&desk).await;
    desk.driver.set_window_rect(90, 70, 1010, 690).await.unwrap();
    let left = kept(&home, |place| place["x"] == 90 && place["y"] == 70).await;
    let smaller = size(&desk).await;
    assert_ne!(smaller, usual);
    desk.close().await;

    // Twice: a frame or a menu that is counted once only would move it a little at each start.
    for _ in 0..2 {
        let desk = open(&home).await;
        desk.comes_to("return [innerWidth, innerHeight]", &smaller).await;
        let at = desk.driver.get_window_rect().await.unwrap();
        assert_eq!((at.x, at.y), (90, 70), "{at:?}");
        desk.close().await;
        assert_eq!(read(&home), Some(left.clone()));
    }

    let desk = open(&home).await;
    desk.ask("window_reset", &json!({})).await;
    desk.comes_to("return [innerWidth, innerHeight]", &usual).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_whose_screen_is_gone_comes_to_one_that_is_there() {
    let home = Home::new();
    fs::create_dir_all(home.data()).unwrap();
    let far = json!({ "x": 9000, "y": -400, "width": 9000, "height": 700, "maximised": false });
    fs::write(home.data().join("window.json"), far.to_string()).unwrap();
    let desk = open(&home).await;
    let rect = until(async || {
        let rect = desk.driver.get_window_rect().await.unwrap();
        (rect.x < 1280 - 64 && rect.y >= 0 && rect.width <= 1280).then_some(rect)
    });
    assert!(rect.await.is_some(), "{:?}", desk.driver.get_window_rect().await);
    desk.close().await;
}

async fn open(home: &Home) -> Desk {
    let desk = Desk::open(home, &Opening { without_keychain: true, ..Opening::default() }).await;
    desk.sees("No clients yet").await;
    desk
}

async fn size(desk: &Desk) -> Value {
    desk.script("return [innerWidth, innerHeight]").await
}

fn read(home: &Home) -> Option<Value> {
    serde_json::from_slice(&fs::read(home.data().join("window.json")).ok()?).ok()
}

/// What was written down, once it is as it should be.
async fn kept(home: &Home, holds: impl Fn(&Value) -> bool) -> Value {
    let found = until(async || read(home).filter(&holds)).await;
    found.unwrap_or_else(|| panic!("not kept: {:?}", read(home)))
}

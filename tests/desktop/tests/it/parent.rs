//! An MSP parent's key in the real window: from the paste to its customers in the list, by keys alone.

use serde_json::json;
use testbed::{Simulator, canary};
use thirtyfour::Key;

use crate::desk::Desk;
use crate::home::Home;
use crate::wizard_keys::{three_lines, to_simulator};

#[tokio::test(flavor = "multi_thread")]
async fn customers_of_a_parent_by_keys_alone() {
    let sized = ["--users", "20", "--events", "40", "--children", "3", "--children-elsewhere", "1"];
    let simulator = Simulator::start(&sized);
    let home = Home::new();
    let desk = Desk::open(&home, &to_simulator(&simulator)).await;
    desk.sees("No clients yet").await;
    let mut presses = 0;
    desk.key(Key::Control + "n", &mut presses).await;
    desk.stands_on("Prepare", "h1").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.stands_on("Credentials", "textarea").await;
    desk.paste(&three_lines(&simulator)).await;
    desk.sees("Pasted: 3 of 3 values found").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.stands_on("This is an MSP parent key", "h1").await;
    desk.shot("parent-check").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.stands_on("Choose customers", "h1").await;
    desk.sees("Chosen: 0 of 3 · on another deployment: 1").await;
    // List again, the search, then the box of all.
    for _ in 0..3 {
        desk.key(Key::Tab + "", &mut presses).await;
    }
    desk.key(" ", &mut presses).await;
    desk.sees("Chosen: 3 of 3").await;
    desk.shot("parent-customers").await;
    desk.key(Key::Enter + "", &mut presses).await;
    desk.sees("Customers added: 3").await;
    desk.sees("via ").await;
    desk.shot("parent-clients").await;

    let clients = desk.ask("clients", &json!({})).await;
    let clients = clients.as_array().unwrap();
    assert_eq!(clients.len(), 3);
    for client in clients {
        assert_eq!(client["parent"], clients[0]["parent"], "{client}");
    }
    let parents = desk.ask("parents", &json!({})).await;
    assert_eq!((parents.as_array().map(Vec::len), &parents[0]["clients"]), (Some(1), &json!(3)));
    assert!(canary::files_that_hold(home.path(), &simulator.skey).is_empty());
    desk.close().await;
}

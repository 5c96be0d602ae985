//! Every failure that the check explains: met in the window, read there, mended as the text says, and passed.

mod accounts;
mod cases;
mod inspection;
mod network;
mod told;
mod waits;

use std::path::PathBuf;

use testbed::canary;

use self::cases::{CASES, WRONG_SKEY};
use self::network::{Network, PROXY_PASSWORD};
use crate::home::Home;

#[tokio::test(flavor = "multi_thread")]
async fn each_failure_can_be_mended_by_its_text() {
    let home = Home::new();
    let mut network = Network::open(&home).await;
    network.remembers_an_inspector().await;
    for case in CASES {
        network.meets(case).await;
    }
    network.tells_a_clock_that_is_off().await;
    network.waits_for_duo().await;
    network.watches_rights().await;
    network.names_what_is_not_offered().await;
    network.warns_of_an_empty_account().await;
    network.warns_of_ones_own_company().await;
    network.blocks_an_inspector().await;
    for secret in [PROXY_PASSWORD, WRONG_SKEY] {
        assert_eq!(canary::files_that_hold(home.path(), secret), Vec::<PathBuf>::new());
    }
    network.desk.close().await;
}

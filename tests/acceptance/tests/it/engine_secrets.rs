//! What the keychain lost while Tandem was closed: told when the window opens, and healed when it is back.

use std::sync::Arc;

use engine::api::{ClientRef, ConnectionState, Disconnect, Nothing};
use engine::{Code, Engine, Keychain as _, KeychainError};

use testbed::canary;

use crate::bench::{Bench, config, sync};

async fn state(engine: &Arc<Engine>, client: &str) -> (ConnectionState, Option<Code>) {
    let found = engine.find_client(client).await.unwrap();
    (found.state, found.state_code)
}

fn notices(engine: &serde_json::Value) -> Vec<&str> {
    engine["notices"].as_array().unwrap().iter().map(|notice| notice["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_secret_that_is_gone_is_told_before_anybody_waits_for_a_sync() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    engine.look_for_secrets().await.unwrap();
    assert_eq!(state(&engine, &client).await.0, ConnectionState::Verified);
    drop(engine);

    // The keychain was cleared, or the folder brought to another computer.
    let item = bench.keychain.ids()[0].clone();
    let secret = bench.keychain.get(&item).await.unwrap();
    bench.keychain.delete(&item).await.unwrap();
    let engine = bench.engine().await;
    engine.look_for_secrets().await.unwrap();
    assert_eq!(state(&engine, &client).await, (ConnectionState::Locked, Some(Code::KeyMissing)));
    assert!(notices(&engine.call("app_info", serde_json::json!({})).await.unwrap()).is_empty());
    drop(engine);

    // It came back with the profile.
    bench.keychain.set(&item, &secret).await.unwrap();
    let engine = bench.engine().await;
    engine.look_for_secrets().await.unwrap();
    assert_eq!(state(&engine, &client).await, (ConnectionState::Verified, None));
    assert_eq!(sync(&engine, &client).await.code, None);
}

#[tokio::test]
async fn a_keychain_that_does_not_answer_blames_no_connection() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    *bench.keychain.fails.lock().unwrap() = Some(KeychainError::Unavailable);
    for _ in 0..2 {
        engine.look_for_secrets().await.unwrap();
    }
    assert_eq!(state(&engine, &client).await.0, ConnectionState::Verified);
    let info = engine.call("app_info", serde_json::json!({})).await.unwrap();
    assert_eq!(notices(&info), ["KEY_UNAVAILABLE"], "told once");
}

#[tokio::test]
async fn behind_a_locked_keychain_the_secret_can_be_given_for_the_session() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let of = ClientRef { client: client.clone() };
    *bench.keychain.fails.lock().unwrap() = Some(KeychainError::Locked);
    assert_eq!(engine.connection_recheck(of.clone()).await.unwrap_err().code, Code::KeyLocked);
    let supply = |this_session: bool| serde_json::json!({ "client": client, "value": bench.tenant.skey, "this_session": this_session });
    assert_eq!(engine.call("secret_supply", supply(false)).await.unwrap_err().code, Code::KeyLocked);
    engine.call("secret_supply", supply(true)).await.unwrap();
    assert_eq!(state(&engine, &client).await, (ConnectionState::Verified, None));
    assert_eq!(sync(&engine, &client).await.code, None, "the keychain is not asked");
    drop(engine);

    // The next start asks the keychain again, which still has it.
    *bench.keychain.fails.lock().unwrap() = None;
    assert_eq!(bench.keychain.ids().len(), 1);
    let engine = bench.engine().await;
    assert!(!engine.find_client(&client).await.unwrap().session_only);
    assert_eq!(sync(&engine, &client).await.code, None);
    assert!(canary::files_that_hold(bench.data_dir(), &bench.tenant.skey).is_empty());
}

#[tokio::test]
async fn a_keychain_that_answers_again_clears_what_it_was_blamed_for() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let of = ClientRef { client: client.clone() };
    for (error, cleared) in
        [(KeychainError::Unavailable, true), (KeychainError::Timeout, true), (KeychainError::Locked, false)]
    {
        *bench.keychain.fails.lock().unwrap() = Some(error);
        assert!(engine.connection_recheck(of.clone()).await.is_err());
        assert_eq!(state(&engine, &client).await, (ConnectionState::Locked, Some(error.code())));
        *bench.keychain.fails.lock().unwrap() = None;
        engine.look_for_secrets().await.unwrap();
        let expected = if cleared { ConnectionState::Verified } else { ConnectionState::Locked };
        assert_eq!(state(&engine, &client).await.0, expected, "{error:?}");
    }
}

#[tokio::test]
async fn nothing_is_missed_of_a_connection_that_has_ended() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    engine.disconnect(Disconnect { client: client.clone(), delete_data: false }).await.unwrap();
    assert!(bench.keychain.ids().is_empty());
    engine.look_for_secrets().await.unwrap();
    assert_eq!(state(&engine, &client).await.0, ConnectionState::Disconnected);
    assert_eq!(engine.clients(Nothing {}).await.unwrap().len(), 1);
    let _ = engine.connection_details(ClientRef { client }).await.unwrap();
}

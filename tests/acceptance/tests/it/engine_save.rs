//! Saving and disconnecting: secret first, then the row; a failed step is undone.

use engine::api::{ConnectionState, Disconnect, Nothing};
use engine::{Code, KeychainError};
use testbed::{canary, tree};

use crate::bench::{Bench, config, sync};

#[tokio::test]
async fn the_secret_goes_to_the_keychain_and_nowhere_else() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    assert_eq!(bench.keychain.ids(), std::slice::from_ref(&client));
    assert!(canary::files_that_hold(bench.data_dir(), &bench.tenant.skey).is_empty());
}

#[tokio::test]
async fn a_keychain_that_refuses_leaves_no_row_and_no_secret() {
    let bench = Bench::new(config(&[]));
    let engine = bench.engine().await;
    for (error, code) in [
        (KeychainError::Unavailable, Code::KeyUnavailable),
        (KeychainError::Locked, Code::KeyLocked),
        (KeychainError::Timeout, Code::KeyTimeout),
        (KeychainError::Bad, Code::KeyBad),
    ] {
        *bench.keychain.fails.lock().unwrap() = Some(error);
        assert_eq!(bench.save(&engine, "Acme").await.unwrap_err().code, code);
        *bench.keychain.fails.lock().unwrap() = None;
        assert!(engine.clients(Nothing {}).await.unwrap().is_empty());
        assert!(bench.keychain.ids().is_empty());
    }
    assert_eq!(bench.save(&engine, "Acme").await.unwrap().state, ConnectionState::Verified);
}

#[tokio::test]
async fn a_row_that_cannot_be_written_takes_its_secret_back() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    assert_eq!(bench.save(&engine, "ACME ").await.unwrap_err().code, Code::NameDuplicate);
    assert_eq!(bench.save(&engine, "Other").await.unwrap_err().code, Code::ConnectionExists);
    assert_eq!(bench.keychain.ids(), [client]);
    assert_eq!(engine.clients(Nothing {}).await.unwrap().len(), 1);
}

#[tokio::test]
async fn disconnecting_removes_the_secret_and_the_data_only_if_asked() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let disconnect = |delete_data| Disconnect { client: client.clone(), delete_data };
    engine.disconnect(disconnect(false)).await.unwrap();
    assert!(bench.keychain.ids().is_empty());
    let kept = engine.find_client(&client).await.unwrap();
    assert_eq!(kept.state, ConnectionState::Disconnected);
    assert!(kept.last_sync.is_some(), "its data is kept");

    let before = tree::files(&bench.data_dir().join("clients")).len();
    engine.disconnect(disconnect(true)).await.unwrap();
    assert!(before > 0 && tree::files(&bench.data_dir().join("clients")).is_empty());
    assert!(engine.clients(Nothing {}).await.unwrap().is_empty());
    assert_eq!(engine.find_client(&client).await.unwrap_err().code, Code::ClientUnknown);
}

#[tokio::test]
async fn a_connection_survives_a_restart() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    drop(engine);
    let engine = bench.engine().await;
    assert_eq!(engine.find_client("acme").await.unwrap().id, client);
    assert_eq!(sync(&engine, &client).await.code, None, "the secret comes from the keychain");
}

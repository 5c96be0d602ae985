//! What becomes of the secret that all clients of a parent share.

use duo_sim::TenantConfig;
use engine::api::{
    ChildPick, ChildState, ClientRef, ConnectionState, CredentialsUpdate, Nothing, ParentRekey, ViewName,
};
use engine::{AddChildren, Code, KeychainError};
use testbed::KeychainStep;

use super::{add, child, children, draft, ids, leave, listed, parent, summary};
use crate::bench::sync;
use crate::holdings;

#[tokio::test]
async fn disconnecting_one_leaves_the_others_and_the_secret_goes_with_the_last() {
    let bench = parent();
    let engine = bench.engine().await;
    let clients = ids(&add(&bench, &engine, &[0, 1, 2]).await);
    engine.disconnect(leave(&clients[0], true)).await.unwrap();
    assert_eq!(bench.keychain.ids().len(), 1);
    assert_eq!(sync(&engine, &clients[1]).await.code, None);
    engine.disconnect(leave(&clients[1], false)).await.unwrap();
    drop(engine);
    let engine = bench.engine().await;
    assert_eq!(bench.keychain.ids().len(), 1, "no start takes a shared secret for a leftover");
    assert_eq!(sync(&engine, &clients[2]).await.code, None);
    engine.disconnect(leave(&clients[2], true)).await.unwrap();
    assert!(bench.keychain.ids().is_empty());

    // What is kept of the second comes back with its data.
    let found = children(&bench, &engine).await;
    let states: Vec<_> = (0..3).map(|at| listed(&found, child(&bench, at)).state).collect();
    assert_eq!(states, [ChildState::New, ChildState::Kept, ChildState::New]);
    let again = add(&bench, &engine, &[1]).await;
    assert_eq!(ids(&again), [clients[1].clone()]);
    holdings::objects_are_exactly(&child(&bench, 1).tenant().facts(), &engine, &clients[1]).await;
    assert_eq!(summary(&engine, &clients[1]).await.state, ConnectionState::Verified);
    assert_eq!((bench.keychain.ids().len(), engine.parents(Nothing {}).await.unwrap().len()), (1, 1));
}

#[tokio::test]
async fn a_new_key_of_the_parent_serves_all_of_its_clients() {
    let mut bench = parent();
    let engine = bench.engine().await;
    let added = add(&bench, &engine, &[0, 1]).await;
    let (parent, clients, before) = (added.parent.clone().unwrap().id, ids(&added), bench.keychain.ids());
    drop(engine);
    let mine = bench.tenant.simulator.tenant().config().clone();
    // A key that is another MSP's opens none of them.
    bench.switch_to(sample::simulated(TenantConfig { seed: 500, ..mine.clone() }));
    let engine = bench.engine().await;
    let other = &bench.tenant;
    let (foreign, _) = draft(&engine, &other.host, &other.ikey, &other.skey).await;
    let rekey = ParentRekey { parent: parent.clone(), draft: foreign, session_only: false };
    assert_eq!(engine.parent_rekey(rekey).await.unwrap_err().code, Code::OtherAccount);
    assert_eq!(bench.keychain.ids(), before, "nothing was changed");
    drop(engine);

    bench.switch_to(sample::simulated(mine));
    let engine = bench.engine().await;
    let own = &bench.tenant;
    let (same, _) = draft(&engine, &own.host, &own.ikey, &own.skey).await;
    let rekey = ParentRekey { parent, draft: same, session_only: false };
    assert_eq!(engine.parent_rekey(rekey).await.unwrap().clients, 2);
    assert_eq!(bench.keychain.ids().len(), 1);
    assert_ne!(bench.keychain.ids(), before);
    for client in clients {
        assert_eq!(sync(&engine, &client).await.code, None);
    }
}

#[tokio::test]
async fn keys_of_its_own_free_a_client_from_its_parent() {
    let bench = parent();
    let engine = bench.engine().await;
    let clients = ids(&add(&bench, &engine, &[0, 1]).await);
    let own = child(&bench, 0).tenant();
    let (draft, _) = draft(&engine, own.host(), own.ikey(), own.skey()).await;
    let update =
        CredentialsUpdate { client: clients[0].clone(), draft, session_only: false, other_account: false };
    let row = engine.credentials_update(update).await.unwrap();
    assert_eq!((row.parent, bench.keychain.ids().len()), (None, 2));
    for client in &clients {
        assert_eq!(sync(&engine, client).await.code, None);
    }
    engine.disconnect(leave(&clients[1], true)).await.unwrap();
    assert_eq!(bench.keychain.ids().len(), 1);
    assert!(engine.parents(Nothing {}).await.unwrap().is_empty());
    assert_eq!(sync(&engine, &clients[0]).await.code, None);
}

#[tokio::test]
async fn a_secret_given_again_unlocks_every_client_of_the_parent() {
    let bench = parent();
    let engine = bench.engine().await;
    let clients = ids(&add(&bench, &engine, &[0, 1]).await);
    *bench.keychain.fails.lock().unwrap() = Some(KeychainError::Missing);
    for client in &clients {
        let refused = engine.connection_recheck(ClientRef { client: client.clone() }).await.unwrap_err();
        assert_eq!(refused.code, Code::KeyMissing);
    }
    *bench.keychain.fails.lock().unwrap() = None;
    let supply = serde_json::json!({ "client": clients[0], "value": bench.tenant.skey });
    engine.call("secret_supply", supply).await.unwrap();
    for client in &clients {
        assert_eq!(summary(&engine, client).await.state, ConnectionState::Verified);
    }
    assert_eq!(bench.keychain.ids().len(), 1);
}

#[tokio::test]
async fn a_crash_leaves_neither_a_secret_without_clients_nor_clients_without_a_secret() {
    for step in [KeychainStep::BeforeSet, KeychainStep::AfterSet] {
        let bench = parent();
        let engine = bench.engine().await;
        bench.keychain.halt_at(step);
        tokio::select! {
            _ = add(&bench, &engine, &[0, 1]) => panic!("{step:?} was never reached"),
            () = bench.keychain.halted() => {}
        }
        bench.keychain.go_on();
        drop(engine);
        let engine = bench.engine().await;
        assert!(bench.keychain.ids().is_empty(), "{step:?}");
        assert!(engine.clients(Nothing {}).await.unwrap().is_empty());
        ids(&add(&bench, &engine, &[0, 1]).await);
        assert_eq!(bench.keychain.ids().len(), 1);
    }
}

#[tokio::test]
async fn a_crash_while_the_last_client_leaves_is_ended_at_the_next_start() {
    for step in [KeychainStep::BeforeDelete, KeychainStep::AfterDelete] {
        let bench = parent();
        let engine = bench.engine().await;
        let clients = ids(&add(&bench, &engine, &[0, 1]).await);
        engine.disconnect(leave(&clients[0], true)).await.unwrap();
        bench.keychain.halt_at(step);
        tokio::select! {
            _ = engine.disconnect(leave(&clients[1], true)) => panic!("{step:?} was never reached"),
            () = bench.keychain.halted() => {}
        }
        bench.keychain.go_on();
        drop(engine);
        let engine = bench.engine().await;
        assert!(bench.keychain.ids().is_empty(), "{step:?}");
        assert!(engine.clients(Nothing {}).await.unwrap().is_empty(), "{step:?}");
        assert!(engine.parents(Nothing {}).await.unwrap().is_empty(), "{step:?}");
    }
}

#[tokio::test]
async fn a_session_only_parent_touches_no_keychain_and_is_gone_after_a_restart() {
    let bench = parent();
    let engine = bench.engine().await;
    let tenant = child(&bench, 0).tenant();
    let pick = ChildPick { account_id: tenant.account_id(), name: "Acme".to_owned() };
    let input = bench.input(&domain::Permission::WANTED);
    let add = AddChildren { input, name: String::new(), children: vec![pick], session_only: true };
    let client = ids(&engine.add_children(add).await.unwrap()).remove(0);
    assert_eq!(sync(&engine, &client).await.code, None);
    assert!(bench.keychain.ids().is_empty());
    drop(engine);
    let engine = bench.engine().await;
    assert_eq!(summary(&engine, &client).await.state, ConnectionState::Locked);
    let users = holdings::rows(&engine, &client, ViewName::Users).await;
    assert_eq!(users.len(), tenant.config().users as usize, "what was read stays readable");
}

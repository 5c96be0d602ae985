//! Events that a client no longer keeps, deleted at once.

use duo_sim::TenantConfig;
use engine::Code;
use engine::api::{ClientRef, ConnectionDetailsSet, DetailsEntered, Nothing, ViewName};

use crate::bench::{Bench, Hung, config, sync, unpaced};
use crate::holdings;

#[tokio::test]
async fn what_is_too_old_goes_at_once_and_gives_its_space_back() {
    let bench = Bench::new(TenantConfig { users: 40, events: 20_000, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    let all = holdings::rows(&engine, &client, ViewName::Signins).await.len();
    let of = || ClientRef { client: client.clone() };
    let details = engine.connection_details(of()).await.unwrap().entered;
    let details = DetailsEntered { log_days: 30, ..details };
    let set = ConnectionDetailsSet { client: client.clone(), details };
    engine.connection_details_set(set).await.unwrap();

    let look = engine.purge_look(Nothing {}).await.unwrap();
    assert_eq!(
        (look.len(), look[0].client.as_str(), look[0].log_days, look[0].code),
        (1, client.as_str(), 30, None)
    );
    let done = engine.purge(Nothing {}).await.unwrap();
    assert_eq!((done.len(), done[0].events, done[0].code), (1, look[0].events, None));
    assert!(done[0].freed > 0, "{done:?}");
    let left = holdings::rows(&engine, &client, ViewName::Signins).await;
    assert!(left.len() < all && !left.is_empty());
    let oldest = look[0].oldest.unwrap();
    let young = |row: &engine::api::Row| {
        row["ts"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap()
    };
    assert!(left.iter().all(|row| young(row) > oldest));
    assert!(engine.purge_look(Nothing {}).await.unwrap().is_empty(), "nothing is left to do");
    assert_eq!(sync(&engine, &client).await.code, None);
    assert_eq!(holdings::rows(&engine, &client, ViewName::Signins).await.len(), left.len());
}

#[tokio::test]
async fn a_client_that_is_being_read_is_left_alone() {
    let Hung { bench, engine, client, reached, .. } = Hung::at(12).await;
    let details = engine.connection_details(ClientRef { client: client.clone() }).await.unwrap().entered;
    let set =
        ConnectionDetailsSet { client: client.clone(), details: DetailsEntered { log_days: 30, ..details } };
    engine.connection_details_set(set).await.unwrap();
    let (running, read) = (engine.clone(), client.clone());
    let options = unpaced();
    let cancel = options.cancel.clone();
    let syncing = tokio::spawn(async move { running.sync(&read, options).await });
    reached.cancelled().await;
    let elsewhere = bench.engine().await;
    for engine in [&engine, &elsewhere] {
        for one in engine.purge(Nothing {}).await.unwrap() {
            assert_eq!((one.events, one.code), (0, Some(Code::SyncRunning)));
        }
    }
    cancel.cancel();
    assert_eq!(syncing.await.unwrap().unwrap().code, Some(Code::Cancelled));
}

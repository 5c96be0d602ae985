//! Pausing: what is under way ends after its page, no round reads on, and a restart changes nothing of it.

use duo_api::Pacing;
use engine::RoundOptions;
use engine::api::{ClientRef, DataSetState, DiagnosticsOfClient, Nothing};
use tokio_util::sync::CancellationToken;

use crate::bench::{Hung, unpaced};

fn round() -> RoundOptions {
    RoundOptions { due: None, pacing: Pacing::Unlimited, max_wait: None, cancel: CancellationToken::new() }
}

#[tokio::test]
async fn a_paused_client_is_left_alone_until_somebody_resumes_it() {
    let Hung { mut bench, way, engine, client, reached } = Hung::at(4).await;
    let asked = ClientRef { client: client.clone() };
    assert!(!engine.sync_start(asked.clone()).await.unwrap().paused);
    reached.cancelled().await;
    let status = engine.sync_pause(asked.clone()).await.unwrap();
    assert!(status.paused && !status.running, "{status:?}");
    assert!(status.data_sets.iter().any(|set| set.state == DataSetState::Done), "{status:?}");
    assert!(!status.data_sets.iter().all(|set| set.state == DataSetState::Done), "{status:?}");
    assert_eq!(engine.round(round()).await.unwrap(), [], "no round reads it");
    drop(engine);

    bench.lead(way);
    let engine = bench.engine().await;
    assert!(engine.sync_status(asked.clone()).await.unwrap().paused, "after a restart");
    assert!(engine.clients(Nothing {}).await.unwrap()[0].paused);
    assert_eq!(engine.round(round()).await.unwrap(), []);
    let lines = engine
        .sync_diagnostics(DiagnosticsOfClient { client: client.clone(), webview: None })
        .await
        .unwrap()
        .text;
    assert!(lines.contains("sync: paused") && lines.contains("\nusers · "), "{lines}");
    let row = engine.find_client(&client).await.unwrap();
    assert!(!lines.contains(&row.name) && !lines.contains(&row.host), "{lines}");

    engine.sync(&client, unpaced()).await.unwrap();
    assert!(!engine.sync_status(asked.clone()).await.unwrap().paused);
    assert_eq!(engine.round(round()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_run_under_way_is_made_faster_and_the_next_is_polite_again() {
    let Hung { bench: _bench, engine, client, reached, .. } = Hung::at(2).await;
    let asked = ClientRef { client };
    assert!(!engine.sync_start(asked.clone()).await.unwrap().full_speed);
    reached.cancelled().await;
    assert!(engine.sync_full_speed(asked.clone()).await.unwrap().full_speed);
    engine.sync_cancel(asked.clone()).await.unwrap();
    assert!(!engine.sync_start(asked.clone()).await.unwrap().full_speed);
    engine.sync_cancel(asked).await.unwrap();
}

//! A client's database that is damaged: told, left as it is, and replaced only when somebody consents.

use std::fs;
use std::path::PathBuf;

use domain::DataSet;
use engine::Code;
use engine::api::{ClientRef, ConnectionState, DataSetState, Nothing, ViewName, ViewQuery, ViewRows};

use crate::bench::{Bench, config, sync};

fn file(bench: &Bench, client: &str) -> PathBuf {
    bench.data_dir().join("clients").join(format!("{client}.db"))
}

/// Overwrites all but the first pages, as a disk might.
fn damage(bench: &Bench, client: &str) -> Vec<u8> {
    let path = file(bench, client);
    let mut bytes = fs::read(&path).unwrap();
    bytes[8_192..].fill(0xff);
    fs::write(&path, &bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_damaged_file_is_told_and_stays_until_somebody_rebuilds_it() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    drop(engine);
    let bytes = damage(&bench, &client);
    let engine = bench.engine().await;
    let asked = ClientRef { client: client.clone() };
    assert_eq!(engine.sync_status(asked.clone()).await.unwrap_err().code, Code::DbCorrupt);
    assert_eq!(engine.overview(asked.clone()).await.unwrap_err().code, Code::DbCorrupt);
    assert_eq!(engine.sync_start(asked.clone()).await.unwrap_err().code, Code::DbCorrupt);
    assert_eq!(fs::read(file(&bench, &client)).unwrap(), bytes, "left as it is");
    let [row] = engine.clients(Nothing {}).await.unwrap().try_into().unwrap();
    assert_eq!((row.state, row.state_code), (ConnectionState::NeedsAttention, Some(Code::DbCorrupt)));
    engine.connection_details(asked.clone()).await.unwrap();

    let aside = engine.set_damaged_aside(&client).await.unwrap().unwrap();
    assert_eq!(fs::read(&aside).unwrap(), bytes);
    let status = sync(&engine, &client).await;
    assert_eq!(status.code, None);
    let users = status.data_sets.iter().find(|set| set.data_set == DataSet::Users).unwrap();
    assert_eq!((users.state, users.rows), (DataSetState::Done, 700));
    let row = engine.find_client(&client).await.unwrap();
    assert_eq!((row.state, row.state_code), (ConnectionState::Verified, None));
    assert_eq!(engine.set_damaged_aside(&client).await.unwrap(), None, "a sound file is left alone");
}

#[tokio::test]
async fn a_file_that_turns_damaged_while_open_is_told_and_rebuilt_too() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let asked = ClientRef { client: client.clone() };
    engine.overview(asked.clone()).await.unwrap();
    damage(&bench, &client);
    // Pages that are in memory are still right; the log was not looked at yet.
    let query = ViewQuery { limit: 500, ..ViewQuery::default() };
    let log = ViewRows { client: client.clone(), view: ViewName::Signins, query };
    assert_eq!(engine.view_rows(log).await.unwrap_err().code, Code::DbCorrupt);
    assert_eq!(engine.overview(asked.clone()).await.unwrap_err().code, Code::DbCorrupt);
    let rebuilt = engine.client_rebuild(asked.clone()).await.unwrap();
    assert!(rebuilt.path.unwrap().contains(".db.damaged-"));
    engine.sync_cancel(asked.clone()).await.unwrap();
    sync(&engine, &client).await;
    engine.overview(asked).await.unwrap();
    assert_eq!(engine.find_client(&client).await.unwrap().state_code, None);
}

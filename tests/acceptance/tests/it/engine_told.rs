//! What a sync tells while it waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::DataSet;
use duo_sim::TenantConfig;
use engine::api::{DataSetState, Event, SyncStatus, Tag};
use engine::{EventSink, Pacing, SyncOptions};
use tokio::time::sleep;

use crate::quotas::{VirtualClock, limited};

/// What the latest progress said when views were asked to read anew, and the latest progress of a running sync.
#[derive(Default)]
struct Heard(Mutex<(Option<SyncStatus>, Option<SyncStatus>)>);

impl EventSink for Heard {
    fn send(&self, event: Event) {
        let mut heard = self.0.lock().unwrap();
        let (told, refreshed) = &mut *heard;
        match event {
            Event::SyncProgress { status } if status.running => *told = Some(status),
            Event::Changed { tags, .. } if tags == [Tag::ClientData] => refreshed.clone_from(told),
            _ => {}
        }
    }
}

fn done(status: Option<&SyncStatus>, set: DataSet) -> bool {
    let sets = status.into_iter().flat_map(|status| &status.data_sets);
    sets.filter(|status| status.data_set == set).any(|status| status.state == DataSetState::Done)
}

/// The logs of the first generation wait for their minute; everything else was read in moments and is told.
#[tokio::test(start_paused = true)]
async fn what_is_read_is_told_while_another_data_set_waits_for_its_turn() {
    let config = TenantConfig { users: 20, events: 200, ..TenantConfig::default() };
    let (mut bench, _) = limited(config, VirtualClock::new(0));
    let heard = Arc::new(Heard::default());
    bench.ports.events = heard.clone();
    let (engine, client) = bench.connected().await;
    for _ in 0..2 {
        engine.sync(&client, SyncOptions { pacing: Pacing::Polite, ..SyncOptions::default() }).await.unwrap();
        // Without it there is nothing new to ask for.
        sleep(Duration::from_secs(10)).await;
    }
    let (told, refreshed) = std::mem::take(&mut *heard.0.lock().unwrap());
    for set in [DataSet::Users, DataSet::SignIns, DataSet::Policies] {
        assert!(done(told.as_ref(), set) && done(refreshed.as_ref(), set), "{set:?}: {told:#?}");
    }
    assert!(!done(told.as_ref(), DataSet::AdminLog), "nothing waited: {told:#?}");
}

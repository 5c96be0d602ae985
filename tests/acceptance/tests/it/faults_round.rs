//! Fifty clients, five of them hostile: the others are read as if those were not there.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use domain::DataSet;
use duo_api::{Clock, Request, Response, SystemClock, Transport, TransportError};
use duo_sim::TenantConfig;
use engine::Code;
use engine::api::DataSetState;
use sample::SampleTenant;
use testbed::soak::{self, Line};

use crate::bench::{Bench, config, unpaced};

const HOSTILE: [&str; 5] = ["tcp_blackhole", "flaky_500:90", "huge_page", "cursor_loop:2", "rate_limited"];

/// Leads each request to the tenant whose host it names.
struct Network(HashMap<String, Arc<dyn Transport>>);

#[async_trait]
impl Transport for Network {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        match self.0.get(request.host.as_str()) {
            Some(tenant) => tenant.send(request).await,
            None => Err(TransportError::Dns),
        }
    }

    fn in_process(&self) -> bool {
        true
    }
}

fn tenant(seed: u64, faults: &[&str]) -> SampleTenant {
    let now = SystemClock::new().utc();
    sample::simulated(TenantConfig { seed, users: 12, events: 60, now, ..config(faults) })
}

#[tokio::test(start_paused = true)]
async fn five_hostile_clients_do_not_hold_up_the_others() {
    let line = Line::start("many clients, a tenth of them hostile");
    let all = soak::rounds(20_u64, 50);
    let hostile = all / 10;
    let mut clients = Vec::new();
    let mut bench = Bench::of(tenant(1, &[]));
    let mut ways: HashMap<String, Arc<dyn Transport>> = HashMap::new();
    for seed in 1..=all {
        bench.switch_to(tenant(seed, &[]));
        let engine = bench.engine().await;
        let client = bench.save(&engine, &format!("Client {seed}")).await.unwrap().id;
        let faults: Vec<&str> =
            (seed <= hostile).then(|| HOSTILE[usize::try_from(seed - 1).unwrap() % 5]).into_iter().collect();
        let way = tenant(seed, &faults);
        ways.insert(way.host.clone(), way.transport.clone());
        clients.push((client, way, faults));
    }
    bench.lead(Arc::new(Network(ways)));
    let engine = bench.engine().await;
    let syncs = clients.iter().map(|(client, _, _)| {
        let (engine, client) = (engine.clone(), client.clone());
        let mut options = unpaced();
        options.max_wait = Some(std::time::Duration::from_secs(30));
        tokio::spawn(async move { engine.sync(&client, options).await.unwrap() })
    });
    let syncs: Vec<_> = syncs.collect();
    for (sync, (_, way, faults)) in syncs.into_iter().zip(&clients) {
        let status = sync.await.unwrap();
        if faults.is_empty() {
            assert_eq!(status.code, None, "{status:#?}");
            let rows = |set| status.data_sets.iter().find(|row| row.data_set == set).unwrap();
            assert_eq!(rows(DataSet::Users).state, DataSetState::Done);
            assert_eq!(rows(DataSet::SignIns).rows, way.facts.sign_ins.as_ref().unwrap().count);
        } else {
            assert_ne!(status.code, Some(Code::Internal), "{faults:?}: {status:#?}");
        }
    }
    line.end(&format!("{all} clients, {hostile} hostile: the other {} whole", all - hostile));
}

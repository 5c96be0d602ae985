//! `--sample`: the built-in tenant as a client named `sample`.

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, NaiveTime, Utc};
use domain::Permission;
use engine::api::{ClientSummary, ConnectionState, Disconnect, Nothing, OrganisationChoice};
use engine::check::KeychainTest;
use engine::{Code, Engine, Pacing, SampleTarget, Save, SyncOptions};
use sample::SampleConfig;
use zeroize::Zeroizing;

use crate::args::{Size, Target};
use crate::failure::Failure;
use crate::session::{SAMPLE, Session};

/// Makes the tenant when it is first asked for, and once only. It is described at the beginning of the day, so that all
/// runs of a day see the same events.
pub(crate) fn once(size: Size, now: DateTime<Utc>) -> impl Fn() -> SampleTarget + Send + Sync {
    let made = OnceLock::new();
    move || made.get_or_init(|| make(size, now)).clone()
}

fn make(size: Size, now: DateTime<Utc>) -> SampleTarget {
    let default = SampleConfig::default();
    let config = SampleConfig {
        users: size.users.unwrap_or(default.users),
        events: size.events.unwrap_or(default.events),
        seed: size.seed.unwrap_or(default.seed),
    };
    let tenant = sample::tenant(config, now.date_naive().and_time(NaiveTime::MIN).and_utc());
    SampleTarget {
        host: tenant.host,
        ikey: tenant.ikey,
        skey: Zeroizing::new(tenant.skey),
        seats: tenant.seats,
        transport: tenant.transport,
    }
}

/// The saved sample; saved now if there is none, and anew if the one that is there belongs to another seed.
pub(crate) async fn saved(session: &Session, engine: &Arc<Engine>) -> Result<ClientSummary, Failure> {
    let ports = session.ports()?;
    let keys = session.keys(&ports, &Target::default()).await?;
    let mut known = engine.clients(Nothing {}).await?;
    known.retain(|client| client.sample);
    // The window may have saved it under another name.
    let same =
        |client: &&ClientSummary| client.host == keys.host && client.state != ConnectionState::Disconnected;
    if let Some(client) = known.iter().find(same) {
        return Ok(client.clone());
    }
    if let Some(client) = known.into_iter().find(|client| client.name == SAMPLE) {
        session.output.message("The saved sample is another one: it is replaced.");
        engine.disconnect(Disconnect { client: client.id, delete_data: true }).await?;
    }
    let input = || keys.input(Permission::WANTED.to_vec(), KeychainTest::Without);
    let report = session.check(&ports, input()).await;
    if session.cancel.is_cancelled() {
        return Err(Failure::new(Code::Cancelled));
    }
    let save = Save {
        input: input(),
        report,
        name: SAMPLE.to_owned(),
        organisation: OrganisationChoice::New(SAMPLE.to_owned()),
        session_only: true,
    };
    Ok(engine.save(save).await?)
}

/// The sample to sync. Another day's sample, or one of another size, has other events: they must not mix.
pub(crate) async fn to_sync(session: &Session, engine: &Arc<Engine>) -> Result<ClientSummary, Failure> {
    let client = saved(session, engine).await?;
    let Some(last_sync) = client.last_sync else { return Ok(client) };
    let today = session.ports()?.clock.utc().date_naive();
    let same_events = last_sync.date_naive() == today && session.common.size.is_default();
    if same_events || client.name != SAMPLE {
        return Ok(client);
    }
    engine.disconnect(Disconnect { client: client.id, delete_data: true }).await?;
    saved(session, engine).await
}

/// Reads it for the first time.
pub(crate) async fn fill(
    session: &Session,
    engine: &Arc<Engine>,
    client: &ClientSummary,
) -> Result<(), Failure> {
    let cancel = session.cancel.child_token();
    let options = SyncOptions { pacing: Pacing::Unlimited, cancel, ..SyncOptions::default() };
    let status = engine.sync(&client.id, options).await?;
    status.code.map_or(Ok(()), |code| Err(Failure::new(code)))
}

//! A connection after it was saved: re-check, new keys, details, disconnecting, and what a crash leaves.

use std::sync::Arc;
use std::time::Duration;

use duo_sim::{Permission as Grant, TenantConfig};
use engine::api::{
    ClientGroupSet, ClientRef, ClientsAction, ClientsMove, ClientsRun, ConnectionDetailsSet, ConnectionLabel,
    ConnectionRename, ConnectionState, CredentialsUpdate, Disconnect, DraftOpen, DraftSet, Field, Nothing,
    PermissionState, Verdict,
};
use engine::{Code, Engine, KeychainError};
use testbed::{KeychainStep, canary, tree};

use crate::bench::{Bench, config, sync};
use crate::holdings;

fn of(client: &str) -> ClientRef {
    ClientRef { client: client.to_owned() }
}

fn leave(client: &str, delete_data: bool) -> Disconnect {
    Disconnect { client: client.to_owned(), delete_data }
}

/// A checked draft with this bench's keys, begun from a saved connection.
async fn draft(bench: &Bench, engine: &Arc<Engine>, like: &str) -> String {
    let open = DraftOpen { sample: false, one_off: false, like: Some(like.to_owned()) };
    let draft = engine.draft_open(open).await.unwrap();
    let values = [
        (Field::Host, bench.tenant.host.clone()),
        (Field::Ikey, bench.tenant.ikey.clone()),
        (Field::Skey, bench.tenant.skey.clone()),
    ];
    for (field, value) in values {
        engine.draft_set(DraftSet { draft: draft.draft.clone(), field, value }).await.unwrap();
    }
    let run = serde_json::json!({ "draft": draft.draft, "want": ["read_resource", "read_log", "read_information"] });
    engine.call("check_run", run).await.unwrap();
    draft.draft
}

fn update(draft: String, client: &str, other_account: bool) -> CredentialsUpdate {
    CredentialsUpdate { draft, client: client.to_owned(), session_only: false, other_account }
}

#[tokio::test]
async fn a_recheck_finds_that_a_right_went_and_that_it_came_back() {
    let mut bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    drop(engine);
    let fewer =
        TenantConfig { permissions: vec![Grant::ReadResource, Grant::ReadInformation], ..config(&[]) };
    bench.switch_to(sample::simulated(fewer));
    let engine = bench.engine().await;
    let report = engine.connection_recheck(of(&client)).await.unwrap();
    assert_eq!(report.verdict, Verdict::Limited);
    let summary = engine.find_client(&client).await.unwrap();
    assert_eq!((summary.state, summary.state_code), (ConnectionState::Limited, Some(Code::PermMissing)));
    assert_eq!(summary.missing, [domain::Permission::ReadLog]);
    drop(engine);

    bench.switch_to(sample::simulated(config(&[])));
    let engine = bench.engine().await;
    engine.connection_recheck(of(&client)).await.unwrap();
    assert_eq!(engine.find_client(&client).await.unwrap().state, ConnectionState::Verified);
}

#[tokio::test]
async fn a_right_that_a_sync_found_gone_is_not_shown_as_granted() {
    let mut bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    drop(engine);
    let fewer =
        TenantConfig { permissions: vec![Grant::ReadResource, Grant::ReadInformation], ..config(&[]) };
    bench.switch_to(sample::simulated(fewer));
    let engine = bench.engine().await;
    sync(&engine, &client).await;
    let found = engine.connection_details(of(&client)).await.unwrap().rights;
    let state = |id| found.iter().find(|right| right.id == id).map(|right| right.state);
    assert_eq!(state(domain::Permission::ReadLog), Some(PermissionState::Missing), "{found:?}");
    assert_eq!(state(domain::Permission::ReadResource), Some(PermissionState::Granted), "{found:?}");
}

#[tokio::test]
async fn a_day_that_duo_asks_to_wait_ends_the_sync_and_is_told_and_kept_to() {
    let mut bench = Bench::new(config(&[]));
    let (_, client) = bench.connected().await;
    bench.switch_to(sample::simulated(config(&["asks_to_wait:315360000"])));
    let engine = bench.engine().await;
    let status = sync(&engine, &client).await;
    assert_eq!(status.code, Some(Code::RateLimit), "{status:#?}");
    let asked = (status.waits_until.unwrap() - bench.ports.clock.utc()).num_hours();
    assert!((22..=24).contains(&asked), "ten years are taken for a day: {asked} h");
    let again = sync(&engine, &client).await;
    let asked_less = again.code == status.code && again.requests_done <= status.requests_done;
    assert!(asked_less, "no class is asked a second time: {again:#?}");
    assert!(engine.sync_status(of(&client)).await.unwrap().waits_until.is_some(), "and told after the run");
}

#[tokio::test]
async fn a_secret_that_is_missing_locks_the_connection_until_it_is_given_again() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    *bench.keychain.fails.lock().unwrap() = Some(KeychainError::Missing);
    assert_eq!(engine.connection_recheck(of(&client)).await.unwrap_err().code, Code::KeyMissing);
    *bench.keychain.fails.lock().unwrap() = None;
    let locked = engine.find_client(&client).await.unwrap();
    assert_eq!((locked.state, locked.state_code), (ConnectionState::Locked, Some(Code::KeyMissing)));
    let supply = serde_json::json!({ "client": client, "value": bench.tenant.skey });
    engine.call("secret_supply", supply).await.unwrap();
    assert_eq!(engine.find_client(&client).await.unwrap().state, ConnectionState::Verified);
}

#[tokio::test]
async fn new_keys_of_the_same_account_keep_every_row() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let draft = draft(&bench, &engine, &client).await;
    let updated = engine.credentials_update(update(draft, &client, false)).await.unwrap();
    assert_eq!((updated.id.as_str(), updated.state), (client.as_str(), ConnectionState::Verified));
    assert_eq!(bench.keychain.ids().len(), 1, "the old item is gone");
    assert_ne!(bench.keychain.ids(), std::slice::from_ref(&client));
    holdings::objects_are_exactly(&bench.tenant.facts, &engine, &client).await;
    assert_eq!(sync(&engine, &client).await.code, None, "the new secret is the one in use");
    assert!(canary::files_that_hold(bench.data_dir(), &bench.tenant.skey).is_empty());
}

#[tokio::test]
async fn keys_of_another_account_are_refused_unless_that_is_confirmed() {
    let mut bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let rows = engine.find_client(&client).await.unwrap().billable;
    drop(engine);
    bench.switch_to(sample::simulated(TenantConfig { seed: 99, users: 300, ..config(&[]) }));
    let engine = bench.engine().await;
    let draft = draft(&bench, &engine, &client).await;
    let refused = engine.credentials_update(update(draft.clone(), &client, false)).await.unwrap_err();
    assert_eq!(refused.code, Code::OtherAccount);
    assert!(refused.values["old"] != refused.values["new"], "{refused:?}");
    assert_eq!(engine.find_client(&client).await.unwrap().billable, rows, "nothing was changed");
    assert_eq!(bench.keychain.ids(), std::slice::from_ref(&client));

    engine.credentials_update(update(draft, &client, true)).await.unwrap();
    assert_eq!(
        engine.find_client(&client).await.unwrap().last_sync,
        None,
        "two tenants never share a database"
    );
    sync(&engine, &client).await;
    holdings::objects_are_exactly(&bench.tenant.facts, &engine, &client).await;
}

#[tokio::test]
async fn a_duplicate_has_no_secret() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let open = DraftOpen { sample: false, one_off: false, like: Some(client) };
    let copy = engine.draft_open(open).await.unwrap();
    let fields: Vec<Field> = copy.fields.iter().map(|field| field.field).collect();
    assert_eq!(fields, [Field::Host, Field::Ikey]);
    assert_eq!(copy.fields[0].value.as_deref(), Some(bench.tenant.host.as_str()));
}

#[tokio::test]
async fn disconnecting_leaves_keeps_or_deletes_as_asked() {
    for delete_data in [false, true] {
        let bench = Bench::new(config(&[]));
        let (engine, client) = bench.connected().await;
        sync(&engine, &client).await;
        engine.disconnect(leave(&client, delete_data)).await.unwrap();
        assert!(bench.keychain.ids().is_empty());
        let files = tree::files(&bench.data_dir().join("clients"));
        assert_eq!(files.is_empty(), delete_data, "{files:?}");
        assert_eq!(engine.clients(Nothing {}).await.unwrap().len(), usize::from(!delete_data));
    }
}

#[tokio::test]
async fn a_disconnection_can_be_taken_back_until_the_secret_is_erased() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    tokio::time::pause();
    engine.disconnect_start(leave(&client, true)).await.unwrap();
    assert!(engine.clients(Nothing {}).await.unwrap().is_empty(), "what goes is not listed");
    assert_eq!(bench.keychain.ids(), std::slice::from_ref(&client), "its secret is still there");
    let back = engine.disconnect_undo(of(&client)).await.unwrap();
    assert_eq!(back.state, ConnectionState::Verified);
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert_eq!(bench.keychain.ids(), std::slice::from_ref(&client), "the grace ended without it");

    engine.disconnect_start(leave(&client, false)).await.unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    for _ in 0..200 {
        if bench.keychain.ids().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(bench.keychain.ids().is_empty());
    assert_eq!(engine.disconnect_undo(of(&client)).await.unwrap_err().code, Code::KeyMissing);
}

/// Disconnected, taken back, and disconnected again with the data, all within ten seconds.
#[tokio::test]
async fn the_end_of_a_grace_ends_no_later_one() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    tokio::time::pause();
    engine.disconnect_start(leave(&client, false)).await.unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    engine.disconnect_undo(of(&client)).await.unwrap();
    engine.disconnect_start(leave(&client, true)).await.unwrap();
    tokio::time::sleep(Duration::from_secs(7)).await;
    assert!(!bench.keychain.ids().is_empty(), "the second one can still be taken back");
    tokio::time::sleep(Duration::from_secs(5)).await;
    for _ in 0..200 {
        if testbed::tree::files(bench.data_dir()).iter().all(|path| !path.to_string_lossy().contains(&client))
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("left behind: {:?}", testbed::tree::files(bench.data_dir()));
}

/// Runs `work` until the keychain stands still at `step`, and drops it there, as a crash would.
async fn crash(bench: &Bench, step: KeychainStep, work: impl Future<Output = ()>) {
    bench.keychain.halt_at(step);
    tokio::select! {
        () = work => panic!("{step:?} was never reached"),
        () = bench.keychain.halted() => {}
    }
    bench.keychain.go_on();
}

#[tokio::test]
async fn a_crash_while_saving_leaves_no_item_after_the_next_start() {
    for step in [KeychainStep::BeforeSet, KeychainStep::AfterSet] {
        let bench = Bench::new(config(&[]));
        let engine = bench.engine().await;
        crash(&bench, step, async { drop(Box::pin(bench.save(&engine, "Acme")).await) }).await;
        assert_eq!(bench.keychain.ids().len(), usize::from(step == KeychainStep::AfterSet), "{step:?}");
        drop(engine);
        let engine = bench.engine().await;
        assert!(bench.keychain.ids().is_empty(), "{step:?}");
        assert!(engine.clients(Nothing {}).await.unwrap().is_empty());
        assert!(bench.save(&engine, "Acme").await.is_ok());
    }
}

#[tokio::test]
async fn a_crash_while_keys_are_replaced_leaves_keys_that_work() {
    let steps = [
        KeychainStep::BeforeSet,
        KeychainStep::AfterSet,
        KeychainStep::BeforeDelete,
        KeychainStep::AfterDelete,
    ];
    for step in steps {
        let bench = Bench::new(config(&[]));
        let (engine, client) = bench.connected().await;
        let draft = draft(&bench, &engine, &client).await;
        let work = async { drop(engine.credentials_update(update(draft, &client, false)).await) };
        crash(&bench, step, work).await;
        drop(engine);
        let engine = bench.engine().await;
        assert_eq!(bench.keychain.ids().len(), 1, "{step:?}");
        assert_eq!(sync(&engine, &client).await.code, None, "{step:?}");
    }
}

#[tokio::test]
async fn a_crash_while_disconnecting_is_ended_at_the_next_start() {
    for step in [KeychainStep::BeforeDelete, KeychainStep::AfterDelete] {
        let bench = Bench::new(config(&[]));
        let (engine, client) = bench.connected().await;
        sync(&engine, &client).await;
        crash(&bench, step, async { drop(engine.disconnect(leave(&client, true)).await) }).await;
        drop(engine);
        let engine = bench.engine().await;
        assert!(bench.keychain.ids().is_empty(), "{step:?}");
        assert!(engine.clients(Nothing {}).await.unwrap().is_empty(), "{step:?}");
        assert!(tree::files(&bench.data_dir().join("clients")).is_empty(), "{step:?}");
    }
}

#[tokio::test]
async fn details_groups_and_names_are_kept_and_hold_no_secret() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let group = ClientGroupSet { group: None, name: "Transport".into() };
    let group = engine.client_group_set(group).await.unwrap()[0].id.clone();
    let mut details = engine.connection_details(of(&client)).await.unwrap().entered;
    details.group = Some(group.clone());
    details.label = ConnectionLabel::Nfr;
    details.key_created = "2026-01-01".parse().ok();
    details.rotation_days = Some(90);
    details.psa_id = "C-1041".into();
    let set = |details| ConnectionDetailsSet { client: client.clone(), details };
    let said = engine.connection_details_set(set(details.clone())).await.unwrap();
    assert_eq!(said.entered, details);
    assert_eq!(said.rotation_due, "2026-04-01".parse().ok());
    let listed = engine.find_client(&client).await.unwrap();
    assert_eq!((listed.group, listed.label), (Some(group), ConnectionLabel::Nfr));
    assert_eq!(listed.psa_id, "C-1041");

    details.notes = format!("skey {}", bench.tenant.skey);
    assert_eq!(engine.connection_details_set(set(details)).await.unwrap_err().code, Code::TextIsSecret);
    assert!(canary::files_that_hold(bench.data_dir(), &bench.tenant.skey).is_empty());

    engine.clients_move(ClientsMove { clients: vec![client.clone()], group: None }).await.unwrap();
    assert_eq!(engine.client_groups(Nothing {}).await.unwrap().len(), 1, "an empty group stays");
    let name = ConnectionRename { client: client.clone(), name: "Acme main".into() };
    assert_eq!(engine.connection_rename(name).await.unwrap().name, "Acme main");
}

#[tokio::test]
async fn the_list_keeps_its_figures_and_opens_no_other_database() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let listed = engine.find_client(&client).await.unwrap();
    drop(engine);
    let engine = bench.engine().await;
    for end in ["db", "db-wal", "db-shm"] {
        let _ = std::fs::remove_file(bench.data_dir().join(format!("clients/{client}.{end}")));
    }
    let again = engine.find_client(&client).await.unwrap();
    assert_eq!((again.billable, again.last_sync), (listed.billable, listed.last_sync));
    assert!(
        tree::files(&bench.data_dir().join("clients")).iter().all(|file| file.extension().unwrap() != "db")
    );
}

#[tokio::test]
async fn a_run_over_many_tells_failures_first() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let clients = vec![client, "11111111-1111-4111-8111-111111111111".to_owned()];
    let run = ClientsRun { clients, action: ClientsAction::Recheck };
    let codes: Vec<_> = engine.clients_run(run).await.unwrap().into_iter().map(|one| one.code).collect();
    assert_eq!(codes.len(), 2);
    assert!(codes[0].is_some() && codes[1].is_none(), "{codes:?}");
}

#[tokio::test]
async fn a_draft_is_saved_unchecked_and_synced_only_after_a_check() {
    let bench = Bench::new(config(&[]));
    let engine = bench.engine().await;
    let organisation = engine::api::OrganisationChoice::New("Acme".into());
    let input = bench.input(&domain::Permission::WANTED);
    let saved = engine.save_draft(input, "Acme".into(), organisation, false).await.unwrap();
    assert_eq!(saved.state, ConnectionState::Draft);
    assert_eq!(engine.sync_start(of(&saved.id)).await.unwrap_err().code, Code::NotChecked);
    engine.connection_recheck(of(&saved.id)).await.unwrap();
    assert_eq!(engine.find_client(&saved.id).await.unwrap().state, ConnectionState::Verified);
}

#[tokio::test]
async fn a_client_keeps_as_many_days_of_sign_ins_as_its_details_say() {
    let bench = Bench::new(config(&[]));
    let (engine, client) = bench.connected().await;
    let stored = async || {
        let status = engine.sync_status(of(&client)).await.unwrap();
        status.data_sets.into_iter().find(|set| set.data_set == domain::DataSet::SignIns).unwrap()
    };
    let keeps = async |log_days: u16| {
        let details = engine.connection_details(of(&client)).await.unwrap().entered;
        let details = engine::api::DetailsEntered { log_days, ..details };
        let set = ConnectionDetailsSet { client: client.clone(), details };
        engine.connection_details_set(set).await.unwrap();
    };
    let days = |set: &engine::api::DataSetStatus| (set.as_of.unwrap() - set.read_back_to.unwrap()).num_days();
    keeps(30).await;
    sync(&engine, &client).await;
    let month = stored().await;
    assert_eq!(days(&month), 30);
    assert!(month.rows > 0, "{month:?}");

    keeps(180).await;
    sync(&engine, &client).await;
    let all = stored().await;
    assert_eq!((all.rows, days(&all)), (bench.tenant.facts.sign_ins.as_ref().unwrap().count, 179));
    assert!(all.rows > month.rows);
    holdings::sign_ins_are_exactly(&bench.tenant.facts, &engine, &client).await;

    keeps(30).await;
    let reach = engine::SyncOptions { since_days: Some(90), ..crate::bench::unpaced() };
    engine.sync(&client, reach).await.unwrap();
    assert_eq!(stored().await.rows, all.rows, "a run with a reach of its own deletes nothing");
    sync(&engine, &client).await;
    let kept = stored().await;
    assert_eq!(days(&kept), 30);
    // The month begins some seconds later by now.
    assert!(kept.rows <= month.rows && month.rows - kept.rows <= 1, "{kept:?}");
}

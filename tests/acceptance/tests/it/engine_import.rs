//! Connections from a file: what it tells before anything is written, and that no secret comes along.

use engine::Code;
use engine::api::{
    ClientGroupSet, ClientRef, ClientRefs, ClientsMove, ConnectionState, ConnectionsImport, ConnectionsText,
    Disconnect, Nothing, Verdict,
};
use testbed::canary;

use crate::bench::{Bench, config, sync};

#[tokio::test]
async fn what_one_technician_exports_another_opens_with_the_secret_alone() {
    let mut bench = Bench::new(config(&[]));
    let out = tempfile::tempdir().unwrap();
    bench.hand_to(out.path());
    let (engine, client) = bench.connected().await;
    let group = ClientGroupSet { group: None, name: "Transport".into() };
    let group = engine.client_group_set(group).await.unwrap()[0].id.clone();
    engine.clients_move(ClientsMove { clients: vec![client.clone()], group: Some(group) }).await.unwrap();
    let mut details = engine.connection_details(ClientRef { client: client.clone() }).await.unwrap().entered;
    details.psa_id = "C-1041".into();
    let set = engine::api::ConnectionDetailsSet { client: client.clone(), details };
    engine.connection_details_set(set).await.unwrap();
    let saved = engine.connections_export(ClientRefs { clients: vec![client.clone()] }).await.unwrap();
    let text = std::fs::read_to_string(saved.path.unwrap()).unwrap();
    assert!(canary::files_that_hold(out.path(), &bench.tenant.skey).is_empty());

    let found = engine.connections_read(ConnectionsText { text: text.clone() }).await.unwrap();
    assert_eq!(found.connections[0].code, Some(Code::ConnectionExists));
    engine.disconnect(Disconnect { client, delete_data: true }).await.unwrap();
    let found = engine.connections_read(ConnectionsText { text: text.clone() }).await.unwrap();
    assert_eq!((found.connections[0].code, found.secrets), (None, false));

    let import = ConnectionsImport { text: text.clone(), rows: vec![0] };
    let id = engine.connections_import(import).await.unwrap().added.remove(0);
    let listed = engine.find_client(&id).await.unwrap();
    assert_eq!((listed.state, listed.state_code), (ConnectionState::Locked, Some(Code::KeyMissing)));
    assert_eq!((listed.name.as_str(), listed.psa_id.as_str()), ("Acme", "C-1041"));
    let groups = engine.client_groups(Nothing {}).await.unwrap();
    assert_eq!((groups.len(), listed.group.as_ref()), (1, Some(&groups[0].id)), "the group that is there");
    let again = ConnectionsImport { text, rows: vec![0] };
    assert!(engine.connections_import(again).await.unwrap().added.is_empty(), "never twice");

    let supply = serde_json::json!({ "client": id, "value": bench.tenant.skey });
    engine.call("secret_supply", supply).await.unwrap();
    assert_eq!(engine.find_client(&id).await.unwrap().state, ConnectionState::Draft);
    let report = engine.connection_recheck(ClientRef { client: id.clone() }).await.unwrap();
    assert_eq!(report.verdict, Verdict::Verified);
    assert_eq!(sync(&engine, &id).await.code, None);
}

#[tokio::test]
async fn a_table_tells_what_of_it_cannot_be_added_and_repeats_no_secret() {
    let bench = Bench::new(config(&[]));
    let (engine, _) = bench.connected().await;
    let (host, ikey, skey) = (&bench.tenant.host, &bench.tenant.ikey, &bench.tenant.skey);
    let rows = [
        format!("Acme again,,{host},{ikey},"),
        "Birch,Birch Ltd, API-1A2B3C4D.duosecurity.com ,DIAAAAAAAAAAAAAAAAA1,".to_owned(),
        "birch,,api-1a2b3c4d.duosecurity.com,DIAAAAAAAAAAAAAAAAA2,".to_owned(),
        "Cedar,,api-1a2b3c4d.duosecurity.com,DIAAAAAAAAAAAAAAAAA1,".to_owned(),
        "Dogwood,,example.com,DIAAAAAAAAAAAAAAAAA3,".to_owned(),
        format!("{skey},,api-1a2b3c4d.duosecurity.com,DIAAAAAAAAAAAAAAAAA4,{skey}"),
        format!("Elm,,{skey},DIAAAAAAAAAAAAAAAAA5,"),
    ];
    let text = format!("client,organisation,host,ikey,skey\n{}\n", rows.join("\n"));
    let found = engine.connections_read(ConnectionsText { text: text.clone() }).await.unwrap();
    assert!(found.secrets);
    let codes: Vec<_> = found.connections.iter().map(|one| one.code).collect();
    let exists = Some(Code::ConnectionExists);
    assert_eq!(codes[..5], [exists, None, Some(Code::NameDuplicate), exists, Some(Code::HostNotDuo)]);
    assert!(codes[5..].iter().all(Option::is_some), "{codes:?}");
    assert!(!canary::holds(serde_json::to_string(&found).unwrap().as_bytes(), skey));

    let all = ConnectionsImport { text, rows: (0..7).collect() };
    let added = engine.connections_import(all).await.unwrap().added;
    assert_eq!(added.len(), 1);
    assert_eq!(engine.find_client(&added[0]).await.unwrap().host, "api-1a2b3c4d.duosecurity.com");
    assert!(canary::files_that_hold(bench.data_dir(), skey).is_empty());
}

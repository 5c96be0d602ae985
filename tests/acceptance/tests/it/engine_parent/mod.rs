//! A managed-service parent whose one key opens several clients.

mod secrets;

use std::sync::Arc;

use duo_sim::{Children, Simulator, TenantConfig};
use engine::api::{
    ChildPick, ChildState, ClientRef, ClientReportOf, ClientSummary, ConnectionState, Disconnect, DraftOpen,
    DraftSet, Field, Nothing, ParentAdd, ParentAdded, ParentChild, ParentChildren, ParentChildrenOf,
    ParentForget, ParentSource, ReportFormat, ReportKind,
};
use engine::{AddChildren, Code, Engine};
use testbed::{canary, tree};

use crate::bench::{Bench, config, sync};
use crate::holdings;

fn parent_with(faults: &[&str]) -> Bench {
    let children = Children { here: 3, elsewhere: 1 };
    Bench::new(TenantConfig { users: 40, events: 300, children, ..config(faults) })
}

fn parent() -> Bench {
    parent_with(&[])
}

/// The simulated child that Duo lists first, second…
fn child(bench: &Bench, at: usize) -> &Simulator {
    &bench.tenant.simulator.children()[at]
}

async fn children(bench: &Bench, engine: &Arc<Engine>) -> ParentChildren {
    engine.children_of(&bench.input(&[])).await.unwrap()
}

fn listed<'a>(found: &'a ParentChildren, child: &Simulator) -> &'a ParentChild {
    found.children.iter().find(|one| one.account_id == child.tenant().account_id()).unwrap()
}

/// Adds the simulated children at these places, under Duo's names.
async fn add(bench: &Bench, engine: &Arc<Engine>, places: &[usize]) -> ParentAdded {
    let picks = places.iter().map(|at| {
        let tenant = child(bench, *at).tenant();
        ChildPick { account_id: tenant.account_id(), name: tenant.organisation().to_owned() }
    });
    let add = AddChildren {
        input: bench.input(&domain::Permission::WANTED),
        name: "Northgate MSP".to_owned(),
        children: picks.collect(),
        session_only: false,
    };
    engine.add_children(add).await.unwrap()
}

fn ids(added: &ParentAdded) -> Vec<String> {
    added.children.iter().map(|one| one.client.clone().unwrap_or_else(|| panic!("{one:?}"))).collect()
}

async fn summary(engine: &Arc<Engine>, id: &str) -> ClientSummary {
    engine.find_client(id).await.unwrap()
}

fn leave(client: &str, delete_data: bool) -> Disconnect {
    Disconnect { client: client.to_owned(), delete_data }
}

/// A wizard's draft with these keys, checked.
async fn draft(engine: &Arc<Engine>, host: &str, ikey: &str, skey: &str) -> (String, serde_json::Value) {
    let open = DraftOpen { sample: false, one_off: false, like: None };
    let draft = engine.draft_open(open).await.unwrap().draft;
    for (field, value) in [(Field::Host, host), (Field::Ikey, ikey), (Field::Skey, skey)] {
        let set = DraftSet { draft: draft.clone(), field, value: value.to_owned() };
        engine.draft_set(set).await.unwrap();
    }
    let run =
        serde_json::json!({ "draft": draft, "want": ["read_resource", "read_log", "read_information"] });
    (draft.clone(), engine.call("check_run", run).await.unwrap())
}

#[tokio::test]
async fn children_are_listed_with_what_can_be_done() {
    let bench = parent();
    let engine = bench.engine().await;
    let found = children(&bench, &engine).await;
    assert_eq!((found.children.len(), found.parent.as_ref(), found.gone.len()), (4, None, 0));
    for at in 0..3 {
        let one = listed(&found, child(&bench, at));
        assert_eq!((one.state, one.code), (ChildState::New, None), "{one:?}");
        assert_eq!(one.suggested, one.name);
    }
    let elsewhere = listed(&found, child(&bench, 3));
    assert_eq!((elsewhere.state, elsewhere.code), (ChildState::Elsewhere, Some(Code::ChildElsewhere)));
    assert_eq!(bench.tenant.simulator.writes(), 0, "the one POST there is reads");
    assert!(bench.keychain.ids().is_empty() && engine.clients(Nothing {}).await.unwrap().is_empty());
}

#[tokio::test]
async fn each_child_is_a_client_of_its_own_and_one_item_serves_them_all() {
    let bench = parent();
    let engine = bench.engine().await;
    let added = add(&bench, &engine, &[0, 1, 2]).await;
    let clients = ids(&added);
    let (parent, items) = (added.parent.clone().unwrap(), bench.keychain.ids());
    assert_eq!((parent.name.as_str(), parent.clients, items.len()), ("Northgate MSP", 3, 1));
    for (at, client) in clients.iter().enumerate() {
        assert_eq!(sync(&engine, client).await.code, None);
        let tenant = child(&bench, at).tenant();
        holdings::are_exactly(&tenant.facts(), &engine, client).await;
        let row = summary(&engine, client).await;
        assert_eq!((row.state, row.host.as_str()), (ConnectionState::Verified, tenant.host()));
        assert_eq!(row.organisation.name, tenant.organisation());
        assert_eq!(row.parent.map(|one| one.id), Some(parent.id.clone()));
    }
    let databases = tree::files(&bench.data_dir().join("clients"));
    let databases = databases.iter().filter(|file| file.extension().is_some_and(|end| end == "db")).count();
    assert_eq!((databases, bench.keychain.ids()), (3, items));
    assert!(canary::files_that_hold(bench.data_dir(), &bench.tenant.skey).is_empty());
    assert_eq!(bench.tenant.simulator.writes(), 0);
}

#[tokio::test]
async fn the_check_of_a_child_is_kept_and_its_report_asks_nobody() {
    let bench = parent();
    let engine = bench.engine().await;
    let client = ids(&add(&bench, &engine, &[0]).await).remove(0);
    let asked = child(&bench, 0).requests();
    let of = ClientReportOf { format: ReportFormat::Json, ..ClientReportOf::new(client, ReportKind::Check) };
    let (_, report) = engine.client_report_file(of).await.unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    assert_eq!((&report["verdict"], child(&bench, 0).requests()), (&"verified".into(), asked));
}

#[tokio::test]
async fn a_child_elsewhere_a_stranger_and_one_that_is_there_are_not_added() {
    let bench = parent();
    let engine = bench.engine().await;
    ids(&add(&bench, &engine, &[0]).await);
    let pick = |account_id: String, name: &str| ChildPick { account_id, name: name.to_owned() };
    let account = |at| child(&bench, at).tenant().account_id();
    let picks = vec![
        pick(account(3), "Elsewhere"),
        pick("DAXXXXXXXXXXXXXXXXXX".to_owned(), "Stranger"),
        pick(account(0), "Again"),
        pick(account(1), "One"),
        pick(account(2), "one"),
        pick(account(1), "Twice"),
    ];
    let input = bench.input(&domain::Permission::WANTED);
    let add = AddChildren { input, name: String::new(), children: picks, session_only: false };
    let added = engine.add_children(add).await.unwrap();
    let codes: Vec<_> = added.children.iter().map(|one| one.code).collect();
    let expected = [
        Some(Code::ChildElsewhere),
        Some(Code::ChildUnknown),
        Some(Code::ConnectionExists),
        None,
        Some(Code::NameDuplicate),
        Some(Code::ConnectionExists),
    ];
    assert_eq!(codes, expected);
    assert_eq!(added.parent.unwrap().clients, 2);
    assert_eq!(bench.keychain.ids().len(), 1);
}

#[tokio::test]
async fn when_nothing_can_be_added_nothing_is_kept() {
    let bench = parent();
    let engine = bench.engine().await;
    let added = add(&bench, &engine, &[3]).await;
    assert_eq!((added.parent, added.children[0].code), (None, Some(Code::ChildElsewhere)));
    assert!(bench.keychain.ids().is_empty() && engine.parents(Nothing {}).await.unwrap().is_empty());
}

#[tokio::test]
async fn forgetting_the_parent_takes_everything() {
    let bench = parent();
    let engine = bench.engine().await;
    let added = add(&bench, &engine, &[0, 1]).await;
    sync(&engine, &ids(&added)[0]).await;
    let forget = ParentForget { parent: added.parent.unwrap().id, delete_data: true };
    engine.parent_forget(forget).await.unwrap();
    assert!(bench.keychain.ids().is_empty() && engine.clients(Nothing {}).await.unwrap().is_empty());
    assert!(engine.parents(Nothing {}).await.unwrap().is_empty());
    assert!(tree::files(&bench.data_dir().join("clients")).is_empty());
}

#[tokio::test]
async fn a_check_is_made_with_the_parents_key_and_names_no_rights_beyond_reading() {
    let bench = parent();
    let engine = bench.engine().await;
    let client = ids(&add(&bench, &engine, &[1]).await).remove(0);
    let report = engine.connection_recheck(ClientRef { client: client.clone() }).await.unwrap();
    assert_eq!(report.account.id, Some(child(&bench, 1).tenant().account_id()));
    assert_eq!(report.verdict, engine::api::Verdict::Verified);
    assert!(report.permissions.iter().all(|row| row.code.is_none()) && report.excess.is_empty());
    assert_eq!(summary(&engine, &client).await.state, ConnectionState::Verified);
}

#[tokio::test]
async fn the_wizards_check_names_the_parents_key_and_leads_to_its_children() {
    let bench = parent();
    let engine = bench.engine().await;
    let (tenant, own) = (&bench.tenant, child(&bench, 0).tenant());
    let (other, _) = draft(&engine, own.host(), own.ikey(), own.skey()).await;
    let asked = ParentChildrenOf { source: ParentSource::Draft(other) };
    assert_eq!(engine.parent_children(asked).await.unwrap_err().code, Code::NotChecked);

    let (draft, report) = draft(&engine, &tenant.host, &tenant.ikey, &tenant.skey).await;
    let row =
        report["checks"].as_array().unwrap().iter().find(|row| row["id"] == "application_type").unwrap();
    assert_eq!((&row["code"], &row["values"]["children"]), (&"APP_TYPE_ACCOUNTS_API".into(), &"4".into()));
    let source = ParentSource::Draft(draft.clone());
    let found = engine.parent_children(ParentChildrenOf { source: source.clone() }).await.unwrap();
    let new = found.children.iter().filter(|one| one.state == ChildState::New);
    let picks = new.map(|one| ChildPick { account_id: one.account_id.clone(), name: one.suggested.clone() });
    let add = ParentAdd { source, name: String::new(), children: picks.collect(), session_only: false };
    let added = engine.parent_add(add).await.unwrap();
    assert_eq!(ids(&added).len(), 3);
    assert_eq!(added.parent.as_ref().unwrap().name, tenant.host, "what has no name is called by its host");
    // The first syncs run by themselves, two at a time: the third waits for its turn.
    let mut under_way = 0;
    for _ in 0..600 {
        under_way = 0;
        for client in ids(&added) {
            let row = summary(&engine, &client).await;
            under_way += usize::from(row.syncing || row.last_sync.is_some());
        }
        if under_way >= 2 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert!(under_way >= 2, "{under_way} of three");
    let gone = engine.parent_children(ParentChildrenOf { source: ParentSource::Draft(draft) }).await;
    assert_eq!(gone.unwrap_err().code, Code::DraftUnknown, "the draft is used up");
}

#[tokio::test]
async fn a_later_list_shows_what_is_new_added_and_gone() {
    let mut bench = parent();
    let engine = bench.engine().await;
    let added = add(&bench, &engine, &[0, 1]).await;
    let parent = added.parent.clone().unwrap().id;
    let source = ParentSource::Saved(parent.clone());
    let found = engine.parent_children(ParentChildrenOf { source: source.clone() }).await.unwrap();
    let states: Vec<_> = (0..3).map(|at| listed(&found, child(&bench, at)).state).collect();
    assert_eq!(states, [ChildState::Added, ChildState::Added, ChildState::New]);
    assert_eq!(found.parent.unwrap().clients, 2);
    drop(engine);

    // The same parent with one child only: the second is not listed any more.
    let fewer = Children { here: 1, elsewhere: 0 };
    let now = bench.tenant.simulator.tenant().config().clone();
    bench.switch_to(sample::simulated(TenantConfig { children: fewer, ..now }));
    let engine = bench.engine().await;
    let found = engine.parent_children(ParentChildrenOf { source }).await.unwrap();
    assert_eq!(found.children.len(), 1);
    let gone: Vec<_> = found.gone.into_iter().map(|one| one.client).collect();
    assert_eq!(gone, [ids(&added)[1].clone()]);
}

#[tokio::test]
async fn hostile_names_of_children_are_texts_and_get_names_that_can_be_saved() {
    let bench = parent_with(&["markup@/accounts/v1/account/list"]);
    let engine = bench.engine().await;
    let found = children(&bench, &engine).await;
    let new: Vec<_> = found.children.iter().filter(|one| one.state == ChildState::New).collect();
    assert_eq!(new.len(), 3);
    let picks = new
        .iter()
        .map(|one| ChildPick { account_id: one.account_id.clone(), name: one.suggested.clone() })
        .collect();
    let input = bench.input(&domain::Permission::WANTED);
    let add = AddChildren { input, name: "MSP".to_owned(), children: picks, session_only: false };
    let added = engine.add_children(add).await.unwrap();
    for (client, one) in ids(&added).iter().zip(new) {
        let row = summary(&engine, client).await;
        assert_eq!(row.name, one.suggested);
        assert!(!row.name.chars().any(|c| c.is_control() || c == '\u{202e}'), "{:?}", row.name);
    }
}

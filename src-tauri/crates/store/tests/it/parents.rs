//! Parents: one key for several connections.

use store::{NewConnection, NewParent, Registry};

use crate::fixture::now;

fn key(item: &str) -> NewParent {
    NewParent {
        name: "Northgate MSP".to_owned(),
        host: "api-0000aaaa.duosecurity.com".to_owned(),
        ikey: format!("DI{item}"),
        session_only: false,
        secret_store: Some("linux".to_owned()),
        secret_id: item.to_owned(),
    }
}

fn child(name: &str, organisation_id: &str, item: &str) -> NewConnection {
    NewConnection {
        name: name.to_owned(),
        name_key: name.to_lowercase(),
        organisation_id: organisation_id.to_owned(),
        host: format!("api-{}.duosecurity.com", name.to_lowercase()),
        ikey: format!("DI{item}"),
        status: "verified".to_owned(),
        secret_id: Some(item.to_owned()),
        ..NewConnection::default()
    }
}

fn registry() -> (tempfile::TempDir, Registry, String) {
    let dir = tempfile::tempdir().unwrap();
    let (registry, _) = Registry::open(dir.path(), now()).unwrap();
    let organisation = registry.add_organisation("Some", now()).unwrap();
    (dir, registry, organisation)
}

#[test]
fn children_come_together_or_not_at_all() {
    let (_dir, registry, organisation) = registry();
    let two = [child("Alpha", &organisation, "item"), child("Beta", &organisation, "item")];
    let (parent, ids) = registry.add_children(None, &key("item"), &two, &[], now()).unwrap();
    assert_eq!(ids.len(), 2);
    for id in &ids {
        let row = registry.connection(id).unwrap();
        assert_eq!((row.parent.as_deref(), row.secret_id()), (Some(parent.as_str()), "item"));
    }
    assert_eq!(registry.parents().unwrap().len(), 1);
    let again = [child("Gamma", &organisation, "item"), child("ALPHA", &organisation, "item")];
    let refused = registry.add_children(Some(&parent), &key("item"), &again, &[], now());
    assert!(matches!(&refused, Err(error) if error.code() == "NAME_DUPLICATE"), "{refused:?}");
    assert_eq!(registry.connections().unwrap().len(), 2, "not half of it");
}

#[test]
fn an_item_is_shared_until_its_last_connection_left() {
    let (_dir, registry, organisation) = registry();
    registry.intend_secret("item", now()).unwrap();
    assert_eq!(registry.orphaned_secrets().unwrap(), ["item"]);
    let two = [child("Alpha", &organisation, "item"), child("Beta", &organisation, "item")];
    let (_, ids) = registry.add_children(None, &key("item"), &two, &[], now()).unwrap();
    assert_eq!(registry.orphaned_secrets().unwrap(), Vec::<String>::new());
    for (id, shared) in ids.iter().zip([true, false]) {
        assert_eq!(registry.secret_is_shared("item", id).unwrap(), shared);
        let mut row = registry.connection(id).unwrap();
        "disconnected".clone_into(&mut row.status);
        registry.leave(&row, false).unwrap();
        assert!(registry.orphaned_secrets().unwrap().is_empty(), "it can be taken back");
        registry.left(id).unwrap();
    }
    assert_eq!(registry.orphaned_secrets().unwrap(), ["item"]);
    assert_eq!(registry.parents().unwrap().len(), 1, "their data still names it");
    registry.delete_connection(&ids[0]).unwrap();
    registry.delete_connection(&ids[1]).unwrap();
    assert!(registry.parents().unwrap().is_empty());
}

#[test]
fn a_new_key_reaches_every_child_that_is_connected_and_no_other() {
    let (_dir, registry, organisation) = registry();
    let three = ["Alpha", "Beta", "Gone"].map(|name| child(name, &organisation, "old"));
    let (parent, ids) = registry.add_children(None, &key("old"), &three, &[], now()).unwrap();
    let own = registry.add_connection(&child("Own", &organisation, "mine"), now()).unwrap();
    let mut gone = registry.connection(&ids[2]).unwrap();
    "disconnected".clone_into(&mut gone.status);
    registry.update_connection(&gone).unwrap();
    registry.rekey_parent(&parent, &key("new")).unwrap();
    let items: Vec<_> =
        ids.iter().map(|id| registry.connection(id).unwrap().secret_id().to_owned()).collect();
    assert_eq!(items, ["new", "new", "old"]);
    assert_eq!(registry.connection(&ids[0]).unwrap().ikey, "DInew");
    assert_eq!(registry.connection(&own.id).unwrap(), own);
    assert_eq!(registry.parent(&parent).unwrap().secret_id, "new");

    // It comes back with what is in force by then.
    let back = store::Connection { status: "verified".to_owned(), secret_id: Some("new".to_owned()), ..gone };
    registry.add_children(Some(&parent), &key("new"), &[], &[back], now()).unwrap();
    assert_eq!(registry.connection(&ids[2]).unwrap().secret_id(), "new");
}

#[test]
fn a_connection_that_gets_a_key_of_its_own_leaves_its_parent() {
    let (_dir, registry, organisation) = registry();
    let (_, ids) = registry
        .add_children(None, &key("item"), &[child("Alpha", &organisation, "item")], &[], now())
        .unwrap();
    let mut row = registry.connection(&ids[0]).unwrap();
    (row.parent, row.secret_id) = (None, Some("own".to_owned()));
    registry.update_connection(&row).unwrap();
    assert!(registry.parents().unwrap().is_empty());
}

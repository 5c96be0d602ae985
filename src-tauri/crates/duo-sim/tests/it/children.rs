//! A managed-service parent and its children.

use std::collections::BTreeSet;

use duo_sim::{Children, Simulator, TenantConfig};
use serde_json::Value;

use crate::client::{Bench, code, response, sign};

const USERS: &str = "/admin/v1/users";

fn parent() -> Bench {
    let children = Children { here: 3, elsewhere: 1 };
    Bench::new(TenantConfig { users: 20, events: 0, children, ..TenantConfig::default() })
}

/// Users of a child, asked with the keys of `signer`: status, code, ids.
fn users(
    bench: &Bench,
    signer: &Simulator,
    host: &str,
    account: Option<&str>,
) -> (u16, u64, BTreeSet<String>) {
    let params: Vec<_> = account.map(|id| ("account_id", id)).into_iter().collect();
    let tenant = signer.tenant();
    let request = sign(host, tenant.ikey(), tenant.skey(), bench.now(), USERS, &params);
    let response = response(bench.simulator.handle(&request));
    let body: Value = serde_json::from_slice(&response.body).unwrap();
    let ids = body["response"].as_array().into_iter().flatten();
    let ids = ids.map(|user| user["user_id"].as_str().unwrap().to_owned()).collect();
    (response.status, code(&response), ids)
}

#[test]
fn the_parents_key_opens_each_child_on_its_own_host_and_no_two_are_alike() {
    let bench = parent();
    let mut seen = BTreeSet::new();
    for child in &bench.simulator.children()[..3] {
        let id = child.tenant().account_id();
        let (status, _, ids) = users(&bench, &bench.simulator, child.tenant().host(), Some(&id));
        assert_eq!((status, ids.len()), (200, child.tenant().config().users as usize));
        assert!(ids.is_disjoint(&seen));
        seen.extend(ids);
    }
    let names: BTreeSet<_> =
        bench.simulator.children().iter().map(|one| one.tenant().organisation()).collect();
    assert_eq!(names.len(), 4);
}

#[test]
fn another_account_another_host_and_another_deployment_are_refused() {
    let bench = parent();
    let [first, second, _, elsewhere] = bench.simulator.children() else { panic!("four children") };
    let (first_id, second_id) = (first.tenant().account_id(), second.tenant().account_id());
    let own_host = bench.simulator.tenant().host();
    for (host, account, expected) in [
        (first.tenant().host(), None, (403, 40301)),
        (first.tenant().host(), Some(second_id.as_str()), (403, 40301)),
        (own_host, Some(first_id.as_str()), (403, 40301)),
        (elsewhere.tenant().host(), Some(elsewhere.tenant().account_id().as_str()), (400, 40003)),
    ] {
        let (status, code, _) = users(&bench, &bench.simulator, host, account);
        assert_eq!((status, code), expected, "{host} {account:?}");
    }
    assert!(elsewhere.is_elsewhere() && !first.is_elsewhere());
    // A key of the child's own works without its parent, there too.
    assert_eq!(users(&bench, elsewhere, elsewhere.tenant().host(), None).0, 200);
}

#[test]
fn the_account_is_under_the_signature() {
    let bench = parent();
    let [first, second, ..] = bench.simulator.children() else { panic!("children") };
    let (tenant, keys) = (second.tenant(), bench.simulator.tenant());
    let (id, other) = (tenant.account_id(), first.tenant().account_id());
    let params = [("account_id", other.as_str())];
    let mut request = sign(tenant.host(), keys.ikey(), keys.skey(), bench.now(), USERS, &params);
    request.query = format!("account_id={id}");
    assert_eq!(code(&response(bench.simulator.handle(&request))), 40103);
}

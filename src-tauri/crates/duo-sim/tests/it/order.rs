//! Checks come in Duo's order: the first that fails is the one that is told (admin-api.md §12).

use duo_sim::{AppType, Permission, Quota, SimRequest, TenantConfig};
use serde_json::Value;

use crate::client::{Bench, code, response, sign};

fn bench(config: TenantConfig) -> Bench {
    Bench::new(config)
}

fn ask(bench: &Bench, change: impl Fn(&mut SimRequest)) -> u64 {
    ask_for(bench, "/admin/v1/users", change)
}

fn ask_for(bench: &Bench, path: &str, change: impl Fn(&mut SimRequest)) -> u64 {
    let mut request = bench.request(path, &[]);
    change(&mut request);
    code(&response(bench.simulator.handle(&request)))
}

fn drop_header(request: &mut SimRequest, name: &str) {
    request.headers.retain(|(key, _)| key != name);
}

#[test]
fn each_check_hides_the_ones_behind_it() {
    let bench = bench(TenantConfig::default());
    let tenant = bench.simulator.tenant();
    let old = bench.now() - chrono::TimeDelta::seconds(301);
    assert_eq!(ask_for(&bench, "/nowhere", |r| drop_header(r, "Authorization")), 40401);
    assert_eq!(
        ask(&bench, |r| {
            drop_header(r, "Authorization");
            drop_header(r, "Date");
        }),
        40101
    );
    assert_eq!(
        ask(&bench, |r| {
            *r = sign(tenant.host(), "DIAAAAAAAAAAAAAAAAAA", tenant.skey(), old, "/admin/v1/users", &[]);
        }),
        40102
    );
    assert_eq!(ask(&bench, |r| drop_header(r, "Date")), 40104);
    assert_eq!(
        ask(&bench, |r| r
            .headers
            .iter_mut()
            .filter(|h| h.0 == "Date")
            .for_each(|h| h.1 = "Mi, 18 Nov".into())),
        40104
    );
    assert_eq!(
        ask(&bench, |r| *r = sign(tenant.host(), tenant.ikey(), "wrong", old, "/admin/v1/users", &[])),
        40105
    );
    let wrong = |r: &mut SimRequest| {
        *r = sign(tenant.host(), tenant.ikey(), "wrong", bench.now(), "/admin/v1/unknown", &[]);
    };
    assert_eq!(ask(&bench, wrong), 40103);
    assert_eq!(ask_for(&bench, "/admin/v1/unknown", |_| {}), 40401);
}

#[test]
fn a_wrong_verb_is_told_after_the_route_and_before_the_permission() {
    let bench = bench(TenantConfig { permissions: Vec::new(), ..TenantConfig::default() });
    let mut request = bench.request("/admin/v1/users", &[]);
    request.method = "DELETE".to_owned();
    // The signature covers the verb.
    assert_eq!(code(&response(bench.simulator.handle(&request))), 40103);
    assert_eq!(bench.code("/accounts/v1/account/list", &[]), 40301);
    assert_eq!(bench.simulator.writes(), 1);
}

#[test]
fn a_permission_is_asked_for_before_the_quota_and_the_parameters() {
    let quota = Quota { pages: Some(0), ..Quota::default() };
    let none = bench(TenantConfig { permissions: Vec::new(), quota, ..TenantConfig::default() });
    assert_eq!(none.code("/admin/v1/users", &[("limit", "x")]), 40301);
    let granted = bench(TenantConfig { quota, ..TenantConfig::default() });
    assert_eq!(granted.code("/admin/v1/users", &[("limit", "x")]), 42901);
    let free = bench(TenantConfig::default());
    assert_eq!(free.code("/admin/v1/users", &[("limit", "x")]), 40002);
}

#[test]
fn each_permission_opens_its_endpoints_and_no_other() {
    let paths = [
        (Permission::ReadResource, "/admin/v1/users"),
        (Permission::ReadResource, "/admin/v3/integrations"),
        (Permission::ReadResource, "/admin/v2/policies/summary"),
        (Permission::ReadLog, "/admin/v2/logs/activity"),
        (Permission::ReadInformation, "/admin/v1/info/summary"),
        (Permission::Settings, "/admin/v1/settings"),
        (Permission::Administrators, "/admin/v1/admins"),
        (Permission::Administrators, "/admin/v1/admins/allowed_auth_methods"),
        (Permission::Administrators, "/admin/v1/administrative_units"),
        (Permission::ReadInformation, "/admin/v1/info/authentication_attempts"),
        (Permission::ReadInformation, "/admin/v1/info/telephony_credits_used"),
    ];
    for permission in Permission::ALL {
        let bench = bench(TenantConfig { permissions: vec![permission], ..TenantConfig::default() });
        for (needed, path) in paths {
            let to = bench.now().timestamp_millis();
            let (from, to) = ((to - 60_000).to_string(), to.to_string());
            let status = bench.get(path, &[("mintime", &from), ("maxtime", &to)]).status;
            assert_eq!(status, if needed == permission { 200 } else { 403 }, "{permission:?} {path}");
        }
    }
}

#[test]
fn the_own_application_tells_its_grants() {
    let permissions = vec![Permission::ReadResource, Permission::WriteResource, Permission::ReadLog];
    let bench = bench(TenantConfig { permissions, ..TenantConfig::default() });
    let ikey = bench.simulator.tenant().ikey().to_owned();
    let own = bench.json(&format!("/admin/v3/integrations/{ikey}"), &[])["response"].clone();
    assert_eq!((&own["type"], &own["adminapi_write_resource"]), (&"adminapi".into(), &1.into()));
    assert_eq!((&own["adminapi_read_log"], &own["adminapi_settings"]), (&1.into(), &0.into()));
    let full = bench.json(&format!("/admin/v1/integrations/{ikey}"), &[])["response"].clone();
    assert!(own["secret_key"].as_str().unwrap().starts_with("****"));
    assert!(!full["secret_key"].as_str().unwrap().contains('*'));
    assert_ne!(full["secret_key"], bench.simulator.tenant().skey());
}

#[test]
fn the_type_of_the_application_decides_what_is_open() {
    let paths = ["/auth/v2/check", "/admin/v1/users", "/accounts/v1/account/list"];
    for (app_type, open) in [
        (AppType::AdminApi, [403, 200, 403]),
        (AppType::AuthApi, [200, 403, 403]),
        // The list of accounts takes POST alone.
        (AppType::AccountsApi, [403, 403, 405]),
    ] {
        let bench = bench(TenantConfig { app_type, ..TenantConfig::default() });
        let statuses = paths.map(|path| bench.get(path, &[]).status);
        assert_eq!(statuses, open, "{app_type:?}");
    }
}

#[test]
fn the_ping_needs_no_keys() {
    let bench = bench(TenantConfig { permissions: Vec::new(), ..TenantConfig::default() });
    let request = SimRequest { method: "GET".into(), path: "/auth/v2/ping".into(), ..SimRequest::default() };
    let body: Value = serde_json::from_slice(&response(bench.simulator.handle(&request)).body).unwrap();
    assert_eq!(body["response"]["time"], bench.now().timestamp());
}

#[test]
fn quotas_are_kept_by_class_and_minute() {
    let quota = Quota { pages: Some(3), logs: None, objects: Some(1) };
    let bench = bench(TenantConfig { quota, ..TenantConfig::default() });
    let statuses = |path: &str| (0..5).map(|_| bench.get(path, &[]).status).collect::<Vec<_>>();
    assert_eq!(statuses("/admin/v1/groups"), [200, 200, 200, 429, 429]);
    assert_eq!(statuses("/admin/v1/settings"), [200, 429, 429, 429, 429]);
    let refused = bench.get("/admin/v1/groups", &[]);
    assert_eq!(code(&refused), 42901);
    assert_eq!(refused.header("retry-after"), None);
    bench.pass(60);
    assert_eq!(bench.get("/admin/v1/groups", &[]).status, 200);
}

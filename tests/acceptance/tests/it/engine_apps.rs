//! Applications: sources, kinds, flags, trend and the panel, compared with what the tenant planted.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use domain::{AppState, DataSet, SsoKind, UserAccess};
use duo_api::{Request, Response, Transport, TransportError};
use duo_sim::TenantConfig;
use engine::Engine;
use engine::api::{AppDetail, AppMark, AppRef, AppsMark, ViewName};
use serde_json::json;
use testbed::canary;

use crate::bench::{Bench, config, sync};
use crate::holdings;

type Row = std::collections::BTreeMap<String, serde_json::Value>;

fn named<'r>(rows: &'r [Row], name: &str) -> &'r Row {
    rows.iter().find(|row| row["name"] == name).unwrap_or_else(|| panic!("{name} is not in {rows:#?}"))
}

fn flags(row: &Row) -> Vec<&str> {
    row["flags"].as_array().unwrap().iter().filter_map(serde_json::Value::as_str).collect()
}

async fn detail(engine: &Arc<Engine>, client: &str, row: &Row) -> AppDetail {
    let app_key = row["app_key"].as_str().unwrap().to_owned();
    engine.app_detail(AppRef { client: client.to_owned(), app_key }).await.unwrap()
}

#[tokio::test]
async fn applications_are_those_that_the_tenant_planted() {
    let bench = Bench::new(TenantConfig { users: 300, events: 6_000, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    assert_eq!(sync(&engine, &client).await.code, None);
    let rows = holdings::rows(&engine, &client, ViewName::Apps).await;
    let says = |name: &str| {
        let row = named(&rows, name);
        (row["source"].as_str().unwrap().to_owned(), row["kind"].as_str().unwrap().to_owned())
    };
    let is = |source: &str, kind: &str| (source.to_owned(), kind.to_owned());
    assert_eq!(says("Microsoft 365"), is("both", "saas"));
    assert_eq!(says("Microsoft Entra ID"), is("both", "identity_provider"));
    assert_eq!(says("FortiGate SSL VPN"), is("both", "remote_access"));
    assert_eq!(says("Linux bastion"), is("both", "machine_logon"));
    assert_eq!(says("Audit tool (read only)"), is("list", "duo"));
    assert_eq!(says("Outlook on the web"), is("list", "remote_access"));
    assert_eq!(says("Box (retired)"), is("sign_ins", "unknown"));
    assert_eq!(named(&rows, "Salesforce")["kind_by_name"], true, "its type is any service's");
    assert_eq!(named(&rows, "Confluence")["kind_by_name"], false);
    assert!(flags(named(&rows, "Outlook on the web")).contains(&"no_sign_ins"));
    assert!(flags(named(&rows, "Box (retired)")).contains(&"removed"));
    assert!(!flags(named(&rows, "Microsoft 365")).contains(&"removed"));
    // In the log for 45 days, in a log of 180: too long for "new", and its growth is a trend without a base of 30 days.
    let salesforce = named(&rows, "Salesforce");
    assert!(!flags(salesforce).contains(&"new") && salesforce["sign_ins_before_30"].as_u64().unwrap() > 0);
    assert!(named(&rows, "Microsoft 365")["trend_percent"].is_i64());
    assert!(named(&rows, "Outlook on the web")["trend_percent"].is_null());

    let vpn = detail(&engine, &client, named(&rows, "FortiGate SSL VPN")).await;
    let access = vpn.access.unwrap();
    assert_eq!(access.user_access, UserAccess::PermittedGroups);
    assert_eq!(access.groups.len(), 1);
    let (may, never) = (access.may.unwrap(), access.never.unwrap());
    assert_eq!(may - never, access.does - access.outside.unwrap());
    assert_eq!(access.never_users.len() as u64, never.min(50));
    let log = vpn.log.unwrap();
    let by_day: u64 = log.days.iter().map(|day| day.success + day.denied + day.fraud + day.error).sum();
    assert_eq!(by_day, named(&rows, "FortiGate SSL VPN")["sign_ins"].as_u64().unwrap());
    let refused: u64 = log.days.iter().map(|day| day.denied + day.fraud + day.error).sum();
    assert_eq!(log.denied_reasons.iter().map(|one| one.count).sum::<u64>(), refused);
    assert!(vpn.policies.unwrap().iter().any(|policy| policy.is_global));
}

#[tokio::test]
async fn a_source_that_cannot_be_read_is_never_a_nought() {
    let all = config(&[]);
    let permissions =
        all.permissions.iter().copied().filter(|one| *one != duo_sim::Permission::ReadLog).collect();
    let bench = Bench::new(TenantConfig { users: 100, events: 500, permissions, ..all });
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let rows = holdings::rows(&engine, &client, ViewName::Apps).await;
    let unread: Vec<&str> =
        ["users", "users_30", "sign_ins", "sign_ins_30", "trend_percent", "denied_percent"]
            .into_iter()
            .filter(|column| !named(&rows, "Microsoft 365")[*column].is_null())
            .collect();
    assert_eq!(unread, Vec::<&str>::new());
    assert!(rows.iter().all(|row| flags(row).is_empty()));
    let panel = detail(&engine, &client, named(&rows, "Microsoft 365")).await;
    assert!(panel.log.is_none());
    let access = panel.access.unwrap();
    assert!(access.may.is_some() && access.never.is_none());
    assert!(panel.not_evaluated.iter().any(|gap| gap.what == DataSet::SignIns.id()));
}

#[tokio::test]
async fn a_decision_outlives_a_sync_and_is_taken_back() {
    let bench = Bench::new(TenantConfig { users: 60, events: 200, ..config(&[]) });
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let rows = holdings::rows(&engine, &client, ViewName::Apps).await;
    let key = named(&rows, "Confluence")["app_key"].as_str().unwrap().to_owned();
    let mark =
        AppMark { app_key: key, state: AppState::Sanctioned, kind: Some(domain::AppKind::RemoteAccess) };
    let asked = AppsMark { client: client.clone(), marks: vec![mark], by: " J. ".to_owned() };
    let before = engine.apps_mark(asked.clone()).await.unwrap().before;
    sync(&engine, &client).await;
    let rows = holdings::rows(&engine, &client, ViewName::Apps).await;
    let row = named(&rows, "Confluence");
    assert_eq!(
        (&row["state"], &row["kind"], &row["marked_by"]),
        (&"sanctioned".into(), &"remote_access".into(), &"J.".into())
    );
    engine.apps_mark(AppsMark { marks: before, ..asked.clone() }).await.unwrap();
    let rows = holdings::rows(&engine, &client, ViewName::Apps).await;
    let row = named(&rows, "Confluence");
    assert_eq!((&row["state"], &row["kind"]), (&"discovered".into(), &"saas".into()));
    assert!(engine.apps_mark(AppsMark { by: " ".to_owned(), ..asked }).await.is_err());
}

#[tokio::test]
async fn without_the_list_applications_come_from_sign_ins_alone() {
    let all = config(&[]);
    let lists = [duo_sim::Permission::ReadResource, duo_sim::Permission::Integrations];
    let permissions = all.permissions.iter().copied().filter(|one| !lists.contains(one)).collect();
    let bench = Bench::new(TenantConfig { users: 100, events: 2_000, permissions, ..all });
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    let asked = engine::api::ViewRows {
        client: client.clone(),
        view: ViewName::Apps,
        query: engine::api::ViewQuery::default(),
    };
    let page = engine.view_rows(asked).await.unwrap();
    assert!(page.not_evaluated.iter().any(|gap| gap.what == DataSet::Applications.id()));
    let rows = page.rows.unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row["source"] == "sign_ins"));
    let told = |name: &str| (named(&rows, name)["kind"].clone(), named(&rows, name)["kind_by_name"].clone());
    assert_eq!(told("Microsoft Entra ID"), (json!("identity_provider"), json!(true)));
    assert_eq!(told("Acme CRM"), (json!("unknown"), json!(false)));
    assert!(rows.iter().all(|row| row["users"].as_u64().unwrap() > 0 && row["user_access"] == "unknown"));
    // Without the list nobody can say that an application is gone, or that nobody uses it.
    let told: Vec<&str> = rows.iter().flat_map(flags).collect();
    assert!(!told.contains(&"removed") && !told.contains(&"no_sign_ins"), "{told:?}");
    let panel = detail(&engine, &client, named(&rows, "Microsoft 365")).await;
    assert!(panel.access.is_none() && panel.log.is_some());
}

/// Notes whether a secret was in what the tenant answered.
struct Listening {
    way: Arc<dyn Transport>,
    heard: AtomicBool,
}

#[async_trait]
impl Transport for Listening {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let answer = self.way.send(request).await;
        if answer.as_ref().is_ok_and(|answer| canary::holds(&answer.body, duo_sim::CLIENT_SECRET)) {
            self.heard.store(true, Ordering::Relaxed);
        }
        answer
    }

    fn in_process(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn single_sign_on_is_told_without_its_secrets() {
    let mut bench = Bench::new(TenantConfig { users: 20, events: 50, ..config(&[]) });
    let way = bench.tenant.transport.clone();
    let listening = Arc::new(Listening { way, heard: AtomicBool::new(false) });
    bench.lead(listening.clone());
    let (engine, client) = bench.connected().await;
    sync(&engine, &client).await;
    assert!(listening.heard.load(Ordering::Relaxed), "Duo tells a secret, or nothing is shown here");
    let rows = holdings::rows(&engine, &client, ViewName::Apps).await;

    let salesforce = named(&rows, "Salesforce");
    assert_eq!(
        (&salesforce["sso_kind"], &salesforce["sso_nameid_attribute"]),
        (&json!("saml"), &json!("mail"))
    );
    let saml = detail(&engine, &client, salesforce).await.sso.unwrap();
    assert_eq!((saml.kind, saml.entity_id.as_deref()), (SsoKind::Saml, Some("https://saml.salesforce.com")));
    assert_eq!(json!(saml.urls), salesforce["sso_urls"]);
    assert_eq!((saml.signs_assertion, saml.signs_response), (Some(true), Some(true)));
    assert!(saml.idp_sso_url.unwrap().starts_with("https://sso-"));

    let crm = named(&rows, "Acme CRM");
    assert_eq!(crm["sso_urls"], json!(["https://crm.example.com/oidc/callback"]));
    let oidc = detail(&engine, &client, crm).await;
    assert_eq!(oidc.sso.as_ref().unwrap().kind, SsoKind::Oidc);
    assert!(detail(&engine, &client, named(&rows, "FortiGate SSL VPN")).await.sso.is_none());

    for told in [format!("{rows:?}"), format!("{oidc:?}"), json!(oidc).to_string()] {
        assert!(!canary::holds(told.as_bytes(), duo_sim::CLIENT_SECRET));
    }
    drop(engine);
    assert!(canary::files_that_hold(bench.data_dir(), duo_sim::CLIENT_SECRET).is_empty());
}

#[test]
fn the_command_line_counts_what_its_log_holds() {
    let program = testbed::Tandemctl::new();
    let size = ["--sample", "--users", "120", "--events", "900", "--seed", "3"];
    let show = |view: &str| -> Vec<Row> {
        let asked = ["show", view, "--limit", "1000"];
        let (output, document) = program.json("", &[&size[..], &asked].concat());
        assert_eq!(output.code, Some(0), "{document:#}");
        serde_json::from_value(document["rows"].clone()).unwrap()
    };
    let (apps, log) = (show("apps"), show("signins"));
    assert_eq!(log.len(), 900);
    let mut used = 0;
    for app in &apps {
        let own: Vec<&Row> = log.iter().filter(|event| event["app"] == app["name"]).collect();
        assert_eq!(app["sign_ins"].as_u64(), Some(own.len() as u64), "{app:?}");
        let listed = app["source"] != "sign_ins";
        assert_eq!(flags(app).contains(&"no_sign_ins"), own.is_empty(), "{app:?}");
        assert_eq!(flags(app).contains(&"removed"), !listed, "{app:?}");
        if own.is_empty() {
            continue;
        }
        used += 1;
        let refused = own.iter().filter(|event| event["result"] != "success").count();
        let passed = own
            .iter()
            .filter(|event| event["reason"] == "bypass_user" || event["factor"] == "remembered_device")
            .count();
        for (column, n) in [("denied_percent", refused), ("bypass_percent", passed)] {
            let percent =
                100.0 * f64::from(u32::try_from(n).unwrap()) / f64::from(u32::try_from(own.len()).unwrap());
            assert!((app[column].as_f64().unwrap() - percent).abs() < 0.051, "{column} {percent}: {app:?}");
        }
    }
    assert!(used > 5, "{used} of {} applications are used", apps.len());
    let several = ["show", "signins", "--limit", "0", "--filter", "result in (denied, fraud, error)"];
    let (_, document) = program.json("", &[&size[..], &several].concat());
    let refused = log.iter().filter(|event| event["result"] != "success").count();
    assert_eq!(document["total"], refused);
}

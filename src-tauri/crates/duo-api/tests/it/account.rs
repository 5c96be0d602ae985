//! Requests that a parent account makes for one of its children.

use duo_api::sign::Canonical;
use duo_api::{AccountId, ApiError, Client, Offset, Pacing, Request, SecretKey, SignatureVersion};

use crate::script::{HOST, IKEY, SECRET, Script, answer, client};

const CHILD: &str = "DAC1D5E9F3G7H0J4K8L2";

fn of_child(script: &std::sync::Arc<Script>) -> Client {
    client(script, Pacing::Unlimited).with_account(AccountId::try_from(CHILD).ok())
}

/// What a version 5 signature over the parameters that were sent would be.
fn expected_authorization(request: &Request) -> String {
    let canonical = Canonical {
        date: request.header("date").unwrap(),
        method: request.method.as_str(),
        host: HOST,
        path: &request.path,
        params: &request.query,
        body: request.body.as_deref().unwrap_or_default(),
        duo_headers: &[],
    };
    canonical.authorization(SignatureVersion::V5, IKEY, &SecretKey::new(SECRET.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn every_admin_request_names_the_child_under_the_signature() {
    let script = Script::new(|_, _| answer(200, r#"{"response":[],"stat":"OK"}"#));
    let client = of_child(&script);
    let _ = client.users(Offset::START).next().await;
    let _ = client.summary().await;
    let _ = client.own_integration().await;
    let seen = script.seen();
    assert!(seen.len() >= 3);
    for (_, request) in &seen {
        let named =
            request.query.split('&').filter(|pair| pair.starts_with("account_id=")).collect::<Vec<_>>();
        assert_eq!(named, [format!("account_id={CHILD}")], "{}", request.path);
        assert_eq!(
            request.header("authorization").unwrap(),
            expected_authorization(request),
            "{}",
            request.path
        );
    }
    assert_eq!(seen[0].1.query, format!("account_id={CHILD}&limit=300&offset=0"));
}

#[tokio::test(start_paused = true)]
async fn the_parent_itself_is_asked_for_its_children_and_the_ping_names_nobody() {
    let list = r#"{"response":[{"account_id":"DAC1D5E9F3G7H0J4K8L2","api_hostname":"api-9f8e7d6c.duosecurity.com","name":"Northwind Dental"},{"account_id":"DAM3N7P1Q5R9S2T6V0W4"}],"stat":"OK"}"#;
    let script = Script::new(move |_, _| answer(200, list));
    let client = of_child(&script);
    let children = client.accounts().await.unwrap();
    assert_eq!(children.len(), 2);
    assert_eq!(children[0].api_hostname.as_deref(), Some("api-9f8e7d6c.duosecurity.com"));
    let _ = client.ping().await;
    let seen = script.seen();
    assert_eq!((seen[0].1.body.as_deref(), seen[0].1.query.as_str()), (Some(b"{}".as_slice()), ""));
    assert_eq!(seen[1].1.query, "");
}

#[tokio::test(start_paused = true)]
async fn a_child_elsewhere_is_told_at_once_and_not_asked_again() {
    let body = r#"{"code": 40003, "message": "Cross-deployment Admin API usage through Accounts API is currently not available, please refer to: https://duo.com/docs/accountsapi", "stat": "FAIL"}"#;
    let script = Script::new(move |_, _| answer(400, body));
    let refused = of_child(&script).summary().await.unwrap_err();
    assert_eq!((refused.code(), refused.status()), ("CHILD_ELSEWHERE", Some(400)));
    assert_eq!(refused, ApiError::OtherDeployment);
    assert_eq!(script.count(), 1);
}

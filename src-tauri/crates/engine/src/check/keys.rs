//! Rows 6 and 7: are the keys accepted, and what are they keys of?

use duo_api::{ApiError, Client};

use super::rows::{pass, row, values};
use super::run::Run;
use crate::Code;
use crate::api::{CheckId, RowState, Values};
use crate::error::{api_code, api_values};

/// What the signed summary said; the signature was accepted.
pub(super) struct Accepted {
    /// The summary's own outcome: the right *read information*.
    pub(super) summary: Result<(), ApiError>,
    /// Milliseconds.
    pub(super) ms: u64,
}

/// None = the keys cannot be used, and the rows say why.
pub(super) async fn ask(run: &mut Run<'_>, client: &Client) -> Option<Accepted> {
    run.begin(CheckId::Keys);
    let started = run.now();
    let answer = client.summary().await;
    let ms = run.since(started);
    match answer {
        Ok(summary) => {
            run.account.id = summary.value.account_id;
            run.account.edition = summary.value.edition;
            run.end(pass(CheckId::Keys, ms, values([("status", "200".to_owned())])));
            Some(Accepted { summary: Ok(()), ms })
        }
        // Refused after the signature was accepted, or not there: the keys are right.
        Err(error) if matches!(error.code(), "PERM_MISSING" | "NOT_OFFERED" | "BUG_REQUEST") => {
            let status = error.status().unwrap_or_default().to_string();
            run.end(pass(CheckId::Keys, ms, values([("status", status)])));
            Some(Accepted { summary: Err(error), ms })
        }
        Err(error) => {
            let mut named = api_values(&error);
            named.insert("ikey".into(), client.credentials().ikey.redacted());
            named.insert("host".into(), client.credentials().host.as_str().to_owned());
            if let Some(skew) = client.skew() {
                named.insert("seconds".into(), skew.num_seconds().abs().to_string());
            }
            let unknown_key = error.code() == "AUTH_IKEY";
            run.end(row(CheckId::Keys, RowState::Fail, Some(api_code(&error)), ms, named));
            if unknown_key {
                other_type(run, client).await;
            }
            None
        }
    }
}

/// Names the type of keys that no Admin API endpoint takes. Whether a type was found.
pub(super) async fn other_type(run: &mut Run<'_>, client: &Client) -> bool {
    run.begin(CheckId::ApplicationType);
    let started = run.now();
    let found = if client.auth_check().await.is_ok() {
        Some((Code::AppTypeAuthApi, Values::new()))
    } else {
        match client.accounts().await {
            Ok(children) => {
                Some((Code::AppTypeAccountsApi, values([("children", children.len().to_string())])))
            }
            Err(_) => None,
        }
    };
    let ms = run.since(started);
    let known = found.is_some();
    let (state, (code, named)) = match found {
        Some(found) => (RowState::Fail, found),
        None => (RowState::Warn, (Code::AppTypeUnknown, Values::new())),
    };
    run.end(row(CheckId::ApplicationType, state, Some(code), ms, named));
    known
}

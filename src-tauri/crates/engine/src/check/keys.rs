//! Rows 6 and 7: are the keys accepted, and what are they keys of?

use duo_api::{ApiError, Client};

use super::rows::{pass, row, values};
use super::run::Run;
use crate::Code;
use crate::api::{CheckId, CheckRow, RowState, Values};
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
            if unknown_key && let Some(row) = other_type(run, client).await {
                run.end(row);
            }
            None
        }
    }
}

/// The row that names the type of keys which no Admin API endpoint takes; none = no other type takes them either.
pub(super) async fn other_type(run: &mut Run<'_>, client: &Client) -> Option<CheckRow> {
    // What opens a child is a parent's key: its type is known.
    if run.input.account.is_some() {
        return None;
    }
    run.begin(CheckId::ApplicationType);
    let started = run.now();
    let (code, named) = if client.auth_check().await.is_ok() {
        (Code::AppTypeAuthApi, Values::new())
    } else {
        let children = client.accounts().await.ok()?.len();
        (Code::AppTypeAccountsApi, values([("children", children.to_string())]))
    };
    let ms = run.since(started);
    Some(row(CheckId::ApplicationType, RowState::Fail, Some(code), ms, named))
}

//! `clients`: what is saved, and in what state.

use engine::api::{ClientSummary, Figure, Nothing, Values};
use serde_json::json;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::{table, text};

pub(crate) async fn run(session: &Session) -> Result<Exit, Failure> {
    let mut clients = Vec::new();
    if let Some(engine) = session.engine_if_any().await? {
        if session.common.sample {
            session.client(&engine, None).await?;
        }
        clients = engine.clients(Nothing {}).await?;
    }
    if session.common.sample {
        clients.retain(|client| client.sample);
    }
    session.output.result(&json!({ "clients": clients }), || lines(&clients));
    Ok(Exit::Done)
}

fn lines(clients: &[ClientSummary]) -> String {
    if clients.is_empty() {
        return "No clients yet. Save one with `tandemctl connect`.".to_owned();
    }
    let rows: Vec<Vec<String>> = clients.iter().map(row).collect();
    let heading = ["name", "organisation", "state", "host", "ikey", "last sync", "billable", "id"];
    table::of_cells(&heading, &rows)
}

fn row(client: &ClientSummary) -> Vec<String> {
    let state = text::label("connection_state", &text::id(client.state));
    vec![
        client.name.clone(),
        match &client.parent {
            Some(parent) => format!("{} (via {})", client.organisation.name, parent.name),
            None => client.organisation.name.clone(),
        },
        match (client.syncing, client.state_code) {
            (true, _) => format!("{state} ({})", text::text("syncing", &Values::new()).unwrap_or_default()),
            (false, Some(code)) => format!("{state} ({})", code.as_str()),
            (false, None) => state,
        },
        client.host.clone(),
        client.ikey.clone(),
        client.last_sync.map_or_else(|| "-".to_owned(), |time| time.format("%Y-%m-%d %H:%M UTC").to_string()),
        match &client.billable {
            Figure::Value(value) => value.to_string(),
            Figure::NotEvaluated(_) => "-".to_owned(),
        },
        client.id.clone(),
    ]
}

//! The list of clients as CSV, and everything stored of one client as one JSON file.

use std::io::Write;
use std::sync::Arc;

use serde_json::json;
use store::{ViewName, ViewQuery};

use crate::api::{ClientRef, ClientRefs, ClientSummary, CommandError, Figure, HandedOver, Nothing};
use crate::export::{Format, Options, file_name, guarded, record};
use crate::whole_file::WholeFile;
use crate::{Code, Engine};

const HEAD: [&str; 21] = [
    "client",
    "organisation",
    "group",
    "label",
    "state",
    "last_check",
    "last_sync",
    "billable",
    "paid",
    "utilisation_percent",
    "reclaimable",
    "mfa_coverage_percent",
    "bypass",
    "billed",
    "variance",
    "psa_id",
    "notes",
    "host",
    "ikey",
    "favourite",
    "id",
];

impl Engine {
    /// Hands over the list of clients as CSV, in the order given; what was not evaluated is an empty cell.
    pub async fn clients_export(self: &Arc<Self>, list: ClientRefs) -> Result<HandedOver, CommandError> {
        let known = self.clients(Nothing {}).await?;
        let groups = self.client_groups(Nothing {}).await?;
        let mut out = "\u{feff}".as_bytes().to_vec();
        let failed = |_| CommandError::new(Code::Internal);
        record(HEAD.map(str::to_owned), &mut out).map_err(failed)?;
        // The sample is never among real clients.
        let real = |id: &String| known.iter().find(|client| client.id == *id && !client.sample);
        for client in list.clients.iter().filter_map(real) {
            let group = groups.iter().find(|group| client.group.as_ref() == Some(&group.id));
            record(cells(client, group.map_or("", |group| &group.name)), &mut out).map_err(failed)?;
        }
        self.hand_over("clients.csv", out).await
    }

    /// Hands over everything stored of a client as one JSON file: a member a view, whose rows are those of the view.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `FILE_READONLY`, `DISK_FULL`, database codes.
    pub async fn client_export(self: &Arc<Self>, client: ClientRef) -> Result<HandedOver, CommandError> {
        let row = self.connection(&client.client).await?;
        let name = file_name(&row.name, "all", self.ports.clock.utc(), "json");
        let Some(path) = self.destination(&name).await else { return Ok(HandedOver { path: None }) };
        let mut file = WholeFile::at(&path)?;
        let full = |_| CommandError::new(Code::DiskFull);
        let head = json!({ "name": row.name, "organisation": row.organisation.name, "host": row.host });
        write!(file, "{{\"client\":{head},\"views\":{{").map_err(full)?;
        let mut comma = "";
        for view in ViewName::ALL.iter().copied().filter(|view| *view != ViewName::AppUsers) {
            let mut part = Vec::new();
            let (id, all, how) = (&client.client, ViewQuery::default(), Options::new(Format::Json));
            match self.export(id, view, all, how, &mut part, &|_, _| ()).await {
                Ok(_) => {
                    write!(file, "{comma}\n\"{}\":", view.id()).map_err(full)?;
                    file.write_all(&part).map_err(full)?;
                    comma = ",";
                }
                Err(error) if error.code == Code::PermMissing => {}
                Err(error) => return Err(error),
            }
        }
        writeln!(file, "}}}}").map_err(full)?;
        let shown = path.display().to_string();
        tokio::task::spawn_blocking(move || file.publish()).await??;
        Ok(HandedOver { path: Some(shown) })
    }
}

fn cells(client: &ClientSummary, group: &str) -> [String; 21] {
    let figure = |figure: &Figure| match figure {
        Figure::Value(value) => value.to_string(),
        Figure::NotEvaluated(_) => String::new(),
    };
    let text = |value: Option<String>| value.unwrap_or_default();
    [
        guarded(client.name.clone()),
        guarded(client.organisation.name.clone()),
        guarded(group.to_owned()),
        word(client.label),
        word(client.state),
        text(client.last_check.map(|time| time.to_rfc3339())),
        text(client.last_sync.map(|time| time.to_rfc3339())),
        figure(&client.billable),
        text(client.paid.map(|paid| paid.to_string())),
        figure(&client.utilisation),
        figure(&client.reclaimable),
        figure(&client.coverage),
        figure(&client.bypass),
        text(client.billed.map(|billed| billed.to_string())),
        text(client.variance.map(|variance| variance.to_string())),
        guarded(client.psa_id.clone()),
        guarded(client.notes.clone()),
        client.host.clone(),
        client.ikey.clone(),
        client.favourite.to_string(),
        client.id.clone(),
    ]
}

/// A closed set's value as its contract spells it.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

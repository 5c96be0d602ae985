//! `export`: a whole view into a file, which appears when it is complete, or onto standard output.

use std::sync::Arc;

use domain::NotEvaluatedReason;
use engine::api::{Values, ViewName, ViewQuery, ViewRows};
use engine::{Code, Engine, export};
use serde_json::json;

use crate::args::{ExportArgs, Format};
use crate::destination::Destination;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::text;
use crate::view::{self, Gap};

pub(crate) async fn run(session: &Session, args: &ExportArgs) -> Result<Exit, Failure> {
    let (client, view) = view::split(&args.what, session.common.sample)?;
    let engine = session.engine_of_client().await?;
    let client = session.client(&engine, client).await?;
    refuse_unreadable(&engine, &client.id, view).await?;
    let mut file = Destination::of(&args.out, session.output.json)?;
    let query = ViewQuery::default();
    let options = export::Options::new(format(args.format));
    let export = engine.export(&client.id, view, query, options, &mut file, &|_, _| ());
    let written =
        session.cancel.run_until_cancelled(export).await.ok_or_else(|| Failure::new(Code::Cancelled))??;
    let Some(place) = file.publish()? else {
        if args.format == Format::Csv && !written.not_read.is_empty() {
            session.output.message(&text::text("exported_not_read_out", &Values::new()).unwrap_or_default());
        }
        return Ok(Exit::Done);
    };
    let list = match args.format {
        Format::Csv => export::tell_beside(&args.out, &written.not_read)?,
        Format::Xlsx | Format::Json | Format::Ndjson => None,
    };
    let rows = written.rows;
    let mut document = json!({ "view": view.id(), "rows": rows, "file": place });
    if !written.not_read.is_empty() {
        let told = list.as_deref().unwrap_or(&args.out).display().to_string();
        document["not_read"] = json!({ "count": written.not_read.len(), "file": told });
        let missing = Values::from([("path".to_owned(), told)]);
        session.output.message(&text::text("exported_not_read", &missing).unwrap_or_default());
    }
    session.output.result(&document, || format!("{rows} rows in {place}"));
    Ok(Exit::Done)
}

const fn format(format: Format) -> export::Format {
    match format {
        Format::Csv => export::Format::Csv,
        Format::Xlsx => export::Format::Xlsx,
        Format::Json => export::Format::Json,
        Format::Ndjson => export::Format::Ndjson,
    }
}

/// A view that cannot be evaluated gives no file, and says why.
async fn refuse_unreadable(engine: &Arc<Engine>, client: &str, view: ViewName) -> Result<(), Failure> {
    let query = ViewQuery { limit: 1, ..ViewQuery::default() };
    let page = engine.view_rows(ViewRows { client: client.to_owned(), view, query }).await?;
    if page.rows.is_some() {
        return Ok(());
    }
    let gap = page.not_evaluated.first();
    let code = match gap.map(|gap| gap.why) {
        Some(NotEvaluatedReason::NeverSynced { .. }) => Code::DbMissing,
        Some(NotEvaluatedReason::NotInEdition { .. }) => Code::NotInEdition,
        Some(NotEvaluatedReason::NotOffered { .. }) => Code::NotOffered,
        Some(NotEvaluatedReason::Truncated { .. }) => Code::ListTruncated,
        _ => Code::PermMissing,
    };
    let why = gap.map_or_else(String::new, |gap| Gap::from(gap).why);
    // As `show` ends where there are no rows, whatever the reason.
    Err(Failure::new(code).saying(format!("Not evaluated: {}: {why}", view.id())).ending(Exit::Limited))
}

//! `report`: a report into a file, which appears when it is complete.

use std::io::Write;

use engine::api::{LicenceReportOf, LicenceScenario, ReportFormat, ReportNames};
use engine::{Code, WholeFile};
use serde_json::json;

use crate::args::{ReportArgs, ReportForm, ReportKind, ReportPeople};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

pub(crate) async fn run(session: &Session, args: &ReportArgs) -> Result<Exit, Failure> {
    let (client, kind) = split(&args.what, session.common.sample)?;
    let engine = session.engine_of_client().await?;
    let client = session.client(&engine, client).await?;
    let ReportKind::Licences = kind;
    let report = engine.licence_report_file(LicenceReportOf {
        client: client.id.clone(),
        scenario: LicenceScenario { idle_days: args.idle_days, ..LicenceScenario::default() },
        format: match args.format {
            ReportForm::Html => ReportFormat::Html,
            ReportForm::Csv => ReportFormat::Csv,
            ReportForm::Json => ReportFormat::Json,
            ReportForm::Xlsx => ReportFormat::Xlsx,
        },
        names: match args.people {
            ReportPeople::Names => ReportNames::Names,
            ReportPeople::Pseudonyms => ReportNames::Pseudonyms,
            ReportPeople::Counts => ReportNames::Counts,
        },
        prices: !args.no_prices,
        msp: args.msp,
        time_zone: args.time_zone.clone(),
    });
    let (_, bytes) =
        session.cancel.run_until_cancelled(report).await.ok_or_else(|| Failure::new(Code::Cancelled))??;
    let mut file = WholeFile::at(&args.out)?;
    file.write_all(&bytes).map_err(|_| Failure::new(Code::DiskFull))?;
    file.publish()?;
    let document =
        json!({ "report": "licences", "bytes": bytes.len(), "file": args.out.display().to_string() });
    session.output.result(&document, || args.out.display().to_string());
    Ok(Exit::Done)
}

/// The client, left out with the sample, then the kind.
fn split(what: &[String], sample: bool) -> Result<(Option<&str>, ReportKind), Failure> {
    let (client, kind) = match what {
        [kind] if sample => (None, kind),
        [client, kind] => (Some(client.as_str()), kind),
        _ => return Err(Failure::usage("report takes CLIENT and KIND.")),
    };
    match kind.as_str() {
        "licences" => Ok((client, ReportKind::Licences)),
        _ => Err(Failure::usage("KIND is one of: licences.")),
    }
}

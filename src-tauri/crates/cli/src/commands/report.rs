//! `report`: a report into a file, which appears when it is complete, or onto standard output.

use std::sync::Arc;

use engine::api::{
    ClientReportOf, ClientsReportOf, LicenceScenario, Nothing, Paper, ReportFormat, ReportKind as Kind,
    ReportNames,
};
use engine::{Code, Engine};
use serde_json::json;

use crate::args::{ReportArgs, ReportForm, ReportKind, ReportPaper, ReportPeople};
use crate::destination::Destination;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;

/// What CLIENT may be where a report is on all of them.
const ALL: &str = "all";

pub(crate) async fn run(session: &Session, args: &ReportArgs) -> Result<Exit, Failure> {
    let (client, kind) = split(&args.what, session.common.sample)?;
    if args.format == ReportForm::Zip && kind != ReportKind::Client(Kind::Evidence) {
        return Err(Failure::usage("--format zip is for evidence only."));
    }
    let mut out = Destination::of(&args.out, session.output.json)?;
    // A report on all clients is made also where there is none, and says so.
    let engine = match kind {
        ReportKind::Client(_) => session.engine_of_client().await?,
        ReportKind::AllClients => session.engine().await?,
    };
    let report = Box::pin(made(session, &engine, client, kind, args));
    let bytes =
        session.cancel.run_until_cancelled(report).await.ok_or_else(|| Failure::new(Code::Cancelled))??;
    out.write_all(&bytes)?;
    if let Some(place) = out.publish()? {
        let document = json!({ "report": id(kind), "bytes": bytes.len(), "file": place });
        session.output.result(&document, || place.clone());
    }
    Ok(Exit::Done)
}

async fn made(
    session: &Session,
    engine: &Arc<Engine>,
    client: Option<&str>,
    kind: ReportKind,
    args: &ReportArgs,
) -> Result<Vec<u8>, Failure> {
    let kind = match kind {
        ReportKind::Client(kind) => kind,
        ReportKind::AllClients => {
            if client.is_some() {
                session.client(engine, client).await?;
            }
            return all(session, engine, args).await;
        }
    };
    let client = session.client(engine, client).await?;
    let of = ClientReportOf {
        format: format(args.format),
        names: match args.people {
            ReportPeople::Names => ReportNames::Names,
            ReportPeople::Pseudonyms => ReportNames::Pseudonyms,
            ReportPeople::Counts => ReportNames::Counts,
        },
        hide_ips: !args.with_ips,
        prices: !args.no_prices,
        msp: args.msp,
        days: args.days,
        time_zone: args.time_zone.clone(),
        scenario: LicenceScenario { idle_days: args.idle_days, ..LicenceScenario::default() },
        recheck: args.recheck,
        paper: paper(args.paper),
        ..ClientReportOf::new(client.id, kind)
    };
    Ok(engine.client_report_file(of).await?.1)
}

async fn all(session: &Session, engine: &Arc<Engine>, args: &ReportArgs) -> Result<Vec<u8>, Failure> {
    let clients = if session.common.sample {
        vec![session.client(engine, None).await?]
    } else {
        engine.clients(Nothing {}).await?
    };
    let clients = clients.into_iter().map(|one| one.id).collect();
    let of = ClientsReportOf {
        clients,
        time_zone: args.time_zone.clone(),
        msp: args.msp,
        format: format(args.format),
        paper: paper(args.paper),
    };
    Ok(engine.clients_report_file(of).await?.1)
}

/// The client, left out with the sample and where all are meant, then the kind. A client that is named none the less has to
/// be there, and the report is on all.
fn split(what: &[String], sample: bool) -> Result<(Option<&str>, ReportKind), Failure> {
    let (client, kind) = match what {
        [kind] if sample || kind == "all-clients" => (None, kind),
        [client, kind] => (Some(client.as_str()), kind),
        _ => return Err(Failure::usage("report takes CLIENT and KIND.")),
    };
    if kind == "all-clients" {
        return Ok((client.filter(|name| *name != ALL), ReportKind::AllClients));
    }
    let known = Kind::ALL.into_iter().find(|one| one.id() == kind);
    let kinds = Kind::ALL.map(Kind::id).join(", ");
    let known = known.ok_or_else(|| Failure::usage(format!("KIND is one of: {kinds}, all-clients.")))?;
    Ok((client, ReportKind::Client(known)))
}

const fn id(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Client(kind) => kind.id(),
        ReportKind::AllClients => "all-clients",
    }
}

const fn paper(size: ReportPaper) -> Paper {
    match size {
        ReportPaper::A4 => Paper::A4,
        ReportPaper::Letter => Paper::Letter,
    }
}

const fn format(form: ReportForm) -> ReportFormat {
    match form {
        ReportForm::Html => ReportFormat::Html,
        ReportForm::Pdf => ReportFormat::Pdf,
        ReportForm::Csv => ReportFormat::Csv,
        ReportForm::Json => ReportFormat::Json,
        ReportForm::Xlsx => ReportFormat::Xlsx,
        ReportForm::Zip => ReportFormat::Zip,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_client_is_left_out_with_the_sample_or_where_all_are_meant() {
        let evidence = ReportKind::Client(Kind::Evidence);
        assert_eq!(split(&words(&["acme", "evidence"]), false).unwrap(), (Some("acme"), evidence));
        assert_eq!(split(&words(&["evidence"]), true).unwrap(), (None, evidence));
        for all in [&["all-clients"][..], &["all", "all-clients"]] {
            assert_eq!(split(&words(all), false).unwrap(), (None, ReportKind::AllClients));
        }
        assert_eq!(
            split(&words(&["acme", "all-clients"]), false).unwrap(),
            (Some("acme"), ReportKind::AllClients)
        );
        for bad in [&["evidence"][..], &["acme", "weather"]] {
            assert_eq!(split(&words(bad), false).unwrap_err().exit, Exit::Usage, "{bad:?}");
        }
    }
}

//! `connect`: check, then save; does not sync.

use domain::Permission;
use engine::api::{
    CheckReport, ClientSummary, CommandError, FieldKind, Nothing, OrganisationChoice, Verdict,
};
use engine::check::KeychainTest;
use engine::{Code, Save, fields};
use serde_json::json;

use crate::args::ConnectArgs;
use crate::commands::children;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{self, Document};
use crate::session::{SAMPLE, Session};

pub(crate) async fn run(session: &Session, args: &ConnectArgs) -> Result<Exit, Failure> {
    if args.is_of_parent() {
        return children::run(session, args).await;
    }
    let name = match (&args.name, session.common.sample) {
        (Some(name), _) => name.as_str(),
        (None, true) => SAMPLE,
        (None, false) => "",
    };
    // A name that cannot be saved is refused before anything is asked for, sent or made.
    check_name(name, &[])?;
    if let Some(organisation) = &args.organisation {
        check_name(organisation, &[])?;
    }
    let ports = session.ports()?;
    let keys = session.keys(&ports, &args.target).await?;
    session.follow_network(&ports).await?;
    let session_only = args.session_secret || keys.sample;
    let keychain = keychain_test(session_only);
    let input = || keys.input(Permission::WANTED.to_vec(), keychain);
    let report = session.check(&ports, input()).await;
    if let Some(exit) = refused(session, &report) {
        return Ok(exit);
    }
    let engine = session.engine().await?;
    let taken: Vec<String> =
        engine.clients(Nothing {}).await?.into_iter().map(|client| client.name).collect();
    check_name(name, &taken)?;
    let organisation = OrganisationChoice::New(args.organisation.clone().unwrap_or_else(|| name.to_owned()));
    let save =
        Save { input: input(), report: report.clone(), name: name.to_owned(), organisation, session_only };
    let client = engine.save(save).await?;
    let document = json!({ "client": client, "check": Document::of(&report) });
    session.output.result(&document, || lines(&client, &report));
    Ok(report::exit(&report, false))
}

/// Where the secret key is not kept, the keychain is not asked.
pub(crate) const fn keychain_test(session_only: bool) -> KeychainTest {
    if session_only { KeychainTest::Session } else { KeychainTest::Asked }
}

pub(crate) fn check_name(name: &str, taken: &[String]) -> Result<(), Failure> {
    let result = fields::check_name(name, taken);
    match result.kind {
        FieldKind::Reject | FieldKind::RejectSuggest | FieldKind::RejectClear => {
            let code = result.code.unwrap_or(Code::NameEmpty);
            Err(CommandError { code, values: result.values }.into())
        }
        FieldKind::Accept | FieldKind::AcceptNormalised | FieldKind::AcceptWarn => Ok(()),
    }
}

/// Tells why nothing is saved; none when the report may be saved.
pub(crate) fn refused(session: &Session, report: &CheckReport) -> Option<Exit> {
    let cancelled = session.cancel.is_cancelled();
    if report.verdict != Verdict::Failed && !cancelled {
        return None;
    }
    let exit = report::exit(report, cancelled);
    let failure = match report::decisive(report) {
        _ if cancelled => Failure::new(Code::Cancelled),
        Some((code, values)) => CommandError { code, values }.into(),
        None => Failure::new(Code::NotChecked),
    };
    let mut document = failure.json();
    document["check"] = json!(Document::of(report));
    session.output.result(&document, || report::lines(report));
    session.output.explain(&failure);
    if failure.code == Code::AppTypeAccountsApi {
        session.output.message(children::HINT);
    }
    Some(exit)
}

fn lines(client: &ClientSummary, report: &CheckReport) -> String {
    let kept = if client.session_only { "; its secret key was not saved" } else { "" };
    format!("{}\n\nSaved as \"{}\"{kept}.", report::lines(report), client.name)
}

//! `sync --all`: the round of every client that needs nobody at the keyboard.

use engine::api::{KeepFresh, RoundOutcome};
use engine::{Code, RoundOptions};
use serde_json::json;

use super::sync::pacing;
use crate::args::SyncArgs;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::table;

pub(crate) async fn run(session: &Session, args: &SyncArgs) -> Result<Exit, Failure> {
    let mut outcomes = Vec::new();
    if let Some(engine) = session.engine_if_any().await? {
        let options = RoundOptions {
            due: args.due.then_some(KeepFresh::AsDue),
            pacing: pacing(session.common.sample, args.full_speed),
            max_wait: args.max_wait(),
            cancel: session.cancel.clone(),
        };
        outcomes = engine.round(options).await?;
    }
    // Clients in trouble first: of forty, these are the ones to read.
    outcomes.sort_by_key(|outcome| (outcome.code.is_none(), outcome.name.to_lowercase()));
    session.output.result(&json!({ "clients": outcomes }), || lines(&outcomes));
    Ok(ending(&outcomes, args.due, session.cancel.is_cancelled()))
}

/// By hand, any trouble ends it badly. Of a round that comes by itself only news do: a client whose trouble is known
/// would otherwise raise an alarm every hour.
fn ending(outcomes: &[RoundOutcome], due: bool, cancelled: bool) -> Exit {
    if cancelled {
        return Exit::of(Code::Cancelled);
    }
    let told = outcomes.iter().find(|outcome| outcome.news || (!due && is_trouble(outcome)));
    told.and_then(|outcome| outcome.code).map_or(Exit::Done, Exit::of)
}

/// That another program reads a client is none.
fn is_trouble(outcome: &RoundOutcome) -> bool {
    outcome.code.is_some_and(|code| code != Code::SyncRunning)
}

fn lines(outcomes: &[RoundOutcome]) -> String {
    if outcomes.is_empty() {
        return "No client whose secret key is saved.".to_owned();
    }
    let failed = outcomes.iter().filter(|outcome| is_trouble(outcome)).count();
    let read = outcomes.iter().filter(|outcome| outcome.synced && outcome.code.is_none()).count();
    let rows: Vec<Vec<String>> = outcomes.iter().map(row).collect();
    let heading = ["client", "result", "code"];
    let all = outcomes.len();
    format!(
        "{}\n{failed} of {all} need attention, {read} read, {} not due",
        table::of_cells(&heading, &rows),
        all - failed - read
    )
}

fn row(outcome: &RoundOutcome) -> Vec<String> {
    let result = match (outcome.code, outcome.news, outcome.synced) {
        (Some(Code::SyncRunning), ..) => "Another program reads it",
        (Some(_), true, _) => "Needs attention (new)",
        (Some(_), false, _) => "Needs attention",
        (None, _, true) => "Read",
        (None, _, false) => "Not due",
    };
    let code = outcome.code.map_or("-", Code::as_str);
    vec![outcome.name.clone(), result.to_owned(), code.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(code: Option<Code>, news: bool) -> RoundOutcome {
        RoundOutcome { client: "c".into(), name: "Acme".into(), synced: true, code, news }
    }

    #[test]
    fn a_known_trouble_raises_no_alarm_by_itself() {
        let known = outcome(Some(Code::PermMissing), false);
        let read = outcome(None, false);
        assert_eq!(ending(&[read.clone(), known.clone()], true, false), Exit::Done);
        assert_eq!(ending(&[read, known.clone()], false, false), Exit::Limited);
        let news = outcome(Some(Code::AuthSignature), true);
        assert_eq!(ending(&[known, news], true, false), Exit::Refused);
        let elsewhere = outcome(Some(Code::SyncRunning), false);
        assert_eq!(ending(&[elsewhere], false, false), Exit::Done);
        assert_eq!(ending(&[], true, true), Exit::Cancelled);
    }

    #[test]
    fn a_summary_ends_the_list() {
        let text = lines(&[outcome(Some(Code::PermMissing), true), outcome(None, false)]);
        assert!(text.ends_with("1 of 2 need attention, 1 read, 0 not due"), "{text}");
    }
}

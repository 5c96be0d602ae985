//! `sync --all`: the round of every client that needs nobody at the keyboard.

use engine::api::RoundOutcome;
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
            due_only: args.due,
            pacing: pacing(session.common.sample, args.full_speed),
            max_wait: args.max_wait(),
            cancel: session.cancel.clone(),
        };
        outcomes = engine.round(options).await?;
    }
    // Clients in trouble first: of forty, these are the ones to read.
    outcomes.sort_by_key(|outcome| (outcome.code.is_none(), outcome.name.to_lowercase()));
    session.output.result(&json!({ "clients": outcomes }), || lines(&outcomes));
    Ok(ending(&outcomes, session.cancel.is_cancelled()))
}

/// Only news end the round badly: a client whose trouble is known would otherwise raise an alarm every hour.
fn ending(outcomes: &[RoundOutcome], cancelled: bool) -> Exit {
    if cancelled {
        return Exit::of(Code::Cancelled);
    }
    let news = outcomes.iter().find(|outcome| outcome.news);
    news.and_then(|outcome| outcome.code).map_or(Exit::Done, Exit::of)
}

fn lines(outcomes: &[RoundOutcome]) -> String {
    if outcomes.is_empty() {
        return "No client whose secret key is saved.".to_owned();
    }
    let trouble = |outcome: &&RoundOutcome| outcome.code.is_some_and(|code| code != Code::SyncRunning);
    let failed = outcomes.iter().filter(trouble).count();
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
    fn a_known_trouble_raises_no_alarm() {
        let known = outcome(Some(Code::PermMissing), false);
        assert_eq!(ending(&[outcome(None, false), known.clone()], false), Exit::Done);
        assert_eq!(ending(&[known, outcome(Some(Code::AuthSignature), true)], false), Exit::Refused);
        assert_eq!(ending(&[], true), Exit::Cancelled);
    }

    #[test]
    fn a_summary_ends_the_list() {
        let text = lines(&[outcome(Some(Code::PermMissing), true), outcome(None, false)]);
        assert!(text.ends_with("1 of 2 need attention, 1 read, 0 not due"), "{text}");
    }
}

//! `sync`: reads a saved client's tenant into the local data.

use std::sync::Arc;

use domain::{DataSet, Permission};
use engine::api::{
    ClientSummary, CommandError, DataSetState, DataSetStatus, FieldKind, FieldResult, SyncStatus,
};
use engine::{Code, Engine, Pacing, SecretKey, SyncOptions, fields};

use crate::args::{SyncArgs, Target};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::{names, progress, secret};

pub(crate) async fn run(session: &Session, args: &SyncArgs) -> Result<Exit, Failure> {
    let only = args.only.as_deref().map(names::data_sets).transpose()?;
    let secret = given_secret(&args.target)?;
    let engine = session.engine_of_client().await?;
    let client = session.client_to_sync(&engine, args.client.as_deref()).await?;
    check_repeated(&engine, &client, &args.target).await?;
    let options = SyncOptions {
        only: only.clone(),
        since_days: args.since,
        pacing: pacing(session.common.sample, args.full_speed),
        max_wait: args.max_wait(),
        secret,
        // A run that must stop cancels its own token.
        cancel: session.cancel.child_token(),
    };
    let mut status = engine.sync(&client.id, options).await.map_err(how_to_give_it)?;
    if let Some(only) = &only {
        status.data_sets.retain(|set| only.contains(&set.data_set));
    }
    session.output.result(&status, || lines(&client, &status));
    let end = ending(&status);
    if let Some(code) = end {
        session.output.explain(&Failure::new(code));
    }
    Ok(end.map_or(Exit::Done, Exit::of))
}

/// The sample shares no quota with anybody.
const fn pacing(sample: bool, full_speed: bool) -> Pacing {
    match (sample, full_speed) {
        (true, _) => Pacing::Unlimited,
        (false, true) => Pacing::Full,
        (false, false) => Pacing::Polite,
    }
}

/// The secret for this run, if it comes from standard input; refused by the same rules as everywhere.
fn given_secret(target: &Target) -> Result<Option<SecretKey>, Failure> {
    if !target.skey_stdin {
        return Ok(None);
    }
    let (result, secret) = fields::check_skey(&secret::read(true)?);
    accept(&result)?;
    Ok(secret.map(|secret| SecretKey::new(secret.to_string())))
}

/// A command line has no dialog that asks for a secret that was not saved.
fn how_to_give_it(error: CommandError) -> Failure {
    match error.code {
        Code::KeySession => Failure::from(error).saying(
            "The secret key of this client was not saved: give it on standard input with --skey-stdin.",
        ),
        _ => error.into(),
    }
}

/// A host and key that are repeated must be the saved ones.
async fn check_repeated(
    engine: &Arc<Engine>,
    client: &ClientSummary,
    target: &Target,
) -> Result<(), Failure> {
    let other = |what: &str| Failure::usage(format!("\"{}\" is saved with another {what}.", client.name));
    if let Some(host) = &target.host {
        let result = fields::check_host(host);
        accept(&result)?;
        if result.value.as_deref() != Some(client.host.as_str()) {
            return Err(other("host"));
        }
    }
    if let Some(ikey) = &target.ikey {
        let result = fields::check_ikey(ikey);
        accept(&result)?;
        if !engine.is_saved_as(&client.id, None, Some(ikey)).await? {
            return Err(other("integration key"));
        }
    }
    Ok(())
}

fn accept(result: &FieldResult) -> Result<(), Failure> {
    match (result.kind, result.code) {
        (FieldKind::Accept | FieldKind::AcceptNormalised | FieldKind::AcceptWarn, _) => Ok(()),
        (_, Some(code)) => Err(CommandError { code, values: result.values.clone() }.into()),
        (_, None) => Err(Failure::new(Code::BadArguments)),
    }
}

/// The code that ends the run badly; none when everything that the account offers was read.
fn ending(status: &SyncStatus) -> Option<Code> {
    let failed = || status.data_sets.iter().find(|set| set.state == DataSetState::Failed);
    status.code.or_else(|| failed().map(|set| set.code.unwrap_or(Code::Internal))).or_else(|| {
        Permission::WANTED.into_iter().any(|right| is_missing(status, right)).then_some(Code::PermMissing)
    })
}

/// A right is missing when it opened none of its data sets; a single refusal among others is the edition's.
fn is_missing(status: &SyncStatus, right: Permission) -> bool {
    let asked = || {
        let set = |set: &&DataSetStatus| set.data_set.needs() == right && set.state != DataSetState::Never;
        status.data_sets.iter().filter(set)
    };
    asked().next().is_some() && asked().all(|set| set.state == DataSetState::Denied)
}

fn lines(client: &ClientSummary, status: &SyncStatus) -> String {
    let sets: Vec<String> = status.data_sets.iter().map(progress::line).collect();
    let sign_ins = status.data_sets.iter().find(|set| set.data_set == DataSet::SignIns);
    let reach = sign_ins.and_then(|set| set.read_back_to).map_or_else(String::new, |time| {
        format!("\nSign-ins are complete back to {}.", time.format("%Y-%m-%d %H:%M UTC"))
    });
    format!("{}\n{}{reach}", client.name, sets.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(code: Option<Code>, sets: &[(DataSet, DataSetState, Option<Code>)]) -> SyncStatus {
        let set = |(data_set, state, code): &(DataSet, DataSetState, Option<Code>)| DataSetStatus {
            data_set: *data_set,
            state: *state,
            code: *code,
            rows: 0,
            total: None,
            quarantined: 0,
            requests: 1,
            as_of: None,
            read_back_to: None,
            eta_seconds: None,
        };
        SyncStatus { client: "c".into(), running: false, code, data_sets: sets.iter().map(set).collect() }
    }

    #[test]
    fn a_right_without_any_data_set_is_missing_and_a_single_refusal_is_the_editions() {
        use DataSetState::{Denied, Done, Never, NotOffered};
        let missing = Some(Code::PermMissing);
        let done = status(None, &[(DataSet::Users, Done, None), (DataSet::Tokens, Denied, missing)]);
        assert_eq!(ending(&done), None);
        let offered = status(None, &[(DataSet::Users, Done, None), (DataSet::SignIns, NotOffered, None)]);
        assert_eq!(ending(&offered), None);
        let limited = status(None, &[(DataSet::Users, Done, None), (DataSet::SignIns, Denied, missing)]);
        assert_eq!(ending(&limited), missing);
        let never = status(None, &[(DataSet::Users, Done, None), (DataSet::SignIns, Never, None)]);
        assert_eq!(ending(&never), None);
    }

    #[test]
    fn what_stopped_the_run_comes_before_what_failed_in_it() {
        let set = (DataSet::Users, DataSetState::Failed, Some(Code::SchemaChanged));
        assert_eq!(ending(&status(None, &[set])), Some(Code::SchemaChanged));
        assert_eq!(ending(&status(Some(Code::Cancelled), &[set])), Some(Code::Cancelled));
    }
}

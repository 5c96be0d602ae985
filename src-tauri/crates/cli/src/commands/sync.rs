//! `sync`: reads a saved client's tenant into the local data.

use std::sync::Arc;

use domain::DataSet;
use engine::api::{ClientSummary, CommandError, FieldKind, FieldResult, SyncStatus};
use engine::{Code, Engine, Pacing, SecretKey, SyncOptions, fields};

use crate::args::{SyncArgs, Target};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::session::Session;
use crate::{names, progress, secret};

pub(crate) async fn run(session: &Session, args: &SyncArgs) -> Result<Exit, Failure> {
    if args.all {
        return super::round::run(session, args).await;
    }
    let only = args.only.as_deref().map(names::data_sets).transpose()?;
    let secret = given_secret(session, &args.target).await?;
    let engine = session.engine_of_client().await?;
    let client = session.client_to_sync(&engine, args.client.as_deref()).await?;
    check_repeated(&engine, &client, &args.target).await?;
    if args.rebuild
        && let Some(path) = engine.set_damaged_aside(&client.id).await?
    {
        session.output.message(&format!("The damaged data was kept as {}.", path.display()));
    }
    let options = SyncOptions {
        only: only.clone(),
        since_days: args.since,
        reread: None,
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
    let end = status.ending();
    if let Some(code) = end {
        session.output.explain(&Failure::new(code));
    }
    Ok(end.map_or(Exit::Done, Exit::of))
}

/// The sample shares no quota with anybody.
pub(super) const fn pacing(sample: bool, full_speed: bool) -> Pacing {
    match (sample, full_speed) {
        (true, _) => Pacing::Unlimited,
        (false, true) => Pacing::Full,
        (false, false) => Pacing::Polite,
    }
}

/// The secret for this run, if it comes from standard input; refused by the same rules as everywhere.
async fn given_secret(session: &Session, target: &Target) -> Result<Option<SecretKey>, Failure> {
    if !target.skey_stdin {
        return Ok(None);
    }
    let (result, secret) = fields::check_skey(&secret::read(true, &session.cancel).await?);
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

fn lines(client: &ClientSummary, status: &SyncStatus) -> String {
    let sets: Vec<String> = status.data_sets.iter().map(progress::line).collect();
    let sign_ins = status.data_sets.iter().find(|set| set.data_set == DataSet::SignIns);
    let reach = sign_ins.and_then(|set| set.read_back_to).map_or_else(String::new, |time| {
        format!("\nSign-ins are complete back to {}.", time.format("%Y-%m-%d %H:%M UTC"))
    });
    format!("{}\n{}{reach}", client.name, sets.join("\n"))
}

//! Row 8: each right by its cheapest request, asked twice before it is called missing (ux.md §8.3).

use domain::Permission;
use duo_api::{ApiError, Client, Probe};

use super::keys::{Accepted, other_type};
use super::rows::{pass, row, values};
use super::run::Run;
use crate::Code;
use crate::api::{CheckId, PermissionRow, PermissionState, RowState, Values};
use crate::error::{api_code, api_values};

/// First question and second opinion.
const fn probes(permission: Permission) -> [Probe; 2] {
    match permission {
        Permission::ReadResource => [Probe::Resource, Probe::ResourceAgain],
        Permission::ReadLog => [Probe::Log, Probe::LogAgain],
        Permission::ReadInformation => [Probe::Information, Probe::Information],
        Permission::Settings => [Probe::Settings, Probe::Settings],
        Permission::Administrators => [Probe::Administrators, Probe::AdministratorsAgain],
    }
}

/// The log is asked last, and once in the good case.
const ORDER: [Permission; 5] = [
    Permission::ReadInformation,
    Permission::ReadResource,
    Permission::Settings,
    Permission::Administrators,
    Permission::ReadLog,
];

pub(super) async fn ask_all(run: &mut Run<'_>, client: &Client, accepted: Option<Accepted>) {
    run.begin(CheckId::Permissions);
    let started = run.now();
    let mut fault = None;
    for permission in ORDER {
        // Once Duo asks to slow down, more questions would only make it worse.
        if fault.as_ref().is_some_and(|error: &ApiError| api_code(error) == Code::RateLimit) {
            break;
        }
        let asked = run.now();
        let known = accepted.as_ref().filter(|_| permission == Permission::ReadInformation);
        let (outcome, known_ms) = match known {
            Some(Accepted { summary: Ok(()), ms }) => (Ok(()), *ms),
            _ => (ask(client, permission).await, 0),
        };
        let ms = run.since(asked).max(known_ms);
        let wanted = run.input.want.contains(&permission);
        if let Err(error) = &outcome
            && state(&outcome) == PermissionState::Unknown
            && fault.is_none()
        {
            fault = Some(error.clone());
        }
        run.permission(permission_row(permission, &outcome, wanted, ms));
    }
    if let Some(error) = &fault {
        unknown(run, api_code(error));
    }
    let granted = |permission| {
        run.permissions.iter().any(|row| row.id == permission && row.state == PermissionState::Granted)
    };
    let (resource, settings) = (granted(Permission::ReadResource), granted(Permission::Settings));
    let none = !run.permissions.iter().any(|row| row.state == PermissionState::Granted);
    if fault.is_some() {
        let ms = run.since(started);
        run.end(summary_row(run, fault.as_ref(), none, false, ms));
        return;
    }
    if settings && let Ok(settings) = client.settings().await {
        run.account.name = settings.name;
    }
    let named = if none { name_type(run, client).await } else { own_record(run, client, resource).await };
    let ms = run.since(started);
    run.end(summary_row(run, None, none, named, ms));
}

/// Rights that were not asked.
pub(super) fn unknown(run: &mut Run<'_>, code: Code) {
    for id in Permission::ALL {
        if !run.permissions.iter().any(|row| row.id == id) {
            run.permission(PermissionRow {
                id,
                state: PermissionState::Unknown,
                costs: id.costs(),
                wanted: run.input.want.contains(&id),
                old_label: id.old_label().to_owned(),
                new_label: id.new_label().to_owned(),
                code: Some(code),
                status: None,
                ms: 0,
            });
        }
    }
}

/// Asks one right again.
pub(crate) async fn ask_again(client: &Client, permission: Permission, wanted: bool) -> PermissionRow {
    let outcome = ask(client, permission).await;
    permission_row(permission, &outcome, wanted, 0)
}

async fn ask(client: &Client, permission: Permission) -> Result<(), ApiError> {
    let [first, second] = probes(permission);
    let first = client.probe(first).await.map(drop);
    if matches!(state(&first), PermissionState::Granted | PermissionState::Unknown) {
        return first;
    }
    let opinion = client.probe(second).await.map(drop);
    // "Not offered" as a second answer does not turn a refusal into something else.
    if state(&opinion) == PermissionState::Unavailable { first } else { opinion }
}

fn state(outcome: &Result<(), ApiError>) -> PermissionState {
    match outcome {
        Ok(()) => PermissionState::Granted,
        Err(error) => match error.code() {
            "PERM_MISSING" => PermissionState::Missing,
            "NOT_OFFERED" | "BUG_REQUEST" => PermissionState::Unavailable,
            _ => PermissionState::Unknown,
        },
    }
}

fn permission_row(id: Permission, outcome: &Result<(), ApiError>, wanted: bool, ms: u64) -> PermissionRow {
    let state = state(outcome);
    let code = match state {
        PermissionState::Granted => None,
        PermissionState::Missing => Some(Code::PermMissing),
        PermissionState::Unavailable => Some(Code::NotOffered),
        PermissionState::Unknown => outcome.as_ref().err().map(api_code),
    };
    PermissionRow {
        id,
        state,
        costs: id.costs(),
        wanted,
        old_label: id.old_label().to_owned(),
        new_label: id.new_label().to_owned(),
        code,
        status: match outcome {
            Ok(()) => Some(200),
            Err(error) => error.status(),
        },
        ms,
    }
}

/// Whether the keys, which were accepted, turned out to be of another type.
async fn name_type(run: &mut Run<'_>, client: &Client) -> bool {
    let found = other_type(run, client).await;
    let named = found.is_some();
    let unknown =
        || row(CheckId::ApplicationType, RowState::Warn, Some(Code::AppTypeUnknown), 0, Values::new());
    run.end(found.unwrap_or_else(unknown));
    named
}

/// Reads the application's own flags. Whether the keys turned out to be of another type.
async fn own_record(run: &mut Run<'_>, client: &Client, readable: bool) -> bool {
    run.begin(CheckId::ApplicationType);
    let started = run.now();
    if run.input.account.is_some() {
        // The application is the parent's, which the child does not list. It has every right in it.
        run.end(pass(CheckId::ApplicationType, 0, values([("type", "accountsapi".to_owned())])));
        return false;
    }
    let record = if readable { client.own_integration().await.ok() } else { None };
    let ms = run.since(started);
    let Some(record) = record else {
        run.end(pass(CheckId::ApplicationType, ms, Values::new()));
        return false;
    };
    let wants = |permission| run.input.want.contains(&permission);
    let flags = [
        ("write_resource", record.adminapi_write_resource, true),
        ("integrations", record.adminapi_integrations, true),
        (
            "admins",
            record.adminapi_admins,
            !wants(Permission::Administrators) || record.adminapi_admins_read == Some(true),
        ),
        ("settings", record.adminapi_settings, !wants(Permission::Settings)),
        ("allow_to_set_permissions", record.adminapi_allow_to_set_permissions, true),
    ];
    run.excess_known = flags.iter().any(|(_, flag, _)| flag.is_some());
    run.excess = flags
        .into_iter()
        .filter(|(_, flag, beyond)| *flag == Some(true) && *beyond)
        .map(|(name, _, _)| name.to_owned())
        .collect();
    run.end(if run.excess.is_empty() {
        pass(CheckId::ApplicationType, ms, values([("type", "adminapi".to_owned())]))
    } else {
        let rights = values([("rights", run.excess.join(", "))]);
        row(CheckId::ApplicationType, RowState::Warn, Some(Code::ExcessRights), ms, rights)
    });
    false
}

fn summary_row(
    run: &Run<'_>,
    fault: Option<&ApiError>,
    none: bool,
    other_type: bool,
    ms: u64,
) -> crate::api::CheckRow {
    let wanted = run.permissions.iter().filter(|row| row.wanted);
    let total = wanted.clone().count();
    let granted = wanted.filter(|row| row.state == PermissionState::Granted).count();
    let mut named = values([("granted", granted.to_string()), ("wanted", total.to_string())]);
    let (state, code) = match fault {
        Some(error) => {
            named.extend(api_values(error));
            (RowState::Fail, Some(api_code(error)))
        }
        None if other_type => {
            named = values([("needs", "7".to_owned())]);
            (RowState::Skipped, Some(Code::Needs))
        }
        None if none && run.permissions.iter().any(|row| row.state == PermissionState::Missing) => {
            (RowState::Fail, Some(Code::PermNoneOrNetwork))
        }
        None if granted < total => (RowState::Warn, Some(Code::PermMissing)),
        None => (RowState::Pass, None),
    };
    row(CheckId::Permissions, state, code, ms, named)
}

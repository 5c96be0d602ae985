//! Findings about the connection itself, its rights and what was read through it.

use chrono::{DateTime, TimeDelta, Utc};
use domain::analysis::FindingKind;
use domain::{DataSet, Permission};
use store::{ClientDb, DataSetRow, StoreError};

use super::days;
use super::row::Finding;
use crate::Code;
use crate::api::{ClientSummary, ConnectionState};
use crate::clients::is_stale;
use crate::clock::{against_duo, is_off};
use crate::text::{code_title, said};

/// A key is told this long before it should be replaced.
const ROTATION_NOTICE: TimeDelta = TimeDelta::days(14);

/// About logs that lack events, data sets that could not be read, rows set aside.
pub(super) fn sets(db: &ClientDb, sets: &[DataSetRow]) -> Result<Vec<Finding>, StoreError> {
    let mut found = Vec::new();
    for row in sets {
        let finding = |kind| Finding::new(kind, label(row.set)).id(Some(row.set.id())).since(row.as_of);
        if row.state == "failed" {
            let why = row.code.as_deref().map(code_title).unwrap_or_default();
            found.push(finding(FindingKind::SetFailed).detail(why));
        }
        if row.quarantined > 0 {
            found.push(finding(FindingKind::RowsSetAside).figure(i64::try_from(row.quarantined).ok()));
        }
    }
    for set in DataSet::LOGS {
        for gap in db.gaps_of(set)?.into_iter().filter(|gap| gap.closed_at.is_none()) {
            // Both ends belong to it: the shortest is a part of an hour.
            let hours = (gap.to - gap.from).num_minutes() / 60 + 1;
            found.push(
                Finding::new(FindingKind::LogGap, label(set))
                    .id(Some(set.id()))
                    .detail(said(&format!("gap_{}", gap.why.id()), &[]))
                    .since(Some(gap.from))
                    .figure(Some(hours)),
            );
        }
    }
    Ok(found)
}

/// About rights that the last check or a sync missed, with what each costs.
pub(super) fn rights(sets: &[DataSetRow], missing: &[Permission]) -> Vec<Finding> {
    let denied = |right| sets.iter().any(|row| row.state == "denied" && row.set.needs() == right);
    Permission::ALL
        .into_iter()
        .filter(|right| missing.contains(right) || denied(*right))
        .map(|right| {
            let wanted = Permission::WANTED.contains(&right) || missing.contains(&right);
            let kind = if wanted { FindingKind::PermissionMissing } else { FindingKind::PermissionOptional };
            let costs = right.costs();
            let names: Vec<String> = costs.iter().map(|set| label(*set)).collect();
            Finding::new(kind, right.new_label())
                .id(Some(right.id()))
                .detail(names.join(", "))
                .figure(i64::try_from(costs.len()).ok())
        })
        .collect()
}

/// About the connection's state, age and key; `read` is when what is shown was read.
pub(super) fn connection(
    client: &ClientSummary,
    read: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let about = |kind| Finding::new(kind, client.name.as_str()).id(Some(client.id.as_str()));
    let trouble = matches!(client.state, ConnectionState::NeedsAttention | ConnectionState::Locked);
    // A secret that is asked for at each run is no trouble.
    if trouble && let Some(code) = client.state_code.filter(|code| *code != Code::KeySession) {
        found.push(
            about(FindingKind::ConnectionTrouble).detail(code_title(code.as_str())).since(client.last_check),
        );
    }
    // What is kept of a connection that is no more is as old as it is meant to be.
    let kept = client.state == ConnectionState::Disconnected;
    if let Some(last) = read.filter(|last| !kept && is_stale(*last, now)) {
        found.push(about(FindingKind::DataStale).since(Some(last)).figure(Some(days(last, now))));
    }
    let today = now.date_naive();
    if let Some(due) = client.rotation_due.filter(|due| *due <= today + ROTATION_NOTICE) {
        let finding = about(FindingKind::KeyRotation).detail(due.to_string());
        found.push(finding.figure(Some((today - due).num_days())));
    }
    found
}

/// About this computer's clock, as the connection last measured it.
pub(super) fn clock(client: &ClientSummary, measured: Option<(DateTime<Utc>, i64)>) -> Option<Finding> {
    let (at, seconds) = measured.filter(|(_, seconds)| is_off(*seconds))?;
    let finding = Finding::new(FindingKind::ClockOff, client.name.as_str()).id(Some(client.id.as_str()));
    let figure = i64::try_from(seconds.unsigned_abs()).ok();
    Some(finding.detail(against_duo(seconds)).since(Some(at)).figure(figure))
}

fn label(set: DataSet) -> String {
    said(&format!("data_set_{}", set.id()), &[])
}

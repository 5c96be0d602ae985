//! A check's report: as the document that `cli.md` fixes, as lines for people, and as an exit code.

use domain::{DataSet, Permission};
use engine::Code;
use engine::api::{
    AccountIdentity, CheckId, CheckReport, CheckRow, PermissionRow, PermissionState, RowState, Values,
    Verdict,
};
use serde::Serialize;

use crate::exit::Exit;
use crate::table;
use crate::text;

/// The document of `check --json`.
#[derive(Serialize)]
pub(crate) struct Document<'a> {
    verdict: Verdict,
    host: &'a str,
    ikey: &'a str,
    account: &'a AccountIdentity,
    clock_skew_seconds: Option<i64>,
    checks: Vec<Row>,
    permissions: Vec<Right<'a>>,
    excess: &'a [String],
    excess_known: bool,
}

#[derive(Serialize)]
struct Row {
    id: CheckId,
    state: RowState,
    code: &'static str,
    ms: u64,
}

#[derive(Serialize)]
struct Right<'a> {
    id: Permission,
    state: PermissionState,
    costs: &'a [DataSet],
}

impl<'a> Document<'a> {
    pub(crate) fn of(report: &'a CheckReport) -> Self {
        let row = |row: &CheckRow| Row {
            id: row.id,
            state: row.state,
            code: row.code.map_or("", Code::as_str),
            ms: row.ms,
        };
        let right = |row: &'a PermissionRow| Right { id: row.id, state: row.state, costs: &row.costs };
        Self {
            verdict: report.verdict,
            host: &report.host,
            ikey: &report.ikey,
            account: &report.account,
            clock_skew_seconds: report.clock_skew_seconds,
            checks: report.checks.iter().map(row).collect(),
            permissions: report.permissions.iter().map(right).collect(),
            excess: &report.excess,
            excess_known: report.excess_known,
        }
    }
}

/// The report for people.
pub(crate) fn lines(report: &CheckReport) -> String {
    let mut parts = vec![rows(report)];
    if !report.permissions.is_empty() {
        parts.push(rights(report));
    }
    let account = &report.account;
    let account: Vec<&str> =
        [&account.name, &account.edition, &account.id].into_iter().filter_map(Option::as_deref).collect();
    if !account.is_empty() {
        parts.push(format!("Account: {}", account.join(", ")));
    }
    let verdict = text::label("verdict", &text::id(report.verdict));
    parts.push(match decisive(report) {
        Some((code, values)) => format!("{verdict}: {}", text::of_code(code, &values)),
        None => format!("{verdict}: {} at {}", report.ikey, report.host),
    });
    parts.join("\n\n")
}

fn rows(report: &CheckReport) -> String {
    let cells: Vec<Vec<String>> = report
        .checks
        .iter()
        .map(|row| {
            vec![
                text::label("check", &text::id(row.id)),
                text::label("row_state", &text::id(row.state)),
                format!("{} ms", row.ms),
                row.code.map_or("", Code::as_str).to_owned(),
            ]
        })
        .collect();
    let table = table::of_cells(&["check", "state", "time", "code"], &cells);
    let told = report.checks.iter().filter(|row| matches!(row.state, RowState::Warn | RowState::Fail));
    let notes: Vec<String> = told
        .filter_map(|row| row.code.map(|code| format!("- {}", text::of_code(code, &row.values))))
        .collect();
    if notes.is_empty() { table } else { format!("{table}\n{}", notes.join("\n")) }
}

fn rights(report: &CheckReport) -> String {
    let cells: Vec<Vec<String>> = report
        .permissions
        .iter()
        .map(|row| {
            let lost = row.state != PermissionState::Granted;
            vec![
                row.new_label.clone(),
                row.old_label.clone(),
                text::label("permission_state", &text::id(row.state)),
                if row.wanted { "yes" } else { "no" }.to_owned(),
                if lost { text::label("permission_cost", row.id.id()) } else { String::new() },
            ]
        })
        .collect();
    table::of_wide_cells(&["right", "older name", "state", "wanted", "what is missing without it"], &cells)
}

/// How a check that gave this report ends.
pub(crate) fn exit(report: &CheckReport, cancelled: bool) -> Exit {
    if cancelled {
        return Exit::Cancelled;
    }
    match (report.verdict, decisive(report)) {
        (Verdict::Verified, _) => Exit::Done,
        (Verdict::Limited, None) => Exit::Limited,
        // A failed check that names nothing has been stopped half-way by a fault.
        (Verdict::Failed, None) => Exit::Fault,
        (_, Some((code, _))) => Exit::of(code),
    }
}

/// The code that explains a verdict other than verified.
pub(crate) fn decisive(report: &CheckReport) -> Option<(Code, Values)> {
    match report.verdict {
        Verdict::Verified => None,
        Verdict::Failed => failed_row(report).and_then(|row| Some((row.code?, row.values.clone()))),
        Verdict::Limited => Some(limit(report)),
    }
}

/// The first row that failed; the type of the keys explains more than their refusal does.
fn failed_row(report: &CheckReport) -> Option<&CheckRow> {
    let mut failed = report.checks.iter().filter(|row| row.state == RowState::Fail);
    let named_type = |row: &&CheckRow| {
        row.id == CheckId::ApplicationType
            && matches!(row.code, Some(Code::AppTypeAuthApi | Code::AppTypeAccountsApi))
    };
    failed.clone().find(named_type).or_else(|| failed.next())
}

/// A right that is missing decides; one that could not be asked only where none is missing.
fn limit(report: &CheckReport) -> (Code, Values) {
    let failed = failed_row(report).and_then(|row| Some((row.code?, row.values.clone())));
    if let Some(decisive) = failed {
        return decisive;
    }
    let wanted = || report.permissions.iter().filter(|row| row.wanted);
    let refused =
        wanted().any(|row| matches!(row.state, PermissionState::Missing | PermissionState::Unavailable));
    let unasked = wanted().find(|row| row.state == PermissionState::Unknown).and_then(|row| row.code);
    match unasked {
        Some(code) if !refused => (code, Values::new()),
        _ => (Code::PermMissing, Values::new()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(id: CheckId, state: RowState, code: Option<Code>) -> CheckRow {
        CheckRow { id, state, code, ms: 7, values: Values::new() }
    }

    fn right(id: Permission, state: PermissionState, wanted: bool, code: Option<Code>) -> PermissionRow {
        PermissionRow {
            id,
            state,
            costs: vec![DataSet::SignIns],
            wanted,
            old_label: "old".into(),
            new_label: "new".into(),
            code,
            status: None,
            ms: 1,
        }
    }

    fn report(verdict: Verdict, checks: Vec<CheckRow>, permissions: Vec<PermissionRow>) -> CheckReport {
        CheckReport {
            verdict,
            host: "api-1a2b3c4d.duosecurity.com".into(),
            ikey: "DI…4T8".into(),
            account: AccountIdentity::default(),
            clock_skew_seconds: Some(1),
            checks,
            permissions,
            excess: vec!["write_resource".into()],
            excess_known: true,
            identity: None,
            elapsed_ms: 12,
        }
    }

    #[test]
    fn the_document_has_the_promised_form() {
        let report = report(
            Verdict::Limited,
            vec![
                row(CheckId::Format, RowState::Pass, None),
                row(CheckId::Dns, RowState::Skipped, Some(Code::ViaProxy)),
            ],
            vec![right(Permission::ReadLog, PermissionState::Missing, true, Some(Code::PermMissing))],
        );
        assert_eq!(
            serde_json::to_value(Document::of(&report)).unwrap(),
            json!({
                "verdict": "limited",
                "host": "api-1a2b3c4d.duosecurity.com",
                "ikey": "DI…4T8",
                "account": {"id": null, "name": null, "edition": null},
                "clock_skew_seconds": 1,
                "checks": [
                    {"id": "format", "state": "pass", "code": "", "ms": 7},
                    {"id": "dns", "state": "skipped", "code": "VIA_PROXY", "ms": 7},
                ],
                "permissions": [{"id": "read_log", "state": "missing", "costs": ["sign_ins"]}],
                "excess": ["write_resource"],
                "excess_known": true,
            })
        );
    }

    #[test]
    fn the_verdict_and_the_first_failure_decide_the_exit() {
        let fail = |id, code| row(id, RowState::Fail, Some(code));
        for (checks, exit_code) in [
            (vec![fail(CheckId::Format, Code::HostNotDuo)], Exit::Usage),
            (vec![fail(CheckId::Ping, Code::RespNotJson)], Exit::NotReached),
            (vec![fail(CheckId::Keys, Code::AuthSignature)], Exit::Refused),
            (vec![fail(CheckId::Keys, Code::RateLimit)], Exit::RateLimited),
            (
                vec![
                    fail(CheckId::Keys, Code::AuthIkey),
                    fail(CheckId::ApplicationType, Code::AppTypeAuthApi),
                ],
                Exit::WrongType,
            ),
            (
                vec![
                    fail(CheckId::Keys, Code::AuthIkey),
                    fail(CheckId::ApplicationType, Code::AppTypeUnknown),
                ],
                Exit::Refused,
            ),
        ] {
            assert_eq!(exit(&report(Verdict::Failed, checks, vec![]), false), exit_code);
        }
        let verified = report(Verdict::Verified, vec![], vec![]);
        assert_eq!((exit(&verified, false), exit(&verified, true)), (Exit::Done, Exit::Cancelled));
    }

    #[test]
    fn a_wanted_right_that_is_missing_limits_and_one_that_could_not_be_asked_says_why() {
        let missing = right(Permission::ReadLog, PermissionState::Missing, true, Some(Code::PermMissing));
        let unasked =
            right(Permission::ReadInformation, PermissionState::Unknown, true, Some(Code::RateLimit));
        let unwanted = right(Permission::Settings, PermissionState::Missing, false, Some(Code::PermMissing));
        let limited = |rights| exit(&report(Verdict::Limited, vec![], rights), false);
        assert_eq!(limited(vec![missing.clone(), unasked.clone()]), Exit::Limited);
        assert_eq!(limited(vec![unasked, unwanted]), Exit::RateLimited);
        assert_eq!(limited(vec![missing]), Exit::Limited);
    }

    #[test]
    fn people_read_what_is_missing_and_what_it_costs() {
        let report = report(
            Verdict::Limited,
            vec![row(CheckId::Permissions, RowState::Warn, Some(Code::PermMissing))],
            vec![right(Permission::ReadLog, PermissionState::Missing, true, Some(Code::PermMissing))],
        );
        let shown = lines(&report);
        assert!(shown.contains("Limited: ") && shown.contains("Sign-ins, last-seen proof"), "{shown}");
    }
}

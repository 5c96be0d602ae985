//! What may be sent to whoever helps with a failed check: where, when, what was seen; no secret, no name of a user, no
//! address, and keys and hosts only as far as they tell two of them apart.

use std::net::IpAddr;

use chrono::{DateTime, SecondsFormat, Utc};
use duo_api::IntegrationKey;

use crate::Code;
use crate::api::{
    CheckId, CheckReport, CheckRow, DataSetStatus, PermissionRow, PermissionState, RowState, SyncStatus,
};

/// Where a check was made.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The page's engine; none on the command line.
    pub webview: Option<String>,
    /// Now.
    pub at: DateTime<Utc>,
    /// Length of the secret key in characters; none = it is not here any more.
    pub secret_length: Option<usize>,
}

/// The lines.
pub fn diagnostics(report: &CheckReport, surroundings: &Surroundings) -> String {
    let mut lines = vec![about(surroundings), target(report, surroundings.secret_length)];
    let mut rows = report.checks.as_slice();
    while !rows.is_empty() {
        let (line, rest) = rows.split_at(rows.len().min(5));
        lines.push(run_together(line).join(" · "));
        rows = rest;
    }
    if let Some(last) = lines.last_mut() {
        last.push_str(" · proxy ");
        last.push_str(&proxy(report));
    }
    if !report.permissions.is_empty() {
        lines.push(report.permissions.iter().map(right).collect::<Vec<_>>().join(" · "));
    }
    lines.join("\n")
}

/// The lines about a sync: which, how it stands, and each data set that was asked for.
pub(crate) fn sync_diagnostics(
    host: &str,
    ikey: &str,
    status: &SyncStatus,
    surroundings: &Surroundings,
) -> String {
    let ikey = IntegrationKey::try_from(ikey).map(|key| key.redacted());
    let ikey = ikey.as_deref().unwrap_or("not usable");
    let run = [(status.running, "running"), (status.paused, "paused"), (status.full_speed, "full speed")];
    let mut words: Vec<&str> = run.into_iter().filter(|(on, _)| *on).map(|(_, word)| word).collect();
    words.extend(status.code.map(Code::as_str));
    if words.is_empty() {
        words.push("idle");
    }
    let mut lines = vec![
        about(surroundings),
        format!("Host {} · ikey {ikey} · sync: {}", short_host(host), words.join(", ")),
    ];
    lines.extend(status.data_sets.iter().map(set_line));
    lines.join("\n")
}

fn set_line(set: &DataSetStatus) -> String {
    let state = serde_json::to_value(set.state).ok();
    let state = state.as_ref().and_then(|state| state.as_str()).unwrap_or_default();
    let mut words = vec![set.data_set.id().to_owned(), state.to_owned()];
    words.extend(set.code.map(|code| code.as_str().to_owned()));
    words.push(match set.total {
        Some(total) => format!("{} of {total} rows", set.rows),
        None => format!("{} rows", set.rows),
    });
    words.push(format!("{} requests", set.requests));
    if set.quarantined > 0 {
        words.push(format!("{} set aside", set.quarantined));
    }
    words.extend(set.as_of.map(|at| format!("read {}", at.to_rfc3339_opts(SecondsFormat::Secs, true))));
    words.extend(set.read_back_to.map(|at| format!("back to {}", at.date_naive())));
    words.join(" · ")
}

fn about(surroundings: &Surroundings) -> String {
    let mut parts = vec![
        format!("{} {}", crate::text::said("app_name", &[]), env!("CARGO_PKG_VERSION")),
        format!("{} {}", system(), std::env::consts::ARCH),
    ];
    parts.extend(surroundings.webview.as_deref().map(|name| plain(name, 40)));
    parts.push(surroundings.at.to_rfc3339_opts(SecondsFormat::Secs, true));
    parts.join(" · ")
}

/// Linux says which one it is in a file.
pub(crate) fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let pretty = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    match (std::env::consts::OS, pretty) {
        ("linux", Some(name)) => plain(name.trim_matches('"'), 40),
        ("linux", None) => "Linux".to_owned(),
        ("windows", _) => "Windows".to_owned(),
        ("macos", _) => "macOS".to_owned(),
        (other, _) => other.to_owned(),
    }
}

fn target(report: &CheckReport, secret_length: Option<usize>) -> String {
    let secret = match secret_length {
        None | Some(0) => "none".to_owned(),
        Some(length) => format!("present, {length} chars"),
    };
    let ikey = if report.ikey.is_empty() { "not usable" } else { report.ikey.as_str() };
    format!("Host {} · ikey {ikey} · secret: {secret}", short_host(&report.host))
}

/// `api-1a2b…duosecurity.com`.
fn short_host(host: &str) -> String {
    match host.split_once('.') {
        Some((id, domain)) if id.starts_with("api-") && id.is_ascii() => {
            format!("{}…{}", &id[..id.len().min(8)], plain(domain, 60))
        }
        _ => "not a Duo host".to_owned(),
    }
}

/// Rows as words; skipped ones in a row become one word.
fn run_together(rows: &[CheckRow]) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = rows;
    while let Some(row) = rest.first() {
        let same = rest
            .iter()
            .take_while(|other| {
                row.state == RowState::Skipped && (other.state, other.code) == (row.state, row.code)
            })
            .count()
            .max(1);
        let last = &rest[same - 1];
        let numbers = if same > 1 {
            format!("{}-{}", number(row.id), number(last.id))
        } else {
            number(row.id).to_string()
        };
        words.push(if row.state == RowState::Skipped { skipped(&numbers, row) } else { word(row) });
        rest = &rest[same..];
    }
    words
}

fn skipped(numbers: &str, row: &CheckRow) -> String {
    match row.code {
        Some(code) if code != Code::Needs => format!("{numbers} skipped {}", code.as_str()),
        _ => format!("{numbers} skipped"),
    }
}

fn word(row: &CheckRow) -> String {
    let value = |name: &str| row.values.get(name).map(String::as_str);
    let mut words = vec![number(row.id).to_string(), name(row.id).to_owned()];
    let status = value("status");
    words.push(match row.state {
        RowState::Pass => status.unwrap_or("ok").to_owned(),
        RowState::Running => "running".to_owned(),
        RowState::Warn | RowState::Skipped => "warning".to_owned(),
        RowState::Fail => status.unwrap_or("failed").to_owned(),
    });
    words.extend(row.code.map(|code| code.as_str().to_owned()));
    words.extend(value("code").map(|code| format!("code {code}")));
    if row.id == CheckId::Clock {
        let sign = if value("direction") == Some("behind") { '-' } else { '+' };
        words.push(format!("{sign}{}s", value("seconds").unwrap_or("?")));
    } else {
        words.push(format!("{}ms", row.ms));
    }
    words.extend(value("issuer").map(|issuer| format!("issuer \"{}\"", plain(issuer, 60))));
    words.extend(value("content_type").map(|kind| plain(kind, 40)));
    words.join(" ")
}

fn right(row: &PermissionRow) -> String {
    let state = match row.state {
        PermissionState::Granted => "granted",
        PermissionState::Missing => "missing",
        PermissionState::Unavailable => "not offered",
        PermissionState::Unknown => "unknown",
    };
    let status = row.status.map(|status| format!(" {status}")).unwrap_or_default();
    format!("{} {state}{status} {}ms", row.id.id(), row.ms)
}

/// A proxy's name helps, its address tells about the network.
fn proxy(report: &CheckReport) -> String {
    let shown = report.checks.iter().find_map(|row| row.values.get("proxy"));
    let Some(shown) = shown else { return "none".to_owned() };
    let (host, port) = shown.rsplit_once(':').unwrap_or((shown, ""));
    let host = if host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok() { "by address" } else { host };
    format!("{}:{port}", plain(host, 60))
}

/// Whoever answered may have written anything.
fn plain(text: &str, most: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most).collect()
}

fn number(id: CheckId) -> usize {
    crate::check::ORDER.iter().position(|other| *other == id).map_or(0, |place| place + 1)
}

/// Short, as the lines are read by people who know.
fn name(id: CheckId) -> &'static str {
    match id {
        CheckId::Format => "format",
        CheckId::Dns => "dns",
        CheckId::Tls => "tls",
        CheckId::Ping => "ping",
        CheckId::Clock => "skew",
        CheckId::Keys => "summary",
        CheckId::ApplicationType => "type",
        CheckId::Permissions => "rights",
        CheckId::Keychain => "keychain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{AccountIdentity, Values, Verdict};

    fn row(id: CheckId, state: RowState, code: Option<Code>, ms: u64, values: &[(&str, &str)]) -> CheckRow {
        let values: Values = values.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        CheckRow { id, state, code, ms, values }
    }

    fn report(checks: Vec<CheckRow>) -> CheckReport {
        CheckReport {
            verdict: Verdict::Failed,
            host: "api-1a2b3c4d.duosecurity.com".into(),
            ikey: "DI…K7Q".into(),
            account: AccountIdentity::default(),
            clock_skew_seconds: Some(1),
            checks,
            permissions: Vec::new(),
            excess: Vec::new(),
            excess_known: false,
            identity: None,
            elapsed_ms: 0,
        }
    }

    #[test]
    fn a_refused_secret_in_three_lines() {
        use CheckId as Id;
        use RowState::{Fail, Pass, Skipped};
        let report = report(vec![
            row(Id::Format, Pass, None, 0, &[]),
            row(Id::Dns, Pass, None, 14, &[("addresses", "3")]),
            row(Id::Tls, Pass, None, 61, &[("issuer", "DigiCert")]),
            row(Id::Ping, Pass, None, 88, &[("status", "200")]),
            row(Id::Clock, Pass, None, 0, &[("seconds", "1"), ("direction", "ahead")]),
            row(Id::Keys, Fail, Some(Code::AuthSignature), 91, &[("status", "401"), ("code", "40103")]),
            row(Id::ApplicationType, Skipped, Some(Code::Needs), 0, &[]),
            row(Id::Permissions, Skipped, Some(Code::Needs), 0, &[]),
            row(Id::Keychain, Skipped, Some(Code::Needs), 0, &[]),
        ]);
        let at = DateTime::from_timestamp(1_795_269_731, 0).unwrap();
        let surroundings = Surroundings { webview: Some("WebKit 605".into()), at, secret_length: Some(40) };
        let text = diagnostics(&report, &surroundings);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines[0].starts_with("Tandem ") && lines[0].ends_with(" · WebKit 605 · 2026-11-21T14:02:11Z"),
            "{text}"
        );
        assert_eq!(lines[1], "Host api-1a2b…duosecurity.com · ikey DI…K7Q · secret: present, 40 chars");
        assert_eq!(
            lines[2],
            "1 format ok 0ms · 2 dns ok 14ms · 3 tls ok 61ms issuer \"DigiCert\" · 4 ping 200 88ms · 5 skew ok +1s"
        );
        assert_eq!(lines[3], "6 summary 401 AUTH_SIGNATURE code 40103 91ms · 7-9 skipped · proxy none");
    }

    #[test]
    fn an_address_and_hostile_text_are_left_out() {
        let values = [("proxy", "10.1.2.3:8080"), ("issuer", "Contoso\n\u{7}CA"), ("title", "Ann's Wi-Fi")];
        let report = report(vec![row(CheckId::Tls, RowState::Fail, Some(Code::NetTlsUntrusted), 5, &values)]);
        let at = DateTime::UNIX_EPOCH;
        let text = diagnostics(&report, &Surroundings { webview: None, at, secret_length: None });
        assert!(text.contains("proxy by address:8080") && text.contains("ContosoCA"), "{text}");
        assert!(!text.contains("10.1.2.3") && !text.contains("Wi-Fi"), "{text}");
    }
}

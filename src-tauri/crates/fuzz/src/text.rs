//! What people type and paste, and what stands in a cursor.

use duo_api::{ApiHost, LogCursor};
use engine::api::FieldKind;
use engine::{fields, paste};

use crate::{Target, filter};

const PASTES: [&str; 6] = [
    "api-1a2b3c4d.duosecurity.com\nDIWJ8X6AEYOR5OMC6TQ1\nZh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep\n",
    "Integration key: DIWJ8X6AEYOR5OMC6TQ1\nSecret key: Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep\nAPI hostname: api-1a2b3c4d.duosecurity.com",
    r#"{"ikey":"DIWJ8X6AEYOR5OMC6TQ1","skey":"Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep","host":"api-1a2b3c4d.duosecurity.com"}"#,
    "[duo]\nikey=DIWJ8X6AEYOR5OMC6TQ1\nskey=Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep\napi_hostname=api-1a2b3c4d.duosecurity.com\n",
    "<tr><td>Integration key</td><td>DIWJ8X6AEYOR5OMC6TQ1</td></tr><input value=\"Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep\">",
    "client\thost\tikey\nAcme\tapi-1a2b3c4d.duosecurity.com\tDIWJ8X6AEYOR5OMC6TQ1\n",
];
const FILTERS: [&str; 6] = [
    "status=bypass",
    "idle_days>=90 and username~doe",
    "result in (denied, fraud), created<=2026-01-01",
    "expires is not empty and groups=\"Finance, \"\"Rome\"\"\"",
    "a='it''s' , b!=c",
    "",
];
const FIELDS: [&str; 5] = [
    "https://api-1a2b3c4d.duosecurity.com/",
    "DIWJ8X6AEYOR5OMC6TQ1",
    "Zh5eGmUq9zpfQnyUIu5OL9iWoMMv5ZNmk3zLJ4Ep",
    "  \u{200b}api-1a2b3c4d\t.duosecurity.com ",
    "Acme \u{202e}GmbH",
];

pub(crate) fn targets() -> Vec<Target> {
    let seeds = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    vec![
        Target::new("paste", seeds(&PASTES), |input| as_text(input, pasted)),
        Target::new("filter", seeds(&FILTERS), |input| as_text(input, filtered)),
        Target::new("fields", seeds(&FIELDS), |input| as_text(input, typed)),
        Target::new("cursor", seeds(&["1792000000351,6d0b0c6e-54a9-4b1f-93df-0f4f4ad0b7c1"]), |input| {
            as_text(input, cursor);
        }),
    ]
}

fn as_text(input: &[u8], read: fn(&str)) {
    read(&String::from_utf8_lossy(input));
}

fn pasted(text: &str) {
    let parsed = paste::parse(text);
    let shown = format!("{parsed:?}");
    for secret in parsed.sets.iter().filter_map(|set| set.skey.as_ref()) {
        // A short run of letters can stand in a name too.
        assert!(secret.len() < 40 || !shown.contains(secret.as_str()), "a secret is told");
    }
}

fn filtered(text: &str) {
    for condition in filter::parse(text).into_iter().flatten() {
        assert!(!condition.column.is_empty(), "a condition without a column");
    }
}

fn typed(text: &str) {
    let host = fields::check_host(text);
    let taken = matches!(host.kind, FieldKind::Accept | FieldKind::AcceptNormalised | FieldKind::AcceptWarn);
    if let Some(value) = host.value.filter(|_| taken) {
        assert!(
            ApiHost::try_from(value.as_str()).is_ok(),
            "a host is taken that nobody may be sent to: {value}"
        );
    }
    let _ = (fields::check_ikey(text), fields::check_skey(text), fields::check_name(text, &["Acme"]));
}

fn cursor(text: &str) {
    if let Ok(cursor) = LogCursor::try_from(text) {
        assert_eq!(cursor.as_str(), text);
        assert!(!text.contains('&') && cursor.ts_ms() >= 0);
    }
}

//! What stands in a cell: text, or a typed value.

use serde_json::Value;

/// Instead of an address that was asked to be left out; an empty cell would say that there was none.
const HIDDEN: &str = "hidden";
/// Columns that hold addresses.
const ADDRESSES: &[&str] = &["ip"];

/// The text of a value. Lists are joined; nothing nested, nothing raw.
pub(super) fn text(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => {
            let texts: Vec<_> = items.iter().map(|item| text(Some(item))).collect();
            texts.join("; ")
        }
        Some(Value::Object(fields)) => {
            let texts: Vec<_> =
                fields.iter().map(|(name, value)| format!("{name} {}", text(Some(value)))).collect();
            texts.join(", ")
        }
        Some(other) => other.to_string(),
    }
}

/// The same for a spreadsheet that takes some texts for formulas: they get an apostrophe in front.
pub(crate) fn guarded(text: String) -> String {
    match text.trim_start_matches(' ').chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠') => {
            format!("'{text}")
        }
        _ => text,
    }
}

/// Whether a value is a text that somebody wrote, or a list of them: numbers cannot be formulas.
pub(super) const fn written(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::String(_) | Value::Array(_) | Value::Object(_)))
}

/// The value of a column, without the address if those are to stay here.
pub(super) fn shown(column: &str, value: Value, hide_ips: bool) -> Value {
    if hide_ips && !value.is_null() && ADDRESSES.contains(&column) { Value::from(HIDDEN) } else { value }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_joined_and_never_raw() {
        assert_eq!(text(Some(&json!(["Sales", "a;b", 3]))), "Sales; a;b; 3");
        assert_eq!(text(Some(&json!({"count": 2}))), "count 2");
        assert_eq!(text(Some(&json!(null))), "");
        assert_eq!(text(Some(&json!(true))), "true");
    }

    #[test]
    fn formulas_become_text() {
        for trigger in ["=1+1", "  @x", "＝x", "＋1", "－1", "＠x", "-2", "\tx", "\u{0}x"] {
            assert_eq!(guarded(trigger.to_owned()), format!("'{trigger}"));
        }
        assert_eq!(guarded("a=b".to_owned()), "a=b");
    }

    #[test]
    fn addresses_stay_here_when_asked() {
        assert_eq!(shown("ip", json!("192.0.2.7"), true), json!("hidden"));
        assert_eq!(shown("ip", json!("192.0.2.7"), false), json!("192.0.2.7"));
        assert_eq!(shown("ip", json!(null), true), json!(null));
        assert_eq!(shown("username", json!("a"), true), json!("a"));
    }
}

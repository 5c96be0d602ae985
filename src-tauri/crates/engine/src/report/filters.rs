//! What templates can call.

use chrono::{DateTime, NaiveDate, Utc};
use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, Error, ErrorKind, HtmlEscape, State, Value};

use crate::text::{self, Piece};
use crate::zone::Zone;

pub(super) fn add_to(environment: &mut Environment<'_>) {
    environment.add_function("t", words);
    environment.add_filter("bdi", isolated);
    environment.add_filter("number", number);
    environment.add_filter("date", date);
    environment.add_filter("time", time);
}

/// `t("key", name=value)`: a text with its names filled in, each value escaped and isolated.
#[allow(clippy::needless_pass_by_value, reason = "the engine of the templates hands arguments over by value")]
fn words(key: &str, values: Kwargs) -> Result<Value, Error> {
    let n = values.peek::<Value>("n").ok().map(|n| n.to_string());
    let template = text::counted(key, n.as_deref())
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("no text {key}")))?;
    let mut html = String::with_capacity(template.len());
    for piece in text::pieces(template) {
        match piece {
            Piece::Words(words) => html.push_str(&escaped(words)),
            Piece::Name(name) => html.push_str(&tagged(&values.get::<Value>(name)?)),
        }
    }
    if n.as_deref() == Some("1") {
        // A singular may go without its number.
        values.get::<Value>("n")?;
    }
    values.assert_all_used()?;
    Ok(Value::from_safe_string(html))
}

/// A value that cannot turn the text around it.
fn isolated(value: &Value) -> Value {
    Value::from_safe_string(tagged(value))
}

fn tagged(value: &Value) -> String {
    if value.is_safe() {
        return value.to_string();
    }
    format!("<bdi>{}</bdi>", escaped(&value.to_string()))
}

fn escaped(text: &str) -> String {
    HtmlEscape(text).to_string()
}

/// `12 345.6`: groups parted by narrow spaces that do not break; decimals as many as asked for, else none.
#[allow(clippy::needless_pass_by_value, reason = "the engine of the templates hands arguments over by value")]
fn number(value: f64, decimals: Rest<usize>) -> String {
    let decimals = decimals.first().copied().unwrap_or(0);
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, rest) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut text = String::new();
    if value < 0.0 && plain.chars().any(|digit| ('1'..='9').contains(&digit)) {
        text.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    if let Some(rest) = rest {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// `21 Nov 2026`, of a date or a time.
fn date(state: &State<'_, '_>, value: &str) -> Result<String, Error> {
    date_in(zone(state), value)
}

/// `21 Nov 2026 14:02 UTC`.
fn time(state: &State<'_, '_>, value: &str) -> Result<String, Error> {
    time_in(zone(state), value)
}

/// The zone of the page.
fn zone(state: &State<'_, '_>) -> Zone {
    let name = state.lookup("zone");
    name.as_ref().and_then(Value::as_str).and_then(Zone::named).unwrap_or(Zone::UTC)
}

fn date_in(zone: Zone, value: &str) -> Result<String, Error> {
    if let Ok(day) = value.parse::<NaiveDate>() {
        return Ok(day.format("%-d %b %Y").to_string());
    }
    let time = value.parse::<DateTime<Utc>>();
    time.map(|time| zone.day(time)).map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a date"))
}

fn time_in(zone: Zone, value: &str) -> Result<String, Error> {
    let time = value.parse::<DateTime<Utc>>();
    time.map(|time| zone.time(time)).map_err(|_| Error::new(ErrorKind::InvalidOperation, "not a time"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_report_counts_as_the_window_does() {
        let mut environment = Environment::new();
        add_to(&mut environment);
        let said = |call: &str| environment.render_str(call, ()).map_err(|error| error.to_string());
        assert_eq!(said(r#"{{ t("n_rows", n=2) }}"#).as_deref(), Ok("<bdi>2</bdi> rows"));
        assert_eq!(said(r#"{{ t("n_rows", n=1) }}"#).as_deref(), Ok("1 row"));
        assert_eq!(said(r#"{{ t("n_rows", n=1 | number) }}"#).as_deref(), Ok("1 row"));
        assert!(said(r#"{{ t("app_name", n=2) }}"#).is_err(), "a value that no text holds");
    }

    #[test]
    fn numbers_are_grouped() {
        let shown = |value: f64, decimals: usize| number(value, Rest(vec![decimals]));
        assert_eq!(number(0.0, Rest(vec![])), "0");
        assert_eq!(shown(1_234_567.0, 0), "1\u{202f}234\u{202f}567");
        assert_eq!(shown(-1656.25, 2), "\u{2212}1\u{202f}656.25");
        assert_eq!(shown(-0.001, 2), "0.00");
        assert_eq!(shown(999.96, 1), "1\u{202f}000.0");
    }

    #[test]
    fn dates_are_read_from_dates_and_times() {
        let zurich = Zone::named("Europe/Zurich").unwrap();
        for (zone, value, expected) in [
            (Zone::UTC, "2026-11-21", "21 Nov 2026"),
            // A day is the same everywhere, a time is not.
            (zurich, "2026-11-21", "21 Nov 2026"),
            (Zone::UTC, "2026-11-01T23:59:00Z", "1 Nov 2026"),
            (zurich, "2026-11-01T23:59:00Z", "2 Nov 2026"),
        ] {
            assert_eq!(date_in(zone, value).unwrap(), expected);
        }
        assert_eq!(time_in(Zone::UTC, "2026-11-21T14:02:11Z").unwrap(), "21 Nov 2026 14:02 UTC");
        assert_eq!(time_in(zurich, "2026-11-21T14:02:11Z").unwrap(), "21 Nov 2026 15:02 CET");
        assert!(date_in(zurich, "soon").is_err());
    }
}

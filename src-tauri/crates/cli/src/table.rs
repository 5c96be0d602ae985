//! Rows as a table for people.

use engine::api::Row;
use serde_json::Value;

/// A value longer than this is cut, so that a row stays a row.
const WIDEST: usize = 40;

/// A table of these columns; columns without a single value are left out.
pub(crate) fn of_rows(columns: &[&str], rows: &[Row]) -> String {
    let filled =
        |column: &&&str| rows.iter().any(|row| row.get(**column).is_some_and(|value| !value.is_null()));
    let shown: Vec<&str> = columns.iter().filter(filled).copied().collect();
    let cells = rows.iter().map(|row| shown.iter().map(|column| cell(row.get(*column))).collect());
    of_cells(&shown, &cells.collect::<Vec<Vec<String>>>())
}

/// A table with a heading; long values are cut.
pub(crate) fn of_cells(heading: &[&str], rows: &[Vec<String>]) -> String {
    let cut: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|text| cut(text)).collect()).collect();
    of_wide_cells(heading, &cut)
}

/// A table with a heading, whatever its width.
pub(crate) fn of_wide_cells(heading: &[&str], rows: &[Vec<String>]) -> String {
    let mut lines = vec![heading.iter().map(|text| text.to_uppercase()).collect::<Vec<_>>()];
    lines.extend(rows.iter().cloned());
    let mut widths = vec![0; heading.len()];
    for line in &lines {
        for (width, text) in widths.iter_mut().zip(line) {
            *width = (*width).max(text.chars().count());
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| pad(line, &widths)).collect();
    lines.join("\n")
}

fn pad(line: &[String], widths: &[usize]) -> String {
    let padded: Vec<String> =
        line.iter().zip(widths).map(|(text, width)| format!("{text:<width$}")).collect();
    padded.join("  ").trim_end().to_owned()
}

fn cut(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= WIDEST {
        return text;
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => "-".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(items)) => items.iter().map(|item| cell(Some(item))).collect::<Vec<_>>().join(", "),
        Some(Value::Bool(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(other) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(value: Value) -> Row {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn columns_line_up_and_empty_ones_go() {
        let rows = [
            row(json!({"name": "ann", "days": 9, "groups": ["a", "b"], "note": null, "on": true})),
            row(json!({"name": "bartholomew", "days": null, "groups": [], "note": null, "on": false})),
        ];
        assert_eq!(
            of_rows(&["name", "days", "groups", "note", "on"], &rows),
            "NAME         DAYS  GROUPS  ON\nann          9     a, b    yes\nbartholomew  -             no"
        );
    }

    #[test]
    fn long_values_and_line_breaks_do_not_break_the_table() {
        let rows = [row(json!({"name": "x\ny".to_owned() + &"z".repeat(60)}))];
        let table = of_rows(&["name"], &rows);
        assert_eq!(table.lines().count(), 2);
        assert_eq!(table.lines().last().unwrap().chars().count(), WIDEST);
    }
}

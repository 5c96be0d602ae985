//! The grammar of `--filter`.
//!
//! ```text
//! expression = condition *( ( "and" / "," ) condition )
//! condition  = column ( "=" / "!=" / ">=" / "<=" / "~" ) value
//!            / column "in" "(" value *( "," value ) ")"
//!            / column "is" ( "empty" / "present" )
//! value      = bare text up to the next "," or " and ", or text in single or double quotes
//! ```

use engine::api::{Condition, Operator};

/// The grammar as `--help` tells it.
pub(crate) const GRAMMAR: &str = "Conditions that every row must meet, joined by `and` or commas:
  status=bypass            equal (a list: contains the element)
  status!=active           not equal
  idle_days>=90            at least
  created<=2026-01-01      at most
  username~doe             contains, in any case
  result in (denied, fraud)  equal to one of these
  expires is empty         has no value (or: is present)
  groups=\"Finance, Rome\"   quotes round a value with blanks, commas or the word `and`;
                           a quote inside is written twice";

/// Why a filter could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FilterError {
    #[error("a condition needs a column, such as status=bypass")]
    Column,
    #[error("a condition needs one of = != >= <= ~ or `in (…)`, `is empty`, `is present`")]
    Operator,
    #[error("a condition needs a value after its operator; write \"\" or `is empty` for none")]
    Value,
    #[error("a quote is not closed")]
    Quote,
    #[error("`in` needs values in brackets, such as result in (denied, fraud)")]
    List,
    #[error("conditions are joined by `and` or a comma")]
    Join,
}

/// Reads an expression. Whether its columns exist is the view's business.
pub(crate) fn parse(text: &str) -> Result<Vec<Condition>, FilterError> {
    let mut rest = text.trim();
    let mut conditions = Vec::new();
    if rest.is_empty() {
        return Ok(conditions);
    }
    loop {
        let (condition, after) = condition(rest)?;
        conditions.push(condition);
        rest = after.trim_start();
        if rest.is_empty() {
            return Ok(conditions);
        }
        rest = join(rest).ok_or(FilterError::Join)?.trim_start();
    }
}

/// Strips the word or comma between two conditions.
fn join(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_prefix(',') {
        return Some(rest);
    }
    let (word, rest) = text.split_at_checked(3)?;
    let whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
    (word.eq_ignore_ascii_case("and") && whole).then_some(rest)
}

fn condition(text: &str) -> Result<(Condition, &str), FilterError> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let (column, rest) = text.split_at(end);
    if column.is_empty() {
        return Err(FilterError::Column);
    }
    let rest = rest.trim_start();
    let made = |op, value: String| Condition { column: column.to_owned(), op, value };
    if let Some((op, rest)) = presence(rest) {
        return Ok((made(op, String::new()), rest));
    }
    if let Some(rest) = opening(rest) {
        let (values, rest) = list(rest)?;
        return Ok((made(Operator::In, serde_json::Value::from(values).to_string()), rest));
    }
    let (op, rest) = comparison(rest).ok_or(FilterError::Operator)?;
    let (value, rest) = value(rest.trim_start())?;
    Ok((made(op, value), rest))
}

/// `is empty`, `is present`, `is not empty`.
fn presence(text: &str) -> Option<(Operator, &str)> {
    let mut rest = word(text, "is")?;
    let negated = word(rest, "not");
    if let Some(after) = negated {
        rest = after;
    }
    let (op, rest) = match (word(rest, "empty"), word(rest, "present")) {
        (Some(rest), _) => (Operator::Empty, rest),
        (_, Some(rest)) => (Operator::Present, rest),
        _ => return None,
    };
    let op = match (op, negated.is_some()) {
        (Operator::Empty, true) => Operator::Present,
        (Operator::Present, true) => Operator::Empty,
        (op, _) => op,
    };
    Some((op, rest))
}

/// What follows `in (`.
fn opening(text: &str) -> Option<&str> {
    let (head, rest) = text.split_at_checked(2)?;
    head.eq_ignore_ascii_case("in").then(|| rest.trim_start().strip_prefix('(')).flatten()
}

/// Values up to the closing bracket.
fn list(text: &str) -> Result<(Vec<String>, &str), FilterError> {
    let mut rest = text.trim_start();
    let mut values = Vec::new();
    loop {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = if let Some(quote) = quote {
            quoted(&rest[1..], quote)?
        } else {
            let (bare, after) = rest.split_at(rest.find([',', ')']).ok_or(FilterError::List)?);
            (bare.trim_end().to_owned(), after)
        };
        values.push(value);
        rest = after.trim_start();
        if let Some(after) = rest.strip_prefix(')') {
            return Ok((values, after));
        }
        rest = rest.strip_prefix(',').ok_or(FilterError::List)?.trim_start();
    }
}

/// The text after this word, if it starts with it as a whole word.
fn word<'a>(text: &'a str, expected: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(expected.len())?;
    let whole = rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == ',');
    (head.eq_ignore_ascii_case(expected) && whole).then(|| rest.trim_start())
}

fn comparison(text: &str) -> Option<(Operator, &str)> {
    const SIGNS: [(&str, Operator); 5] = [
        ("!=", Operator::Ne),
        (">=", Operator::Ge),
        ("<=", Operator::Le),
        ("=", Operator::Eq),
        ("~", Operator::Contains),
    ];
    SIGNS.into_iter().find_map(|(sign, op)| text.strip_prefix(sign).map(|rest| (op, rest)))
}

fn value(text: &str) -> Result<(String, &str), FilterError> {
    if let Some(quote) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        return quoted(&text[1..], quote);
    }
    let end = bare_end(text);
    let bare = text[..end].trim_end();
    if bare.is_empty() { Err(FilterError::Value) } else { Ok((bare.to_owned(), &text[end..])) }
}

/// Where a value without quotes ends: at a comma, at ` and `, or with the text.
fn bare_end(text: &str) -> usize {
    for (at, c) in text.char_indices() {
        if c == ',' || (c.is_whitespace() && join(text[at..].trim_start()).is_some()) {
            return at;
        }
    }
    text.len()
}

fn quoted(text: &str, quote: char) -> Result<(String, &str), FilterError> {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if c != quote {
            value.push(c);
        } else if characters.peek().is_some_and(|(_, next)| *next == quote) {
            characters.next();
            value.push(quote);
        } else {
            return Ok((value, &text[at + 1..]));
        }
    }
    Err(FilterError::Quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Operator, String)> {
        parse(text).unwrap().into_iter().map(|c| (c.column, c.op, c.value)).collect()
    }

    fn one(column: &str, op: Operator, value: &str) -> Vec<(String, Operator, String)> {
        vec![(column.to_owned(), op, value.to_owned())]
    }

    #[test]
    fn every_operator_is_read() {
        assert_eq!(read("status=bypass"), one("status", Operator::Eq, "bypass"));
        assert_eq!(read("status != active"), one("status", Operator::Ne, "active"));
        assert_eq!(read("idle_days>=90"), one("idle_days", Operator::Ge, "90"));
        assert_eq!(
            read("created<=2026-01-01T10:00:00Z"),
            one("created", Operator::Le, "2026-01-01T10:00:00Z")
        );
        assert_eq!(read("username~doe"), one("username", Operator::Contains, "doe"));
        let either = r#"["denied","a, b"]"#;
        assert_eq!(read("result in (denied, 'a, b')"), one("result", Operator::In, either));
        assert_eq!(read("result IN(denied,\"a, b\")"), one("result", Operator::In, either));
        assert_eq!(read("result in (denied)  and b=1").len(), 2);
        assert_eq!(read("expires is empty"), one("expires", Operator::Empty, ""));
        assert_eq!(read("expires IS Present"), one("expires", Operator::Present, ""));
        assert_eq!(read("expires is not empty"), one("expires", Operator::Present, ""));
    }

    #[test]
    fn conditions_are_joined_by_and_or_commas() {
        let expected =
            [one("a", Operator::Eq, "1"), one("b", Operator::Empty, ""), one("c", Operator::Contains, "x y")]
                .concat();
        for text in
            ["a=1 and b is empty and c~x y", "a=1,b is empty,c~x y", " a = 1 , b is empty AND c ~ x y "]
        {
            assert_eq!(read(text), expected, "{text}");
        }
        assert!(read("  ").is_empty());
    }

    #[test]
    fn quotes_hold_blanks_commas_and_the_word_and() {
        assert_eq!(read("groups=\"R and D, Rome\""), one("groups", Operator::Eq, "R and D, Rome"));
        assert_eq!(read("name='O''Hara'"), one("name", Operator::Eq, "O'Hara"));
        assert_eq!(read("name=\"\""), one("name", Operator::Eq, ""));
        assert_eq!(
            read("name=Andrea"),
            one("name", Operator::Eq, "Andrea"),
            "`and` counts as a whole word only"
        );
        assert_eq!(read("name=Hans Andersen"), one("name", Operator::Eq, "Hans Andersen"));
    }

    #[test]
    fn what_cannot_be_read_says_what_is_missing() {
        for (text, error) in [
            ("=1", FilterError::Column),
            ("status", FilterError::Operator),
            ("status in denied", FilterError::Operator),
            ("status in (denied", FilterError::List),
            ("status bypass", FilterError::Operator),
            ("idle_days>90", FilterError::Operator),
            ("status=", FilterError::Value),
            ("status=,a=1", FilterError::Value),
            ("status=\"x", FilterError::Quote),
            ("status=\"x\" a=1", FilterError::Join),
            ("a=1,", FilterError::Column),
            ("a=1 and ", FilterError::Column),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }
}

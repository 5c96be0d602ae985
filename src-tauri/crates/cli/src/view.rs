//! What `show` and `export` are asked for: a client, a view, and rows of it.

use domain::NotEvaluated;
use engine::Code;
use engine::api::{Condition, Sort, ViewName};
use serde::Serialize;

use crate::failure::Failure;
use crate::filter;
use crate::text;

/// `[CLIENT] VIEW`.
pub(crate) fn split(what: &[String], sample: bool) -> Result<(Option<&str>, ViewName), Failure> {
    let (client, view) = match what {
        [view] if sample => (None, view),
        [client, view] => (Some(client.as_str()), view),
        _ => return Err(Failure::usage("Give a client and a view.")),
    };
    let known = ViewName::ALL.map(ViewName::id).join(", ");
    let view = ViewName::from_id(view).ok_or_else(|| {
        Failure::new(Code::UnknownView).saying(format!("There is no such view. There are: {known}."))
    })?;
    Ok((client, view))
}

/// `COLUMN` or `-COLUMN`.
pub(crate) fn sort(text: &str) -> Sort {
    let descending = text.strip_prefix('-');
    Sort { column: descending.unwrap_or(text).to_owned(), descending: descending.is_some() }
}

/// The conditions of `--filter`.
pub(crate) fn conditions(text: Option<&str>) -> Result<Vec<Condition>, Failure> {
    filter::parse(text.unwrap_or_default())
        .map_err(|error| Failure::usage(format!("The filter cannot be read: {error}.")))
}

/// What could not be evaluated, and why, in words that hold the id of the right or data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Gap {
    pub(crate) what: String,
    pub(crate) why: String,
}

impl From<&NotEvaluated> for Gap {
    fn from(gap: &NotEvaluated) -> Self {
        Self { what: gap.what.clone(), why: text::why(gap.why) }
    }
}

#[cfg(test)]
mod tests {
    use domain::{NotEvaluatedReason, Permission};

    use super::*;
    use crate::exit::Exit;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn the_client_may_be_left_out_with_the_sample_only() {
        assert_eq!(split(&words(&["users"]), true).unwrap(), (None, ViewName::Users));
        assert_eq!(split(&words(&["acme", "signins"]), false).unwrap(), (Some("acme"), ViewName::Signins));
        assert_eq!(split(&words(&["sample", "apps"]), true).unwrap(), (Some("sample"), ViewName::Apps));
        assert_eq!(split(&words(&["users"]), false).unwrap_err().exit, Exit::Usage);
        assert_eq!(split(&words(&["acme", "weather"]), false).unwrap_err().code, Code::UnknownView);
    }

    #[test]
    fn a_hyphen_sorts_the_largest_first() {
        assert_eq!(sort("-created"), Sort { column: "created".into(), descending: true });
        assert_eq!(sort("created"), Sort { column: "created".into(), descending: false });
    }

    #[test]
    fn a_gap_names_the_right_by_its_id() {
        let reason = NotEvaluatedReason::PermissionMissing { permission: Permission::ReadLog };
        let gap = Gap::from(&NotEvaluated { what: "signins".into(), why: reason });
        assert_eq!(gap.what, "signins");
        assert!(gap.why.contains("(read_log)"), "{}", gap.why);
    }
}

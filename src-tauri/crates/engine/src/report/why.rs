//! Why there is no figure, in a few words.

use domain::{DataSet, NotEvaluatedReason};

use crate::text::said;

/// `needs Grant log - Read`.
pub(crate) fn short(why: NotEvaluatedReason) -> String {
    let (code, values) = match why {
        NotEvaluatedReason::PermissionMissing { permission } => {
            ("permission_missing", ("permission", said(&format!("permission_{}", permission.id()), &[])))
        }
        NotEvaluatedReason::NotInEdition { data_set } => ("not_in_edition", named(data_set)),
        NotEvaluatedReason::NotOffered { data_set } => ("not_offered", named(data_set)),
        NotEvaluatedReason::Truncated { data_set } => ("truncated", named(data_set)),
        NotEvaluatedReason::NeverSynced { data_set } => ("never_synced", named(data_set)),
        NotEvaluatedReason::NotEntered => ("not_entered", ("", String::new())),
        NotEvaluatedReason::NotRead => ("not_read", ("", String::new())),
        NotEvaluatedReason::Nobody => ("nobody", ("", String::new())),
    };
    said(&format!("ne_{code}_short"), &[(values.0, &values.1)])
}

/// `Not readable (needs Grant log - Read)`.
pub(crate) fn not_readable(why: NotEvaluatedReason) -> String {
    not_readable_for(&short(why))
}

/// The same of a reason in words.
pub(super) fn not_readable_for(why: &str) -> String {
    format!("{} ({why})", said("licrep_not_readable", &[]))
}

fn named(data_set: DataSet) -> (&'static str, String) {
    ("data_set", said(&format!("data_set_{}", data_set.id()), &[]))
}

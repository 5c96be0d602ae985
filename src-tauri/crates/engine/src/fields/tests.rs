use serde::Deserialize;

use super::*;
use crate::api::CleanedPart;

mod fixture;
mod more;
mod property;

/// Kind, code and value of an input; the secret key's value comes from beside the result.
pub(super) fn outcome(
    field: Field,
    input: &str,
    taken: &[&str],
) -> (FieldKind, &'static str, Option<String>) {
    let (result, value) = match field {
        Field::Host => plain(check_host(input)),
        Field::Ikey => plain(check_ikey(input)),
        Field::Name => plain(check_name(input, taken)),
        Field::Skey => {
            let (result, secret) = check_skey(input);
            assert_eq!(result.value, None);
            (result, secret.map(|s| s.to_string()))
        }
    };
    assert_eq!(result.field, field);
    (result.kind, result.code.map_or("OK", Code::as_str), value)
}

fn plain(result: FieldResult) -> (FieldResult, Option<String>) {
    let value = result.value.clone();
    (result, value)
}

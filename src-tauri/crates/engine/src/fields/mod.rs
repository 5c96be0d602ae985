//! Rules for what is typed or pasted into the wizard's fields.
//!
//! Each rule works on the raw text, before any URL parser sees it: those quietly turn look-alike characters into a
//! good host. The order is fixed: outer blanks, invisible characters and quotes go first; then an input that belongs
//! in another field is told apart; then odd characters; then the field's own grammar.
//!
//! Positions (`n`) count characters from 1 in the text without its outer blanks and quotes. No result holds secret
//! material: not in `value`, not in `values`.

mod cleaned;
mod host;
mod ikey;
mod name;
mod skey;
mod text;

pub use host::check_host;
pub use ikey::check_ikey;
pub use name::{check_name, name_key};
pub use skey::check_skey;

pub(crate) use host::is_api_host;
pub(crate) use skey::is_masked;
pub(crate) use text::{holds_secret, is_ikey, is_invisible, mask_secrets, trim_outer};

use crate::Code;
use crate::api::{Field, FieldKind, FieldResult, Values};
use text::Flaw;

/// Longer keys are refused without a further look.
const KEY_LIMIT: usize = 128;

fn result(field: Field, kind: FieldKind, code: Option<Code>, value: Option<String>) -> FieldResult {
    FieldResult {
        field,
        kind,
        code,
        value,
        length: None,
        values: Values::new(),
        cleaned: Vec::new(),
        belongs_in: None,
        saved_as: None,
    }
}

fn reject(field: Field, code: Code) -> FieldResult {
    result(field, FieldKind::Reject, Some(code), None)
}

fn misplaced(field: Field, code: Code, belongs_in: Field) -> FieldResult {
    FieldResult { belongs_in: Some(belongs_in), ..reject(field, code) }
}

/// A secret in a field that is shown: the field must be cleared, and nothing of it is repeated.
fn clear(field: Field, code: Code) -> FieldResult {
    FieldResult { kind: FieldKind::RejectClear, ..misplaced(field, code, Field::Skey) }
}

fn with(mut result: FieldResult, name: &str, value: &(impl ToString + ?Sized)) -> FieldResult {
    result.values.insert(name.to_owned(), value.to_string());
    result
}

/// The four codes for a character that no host or key has.
#[derive(Clone, Copy)]
struct FlawCodes {
    whitespace: Code,
    invisible: Code,
    control: Code,
    non_ascii: Code,
}

/// Refuses the first odd character. `{codepoint}` is left out of a secret.
fn flawed(field: Field, codes: FlawCodes, text: &str) -> Option<FieldResult> {
    let (n, flaw, character) = text::first_flaw(text)?;
    let code = match flaw {
        Flaw::Whitespace => codes.whitespace,
        Flaw::Invisible => codes.invisible,
        Flaw::Control => codes.control,
        Flaw::NonAscii => codes.non_ascii,
    };
    let told = with(reject(field, code), "n", &n);
    Some(if field == Field::Skey { told } else { with(told, "codepoint", &text::codepoint(character)) })
}

#[cfg(test)]
mod tests;

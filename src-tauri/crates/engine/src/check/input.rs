//! The first row: are host and keys well formed?

use duo_api::{ApiHost, Credentials, IntegrationKey, SecretKey};
use zeroize::Zeroizing;

use super::CheckInput;
use crate::Code;
use crate::api::{FieldKind, FieldResult, Values};
use crate::fields;

/// Credentials that passed the field rules, and a hint if there was one.
pub(crate) struct Checked {
    /// To sign with.
    pub(crate) credentials: Credentials,
    /// The first hint, such as an unusual length.
    pub(crate) hint: Option<(Code, Values)>,
}

/// What was refused; `host` and `ikey` are what may be shown of those typed.
pub(crate) struct Refused {
    pub(crate) code: Code,
    pub(crate) values: Values,
    pub(crate) host: String,
    pub(crate) ikey: String,
}

/// Applies the field rules.
pub(crate) fn checked(input: &CheckInput) -> Result<Checked, Refused> {
    let host = fields::check_host(&input.host);
    let ikey = fields::check_ikey(&input.ikey);
    let (skey, secret) = fields::check_skey(&input.skey);
    let refused = |code, values| Refused {
        code,
        values,
        host: shown_host(&host, &input.host),
        ikey: shown_ikey(&ikey),
    };
    let mut hint = None;
    for result in [&host, &ikey, &skey] {
        let Some(code) = result.code else { continue };
        match result.kind {
            FieldKind::Reject | FieldKind::RejectSuggest | FieldKind::RejectClear => {
                return Err(refused(code, result.values.clone()));
            }
            FieldKind::AcceptWarn => hint = hint.or(Some((code, result.values.clone()))),
            FieldKind::Accept | FieldKind::AcceptNormalised => {}
        }
    }
    let credentials =
        credentials(&host, &ikey, secret).ok_or_else(|| refused(Code::HostFormat, Values::new()))?;
    Ok(Checked { credentials, hint })
}

fn credentials(
    host: &FieldResult,
    ikey: &FieldResult,
    secret: Option<Zeroizing<String>>,
) -> Option<Credentials> {
    Some(Credentials {
        host: ApiHost::try_from(host.value.as_deref()?).ok()?,
        ikey: IntegrationKey::try_from(ikey.value.as_deref()?).ok()?,
        skey: SecretKey::new(secret?.to_string()),
    })
}

/// Only an integration key that was taken; in this field, anything else may be a secret.
fn shown_ikey(result: &FieldResult) -> String {
    let taken = result.value.as_deref().and_then(|value| IntegrationKey::try_from(value).ok());
    taken.map(|ikey| ikey.redacted()).unwrap_or_default()
}

/// A secret typed into the host field is not shown; anything else is, cut to what a host may have.
fn shown_host(result: &FieldResult, typed: &str) -> String {
    match (&result.value, result.kind) {
        (Some(value), FieldKind::Accept | FieldKind::AcceptNormalised | FieldKind::AcceptWarn) => {
            value.clone()
        }
        (_, FieldKind::RejectClear) => String::new(),
        _ if result.code == Some(Code::HostUserinfo) => String::new(),
        _ => typed.chars().filter(|c| !c.is_control()).take(253).collect(),
    }
}

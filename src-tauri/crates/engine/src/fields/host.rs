//! API hostname: `^api-[a-z0-9]{1,59}\.(duosecurity|duofederal)\.com$`, matched on the raw text.

use super::text::{holds_secret, is_ikey, mask_secrets, trim_outer, without_scheme};
use super::{FlawCodes, cleaned, clear, flawed, misplaced, reject, result, with};
use crate::Code;
use crate::api::{Field, FieldKind, FieldResult};

mod address;
mod duo;

const FLAWS: FlawCodes = FlawCodes {
    whitespace: Code::HostWhitespace,
    invisible: Code::HostInvisible,
    control: Code::HostControl,
    non_ascii: Code::HostNonAscii,
};

/// More than any address; a longer text is not looked at.
const TEXT_LIMIT: usize = 2048;
const NAME_LIMIT: usize = 253;
const LABEL_LIMIT: usize = 63;

/// Checks an API hostname. A scheme, a closing slash, port 443, capitals and a closing dot are put right; a longer
/// address is offered without its path; anything outside Duo's two domains is refused.
pub fn check_host(raw: &str) -> FieldResult {
    let text = trim_outer(raw);
    if let Some(refused) = refuse_text(text) {
        return refused;
    }
    let lower = text.to_ascii_lowercase();
    let parts = match split(&lower) {
        Ok(parts) => parts,
        Err(code) => return no(code),
    };
    let judged = judge(parts.name);
    let Judgement::Good { usual } = judged else { return judged.refusal(parts.name) };
    if parts.path {
        return suggest(Code::HostPath, parts.name);
    }
    FieldResult { cleaned: cleaned::host(raw, text, parts.name), ..accept(raw, parts.name, usual) }
}

/// Whether a text is exactly a host that the client may connect to.
pub(crate) fn is_api_host(text: &str) -> bool {
    duo::api_id(text).is_some()
}

fn no(code: Code) -> FieldResult {
    reject(Field::Host, code)
}

fn suggest(code: Code, host: &str) -> FieldResult {
    let offered = result(Field::Host, FieldKind::RejectSuggest, Some(code), Some(host.to_owned()));
    with(offered, "suggestion", host)
}

fn accept(raw: &str, name: &str, usual: bool) -> FieldResult {
    let (kind, code) = match (usual, raw == name) {
        (false, _) => (FieldKind::AcceptWarn, Some(Code::HostUnusualId)),
        (true, true) => (FieldKind::Accept, None),
        (true, false) => (FieldKind::AcceptNormalised, Some(Code::HostNormalised)),
    };
    let taken = result(Field::Host, kind, code, Some(name.to_owned()));
    if code.is_some() { with(taken, "value", name) } else { taken }
}

fn refuse_text(text: &str) -> Option<FieldResult> {
    if text.is_empty() {
        return Some(no(Code::HostEmpty));
    }
    // An id of 40 characters is odd, but it is where such a run may stand.
    if holds_secret(text) && !is_api_host(&text.to_ascii_lowercase()) {
        return Some(clear(Field::Host, Code::HostIsSecret));
    }
    if is_ikey(text) {
        return Some(misplaced(Field::Host, Code::HostIsIkey, Field::Ikey));
    }
    if text.len() > TEXT_LIMIT {
        return Some(no(Code::HostTooLong));
    }
    flawed(Field::Host, FLAWS, text)
}

struct Parts<'a> {
    /// In lower case, without port and closing dot.
    name: &'a str,
    /// Whether more than closing slashes came with it.
    path: bool,
}

/// Takes an address apart, in the order in which tricks are told.
fn split(lower: &str) -> Result<Parts<'_>, Code> {
    let rest = without_scheme(lower);
    if address::has_scheme(rest) {
        return Err(Code::HostScheme);
    }
    for (mark, code) in [
        ('\\', Code::HostBackslash),
        ('@', Code::HostUserinfo),
        ('%', Code::HostPercent),
        ('#', Code::HostFragment),
        ('?', Code::HostQuery),
    ] {
        if rest.contains(mark) {
            return Err(code);
        }
    }
    let leading = rest.trim_start_matches('/');
    let (authority, path) = leading.split_once('/').unwrap_or((leading, ""));
    let path = leading.len() < rest.len() || !path.trim_matches('/').is_empty();
    let Some(name) = address::without_port(authority) else {
        let named = authority.split(':').next().unwrap_or_default().bytes().all(is_name_byte);
        return Err(if named { Code::HostPort } else { Code::HostChars });
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    if name.is_empty() {
        return Err(if authority.is_empty() { Code::HostEmpty } else { Code::HostFormat });
    }
    Ok(Parts { name, path })
}

enum Judgement {
    Good { usual: bool },
    Refused(Code),
    Suggested(Code, String),
}

impl Judgement {
    fn refusal(self, name: &str) -> FieldResult {
        match self {
            Self::Suggested(code, host) => suggest(code, &host),
            Self::Refused(code @ Code::HostAdminPanel) => match duo::from_admin_panel(name) {
                Some(host) => with(no(code), "suggestion", &host),
                None => no(code),
            },
            Self::Refused(code @ (Code::HostNotDuo | Code::HostLookalike)) => {
                with(no(code), "host", &mask_secrets(name))
            }
            Self::Refused(code) => no(code),
            Self::Good { .. } => no(Code::HostFormat),
        }
    }
}

fn judge(name: &str) -> Judgement {
    if let Some(id) = duo::api_id(name) {
        return Judgement::Good { usual: duo::is_usual_id(id) };
    }
    let labels = || name.split('.');
    let code = if address::is_ip(name) {
        Code::HostIp
    } else if address::is_local(name) {
        Code::HostLocal
    } else if labels().any(|label| label.starts_with("xn--")) {
        Code::HostPunycode
    } else if name.len() > NAME_LIMIT || labels().any(|label| label.len() > LABEL_LIMIT) {
        Code::HostTooLong
    } else if labels().any(str::is_empty) || !name.bytes().all(is_name_byte) {
        Code::HostChars
    } else {
        return duo::judge(name);
    };
    Judgement::Refused(code)
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.'
}

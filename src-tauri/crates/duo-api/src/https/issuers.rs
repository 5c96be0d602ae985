//! Organisations that run public certification authorities, by the names their certificates carry.

/// Beginnings of issuer organisations, lower case. Duo's own clients pin roots of the first six.
const PUBLIC: &[&str] = &[
    "amazon",
    "starfield technologies",
    "digicert",
    "globalsign",
    "google trust services",
    "identrust",
    "let's encrypt",
    "internet security research group",
    "sectigo",
    "comodo ca",
    "the usertrust network",
    "godaddy",
    "entrust",
    "hydrantid",
    "microsoft corporation",
    "ssl corp",
    "quovadis",
    "cloudflare, inc",
    "apple inc",
];

/// Whether the issuer is a public authority; anything else may be a network that inspects TLS.
pub(super) fn is_public(issuer: &str) -> bool {
    let issuer = issuer.to_lowercase();
    PUBLIC.iter().any(|name| issuer.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn names() {
        for issuer in
            ["Amazon", "DigiCert Inc", "Let's Encrypt", "Google Trust Services LLC", "GlobalSign nv-sa"]
        {
            assert!(is_public(issuer), "{issuer}");
        }
        for issuer in ["", "Contoso Inspection CA", "Zscaler Inc.", "Not Amazon"] {
            assert!(!is_public(issuer), "{issuer}");
        }
    }
}

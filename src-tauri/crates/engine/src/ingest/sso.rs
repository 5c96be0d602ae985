//! Single sign-on of an application.

use domain::{Sso, SsoKind};
use duo_api::wire;

use super::present;

/// None where no protocol is told.
pub(super) fn sso(told: wire::Sso) -> Option<Sso> {
    let idp = told.idp_metadata.unwrap_or_default();
    let of_duo = Sso {
        idp_entity_id: present(idp.entity_id),
        idp_metadata_url: present(idp.metadata_url),
        idp_sso_url: present(idp.sso_url),
        ..Sso::default()
    };
    if let Some(saml) = told.saml_config {
        return Some(Sso {
            kind: SsoKind::Saml,
            entity_id: present(saml.entity_id),
            urls: saml.acs_urls.into_iter().filter_map(|acs| present(acs.url)).collect(),
            slo_url: present(saml.slo_url),
            nameid_format: present(saml.nameid_format),
            nameid_attribute: present(saml.nameid_attribute),
            signs_assertion: saml.sign_assertion,
            signs_response: saml.sign_response,
            signing_algorithm: present(saml.signing_algorithm),
            ..of_duo
        });
    }
    if let Some(oidc) = told.oidc_config {
        let by_code = oidc.grant_types.and_then(|grants| grants.authorization_code);
        let mut urls = oidc.redirect_uris;
        urls.extend(by_code.map(|grant| grant.redirect_uris).unwrap_or_default());
        return Some(Sso { kind: SsoKind::Oidc, urls, ..of_duo });
    }
    told.oauth_config.map(|oauth| Sso { kind: SsoKind::Oauth, audience: present(oauth.audience), ..of_duo })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Sso> {
        sso(serde_json::from_str(json).unwrap())
    }

    #[test]
    fn saml_is_told_with_its_names_and_signatures() {
        let saml = read(
            r#"{"saml_config":{"entity_id":"https://sp.example","acs_urls":[{"url":"https://sp.example/acs"},{}],
                "nameid_format":"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress","nameid_attribute":"mail",
                "sign_assertion":true,"sign_response":0,"signing_algorithm":"rsa-sha256","remote_cert":"MII"},
                "idp_metadata":{"entity_id":"https://sso.example/metadata","cert":"MII"}}"#,
        )
        .unwrap();
        assert_eq!((saml.kind, saml.entity()), (SsoKind::Saml, Some("https://sp.example")));
        assert_eq!(saml.urls, ["https://sp.example/acs"]);
        assert_eq!((saml.signs_assertion, saml.signs_response), (Some(true), Some(false)));
        assert_eq!(saml.idp_entity_id.as_deref(), Some("https://sso.example/metadata"));
    }

    #[test]
    fn redirect_addresses_are_found_in_either_place() {
        for json in [
            r#"{"oidc_config":{"redirect_uris":["https://a.example/cb"]}}"#,
            r#"{"oidc_config":{"client_secret":"s","grant_types":{"authorization_code":{"redirect_uris":["https://a.example/cb"]}}}}"#,
        ] {
            let oidc = read(json).unwrap();
            assert_eq!((oidc.kind, oidc.entity()), (SsoKind::Oidc, Some("https://a.example/cb")));
        }
        assert_eq!(
            read(r#"{"oauth_config":{"clients":[{"client_secret":"s"}]}}"#).unwrap().kind,
            SsoKind::Oauth
        );
        assert_eq!(read(r#"{"saml_config":"unknown","idp_metadata":{}}"#), None);
    }
}

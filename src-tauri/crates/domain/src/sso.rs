//! Single sign-on of an application (admin-api.md §7.8): what a technician compares with the vendor's side.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How an application signs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SsoKind {
    /// SAML 2.0.
    #[default]
    Saml,
    /// `OpenID` Connect.
    Oidc,
    /// OAuth 2.0 without `OpenID` Connect.
    Oauth,
}

/// Settings of an application's single sign-on; secrets and certificates were dropped when they were parsed. What is none
/// was not told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Sso {
    /// How it signs on.
    pub kind: SsoKind,
    /// SAML: entity id of the application.
    pub entity_id: Option<String>,
    /// Where answers are sent: assertion consumer services, or redirect addresses.
    pub urls: Vec<String>,
    /// SAML: where a sign-out is sent.
    pub slo_url: Option<String>,
    /// SAML: form of the name.
    pub nameid_format: Option<String>,
    /// SAML: attribute of the directory that the name is taken from.
    pub nameid_attribute: Option<String>,
    /// SAML: the assertion is signed.
    pub signs_assertion: Option<bool>,
    /// SAML: the response is signed.
    pub signs_response: Option<bool>,
    /// SAML: algorithm of the signature, as its URI.
    pub signing_algorithm: Option<String>,
    /// OAuth: whom the tokens are for.
    pub audience: Option<String>,
    /// Duo's entity id, or issuer.
    pub idp_entity_id: Option<String>,
    /// Where Duo's metadata lie.
    pub idp_metadata_url: Option<String>,
    /// Where Duo is asked to sign somebody on.
    pub idp_sso_url: Option<String>,
}

impl Sso {
    /// The strongest hint which software it is: the entity, or the first address that answers are sent to.
    pub fn entity(&self) -> Option<&str> {
        self.entity_id.as_deref().or_else(|| self.urls.first().map(String::as_str))
    }
}

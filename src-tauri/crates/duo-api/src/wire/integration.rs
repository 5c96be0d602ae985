//! Applications ("integrations"). Their secret key has no field here.

use super::record;

record! {
    /// An application, of any of the three versions of the endpoint (admin-api.md §7.8).
    Integration {
        integration_key: String = "super::lenient::key",
        name: Option<String> = "super::lenient::scalar",
        /// Slug; an open set.
        r#type: Option<String> = "super::lenient::scalar",
        notes: Option<String> = "super::lenient::scalar",
        enroll_policy: Option<String> = "super::lenient::scalar",
        groups_allowed: Vec<String> = "super::lenient::texts",
        /// `ALL_USERS`, `NO_USERS`, `PERMITTED_GROUPS`; v3 only.
        user_access: Option<String> = "super::lenient::scalar",
        policy_key: Option<String> = "super::lenient::scalar",
        self_service_allowed: Option<bool> = "super::lenient::scalar",
        username_normalization_policy: Option<String> = "super::lenient::scalar",
        /// Empty = any address; `None` = not told.
        networks_for_api_access: Option<String> = "super::lenient::scalar",
        adminapi_admins: Option<bool> = "super::lenient::scalar",
        adminapi_admins_read: Option<bool> = "super::lenient::scalar",
        adminapi_info: Option<bool> = "super::lenient::scalar",
        adminapi_integrations: Option<bool> = "super::lenient::scalar",
        adminapi_integrations_read: Option<bool> = "super::lenient::scalar",
        adminapi_read_log: Option<bool> = "super::lenient::scalar",
        adminapi_read_resource: Option<bool> = "super::lenient::scalar",
        adminapi_settings: Option<bool> = "super::lenient::scalar",
        adminapi_settings_read: Option<bool> = "super::lenient::scalar",
        adminapi_write_resource: Option<bool> = "super::lenient::scalar",
        adminapi_allow_to_set_permissions: Option<bool> = "super::lenient::scalar",
        frameless_auth_prompt_enabled: Option<bool> = "super::lenient::scalar",
        prompt_v4_enabled: Option<bool> = "super::lenient::scalar",
        web_referers_enabled: Option<bool> = "super::lenient::scalar",
        sso: Option<Sso> = "super::lenient::object",
    }
}
super::row!(Integration, integration_key);

record! {
    /// Duo SSO settings: the strongest hint which SaaS a generic application protects.
    Sso {
        saml_config: Option<SamlConfig> = "super::lenient::object",
        oidc_config: Option<OidcConfig> = "super::lenient::object",
        oauth_config: Option<OauthConfig> = "super::lenient::object",
        idp_metadata: Option<IdpMetadata> = "super::lenient::object",
    }
}

record! {
    /// Duo's side of an application, as its vendor is told.
    IdpMetadata {
        entity_id: Option<String> = "super::lenient::scalar",
        metadata_url: Option<String> = "super::lenient::scalar",
        sso_url: Option<String> = "super::lenient::scalar",
        slo_url: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// SAML side of an application.
    SamlConfig {
        entity_id: Option<String> = "super::lenient::scalar",
        acs_urls: Vec<AcsUrl> = "super::lenient::objects",
        nameid_attribute: Option<String> = "super::lenient::scalar",
        nameid_format: Option<String> = "super::lenient::scalar",
        sign_assertion: Option<bool> = "super::lenient::scalar",
        sign_response: Option<bool> = "super::lenient::scalar",
        signing_algorithm: Option<String> = "super::lenient::scalar",
        slo_url: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// Where SAML answers are sent.
    AcsUrl {
        url: Option<String> = "super::lenient::scalar",
    }
}

record! {
    /// `OpenID` Connect side of an application. Its client secret has no field here.
    OidcConfig {
        redirect_uris: Vec<String> = "super::lenient::texts",
        grant_types: Option<GrantTypes> = "super::lenient::object",
    }
}

record! {
    /// Ways in which an `OpenID` Connect application gets its tokens.
    GrantTypes {
        authorization_code: Option<AuthorizationCode> = "super::lenient::object",
    }
}

record! {
    /// The way through the browser.
    AuthorizationCode {
        redirect_uris: Vec<String> = "super::lenient::texts",
    }
}

record! {
    /// OAuth side of an application; its presence is what matters.
    OauthConfig {
        audience: Option<String> = "super::lenient::scalar",
    }
}

//! Applications, called integrations in the API (admin-api.md §7.8).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::{AppType, Permission};
use crate::dice::{Dice, Subject};
use crate::id::Kind;
use crate::tenant::Tenant;

/// Number of the application whose keys the tenant gives out.
pub(crate) const OWN: u64 = 0;

/// Which generation of the endpoint is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    V2,
    V3,
}

/// How an application signs people in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sso {
    None,
    /// Entity identifier and assertion consumer service address.
    Saml(&'static str, &'static str),
    /// Redirect address.
    Oidc(&'static str),
}

/// What is known about an application before it is written down.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Application {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    /// Share of the sign-ins.
    weight: u64,
    /// In the log from so many days before the described moment …
    from_days: i64,
    /// … to so many days before it.
    to_days: i64,
    pub(crate) browser: bool,
    pub(crate) policy: Option<u32>,
    group: Option<u32>,
    sso: Sso,
    /// State of the Universal Prompt.
    prompt: Option<u8>,
    /// In the list; a removed application is in the log alone.
    listed: bool,
}

const PLAIN: Application = Application {
    name: "",
    kind: "",
    weight: 0,
    from_days: 400,
    to_days: -1,
    browser: true,
    policy: None,
    group: None,
    sso: Sso::None,
    prompt: None,
    listed: true,
};

const APPLICATIONS: [Application; 15] = [
    Application { name: "Audit tool (read only)", kind: "adminapi", ..PLAIN },
    Application {
        name: "Microsoft 365",
        kind: "sso-generic",
        weight: 340,
        sso: Sso::Saml("urn:federation:MicrosoftOnline", "https://login.microsoftonline.com/login.srf"),
        prompt: Some(1),
        ..PLAIN
    },
    Application { name: "Microsoft Entra ID", kind: "azure-ca", weight: 160, prompt: Some(1), ..PLAIN },
    Application {
        name: "FortiGate SSL VPN",
        kind: "fortinet",
        weight: 130,
        browser: false,
        policy: Some(2),
        group: Some(12),
        ..PLAIN
    },
    Application { name: "Microsoft RDP", kind: "rdp", weight: 90, browser: false, policy: Some(2), ..PLAIN },
    Application {
        name: "Salesforce",
        kind: "sso-generic",
        weight: 80,
        from_days: 45,
        sso: Sso::Saml("https://saml.salesforce.com", "https://acme.my.salesforce.com?so=00D000000000001"),
        prompt: Some(1),
        group: Some(1),
        ..PLAIN
    },
    Application { name: "Google Workspace", kind: "aggoogle", weight: 50, prompt: Some(0), ..PLAIN },
    Application {
        name: "Cisco Secure Client",
        kind: "ciscofirepower",
        weight: 45,
        browser: false,
        policy: Some(3),
        ..PLAIN
    },
    Application { name: "Confluence", kind: "confluence", weight: 30, prompt: Some(0), ..PLAIN },
    Application { name: "Linux bastion", kind: "unix", weight: 25, browser: false, group: Some(8), ..PLAIN },
    Application {
        name: "1Password",
        kind: "1password",
        weight: 20,
        policy: Some(5),
        prompt: Some(1),
        ..PLAIN
    },
    Application { name: "User Portal", kind: "device-management-portal", weight: 10, ..PLAIN },
    Application {
        name: "Acme CRM",
        kind: "sso-oidc-generic",
        weight: 15,
        to_days: 100,
        policy: Some(1),
        sso: Sso::Oidc("https://crm.example.com/oidc/callback"),
        prompt: Some(1),
        ..PLAIN
    },
    // Nobody ever signs in to it.
    Application { name: "Outlook on the web", kind: "owa", prompt: Some(0), ..PLAIN },
    // Deleted two months ago: in the log alone.
    Application { name: "Box (retired)", kind: "agbox", weight: 40, to_days: 60, listed: false, ..PLAIN },
];

/// Number of the application that most people use; it stands in for one that is not in use at a moment.
const MAIN: u32 = 1;

/// The integration object.
#[derive(Debug, Serialize)]
pub(crate) struct ApplicationRecord {
    /// `adminapi_…`, on Admin API applications alone (admin-api.md §5.1).
    #[serde(flatten)]
    grants: BTreeMap<&'static str, u8>,
    enroll_policy: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    frameless_auth_prompt_enabled: Option<u8>,
    greeting: &'static str,
    groups_allowed: Vec<String>,
    integration_key: String,
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    networks_for_api_access: Option<&'static str>,
    notes: &'static str,
    policy_key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt_v4_enabled: Option<u8>,
    secret_key: String,
    self_service_allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    sso: Option<serde_json::Value>,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_access: Option<&'static str>,
    username_normalization_policy: &'static str,
    visual_style: &'static str,
}

impl ApplicationRecord {
    pub(crate) fn key(&self) -> &str {
        &self.integration_key
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn policy_key(&self) -> Option<&String> {
        self.policy_key.as_ref()
    }
}

pub(crate) fn get(application: u32) -> &'static Application {
    &APPLICATIONS[application as usize]
}

/// The numbers of the applications that a version of the list holds. The first version knows no single
/// sign-on applications.
pub(crate) fn listed(version: Version) -> impl Iterator<Item = u32> {
    (0_u32..)
        .zip(&APPLICATIONS)
        .filter(move |(_, app)| app.listed && (version != Version::V1 || app.sso == Sso::None))
        .map(|(number, _)| number)
}

/// The application of a sign-in that happened `age_days` before the described moment.
pub(crate) fn used(dice: &mut Dice, age_days: i64) -> u32 {
    let total: u64 = APPLICATIONS.iter().map(|app| app.weight).sum();
    let mut left = dice.below(total);
    for (number, app) in (0_u32..).zip(&APPLICATIONS) {
        if left < app.weight {
            let in_use = age_days <= app.from_days && age_days > app.to_days;
            return if in_use { number } else { MAIN };
        }
        left -= app.weight;
    }
    MAIN
}

pub(crate) fn record(tenant: &Tenant, number: u32, version: Version) -> ApplicationRecord {
    let app = get(number);
    let own = u64::from(number) == OWN;
    let kind = match tenant.config.app_type {
        AppType::AuthApi if own => "authapi",
        AppType::AccountsApi if own => "accountsapi",
        _ => app.kind,
    };
    let groups_allowed: Vec<_> = app.group.iter().map(|group| tenant.id(Kind::Group, *group)).collect();
    let access = if groups_allowed.is_empty() { "ALL_USERS" } else { "PERMITTED_GROUPS" };
    ApplicationRecord {
        grants: if kind == "adminapi" { grants(tenant) } else { BTreeMap::new() },
        enroll_policy: "",
        frameless_auth_prompt_enabled: app.prompt,
        greeting: "",
        groups_allowed,
        integration_key: tenant.id(Kind::Application, number),
        name: app.name,
        networks_for_api_access: own.then_some(""),
        notes: "",
        policy_key: app.policy.map(|policy| tenant.id(Kind::Policy, policy)),
        prompt_v4_enabled: app.prompt,
        secret_key: shown_secret(tenant, number, version),
        self_service_allowed: app.browser && !own,
        sso: (version != Version::V1).then(|| sso(tenant, number, app.sso)).flatten(),
        kind,
        user_access: (version == Version::V3).then_some(access),
        username_normalization_policy: "None",
        visual_style: "default",
    }
}

/// What the list shows as the secret: masked, and in full in the first version. Never the true one.
fn shown_secret(tenant: &Tenant, number: u32, version: Version) -> String {
    let text =
        tenant.dice(Subject::Application, number).text(b"0123456789abcdefABCDEFGHJKLMNPQRSTUVWXYZ", 40);
    if version == Version::V1 { text } else { format!("{}{}", "*".repeat(36), &text[36..]) }
}

fn grants(tenant: &Tenant) -> BTreeMap<&'static str, u8> {
    let has = |permission| u8::from(tenant.config.permissions.contains(&permission));
    BTreeMap::from([
        ("adminapi_admins", 0),
        ("adminapi_admins_read", has(Permission::Administrators)),
        ("adminapi_allow_to_set_permissions", 0),
        ("adminapi_info", has(Permission::ReadInformation)),
        ("adminapi_integrations", has(Permission::Integrations)),
        ("adminapi_read_log", has(Permission::ReadLog)),
        ("adminapi_read_resource", has(Permission::ReadResource)),
        ("adminapi_settings", has(Permission::Settings)),
        ("adminapi_write_resource", has(Permission::WriteResource)),
    ])
}

/// Stands in answers as the secret of a client of single sign-on, so that it can be looked for where it must not be.
pub const CLIENT_SECRET: &str = "kZ7qW2nB9vT4xL6mC1sD8fG3hJ5pR0yA";

fn sso(tenant: &Tenant, number: u32, sso: Sso) -> Option<serde_json::Value> {
    let base = format!(
        "https://sso-{}/saml2/sp/{}",
        tenant.host().trim_start_matches("api-").replace(".duosecurity", ".sso.duosecurity"),
        tenant.id(Kind::Application, number)
    );
    match sso {
        Sso::None => None,
        Sso::Saml(entity_id, acs_url) => Some(serde_json::json!({
            "idp_metadata": { "entity_id": format!("{base}/metadata"), "sso_url": format!("{base}/sso") },
            "saml_config": {
                "acs_urls": [{ "isDefault": true, "url": acs_url }],
                "entity_id": entity_id,
                "nameid_attribute": "mail",
                "nameid_format": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
                "sign_assertion": true,
                "sign_response": true,
                "signing_algorithm": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
            }
        })),
        Sso::Oidc(redirect) => Some(serde_json::json!({
            "idp_metadata": { "entity_id": format!("{base}/metadata") },
            "oidc_config": { "client_secret": CLIENT_SECRET, "grant_types": { "authorization_code": { "redirect_uris": [redirect] } } }
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_application_is_used_before_and_never_after() {
        let removed = u32::try_from(APPLICATIONS.iter().position(|a| !a.listed).unwrap()).unwrap();
        let unused = u32::try_from(APPLICATIONS.iter().position(|a| a.kind == "owa").unwrap()).unwrap();
        let mut dice = Dice::of(1, Subject::SignIn, 1);
        let early: Vec<_> = (0..5000).map(|_| used(&mut dice, 120)).collect();
        let late: Vec<_> = (0..5000).map(|_| used(&mut dice, 10)).collect();
        assert!(early.contains(&removed) && !late.contains(&removed));
        assert!(!early.contains(&unused) && !late.contains(&unused));
        assert!(!listed(Version::V3).any(|number| number == removed));
    }

    #[test]
    fn the_list_never_shows_the_true_secret() {
        let tenant = Tenant::new(crate::TenantConfig::default());
        for version in [Version::V1, Version::V2, Version::V3] {
            let shown = record(&tenant, 0, version).secret_key;
            assert_ne!(shown, tenant.skey());
            assert_eq!(shown.len(), 40);
        }
    }
}

//! What an application protects, by its type slug (admin-api.md §10.2) and, where that leaves it open, by its name.

use super::kind_name;
use crate::{AppKind, KindFrom};

/// Duo's own; `agdng` and `agduo-adminpanel` lead to Duo's own products through the Access Gateway.
const DUO: &[&str] = &[
    "accountsapi",
    "adminapi",
    "agdng",
    "agduo-adminpanel",
    "dag",
    "device-management-portal",
    "dng",
    "dng-ssh",
    "portal",
    "verify",
];

const IDENTITY_PROVIDER: &[&str] = &[
    "adfs",
    "aws-directory-service",
    "azure-ca",
    "bitium",
    "cas",
    "oam",
    "okta",
    "onelogin",
    "pingfederate",
    "samlidp",
    "shibboleth",
];

const MACHINE_LOGON: &[&str] = &["macos", "rdp", "unix"];

const REMOTE_ACCESS: &[&str] = &[
    "akamai-eaa",
    "array",
    "barracuda",
    "bomgar",
    "checkpoint",
    "cisco",
    "ciscofirepower",
    "ciscoiseradius",
    "ciscoradius",
    "citrixcag",
    "citrixns",
    "clearpass",
    "f5bigip",
    "f5firepass",
    "fortinet",
    "juniper",
    "juniperuac",
    "labtech",
    "ldapproxy",
    "merakiradius",
    "netmotion",
    "netscaler-web",
    "openvpn",
    "openvpnas",
    "owa",
    "paloalto",
    "radius",
    "rdgateway",
    "rdweb",
    "rras",
    "sonicwallsra",
    "sophosutm",
    "tmg",
    "uag",
    "vmwareview",
];

const SAAS: &[&str] = &[
    "1password",
    "aeries",
    "bitwarden",
    "caradigm",
    "confluence",
    "cyberark",
    "cyberarkweb",
    "drawbridgenetworks",
    "drupal",
    "epic",
    "greyheller",
    "jira",
    "keeper",
    "lastpass",
    "myworkdrive",
    "resilient",
    "sailpoint",
    "sailpointweb",
    "splunk",
    "thycotic",
    "wordpress",
    "workday",
];

/// Types under which anything may stand: the name is asked first.
const GENERIC: &[&str] = &["aggeneric", "ldapproxy", "radius", "sso-generic", "sso-oidc-generic"];

impl AppKind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Saas,
        Self::IdentityProvider,
        Self::RemoteAccess,
        Self::MachineLogon,
        Self::Duo,
        Self::Unknown,
    ];

    /// The kind of an application, and what told it. A type that says what it is decides; the name is asked for types
    /// under which anything may stand (those of protocols and of programming kits), types not known, and no type at
    /// all, as of applications seen only in the log.
    pub fn of(type_slug: Option<&str>, name: &str) -> (Self, KindFrom) {
        let slug = Self::normal_slug(type_slug.unwrap_or_default());
        let by_type = Self::from_normal(&slug);
        if by_type != Self::Unknown && GENERIC.binary_search(&slug.as_str()).is_err() {
            return (by_type, KindFrom::Type);
        }
        kind_name::kind(name).map_or((by_type, KindFrom::Type), |kind| (kind, KindFrom::Name))
    }

    /// The kind of a type slug in its normal form. The set is open: what is not known is [`AppKind::Unknown`], but
    /// `sso-…` is always an application behind Duo single sign-on and `ag…` one behind the former Access Gateway.
    fn from_normal(slug: &str) -> Self {
        let known = [
            (DUO, Self::Duo),
            (IDENTITY_PROVIDER, Self::IdentityProvider),
            (MACHINE_LOGON, Self::MachineLogon),
            (REMOTE_ACCESS, Self::RemoteAccess),
            (SAAS, Self::Saas),
        ];
        match known.into_iter().find(|(slugs, _)| slugs.binary_search(&slug).is_ok()) {
            Some((_, kind)) => kind,
            None if slug.starts_with("sso-") || slug.starts_with("ag") => Self::Saas,
            None => Self::Unknown,
        }
    }

    /// The slug as it is stored and compared: lower case, `_` as `-`.
    pub fn normal_slug(slug: &str) -> String {
        slug.trim().to_ascii_lowercase().replace('_', "-")
    }

    /// From its id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// The id used in the database, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Saas => "saas",
            Self::IdentityProvider => "identity_provider",
            Self::RemoteAccess => "remote_access",
            Self::MachineLogon => "machine_logon",
            Self::Duo => "duo",
            Self::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_slug(slug: &str) -> AppKind {
        AppKind::of(Some(slug), "").0
    }

    #[test]
    fn slugs() {
        let cases = [
            ("adminapi", AppKind::Duo),
            ("partner_websdk", AppKind::Unknown),
            ("websdk", AppKind::Unknown),
            ("verify", AppKind::Duo),
            ("agduo-adminpanel", AppKind::Duo),
            ("azure-ca", AppKind::IdentityProvider),
            ("AZURE_CA", AppKind::IdentityProvider),
            ("okta", AppKind::IdentityProvider),
            ("rdp", AppKind::MachineLogon),
            ("macos", AppKind::MachineLogon),
            ("ciscofirepower", AppKind::RemoteAccess),
            ("netscaler-web", AppKind::RemoteAccess),
            ("sso-generic", AppKind::Saas),
            ("sso_generic", AppKind::Saas),
            ("sso-something-new", AppKind::Saas),
            ("agoffice365", AppKind::Saas),
            ("agadobe_documentcloud", AppKind::Saas),
            ("bitwarden", AppKind::Saas),
            ("sso", AppKind::Unknown),
            ("not-known-yet", AppKind::Unknown),
            ("", AppKind::Unknown),
        ];
        for (slug, kind) in cases {
            assert_eq!(from_slug(slug), kind, "{slug}");
        }
    }

    #[test]
    fn a_type_that_says_what_it_is_decides_and_others_ask_the_name() {
        use AppKind::{Duo, IdentityProvider, MachineLogon, RemoteAccess, Saas, Unknown};
        use KindFrom::{Name, Type};
        let cases = [
            (Some("adminapi"), "Salesforce", (Duo, Type)),
            (Some("verify"), "Okta", (Duo, Type)),
            (Some("okta"), "Company VPN", (IdentityProvider, Type)),
            (Some("rdp"), "Slack", (MachineLogon, Type)),
            (Some("sso-zoom"), "Office VPN", (Saas, Type)),
            (Some("agbox"), "Okta", (Saas, Type)),
            (Some("websdk"), "Salesforce", (Saas, Name)),
            (Some("authapi"), "Linux SSH", (MachineLogon, Name)),
            (Some("rest"), "FortiGate", (RemoteAccess, Name)),
            (Some("partner_websdk"), "IT Glue", (Saas, Name)),
            (Some("Partner-AuthAPI"), "ScreenConnect", (RemoteAccess, Name)),
            (Some("websdk"), "Acme portal", (Unknown, Type)),
            (Some("sso-generic"), "Okta", (IdentityProvider, Name)),
            (Some("sso_oidc_generic"), "Tailscale", (RemoteAccess, Name)),
            (Some("aggeneric"), "Slack", (Saas, Name)),
            (Some("sso-generic"), "Acme CRM", (Saas, Type)),
            (Some("aggeneric"), "", (Saas, Type)),
            (Some("radius"), "Windows Logon", (MachineLogon, Name)),
            (Some("ldapproxy"), "Jira", (Saas, Name)),
            (Some("radius"), "Head office", (RemoteAccess, Type)),
            (Some("not-known-yet"), "Slack", (Saas, Name)),
            (Some("not-known-yet"), "Acme", (Unknown, Type)),
            (Some(""), "Slack", (Saas, Name)),
            (None, "Microsoft 365", (Saas, Name)),
            (None, "LexisGate", (Unknown, Type)),
        ];
        for (slug, name, told) in cases {
            assert_eq!(AppKind::of(slug, name), told, "{slug:?} {name}");
        }
    }

    #[test]
    fn a_generic_type_has_a_kind_of_its_own_to_fall_back_on() {
        assert!(GENERIC.is_sorted());
        for slug in GENERIC {
            assert_ne!(from_slug(slug), AppKind::Unknown, "{slug}");
        }
    }

    /// The slugs that Duo's documentation lists (admin-api.md §10.2).
    const DOCUMENTED: &str = "
        1password accountsapi adfs adminapi aeries agadobe_documentcloud agaha agasana agatlassian-cloud
        agaws agbamboohr agbarracuda-waf agbluejeans agbomgar agbonusly agbox agbugsnag agcanvas
        agclarizen agcloudlock agconfluence agcrashplan agcyberark agdatadog agdesk agdigicert agdng
        agdocusign agdropbox agduo-adminpanel agegnyte agevernote agexpensify agfacebook agfreshdesk
        aggeneric aggithub-business aggithub-enterprise aggoogle aggotomeeting aggreenhouse aghackerone
        aghackerrank agheroku aghipchat agigloo agintacct agjamf-jss agjira agjitbit aglooker agmarketo
        agmeraki agmonday agnamely agnetdocuments agnewrelic agoffice365 agopendns agpagerduty
        agpaloalto agpaloalto-aperture agremedyforce agringcentral agrobin agsalesforce agsamanage
        agsaucelabs agsharefile agsignalsciences agslack agsmartsheet agstatuspageio agsugarcrm
        agsumologic agsyncplicity agtableau agtableau-online agudemy aguservoice agwebex
        agwebex-controlhub agworkday agzendesk agzoom akamai-eaa array authapi aws-directory-service
        azure-ca barracuda bitium bitwarden bomgar caradigm cas checkpoint cisco ciscofirepower
        ciscoiseradius ciscoradius citrixcag citrixns clearpass confluence cyberark cyberarkweb dag
        device-management-portal dng dng-ssh drawbridgenetworks drupal epic f5bigip f5firepass fortinet
        greyheller jira juniper juniperuac keeper labtech lastpass ldapproxy macos merakiradius
        myworkdrive netmotion netscaler-web oam okta onelogin openvpn openvpnas owa paloalto
        partner_authapi partner_websdk pingfederate portal radius rdgateway rdp rdweb resilient rest
        rras sailpoint sailpointweb samlidp shibboleth sonicwallsra sophosutm splunk sso-generic
        sso-oauth-client-credentials sso-oidc-generic thycotic tmg uag unix verify vmwareview websdk
        wordpress workday
    ";

    #[test]
    fn every_documented_slug_has_a_kind_but_those_that_anything_is_built_with() {
        let unknown: Vec<&str> =
            DOCUMENTED.split_whitespace().filter(|slug| from_slug(slug) == AppKind::Unknown).collect();
        assert_eq!(unknown, ["authapi", "partner_authapi", "partner_websdk", "rest", "websdk"]);
        assert!(DOCUMENTED.split_whitespace().count() > 160);
    }

    #[test]
    fn the_tables_are_sorted_normal_and_apart() {
        let tables = [DUO, IDENTITY_PROVIDER, MACHINE_LOGON, REMOTE_ACCESS, SAAS];
        let mut all: Vec<&str> = Vec::new();
        for table in tables {
            assert!(table.is_sorted());
            all.extend(table);
        }
        assert!(all.iter().all(|slug| AppKind::normal_slug(slug) == **slug));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "a slug stands in two tables");
    }
}

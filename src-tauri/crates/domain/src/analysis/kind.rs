//! What an application protects, by its type slug (admin-api.md §10.2).

use crate::AppKind;

/// Duo's own; `agdng` and `agduo-adminpanel` lead to Duo's own products through the Access Gateway.
const DUO: &[&str] = &[
    "accountsapi",
    "adminapi",
    "agdng",
    "agduo-adminpanel",
    "authapi",
    "dag",
    "device-management-portal",
    "dng",
    "dng-ssh",
    "partner-authapi",
    "partner-websdk",
    "portal",
    "rest",
    "verify",
    "websdk",
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

    /// The kind of a type slug, any case, `_` read as `-`. The set is open: what is not known is
    /// [`AppKind::Unknown`], but `sso-…` is always an application behind Duo single sign-on and `ag…` one behind
    /// the former Access Gateway.
    pub fn from_slug(slug: &str) -> Self {
        let slug = Self::normal_slug(slug);
        let known = [
            (DUO, Self::Duo),
            (IDENTITY_PROVIDER, Self::IdentityProvider),
            (MACHINE_LOGON, Self::MachineLogon),
            (REMOTE_ACCESS, Self::RemoteAccess),
            (SAAS, Self::Saas),
        ];
        match known.into_iter().find(|(slugs, _)| slugs.contains(&slug.as_str())) {
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

    #[test]
    fn slugs() {
        let cases = [
            ("adminapi", AppKind::Duo),
            ("partner_websdk", AppKind::Duo),
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
            assert_eq!(AppKind::from_slug(slug), kind, "{slug}");
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
    fn every_documented_slug_has_a_kind() {
        let unknown: Vec<&str> = DOCUMENTED
            .split_whitespace()
            .filter(|slug| AppKind::from_slug(slug) == AppKind::Unknown)
            .collect();
        assert_eq!(unknown, Vec::<&str>::new());
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

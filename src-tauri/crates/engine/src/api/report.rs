use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{LicenceScenario, Paper, ReportFormat, ReportNames, TimeZone};

/// What every report begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReportSettings {
    /// Picture at the head, as a `data:` URI; none = no picture.
    pub logo: Option<String>,
    /// Line at the foot, such as who made it; empty = none.
    pub footer: String,
    /// The MSP's colour, `#rrggbb`, dark enough for white paper; none = the usual one.
    pub colour: Option<String>,
    /// Zone that a report's times are first offered in.
    pub time_zone: TimeZone,
    /// People, as first offered.
    pub names: ReportNames,
    /// Prices and sums of money, as first offered.
    pub prices: bool,
    /// `hidden` in place of IP addresses, as first offered.
    pub hide_ips: bool,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self {
            logo: None,
            footer: String::new(),
            colour: None,
            time_zone: TimeZone::Client,
            names: ReportNames::default(),
            prices: true,
            hide_ips: hidden(),
        }
    }
}

/// Asks for a report on some clients.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientsReportOf {
    /// Their ids.
    pub clients: Vec<String>,
    /// IANA name of the zone of its times; none = UTC.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// With what is for the MSP only: seats billed and their variance.
    #[serde(default)]
    pub msp: bool,
    /// Form; all but `zip`.
    #[serde(default)]
    #[ts(as = "Option<ReportFormat>", optional)]
    pub format: ReportFormat,
    /// PDF: the size of its pages.
    #[serde(default)]
    #[ts(as = "Option<Paper>", optional)]
    pub paper: Paper,
}

/// What a report on one client is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Seats, waste and what could be saved.
    Licences,
    /// Who can and who must pass a second factor, and who is let past it.
    Coverage,
    /// Checks with pass and fail, and the lists behind them, for an audit.
    Evidence,
    /// What the last check of the connection found.
    Check,
}

impl ReportKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Licences, Self::Coverage, Self::Evidence, Self::Check];

    /// The id used on the command line, in JSON and as a text key.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Licences => "licences",
            Self::Coverage => "coverage",
            Self::Evidence => "evidence",
            Self::Check => "check",
        }
    }
}

/// A report on one client, of any kind.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ClientReportOf {
    /// Id of the connection.
    pub client: String,
    /// What it is about.
    pub kind: ReportKind,
    /// Form; `zip` of evidence only.
    #[serde(default)]
    #[ts(as = "Option<ReportFormat>", optional)]
    pub format: ReportFormat,
    /// People.
    #[serde(default)]
    #[ts(as = "Option<ReportNames>", optional)]
    pub names: ReportNames,
    /// `hidden` in place of addresses; unless said otherwise.
    #[serde(default = "hidden")]
    #[ts(as = "Option<bool>", optional)]
    pub hide_ips: bool,
    /// Licences: prices and sums of money.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub prices: bool,
    /// Licences: a page for the MSP only.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub msp: bool,
    /// Coverage and evidence: days of sign-ins up to the newest, 1 to 180; none = 30.
    #[serde(default)]
    #[ts(optional)]
    pub days: Option<u32>,
    /// IANA name of the zone of its times: `Europe/Zurich`; none = the client's, else UTC.
    #[serde(default)]
    #[ts(optional)]
    pub time_zone: Option<String>,
    /// Licences: the what-if.
    #[serde(default)]
    #[ts(as = "Option<LicenceScenario>", optional)]
    pub scenario: LicenceScenario,
    /// Check: ask Duo again in place of what the last check found.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub recheck: bool,
    /// PDF: the size of its pages.
    #[serde(default)]
    #[ts(as = "Option<Paper>", optional)]
    pub paper: Paper,
}

impl ClientReportOf {
    /// A report with everything as it is unless somebody says otherwise.
    pub fn new(client: impl Into<String>, kind: ReportKind) -> Self {
        Self {
            client: client.into(),
            kind,
            format: ReportFormat::default(),
            names: ReportNames::default(),
            hide_ips: hidden(),
            prices: false,
            msp: false,
            days: None,
            time_zone: None,
            scenario: LicenceScenario::default(),
            recheck: false,
            paper: Paper::default(),
        }
    }
}

const fn hidden() -> bool {
    true
}

/// A picture for the head of reports.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReportLogoSet {
    /// A PNG or JPEG file in base64; none = no picture.
    pub file: Option<String>,
}

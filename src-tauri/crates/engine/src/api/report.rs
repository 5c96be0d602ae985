use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ReportNames, TimeZone};

/// What every report begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ReportSettings {
    /// Picture at the head, as a `data:` URI; none = no picture.
    pub logo: Option<String>,
    /// Line at the foot, such as who made it; empty = none.
    pub footer: String,
    /// Zone that a report's times are first offered in.
    pub time_zone: TimeZone,
    /// People, as first offered.
    pub names: ReportNames,
    /// Prices and sums of money, as first offered.
    pub prices: bool,
}

impl Default for ReportSettings {
    fn default() -> Self {
        Self {
            logo: None,
            footer: String::new(),
            time_zone: TimeZone::Client,
            names: ReportNames::default(),
            prices: true,
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
}

/// A picture for the head of reports.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ReportLogoSet {
    /// A PNG or JPEG file in base64; none = no picture.
    pub file: Option<String>,
}

//! What every report begins with: a picture, a line at the foot, and what is first offered.

use std::sync::Arc;

use super::{Brand, colour, logo};
use crate::api::{CommandError, Nothing, ReportLogoSet, ReportSettings};
use crate::fields::holds_secret;
use crate::{Code, Engine};

const SETTING: &str = "reports";
/// Longest line at the foot, in characters.
const LONGEST: usize = 200;

impl Engine {
    /// What every report begins with.
    pub async fn report_settings(self: &Arc<Self>, _: Nothing) -> Result<ReportSettings, CommandError> {
        let text = self.registry(|registry| registry.setting(SETTING)).await?;
        // A version that kept it otherwise is no reason to fail.
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }

    /// Changes everything but the picture.
    ///
    /// # Errors
    /// `TEXT_IS_SECRET` when the foot holds what looks like a secret key, `BAD_ARGUMENTS` when it is too long or the
    /// colour is none that can be seen on paper.
    pub async fn report_settings_set(
        self: &Arc<Self>,
        set: ReportSettings,
    ) -> Result<ReportSettings, CommandError> {
        if holds_secret(&set.footer) {
            return Err(CommandError::new(Code::TextIsSecret));
        }
        let footer = set.footer.split_whitespace().collect::<Vec<_>>().join(" ");
        if footer.chars().count() > LONGEST {
            return Err(CommandError::new(Code::BadArguments));
        }
        let unseen = || CommandError::new(Code::BadArguments);
        let colour = match set.colour.as_deref() {
            Some(text) => Some(colour::admitted(text).ok_or_else(unseen)?),
            None => None,
        };
        let ReportSettings { logo, .. } = self.report_settings(Nothing {}).await?;
        self.keep_report_settings(ReportSettings { logo, footer, colour, ..set }).await
    }

    /// Changes the picture, or takes it away.
    ///
    /// # Errors
    /// `PICTURE_UNREADABLE`, `PICTURE_LARGE`.
    pub async fn report_logo_set(
        self: &Arc<Self>,
        set: ReportLogoSet,
    ) -> Result<ReportSettings, CommandError> {
        let logo = set.file.as_deref().map(logo::data_uri).transpose()?;
        let settings = self.report_settings(Nothing {}).await?;
        self.keep_report_settings(ReportSettings { logo, ..settings }).await
    }

    async fn keep_report_settings(&self, set: ReportSettings) -> Result<ReportSettings, CommandError> {
        let text = serde_json::to_string(&set).map_err(|_| CommandError::new(Code::Internal))?;
        self.registry(move |registry| registry.set_setting(SETTING, &text)).await?;
        Ok(set)
    }

    /// What stands round the contents of a file for people outside.
    pub(crate) async fn brand(self: &Arc<Self>) -> Result<Brand, CommandError> {
        let ReportSettings { logo, footer, colour, .. } = self.report_settings(Nothing {}).await?;
        // It stands in a style sheet: what the registry holds is not taken on trust.
        let colour = colour.as_deref().and_then(colour::admitted);
        Ok(Brand { logo, footer, colour })
    }
}

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Preferences of the window; nothing here matters to the data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Preferences {
    /// Theme.
    pub theme: Theme,
    /// Skip the wizard's first step.
    pub skip_prepare: bool,
    /// Zoom in per cent, 80 to 200.
    pub zoom: Option<u32>,
    /// Folder that files are saved to without asking; none = ask each time.
    pub export_folder: Option<String>,
}

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use store::{Condition, Sort};
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

/// Height of the rows of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// 32 pixels.
    #[default]
    Comfortable,
    /// 28 pixels.
    Compact,
}

/// What the window opens on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StartPage {
    /// The list of clients.
    #[default]
    Clients,
    /// The overview of the client that was open last.
    LastClient,
}

/// How often the window reads by itself. It looks five minutes after it opened, and every five minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeepFresh {
    /// As soon as it is due: logs after an hour, the rest after a day.
    #[default]
    AsDue,
    /// Logs after six hours, the rest after a day.
    SixHours,
    /// Everything after a day.
    Daily,
    /// Only when it is told to.
    Never,
}

/// Where the day begins in times that people read; exports for machines always carry the offset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TimeZone {
    /// This computer's.
    #[default]
    Local,
    /// UTC.
    Utc,
    /// The client's, where it has one; else this computer's.
    Client,
}

/// How dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DateFormat {
    /// As the system's region has it.
    #[default]
    System,
    /// ISO 8601: 2026-11-21.
    Iso,
}

/// How a table is arranged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TableLayout {
    /// Columns in the order of the user's; others follow in their own.
    pub columns: Vec<ColumnLayout>,
    /// The first column stays in view when the table is scrolled sideways.
    pub freeze: bool,
}

/// What the user said of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnLayout {
    /// Id.
    pub id: String,
    /// Shown or not; none = as there is room.
    pub shown: Option<bool>,
    /// Width in px; none = the view's own.
    pub width: Option<u32>,
}

/// A query and an arrangement under a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedView {
    /// Name; one of its kind in the view.
    pub name: String,
    /// Conditions.
    pub filter: Vec<Condition>,
    /// Search.
    pub search: String,
    /// Order.
    pub sort: Option<Sort>,
    /// Columns.
    pub layout: TableLayout,
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
    /// Height of rows.
    pub density: Density,
    /// No motion, whatever the system says.
    pub reduced_motion: bool,
    /// What the window opens on.
    pub start_page: StartPage,
    /// The client that was open last.
    pub last_client: Option<String>,
    /// Time zone of times on screen.
    pub time_zone: TimeZone,
    /// How dates are written.
    pub date_format: DateFormat,
    /// How each view's table is arranged, by the view's id.
    pub tables: BTreeMap<String, TableLayout>,
    /// Queries and arrangements kept under a name, by the view's id.
    pub saved_views: BTreeMap<String, Vec<SavedView>>,
    /// The page on privacy was read and put away.
    pub privacy_read: bool,
    /// When what is due is read while the window is open.
    pub keep_fresh: KeepFresh,
    /// Nothing is told outside the window.
    pub quiet: bool,
}

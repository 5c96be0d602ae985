use domain::Permission;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Paper;
use crate::Code;

/// Places outside that the window can open: a closed list, so that no page decides where a browser goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LinkId {
    /// Duo's page about the Admin API application.
    DuoAdminApi,
    /// Duo's page about its own state.
    DuoStatus,
    /// The system's settings of date and time.
    TimeSettings,
    /// The folder of the local data.
    DataFolder,
    /// The folder of the log files.
    LogFolder,
}

/// What somebody who is not looking is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A round found something that somebody must see to.
    Attention,
    /// A long sync has ended.
    SyncEnded,
}

/// Something to tell outside the window.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct Notify {
    /// Id of the connection.
    pub client: String,
    /// What happened.
    pub kind: NoticeKind,
    /// What went wrong.
    pub code: Option<Code>,
    /// Names are covered: no client is named.
    pub covered: bool,
}

/// A place to open.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, TS)]
pub struct LinkRef {
    /// Which.
    pub link: LinkId,
}

/// Form of an instruction sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SheetFormat {
    /// One HTML file.
    Html,
    /// Lines for a mail or a ticket.
    Text,
}

/// Asks for the instructions for a client's Owner.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SheetOf {
    /// Rights whose boxes are to be ticked.
    pub want: Vec<Permission>,
    /// Form.
    pub format: SheetFormat,
}

/// Saves the instructions as a file.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct SheetSave {
    /// Rights whose boxes are to be ticked.
    pub want: Vec<Permission>,
    /// As a PDF on this paper; none = as one HTML file.
    #[serde(default)]
    #[ts(optional)]
    pub paper: Option<Paper>,
}

/// Something made to be read elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Made {
    /// The whole of it.
    pub content: String,
}

/// Form of a check's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ResultFormat {
    /// One HTML file.
    Html,
    /// For programs.
    Json,
    /// Lines.
    Text,
}

/// Asks for the result of a draft's check.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ResultOf {
    /// Handle of the draft.
    pub draft: String,
    /// Form.
    pub format: ResultFormat,
}

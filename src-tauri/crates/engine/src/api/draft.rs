use chrono::{DateTime, Utc};
use domain::Permission;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Values;
use crate::Code;

/// A field of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// API hostname.
    Host,
    /// Integration key.
    Ikey,
    /// Secret key.
    Skey,
    /// Name of the connection.
    Name,
}

/// What is done with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Taken as it is.
    Accept,
    /// Taken, with a hint.
    AcceptWarn,
    /// Taken in its cleaned form.
    AcceptNormalised,
    /// Refused.
    Reject,
    /// Refused, `value` is offered as one click.
    RejectSuggest,
    /// Refused; the field must be cleared at once, since it holds a secret.
    RejectClear,
}

/// What became of one field's input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FieldResult {
    /// The field.
    pub field: Field,
    /// What is done.
    pub kind: FieldKind,
    /// Why; none when taken as it is.
    pub code: Option<Code>,
    /// The value taken or offered; never for the secret key.
    pub value: Option<String>,
    /// Length of the secret key taken.
    pub length: Option<u32>,
    /// Values for the text.
    pub values: Values,
    /// What was put right in an input that was taken; in the order in which it is told.
    pub cleaned: Vec<Cleaned>,
    /// The field where this input belongs, when it looks swapped.
    pub belongs_in: Option<Field>,
    /// The connection that has this host and integration key already; told with either of the two.
    pub saved_as: Option<SavedConnection>,
}

/// Something that was put right in an input, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Cleaned {
    /// What.
    pub part: CleanedPart,
    /// How many of it; at least 1.
    pub n: u32,
}

/// What does not belong to a value and is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CleanedPart {
    /// Blanks before it.
    SpaceBefore,
    /// Blanks behind it.
    SpaceAfter,
    /// Ends of lines round it; `\r\n` is one.
    LineBreak,
    /// Characters without a picture of their own round it.
    Invisible,
    /// Quotes, angle brackets and back-ticks round it.
    Quote,
    /// `https://` before a hostname.
    Https,
    /// `http://` before a hostname.
    Http,
    /// `:443` behind a hostname.
    Port,
    /// The dot that closes a hostname.
    Dot,
    /// Slashes behind a hostname.
    Slash,
    /// Capitals of a hostname, made small.
    Capital,
    /// Small letters of an integration key, made capitals.
    SmallLetter,
}

/// A connection that is there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SavedConnection {
    /// Its id.
    pub client: String,
    /// Its name.
    pub name: String,
}

/// Opens a wizard's draft. The secret stays in Rust; drafts die with the process.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftOpen {
    /// Id of a connection whose hostname and integration key are filled in; its secret key is not.
    #[serde(default)]
    #[ts(optional)]
    pub like: Option<String>,
    /// Use the sample tenant: its values are filled in and nothing leaves the machine.
    pub sample: bool,
    /// A one-off check: nothing of it is kept, and nothing kept is taken up.
    #[serde(default)]
    pub one_off: bool,
}

/// Keeps what is not secret of a draft for the next time.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftKeep {
    /// Handle.
    pub draft: String,
    /// The rights picked.
    pub want: Vec<Permission>,
}

/// What was kept of an earlier draft; its host and key are among the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Resumed {
    /// Name of the connection; empty when none was given.
    pub name: String,
    /// The rights picked.
    pub want: Vec<Permission>,
    /// When it was kept.
    pub at: DateTime<Utc>,
}

/// A draft's handle and what is already in it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Draft {
    /// Handle.
    pub draft: String,
    /// Whether it is on the sample tenant.
    pub sample: bool,
    /// Fields filled so far.
    pub fields: Vec<FieldResult>,
    /// Where an earlier draft goes on.
    pub resumed: Option<Resumed>,
}

/// A draft's handle.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftRef {
    /// Handle.
    pub draft: String,
}

/// Text dropped on the paste zone.
#[derive(Clone, Deserialize, TS)]
pub struct DraftPaste {
    /// Handle.
    pub draft: String,
    /// The text; wiped after parsing.
    pub text: String,
    /// Which set to take when several were found.
    pub choose: Option<u32>,
}

/// One input.
#[derive(Clone, Deserialize, TS)]
pub struct DraftSet {
    /// Handle.
    pub draft: String,
    /// Field.
    pub field: Field,
    /// Raw input.
    pub value: String,
}

/// Moves an input that landed in the wrong field, or swaps two.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct DraftMove {
    /// Handle.
    pub draft: String,
    /// From this field.
    pub from: Field,
    /// Into this one; what was there goes back.
    pub to: Field,
}

/// What the paste parser found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PasteResult {
    /// Sets of values in the text, 1 as a rule. The chosen (or only) one is in the draft.
    pub sets: Vec<PastedSet>,
    /// Which set was taken.
    pub chosen: Option<u32>,
    /// Lines that were not used, secrets masked.
    pub ignored: Vec<String>,
    /// Fields of the draft after the paste.
    pub fields: Vec<FieldResult>,
}

/// One set of values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PastedSet {
    /// API hostname.
    pub host: Option<String>,
    /// Integration key.
    pub ikey: Option<String>,
    /// Length of the secret key.
    pub skey_length: Option<u32>,
}

/// Runs the check on a draft.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CheckRun {
    /// Handle.
    pub draft: String,
    /// Rights that make it verified.
    pub want: Vec<Permission>,
    /// A one-off check: the keychain is not touched.
    #[serde(default)]
    pub one_off: bool,
    /// Keep what was good in the last check of these values, and ask the rest again.
    #[serde(default)]
    pub resume: bool,
    /// Past any proxy, this once.
    #[serde(default)]
    pub direct: bool,
}

/// Asks one right again.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct CheckPermission {
    /// Handle.
    pub draft: String,
    /// The right.
    pub permission: Permission,
}

/// Saves a checked draft and starts its first sync.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
pub struct ConnectionSave {
    /// Handle.
    pub draft: String,
    /// Name of the connection.
    pub name: String,
    /// The client company.
    pub organisation: OrganisationChoice,
    /// Keep the secret key in memory only.
    pub session_only: bool,
}

/// An organisation that is there, or a new one.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationChoice {
    /// Its id.
    Existing(String),
    /// Its name.
    New(String),
}

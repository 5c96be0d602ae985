//! SQLite: the registry of clients (`clients.db`) and one database a client (`clients/<id>.db`).
//!
//! [`Registry`] holds what a technician entered; [`ClientDb`] holds what was read from one tenant. Every call
//! blocks: call from a thread that may. Nothing here asks for the time, and the secret key never comes here.
//!
//! # Reading a tenant
//!
//! An object list is a *run*: [`ClientDb::begin_run`] says where to go on, each page is one
//! [`ClientDb::write_page`], [`ClientDb::finish_run`] deletes what the run did not see. A run that stopped keeps its
//! cursor for 24 hours; [`ClientDb::mark`] says why it stopped, and the last good data stays.
//!
//! The sign-in log is read in *windows*: [`ClientDb::open_window`], then [`ClientDb::write_signins`] for each page,
//! the last with `done`. [`ClientDb::coverage`] tells what was read without a gap. A page's rows, sums,
//! quarantine and cursor are one transaction, and an event is known by its time and id: a page that comes twice
//! changes nothing.
//!
//! After a sync: [`ClientDb::assess`], then [`ClientDb::checkpoint`].
//!
//! # Showing it
//!
//! [`ClientDb::view`] gives rows of a [`ViewName`] for a [`ViewQuery`]. [`columns`] is the one list of columns; a
//! query names them by id, values are always bound. Objects page by `offset`, sign-ins by `after`.
//!
//! # Adding a table or a column
//!
//! A table is a file in `table/` (writes, reads) and its lines in the newest step of `schema/`. A released step never
//! changes; the next is a file of its own, named in `client/mod.rs` or `registry/mod.rs`. A column is a line in the view's file in `view/`.

mod app;
pub mod backup;
mod client;
mod doubt;
mod error;
mod folder;
mod open;
mod people;
mod pool;
mod record;
mod registry;
mod review;
mod table;
mod text;
mod time;
mod totals;
mod view;
mod writer;

pub use app::{AppAccess, AppRecord, LogTexts, TextCount};
pub use client::{ClientDb, LogPage, LogRows, Objects, OldEvents, PageWrite, SignInsWritten};
pub use error::StoreError;
pub use folder::new_id;
pub use open::OpenNotice;
pub use record::UserRecord;
pub use registry::Registry;
pub use review::{ReviewCell, ReviewSums};
pub use table::app_mark::AppMark;
pub use table::client_group::ClientGroupRow;
pub use table::connection::{Connection, NewConnection};
pub use table::data_set::{DataSetMark, DataSetRow, Run};
pub use table::details::Details;
pub use table::exclusion::{ExclusionRow, UserDecision};
pub use table::licence_terms::LicenceTermsRow;
pub use table::log_gap::{LogPasses, NewGap};
pub use table::log_window::LogWindow;
pub use table::organisation::OrganisationRow;
pub use table::pace::PaceRow;
pub use table::parent::{NewParent, ParentRow};
pub use table::policy::PolicyInForce;
pub use table::quarantine::Quarantined;
pub use table::rollup::SignInDay;
pub use table::scenario::ScenarioRow;
pub use table::secret_item::Leaving;
pub use table::snapshot::SnapshotRow;
pub use totals::UserTotals;
pub use view::{
    ColumnKind, ColumnSpec, Condition, Operator, Row, Sort, ViewName, ViewQuery, ViewRows, columns,
};

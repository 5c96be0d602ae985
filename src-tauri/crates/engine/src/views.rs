//! Views: rows of the database, and what they cannot say.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{DataSet, LogGap, NotEvaluated, NotEvaluatedReason};
use store::{ClientDb, DataSetRow, StoreError, ViewName, ViewQuery};

use crate::Engine;
use crate::api::{CommandError, ValueCount, ViewCounts, ViewPage, ViewRows};
use crate::findings;

/// Rows beyond which the whole order is made while the first page is looked at.
const LONG: u64 = 1_000;

/// Any of them gives devices.
const DEVICES: [DataSet; 5] = [
    DataSet::Phones,
    DataSet::Tokens,
    DataSet::Webauthn,
    DataSet::DesktopAuthenticators,
    DataSet::RegisteredDevices,
];

/// The set without which a view has no rows, and the sets that it also rests on.
const fn rests_on(view: ViewName) -> (&'static [DataSet], &'static [DataSet]) {
    match view {
        ViewName::Users => {
            (&[DataSet::Users], &[DataSet::SignIns, DataSet::Groups, DataSet::Policies, DataSet::Settings])
        }
        ViewName::Coverage => (&[DataSet::Users], &[DataSet::Groups, DataSet::Policies]),
        ViewName::Licences => (&[DataSet::Users], &[DataSet::SignIns, DataSet::Settings]),
        // Either source alone gives applications.
        ViewName::Apps => {
            (&[DataSet::Applications, DataSet::SignIns], &[DataSet::Applications, DataSet::SignIns])
        }
        ViewName::AppUsers | ViewName::Signins => (&[DataSet::SignIns], &[]),
        ViewName::Activity => (&[DataSet::Activity], &[]),
        ViewName::Telephony => (&[DataSet::Telephony], &[]),
        ViewName::AdminLog => (&[DataSet::AdminLog], &[]),
        ViewName::OfflineLog => (&[DataSet::OfflineLog], &[]),
        ViewName::Bypass => (
            &[DataSet::BypassCodes, DataSet::Users],
            &[DataSet::BypassCodes, DataSet::Users, DataSet::Groups],
        ),
        ViewName::Groups => (&[DataSet::Groups], &[DataSet::Users]),
        ViewName::Devices => (&DEVICES, &[DataSet::BlockedDevices, DataSet::Users]),
        ViewName::Endpoints => (&[DataSet::Endpoints], &[DataSet::Users]),
        ViewName::Policies => (&[DataSet::Policies], &[DataSet::Applications, DataSet::Groups]),
        ViewName::Admins => (&[DataSet::Admins], &[DataSet::AdminUnits, DataSet::Webauthn]),
        ViewName::AdminUnits => {
            (&[DataSet::AdminUnits], &[DataSet::Admins, DataSet::Groups, DataSet::Applications])
        }
        // Either source alone gives settings.
        ViewName::Settings => {
            (&[DataSet::Settings, DataSet::AdminAuthMethods], &[DataSet::Settings, DataSet::AdminAuthMethods])
        }
        ViewName::TrustMonitor => (&[DataSet::TrustMonitor], &[]),
        ViewName::Findings => (&findings::RESTS_ON, &[]),
    }
}

impl Engine {
    /// Rows of a view. `rows` is none when the view cannot be evaluated at all.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, `UNKNOWN_COLUMN`, `BAD_ARGUMENTS`, database codes.
    pub async fn view_rows(self: &Arc<Self>, asked: ViewRows) -> Result<ViewPage, CommandError> {
        let (client, view, now) = (asked.client.clone(), asked.view, self.ports.clock.utc());
        let (page, query) = self.page_asked(asked).await?;
        if page.total > LONG {
            let db = self.database(&client).await?;
            let as_of = page.as_of.unwrap_or(now);
            // Nobody waits for it; if it fails, the page that needs the list says so.
            drop(tokio::task::spawn_blocking(move || db.prepare_view(view, &query, as_of)));
        }
        Ok(page)
    }

    /// The same for who reads no further: no order is made for the pages to come.
    ///
    /// # Errors
    /// Those of [`Engine::view_rows`].
    pub(crate) async fn view_page(self: &Arc<Self>, asked: ViewRows) -> Result<ViewPage, CommandError> {
        self.page_asked(asked).await.map(|(page, _)| page)
    }

    /// Rows of a view, and the query with what it was told.
    async fn page_asked(self: &Arc<Self>, asked: ViewRows) -> Result<(ViewPage, ViewQuery), CommandError> {
        self.connection(&asked.client).await?;
        let view = asked.view;
        let (query, lacks) = self.told(&asked.client, view, asked.query).await?;
        let (now, asked_for) = (self.ports.clock.utc(), query.clone());
        let (sets, coverage, gaps, rows) = self
            .read(&asked.client, move |db| {
                let sets = db.data_sets()?;
                let as_of = as_of(&sets, rests_on(view).0).unwrap_or(now);
                let rows = db.view(view, &asked_for, as_of)?;
                Ok((sets, db.coverage_of(log_of(view))?, open_gaps(db, view)?, rows))
            })
            .await?;
        let (needed, used) = rests_on(view);
        let readable = match view {
            // A right that is missing is a finding itself.
            ViewName::Findings => sets.iter().any(|row| row.state != "never"),
            _ => needed.iter().any(|set| shows(&sets, *set)),
        };
        let not_evaluated = needed
            .iter()
            .chain(used)
            .filter_map(|set| Some(NotEvaluated { what: set.id().to_owned(), why: missing(&sets, *set)? }))
            .chain(lacks)
            .fold(Vec::new(), |mut list: Vec<NotEvaluated>, one| {
                if !list.contains(&one) {
                    list.push(one);
                }
                list
            });
        let page = ViewPage {
            view,
            as_of: as_of(&sets, needed),
            total: if readable { rows.total } else { 0 },
            at_least: readable && rows.at_least,
            rows: readable.then_some(rows.rows),
            next: rows.next.filter(|_| readable),
            not_evaluated,
            read_back_to: coverage.and_then(|(lo, _)| DateTime::from_timestamp_millis(lo)),
            gaps,
        };
        Ok((page, query))
    }

    /// How many rows hold each value of a column.
    pub async fn view_counts(self: &Arc<Self>, asked: ViewCounts) -> Result<Vec<ValueCount>, CommandError> {
        self.connection(&asked.client).await?;
        let now = self.ports.clock.utc();
        let ViewCounts { client, view, column, query } = asked;
        let (query, _) = self.told(&client, view, query).await?;
        let counts = self
            .read(&client, move |db| {
                let as_of = as_of(&db.data_sets()?, rests_on(view).0).unwrap_or(now);
                db.view_counts(view, &column, &query, as_of)
            })
            .await?;
        Ok(counts.into_iter().map(|(value, count)| ValueCount { value, count }).collect())
    }
}

/// The log whose reach a view tells.
fn log_of(view: ViewName) -> DataSet {
    rests_on(view).0.iter().copied().find(|set| set.is_log()).unwrap_or(DataSet::SignIns)
}

/// What is known to be missing of the logs on which a view rests, oldest first.
pub(crate) fn open_gaps(db: &ClientDb, view: ViewName) -> Result<Vec<LogGap>, StoreError> {
    let (needed, used) = rests_on(view);
    let mut gaps = Vec::new();
    for set in DataSet::LOGS.into_iter().filter(|set| needed.contains(set) || used.contains(set)) {
        gaps.extend(db.gaps_of(set)?.into_iter().filter(|gap| gap.closed_at.is_none()));
    }
    Ok(gaps)
}

/// The oldest of the sets' ages.
pub(crate) fn as_of(sets: &[DataSetRow], of: &[DataSet]) -> Option<DateTime<Utc>> {
    sets.iter().filter(|row| of.contains(&row.set)).filter_map(|row| row.as_of).min()
}

/// Whether rows of this set can be shown, all of them or the part that Duo lists.
fn shows(sets: &[DataSetRow], set: DataSet) -> bool {
    match missing(sets, set) {
        Some(NotEvaluatedReason::Truncated { .. }) => sets.iter().any(|row| row.set == set && row.rows > 0),
        why => why.is_none(),
    }
}

/// Why nothing can be said from this set; none when there is data, though it may be old or still arriving.
pub(crate) fn missing(sets: &[DataSetRow], set: DataSet) -> Option<NotEvaluatedReason> {
    let row = sets.iter().find(|row| row.set == set);
    let cut = row.is_some_and(|row| row.state == "truncated");
    if !cut && row.is_some_and(|row| row.as_of.is_some() || row.rows > 0) {
        return None;
    }
    Some(match row.map(|row| row.state.as_str()) {
        Some("denied") => NotEvaluatedReason::PermissionMissing { permission: set.needs() },
        Some("not_in_edition") => NotEvaluatedReason::NotInEdition { data_set: set },
        Some("not_offered") => NotEvaluatedReason::NotOffered { data_set: set },
        Some("truncated") => NotEvaluatedReason::Truncated { data_set: set },
        _ => NotEvaluatedReason::NeverSynced { data_set: set },
    })
}

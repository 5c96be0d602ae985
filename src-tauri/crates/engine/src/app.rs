//! One application in full, and decisions about applications.

use std::sync::Arc;

use chrono::DateTime;
use domain::{DataSet, NotEvaluated};

use crate::api::{AppDetail, AppLog, AppRef, AppsMark, AppsMarked, CommandError};
use crate::overview::by_day;
use crate::views::{as_of, missing};
use crate::{Code, Engine};

/// Sets on which the panel rests.
const SETS: [DataSet; 5] =
    [DataSet::Applications, DataSet::SignIns, DataSet::Users, DataSet::Groups, DataSet::Policies];
/// Applications marked at once: more than any tenant has.
const MOST: usize = 100_000;

impl Engine {
    /// An application with who may, who does, its policies and sums of its log.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`, database codes.
    pub async fn app_detail(self: &Arc<Self>, app: AppRef) -> Result<AppDetail, CommandError> {
        self.connection(&app.client).await?;
        let (record, sets, coverage) = self
            .read(&app.client, move |db| Ok((db.application(&app.app_key)?, db.data_sets()?, db.coverage()?)))
            .await?;
        let readable = |set| missing(&sets, set).is_none();
        let unread =
            |set: DataSet| Some(NotEvaluated { what: set.id().to_owned(), why: missing(&sets, set)? });
        let mut access = record.access;
        if !readable(DataSet::SignIns) {
            (access.never, access.outside) = (None, None);
            access.never_users.clear();
        }
        if !readable(DataSet::Users) {
            (access.may, access.never, access.outside) = (None, None, None);
        }
        let log = AppLog {
            days: by_day(&record.days),
            factors: record.factors,
            denied_reasons: record.denied_reasons,
            countries: record.countries,
        };
        Ok(AppDetail {
            access: readable(DataSet::Applications).then_some(access),
            log: readable(DataSet::SignIns).then_some(log),
            sso: record.sso,
            policies: readable(DataSet::Policies).then_some(record.policies),
            not_evaluated: SETS.into_iter().filter_map(unread).collect(),
            read_back_to: coverage.and_then(|(lo, _)| DateTime::from_timestamp_millis(lo)),
            as_of: as_of(&sets, &[DataSet::SignIns]),
        })
    }

    /// Sets the state and kind of applications, and answers with what stood there.
    ///
    /// # Errors
    /// `BAD_ARGUMENTS` without a name, or for too many; `CLIENT_UNKNOWN`, database codes.
    pub async fn apps_mark(self: &Arc<Self>, asked: AppsMark) -> Result<AppsMarked, CommandError> {
        let by = asked.by.trim().to_owned();
        if by.is_empty() || asked.marks.len() > MOST {
            return Err(CommandError::new(Code::BadArguments));
        }
        self.connection(&asked.client).await?;
        let now = self.ports.clock.utc();
        let before = self.read(&asked.client, move |db| db.mark_applications(&asked.marks, &by, now)).await?;
        Ok(AppsMarked { before })
    }
}

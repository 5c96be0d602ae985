//! One user in full.

use std::sync::Arc;

use domain::{DataSet, NotEvaluated};

use crate::api::{CommandError, UserDetail, UserRef};
use crate::views::{as_of, missing};
use crate::{Code, Engine};

impl Engine {
    /// A user with devices, groups, codes and newest sign-ins.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`; `BAD_ARGUMENTS` when there is no such user.
    pub async fn user_detail(self: &Arc<Self>, user: UserRef) -> Result<UserDetail, CommandError> {
        self.connection(&user.client).await?;
        let now = self.ports.clock.utc();
        let (record, sets) = self
            .read(&user.client, move |db| {
                let sets = db.data_sets()?;
                let at = as_of(&sets, &[DataSet::Users]).unwrap_or(now);
                Ok((db.user(&user.user_id, user.idle_days, at)?, sets))
            })
            .await?;
        let mut record = record.ok_or_else(|| CommandError::new(Code::BadArguments))?;
        if missing(&sets, DataSet::SignIns).is_some() {
            record.sign_ins = None;
        }
        let unread =
            |set: DataSet| Some(NotEvaluated { what: set.id().to_owned(), why: missing(&sets, set)? });
        let not_evaluated = DataSet::ALL.into_iter().filter_map(unread).collect();
        Ok(UserDetail { record, not_evaluated })
    }
}

//! One user in full.

use std::sync::Arc;

use domain::DataSet;
use store::{ViewName, ViewQuery};

use crate::api::{CommandError, UserDetail, UserRef};
use crate::views::{as_of, missing};
use crate::{Code, Engine};

const RECENT: u32 = 10;

impl Engine {
    /// A user with devices, groups, codes and newest sign-ins.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`; `BAD_ARGUMENTS` when there is no such user.
    pub async fn user_detail(self: &Arc<Self>, user: UserRef) -> Result<UserDetail, CommandError> {
        self.connection(&user.client).await?;
        let now = self.ports.clock.utc();
        let id = user.user_id.clone();
        let (record, sign_ins) = self
            .read(&user.client, move |db| {
                let sets = db.data_sets()?;
                let Some(record) = db.user(&id)? else { return Ok((None, None)) };
                if missing(&sets, DataSet::SignIns).is_some() {
                    return Ok((Some(record), None));
                }
                let query = ViewQuery {
                    filter: vec![store::Condition {
                        column: "username".to_owned(),
                        op: store::Operator::Eq,
                        value: record.username.clone(),
                    }],
                    limit: RECENT,
                    ..ViewQuery::default()
                };
                let age = as_of(&sets, &[DataSet::SignIns]).unwrap_or(now);
                let rows = db.view(ViewName::Signins, &query, age)?.rows;
                Ok((Some(record), Some(rows)))
            })
            .await?;
        let record = record.ok_or_else(|| CommandError::new(Code::BadArguments))?;
        Ok(UserDetail {
            user_id: record.user_id,
            username: record.username,
            realname: record.realname,
            email: record.email,
            aliases: record.aliases,
            status: record.status,
            lockout_reason: record.lockout_reason,
            is_enrolled: record.is_enrolled,
            created: record.created,
            last_login: record.last_login,
            last_seen: record.last_seen,
            evidence: record.evidence,
            idle_days: record.idle_days,
            directory_key: record.directory_key,
            last_directory_sync: record.last_directory_sync,
            notes: record.notes,
            factors: record.factors,
            lane: record.lane,
            reasons: record.reasons,
            groups: record.groups,
            phones: record.phones,
            tokens: record.tokens,
            webauthn: record.webauthn,
            bypass_codes: record.bypass_codes,
            sign_ins,
        })
    }
}

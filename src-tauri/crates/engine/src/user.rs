//! One user in full.

use std::sync::Arc;

use domain::DataSet;

use crate::api::{CommandError, UserDetail, UserRef};
use crate::views::missing;
use crate::{Code, Engine};

impl Engine {
    /// A user with devices, groups, codes and newest sign-ins.
    ///
    /// # Errors
    /// `CLIENT_UNKNOWN`; `BAD_ARGUMENTS` when there is no such user.
    pub async fn user_detail(self: &Arc<Self>, user: UserRef) -> Result<UserDetail, CommandError> {
        self.connection(&user.client).await?;
        let (record, sets) =
            self.read(&user.client, move |db| Ok((db.user(&user.user_id)?, db.data_sets()?))).await?;
        let record = record.ok_or_else(|| CommandError::new(Code::BadArguments))?;
        Ok(UserDetail {
            user_id: record.user_id,
            username: record.username,
            realname: record.realname,
            email: record.email,
            aliases: record.aliases,
            status: record.status.as_duo().to_owned(),
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
            sign_ins: missing(&sets, DataSet::SignIns).is_none().then_some(record.sign_ins),
        })
    }
}

//! `account`: totals of `info/summary`; one row.

use domain::Account;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::StoreError;

pub(crate) fn write(tx: &Transaction, account: &Account) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO account VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute(
        params![
            account.account_id,
            account.edition,
            account.user_count,
            account.user_pending_deletion_count,
            account.admin_count,
            account.integration_count,
            account.telephony_credits_remaining,
        ],
    )?;
    Ok(())
}

pub(crate) fn read(connection: &Connection) -> Result<Option<Account>, StoreError> {
    let account = connection
        .prepare_cached(
            "SELECT account_id, edition, user_count, user_pending_deletion_count, admin_count, integration_count,
               telephony_credits_remaining FROM account",
        )?
        .query_row([], |row| {
            Ok(Account {
                account_id: row.get(0)?,
                edition: row.get(1)?,
                user_count: row.get(2)?,
                user_pending_deletion_count: row.get(3)?,
                admin_count: row.get(4)?,
                integration_count: row.get(5)?,
                telephony_credits_remaining: row.get(6)?,
            })
        })
        .optional()?;
    Ok(account)
}

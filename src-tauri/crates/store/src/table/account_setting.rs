//! `account_settings`: a row a setting, of the account and of how its administrators sign in.

use domain::{DataSet, Setting, SettingArea};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::StoreError;
use crate::table::data_set::int;

/// Replaces the settings of a data set.
pub(crate) fn write(tx: &Transaction, set: DataSet, settings: &[Setting]) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM account_settings WHERE data_set = ?1")?.execute([set.id()])?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO account_settings (data_set, name, area, value, remark) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for one in settings {
        let value = one.value.as_ref().map(domain::SettingValue::text);
        let remark = one.remark.map(domain::SettingRemark::id);
        let area = SettingArea::ALL.iter().position(|area| *area == one.area).map(int);
        insert.execute(params![set.id(), one.name, area, value, remark])?;
    }
    Ok(())
}

/// How many settings of a data set are stored.
pub(crate) fn count(connection: &Connection, set: DataSet) -> Result<i64, StoreError> {
    let sql = "SELECT count(*) FROM account_settings WHERE data_set = ?1";
    Ok(connection.prepare_cached(sql)?.query_row([set.id()], |row| row.get(0))?)
}

/// Days without a login after which Duo trashes a user; none = never, or the settings were not read.
pub(crate) fn user_expiry_days(connection: &Connection) -> Result<Option<u32>, StoreError> {
    let days: Option<Option<String>> = connection
        .prepare_cached(
            "SELECT value FROM account_settings
             WHERE data_set = 'settings' AND name = 'inactive_user_expiration'",
        )?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(days.flatten().and_then(|days| days.parse().ok()).filter(|days| *days > 0))
}

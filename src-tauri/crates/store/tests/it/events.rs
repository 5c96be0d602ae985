//! Events of the logs beside the sign-ins.

use domain::{ActivityEvent, AdminLogEvent, Party, TelephonyEvent};
use store::{LogPage, LogRows};

use crate::fixture::{Fixture, NOW_MS};

/// One event a name in each log, a second apart; every other one says no more than it must.
pub(crate) fn events(names: &[&str]) -> [LogRows; 4] {
    let one =
        |at: i64, name: &str| (NOW_MS - at * 1_000, name.to_owned(), (at % 2 == 0).then(|| name.to_owned()));
    let all = || (0_i64..).zip(names).map(|(at, name)| one(at, name));
    let party = |name: &Option<String>| Party { name: name.clone(), key: name.clone(), kind: name.clone() };
    let activity = |(ts_ms, id, name): (i64, String, Option<String>)| ActivityEvent {
        actor: party(&name),
        target: party(&name),
        action: name.clone(),
        city: name,
        ts_ms,
        id,
        ..ActivityEvent::default()
    };
    let telephony = |(ts_ms, id, name): (i64, String, Option<String>)| TelephonyEvent {
        credits: name.is_some().then_some(2),
        phone: name.clone(),
        kind: name,
        ts_ms,
        id,
        ..TelephonyEvent::default()
    };
    let admin = |(ts_ms, id, name): (i64, String, Option<String>)| AdminLogEvent {
        username: name.clone(),
        object: name.clone(),
        description: name,
        ts_ms,
        id,
        ..AdminLogEvent::default()
    };
    [
        LogRows::Activity(all().map(activity).collect()),
        LogRows::Telephony(all().map(telephony).collect()),
        LogRows::AdminLog(all().map(admin).collect()),
        LogRows::OfflineLog(all().map(admin).collect()),
    ]
}

impl Fixture {
    /// Reads the whole of a log in one page.
    pub(crate) fn fill_events(&self, rows: LogRows) {
        let set = rows.set();
        let window = self.db.open_window_of(set, 0, NOW_MS).unwrap();
        let page =
            LogPage { rows, quarantined: Vec::new(), cursor: None, total: None, done: true, gap: None };
        self.db.write_log(set, window.id, &[page]).unwrap();
    }
}

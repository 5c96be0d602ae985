//! Users in groups of those that no sum tells apart: read in one pass, and kept until objects are written, so that
//! another scenario of the licence review costs no second pass.

use std::sync::{Arc, Mutex, PoisonError};

use domain::analysis::{Lane, Reason};
use foldhash::{HashMap, HashMapExt, HashSet};
use rusqlite::Connection;

use crate::StoreError;
use crate::table::meta::{self, Basis};

/// What the sums look at.
#[allow(clippy::struct_excessive_bools, reason = "a key of independent facts, each a column")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Person {
    /// Place in [`People::statuses`].
    pub(crate) status: usize,
    pub(crate) enrolled: bool,
    pub(crate) strongest: Option<i64>,
    pub(crate) can: bool,
    pub(crate) in_bypass_group: bool,
    /// Bits in the order of [`Reason::ALL`], idleness by the rules' days.
    reasons: i64,
    pub(crate) idle_days: Option<i64>,
    protected: bool,
    proven: bool,
    decision: Option<i64>,
    /// Unix milliseconds.
    until: Option<i64>,
}

/// The bit of idleness.
const IDLE: i64 = 1 << Reason::Idle as u8;
/// The bits that count as waste.
const WASTE: i64 = (1 << Reason::WATERFALL.len()) - 1;
/// Numbers of `exclusions.decision` and of its mark.
const EXCLUDED: i64 = 0;
const EXPIRED: i64 = 1;

impl Person {
    /// The reasons that count as waste, as the constant `REASONS` of `table::assessment` works them out in SQL.
    fn waste(&self, idle_days: Option<u32>) -> i64 {
        let idle = match idle_days {
            None => self.reasons & IDLE,
            Some(least) if self.idle_days.is_some_and(|days| days >= i64::from(least)) => IDLE,
            Some(_) => 0,
        };
        (self.reasons & !IDLE | idle) & WASTE
    }

    /// The first reason that counts, and the lane.
    pub(crate) fn candidate(&self, idle_days: Option<u32>, as_of: i64) -> Option<(Reason, Lane)> {
        let step = usize::try_from(self.waste(idle_days).trailing_zeros()).ok()?;
        let step = Reason::WATERFALL.get(step)?;
        let excluded = self.decision == Some(EXCLUDED) && self.until.is_none_or(|until| until > as_of);
        Some((*step, Lane::of(self.protected || excluded, self.proven, self.reasons & 1 == 1)))
    }

    /// The number of the mark of a decision.
    pub(crate) fn mark(&self, as_of: i64) -> Option<i64> {
        let expired = self.decision == Some(EXCLUDED) && self.until.is_some_and(|until| until <= as_of);
        if expired { Some(EXPIRED) } else { self.decision }
    }
}

/// Every stored user.
#[derive(Default)]
pub(crate) struct People {
    pub(crate) statuses: Vec<String>,
    pub(crate) groups: Vec<(Person, u64)>,
}

impl People {
    pub(crate) fn status(&self, person: &Person) -> &str {
        self.statuses.get(person.status).map_or("", String::as_str)
    }

    fn read(connection: &Connection) -> Result<Self, StoreError> {
        let decisions = decisions(connection)?;
        let in_bypass_group = in_bypass_groups(connection)?;
        let assessed = by_user(
            connection,
            "SELECT user, reasons, idle_days, protected, proven FROM assessments ORDER BY user",
            |row| {
                Ok(Assessed {
                    reasons: row.get(1)?,
                    idle_days: row.get(2)?,
                    protected: row.get(3)?,
                    proven: row.get(4)?,
                })
            },
        )?;
        let able: Vec<(i64, Option<bool>)> =
            by_user(connection, "SELECT user, can FROM coverage ORDER BY user", |row| row.get(1))?;
        let (mut assessed, mut able) = (InOrder::new(&assessed), InOrder::new(&able));
        let mut statement = connection.prepare_cached(
            "SELECT id, status, is_enrolled, strongest, factors <> 0 FROM users ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        let (mut statuses, mut groups) = (Vec::<String>::new(), HashMap::<Person, u64>::new());
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            let status = row.get_ref(1)?.as_str().map_err(|_| StoreError::Corrupt)?;
            let known = statuses.iter().position(|known| known == status).unwrap_or_else(|| {
                statuses.push(status.to_owned());
                statuses.len() - 1
            });
            let decided = decisions.get(&id);
            let Assessed { reasons, idle_days, protected, proven } = assessed.of(id).unwrap_or_default();
            let has_factor: bool = row.get(4)?;
            let person = Person {
                status: known,
                enrolled: row.get(2)?,
                strongest: row.get(3)?,
                can: able.of(id).flatten().unwrap_or(has_factor),
                in_bypass_group: in_bypass_group.contains(&id),
                reasons,
                idle_days,
                protected,
                proven,
                decision: decided.map(|(decision, _)| *decision),
                until: decided.and_then(|(_, until)| *until),
            };
            *groups.entry(person).or_default() += 1;
        }
        Ok(Self { statuses, groups: groups.into_iter().collect() })
    }
}

/// What a row of `assessments` says of a user.
#[derive(Clone, Copy, Default)]
struct Assessed {
    reasons: i64,
    idle_days: Option<i64>,
    protected: bool,
    proven: bool,
}

/// The rows of a table by user; the statement puts them in order.
fn by_user<T>(
    connection: &Connection,
    sql: &str,
    read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<(i64, T)>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push((row.get(0)?, read(row)?));
    }
    Ok(all)
}

/// Rows in the order of their users, asked for in the same order.
struct InOrder<'r, T> {
    rows: std::iter::Peekable<std::slice::Iter<'r, (i64, T)>>,
}

impl<'r, T: Copy> InOrder<'r, T> {
    fn new(rows: &'r [(i64, T)]) -> Self {
        Self { rows: rows.iter().peekable() }
    }

    fn of(&mut self, user: i64) -> Option<T> {
        while self.rows.next_if(|row| row.0 < user).is_some() {}
        self.rows.next_if(|row| row.0 == user).map(|row| row.1)
    }
}

fn decisions(connection: &Connection) -> Result<HashMap<i64, (i64, Option<i64>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT u.id, x.decision, x.until FROM exclusions x CROSS JOIN users u ON u.user_id = x.user_id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn in_bypass_groups(connection: &Connection) -> Result<HashSet<i64>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT m.user FROM groups g CROSS JOIN user_groups m ON m.group_id = g.group_id WHERE g.status = 'bypass'",
    )?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The users as they were read last.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<(i64, Arc<People>)>>);

impl Kept {
    /// The users, read again where objects were written since.
    pub(crate) fn read(&self, connection: &Connection) -> Result<Arc<People>, StoreError> {
        let generation = meta::generation(connection, Basis::Objects)?;
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, people)) = lock().as_ref().filter(|(age, _)| *age == generation) {
            return Ok(Arc::clone(people));
        }
        let people = Arc::new(People::read(connection)?);
        *lock() = Some((generation, Arc::clone(&people)));
        Ok(people)
    }
}

//! Users in groups of those that no sum tells apart: read in one pass, and kept until objects are written, so that
//! another scenario of the licence review costs no second pass.

use std::sync::{Arc, Mutex, PoisonError};

use domain::analysis::{Lane, Reason};
use foldhash::{HashMap, HashMapExt, HashSet};
use rusqlite::Connection;

use crate::StoreError;
use crate::table::meta::{self, Part};

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
        let mut statement = connection.prepare_cached(
            "SELECT u.id, u.status, u.is_enrolled, u.strongest, coalesce(c.can, u.factors <> 0),
               coalesce(s.reasons, 0), s.idle_days, coalesce(s.protected, 0), coalesce(s.proven, 0)
             FROM users u LEFT JOIN assessments s ON s.user = u.id LEFT JOIN coverage c ON c.user = u.id",
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
            let person = Person {
                status: known,
                enrolled: row.get(2)?,
                strongest: row.get(3)?,
                can: row.get(4)?,
                in_bypass_group: in_bypass_group.contains(&id),
                reasons: row.get(5)?,
                idle_days: row.get(6)?,
                protected: row.get(7)?,
                proven: row.get(8)?,
                decision: decided.map(|(decision, _)| *decision),
                until: decided.and_then(|(_, until)| *until),
            };
            *groups.entry(person).or_default() += 1;
        }
        Ok(Self { statuses, groups: groups.into_iter().collect() })
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
        let generation = meta::generation(connection, Part::Objects)?;
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, people)) = lock().as_ref().filter(|(age, _)| *age == generation) {
            return Ok(Arc::clone(people));
        }
        let people = Arc::new(People::read(connection)?);
        *lock() = Some((generation, Arc::clone(&people)));
        Ok(people)
    }
}

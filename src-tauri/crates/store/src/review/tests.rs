use proptest::prelude::*;
use rusqlite::{Connection, named_params, params};

use super::*;
use crate::client::SCHEMA;
use crate::people::Kept;
use crate::table::assessment::{LANE, LANES, STEP};
use crate::table::data_set::count;
use crate::table::exclusion::MARK;

/// A user as its rows have it: status, reasons, idle days, protected, proven, decision, until.
type User = (usize, i64, Option<i64>, bool, bool, Option<i64>, Option<i64>);

const STATUSES: [&str; 3] = ["active", "bypass", "pending deletion"];
const AS_OF: i64 = 1_000;

fn tenant(users: &[Option<User>]) -> Connection {
    let sqlite = Connection::open_in_memory().unwrap();
    crate::table::event_key::register(&sqlite).unwrap();
    for script in SCHEMA.steps.iter().copied().flatten() {
        sqlite.execute_batch(script).unwrap();
    }
    for (id, user) in (1_i64..).zip(users) {
        let status = STATUSES[user.map_or(0, |user| user.0)];
        sqlite
            .execute(
                "INSERT INTO users (id, user_id, username, realname, email, aliases, status, is_enrolled, notes,
                   group_ids, phone_ids, token_ids, phishing_resistant, push, passcode, sms_or_call, factors, seen)
                 VALUES (?1, ?2, '', '', '', '[]', ?3, ?1 % 3 > 0, '', '[]', '[]', '[]', 0, 0, 0, 0, 0, 1)",
                params![id, format!("DU{id}"), status],
            )
            .unwrap();
        // Without an assessment the user was not reviewed yet.
        let Some((_, reasons, idle, protected, proven, decision, until)) = user else { continue };
        sqlite
            .execute(
                "INSERT INTO assessments (user, evidence, idle_days, reasons, protected, proven, notes)
                 VALUES (?1, 0, ?2, ?3, ?4, ?5, '')",
                params![id, idle, reasons, protected, proven],
            )
            .unwrap();
        if let Some(decision) = decision {
            sqlite
                .execute(
                    "INSERT INTO exclusions VALUES (?1, ?2, '', '', ?3, '', 0)",
                    params![format!("DU{id}"), decision, until],
                )
                .unwrap();
        }
    }
    sqlite
}

/// The sums as SQLite works them out with the expressions that the view of licences shows.
fn asked(sqlite: &Connection, idle: Option<u32>, active: u32) -> ReviewSums {
    let sql = format!(
        "SELECT {STEP}, {LANE}, {MARK}, count(*), count(*) FILTER (WHERE u.is_enrolled),
           count(*) FILTER (WHERE u.status = 'bypass'), count(*) FILTER (WHERE s.idle_days < 30),
           count(*) FILTER (WHERE s.idle_days < 60), count(*) FILTER (WHERE s.idle_days < 90),
           count(*) FILTER (WHERE s.idle_days < :active)
         FROM users u LEFT JOIN assessments s ON s.user = u.id LEFT JOIN exclusions x USING (user_id)
         WHERE u.status <> 'pending deletion' GROUP BY 1, 2, 3"
    );
    let mut sums = ReviewSums::default();
    let mut statement = sqlite.prepare(&sql).unwrap();
    let values = named_params! { ":idle": idle, ":as_of": AS_OF, ":active": active };
    let mut rows = statement.query(values).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let nth = |at: usize| row.get::<_, Option<i64>>(at).unwrap().map(|n| usize::try_from(n).unwrap());
        let sum = |at: usize| count(row.get(at).unwrap());
        sums.billable += sum(3);
        sums.enrolled += sum(4);
        sums.bypass += sum(5);
        for (active, at) in sums.active.iter_mut().zip(6..) {
            *active += sum(at);
        }
        sums.cells.push(ReviewCell {
            step: nth(0).map(|n| Reason::ALL[n]),
            lane: nth(1).map(|n| LANES[n]),
            mark: nth(2).map(|n| MARKS[n]),
            users: sum(3),
        });
    }
    sums
}

fn user() -> impl Strategy<Value = Option<User>> {
    let days = proptest::option::of(0_i64..120);
    let until = proptest::option::of(AS_OF - 1..AS_OF + 2);
    let decision = proptest::option::of(prop::sample::select(vec![0_i64, 2]));
    proptest::option::weighted(
        0.9,
        (0_usize..3, 0_i64..512, days, any::<bool>(), any::<bool>(), decision, until),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn sums_in_memory_are_those_of_sqlite(
        users in proptest::collection::vec(user(), 0..60),
        idle in proptest::option::of(0_u32..120),
        active in 0_u32..120,
    ) {
        let sqlite = tenant(&users);
        let as_of = DateTime::from_timestamp_millis(AS_OF).unwrap();
        let people = Kept::default().read(&sqlite).unwrap();
        prop_assert_eq!(sums(&people, idle, active, as_of), asked(&sqlite, idle, active));
    }
}

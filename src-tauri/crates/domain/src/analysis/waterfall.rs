//! Counts over assessments.

use super::{Assessment, Lane, Reason};

/// Users that take a licence.
pub fn billable(assessments: &[Assessment]) -> u64 {
    count(assessments, |one| one.billable)
}

/// Each billable user once, by its step; every step is listed, the last (`None`) is in use. Sums to [`billable`].
pub fn waterfall(assessments: &[Assessment]) -> Vec<(Option<Reason>, u64)> {
    Reason::WATERFALL
        .into_iter()
        .map(Some)
        .chain([None])
        .map(|step| (step, count(assessments, |one| one.billable && one.step == step)))
        .collect()
}

/// Candidates by lane; every lane is listed.
pub fn lanes(assessments: &[Assessment]) -> Vec<(Lane, u64)> {
    [Lane::Ready, Lane::Review, Lane::Protected]
        .into_iter()
        .map(|lane| (lane, count(assessments, |one| one.lane == Some(lane))))
        .collect()
}

/// Billable users seen less than `days` whole days ago.
pub fn active_within(assessments: &[Assessment], days: u32) -> u64 {
    count(assessments, |one| one.billable && one.idle_days.is_some_and(|idle| idle < days))
}

fn count(assessments: &[Assessment], holds: impl Fn(&Assessment) -> bool) -> u64 {
    assessments.iter().map(|one| u64::from(holds(one))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UserStatus;
    use crate::analysis::assess::tests::{as_of, days_ago, user};
    use crate::analysis::{Rules, UserFacts, assess_all};

    /// Every mix of status, enrolment, age, last seen and name.
    fn everybody() -> Vec<UserFacts> {
        let statuses = ["active", "bypass", "disabled", "locked out", "pending deletion", "frozen"];
        let times = [None, Some(0), Some(13), Some(14), Some(30), Some(89), Some(90), Some(179), Some(180)];
        let names = ["jdoe", "svc-x", "breakglass"];
        let mut users = Vec::new();
        for status in statuses {
            for enrolled in [false, true] {
                for created in times {
                    for seen in times {
                        for name in names {
                            let id = format!("DU{}", users.len());
                            users.push(UserFacts {
                                username: format!("{name}{}", users.len() / 2),
                                status: UserStatus::from_duo(status),
                                is_enrolled: enrolled,
                                created: created.map(days_ago),
                                last_login: seen.map(days_ago),
                                ..user(&id)
                            });
                        }
                    }
                }
            }
        }
        for id in ["DUX", "DUY"] {
            users.push(UserFacts { email: "jane@acme.example".to_owned(), ..user(id) });
        }
        users
    }

    #[test]
    fn the_waterfall_sums_to_billable_and_candidates_to_the_lanes() {
        let users = everybody();
        let expected = users.iter().filter(|u| u.status.billable()).count() as u64;
        for log in [None, Some(days_ago(180)), Some(days_ago(20))] {
            let all = assess_all(&users, &Rules::default(), log, as_of());
            assert_eq!(billable(&all), expected);
            let steps = waterfall(&all);
            assert_eq!(steps.iter().map(|(_, n)| n).sum::<u64>(), expected);
            assert_eq!(steps.len(), 7);
            assert!(steps.iter().all(|(_, n)| *n > 0), "every step is met by this population: {steps:?}");
            let candidates: u64 = steps.iter().filter(|(step, _)| step.is_some()).map(|(_, n)| n).sum();
            assert_eq!(lanes(&all).iter().map(|(_, n)| n).sum::<u64>(), candidates);
        }
    }

    #[test]
    fn the_step_is_the_first_reason_that_counts() {
        for one in assess_all(&everybody(), &Rules::default(), None, as_of()) {
            let first = Reason::WATERFALL.into_iter().find(|r| one.reasons.iter().any(|n| n.reason == *r));
            assert_eq!(one.step, first);
            assert_eq!(one.lane.is_some(), one.step.is_some());
        }
    }

    #[test]
    fn active_means_seen_less_than_so_many_days_ago() {
        let users: Vec<UserFacts> = [Some(0), Some(29), Some(30), Some(89), Some(90), None]
            .into_iter()
            .enumerate()
            .map(|(n, seen)| UserFacts { last_login: seen.map(days_ago), ..user(&format!("DU{n}")) })
            .collect();
        let all = assess_all(&users, &Rules::default(), None, as_of());
        assert_eq!([30, 60, 90].map(|days| active_within(&all, days)), [2, 3, 4]);
    }
}

//! Cards and charts of a client.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta};
use domain::analysis::share_percent;
use domain::{AuthAttempts, DataSet, FactorClass, LogGap, NotEvaluatedReason, Permission, SignInResult};
use store::{Condition, DataSetRow, LogTexts, Operator, Row, SignInDay, UserTotals, ViewName, ViewQuery};

use crate::Engine;
use crate::api::{
    ActOn, ClientRef, CommandError, CoverageSum, DataSetStatus, DayCount, Figure, Overview, OverviewTexts,
    ValueCount,
};
use crate::views::{as_of, missing, open_gaps};

const CHART_DAYS: i64 = 30;
const WEEK: i64 = 7;
/// A bypass code this old was forgotten (ux.md §8.5).
const UNUSED_DAYS: &str = "30";

impl Engine {
    /// True cards only: what was not read says why.
    pub async fn overview(self: &Arc<Self>, client: ClientRef) -> Result<Overview, CommandError> {
        let id = client.client;
        self.connection(&id).await?;
        let terms = {
            let id = id.clone();
            self.registry(move |registry| registry.licence_terms(&id)).await?
        };
        let now = self.ports.clock.utc();
        let facts = self
            .read(&id, move |db| {
                let coverage = db.coverage()?;
                let end = coverage.and_then(|(_, hi)| DateTime::from_timestamp_millis(hi)).unwrap_or(now);
                let codes = |filter| {
                    let query = ViewQuery { filter, limit: 1, ..ViewQuery::default() };
                    Ok::<_, store::StoreError>(db.view(ViewName::Bypass, &query, end)?.total)
                };
                Ok(Facts {
                    account: db.account()?.unwrap_or_default(),
                    totals: db.user_totals()?,
                    days: db
                        .sign_in_days((end - TimeDelta::days(CHART_DAYS)).date_naive(), end.date_naive())?,
                    forever: codes(forever())?,
                    unused: codes(unused())?,
                    weak_admins: {
                        let query = ViewQuery { filter: weak_admins(), limit: 1, ..ViewQuery::default() };
                        db.view(ViewName::Admins, &query, end)?.total
                    },
                    texts: db.log_texts()?,
                    gaps: open_gaps(db, ViewName::Signins)?,
                    attempts: db.auth_attempts()?,
                    credits_used: db.telephony_use()?.and_then(|used| used.credits),
                    sums: sums(&db.view(ViewName::Coverage, &ViewQuery::default(), end)?.rows),
                    sets: db.data_sets()?,
                    coverage,
                    end,
                })
            })
            .await?;
        let paid = terms.and_then(|terms| terms.paid);
        let data_sets = self.sync_status(ClientRef { client: id }).await?.data_sets;
        Ok(facts.overview(paid, data_sets))
    }
}

struct Facts {
    account: domain::Account,
    totals: UserTotals,
    days: Vec<SignInDay>,
    forever: u64,
    unused: u64,
    weak_admins: u64,
    texts: LogTexts,
    gaps: Vec<LogGap>,
    attempts: Option<AuthAttempts>,
    credits_used: Option<u64>,
    sums: Vec<CoverageSum>,
    sets: Vec<DataSetRow>,
    coverage: Option<(i64, i64)>,
    end: DateTime<chrono::Utc>,
}

impl Facts {
    fn overview(self, paid: Option<u32>, data_sets: Vec<DataSetStatus>) -> Overview {
        let users = |value: u64| known(&self.sets, DataSet::Users, value);
        let account = |value: Option<i64>| match (value, missing(&self.sets, DataSet::Account)) {
            (Some(value), None) => Figure::Value(value as f64),
            (_, Some(why)) => Figure::NotEvaluated(why),
            (None, None) => {
                Figure::NotEvaluated(domain::NotEvaluatedReason::NotOffered { data_set: DataSet::Account })
            }
        };
        let week_ago = (self.end - TimeDelta::days(WEEK)).date_naive();
        let week = |wanted: &dyn Fn(SignInResult) -> bool| {
            let sum =
                self.days.iter().filter(|one| one.day > week_ago && wanted(one.result)).map(|one| one.count);
            match missing(&self.sets, DataSet::SignIns) {
                None if !self.week_is_read() => never_read(DataSet::SignIns),
                _ => known(&self.sets, DataSet::SignIns, sum.sum()),
            }
        };
        let coverage = match missing(&self.sets, DataSet::Users) {
            Some(why) => Figure::NotEvaluated(why),
            None => share(self.totals.can_mfa, self.totals.population),
        };
        Overview {
            as_of: as_of(&self.sets, &[DataSet::Users]),
            edition: self.account.edition.clone(),
            population: users(self.totals.population),
            can_mfa: users(self.totals.can_mfa),
            coverage,
            must_mfa: self.must(&|users| Figure::Value(users as f64)),
            must_coverage: self.must(&|users| share(users, self.totals.population)),
            coverage_sums: self.sums.clone(),
            billable: users(self.totals.billable),
            summary_user_count: account(self.account.user_count.map(i64::from)),
            paid,
            reclaimable: users(self.totals.ready()),
            bypass: bypass(&self.sets, &self.totals),
            sign_ins_7d: week(&|_| true),
            denied_7d: week(&|result| result != SignInResult::Success),
            weak_admins: match missing(&self.sets, DataSet::Webauthn) {
                // Without passkeys nobody could be said to have none; who may not be seen says more.
                Some(why) if missing(&self.sets, DataSet::Admins).is_none() => Figure::NotEvaluated(why),
                _ => known(&self.sets, DataSet::Admins, self.weak_admins),
            },
            credits_used_30d: match (self.credits_used, missing(&self.sets, DataSet::TelephonyCredits)) {
                (Some(used), None) => Figure::Value(used as f64),
                (_, Some(why)) => Figure::NotEvaluated(why),
                (None, None) => Figure::NotEvaluated(NotEvaluatedReason::NotOffered {
                    data_set: DataSet::TelephonyCredits,
                }),
            },
            attempts: self.attempts,
            telephony_credits: account(self.account.telephony_credits_remaining),
            statuses: self
                .totals
                .statuses
                .iter()
                .map(|(status, count)| ValueCount { value: Some(status.clone()), count: *count })
                .collect(),
            strongest: self
                .totals
                .strongest
                .iter()
                .map(|(class, count)| ValueCount {
                    value: class.map(|class| class.id().to_owned()),
                    count: *count,
                })
                .collect(),
            days: missing(&self.sets, DataSet::SignIns).is_none().then(|| by_day(&self.days)),
            texts: missing(&self.sets, DataSet::SignIns).is_none().then(|| OverviewTexts {
                denied_reasons: self.texts.denied_reasons.clone(),
                countries: self.texts.countries.clone(),
            }),
            gaps: self.gaps.clone(),
            read_back_to: self.coverage.and_then(|(lo, _)| DateTime::from_timestamp_millis(lo)),
            act_on: self.act_on(paid),
            data_sets,
        }
    }

    /// A figure of those who must; groups and policies decide it.
    fn must(&self, figure: &dyn Fn(u64) -> Figure) -> Figure {
        let unread = [DataSet::Users, DataSet::Groups, DataSet::Policies];
        let why = unread.into_iter().find_map(|set| missing(&self.sets, set));
        let users = self.sums.iter().find(|sum| sum.measure == "must_mfa").and_then(|sum| sum.users);
        match (why, users) {
            (Some(why), _) => Figure::NotEvaluated(why),
            (None, Some(users)) => figure(users),
            (None, None) => never_read(DataSet::Policies),
        }
    }

    /// Whether the log was read back a week without a gap, or to its beginning.
    fn week_is_read(&self) -> bool {
        let finished = self.sets.iter().any(|row| row.set == DataSet::SignIns && row.as_of.is_some());
        let week_ago = (self.end - TimeDelta::days(WEEK)).timestamp_millis();
        finished || self.coverage.is_some_and(|(lo, _)| lo <= week_ago)
    }

    /// Gravest first; what counts nought is left out.
    fn act_on(&self, paid: Option<u32>) -> Vec<ActOn> {
        let status = |wanted: &str| {
            self.totals.statuses.iter().filter(|(value, _)| value == wanted).map(|one| one.1).sum()
        };
        let step = |wanted| {
            self.totals.waterfall.iter().filter(|(step, _)| *step == Some(wanted)).map(|one| one.1).sum()
        };
        let sms = self.totals.strongest.iter().filter(|(class, _)| *class == Some(FactorClass::SmsOrCall));
        let over = paid.map_or(0, |paid| self.totals.billable.saturating_sub(u64::from(paid)));
        // Rights that are not wanted of every connection miss nothing here.
        let missing = |right: &Permission| {
            self.sets.iter().any(|row| row.state == "denied" && row.set.needs() == *right)
        };
        let denied = Permission::WANTED.iter().filter(|right| missing(right)).count() as u64;
        let one = |kind: &str, count: u64, view: Option<ViewName>, filter: Vec<Condition>| ActOn {
            kind: kind.to_owned(),
            count,
            view,
            filter,
        };
        [
            one("bypass_users", self.totals.bypass, Some(ViewName::Bypass), vec![not("kind", "code")]),
            one("over_seats", over, Some(ViewName::Licences), Vec::new()),
            one(
                "disabled_counted",
                status("disabled"),
                Some(ViewName::Users),
                vec![is("status", "disabled")],
            ),
            one(
                "unenrolled",
                step(domain::analysis::Reason::NotEnrolled),
                Some(ViewName::Licences),
                vec![is("step", "not_enrolled")],
            ),
            one("bypass_codes_unused", self.unused, Some(ViewName::Bypass), unused()),
            one("bypass_codes_forever", self.forever, Some(ViewName::Bypass), forever()),
            one("sms_only", sms.map(|one| one.1).sum(), Some(ViewName::Users), sms_only()),
            one("permission_missing", denied, None, Vec::new()),
        ]
        .into_iter()
        .filter(|one| one.count > 0)
        .collect()
    }
}

/// Administrators who could pass with no more than a phone.
pub(crate) fn weak_admins() -> Vec<Condition> {
    vec![is("status", "active"), is("strong", "false")]
}

/// Users of the population whose strongest factor is a text message or a call.
pub(crate) fn sms_only() -> Vec<Condition> {
    vec![is("strongest", "sms_or_call"), Condition { op: Operator::Present, ..is("can_mfa", "") }]
}

/// Bypass codes that never end.
pub(crate) fn forever() -> Vec<Condition> {
    vec![is("kind", "code"), is("never_expires", "true")]
}

/// Bypass codes that lie about: Duo drops one that is used up.
pub(crate) fn unused() -> Vec<Condition> {
    vec![is("kind", "code"), Condition { op: Operator::Ge, ..is("age_days", UNUSED_DAYS) }]
}

fn sums(rows: &[Row]) -> Vec<CoverageSum> {
    let sum = |row: &Row| {
        let measure = row.get("measure")?.as_str()?.to_owned();
        Some(CoverageSum { measure, users: row.get("users").and_then(serde_json::Value::as_u64) })
    };
    rows.iter().filter_map(sum).collect()
}

/// Per cent of users; of nobody there is no share.
pub(crate) fn share(part: u64, whole: u64) -> Figure {
    share_percent(part, whole).map_or(Figure::NotEvaluated(NotEvaluatedReason::Nobody), Figure::Value)
}

fn never_read(data_set: DataSet) -> Figure {
    Figure::NotEvaluated(domain::NotEvaluatedReason::NeverSynced { data_set })
}

/// A figure from a data set, or why there is none.
pub(crate) fn known(sets: &[DataSetRow], set: DataSet, value: u64) -> Figure {
    match missing(sets, set) {
        Some(why) => Figure::NotEvaluated(why),
        None => Figure::Value(value as f64),
    }
}

/// Users in bypass, by their own status or a group's: without the groups nobody knows how many.
pub(crate) fn bypass(sets: &[DataSetRow], totals: &UserTotals) -> Figure {
    match missing(sets, DataSet::Users).or_else(|| missing(sets, DataSet::Groups)) {
        Some(why) => Figure::NotEvaluated(why),
        None => Figure::Value(totals.bypass as f64),
    }
}

fn not(column: &str, value: &str) -> Condition {
    Condition { op: Operator::Ne, ..is(column, value) }
}

fn is(column: &str, value: &str) -> Condition {
    Condition { column: column.to_owned(), op: Operator::Eq, value: value.to_owned() }
}

/// Sums of days, a line a day.
pub(crate) fn by_day(rows: &[SignInDay]) -> Vec<DayCount> {
    let mut days: BTreeMap<NaiveDate, DayCount> = BTreeMap::new();
    for SignInDay { day, result, count } in rows {
        let entry = days.entry(*day).or_insert_with(|| DayCount {
            day: day.to_string(),
            success: 0,
            denied: 0,
            fraud: 0,
            error: 0,
        });
        match result {
            SignInResult::Success => entry.success += count,
            SignInResult::Denied => entry.denied += count,
            SignInResult::Fraud => entry.fraud += count,
            SignInResult::Error | SignInResult::Unknown => entry.error += count,
        }
    }
    days.into_values().collect()
}

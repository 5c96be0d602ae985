//! Licences and telephony credits.

use chrono::{Days, NaiveDate};
use domain::{TelephonyUse, User, UserStatus};
use store::{ExclusionRow, LicenceTermsRow, Objects};

use super::Case;
use super::tenant::{Tenant, days_ago, now, user};

/// Seats and renewal, without a price.
fn terms(tenant: &Tenant, paid: u32, renewal: Option<NaiveDate>) {
    let row = LicenceTermsRow {
        paid: Some(paid),
        price_hundredths: None,
        currency: None,
        model: "prepaid".to_owned(),
        renewal,
        entered_by: "J.".to_owned(),
        entered_at: now(),
        min_commit: 0,
        pack_size: 1,
        buffer_percent: 0,
        billed: None,
        sell_hundredths: None,
    };
    tenant.registry.set_licence_terms(&tenant.id, &row).unwrap();
}

fn in_days(days: u64) -> Option<NaiveDate> {
    now().date_naive().checked_add_days(Days::new(days))
}

fn anna(tenant: &Tenant, anna: User) {
    tenant.fill(Objects::Users(vec![anna, user("ben")]));
}

/// Made so many days ago.
fn unenrolled(days: i64) -> User {
    User { is_enrolled: false, created: Some(days_ago(days)), ..user("anna") }
}

/// Anna is excluded until then.
fn excluded(tenant: &Tenant, until_days_ago: i64) {
    anna(tenant, unenrolled(400));
    let row = ExclusionRow {
        user_id: "DUanna".to_owned(),
        client_decision: false,
        reason: "on_leave".to_owned(),
        note: "On leave".to_owned(),
        until: Some(days_ago(until_days_ago)),
        by: "J.".to_owned(),
        at: days_ago(50),
    };
    tenant.db.decide(&["DUanna".to_owned()], &[row]).unwrap();
}

fn credits(tenant: &Tenant, left: i64) {
    tenant.account(left);
    let used = TelephonyUse { from: days_ago(30), to: now(), credits: Some(100) };
    tenant.db.set_telephony_use(&used, now()).unwrap();
}

const NONE: Case = Case {
    kind: "",
    severity: "",
    subject: "Licence review",
    detail: None,
    figure: None,
    fires: |_| (),
    neighbour: |_| (),
};

pub(super) const CASES: [Case; 6] = [
    Case {
        kind: "licences_over",
        severity: "high",
        figure: Some((1, "seats")),
        fires: |t| terms(t, 1, None),
        neighbour: |t| terms(t, 2, None),
        ..NONE
    },
    Case {
        kind: "licences_ready",
        severity: "medium",
        figure: Some((1, "users")),
        fires: |t| anna(t, User { status: UserStatus::Disabled, ..user("anna") }),
        // In the Trash it takes no licence.
        neighbour: |t| anna(t, User { status: UserStatus::PendingDeletion, ..user("anna") }),
        ..NONE
    },
    Case {
        kind: "licences_review",
        severity: "low",
        figure: Some((1, "users")),
        fires: |t| anna(t, unenrolled(14)),
        // So young an account is left alone.
        neighbour: |t| anna(t, unenrolled(13)),
        ..NONE
    },
    Case {
        kind: "exclusion_expired",
        severity: "low",
        figure: Some((1, "users")),
        fires: |t| excluded(t, 1),
        neighbour: |t| excluded(t, -1),
        ..NONE
    },
    Case {
        kind: "telephony_low",
        severity: "medium",
        subject: "Telephony",
        detail: Some("100 used in 30 days"),
        figure: Some((99, "credits")),
        fires: |t| credits(t, 99),
        neighbour: |t| credits(t, 100),
    },
    Case {
        kind: "renewal_soon",
        severity: "medium",
        detail: Some("2027-01-23"),
        figure: Some((90, "days")),
        fires: |t| terms(t, 9, in_days(90)),
        neighbour: |t| terms(t, 9, in_days(91)),
        ..NONE
    },
];

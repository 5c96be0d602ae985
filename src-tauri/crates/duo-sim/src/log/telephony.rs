//! The telephony log (admin-api.md §8.4). Calls and messages belong to sign-ins where one is near that needed them.

use serde::Serialize;

use crate::dice::Subject;
use crate::log::iso::iso;
use crate::log::page::Source;
use crate::log::sign_in;
use crate::log::story::{Device, Story};
use crate::log::uuid::uuid;
use crate::org::phones;
use crate::tenant::Tenant;

/// Sign-ins looked at for one that needed a call or a message.
const NEAR: u64 = 64;

#[derive(Debug, Serialize)]
pub(crate) struct TelephonyRecord {
    context: &'static str,
    pub(crate) credits: u32,
    phone: String,
    telephony_id: String,
    ts: String,
    txid: Option<String>,
    #[serde(rename = "type")]
    kind: &'static str,
}

pub(crate) fn telephony_id(tenant: &Tenant, k: u64) -> String {
    uuid(tenant.config.seed, Subject::TelephonyId, k)
}

/// Runs `with` on the telephony log as a source of pages.
pub(crate) fn source<R>(tenant: &Tenant, with: impl FnOnce(&Source<'_>) -> R) -> R {
    let id = |k| telephony_id(tenant, k);
    let timeline = &tenant.telephony;
    with(&Source { timeline, id: &id, late_from: timeline.len(), hidden: &|_| false })
}

pub(crate) fn record(tenant: &Tenant, k: u64) -> TelephonyRecord {
    let mut dice = tenant.dice(Subject::Telephony, k);
    let ms = tenant.telephony.ms(k);
    let cause = if dice.percent(85) { cause(tenant, ms) } else { None };
    let (context, kind, phone, txid) = if let Some((sign_in, kind, phone)) = cause {
        ("authentication", kind, phone, Some(sign_in::txid(tenant, sign_in)))
    } else {
        let phone = u32::try_from(dice.below(u64::from(phones::count(tenant)))).unwrap_or(0);
        let context = dice.pick(&["enrollment", "administrator login", "verify"]);
        (context, dice.pick(&["sms", "phone"]), phone, None)
    };
    TelephonyRecord {
        context,
        credits: if kind == "phone" { 2 } else { 1 },
        phone: phones::number(phone),
        telephony_id: telephony_id(tenant, k),
        ts: iso(ms, dice.below(1000)),
        txid,
        kind,
    }
}

/// The first sign-in at or after a moment whose factor was a call or a message.
fn cause(tenant: &Tenant, ms: i64) -> Option<(u64, &'static str, u32)> {
    let first = tenant.sign_ins.before(ms);
    let last = first.saturating_add(NEAR).min(tenant.sign_ins.len());
    (first..last).find_map(|k| {
        let story = Story::of(tenant, k);
        let Device::Phone(phone) = story.device else { return None };
        match story.factor {
            "phone_call" => Some((k, "phone", phone)),
            "sms_passcode" => Some((k, "sms", phone)),
            _ => None,
        }
    })
}

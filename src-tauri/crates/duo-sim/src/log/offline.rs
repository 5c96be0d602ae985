//! The log of offline enrolment (admin-api.md §8.5).

use serde_json::json;

use crate::dice::Subject;
use crate::log::admin_log::V1Record;
use crate::org::people::Person;
use crate::tenant::Tenant;

pub(crate) fn record(tenant: &Tenant, k: u64) -> V1Record {
    let mut dice = tenant.dice(Subject::OfflineLog, k);
    let user = u32::try_from(dice.below(u64::from(tenant.population.len()))).unwrap_or(0);
    let action = match dice.below(10) {
        0..7 => "o2fa_user_provisioned",
        7 | 8 => "o2fa_user_reenrolled",
        _ => "o2fa_user_deprovisioned",
    };
    let description = json!({
        "factor": dice.pick(&["duo_otp", "security_key"]),
        "hostname": format!("PC-{:05}", dice.below(100_000)),
        "user_agent": "DuoCredProv/5.1.0 (Windows NT 10.0; x64)",
    });
    V1Record::at(tenant.offline_log.ms(k), action, Person::of(tenant, user).username)
        .told(Some("Windows Logon".to_owned()), &description)
}

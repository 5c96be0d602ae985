//! The administrator log of the first generation (admin-api.md §8.5): no identifiers, seconds, a description that is
//! JSON written as text.

use serde::Serialize;
use serde_json::{Value, json};

use crate::dice::{Dice, Subject};
use crate::org::people::Person;
use crate::org::{admins, applications};
use crate::tenant::Tenant;

#[derive(Debug, Serialize)]
pub(crate) struct V1Record {
    pub(crate) action: &'static str,
    pub(crate) description: Option<String>,
    pub(crate) isotimestamp: String,
    pub(crate) object: Option<String>,
    pub(crate) timestamp: i64,
    pub(crate) username: String,
}

impl V1Record {
    pub(crate) fn at(ms: i64, action: &'static str, username: String) -> Self {
        let timestamp = ms.div_euclid(1000);
        let at = chrono::DateTime::from_timestamp(timestamp, 0).unwrap_or_default();
        let isotimestamp = at.format("%Y-%m-%dT%H:%M:%S+00:00").to_string();
        Self { action, description: None, isotimestamp, object: None, timestamp, username }
    }

    pub(crate) fn told(self, object: Option<String>, description: &Value) -> Self {
        Self { object, description: Some(description.to_string()), ..self }
    }
}

pub(crate) fn record(tenant: &Tenant, k: u64) -> V1Record {
    let mut dice = tenant.dice(Subject::AdminLog, k);
    let ms = tenant.admin_log.ms(k);
    let admin = u32::try_from(dice.below(4)).unwrap_or(0);
    let by = |action| V1Record::at(ms, action, admins::name(admin).to_owned());
    let ip = format!("203.0.113.{}", dice.below(254) + 1);
    match dice.below(100) {
        0..45 => by("admin_login").told(
            None,
            &json!({
                "device": format!("+1312555019{admin}"), "factor": dice.pick(&["push", "sms", "phone"]),
                "ip_address": ip, "primary_auth_method": "Password", "role": "Owner",
            }),
        ),
        45..52 => by("admin_login_error")
            .told(None, &json!({ "error": "Invalid password or passcode.", "ip_address": ip })),
        52..72 => {
            let (name, description) = person(tenant, &mut dice);
            V1Record::at(ms, "user_update", "AD Sync: Main".to_owned()).told(Some(name), &description)
        }
        72..84 => {
            let (name, _) = person(tenant, &mut dice);
            let description =
                json!({ "auto_generated": true, "count": dice.below(9) + 1, "valid_secs": 3600 });
            by("bypass_create").told(Some(name), &description)
        }
        84..92 => {
            let (name, description) = person(tenant, &mut dice);
            V1Record::at(ms, "user_update", "API (Example Sync)".to_owned()).told(Some(name), &description)
        }
        _ => {
            let listed: Vec<u32> = applications::listed(applications::Version::V3).collect();
            let name = applications::get(dice.pick(&listed)).name.to_owned();
            by("integration_update").told(Some(name), &json!({ "ip_address": ip, "notes": "" }))
        }
    }
}

fn person(tenant: &Tenant, dice: &mut Dice) -> (String, Value) {
    let user = u32::try_from(dice.below(u64::from(tenant.population.len()))).unwrap_or(0);
    let person = Person::of(tenant, user);
    let description = json!({ "email": person.email, "status": person.status, "uname": person.username });
    (person.username, description)
}

//! Records of computers: endpoints, desktop authenticators, registered and blocked devices.

use serde::Serialize;
use serde_json::{Value, json};

use crate::config::Edition;
use crate::dice::Subject;
use crate::id::Kind;
use crate::org::computers::Computer;
use crate::org::people;
use crate::tenant::Tenant;

const BROWSERS: [(&str, &str); 4] =
    [("Chrome", "141.0.7390.54"), ("Edge", "141.0.3537.71"), ("Firefox", "143.0"), ("Safari", "18.6")];

/// The two names of an owner that these lists tell.
#[derive(Debug, Serialize)]
pub(crate) struct Owner {
    user_id: String,
    username: String,
}

/// The desktop authenticator object inside a user.
#[derive(Debug, Serialize)]
pub(crate) struct AuthenticatorOfUser {
    dakey: String,
    device_name: String,
}

pub(crate) fn computer(tenant: &Tenant, number: u32) -> Computer {
    tenant.fleet.computer(tenant.config.seed, number, |user| people::last_login(tenant, user))
}

fn owner(tenant: &Tenant, computer: &Computer) -> Option<Owner> {
    computer.owner.map(|user| Owner {
        user_id: tenant.id(Kind::User, user),
        username: people::badge(tenant, user).username,
    })
}

/// Of some computers Duo knows nobody's name.
pub(crate) fn is_anonymous(tenant: &Tenant, number: u32) -> bool {
    tenant.dice(Subject::Endpoint, number).percent(2)
}

/// The endpoint object. Identifiers of the machine are told on Premier only; without Duo Desktop, texts and lists of what
/// it tells are empty.
pub(crate) fn endpoint(tenant: &Tenant, number: u32) -> Value {
    let computer = computer(tenant, number);
    let posture = computer.posture(tenant.config.seed);
    let badge =
        computer.owner.filter(|_| !is_anonymous(tenant, number)).map(|user| people::badge(tenant, user));
    let told = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let premier = tenant.config.edition == Edition::Premier;
    let machine = |prefix: &str| {
        let key = tenant.dice(Subject::Endpoint, u64::from(number) + 1).text(b"0123456789ABCDEF", 12);
        if premier && computer.desktop.is_some() { format!("{prefix}{key}") } else { String::new() }
    };
    let agents = if posture.agent {
        json!([{ "security_agent": "Cisco Secure Endpoint", "version": "8.4.0" }])
    } else if computer.desktop.is_some() {
        json!([])
    } else {
        json!("")
    };
    json!({
        "browsers": browsers(tenant, &computer),
        "computer_sid": machine("S-1-5-21-"),
        "cpu_id": machine(""),
        "device_id": "",
        "device_identifier": "",
        "device_identifier_type": "",
        "device_name": if computer.desktop.is_some() { computer.name() } else { String::new() },
        "device_udid": "",
        "device_username": "",
        "device_username_type": "",
        "disk_encryption_status": posture.encryption,
        "domain_sid": "",
        "email": badge.as_ref().map_or("", |badge| badge.email.as_str()),
        "epkey": tenant.id(Kind::Endpoint, number),
        "firewall_status": posture.firewall,
        "hardware_uuid": machine("HW-"),
        "health_app_client_version": told(computer.desktop),
        "health_data_last_collected": match (computer.desktop, computer.last_seen) {
            (Some(_), Some(at)) => json!(at - 100),
            _ => json!(""),
        },
        "last_updated": computer.last_seen,
        "machine_guid": machine("MG-"),
        "model": computer.os.model,
        "os_build": computer.os.build,
        "os_family": computer.os.family,
        "os_version": computer.os.version,
        "password_status": posture.password,
        "security_agents": agents,
        "trusted_endpoint": posture.trusted,
        "type": "",
        "username": badge.as_ref().map_or("", |badge| badge.username.as_str()),
    })
}

fn browsers(tenant: &Tenant, computer: &Computer) -> Vec<Value> {
    let mut dice = tenant.dice(Subject::Endpoint, u64::from(computer.number) + (1 << 33));
    let first = usize::from(dice.percent(50));
    let count = 1 + usize::from(dice.percent(20));
    (first..first + count)
        .map(|at| {
            let (family, version) = BROWSERS[at % BROWSERS.len()];
            json!({
                "browser_family": family,
                "browser_version": version,
                "flash_version": "uninstalled",
                "java_version": "uninstalled",
                "last_used": computer.last_seen,
            })
        })
        .collect()
}

/// The desktop authenticator object.
pub(crate) fn authenticator(tenant: &Tenant, number: u32) -> Value {
    let computer = computer(tenant, number);
    json!({
        "created": added(tenant, number),
        "dakey": tenant.id(Kind::DesktopAuthenticator, number),
        "device_name": computer.name(),
        "last_used": computer.last_seen,
        "platform": computer.os.family,
        "user": owner(tenant, &computer),
    })
}

pub(crate) fn authenticator_of_user(tenant: &Tenant, number: u32) -> AuthenticatorOfUser {
    AuthenticatorOfUser {
        dakey: tenant.id(Kind::DesktopAuthenticator, number),
        device_name: computer(tenant, number).name(),
    }
}

/// The registered device object, also of a blocked one.
pub(crate) fn registered(tenant: &Tenant, number: u32) -> Value {
    let computer = computer(tenant, number);
    json!({
        "compkey": tenant.id(Kind::RegisteredDevice, number),
        "created": added(tenant, number),
        "device_name": computer.name(),
        "last_seen": computer.last_seen,
        "os_family": computer.os.family,
        "os_version": computer.os.version,
        "users": owner(tenant, &computer).into_iter().collect::<Vec<_>>(),
    })
}

fn added(tenant: &Tenant, number: u32) -> i64 {
    tenant.now() - tenant.dice(Subject::Posture, u64::from(number) + (1 << 33)).between(40, 500) * 86_400
}

//! Users and sign-ins of a tenant that does not exist.

use chrono::{DateTime, Utc};
use domain::{DataSet, Factors, Group, SignIn, SignInResult, User, UserStatus};
use store::{ClientDb, Objects, PageWrite};

pub(crate) fn store_users(db: &ClientDb, users: i64, now: DateTime<Utc>) {
    let groups = (0..50).map(|n| Group {
        group_id: format!("DG{n:018}"),
        name: format!("Group {n}"),
        desc: String::new(),
        status: if n == 7 { "bypass" } else { "active" }.to_owned(),
    });
    let run = db.begin_run(DataSet::Groups, now).unwrap().run;
    write(db, DataSet::Groups, run, Objects::Groups(groups.collect()));
    db.finish_run(DataSet::Groups, run, now).unwrap();
    let run = db.begin_run(DataSet::Policies, now).unwrap().run;
    let global = domain::Policy { policy_key: "PO1".into(), is_global: true, ..domain::Policy::default() };
    write(db, DataSet::Policies, run, Objects::Policies(vec![global]));
    db.finish_run(DataSet::Policies, run, now).unwrap();
    let run = db.begin_run(DataSet::Users, now).unwrap().run;
    for from in (0..users).step_by(300) {
        let page = (from..(from + 300).min(users)).map(|n| user(n, now)).collect();
        write(db, DataSet::Users, run, Objects::Users(page));
    }
    db.finish_run(DataSet::Users, run, now).unwrap();
}

fn write(db: &ClientDb, set: DataSet, run: i64, objects: Objects) {
    let page =
        PageWrite { set, run, objects, quarantined: Vec::new(), cursor: Some("1".into()), total: None };
    db.write_page(&page).unwrap();
}

fn user(n: i64, now: DateTime<Utc>) -> User {
    let mixed = n.wrapping_mul(2_654_435_761).rem_euclid(1 << 31);
    User {
        user_id: format!("DU{n:018}"),
        username: format!("user{mixed:x}"),
        realname: format!("Given{} Family{}", mixed % 977, mixed % 7_919),
        email: format!("user{mixed:x}@example.com"),
        aliases: Vec::new(),
        status: match mixed % 20 {
            0 => UserStatus::Disabled,
            1 => UserStatus::Bypass,
            _ => UserStatus::Active,
        },
        is_enrolled: mixed % 9 > 0,
        created: Some(now - chrono::Duration::days(mixed % 2_000)),
        last_login: (mixed % 11 > 0).then(|| now - chrono::Duration::days(mixed % 400)),
        last_directory_sync: None,
        directory_key: (mixed % 3 > 0).then(|| "DSABCDEFGHIJKLMNOPQR".to_owned()),
        lockout_reason: None,
        notes: String::new(),
        group_ids: (0..mixed % 4).map(|k| format!("DG{:018}", (mixed + k * 13) % 50)).collect(),
        phone_ids: vec![format!("DP{n:018}")],
        token_ids: Vec::new(),
        factors: Factors { push: u32::from(mixed % 5 > 0), passcode: 1, ..Factors::default() },
        methods: domain::Methods::ALL,
    }
}

/// A sign-in. A user has four applications, two addresses, one telephone and one computer.
pub(crate) fn sign_in(ts_ms: i64, n: i64, users: i64) -> SignIn {
    let mixed = n.wrapping_mul(2_654_435_761).rem_euclid(1 << 31);
    let user = mixed % users;
    let app = (user * 7 + (mixed / 7) % 4 * 11) % 40;
    let text = |text: &str| Some(text.to_owned());
    SignIn {
        ts_ms,
        txid: format!("{mixed:08x}-{:04x}-4aaa-8bbb-{n:012x}", n & 0xffff),
        result: if mixed % 12 == 0 { SignInResult::Denied } else { SignInResult::Success },
        reason: text(
            ["user_approved", "remembered_device", "bypass_user", "no_response"][(mixed % 4) as usize],
        ),
        factor: text(["duo_push", "remembered_device", "passcode"][(mixed % 3) as usize]),
        event_type: text("authentication"),
        app_key: Some(format!("DI{app:018}")),
        app_name: Some(format!("Application {app}")),
        user_key: Some(format!("DU{user:018}")),
        user_name: Some(format!("user{user}")),
        ip: Some(if mixed % 3 == 0 {
            format!("198.51.{}.1", user % 40)
        } else {
            format!("203.{}.{}.{}", user / 65_536, user / 256 % 256, user % 256)
        }),
        country: text(if mixed % 1_000 == 0 { "Chile" } else { "Switzerland" }),
        city: Some(format!("City {}", user % 300)),
        os: text("Windows"),
        browser: text("Edge"),
        hostname: Some(format!("WS-{user:05}")),
        auth_device: Some(format!("+4179{user:07}")),
        trusted_endpoint: text("unknown"),
        extra: None,
    }
}

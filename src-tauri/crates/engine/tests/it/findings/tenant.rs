//! A client whose files a test fills as a sync would, and the findings that the engine tells of it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::analysis::Rules;
use domain::{
    Account, Admin, Application, DataSet, Factors, Group, Method, Methods, Permission, Policy, SignIn,
    SignInResult, TelephonyUse, User, UserAccess, UserAuth, UserStatus,
};
use engine::api::{ViewName, ViewQuery, ViewRows};
use engine::{Clock, Engine, Keychain, KeychainError, Options, Ports, SampleTarget, SecretKey, Silent};
use store::{ClientDb, Connection, NewConnection, Objects, PageWrite, Quarantined, Registry};
use tempfile::TempDir;

/// 2026-10-25T12:00:00Z.
const NOW: DateTime<Utc> = DateTime::from_timestamp(1_792_929_600, 0).unwrap();

pub(super) fn now() -> DateTime<Utc> {
    NOW
}

pub(super) fn days_ago(days: i64) -> DateTime<Utc> {
    NOW - TimeDelta::days(days)
}

/// A client of which nothing is to be told, until a test changes it.
pub(super) struct Tenant {
    folder: TempDir,
    pub(super) registry: Registry,
    pub(super) db: ClientDb,
    pub(super) id: String,
}

impl Tenant {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (registry, _) = Registry::open(folder.path(), NOW).unwrap();
        let organisation_id = registry.add_organisation("Acme", NOW).unwrap();
        let granted = |right: Permission| (right.id().to_owned(), "granted".to_owned());
        let row = NewConnection {
            name: "Acme".to_owned(),
            name_key: "acme".to_owned(),
            organisation_id,
            host: "api-0a1b2c3d.duosecurity.com".to_owned(),
            ikey: "DIXXXXXXXXXXXXXXXXXX".to_owned(),
            status: "verified".to_owned(),
            wanted: Permission::WANTED.map(|right| right.id().to_owned()).into(),
            permissions: Permission::ALL.map(granted).into(),
            last_check: Some(NOW),
            ..NewConnection::default()
        };
        let id = registry.add_connection(&row, NOW).unwrap().id;
        let (db, _) = ClientDb::open(folder.path(), &id).unwrap();
        let tenant = Self { folder, registry, db, id };
        tenant.fill_all();
        tenant
    }

    fn fill_all(&self) {
        self.fill(Objects::Users(vec![user("anna"), user("ben")]));
        self.fill(Objects::Groups(vec![group("Staff", "active")]));
        self.fill(Objects::Admins(vec![admin("Ada")]));
        self.fill(Objects::Applications(vec![application("Portal")]));
        self.fill(Objects::Policies(vec![global()]));
        for empty in [Objects::Phones(vec![]), Objects::Webauthn(vec![]), Objects::BypassCodes(vec![])] {
            self.fill(empty);
        }
        self.account(1_000);
        let used = TelephonyUse { from: days_ago(30), to: NOW, credits: Some(100) };
        self.db.set_telephony_use(&used, NOW).unwrap();
        self.log(&[sign_in(1, "Portal", "anna"), sign_in(2, "Portal", "ben")]);
    }

    /// Reads a data set anew: what was there and is not in it goes.
    pub(super) fn fill(&self, objects: Objects) {
        self.fill_at(objects, Vec::new(), NOW);
    }

    pub(super) fn fill_at(&self, objects: Objects, quarantined: Vec<Quarantined>, at: DateTime<Utc>) {
        let set = objects.set();
        let run = self.db.begin_run(set, at).unwrap().run;
        let page = PageWrite { set, run, objects, quarantined, cursor: None, total: None };
        self.db.write_page(&page).unwrap();
        self.db.finish_run(set, run, at).unwrap();
        self.db.assess(&Rules::default(), at).unwrap();
    }

    pub(super) fn account(&self, credits: i64) {
        let account = Account { telephony_credits_remaining: Some(credits), ..Account::default() };
        self.db.set_account(&account, NOW).unwrap();
    }

    /// The log, read back 180 days.
    pub(super) fn log(&self, rows: &[SignIn]) {
        self.log_back_to(days_ago(180), rows);
    }

    pub(super) fn log_back_to(&self, back: DateTime<Utc>, rows: &[SignIn]) {
        let window = self.db.open_window(back.timestamp_millis(), NOW.timestamp_millis()).unwrap();
        self.db.write_signins(window.id, rows, &[], None, None, true).unwrap();
        self.db.finish_signins(NOW).unwrap();
        self.db.assess(&Rules::default(), NOW).unwrap();
    }

    /// As many sign-ins at an application by anna and ben as told, the first so many of them changed.
    pub(super) fn busy(&self, app: &str, count: i64, changed: i64, change: fn(&mut SignIn)) {
        let rows: Vec<SignIn> = (0..count)
            .map(|n| {
                let mut row = sign_in(100 + n, app, if n % 2 == 0 { "anna" } else { "ben" });
                if n < changed {
                    change(&mut row);
                }
                row
            })
            .collect();
        self.log(&rows);
    }

    pub(super) fn connection(&self, change: impl FnOnce(&mut Connection)) {
        let mut row = self.registry.connection(&self.id).unwrap();
        change(&mut row);
        self.registry.update_connection(&row).unwrap();
    }

    /// What the engine tells, seen on the given day.
    pub(super) async fn findings(&self, at: DateTime<Utc>) -> Vec<store::Row> {
        self.told_by(&self.engine(at).await).await
    }

    pub(super) async fn engine(&self, at: DateTime<Utc>) -> Arc<Engine> {
        let options = Options {
            data_dir: self.folder.path().to_owned(),
            ports: ports(at),
            demo: false,
            notices: Vec::new(),
        };
        Engine::open(options).await.unwrap()
    }

    pub(super) async fn told_by(&self, engine: &Arc<Engine>) -> Vec<store::Row> {
        let query = ViewQuery { limit: 1_000, ..ViewQuery::default() };
        let asked = ViewRows { client: self.id.clone(), view: ViewName::Findings, query };
        engine.view_rows(asked).await.unwrap().rows.unwrap()
    }
}

pub(super) fn user(name: &str) -> User {
    User {
        user_id: format!("DU{name}"),
        username: name.to_owned(),
        realname: String::new(),
        email: format!("{name}@example.com"),
        aliases: Vec::new(),
        status: UserStatus::Active,
        is_enrolled: true,
        created: Some(days_ago(400)),
        last_login: Some(days_ago(1)),
        last_directory_sync: None,
        directory_key: None,
        lockout_reason: None,
        notes: String::new(),
        group_ids: Vec::new(),
        phone_ids: Vec::new(),
        token_ids: Vec::new(),
        factors: Factors { push: 1, ..Factors::default() },
        methods: Methods::of(|method| method == Method::Push),
    }
}

pub(super) fn group(name: &str, status: &str) -> Group {
    Group {
        group_id: format!("DG{name}"),
        name: name.to_owned(),
        desc: String::new(),
        status: status.to_owned(),
    }
}

/// An administrator with a hardware token who signed in yesterday.
pub(super) fn admin(name: &str) -> Admin {
    Admin {
        admin_id: format!("DE{name}"),
        name: name.to_owned(),
        email: String::new(),
        phone: None,
        role: "Owner".to_owned(),
        subaccount_role: None,
        status: "active".to_owned(),
        created: Some(days_ago(400)),
        last_login: Some(days_ago(1)),
        password_change_required: None,
        restricted: None,
        unit_ids: Vec::new(),
        hardtoken: Some("401278".to_owned()),
    }
}

/// An application that some groups may open.
pub(super) fn application(name: &str) -> Application {
    Application {
        integration_key: format!("DI{name}"),
        name: name.to_owned(),
        type_slug: "sso-generic".to_owned(),
        user_access: UserAccess::PermittedGroups,
        groups_allowed: Vec::new(),
        policy_key: None,
        sso: None,
        notes: String::new(),
    }
}

/// A policy that is applied to nothing and says nothing.
pub(super) fn policy(name: &str) -> Policy {
    Policy {
        policy_key: format!("PO{name}"),
        policy_name: name.to_owned(),
        sections: "{}".to_owned(),
        ..Policy::default()
    }
}

pub(super) fn global() -> Policy {
    Policy { is_global: true, user_auth: Some(UserAuth::Enforce), ..policy("Global") }
}

/// A sign-in with Duo Push, `minutes` and a day ago.
pub(super) fn sign_in(minutes: i64, app: &str, user: &str) -> SignIn {
    SignIn {
        ts_ms: (days_ago(1) - TimeDelta::minutes(minutes)).timestamp_millis(),
        txid: format!("{app}-{user}-{minutes}"),
        result: SignInResult::Success,
        reason: Some("user_approved".to_owned()),
        factor: Some("duo_push".to_owned()),
        event_type: Some("authentication".to_owned()),
        app_key: Some(format!("DI{app}")),
        app_name: Some(app.to_owned()),
        user_key: Some(format!("DU{user}")),
        user_name: Some(user.to_owned()),
        ip: None,
        country: None,
        city: None,
        os: None,
        browser: None,
        hostname: None,
        auth_device: None,
        trusted_endpoint: None,
        extra: None,
    }
}

/// A run that began and was stopped by an error.
pub(super) fn failed(code: &str) -> store::DataSetMark {
    store::DataSetMark::Failed { code: code.to_owned() }
}

/// The id of a log, as its gaps have it.
pub(super) const LOG: DataSet = DataSet::SignIns;

fn ports(at: DateTime<Utc>) -> Ports {
    Ports {
        clock: Arc::new(Stopped(at)),
        transports: Arc::new(Nowhere),
        keychain: Arc::new(Nowhere),
        events: Arc::new(Silent),
        preferences: Arc::new(Silent),
        files: Arc::new(Silent),
        links: Arc::new(Silent),
    }
}

struct Stopped(DateTime<Utc>);

impl Clock for Stopped {
    fn utc(&self) -> DateTime<Utc> {
        self.0
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }
}

/// Findings ask neither Duo nor the keychain.
struct Nowhere;

impl engine::Transports for Nowhere {
    fn https(&self) -> Result<Arc<dyn duo_api::Transport>, engine::api::CommandError> {
        Err(engine::api::CommandError::new(engine::Code::NetConnect))
    }

    fn sample(&self) -> SampleTarget {
        unreachable!("no test here asks for the sample")
    }
}

#[async_trait]
impl Keychain for Nowhere {
    async fn set(&self, _: &str, _: &SecretKey) -> Result<(), KeychainError> {
        Err(KeychainError::Unavailable)
    }

    async fn get(&self, _: &str) -> Result<SecretKey, KeychainError> {
        Err(KeychainError::Unavailable)
    }

    async fn delete(&self, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::Unavailable)
    }

    async fn holds(&self, _: &str) -> Result<bool, KeychainError> {
        Err(KeychainError::Unavailable)
    }
}

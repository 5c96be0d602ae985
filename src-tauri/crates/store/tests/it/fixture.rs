use std::path::PathBuf;

use chrono::{DateTime, Utc};
use domain::{
    Application, BypassCode, DataSet, Factors, Group, Phone, Policy, SignIn, SignInResult, Token, User,
    UserAccess, UserStatus, WebAuthnCredential,
};
use store::{ClientDb, Condition, Objects, Operator, PageWrite, Quarantined, Row, Sort, ViewName, ViewQuery};
use tempfile::TempDir;

pub(crate) const ID: &str = "7f1d3b52-8c34-4c0e-9a57-0d9c1b2a3f4e";
pub(crate) const DAY: i64 = 86_400_000;
/// 2026-10-25T00:00:00Z.
pub(crate) const NOW_MS: i64 = 1_792_886_400_000;

pub(crate) fn at(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap()
}

pub(crate) fn now() -> DateTime<Utc> {
    at(NOW_MS)
}

pub(crate) fn days_ago(days: i64) -> DateTime<Utc> {
    at(NOW_MS - days * DAY)
}

pub(crate) struct Fixture {
    pub(crate) dir: TempDir,
    pub(crate) db: ClientDb,
}

impl Fixture {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (db, notices) = ClientDb::open(dir.path(), ID).unwrap();
        assert_eq!(notices, []);
        Self { dir, db }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.dir.path().join("clients").join(format!("{ID}.db"))
    }

    /// A connection beside the store's, to look at the tables or to break them.
    pub(crate) fn sqlite(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.file()).unwrap()
    }

    pub(crate) fn int(&self, sql: &str) -> i64 {
        self.sqlite().query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// Reads a data set from its first to its last page.
    pub(crate) fn fill(&self, objects: Objects) {
        let set = objects.set();
        let run = self.db.begin_run(set, now()).unwrap().run;
        self.db.write_page(&page(set, run, objects)).unwrap();
        self.db.finish_run(set, run, now()).unwrap();
    }

    /// Reads a stretch of the log in one page.
    pub(crate) fn fill_log(&self, lo_ms: i64, hi_ms: i64, rows: &[SignIn]) {
        let window = self.db.open_window(lo_ms, hi_ms).unwrap();
        self.db.write_signins(window.id, rows, &[], None, None, true).unwrap();
    }

    pub(crate) fn rows(&self, view: ViewName, query: &ViewQuery) -> Vec<Row> {
        self.db.view(view, query, now()).unwrap().rows
    }

    /// The values of a column in the order of the view.
    pub(crate) fn column(&self, view: ViewName, column: &str, query: &ViewQuery) -> Vec<String> {
        self.rows(view, query).iter().map(|row| plain(&row[column])).collect()
    }
}

pub(crate) fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub(crate) fn page(set: DataSet, run: i64, objects: Objects) -> PageWrite {
    PageWrite { set, run, objects, quarantined: Vec::new(), cursor: None, total: None }
}

pub(crate) fn bad(path: &str, raw: &str) -> Quarantined {
    Quarantined { path: path.to_owned(), raw: Some(raw.to_owned()) }
}

pub(crate) fn filter(column: &str, op: Operator, value: &str) -> ViewQuery {
    let condition = Condition { column: column.to_owned(), op, value: value.to_owned() };
    ViewQuery { filter: vec![condition], ..ViewQuery::default() }
}

pub(crate) fn is(column: &str, value: &str) -> ViewQuery {
    filter(column, Operator::Eq, value)
}

pub(crate) fn sorted(column: &str, descending: bool) -> ViewQuery {
    ViewQuery { sort: Some(Sort { column: column.to_owned(), descending }), ..ViewQuery::default() }
}

pub(crate) fn search(text: &str) -> ViewQuery {
    ViewQuery { search: Some(text.to_owned()), ..ViewQuery::default() }
}

pub(crate) fn user(name: &str) -> User {
    User {
        user_id: format!("DU{name}"),
        username: name.to_owned(),
        realname: String::new(),
        email: String::new(),
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
        methods: domain::Methods::of(|method| method == domain::Method::Push),
    }
}

pub(crate) fn group(name: &str, status: &str) -> Group {
    Group {
        group_id: format!("DG{name}"),
        name: name.to_owned(),
        desc: String::new(),
        status: status.to_owned(),
    }
}

pub(crate) fn phone(id: &str, users: &[&str]) -> Phone {
    Phone {
        phone_id: id.to_owned(),
        number: "+13125550102".to_owned(),
        name: String::new(),
        kind: "Mobile".to_owned(),
        platform: "Google Android".to_owned(),
        model: Some("Google Pixel 9".to_owned()),
        activated: true,
        capabilities: vec!["auto".to_owned(), "push".to_owned()],
        last_seen: Some(days_ago(2)),
        encrypted: None,
        screenlock: None,
        fingerprint: None,
        tampered: None,
        user_ids: users.iter().map(|user| format!("DU{user}")).collect(),
    }
}

pub(crate) fn token(id: &str, users: &[&str]) -> Token {
    Token {
        token_id: id.to_owned(),
        kind: "h6".to_owned(),
        serial: "401278".to_owned(),
        user_ids: users.iter().map(|user| format!("DU{user}")).collect(),
    }
}

pub(crate) fn passkey(id: &str, user: &str) -> WebAuthnCredential {
    WebAuthnCredential {
        webauthnkey: id.to_owned(),
        credential_name: "Office key".to_owned(),
        label: "Security Key".to_owned(),
        date_added: Some(days_ago(30)),
        date_last_used: None,
        user_id: Some(format!("DU{user}")),
        admin_id: None,
    }
}

pub(crate) fn code(id: &str, user: &str) -> BypassCode {
    BypassCode {
        bypass_code_id: id.to_owned(),
        admin_email: "owner@example.com".to_owned(),
        created: Some(days_ago(10)),
        expiration: None,
        reuse_count: None,
        user_id: Some(format!("DU{user}")),
        username: Some(user.to_owned()),
    }
}

pub(crate) fn application(key: &str, name: &str) -> Application {
    Application {
        integration_key: key.to_owned(),
        name: name.to_owned(),
        type_slug: "sso-generic".to_owned(),
        user_access: UserAccess::AllUsers,
        groups_allowed: Vec::new(),
        policy_key: None,
        sso: None,
        notes: String::new(),
    }
}

/// A policy that says nothing of its own.
pub(crate) fn policy(key: &str, name: &str) -> Policy {
    Policy {
        policy_key: key.to_owned(),
        policy_name: name.to_owned(),
        sections: "{}".to_owned(),
        ..Policy::default()
    }
}

/// A success of `user` at `app`, `ms` after the epoch.
pub(crate) fn sign_in(ms: i64, txid: &str, app: &str, user: &str) -> SignIn {
    SignIn {
        ts_ms: ms,
        txid: txid.to_owned(),
        result: SignInResult::Success,
        reason: Some("user_approved".to_owned()),
        factor: Some("duo_push".to_owned()),
        event_type: Some("authentication".to_owned()),
        app_key: Some(format!("DI{app}")),
        app_name: Some(app.to_owned()),
        user_key: Some(format!("DU{user}")),
        user_name: Some(user.to_owned()),
        ip: Some("192.0.2.7".to_owned()),
        country: Some("Switzerland".to_owned()),
        city: None,
        os: Some("Windows".to_owned()),
        browser: Some("Edge".to_owned()),
        hostname: None,
        auth_device: None,
        trusted_endpoint: Some("unknown".to_owned()),
        extra: None,
    }
}

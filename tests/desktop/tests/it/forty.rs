//! Forty clients on a bad day: refused keys, rights that went, networks that are gone, files that are damaged. The list
//! says of each what is wrong and what is next, and those that are well stay so.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use testbed::{Simulator, Switchboard};

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::patience::until;

/// Customers of one parent, all well but two, whose files suffer.
const CUSTOMERS: &str = "34";
const DAMAGED: usize = 3;
const NEWER: usize = 7;
const SMALL: [&str; 4] = ["--users", "20", "--events", "30"];
/// Of `tandemctl simulate`.
type Args = &'static [&'static str];
/// Client, how its tenant is at first, how it is later (none: nothing answers), state and code in the list.
const OTHERS: &[(&str, Args, Option<Args>, &str, &str)] = &[
    ("Alder Refused", &[], Some(&["--fault", "signature_refused"]), "needs_attention", "AUTH_ROTATED"),
    ("Birch Unreached", &[], None, "needs_attention", "NET_PROXY_REFUSED"),
    ("Cedar Nothing Allowed", &[], Some(&["--fault", "forbid_all"]), "limited", "PERM_MISSING"),
    (
        "Dogwood Limited",
        &["--permissions", "read_resource,read_information"],
        Some(&["--permissions", "read_resource,read_information"]),
        "limited",
        "PERM_MISSING",
    ),
    ("Elm Empty", &["--fault", "empty_list"], Some(&["--fault", "empty_list"]), "verified", ""),
    ("Fir Slow", &[], Some(&["--fault", "flaky_500:10"]), "verified", ""),
];

#[tokio::test(flavor = "multi_thread")]
async fn forty_clients_on_a_bad_day() {
    let home = Home::new();
    let mut day = Day::begins(&home);
    let desk = day.opens(&home).await;
    day.connects(&desk).await;
    desk.close().await;
    let [damaged, newer] = day.spoils(&home);

    let desk = day.opens(&home).await;
    desk.sees("Alder Refused").await;
    day.turns_bad();
    desk.press("Select all rows").await;
    desk.shot("forty-selected").await;
    desk.press("Sync").await;
    desk.sees(" failed.").await;
    desk.shot("forty-synced").await;
    desk.press_in("*[@role='alert']", "Review").await;
    desk.sees("Close").await;
    desk.shot("forty-results").await;
    desk.press_in("*[@role='dialog']", "Close").await;
    let clients = desk.ask("clients", &json!({})).await;
    for (name, _, _, state, code) in OTHERS {
        assert_eq!(seen(named(&clients, name)), (*state, *code), "{name}");
    }
    for (at, customer) in day.customers.iter().enumerate() {
        let one = clients.as_array().unwrap().iter().find(|one| one["id"] == customer.as_str()).unwrap();
        let wanted = match at {
            DAMAGED => ("needs_attention", "DB_CORRUPT"),
            NEWER => ("needs_attention", "FILE_NEWER"),
            _ => ("verified", ""),
        };
        assert_eq!(seen(one), wanted, "{one}");
    }
    for (width, height) in [(960, 640), (1280, 800)] {
        desk.driver.set_window_rect(0, 0, width, height).await.unwrap();
        desk.shot(&format!("forty-list-{width}")).await;
    }
    for (name, views) in [
        ("Alder Refused", ["overview", "connection"].as_slice()),
        ("Birch Unreached", &["overview", "connection"]),
        ("Cedar Nothing Allowed", &["overview", "connection", "users"]),
        ("Dogwood Limited", &["overview", "connection", "signins"]),
        ("Elm Empty", &["overview", "users", "licences", "saas", "signins", "findings", "reports"]),
    ] {
        let id = named(&clients, name)["id"].as_str().unwrap().to_owned();
        let short = name.split(' ').next().unwrap().to_lowercase();
        desk.looks(&short, &id, views).await;
    }
    // Beside the window's own banner too: without its button the client would stay as it is.
    desk.looks("damaged", &damaged, &["sync", "users", "overview"]).await;
    desk.press("Rebuild").await;
    desk.sees("Act on this").await;
    desk.looks("newer", &newer, &["overview", "users", "sync"]).await;
    desk.close().await;
}

impl Desk {
    async fn looks(&self, name: &str, client: &str, views: &[&str]) {
        for view in views {
            self.script(&format!("location.hash = '#/client/{client}/{view}'")).await;
            self.holds("document.querySelector('main h1') && !document.querySelector('[aria-busy=true]')")
                .await;
            self.shot(&format!("forty-{name}-{view}")).await;
        }
    }
}

fn seen(client: &Value) -> (&str, &str) {
    (client["state"].as_str().unwrap(), client["state_code"].as_str().unwrap_or_default())
}

fn named<'a>(clients: &'a Value, name: &str) -> &'a Value {
    let found = clients.as_array().unwrap().iter().find(|one| one["name"] == name);
    found.unwrap_or_else(|| panic!("no {name}: {clients}"))
}

struct Day {
    switchboard: Switchboard,
    authorities: PathBuf,
    parent: Simulator,
    others: Vec<Simulator>,
    /// Ids of the parent's customers.
    customers: Vec<String>,
}

impl Day {
    fn begins(home: &Home) -> Self {
        let children = ["--children", CUSTOMERS, "--children-elsewhere", "0", "--seed", "4000"];
        let parent = Simulator::start(&[&SMALL[..], &children].concat());
        let switchboard = Switchboard::start();
        let authorities = home.path().join("authorities.pem");
        fs::copy(&parent.ca_file, &authorities).unwrap();
        switchboard.lead(&parent);
        let mut day = Self { switchboard, authorities, parent, others: Vec::new(), customers: Vec::new() };
        for (at, (_, first, ..)) in OTHERS.iter().enumerate() {
            let tenant = day.tenant(at, first);
            day.others.push(tenant);
        }
        day
    }

    fn tenant(&self, at: usize, args: &[&str]) -> Simulator {
        let seed = (4100 + at).to_string();
        let simulator = Simulator::start(&[&SMALL[..], &["--seed", &seed], args].concat());
        let known = fs::read_to_string(&self.authorities).unwrap();
        let more = fs::read_to_string(&simulator.ca_file).unwrap();
        fs::write(&self.authorities, known + more.as_str()).unwrap();
        self.switchboard.lead(&simulator);
        simulator
    }

    async fn opens(&self, home: &Home) -> Desk {
        let environment =
            vec![("HTTPS_PROXY", self.switchboard.url().into()), ("SSL_CERT_FILE", self.authorities.clone())];
        Desk::open(home, &Opening { environment, ..Opening::default() }).await
    }

    /// All of them, and waits for what they have to be read.
    async fn connects(&mut self, desk: &Desk) {
        let draft = desk.checked(&self.parent).await;
        let source = json!({ "draft": draft });
        let listed = desk.ask("parent_children", &json!({ "source": source })).await;
        let picks: Vec<Value> = listed["children"]
            .as_array()
            .unwrap()
            .iter()
            .map(|child| json!({ "account_id": child["account_id"], "name": child["suggested"] }))
            .collect();
        let add = json!({ "source": source, "name": "Own MSP", "children": picks, "session_only": false });
        let added = desk.ask("parent_add", &add).await;
        let ids = added["children"].as_array().unwrap().iter().map(|child| child["client"].as_str());
        self.customers = ids.map(|id| id.expect("added").to_owned()).collect();
        for ((name, ..), tenant) in OTHERS.iter().zip(&self.others) {
            let draft = desk.checked(tenant).await;
            let save = json!({ "draft": draft, "name": name, "organisation": { "new": name }, "session_only": false });
            let id = desk.ask("connection_save", &save).await["id"].clone();
            desk.invoke("call", &json!({ "name": "sync_start", "args": { "client": id } })).await;
        }
        let read = until(async || {
            let clients = desk.ask("clients", &json!({})).await;
            let all =
                clients.as_array()?.iter().all(|one| one["syncing"] == false && !one["last_sync"].is_null());
            all.then_some(())
        });
        assert!(read.await.is_some(), "not all were read: {}", desk.text().await);
    }

    /// What a disk and a newer Tandem leave behind; whose.
    fn spoils(&self, home: &Home) -> [String; 2] {
        let file = |id: &str| home.data().join("clients").join(format!("{id}.db"));
        let [damaged, newer] = [self.customers[DAMAGED].clone(), self.customers[NEWER].clone()];
        let mut bytes = fs::read(file(&damaged)).unwrap();
        bytes[8_192..].fill(0xff);
        fs::write(file(&damaged), bytes).unwrap();
        // SQLite keeps `user_version` there.
        let mut bytes = fs::read(file(&newer)).unwrap();
        bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
        fs::write(file(&newer), bytes).unwrap();
        [damaged, newer]
    }

    fn turns_bad(&mut self) {
        self.others.clear();
        for (at, (.., later, _, _)) in OTHERS.iter().enumerate() {
            if let Some(later) = later {
                let tenant = self.tenant(at, later);
                self.others.push(tenant);
            }
        }
    }
}

impl Desk {
    /// A draft with the values of a tenant, checked.
    async fn checked(&self, simulator: &Simulator) -> Value {
        let draft = self.ask("draft_open", &json!({ "sample": false })).await["draft"].clone();
        for (field, value) in
            [("host", &simulator.host), ("ikey", &simulator.ikey), ("skey", &simulator.skey)]
        {
            self.ask("draft_set", &json!({ "draft": draft, "field": field, "value": value })).await;
        }
        let want = ["read_resource", "read_log", "read_information"];
        self.ask("check_run", &json!({ "draft": draft, "want": want })).await;
        draft
    }
}

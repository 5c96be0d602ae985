//! Every failure that the check explains: met in the window, read there, mended as the text says, and passed.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;
use testbed::{Simulator, Switchboard, canary};

use crate::desk::{Desk, Opening};
use crate::home::Home;

/// The right form, and nobody's.
const WRONG_SKEY: &str = "CANARY0Zq3xV8mN1pL6kJ4hG7fD2sA9wE5rT0yU1";
const WRONG_IKEY: &str = "DIQ7W2E9R4T1Y8U3I6O5";
const WRONG_HOST: &str = "api-00000000.duosecurity.com";
const PROXY_PASSWORD: &str = "let me in: 50%@";
/// A whole check ends within a minute, its waits for Duo included.
const LONG: Duration = Duration::from_mins(1);

/// What mends it, as the text says.
enum Mend {
    /// The cause goes away by itself or elsewhere: press Retry.
    Retry,
    /// Enter the right values.
    Correct,
    /// Sign in to the proxy.
    SignIn,
    /// Let this computer trust the authority, then Retry.
    Trust,
    /// Nothing here can: the account or the network must change.
    Nothing,
}

struct Case {
    /// Of `tandemctl simulate`.
    args: &'static [&'static str],
    /// What is entered in place of the right value.
    wrong: Option<(&'static str, &'static str)>,
    code: &'static str,
    says: &'static [&'static str],
    offers: &'static [&'static str],
    mend: Mend,
    shot: Option<&'static str>,
}

const CASE: Case =
    Case { args: &[], wrong: None, code: "", says: &[], offers: &[], mend: Mend::Retry, shot: None };

const CASES: &[Case] = &[
    Case {
        wrong: Some(("API hostname", WRONG_HOST)),
        code: "NET_PROXY_REFUSED",
        says: &["The proxy did not reach Duo", WRONG_HOST, "character by character", "allowed on the proxy"],
        offers: &["Edit host", "Retry", "Proxy settings"],
        mend: Mend::Correct,
        shot: Some("failed-proxy-refused"),
        ..CASE
    },
    Case {
        wrong: Some(("Integration key", WRONG_IKEY)),
        code: "AUTH_IKEY",
        says: &[
            "Duo does not know this key",
            "The hostname is another customer's.",
            "There is a typing fault",
            "another type of application",
            "was deleted in Duo",
            "compare both values",
            "code: 40102",
        ],
        offers: &["Compare", "Edit host", "Edit integration key", "Paste again"],
        mend: Mend::Correct,
        shot: Some("failed-ikey"),
        ..CASE
    },
    Case {
        wrong: Some(("Secret key", WRONG_SKEY)),
        code: "AUTH_SIGNATURE",
        says: &[
            "The secret key does not match",
            "the clock is not to blame",
            "Copy the secret key again",
            "code: 40103",
        ],
        offers: &["Paste again", "Retry"],
        mend: Mend::Correct,
        shot: Some("failed-secret"),
        ..CASE
    },
    Case {
        args: &["--fault", "proxy_407"],
        code: "NET_PROXY_AUTH",
        says: &["The proxy wants a sign-in", "(407)", "proxy's user and password in the proxy settings"],
        offers: &["Proxy settings", "Retry"],
        mend: Mend::SignIn,
        shot: Some("failed-proxy-sign-in"),
        ..CASE
    },
    Case {
        args: &["--fault", "html_portal:2"],
        code: "RESP_NOT_JSON",
        says: &[
            "Something else answered",
            "200, text/html",
            "\"Sign in to Wi-Fi\"",
            "Sign in to the network",
        ],
        offers: &["Retry", "Proxy settings"],
        shot: Some("failed-portal"),
        ..CASE
    },
    Case {
        args: &["--fault", "redirect_http:1"],
        code: "RESP_REDIRECT",
        says: &["leads elsewhere", "sign-in page"],
        offers: &["Edit host", "Retry"],
        ..CASE
    },
    Case {
        args: &["--fault", "rst_before_headers:2"],
        code: "NET_RESET",
        says: &["The connection dropped", "firewall or proxy"],
        offers: &["Retry", "Proxy settings"],
        ..CASE
    },
    Case {
        args: &["--fault", "tcp_blackhole:1"],
        code: "NET_TIMEOUT",
        says: &["Duo was not reached", "on port 443 in 10 s", "allow HTTPS to *.duosecurity.com"],
        offers: &["Retry", "Proxy settings"],
        ..CASE
    },
    Case {
        args: &["--fault", "tls_self_signed"],
        code: "NET_TLS_UNTRUSTED",
        says: &[
            "The connection is not trusted",
            "was issued by \"api-",
            "inspection exception",
            "never skipped",
        ],
        offers: &["Retry", "Proxy settings", "Copy diagnostics"],
        mend: Mend::Nothing,
        ..CASE
    },
    Case {
        args: &["--untrusted"],
        code: "NET_TLS_UNTRUSTED",
        says: &["was issued by \"duo-sim\"", "certificate to be installed on this computer"],
        offers: &["Retry", "Proxy settings", "Copy diagnostics"],
        mend: Mend::Trust,
        shot: Some("failed-untrusted"),
        ..CASE
    },
    Case {
        args: &["--fault", "tls_expired"],
        code: "NET_TLS_EXPIRED",
        says: &[
            "Check the clock first",
            "This computer says 20",
            "from 2020-01-01 to 2021-01-01",
            "clock to automatic",
        ],
        offers: &["Retry", "Copy diagnostics"],
        mend: Mend::Nothing,
        ..CASE
    },
    Case {
        args: &["--fault", "tls_not_yet"],
        code: "NET_TLS_EXPIRED",
        says: &["Check the clock first", "This computer says 20", "from 2048-01-01 to 2049-01-01"],
        offers: &["Retry", "Copy diagnostics"],
        mend: Mend::Nothing,
        ..CASE
    },
    Case {
        args: &["--fault", "tls_wrong_name"],
        code: "NET_TLS_NAME",
        says: &["belongs to another site", "Check the hostname"],
        offers: &["Edit host", "Retry"],
        mend: Mend::Nothing,
        ..CASE
    },
    Case {
        args: &["--fault", "tls_old"],
        code: "NET_TLS_VERSION",
        says: &["Outdated encryption", "Ask for an exception"],
        offers: &["Retry", "Copy diagnostics"],
        mend: Mend::Nothing,
        ..CASE
    },
    Case {
        args: &["--fault", "date_stripped:2"],
        code: "CLOCK_SKEW",
        says: &["Duo refuses the time of our request", "40104", "drop the Date header"],
        offers: &["Retry", "Copy diagnostics"],
        ..CASE
    },
    Case {
        args: &["--fault", "authorization_stripped:1"],
        code: "AUTH_NO_CREDENTIALS",
        says: &["arrived without credentials", "strip the Authorization header", "try another network"],
        offers: &["Retry", "Proxy settings", "Copy diagnostics"],
        ..CASE
    },
    Case {
        args: &["--app-type", "authapi"],
        code: "APP_TYPE_AUTH_API",
        says: &[
            "These keys are for the Auth API",
            "not for administration",
            "Application Catalog, Admin API, + Add",
        ],
        offers: &["Paste again"],
        mend: Mend::Nothing,
        shot: Some("failed-auth-api"),
        ..CASE
    },
    Case {
        args: &["--app-type", "accountsapi"],
        code: "APP_TYPE_ACCOUNTS_API",
        says: &["MSP parent key", "open all your customers with full rights", "can't be limited to reading"],
        offers: &["Choose customers", "Paste again"],
        mend: Mend::Nothing,
        shot: Some("failed-accounts-api"),
        ..CASE
    },
    Case {
        args: &["--fault", "forbid_all:11"],
        code: "PERM_NONE_OR_NETWORK",
        says: &["Duo allows nothing", "Networks for API Access", "Save Changes", "firewall or VPN"],
        offers: &["Show steps", "Retry"],
        shot: Some("failed-nothing-allowed"),
        ..CASE
    },
    Case {
        args: &["--fault", "status_503:2"],
        code: "SERVER_ERROR",
        says: &["Duo has a fault", "503 from api-", "Nothing is to be changed here", "status.duo.com"],
        offers: &["Retry", "Open status page", "Copy diagnostics"],
        ..CASE
    },
    Case {
        args: &["--fault", "truncated:2"],
        code: "RESP_BAD_JSON",
        says: &["Duo has a fault", "not complete JSON", "status.duo.com"],
        offers: &["Retry", "Open status page", "Copy diagnostics"],
        ..CASE
    },
];

/// A window behind a proxy that leads to every simulator, and the authorities it trusts.
struct Network {
    desk: Desk,
    switchboard: Switchboard,
    authorities: PathBuf,
    seed: u32,
}

#[tokio::test(flavor = "multi_thread")]
async fn each_failure_can_be_mended_by_its_text() {
    let home = Home::new();
    let mut network = Network::open(&home).await;
    network.remembers_an_inspector().await;
    for case in CASES {
        network.meets(case).await;
    }
    network.tells_a_clock_that_is_off().await;
    network.waits_for_duo().await;
    network.watches_rights().await;
    network.names_what_is_not_offered().await;
    network.warns_of_an_empty_account().await;
    network.warns_of_ones_own_company().await;
    network.blocks_an_inspector().await;
    for secret in [PROXY_PASSWORD, WRONG_SKEY] {
        assert_eq!(canary::files_that_hold(home.path(), secret), Vec::<PathBuf>::new());
    }
    network.desk.close().await;
}

impl Network {
    async fn open(home: &Home) -> Self {
        let switchboard = Switchboard::start();
        let authorities = home.path().join("authorities.pem");
        std::fs::write(&authorities, "").unwrap();
        let first = Simulator::start(&["--users", "10", "--events", "0", "--seed", "1"]);
        std::fs::copy(&first.ca_file, &authorities).unwrap();
        let environment =
            vec![("HTTPS_PROXY", switchboard.url().into()), ("SSL_CERT_FILE", authorities.clone())];
        let opening = Opening { environment, new_network: true, ..Opening::default() };
        let desk = Desk::open(home, &opening).await;
        desk.sees("No clients yet").await;
        desk.script("location.hash = '#/new?once'").await;
        desk.sees("API hostname").await;
        Self { desk, switchboard, authorities, seed: 100 }
    }

    /// A tenant of its own behind the proxy.
    fn tenant(&mut self, args: &[&str]) -> Simulator {
        self.seed += 1;
        let seed = self.seed.to_string();
        let (own, args): (Vec<&str>, Vec<&str>) = args.iter().partition(|arg| **arg == "--untrusted");
        let simulator = Simulator::start(
            &[&["--users", "20", "--events", "0", "--seed", &seed], args.as_slice()].concat(),
        );
        self.switchboard.lead(&simulator);
        if own.is_empty() {
            self.trust(&simulator);
        }
        simulator
    }

    fn trust(&self, simulator: &Simulator) {
        let known = std::fs::read_to_string(&self.authorities).unwrap();
        let more = std::fs::read_to_string(&simulator.ca_file).unwrap();
        std::fs::write(&self.authorities, known + more.as_str()).unwrap();
    }

    async fn check(&self, simulator: &Simulator, wrong: Option<(&str, &str)>) {
        for (label, right) in [
            ("API hostname", simulator.host.as_str()),
            ("Integration key", simulator.ikey.as_str()),
            ("Secret key", simulator.skey.as_str()),
        ] {
            let value = wrong.filter(|(field, _)| *field == label).map_or(right, |(_, value)| value);
            self.desk.enter(label, value).await;
        }
        self.desk.press_in("footer", "Check").await;
    }

    async fn back(&self) {
        self.desk.press_in("footer", "Back").await;
        self.desk.sees("Three values").await;
    }

    async fn meets(&mut self, case: &Case) {
        let simulator = self.tenant(case.args);
        self.check(&simulator, case.wrong).await;
        let row = self.desk.told(case.code).await;
        let (text, details) = (row["text"].as_str().unwrap(), row["details"].as_str().unwrap());
        let page = format!("{text}\n{details}");
        for part in case.says {
            assert!(page.contains(part), "{} does not say {part:?}: {page}", case.code);
        }
        assert_eq!(row["buttons"], Value::from(case.offers), "{}: {text}", case.code);
        assert!(details.contains(&format!("Code {}", case.code)), "{details}");
        if let Some(shot) = case.shot {
            self.desk.shot(shot).await;
        }
        self.mend(case, &simulator).await;
        self.back().await;
    }

    async fn mend(&self, case: &Case, simulator: &Simulator) {
        let row = format!("li[@data-code='{}']", case.code);
        match case.mend {
            Mend::Retry => self.desk.press_in(&row, "Retry").await,
            Mend::Correct => {
                let (label, _) = case.wrong.unwrap();
                let button = match label {
                    "API hostname" => "Edit host",
                    "Integration key" => "Edit integration key",
                    _ => "Paste again",
                };
                self.desk.press_in(&row, button).await;
                self.check(simulator, None).await;
            }
            Mend::SignIn => {
                self.desk.press_in(&row, "Proxy settings").await;
                let addr = self.switchboard.addr;
                self.desk.proxy(&addr.ip().to_string(), addr.port(), Some(("proxy", PROXY_PASSWORD))).await;
            }
            Mend::Trust => {
                self.trust(simulator);
                self.desk.press_in(&row, "Retry").await;
            }
            Mend::Nothing => return,
        }
        self.desk.sees_within("Verified: 3 of 3", LONG).await;
    }

    async fn remembers_an_inspector(&mut self) {
        // Whatever is signed and comes first meets the fault.
        let simulator = self.tenant(&["--fault", "authorization_stripped:1@/admin"]);
        self.check(&simulator, None).await;
        let row = self.desk.told("TLS_INSPECTION").await;
        let text = row["text"].as_str().unwrap();
        assert!(text.contains("Your network can read this traffic") && text.contains("duo-sim"), "{text}");
        assert_eq!(row["buttons"], Value::from(["Continue, remember for this issuer", "Stop"].as_slice()));
        let page = self.desk.text().await;
        for part in ["Your keys have not been used", "Answer the question of row 3 first"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("AUTH_") && !page.contains("credentials"), "{page}");
        self.desk.shot("tls-inspection").await;
        self.desk.press("Stop").await;
        self.desk.sees("Three values").await;
        self.desk.press_in("footer", "Check").await;
        self.desk.told("TLS_INSPECTION").await;
        self.desk.press("Continue, remember").await;
        // The fault was still there: nothing signed had met it before.
        self.desk.told("AUTH_NO_CREDENTIALS").await;
        self.desk.press_in("li[@data-code='AUTH_NO_CREDENTIALS']", "Retry").await;
        self.desk.sees("Verified: 3 of 3").await;
        self.desk.sees("it may inspect, as remembered").await;
        // The issuer and its end are known behind a CONNECT proxy too.
        let text = self.desk.text().await;
        assert!(text.contains("duo-sim, valid to") && text.contains("2049; it may inspect"), "{text}");
        self.back().await;
    }

    async fn tells_a_clock_that_is_off(&mut self) {
        for (fault, code, says) in [
            ("clock:134", "CLOCK_OFF", ["behind Duo's time", "nothing is blocked", "clock to automatic"]),
            (
                "clock:-423",
                "CLOCK_FAR",
                ["ahead of Duo's time", "nothing is blocked", "timedatectl set-ntp true"],
            ),
        ] {
            let simulator = self.tenant(&["--fault", fault]);
            self.check(&simulator, None).await;
            self.desk.sees("Verified: 3 of 3").await;
            let row = self.desk.told(code).await;
            let text = row["text"].as_str().unwrap();
            assert!(says.iter().all(|part| text.contains(part)), "{text}");
            assert!(text.contains(" min "), "{text}");
            self.back().await;
        }
    }

    async fn waits_for_duo(&mut self) {
        let simulator = self.tenant(&["--fault", "rate_burst:3@/admin/v1/info/summary"]);
        self.check(&simulator, None).await;
        self.desk.sees("(3 of 5)").await;
        self.desk.shot("rate-limit-waiting").await;
        let text = self.desk.text().await;
        assert!(text.contains("Trying again in") && text.contains("Cancel check"), "{text}");
        self.desk.sees_within("Verified: 3 of 3", LONG).await;
        self.back().await;
    }

    /// Users come back by themselves, the log when its button is pressed.
    async fn watches_rights(&mut self) {
        let faults = "forbid_all:1@/admin/v1/groups,forbid_all:1@/admin/v1/users,forbid_all:2@/admin/v2/logs";
        let simulator = self.tenant(&["--fault", faults]);
        self.check(&simulator, None).await;
        self.desk.sees("Limited: 1 of 3").await;
        self.desk.sees("Waiting for you to press Save Changes in Duo").await;
        self.desk.shot("limited-waiting").await;
        let text = self.desk.text().await;
        assert_eq!(text.matches("Waiting for you to press").count(), 1, "the log is asked by hand: {text}");
        self.desk.press("Show steps").await;
        self.desk.sees("Under Permissions tick Grant resource - Read").await;
        self.desk.sees_within("Limited: 2 of 3", LONG).await;
        self.desk.press("Re-check this").await;
        self.desk.sees("Verified: 3 of 3").await;
        self.back().await;
    }

    async fn names_what_is_not_offered(&mut self) {
        let simulator = self.tenant(&["--fault", "not_offered@/admin/v2/logs"]);
        self.check(&simulator, None).await;
        self.desk.sees("Limited: 2 of 3").await;
        self.desk.sees("does not offer this").await;
        self.back().await;
    }

    async fn warns_of_an_empty_account(&mut self) {
        let faults = "empty_list@/admin/v1/users,empty_list@/admin/v3/integrations";
        let simulator = self.tenant(&["--fault", faults]);
        self.check(&simulator, None).await;
        self.desk.sees("This account has no users").await;
        self.desk.sees("This account protects no application").await;
        self.back().await;
    }

    async fn warns_of_ones_own_company(&mut self) {
        let simulator = self.tenant(&[]);
        self.check(&simulator, None).await;
        self.desk.sees("Is this the right customer?").await;
        self.desk.sees("Main (Entra ID)").await;
        self.desk.sees("not one of your own domains").await;
        let domain = self.desk.script("return document.querySelector('aside dd bdi[title]').title").await;
        let domain = domain.as_str().unwrap().to_owned();
        self.settings(&[("Our own domains", &domain)], None).await;
        self.check(&simulator, None).await;
        self.desk.sees(&format!("{domain} is one of your own domains")).await;
        self.desk.shot("identity-warning").await;
        self.back().await;
    }

    async fn blocks_an_inspector(&mut self) {
        self.settings(&[], Some("Block")).await;
        let simulator = self.tenant(&[]);
        self.check(&simulator, None).await;
        // It was remembered, so it passes although others would be blocked.
        self.desk.sees("Verified: 3 of 3").await;
        self.desk.script("location.hash = '#/settings/network'").await;
        self.desk.press("Forget duo-sim").await;
        self.desk.sees("None. A check offers it").await;
        self.desk.script("location.hash = '#/new?once'").await;
        self.check(&simulator, None).await;
        let row = self.desk.told("NET_TLS_INSPECTED").await;
        assert!(row["text"].as_str().unwrap().contains("Your settings say to block that"), "{row}");
        self.desk.press_in("li[@data-code='NET_TLS_INSPECTED']", "Proxy settings").await;
        self.desk.press("Warn").await;
        self.desk.press("Save and retry").await;
        // It passes with a warning now, once somebody says so.
        self.desk.told("TLS_INSPECTION").await;
        self.desk.press("Continue, remember").await;
        self.desk.sees("Verified: 3 of 3").await;
    }

    /// Changes the settings of the network on their page, and comes back to new credentials.
    async fn settings(&self, fields: &[(&str, &str)], choose: Option<&str>) {
        self.desk.script("location.hash = '#/settings/network'").await;
        self.desk.sees("Extra CA file").await;
        self.desk.shot("settings-network").await;
        for (label, value) in fields {
            self.desk.enter(label, value).await;
        }
        if let Some(choice) = choose {
            self.desk.press(choice).await;
        }
        self.desk.press("Save").await;
        self.desk.sees("Saved. The next check").await;
        self.desk.script("location.hash = '#/new?once'").await;
        self.desk.sees("API hostname").await;
    }
}

/// The row that tells a code, once the check has ended.
const TOLD: &str = "
const row = [...document.querySelectorAll('li[data-code]')].find((row) => row.dataset.code === CODE);
const ended = [...document.querySelectorAll('button')].some((button) => button.innerText.startsWith('Copy diagnostics'));
if (!row || !ended) return null;
return {
  text: row.innerText,
  details: row.querySelector('details')?.textContent ?? '',
  buttons: [...row.querySelectorAll('button')].map((button) => button.innerText.trim()),
};";

impl Desk {
    pub(crate) async fn told(&self, code: &str) -> Value {
        let script = TOLD.replace("CODE", &format!("'{code}'"));
        for _ in 0..300 {
            let row = self.script(&script).await;
            if !row.is_null() {
                return row;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.shot("not-told").await;
        panic!("never told {code} on:\n{}", self.text().await);
    }

    /// Fills in the proxy settings, in the dialog beside the check.
    pub(crate) async fn proxy(&self, host: &str, port: u16, sign_in: Option<(&str, &str)>) {
        self.press("Manual").await;
        self.enter("Proxy host", host).await;
        self.enter("Port", &port.to_string()).await;
        if let Some((user, password)) = sign_in {
            self.enter("User", user).await;
            self.enter("Password", password).await;
        }
        self.shot("proxy-settings").await;
        self.press("Save and retry").await;
    }
}

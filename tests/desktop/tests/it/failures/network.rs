//! A window behind a proxy that leads to every simulator.

use std::path::PathBuf;

use serde_json::Value;
use testbed::{Simulator, Switchboard};

use super::cases::{Case, Mend};
use crate::desk::{Desk, Opening};
use crate::home::Home;

pub(super) const PROXY_PASSWORD: &str = "let me in: 50%@";
/// A window behind a proxy that leads to every simulator, and the authorities it trusts.
pub(super) struct Network {
    pub(super) desk: Desk,
    switchboard: Switchboard,
    authorities: PathBuf,
    seed: u32,
}

impl Network {
    pub(super) async fn open(home: &Home) -> Self {
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
    pub(super) fn tenant(&mut self, args: &[&str]) -> Simulator {
        self.seed += 1;
        self.again(args)
    }

    /// The tenant that was last, in another state.
    fn again(&self, args: &[&str]) -> Simulator {
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

    pub(super) fn trust(&self, simulator: &Simulator) {
        let known = std::fs::read_to_string(&self.authorities).unwrap();
        let more = std::fs::read_to_string(&simulator.ca_file).unwrap();
        std::fs::write(&self.authorities, known + more.as_str()).unwrap();
    }

    pub(super) async fn check(&self, simulator: &Simulator, wrong: Option<(&str, &str)>) {
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

    pub(super) async fn back(&self) {
        self.desk.press_in("footer", "Back").await;
        self.desk.sees("Three values").await;
    }

    pub(super) async fn meets(&mut self, case: &Case) {
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
        self.desk.shot(case.shot).await;
        let _serves = self.mend(case, simulator).await;
        self.back().await;
    }

    /// Does what the text says; the tenant that the check came to in the end.
    async fn mend(&mut self, case: &Case, mut simulator: Simulator) -> Simulator {
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
                self.check(&simulator, None).await;
            }
            Mend::SignIn => {
                self.desk.press_in(&row, "Proxy settings").await;
                let addr = self.switchboard.addr;
                self.desk.proxy(&addr.ip().to_string(), addr.port(), Some(("proxy", PROXY_PASSWORD))).await;
            }
            Mend::Trust => {
                self.trust(&simulator);
                self.desk.press_in(&row, "Retry").await;
            }
            // The connections to what it was end with it.
            Mend::Network => {
                drop(simulator);
                simulator = self.again(&[]);
                self.desk.press_in(&row, "Retry").await;
            }
            Mend::Host => {
                simulator = self.tenant(&[]);
                self.desk.press_in(&row, "Edit host").await;
                self.check(&simulator, None).await;
            }
            Mend::Application => {
                drop(simulator);
                simulator = self.again(&[]);
                self.desk.press_in(&row, "Paste again").await;
                self.check(&simulator, None).await;
            }
        }
        self.desk.sees("Verified: 3 of 3").await;
        simulator
    }

    /// Changes the settings of the network on their page, and comes back to new credentials.
    pub(super) async fn settings(&self, fields: &[(&str, &str)], choose: Option<&str>) {
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

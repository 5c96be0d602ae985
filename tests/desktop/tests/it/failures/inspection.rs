//! Networks that read TLS traffic by an authority of their own.

use serde_json::Value;

use super::network::Network;

impl Network {
    pub(super) async fn remembers_an_inspector(&mut self) {
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

    pub(super) async fn blocks_an_inspector(&mut self) {
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
        self.desk.shot("failed-inspected").await;
        self.desk.press_in("li[@data-code='NET_TLS_INSPECTED']", "Proxy settings").await;
        self.desk.press("Warn").await;
        self.desk.press("Save and retry").await;
        // It passes with a warning now, once somebody says so.
        self.desk.told("TLS_INSPECTION").await;
        self.desk.press("Continue, remember").await;
        self.desk.sees("Verified: 3 of 3").await;
    }
}

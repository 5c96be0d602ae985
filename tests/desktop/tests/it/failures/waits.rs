//! What is off, and what mends itself.

use super::network::Network;

impl Network {
    pub(super) async fn tells_a_clock_that_is_off(&mut self) {
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
            self.desk.shot(&format!("warned-{}", code.to_lowercase())).await;
            self.back().await;
        }
    }

    pub(super) async fn waits_for_duo(&mut self) {
        let simulator = self.tenant(&["--fault", "rate_burst:3@/admin/v1/info/summary"]);
        self.check(&simulator, None).await;
        self.desk.sees("(3 of 5)").await;
        self.desk.shot("rate-limit-waiting").await;
        let text = self.desk.text().await;
        assert!(text.contains("Trying again in") && text.contains("Cancel check"), "{text}");
        self.desk.sees("Verified: 3 of 3").await;
        self.back().await;
    }

    /// Users come back by themselves, the log when its button is pressed.
    pub(super) async fn watches_rights(&mut self) {
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
        self.desk.sees("Limited: 2 of 3").await;
        self.desk.press("Re-check this").await;
        self.desk.sees("Verified: 3 of 3").await;
        self.back().await;
    }

    pub(super) async fn names_what_is_not_offered(&mut self) {
        let simulator = self.tenant(&["--fault", "not_offered@/admin/v2/logs"]);
        self.check(&simulator, None).await;
        self.desk.sees("Limited: 2 of 3").await;
        self.desk.sees("does not offer this").await;
        self.desk.shot("not-offered").await;
        self.back().await;
    }
}

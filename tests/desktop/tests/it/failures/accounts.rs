//! Accounts that are probably not the one that was meant.

use super::network::Network;

impl Network {
    pub(super) async fn warns_of_an_empty_account(&mut self) {
        let faults = "empty_list@/admin/v1/users,empty_list@/admin/v3/integrations";
        let simulator = self.tenant(&["--fault", faults]);
        self.check(&simulator, None).await;
        self.desk.sees("This account has no users").await;
        self.desk.sees("This account protects no application").await;
        self.desk.shot("identity-empty").await;
        self.back().await;
    }

    pub(super) async fn warns_of_ones_own_company(&mut self) {
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
}

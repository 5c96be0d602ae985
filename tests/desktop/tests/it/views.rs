//! Each view of a synced client, looked at in light and dark.

use crate::desk::Desk;

/// Pages of the rail, and something that each must show.
pub(crate) const PAGES: &[(&str, &str)] = &[
    ("Overview", "Act on this"),
    ("Users", "Username"),
    ("Licence review", "Where"),
    ("SaaS discovery", "Applications that Duo protects"),
    ("Groups", "Description"),
    ("Bypass", "The codes themselves are neither requested nor shown"),
    ("Sign-ins", "From the sign-in log"),
    ("Findings", "gravest first"),
    ("Reports", "What you see is the file that is saved"),
    ("Sync", "Usable at once"),
    ("Connection", "What is saved"),
];

impl Desk {
    /// Visits every page and keeps a picture of each.
    pub(crate) async fn walk(&self, theme: &str) {
        for (page, content) in PAGES {
            self.press_in("nav", page).await;
            self.sees(content).await;
            self.shot(&format!("{}-{theme}", page.to_lowercase().replace(' ', "-"))).await;
        }
    }

    /// Chooses a theme on the page of settings.
    pub(crate) async fn theme(&self, name: &str) {
        self.press("Settings").await;
        self.sees("Rows of tables").await;
        self.press(name).await;
        self.shot(&format!("settings-{}", name.to_lowercase())).await;
    }
}

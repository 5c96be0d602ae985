use engine::LinkOpener;
use notify_rust::Notification;

/// The system's browser, or whatever the system opens such an address with.
pub(crate) struct Browser;

impl LinkOpener for Browser {
    fn open(&self, address: &'static str) -> bool {
        open::that_detached(address).is_ok()
    }

    fn open_folder(&self, folder: &std::path::Path) -> bool {
        open::that_detached(folder).is_ok()
    }

    fn tell(&self, title: &str, text: &str) {
        let _ = Notification::new().appname("Tandem").icon("tandem").summary(title).body(text).show();
    }
}

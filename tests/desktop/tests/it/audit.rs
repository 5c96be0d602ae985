//! axe and texts cut off, on every route of the real window.

use testbed::audit;

use crate::desk::Desk;
use crate::home::Home;
use crate::target;

#[tokio::test(flavor = "multi_thread")]
async fn every_route_holds_in_webkit() {
    let home = Home::with_sample(&[]);
    let desk = Desk::on_sample(&home).await;
    desk.press("sample").await;
    desk.sees("Act on this").await;
    audit::prepare(&desk.driver).await;
    let mut found = Vec::new();
    for route in audit::routes(&desk.driver).await {
        found.push(audit::visit(&desk.driver, &route).await);
    }
    desk.close().await;
    let folder = target().join("desktop-shots");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("routes.md"), audit::table(&found)).unwrap();
    let faults = audit::faults(&found);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

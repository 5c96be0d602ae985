use std::fmt::Write as _;
use std::path::PathBuf;

use browser::{Server, Tenant, built_pages};
use testbed::audit::{self, Found};

use crate::chromium::{Chromium, Look};

const USUAL: Look = Look { name: "light", size: (1280, 800), zoom: 1, dark: false, forced_colors: false };
const LOOKS: &[Look] = &[
    USUAL,
    Look { name: "dark", dark: true, ..USUAL },
    Look { name: "forced-colors", forced_colors: true, ..USUAL },
    Look { name: "small", size: (960, 640), ..USUAL },
    Look { name: "zoom-200", zoom: 2, ..USUAL },
];

/// axe and texts cut off, on every route in every look; pictures of all of it in `target/shots`.
#[tokio::test(flavor = "multi_thread")]
async fn every_route_holds_in_every_look() {
    let server = Server::start(&built_pages(), Tenant::default(), 0).await;
    walk(&server, LOOKS, "").await;
}

/// Texts 40 % longer, as other languages have them.
#[tokio::test(flavor = "multi_thread")]
async fn longer_texts_have_room() {
    let pages = built_pages().with_file_name("dist-pseudo");
    let server = Server::start(&pages, Tenant::default(), 0).await;
    walk(&server, &[USUAL, Look { name: "small", size: (960, 640), ..USUAL }], "long-").await;
}

async fn walk(server: &Server, looks: &[Look], prefix: &str) {
    let chromium = Chromium::start().await;
    let address = format!("http://{}/", server.address);
    let (mut faults, mut report) = (Vec::new(), String::new());
    for look in looks {
        let name = format!("{prefix}{}", look.name);
        chromium.load(&address, *look).await;
        let found = every_route(&chromium, server, &name).await;
        let _ = writeln!(report, "\n## {name}\n\n{}", audit::table(&found));
        faults.extend(audit::faults(&found).into_iter().map(|fault| format!("{name} {fault}")));
    }
    std::fs::write(shots("").join(format!("{prefix}routes.md")), report).unwrap();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

async fn every_route(chromium: &Chromium, server: &Server, look: &str) -> Vec<Found> {
    let client = server.client.as_deref().unwrap();
    audit::open(&chromium.page, &format!("#/client/{client}/overview")).await;
    let mut found = Vec::new();
    for route in audit::routes(&chromium.page).await {
        found.push(audit::visit(&chromium.page, &route).await);
        chromium.page.screenshot(&shots(look).join(format!("{}.png", picture(&route)))).await.unwrap();
    }
    found
}

/// Name of a route's picture: the client's id is left out, and the settings of a view are not the view.
fn picture(route: &str) -> String {
    match route.trim_start_matches("#/").split('/').collect::<Vec<_>>().as_slice() {
        [""] => "start".to_owned(),
        ["client", _, view] => (*view).to_owned(),
        parts => parts.join("-").replace('?', "-"),
    }
}

#[test]
fn each_route_has_a_picture_of_its_own() {
    let cases = [
        ("#/", "start"),
        ("#/clients", "clients"),
        ("#/client/5b57eece/licences", "licences"),
        ("#/settings/licences", "settings-licences"),
        ("#/new?once", "new-once"),
    ];
    for (route, name) in cases {
        assert_eq!(picture(route), name, "{route}");
    }
}

fn shots(look: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let target = test.ancestors().find(|path| path.ends_with("target")).unwrap();
    let folder = target.join("shots").join(look);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

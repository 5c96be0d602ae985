//! What a hostile page could try, tried in the real window.

use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::{Desk, Opening};
use crate::home::Home;
use crate::program;

/// Each attempt sets `window.hits[name]` if it gets through; the policy's reports are counted beside it.
const ATTEMPTS: &str = r"
const done = arguments[arguments.length - 1];
window.hits = {};
window.reports = [];
document.addEventListener('securitypolicyviolation', (event) => window.reports.push(event.effectiveDirective));
const hit = (name) => { window.hits[name] = true; };
window.hit = hit;
const add = (html) => { const box = document.createElement('div'); document.body.append(box); box.innerHTML = html; };
const script = document.createElement('script');
script.textContent = 'window.hit(\'inline script\')';
document.body.append(script);
const foreign = document.createElement('script');
foreign.src = 'data:text/javascript,window.hit(`foreign script`)';
document.body.append(foreign);
add('<img src=x onerror=window.hit(`onerror`)>');
add('<iframe src=`https://example.com` onload=window.hit(`frame`)></iframe>'.replaceAll('`', '\''));
add('<object data=`https://example.com` onload=window.hit(`object`)></object>'.replaceAll('`', '\''));
add('<base href=`https://example.com/`>'.replaceAll('`', '\''));
if (document.baseURI.startsWith('https://example.com')) hit('base');
try { eval('window.hit(\'eval\')'); } catch {}
try { new Function('window.hit(\'Function\')')(); } catch {}
try { setTimeout('window.hit(\'timer text\')', 0); } catch {}
try { if (window.open('https://example.com')) hit('window.open'); } catch {}
try { new WebSocket('wss://example.com'); } catch { }
const form = document.createElement('form');
form.action = 'https://example.com';
document.body.append(form);
form.submit();
location.href = 'https://example.com/';
Promise.allSettled([
  fetch('https://example.com').then(() => hit('fetch')),
  import('data:text/javascript,window.hit(`import`)'),
  navigator.serviceWorker?.register('data:text/javascript,').then(() => hit('service worker')),
]).then(() => setTimeout(() => done({ hits: Object.keys(window.hits), reports: window.reports, at: location.href }), 1500));
";

const NOT_OURS: &[&str] = &[
    "plugin:store|load",
    "plugin:store|set",
    "plugin:event|emit",
    "plugin:event|listen",
    "plugin:path|resolve_directory",
    "plugin:webview|create_webview_window",
    "plugin:webview|internal_toggle_devtools",
    "plugin:window|close",
    "plugin:app|version",
    "plugin:fs|read_file",
    "plugin:shell|open",
    "open_engine",
    "",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_page_gets_nowhere() {
    let home = Home::new();
    let desk = Desk::open(&home, &Opening::default()).await;

    let outcome = desk.script_async(ATTEMPTS).await;
    assert_eq!(outcome["hits"], json!([]), "{outcome}");
    assert_eq!(outcome["at"].as_str().map(|at| at.starts_with("tauri://localhost")), Some(true), "{outcome}");
    for directive in
        ["script-src-elem", "script-src-attr", "frame-src", "connect-src", "base-uri", "form-action"]
    {
        let reported = outcome["reports"].as_array().is_some_and(|all| all.contains(&json!(directive)));
        assert!(reported, "{directive} stopped nothing: {outcome}");
    }
    assert_eq!(desk.driver.windows().await.unwrap().len(), 1);

    for command in NOT_OURS {
        let answer = desk.invoke(command, &json!({})).await;
        assert!(answer.get("error").is_some() && answer.get("ok").is_none(), "{command}: {answer}");
    }
    assert_eq!(desk.script("return '__TAURI__' in window").await, json!(false));
    assert_eq!(desk.script("return Object.isFrozen(Object.prototype)").await, json!(true));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engine_refuses_what_it_does_not_know() {
    let home = Home::new();
    let desk = Desk::open(&home, &Opening::default()).await;
    let call = |name: &str, args: Value| json!({ "name": name, "args": args });
    for name in ["nope", "", "__proto__", "Clients", "drop table"] {
        let answer = desk.invoke("call", &call(name, json!({}))).await;
        assert_eq!(answer["error"]["code"], "UNKNOWN_COMMAND", "{name}: {answer}");
    }
    let odd = [
        json!(null),
        json!([]),
        json!("x"),
        json!(7),
        json!({ "client": 7 }),
        json!({ "client": "../../x" }),
    ];
    for name in
        ["overview", "user_detail", "view_rows", "disconnect", "check_run", "draft_set", "connection_save"]
    {
        for args in &odd {
            let answer = desk.invoke("call", &call(name, args.clone())).await;
            assert!(answer["error"]["code"].is_string(), "{name} {args}: {answer}");
        }
    }
    let outside = std::fs::read_dir(home.path()).unwrap().filter_map(Result::ok).count();
    assert_eq!(outside, 7, "nothing was made outside the folders of this home and its output file");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_window_a_folder_and_no_core_files() {
    let home = Home::new();
    let desk = Desk::open(&home, &Opening::default()).await;

    // No session bus leads the second one to the first: the lock alone has to stop it.
    let second = home
        .command("timeout")
        .args(["20", "xvfb-run", "-a"])
        .arg(program())
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&second.stderr);
    assert_eq!(second.status.code(), Some(1), "{said}");
    assert!(said.contains("already open"), "{said}");

    let limits = core_limits(&home);
    assert!(limits.len() >= 3, "the window, the page and the network process: {limits:?}");
    assert!(limits.iter().all(|(_, limit)| limit == "0"), "{limits:?}");
    desk.close().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
}

/// Hard limit of core files of each process of the window in this home.
fn core_limits(home: &Home) -> Vec<(String, String)> {
    let marker = format!("HOME={}", home.path().display());
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().filter_map(Result::ok) {
        let read = |name: &str| std::fs::read(entry.path().join(name)).unwrap_or_default();
        let name = String::from_utf8_lossy(&read("comm")).trim().to_owned();
        let ours = String::from_utf8_lossy(&read("environ")).split('\0').any(|pair| pair == marker);
        if ours && (name == "tandem" || name.starts_with("WebKitWeb") || name.starts_with("WebKitNetwork")) {
            let limits = String::from_utf8_lossy(&read("limits")).into_owned();
            let line = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default();
            let hard = line.split_whitespace().nth(5).unwrap_or_default().to_owned();
            if name != "WebKitWebDriver" && !name.starts_with("WebKitWebDri") {
                found.push((name, hard));
            }
        }
    }
    found
}

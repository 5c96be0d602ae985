//! `connect` with an MSP parent's key: list its customers, or add some of them, each as a client of its own.

use domain::Permission;
use engine::api::{CheckReport, ChildAdded, ChildPick, ChildState, Parent, ParentChild, ParentChildren};
use engine::check::{CheckInput, KeychainTest};
use engine::{AddChildren, Code};
use serde_json::json;

use crate::args::ConnectArgs;
use crate::commands::connect::{check_name, keychain_test, refused};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report;
use crate::session::{Keys, Session};
use crate::{table, text};

/// What to do where a parent's key is given and nothing is chosen.
pub(crate) const HINT: &str =
    "Add customers with --child ACCOUNT_ID or --all-children; --list-children lists them.";

pub(crate) async fn run(session: &Session, args: &ConnectArgs) -> Result<Exit, Failure> {
    if session.common.sample {
        return Err(Failure::usage("The sample tenant is no MSP parent."));
    }
    if args.name.is_some() && (args.all_children || args.child.len() != 1) {
        return Err(Failure::usage("--name names one client: give it with one --child, or leave it out."));
    }
    for name in [&args.name, &args.parent_name].into_iter().flatten() {
        check_name(name, &[])?;
    }
    let ports = session.ports()?;
    let keys = session.keys(&ports, &args.target).await?;
    session.follow_network(&ports).await?;
    let report = session.check(&ports, input(&keys, keychain_test(args.session_secret))).await;
    if !is_parent(&report) {
        return refused(session, &report).ok_or_else(|| {
            let failure = Failure::usage("These keys open one tenant: connect it without --child.");
            failure.ending(Exit::WrongType)
        });
    }
    let engine = session.engine().await?;
    let found = engine.children_of(&input(&keys, KeychainTest::Without)).await?;
    if args.list_children {
        session
            .output
            .result(&json!({ "parent": found.parent, "children": found.children }), || list(&found));
        return Ok(Exit::Done);
    }
    let picks = picks(args, &found);
    if picks.is_empty() {
        session.output.result(&document(found.parent.as_ref(), &[], &found), || list(&found));
        return Ok(Exit::Done);
    }
    let add = AddChildren {
        input: input(&keys, KeychainTest::Without),
        name: args.parent_name.clone().unwrap_or_default(),
        children: picks,
        session_only: args.session_secret,
    };
    let added = engine.add_children(add).await?;
    session
        .output
        .result(&document(added.parent.as_ref(), &added.children, &found), || outcome(&added.children));
    Ok(added.children.iter().find_map(|one| one.code).map_or(Exit::Done, Exit::of))
}

fn input(keys: &Keys, keychain: KeychainTest) -> CheckInput {
    keys.input(Permission::WANTED.to_vec(), keychain)
}

fn is_parent(report: &CheckReport) -> bool {
    matches!(report::decisive(report), Some((Code::AppTypeAccountsApi, _)))
}

/// Those asked for; with `--all-children` those that can be added, the others are told in the document.
fn picks(args: &ConnectArgs, found: &ParentChildren) -> Vec<ChildPick> {
    if args.all_children {
        let open = |child: &&ParentChild| matches!(child.state, ChildState::New | ChildState::Kept);
        return found.children.iter().filter(open).map(|child| pick(child, None)).collect();
    }
    let wanted = args.child.iter().map(|id| {
        let child = found.children.iter().find(|child| child.account_id == *id);
        let unknown = || ChildPick { account_id: id.clone(), name: id.clone() };
        child.map_or_else(unknown, |child| pick(child, args.name.as_deref()))
    });
    wanted.collect()
}

fn pick(child: &ParentChild, name: Option<&str>) -> ChildPick {
    ChildPick {
        account_id: child.account_id.clone(),
        name: name.map_or_else(|| child.suggested.clone(), str::to_owned),
    }
}

/// `children`: what became of those asked for. `left`: those that nobody asked for, with their states.
fn document(parent: Option<&Parent>, added: &[ChildAdded], found: &ParentChildren) -> serde_json::Value {
    let asked = |id: &str| added.iter().any(|one| one.account_id == id);
    let left: Vec<_> = found.children.iter().filter(|child| !asked(&child.account_id)).collect();
    json!({ "parent": parent, "children": added, "left": left })
}

fn list(found: &ParentChildren) -> String {
    let rows: Vec<Vec<String>> = found
        .children
        .iter()
        .map(|child| {
            let state = text::label("child_state", &text::id(child.state));
            vec![child.account_id.clone(), child.name.clone(), child.host.clone(), state]
        })
        .collect();
    if rows.is_empty() {
        return text::label("children", "none");
    }
    table::of_wide_cells(&["account", "name in Duo", "host", "state"], &rows)
}

fn outcome(added: &[ChildAdded]) -> String {
    let rows: Vec<Vec<String>> = added
        .iter()
        .map(|one| {
            let why = one.code.map(|code| text::of_code(code, &one.values)).unwrap_or_default();
            let word = text::label("child", if one.client.is_some() { "added" } else { "not_added" });
            vec![one.account_id.clone(), one.name.clone(), word, why]
        })
        .collect();
    table::of_wide_cells(&["account", "name", "state", "why"], &rows)
}

//! The text of an element in runs.

use pdf::{Ink, Run, Text};

use super::nodes::{Element, Node};

/// How the text of an element looks.
#[derive(Clone, Copy, Default)]
struct Look {
    bold: bool,
    small: bool,
    ink: Ink,
    isolated: bool,
}

/// The runs of everything in the element, blanks as one.
pub(super) fn runs(element: &Element) -> Text {
    let mut out = Vec::new();
    add(element, looked(element, Look::default()), &mut out);
    trimmed(out)
}

/// The runs of some nodes.
pub(super) fn of(nodes: &[&Node], within: &Element) -> Text {
    let mut out = Vec::new();
    for node in nodes {
        one(node, looked(within, Look::default()), &mut out);
    }
    trimmed(out)
}

fn add(element: &Element, look: Look, out: &mut Text) {
    for node in &element.children {
        one(node, look, out);
    }
}

fn one(node: &Node, look: Look, out: &mut Text) {
    match node {
        Node::Text(text) => {
            let run = Run {
                text: one_blank(text),
                bold: look.bold,
                small: look.small,
                ink: look.ink,
                isolated: look.isolated,
            };
            out.push(run);
        }
        Node::Element(element) => {
            let own_line = element.name == "br" || (element.name == "small" && says(out));
            out.extend(own_line.then(|| Run::new("\n")));
            add(element, looked(element, look), out);
            // The mark stands before its word.
            out.extend(element.is("mark").then(|| Run { bold: true, ..Run::new("  ") }));
        }
    }
}

fn says(out: &Text) -> bool {
    out.iter().any(|run| !run.text.trim().is_empty())
}

fn looked(element: &Element, look: Look) -> Look {
    let mut look = look;
    match element.name.as_str() {
        "b" | "h1" | "h2" | "h3" => look.bold = true,
        "th" if element.attribute("scope") != Some("row") => look.bold = true,
        "small" => (look.bold, look.small, look.ink) = (false, true, Ink::Faint),
        "bdi" => look.isolated = true,
        "dt" => look.ink = Ink::Faint,
        _ => {}
    }
    for (class, ink, bold) in [
        ("rule", Ink::Faint, false),
        ("no", Ink::Faint, false),
        ("count", Ink::Faint, false),
        ("lede", Ink::Soft, false),
        ("subject", Ink::Soft, true),
        ("unknown", Ink::Soft, true),
        ("warned", Ink::Warn, true),
        ("pass", Ink::Ok, true),
        ("failed", Ink::Fail, true),
        ("not_readable", Ink::Soft, true),
    ] {
        if element.is(class) {
            (look.ink, look.bold) = (ink, bold);
        }
    }
    look
}

fn one_blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // A narrow or a fixed blank is one that somebody chose.
        let blank = matches!(c, ' ' | '\n' | '\r' | '\t');
        if !(blank && out.ends_with(' ')) {
            out.push(if blank { ' ' } else { c });
        }
    }
    out
}

/// Without blanks at either end, and none twice.
fn trimmed(runs: Text) -> Text {
    let mut out: Text = Vec::new();
    for mut run in runs {
        let after_blank = out.last().is_none_or(|last| last.text.ends_with([' ', '\n']));
        if after_blank && run.text.starts_with(' ') && run.text != "  " {
            run.text.remove(0);
        }
        if !run.text.is_empty() {
            out.push(run);
        }
    }
    while let Some(last) = out.last_mut() {
        let end = last.text.trim_end_matches([' ', '\n']).len();
        last.text.truncate(end);
        if end > 0 {
            break;
        }
        out.pop();
    }
    out
}

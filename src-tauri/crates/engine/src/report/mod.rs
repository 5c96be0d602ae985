//! What is handed to people outside: one HTML file each, to read, to print or to mail.
//!
//! A report is a template in this folder that extends `page.html`, and a serialisable content:
//!
//! ```html
//! {% extends "page.html" %}
//! {% from "parts.html" import note %}
//! {% block body %}<h2>{{ t("seats") }}</h2><p>{{ content.client | bdi }}</p>{% endblock %}
//! ```
//!
//! Every value is escaped; `bdi` also keeps a tenant's string from turning the text around it. Sentences come from the
//! user interface's texts through `t("key", name=value)`. A name that is not there is an error, never a blank.

mod book;
mod cells;
mod check;
mod clients;
mod colour;
mod command;
mod coverage;
mod document;
#[cfg(test)]
mod document_tests;
mod evidence;
mod filters;
mod ground;
mod json;
mod logo;
mod pack;
mod page;
mod parts;
mod pdf;
mod private;
mod scope;
mod settings;
mod table;
mod values;
pub(crate) mod why;

pub(crate) use self::page::PREVIEW;
pub(crate) use self::pdf::on_paper;
pub(crate) use self::scope::{Scope, scope};

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value, context};
use serde::Serialize;

use crate::Code;
use crate::api::CommandError;
use crate::zone::Zone;

const TEMPLATES: &[(&str, &str)] = &[
    ("clients.html", include_str!("clients.html")),
    ("document.html", include_str!("document.html")),
    ("licences.html", include_str!("licences.html")),
    ("page.html", include_str!("page.html")),
    ("parts.html", include_str!("parts.html")),
    ("result.html", include_str!("result.html")),
    ("sheet.html", include_str!("sheet.html")),
];

const STYLE: &str = include_str!("page.css");

static ENVIRONMENT: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(environment);

/// What stands at the head and foot of every page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Head {
    /// What this is: `Licence review`.
    pub(crate) title: String,
    /// Whose it is: the client's name; none where it is nobody's in particular.
    pub(crate) subject: Option<String>,
    /// Facts below the title, label and value: `As of`, `21 Nov 2026 14:02 UTC`.
    pub(crate) facts: Vec<(String, String)>,
    /// When it was made.
    pub(crate) made: DateTime<Utc>,
    /// Zone of its times.
    #[serde(skip)]
    pub(crate) zone: Zone,
    /// Whose paper it is on.
    pub(crate) brand: Brand,
}

/// What stands round the contents, from the settings.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Brand {
    /// `data:` URI of a picture that [`logo`] took apart.
    pub(crate) logo: Option<String>,
    /// Line at the foot; empty = none.
    pub(crate) footer: String,
    /// `#rrggbb` that [`colour`] let through.
    pub(crate) colour: Option<String>,
}

/// One HTML file without anything from outside.
///
/// # Errors
/// `INTERNAL` when the template does not exist or names what the content does not have.
pub(crate) fn render(template: &str, head: &Head, content: &impl Serialize) -> Result<String, CommandError> {
    try_render(template, head, content).map(printable).map_err(|error| {
        // The message names a template and a line; values appear in debug builds of the engine's templates only.
        tracing::error!(template, kind = ?error.kind(), line = error.line(), "report not made");
        CommandError::new(Code::Internal)
    })
}

/// A page without the characters that HTML does not allow; names may hold them.
fn printable(page: String) -> String {
    let bad = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if page.contains(bad) { page.replace(bad, "\u{fffd}") } else { page }
}

fn try_render(template: &str, head: &Head, content: &impl Serialize) -> Result<String, Error> {
    let environment =
        ENVIRONMENT.as_ref().map_err(|error| Error::new(error.kind(), "a template is wrong"))?;
    environment.get_template(template)?.render(context! {
        head => Value::from(Serde(head)),
        content => Value::from(Serde(content)),
        style => Value::from_safe_string(STYLE.to_owned()),
        version => env!("CARGO_PKG_VERSION"),
        zone => head.zone.name(),
    })
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    filters::add_to(&mut environment);
    for &(name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(subject: &str) -> Head {
        Head {
            title: "Licence review".to_owned(),
            subject: Some(subject.to_owned()),
            facts: vec![("As of".to_owned(), subject.to_owned())],
            made: "2026-11-21T14:02:11Z".parse().unwrap(),
            zone: Zone::UTC,
            brand: Brand::default(),
        }
    }

    #[test]
    fn a_page_says_whose_it_is_and_when_it_was_made() {
        let page = render("page.html", &head("Acme"), &()).unwrap();
        for part in ["<h1>Licence review</h1>", "<bdi>Acme</bdi>", "21 Nov 2026 14:02 UTC", "Tandem"] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    }

    #[test]
    fn times_are_told_in_the_zone_of_the_page() {
        let zone = Zone::named("Asia/Tokyo").unwrap();
        let page = render("page.html", &Head { zone, ..head("Acme") }, &()).unwrap();
        assert!(page.contains("21 Nov 2026 23:02 JST") && !page.contains("14:02"), "{page}");
    }

    #[test]
    fn the_paper_is_the_msps() {
        let brand = Brand {
            logo: Some("data:image/png;base64,AA/BB+==".to_owned()),
            footer: "<b>MSP</b>".to_owned(),
            colour: Some("#1d5c87".to_owned()),
        };
        let page = render("page.html", &Head { brand, ..head("Acme") }, &()).unwrap();
        assert!(
            page.contains("<img class=\"logo\" alt=\"\" src=\"data:image&#x2f;png;base64,AA&#x2f;BB+==\">"),
            "{page}"
        );
        assert!(page.contains("<bdi>&lt;b&gt;MSP&lt;&#x2f;b&gt;</bdi>"), "{page}");
        assert!(page.contains(":root { --accent: #1d5c87; }"), "{page}");
        let plain = render("page.html", &head("Acme"), &()).unwrap();
        assert!(!plain.contains("<img") && !plain.contains(":root { --accent"), "{plain}");
    }

    #[test]
    fn hostile_names_stay_text() {
        let page = render("page.html", &head("<img src=x onerror=alert(1)>\u{202e}\"'"), &()).unwrap();
        assert!(!page.contains("<img"), "{page}");
        assert!(page.contains("<bdi>&lt;img src=x onerror=alert(1)&gt;\u{202e}"), "{page}");
    }

    #[test]
    fn characters_that_html_does_not_allow_are_marked() {
        let page = render("page.html", &head("a\0b\u{1b}[31mc\nd"), &()).unwrap();
        assert!(page.contains("<bdi>a\u{fffd}b\u{fffd}[31mc\nd"), "{page}");
    }

    #[test]
    fn nothing_is_fetched() {
        let page = render("page.html", &head("Acme"), &()).unwrap();
        for outside in ["http:", "https:", "src=", "@import", "url(", "<script", "<link"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(page.contains("default-src 'none'"));
    }

    #[test]
    fn a_template_that_does_not_exist_is_an_error() {
        assert_eq!(render("nothing.html", &head("Acme"), &()).unwrap_err().code, Code::Internal);
    }
}

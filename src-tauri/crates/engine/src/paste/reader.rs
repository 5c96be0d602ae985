//! Reads pieces of text, whatever form they came in, and keeps what was not used.

use zeroize::Zeroizing;

use super::found::{Found, Kind, Node};
use super::label::{self, SEPARATORS};
use super::shape::{by_label, spans};
use crate::fields::{mask_secrets, trim_outer};

const MASK: &str = "••••••••";
/// More lines than anybody reads; the rest is counted.
const MOST_IGNORED: usize = 500;
const LONGEST_IGNORED: usize = 200;
const SHORTEST_HIDDEN: usize = 16;
/// Bytes before a separator in which a label is looked for.
const LONGEST_LABEL: usize = 96;

/// A text without the secret keys that were found, whatever they look like.
pub(super) fn without(text: &str, secrets: &[Zeroizing<String>]) -> String {
    // A short run of letters can stand in a name too.
    let told = secrets.iter().filter(|secret| secret.len() >= SHORTEST_HIDDEN);
    told.fold(text.to_owned(), |text, secret| Zeroizing::new(text).replace(secret.as_str(), MASK))
}

fn cut(line: &str) -> String {
    let at = line.char_indices().nth(LONGEST_IGNORED).map_or(line.len(), |(at, _)| at);
    format!("{}{}", &line[..at], if at < line.len() { "…" } else { "" })
}

/// What was not used so far, and the label whose value is still to come.
#[derive(Default)]
pub(super) struct Reader {
    /// Without what looks like a secret, in full length.
    ignored: Vec<Zeroizing<String>>,
    uncounted: usize,
    pending: Option<Kind>,
}

impl Reader {
    /// The lines, each cut to a readable length, without the secret keys that were found.
    pub(super) fn into_ignored(self, secrets: &[Zeroizing<String>]) -> Vec<String> {
        let lines = self.ignored.into_iter().map(|line| cut(&without(&line, secrets)));
        let more = (self.uncounted > 0).then(|| format!("… +{}", self.uncounted));
        lines.chain(more).collect()
    }

    /// Keeps a text that was not used, unless it says nothing.
    pub(super) fn ignore(&mut self, text: &str) {
        let joined = Zeroizing::new(text.split_whitespace().collect::<Vec<_>>().join(" "));
        let bare = joined.trim_matches(|c: char| SEPARATORS.contains(&c) || c == ' ');
        let words = bare.contains(char::is_alphanumeric);
        if (!words && !bare.contains('•')) || (words && label::is_syntax(bare)) {
            return;
        }
        if self.ignored.len() >= MOST_IGNORED {
            self.uncounted += 1;
            return;
        }
        self.ignored.push(Zeroizing::new(mask_secrets(bare)));
    }

    /// Keeps a value that had to give way to a surer one.
    pub(super) fn drop_found(&mut self, found: &Found) {
        match found.kind {
            Kind::Skey => self.ignore(MASK),
            Kind::Host | Kind::Ikey => self.ignore(&found.value),
        }
    }

    /// Forgets a label whose value never came.
    pub(super) fn end_of_group(&mut self) {
        self.pending = None;
    }

    /// Reads a line: values by their shape, and `label value` pairs, several on a line if need be.
    pub(super) fn line(&mut self, line: &str) -> Node {
        if label::is_noise(line) {
            self.ignore(line);
            return Node::Group(Vec::new());
        }
        if let Some(kind) = label::whole(line) {
            self.pending = Some(kind);
            return Node::Group(Vec::new());
        }
        let hits = label_hits(line);
        let first = hits.first().map_or(line.len(), |hit| hit.start);
        let mut found = self.unlabelled(&line[..first]);
        for (index, hit) in hits.iter().enumerate() {
            let end = hits.get(index + 1).map_or(line.len(), |next| next.start);
            found.extend(self.labelled(hit.kind, &line[hit.start..hit.value], &line[hit.value..end]));
        }
        Node::group(found)
    }

    /// Reads the value of a label; an empty one is still to come.
    pub(super) fn labelled(&mut self, kind: Kind, name: &str, value: &str) -> Vec<Found> {
        if trim_outer(value).is_empty() {
            self.pending = Some(kind);
            return Vec::new();
        }
        self.pending = None;
        self.value(Some(kind), name, value)
    }

    /// Reads text without a label of its own; the label of a line before may be waiting for it.
    pub(super) fn unlabelled(&mut self, text: &str) -> Vec<Found> {
        let found = self.value(self.pending, "", text);
        if !found.is_empty() {
            self.pending = None;
        }
        found
    }

    fn value(&mut self, kind: Option<Kind>, name: &str, text: &str) -> Vec<Found> {
        let spans = spans(text, kind);
        let sure = |kind| spans.iter().any(|span| span.found.kind == kind && span.found.sure > 1);
        let word = value_word(text);
        // An odd word is taken at its label's word only where its shape does not speak against it.
        let odd =
            kind.filter(|&kind| !sure(kind) && (spans.is_empty() || kind == Kind::Host && !sure(Kind::Ikey)));
        if let Some(found) = odd.and_then(|kind| by_label(kind, word)) {
            self.ignore(&text.replacen(word, " ", 1));
            return vec![found];
        }
        if spans.is_empty() {
            match kind {
                Some(Kind::Skey) => self.ignore(&format!("{name} {}", mask_words(text))),
                _ => self.ignore(&Zeroizing::new(format!("{name}{text}"))),
            }
            return Vec::new();
        }
        let mut rest = String::new();
        let mut at = 0;
        for span in &spans {
            rest.push_str(&text[at..span.start]);
            rest.push(' ');
            at = span.end;
        }
        rest.push_str(&text[at..]);
        self.ignore(&rest.replace("https:// ", " ").replace("http:// ", " "));
        spans.into_iter().map(|span| span.found).collect()
    }
}

struct Hit {
    kind: Kind,
    start: usize,
    value: usize,
}

/// Labels on a line that a separator follows.
fn label_hits(line: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut from = 0;
    for (at, separator) in line.match_indices(SEPARATORS) {
        let near = from.max(line.floor_char_boundary(at.saturating_sub(LONGEST_LABEL)));
        from = at + separator.len();
        if let Some((kind, start)) = label::ending(&line[near..at]) {
            hits.push(Hit { kind, start: near + start, value: from });
        }
    }
    hits
}

/// The value without quotes, a closing comma, the marks of bold print and the buttons beside it.
fn value_word(text: &str) -> &str {
    let bare = trim_outer(text).trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'));
    let bare = trim_outer(bare.strip_prefix("** ").unwrap_or(bare));
    match bare.split_once(char::is_whitespace) {
        Some((word, rest)) if label::is_noise(rest) => trim_outer(word),
        _ => bare,
    }
}

/// Of a text that is said to be a secret nothing that could be one is shown.
fn mask_words(text: &str) -> String {
    let shown = |word: &str| word.chars().all(char::is_alphabetic) && word.chars().count() < 12;
    text.split_whitespace().map(|word| if shown(word) { word } else { MASK }).collect::<Vec<_>>().join(" ")
}

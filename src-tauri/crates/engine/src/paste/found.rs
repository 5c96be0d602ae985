//! From values to sets.

use zeroize::Zeroizing;

use super::ParsedSet;
use super::reader::Reader;

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Host,
    Ikey,
    Skey,
}

/// A value, and how sure it is: where two of one kind meet, the surer stays; two equally sure make two sets.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) value: Zeroizing<String>,
    pub(super) sure: u8,
    pub(super) labelled: bool,
}

impl Found {
    pub(super) fn new(kind: Kind, value: &str, sure: u8, labelled: bool) -> Self {
        Self { kind, value: Zeroizing::new(value.to_owned()), sure, labelled }
    }
}

/// Values that stand together: on a line, in a paragraph, in an object.
pub(super) enum Node {
    One(Found),
    Group(Vec<Node>),
}

impl Node {
    pub(super) fn group(found: Vec<Found>) -> Self {
        Self::Group(found.into_iter().map(Self::One).collect())
    }
}

#[derive(Default)]
struct Draft {
    host: Option<Found>,
    ikey: Option<Found>,
    skey: Option<Found>,
}

impl Draft {
    fn of(found: Found) -> Self {
        let mut draft = Self::default();
        let kind = found.kind;
        *draft.slot(kind) = Some(found);
        draft
    }

    fn slot(&mut self, kind: Kind) -> &mut Option<Found> {
        match kind {
            Kind::Host => &mut self.host,
            Kind::Ikey => &mut self.ikey,
            Kind::Skey => &mut self.skey,
        }
    }

    fn all(&self) -> impl Iterator<Item = &Found> {
        [&self.host, &self.ikey, &self.skey].into_iter().flatten()
    }

    fn get(&self, kind: Kind) -> Option<&Found> {
        self.all().find(|found| found.kind == kind)
    }

    /// Whether the other says nothing that contradicts this one.
    fn agrees(&self, other: &Self) -> bool {
        let complete = self.all().count() == 3;
        other.all().all(|theirs| match self.get(theirs.kind) {
            None => true,
            Some(ours) if *ours.value == *theirs.value => true,
            Some(ours) => ours.sure > theirs.sure || (ours.sure < theirs.sure && !complete),
        })
    }

    fn absorb(&mut self, other: Self, reader: &mut Reader) {
        for theirs in [other.host, other.ikey, other.skey].into_iter().flatten() {
            let slot = self.slot(theirs.kind);
            let Some(ours) = slot.take() else {
                *slot = Some(theirs);
                continue;
            };
            let same = *ours.value == *theirs.value;
            let (kept, left) = if theirs.sure > ours.sure { (theirs, ours) } else { (ours, theirs) };
            let labelled = kept.labelled || (same && left.labelled);
            *slot = Some(Found { labelled, ..kept });
            if !same {
                reader.drop_found(&left);
            }
        }
    }
}

/// The sets of a text. A lone value without a label beside fuller sets is not one.
pub(super) fn sets(groups: Vec<Node>, reader: &mut Reader) -> Vec<ParsedSet> {
    let drafts = fold(Node::Group(groups), reader);
    let fuller = drafts.iter().any(|draft| draft.all().count() > 1);
    let mut sets = Vec::new();
    for draft in drafts {
        let stray = fuller && draft.all().count() == 1 && draft.all().all(|found| !found.labelled);
        if stray {
            draft.all().for_each(|found| reader.drop_found(found));
        } else {
            let text = |found: Option<Found>| found.map(|found| found.value.to_string());
            sets.push(ParsedSet {
                host: text(draft.host),
                ikey: text(draft.ikey),
                skey: draft.skey.map(|found| found.value),
            });
        }
    }
    sets
}

/// Joins neighbours for as long as they agree, from the inside outwards.
fn fold(node: Node, reader: &mut Reader) -> Vec<Draft> {
    let children = match node {
        Node::One(found) => return vec![Draft::of(found)],
        Node::Group(children) => children,
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for child in children {
        for next in fold(child, reader) {
            match drafts.last_mut() {
                Some(last) if last.agrees(&next) => last.absorb(next, reader),
                _ => drafts.push(next),
            }
        }
    }
    drafts
}

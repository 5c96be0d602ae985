//! The system's fonts: one family for everything, and whatever else has a character that it lacks.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use fontdb::{Database, FaceInfo, ID, Style, Weight};
use rustybuzz::ttf_parser::Face as Glyphs;

use crate::shape::Seen;

/// Families that text is set in, the first that is there: each system's own, then what is near to it.
const FAMILIES: &[&str] = &[
    "Segoe UI",
    "Helvetica Neue",
    "Noto Sans",
    "Cantarell",
    "Open Sans",
    "Liberation Sans",
    "Arial",
    "Helvetica",
    "Nimbus Sans",
    "DejaVu Sans",
];
/// Families asked first for a character that the text's own lacks.
const OTHERS: &[&str] = &[
    "Noto Sans",
    "DejaVu Sans",
    "Segoe UI",
    "Segoe UI Symbol",
    "Arial",
    "Arial Unicode MS",
    "Noto Sans CJK SC",
    "Microsoft YaHei",
    "Yu Gothic",
    "Malgun Gothic",
    "PingFang SC",
    "Hiragino Sans",
    "Apple SD Gothic Neo",
    "Geeza Pro",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
];
/// So many characters are looked for in vain; then every other is a box at once.
const MOST_MISSED: usize = 200;

/// A font of the library, by its place.
pub(crate) type FontId = usize;

/// Every font of the system, and those that were opened.
pub(crate) struct Library {
    database: Database,
    /// In an order of their own: that of folders is nobody's.
    faces: Vec<(ID, u32)>,
    opened: Vec<OnceCell<Option<Arc<Vec<u8>>>>>,
    regular: Option<FontId>,
    bold: Option<FontId>,
}

impl Library {
    pub(crate) fn of_system() -> Self {
        let mut database = Database::new();
        database.load_system_fonts();
        Self::of(database)
    }

    pub(crate) fn of(database: Database) -> Self {
        let mut infos: Vec<&FaceInfo> = database.faces().filter(|face| face.style == Style::Normal).collect();
        infos.sort_by_cached_key(|face| {
            let family = family(face);
            let rank = OTHERS.iter().position(|name| *name == family).unwrap_or(OTHERS.len());
            let heavy = face.weight.0.abs_diff(Weight::NORMAL.0);
            (rank, face.monospaced, heavy, family.to_owned(), face.post_script_name.clone(), face.index)
        });
        let at = |name: &str, weights: std::ops::RangeInclusive<u16>| {
            infos.iter().position(|face| family(face) == name && weights.contains(&face.weight.0))
        };
        let pair = FAMILIES.iter().find_map(|name| Some((at(name, 400..=400)?, at(name, 600..=700)?)));
        let any = || infos.iter().position(|face| speaks(&database, face));
        let regular = pair.map(|(regular, _)| regular).or_else(any);
        Self {
            faces: infos.iter().map(|face| (face.id, face.index)).collect(),
            opened: infos.iter().map(|_| OnceCell::new()).collect(),
            bold: pair.map(|(_, bold)| bold).or(regular),
            regular,
            database,
        }
    }

    fn bytes(&self, font: FontId) -> Option<&Arc<Vec<u8>>> {
        let (id, _) = self.faces.get(font)?;
        let read = || self.database.with_face_data(*id, |bytes, _| Arc::new(bytes.to_vec()));
        self.opened.get(font)?.get_or_init(read).as_ref()
    }

    fn has(&self, font: FontId, wanted: char) -> bool {
        let Some((id, _)) = self.faces.get(font) else { return false };
        self.database.with_face_data(*id, |bytes, index| covers(bytes, index, wanted)).unwrap_or(false)
    }
}

fn family(face: &FaceInfo) -> &str {
    face.families.first().map_or("", |(name, _)| name.as_str())
}

fn covers(bytes: &[u8], index: u32, wanted: char) -> bool {
    Glyphs::parse(bytes, index).is_ok_and(|face| face.glyph_index(wanted).is_some())
}

/// Whether a report can be set in it.
fn speaks(database: &Database, face: &FaceInfo) -> bool {
    let all = |bytes: &[u8], index| "Az09.,-".chars().all(|wanted| covers(bytes, index, wanted));
    database.with_face_data(face.id, all).unwrap_or(false)
}

/// An opened font.
pub(crate) struct Font<'l> {
    pub(crate) shaper: rustybuzz::Face<'l>,
    pub(crate) embedded: krilla::text::Font,
}

/// The fonts of one document.
pub(crate) struct Fonts<'l> {
    library: &'l Library,
    regular: FontId,
    bold: FontId,
    open: Vec<OnceCell<Option<Font<'l>>>>,
    /// Where a character was found that the text's own font lacks.
    found: RefCell<BTreeMap<char, Option<FontId>>>,
    missed: Cell<usize>,
    pub(crate) seen: RefCell<Seen>,
}

impl<'l> Fonts<'l> {
    /// None where the system has no font that can be opened.
    pub(crate) fn of(library: &'l Library) -> Option<Self> {
        let fonts = Self {
            library,
            regular: library.regular?,
            bold: library.bold?,
            open: library.faces.iter().map(|_| OnceCell::new()).collect(),
            found: RefCell::default(),
            missed: Cell::new(0),
            seen: RefCell::default(),
        };
        fonts.font(fonts.regular)?;
        fonts.font(fonts.bold)?;
        Some(fonts)
    }

    pub(crate) fn own(&self, bold: bool) -> FontId {
        if bold { self.bold } else { self.regular }
    }

    pub(crate) fn font(&self, id: FontId) -> Option<&Font<'l>> {
        let open = || {
            let bytes = self.library.bytes(id)?;
            let (_, index) = self.library.faces.get(id)?;
            let data: Arc<dyn AsRef<[u8]> + Send + Sync> = bytes.clone();
            Some(Font {
                shaper: rustybuzz::Face::from_slice(bytes, *index)?,
                embedded: krilla::text::Font::new(data.into(), *index)?,
            })
        };
        self.open.get(id)?.get_or_init(open).as_ref()
    }

    /// The font that a character is set in; the text's own where none has it.
    pub(crate) fn of_char(&self, own: FontId, wanted: char) -> FontId {
        // The shaper draws blanks and what is not seen in any font.
        let unseen = wanted.is_whitespace() || wanted.is_control() || invisible(wanted);
        let covered =
            |id: FontId| self.font(id).is_some_and(|font| font.shaper.glyph_index(wanted).is_some());
        if unseen || covered(own) {
            return own;
        }
        if let Some(found) = self.found.borrow().get(&wanted) {
            return found.unwrap_or(own);
        }
        let found = self.search(wanted);
        self.found.borrow_mut().insert(wanted, found);
        found.unwrap_or(own)
    }

    fn search(&self, wanted: char) -> Option<FontId> {
        if self.missed.get() >= MOST_MISSED {
            return None;
        }
        let fits = |id: &FontId| self.library.has(*id, wanted) && self.font(*id).is_some();
        let found = (0..self.library.faces.len()).find(fits);
        if found.is_none() {
            self.missed.set(self.missed.get() + 1);
        }
        found
    }
}

/// Marks of direction, joiners and variation selectors.
pub(crate) fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

//! A page of ours as elements and texts. It reads what the templates of this folder write, not any HTML.

/// A piece of a page.
#[derive(Debug, PartialEq)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn is(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first of this name, at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }

    /// All text in it as it stands.
    pub(super) fn text(&self) -> String {
        self.children
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(element) => element.text(),
            })
            .collect()
    }
}

/// Elements that have no end.
const EMPTY: [&str; 3] = ["meta", "img", "br"];

/// The page's root; none where an element is not closed or a character not known.
pub(super) fn read(page: &str) -> Option<Element> {
    let mut open = vec![Element::default()];
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &mut open)?;
        let end = at + tag_end(&rest[at..])?;
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let closed = open.pop().filter(|element| element.name == name)?;
            open.last_mut()?.children.push(Node::Element(closed));
            continue;
        }
        let element = start(tag)?;
        if EMPTY.contains(&element.name.as_str()) {
            open.last_mut()?.children.push(Node::Element(element));
        } else if element.name == "style" {
            // Nothing in it is text.
            let close = rest.find("</style>")?;
            let style = Node::Text(rest[..close].to_owned());
            open.last_mut()?.children.push(Node::Element(Element { children: vec![style], ..element }));
            rest = &rest[close + "</style>".len()..];
        } else {
            open.push(element);
        }
    }
    text(rest, &mut open)?;
    open.pop().filter(|_| open.is_empty())
}

/// Where a tag ends: a `>` outside quotation marks.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quoted = false;
    tag.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })
}

fn text(raw: &str, open: &mut [Element]) -> Option<()> {
    if !raw.is_empty() {
        open.last_mut()?.children.push(Node::Text(plain(raw)?));
    }
    Some(())
}

fn start(tag: &str) -> Option<Element> {
    let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        attributes.push((key.trim().to_owned(), plain(value)?));
        rest = after;
    }
    // `scope=row` and the like are none of ours.
    rest.trim().is_empty().then(|| Element { name: name.to_owned(), attributes, children: Vec::new() })
}

/// Text without its entities.
fn plain(raw: &str) -> Option<String> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (entity, after) = after.split_once(';')?;
        out.push(match entity {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "#x27" => '\'',
            "#x2f" => '/',
            _ => return None,
        });
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_attributes_and_texts_are_told_apart() {
        let page =
            "<!DOCTYPE html>\n<p class=\"a b\">1 &lt; 2 <bdi>&lt;b&gt;&amp;lt;</bdi><img src=\"x>y\"></p>";
        let root = read(page).unwrap();
        let paragraph = root.find("p").unwrap();
        assert!(paragraph.is("a") && paragraph.is("b") && !paragraph.is("c"));
        assert_eq!(paragraph.text(), "1 < 2 <b>&lt;");
        assert_eq!(root.find("img").unwrap().attribute("src"), Some("x>y"));
    }

    #[test]
    fn what_the_templates_do_not_write_is_refused() {
        for page in ["<p>", "<p></b>", "</p>", "<p>&nbsp;</p>", "<p>&", "<p class=a>x</p>", "<"] {
            assert_eq!(read(page), None, "{page}");
        }
    }
}

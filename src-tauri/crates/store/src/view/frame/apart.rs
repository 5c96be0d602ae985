//! Lists of which the elements name the row that they belong to: read in one pass over their tables, not list by list.

use foldhash::{HashMap, HashMapExt};
use rusqlite::Connection;

use super::super::column::{Column, Form, Names, View};
use super::super::query::ViewQuery;
use super::super::statement::{Edge, run};
use super::lists::Lists;
use super::values::number_of;
use crate::StoreError;

/// The number of the row to which an element belongs, in SQL; none = only the row knows its list.
pub(super) fn owner(view: &View, column: &Column) -> Option<&'static str> {
    let Form::Names(Names { on, .. }) = column.form else { return None };
    on.strip_suffix(view.id)?.strip_suffix(" = ")
}

/// The lists of rows, which are told by number; none = there are too many, or of something else than texts.
pub(super) fn read(
    connection: &Connection,
    names: Names,
    owner: &str,
    query: &ViewQuery,
    edge: Edge,
    ids: &[i64],
) -> Result<Option<Lists>, StoreError> {
    let places: HashMap<i64, u32> = ids.iter().copied().zip(0..).collect();
    let sql = format!("SELECT {owner}, {} FROM {}", names.element, names.tables);
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &query.told())?;
    let (mut elements, mut known) = (Vec::new(), HashMap::new());
    while let Some(row) = rows.next()? {
        let Some(place) = places.get(&row.get(0)?) else { continue };
        let Ok(text) = row.get_ref(1)?.as_str_or_null() else { return Ok(None) };
        elements.push((*place, text.map_or(0, |text| super::lists::code(&mut known, text))));
    }
    Ok(Lists::of_elements(elements, known, number_of(ids.len())))
}

#[cfg(test)]
mod tests {
    use super::super::super::column::view;
    use super::super::super::query::ViewName;
    use super::*;

    #[test]
    fn only_lists_found_by_the_number_of_their_row_are_read_apart() {
        let owner_of = |name, id: &str| owner(view(name), view(name).column(id).unwrap());
        assert_eq!(owner_of(ViewName::Users, "groups"), Some("m.user"));
        assert_eq!(owner_of(ViewName::Users, "group_ids"), Some("o.id"));
        assert_eq!(owner_of(ViewName::Devices, "users"), None);
        assert_eq!(owner_of(ViewName::Users, "username"), None);
    }

    #[test]
    fn elements_come_in_any_order_of_rows() {
        let known = [("a", 1), ("b", 2)].map(|(text, code)| (text.into(), code)).into_iter().collect();
        let lists = Lists::of_elements(vec![(2, 2), (0, 1), (2, 1), (0, 0)], known, 4).unwrap();
        let rows: Vec<Vec<Option<&str>>> = (0..4).map(|row| lists.list(row)).collect();
        assert_eq!(rows, [vec![None, Some("a")], vec![], vec![Some("a"), Some("b")], vec![]]);
    }
}

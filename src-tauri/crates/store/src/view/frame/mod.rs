//! Views over objects in memory, column by column: any order and any filter of a hundred thousand rows without asking
//! SQLite about each of them. Made by [`super::prepare`] and kept until what it rests on is written; until it is there,
//! `list` answers. Both must say the same.

mod apart;
mod count;
mod filter;
mod kept;
mod lists;
mod packed;
mod shown;
mod values;

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

pub(super) use self::kept::{Age, Frames};
use self::values::{Filling, Values};
use super::column::{Column, Form, View};
use super::query::{Condition, Row, Sort, ViewQuery};
use super::statement::{Edge, limit, run};
use super::value;
use crate::StoreError;

/// Longer views are not held in memory.
const MOST: usize = 400_000;
/// Orders kept of a frame.
const ORDERS: usize = 8;
/// Bytes of a row as it is shown, about.
const ROW: usize = 4_000;
/// Answers of SQLite kept of a frame.
const ANSWERS: usize = 8;

/// The rows of a view, without filter.
pub(super) struct Frame {
    /// Numbers of rows, in the view's own order.
    ids: Vec<i64>,
    /// Places in `ids`, by number.
    places: Vec<u32>,
    /// As the view's columns; none = not held.
    columns: Vec<Option<Arc<Values>>>,
    /// As they are shown, of views that have few and of which a column is not held.
    rows: Option<Arc<Vec<Row>>>,
    orders: Mutex<Vec<(Sort, Order)>>,
    /// What SQLite said of conditions on columns that are not held, the latest at the end.
    asked: Mutex<Vec<(Condition, Rows)>>,
}

/// Whether each row meets a condition.
type Rows = Arc<[bool]>;

/// Rows in an order, the view's own among equals.
type Order = Arc<[u32]>;

impl Frame {
    /// None = the view is too long, or holds what a sound file cannot.
    pub(super) fn build(
        connection: &Connection,
        view: &View,
        query: &ViewQuery,
        edge: Edge,
    ) -> Result<Option<Self>, StoreError> {
        let Some(Loaded { ids, columns, rows }) = load(connection, view, query, edge, |_| true)? else {
            return Ok(None);
        };
        let terms: Option<Vec<Vec<u64>>> = view
            .order
            .iter()
            .map(|(id, descending)| Some(columns.get(position(view, id)?)?.as_ref()?.keys(*descending)))
            .collect();
        let Some(terms) = terms else { return Ok(None) };
        let mut order: Vec<u32> = (0..).take(ids.len()).collect();
        order.sort_unstable_by(|a, b| {
            let (a, b) = (*a as usize, *b as usize);
            let terms = terms.iter().map(|keys| keys[a].cmp(&keys[b]));
            terms.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(ids[a].cmp(&ids[b]))
        });
        let ids: Vec<i64> = order.iter().map(|row| ids[*row as usize]).collect();
        let mut places: Vec<u32> = (0..).take(ids.len()).collect();
        places.sort_unstable_by_key(|place| ids[*place as usize]);
        let in_order = |values: Values| Arc::new(values.in_order(&order));
        let columns = columns.into_iter().map(|values| values.map(in_order)).collect();
        let rows = rows.map(|rows| Arc::new(order.iter().map(|row| rows[*row as usize].clone()).collect()));
        Ok(Some(Self { ids, places, columns, rows, orders: Mutex::default(), asked: Mutex::default() }))
    }

    /// The same rows at another edge: what depends on it is read again.
    pub(super) fn at(
        &self,
        connection: &Connection,
        view: &View,
        query: &ViewQuery,
        edge: Edge,
    ) -> Result<Option<Self>, StoreError> {
        // What is shown of few rows depends on the edge as a whole.
        if self.rows.is_some() {
            return Ok(None);
        }
        let loaded = load(connection, view, query, edge, Column::at_an_edge)?;
        let Some(Loaded { ids, columns: new, .. }) = loaded else {
            return Ok(None);
        };
        let mut order = vec![0; self.ids.len()];
        for (id, row) in ids.iter().zip(0..) {
            match self.place(*id) {
                Some(place) if ids.len() == order.len() => order[place] = row,
                _ => return Ok(None),
            }
        }
        let columns =
            self.columns.iter().zip(new).map(|(old, new)| {
                new.map(|values| Arc::new(values.in_order(&order))).or_else(|| old.clone())
            });
        Ok(Some(Self {
            ids: self.ids.clone(),
            places: self.places.clone(),
            columns: columns.collect(),
            rows: None,
            orders: Mutex::default(),
            asked: Mutex::default(),
        }))
    }

    /// The rows asked for, and how many match; none = this order is not held.
    pub(super) fn window(
        &self,
        connection: &Connection,
        view: &View,
        query: &ViewQuery,
        edge: Edge,
    ) -> Result<Option<(Shown, usize)>, StoreError> {
        let order = match &query.sort {
            None => None,
            Some(sort) => match self.order(view, sort) {
                None => return Ok(None),
                order => order,
            },
        };
        let from = usize::try_from(query.offset).unwrap_or(usize::MAX);
        let matching = self.matching(connection, view, query, edge)?;
        let holds = |row: &u32| matching.as_ref().is_none_or(|matching| matching[*row as usize]);
        let shown: Vec<u32> = match &order {
            Some(order) => order.iter().copied().filter(holds).skip(from).take(limit(query)).collect(),
            None => (0..).take(self.ids.len()).filter(holds).skip(from).take(limit(query)).collect(),
        };
        let total = matching.map_or(self.ids.len(), |all| all.into_iter().filter(|holds| *holds).count());
        let shown = match (&self.rows, self.shown(view, &shown)?) {
            (Some(rows), _) => Shown::Rows(shown.into_iter().map(|row| rows[row as usize].clone()).collect()),
            (None, Some(rows)) => Shown::Rows(rows),
            (None, None) => Shown::Ids(shown.into_iter().map(|row| self.ids[row as usize]).collect()),
        };
        Ok(Some((shown, total)))
    }

    fn order(&self, view: &View, sort: &Sort) -> Option<Order> {
        let mut orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = orders.iter().position(|(other, _)| other == sort) {
            let found = orders.remove(at);
            let order = found.1.clone();
            orders.push(found);
            return Some(order);
        }
        let at = position(view, &sort.column).filter(|at| view.columns[*at].spec.sortable)?;
        let mut keys: Vec<(u64, u32)> =
            self.columns.get(at)?.as_ref()?.keys(sort.descending).into_iter().zip(0..).collect();
        keys.sort_unstable();
        let order: Order = keys.into_iter().map(|(_, row)| row).collect();
        orders.push((sort.clone(), order.clone()));
        if orders.len() > ORDERS {
            orders.remove(0);
        }
        Some(order)
    }

    fn place(&self, id: i64) -> Option<usize> {
        let at = self.places.binary_search_by_key(&id, |place| self.ids[*place as usize]).ok()?;
        Some(self.places[at] as usize)
    }

    /// Bytes, about.
    pub(super) fn weight(&self) -> usize {
        let columns: usize = self.columns.iter().flatten().map(|values| values.weight()).sum();
        let rows = self.rows.as_ref().map_or(0, |rows| rows.len() * ROW);
        let orders = self.orders.lock().unwrap_or_else(PoisonError::into_inner).len();
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).len();
        columns + rows + self.ids.len() * (12 + orders * 4 + asked)
    }
}

fn position(view: &View, id: &str) -> Option<usize> {
    view.columns.iter().position(|column| column.spec.id == id)
}

/// A page.
pub(super) enum Shown {
    /// Row numbers.
    Ids(Vec<i64>),
    Rows(Vec<Row>),
}

/// Every row, in any order.
struct Loaded {
    ids: Vec<i64>,
    columns: Vec<Option<Values>>,
    /// Of views that have few.
    rows: Option<Vec<Row>>,
}

fn load(
    connection: &Connection,
    view: &View,
    query: &ViewQuery,
    edge: Edge,
    wanted: impl Fn(&Column) -> bool,
) -> Result<Option<Loaded>, StoreError> {
    let mut filling: Vec<Option<Filling>> =
        view.columns.iter().map(|column| Filling::of(column.form).filter(|_| wanted(column))).collect();
    // With the rows comes what is not read apart.
    let held = |column: &Column, filling: &Option<Filling>| {
        filling.is_some() && apart::owner(view, column).is_none()
    };
    let of_rows = view.columns.iter().zip(&filling).filter(|(column, filling)| held(column, filling));
    let mut columns: Vec<String> =
        std::iter::once(view.id.to_owned()).chain(of_rows.map(|(column, _)| column.held())).collect();
    let unheld = view.columns.iter().any(|column| Filling::of(column.form).is_none());
    let shown = Some(columns.len()).filter(|_| view.whole && unheld);
    if shown.is_some() {
        columns.extend(view.columns.iter().map(Column::select));
    }
    let sql = format!(
        "SELECT {} FROM {} WHERE {} LIMIT {}",
        columns.join(", "),
        view.from,
        view.scope,
        MOST.saturating_add(1)
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &query.told())?;
    let (mut ids, mut whole) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        ids.push(row.get(0)?);
        if let Some(first) = shown {
            whole.push(value::row(view.columns, row, first)?);
        }
        let of_rows = view.columns.iter().zip(&mut filling).filter(|(column, filling)| held(column, filling));
        for (filling, at) in of_rows.filter_map(|(_, filling)| filling.as_mut()).zip(1..) {
            if !filling.add(row.get_ref(at)?) {
                return Ok(None);
            }
        }
    }
    if ids.len() > MOST {
        return Ok(None);
    }
    let mut columns = Vec::with_capacity(filling.len());
    for (column, filling) in view.columns.iter().zip(filling) {
        columns.push(match (filling, column.form, apart::owner(view, column)) {
            (Some(_), Form::Names(names), Some(owner)) => {
                apart::read(connection, names, owner, query, edge, &ids)?.map(Values::Lists)
            }
            (filling, ..) => filling.and_then(Filling::done),
        });
    }
    Ok(Some(Loaded { ids, columns, rows: shown.map(|_| whole) }))
}

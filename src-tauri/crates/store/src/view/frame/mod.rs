//! Views over objects in memory, column by column: any order and any filter of a hundred thousand rows without asking
//! SQLite about each of them. Made by [`super::prepare`] and kept until what it rests on is written; until it is there,
//! `list` answers. Both must say the same.

mod filter;
mod kept;
mod values;

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

pub(super) use self::kept::{Age, Frames};
use self::values::{Filling, Values};
use super::column::{Column, View};
use super::query::{Condition, Sort, ViewQuery};
use super::statement::{Edge, limit, run};
use crate::StoreError;

/// Longer views are not held in memory.
const MOST: usize = 400_000;
/// Orders kept of a frame.
const ORDERS: usize = 8;
/// Answers of SQLite kept of a frame.
const ANSWERS: usize = 8;

/// The rows of a view, without filter.
pub(super) struct Frame {
    /// Numbers of rows, in the view's own order.
    ids: Vec<i64>,
    /// Where each number is in `ids`, by number.
    places: Vec<(i64, u32)>,
    /// As the view's columns; none = not held.
    columns: Vec<Option<Arc<Values>>>,
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
        edge: Edge,
    ) -> Result<Option<Self>, StoreError> {
        let Some((ids, columns)) = load(connection, view, edge, |_| true)? else { return Ok(None) };
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
        let mut places: Vec<(i64, u32)> = ids.iter().copied().zip(0..).collect();
        places.sort_unstable();
        let in_order = |values: Values| Arc::new(values.in_order(&order));
        let columns = columns.into_iter().map(|values| values.map(in_order)).collect();
        Ok(Some(Self { ids, places, columns, orders: Mutex::default(), asked: Mutex::default() }))
    }

    /// The same rows at another edge: what depends on it is read again.
    pub(super) fn at(
        &self,
        connection: &Connection,
        view: &View,
        edge: Edge,
    ) -> Result<Option<Self>, StoreError> {
        let Some((ids, new)) = load(connection, view, edge, Column::at_an_edge)? else { return Ok(None) };
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
            orders: Mutex::default(),
            asked: Mutex::default(),
        }))
    }

    /// The numbers of the rows asked for, and how many match; none = this order is not held.
    pub(super) fn window(
        &self,
        connection: &Connection,
        view: &View,
        query: &ViewQuery,
        edge: Edge,
    ) -> Result<Option<(Vec<i64>, usize)>, StoreError> {
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
        Ok(Some((shown.into_iter().map(|row| self.ids[row as usize]).collect(), total)))
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
        let at = self.places.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(self.places[at].1 as usize)
    }

    /// Bytes, about.
    pub(super) fn weight(&self) -> usize {
        let columns: usize = self.columns.iter().flatten().map(|values| values.weight()).sum();
        columns + self.ids.len() * (24 + ORDERS * 4 + ANSWERS)
    }
}

fn position(view: &View, id: &str) -> Option<usize> {
    view.columns.iter().position(|column| column.spec.id == id)
}

type Columns = Vec<Option<Values>>;

/// Numbers and columns of every row, in any order.
fn load(
    connection: &Connection,
    view: &View,
    edge: Edge,
    wanted: impl Fn(&Column) -> bool,
) -> Result<Option<(Vec<i64>, Columns)>, StoreError> {
    let mut filling: Vec<Option<Filling>> =
        view.columns.iter().map(|column| Filling::of(column.form).filter(|_| wanted(column))).collect();
    let held = view.columns.iter().zip(&filling).filter(|(_, filling)| filling.is_some());
    let columns: Vec<&str> = std::iter::once(view.id).chain(held.map(|(column, _)| column.sql)).collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE {} LIMIT {}",
        columns.join(", "),
        view.from,
        view.scope,
        MOST.saturating_add(1)
    );
    let mut statement = connection.prepare(&sql)?;
    let mut rows = run(&mut statement, edge, &[])?;
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(row.get(0)?);
        for (filling, at) in filling.iter_mut().flatten().zip(1..) {
            if !filling.add(row.get_ref(at)?) {
                return Ok(None);
            }
        }
    }
    let columns = filling.into_iter().map(|filling| filling.map(Filling::done)).collect();
    Ok(Some((ids, columns)).filter(|(ids, _)| ids.len() <= MOST))
}

//! The whole log by a column whose texts are counted: the counts tell which texts a page lies in, and only their
//! sign-ins are looked for.

use std::cmp::Ordering;
use std::sync::Arc;

use super::super::cache::{Cache, Key, Weigh};
use super::super::condition::Filter;
use super::super::query::{Condition, Operator, Sort, ViewQuery};
use super::{Log, Walk};
use crate::StoreError;
use crate::table::data_set::count;
use crate::table::tally::Role;
use crate::text::any_case;

/// Texts that stand in a column, in the order ANYCASE.
#[derive(Clone)]
pub(in super::super) struct Ordered(Arc<Vec<Counted>>);

struct Counted {
    text: Box<str>,
    rows: u64,
}

impl Weigh for Ordered {
    fn weight(&self) -> usize {
        self.0.len() * 5
    }
}

impl Log<'_> {
    /// The numbers of a page of the whole log in an order; none = the column's texts are not counted.
    pub(super) fn by_text(
        &self,
        cache: &Cache,
        generation: i64,
        query: &ViewQuery,
        wanted: usize,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        let filtered = !query.filter.is_empty() || query.search.as_deref().is_some_and(|one| !one.is_empty());
        let Some((sort, role)) = query
            .sort
            .as_ref()
            .filter(|_| !filtered)
            .and_then(|sort| Some((sort, Role::of_column(&sort.column)?)))
        else {
            return Ok(None);
        };
        let ascending = Sort { column: sort.column.clone(), descending: false };
        let all = ViewQuery { sort: Some(ascending), ..ViewQuery::default() };
        let key = Key::new(generation, self.edge.keyed(self.view.name), self.view.name, &all);
        let ordered = cache.ordered.get_or(key, || self.texts_in_order(role))?;
        let mut ids = Vec::new();
        let mut skip = query.offset;
        let mut groups: Vec<&[Counted]> =
            ordered.0.chunk_by(|a, b| any_case(&a.text, &b.text).is_eq()).collect();
        if sort.descending {
            groups.reverse();
        }
        for group in groups {
            let rows: u64 = group.iter().map(|one| one.rows).sum();
            if ids.len() >= wanted {
                break;
            }
            if skip >= rows {
                skip -= rows;
                continue;
            }
            let texts: Vec<&str> = group.iter().map(|one| &*one.text).collect();
            let texts = serde_json::Value::from(texts).to_string();
            let left = usize::try_from(rows - skip).unwrap_or(usize::MAX);
            let take = left.min(wanted - ids.len());
            ids.extend(self.of_texts(
                cache,
                &sort.column,
                (Operator::In, texts),
                skip,
                (take, take == left),
            )?);
            skip = 0;
        }
        if ids.len() < wanted {
            let take = wanted - ids.len();
            let none = (Operator::Empty, String::new());
            ids.extend(self.of_texts(cache, &sort.column, none, skip, (take, false))?);
        }
        Ok(Some(ids))
    }

    /// Those of some texts, newest first.
    fn of_texts(
        &self,
        cache: &Cache,
        column: &str,
        (op, value): (Operator, String),
        skip: u64,
        (wanted, whole): (usize, bool),
    ) -> Result<Vec<i64>, StoreError> {
        let condition = Condition { column: column.to_owned(), op, value };
        let query = ViewQuery { filter: vec![condition], ..ViewQuery::default() };
        let filter = Filter::of_log(self.connection, &cache.folded, self.view, &query)?;
        let log = Log { connection: self.connection, view: self.view, filter: &filter, edge: self.edge };
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        log.walk(&Walk { descending: true, after: None, skip, wanted, whole })
    }

    fn texts_in_order(&self, role: Role) -> Result<Ordered, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT t.text, t.count, d.text FROM log_texts t CROSS JOIN dict d ON d.id = t.text
             WHERE t.id BETWEEN ?1 AND ?2 ORDER BY t.id",
        )?;
        let mut rows = statement.query(role.keys())?;
        let (mut texts, mut last) = (Vec::<Counted>::new(), None);
        while let Some(row) = rows.next()? {
            let (id, sum): (i64, u64) = (row.get(0)?, count(row.get(1)?));
            match texts.last_mut().filter(|_| last == Some(id)) {
                Some(one) => one.rows += sum,
                None => texts.push(Counted { text: row.get(2)?, rows: sum }),
            }
            last = Some(id);
        }
        texts.retain(|one| one.rows > 0);
        texts.sort_unstable_by(|a, b| match any_case(&a.text, &b.text) {
            Ordering::Equal => a.text.cmp(&b.text),
            order => order,
        });
        Ok(Ordered(Arc::new(texts)))
    }
}

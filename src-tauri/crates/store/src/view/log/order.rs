//! The texts of a column of the log in the order ANYCASE, which is the order of the sign-ins that hold them.

use std::cmp::Ordering;
use std::sync::Arc;

use domain::SignInResult;
use rusqlite::{Connection, OptionalExtension};

use super::super::cache::Weigh;
use super::super::column::{Column, Form};
use super::super::folded::Folded;
use crate::StoreError;
use crate::table::beside::{self, Place};
use crate::table::rollup;
use crate::table::tally::{self, Role};
use crate::text::any_case;

/// Users of a text are counted up to here.
pub(super) const FEW: u64 = 32;

/// Texts that stand in a column, in the order ANYCASE.
#[derive(Clone)]
pub(in super::super) struct Ordered(pub(super) Arc<[Standing]>);

/// A text that stands in a column, or stood there.
pub(super) struct Standing {
    /// Its number, or that of a result.
    pub(super) number: i64,
    /// Sign-ins, where they are counted.
    pub(super) rows: Option<u64>,
    /// Users, at most; above [`FEW`] where it is not known how many.
    pub(super) users: u64,
    /// Equal to the one before.
    tied: bool,
}

impl Weigh for Ordered {
    fn weight(&self) -> usize {
        self.0.len() * 6
    }
}

impl Ordered {
    /// Whether the texts of a column are known apart from the log.
    pub(super) fn knows(column: &Column) -> bool {
        matches!(column.form, Form::Dict) || column.spec.id == "result"
    }

    pub(super) fn read(
        connection: &Connection,
        folded: &Folded,
        column: &Column,
    ) -> Result<Self, StoreError> {
        let id = column.spec.id;
        let standing = match (column.form, Role::of_column(id), Place::of_column(id)) {
            (Form::Code(_), ..) if id == "result" => return results(connection),
            (Form::Dict, Some(role), _) => tally::standing(connection, role)?
                .into_iter()
                .map(|(number, rows, owners)| {
                    let users = if role.owner_is_user() { owners } else { u64::MAX };
                    Standing { number, rows: Some(rows), users, tied: false }
                })
                .collect(),
            (Form::Dict, None, Some(place)) => beside::standing(connection, place, FEW)?
                .into_iter()
                .map(|(number, users)| {
                    let users = if users > FEW { u64::MAX } else { users };
                    Standing { number, rows: None, users, tied: false }
                })
                .collect(),
            _ => return Err(StoreError::UnknownColumn),
        };
        Self::sort(connection, folded, standing)
    }

    fn sort(connection: &Connection, folded: &Folded, standing: Vec<Standing>) -> Result<Self, StoreError> {
        let numbers: Vec<i64> = standing.iter().map(|one| one.number).collect();
        let ranks = folded.ranks(connection, &numbers)?;
        let mut texts: Vec<(u32, Standing)> = ranks.into_iter().zip(standing).collect();
        texts.sort_unstable_by_key(|(rank, one)| (*rank, one.number));
        for at in 1..texts.len() {
            texts[at].1.tied = texts[at - 1].0 == texts[at].0;
        }
        Ok(Self(texts.into_iter().map(|(_, one)| one).collect()))
    }

    /// Texts that are equal, one after another.
    pub(super) fn groups(&self, descending: bool) -> Vec<&[Standing]> {
        let mut groups: Vec<_> = self.0.chunk_by(|_, next| next.tied).collect();
        if descending {
            groups.reverse();
        }
        groups
    }
}

/// Results are in the order of their numbers.
fn results(connection: &Connection) -> Result<Ordered, StoreError> {
    let numbers = (0..).zip(SignInResult::ALL).map(|(number, _)| {
        let rows = Some(rollup::total(connection, Some(number))?);
        Ok(Standing { number, rows, users: u64::MAX, tied: false })
    });
    Ok(Ordered(numbers.collect::<Result<_, StoreError>>()?))
}

/// How two texts stand to each other, by their numbers.
pub(super) fn compare(
    connection: &Connection,
    column: &Column,
    (a, b): (i64, i64),
) -> Result<Ordering, StoreError> {
    if !matches!(column.form, Form::Dict) {
        return Ok(a.cmp(&b));
    }
    let mut text = connection.prepare_cached("SELECT text FROM dict WHERE id = ?1")?;
    let mut read = |number: i64| {
        let text = text.query_row([number], |row| row.get::<_, Box<str>>(0)).optional()?;
        text.ok_or(StoreError::BadCursor)
    };
    Ok(any_case(&read(a)?, &read(b)?))
}

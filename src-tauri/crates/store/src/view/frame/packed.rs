//! Numbers in as few bytes as they need.

use super::values::NONE;

/// Numbers by row: how far each is from the least, in steps that all of them share.
pub(super) struct Packed {
    least: i64,
    step: i64,
    cells: Cells,
}

/// The highest of a width stands for none.
enum Cells {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
    Whole(Vec<i64>),
}

impl Packed {
    pub(super) fn of(numbers: impl Iterator<Item = i64> + Clone) -> Self {
        let there = || numbers.clone().filter(|number| *number != NONE);
        let (Some(least), Some(most)) = (there().min(), there().max()) else {
            return Self { least: 0, step: 1, cells: Cells::One(numbers.map(|_| u8::MAX).collect()) };
        };
        let Some(range) = most.checked_sub(least) else {
            return Self { least: 0, step: 1, cells: Cells::Whole(numbers.collect()) };
        };
        let step = there().map(|number| number - least).fold(0, shared).max(1);
        let place = |number: i64| (number != NONE).then(|| (number - least) / step);
        let cells = match range / step {
            // What does not fit is none.
            0..0xff => Cells::One(numbers.map(|one| narrow(place(one)).unwrap_or(u8::MAX)).collect()),
            0xff..0xffff => Cells::Two(numbers.map(|one| narrow(place(one)).unwrap_or(u16::MAX)).collect()),
            0xffff..0xffff_ffff => {
                Cells::Four(numbers.map(|one| narrow(place(one)).unwrap_or(u32::MAX)).collect())
            }
            _ => return Self { least: 0, step: 1, cells: Cells::Whole(numbers.collect()) },
        };
        Self { least, step, cells }
    }

    pub(super) fn len(&self) -> usize {
        match &self.cells {
            Cells::One(cells) => cells.len(),
            Cells::Two(cells) => cells.len(),
            Cells::Four(cells) => cells.len(),
            Cells::Whole(cells) => cells.len(),
        }
    }

    pub(super) fn at(&self, row: usize) -> i64 {
        match &self.cells {
            Cells::One(cells) => self.number(cells[row], u8::MAX),
            Cells::Two(cells) => self.number(cells[row], u16::MAX),
            Cells::Four(cells) => self.number(cells[row], u32::MAX),
            Cells::Whole(cells) => cells[row],
        }
    }

    /// Something of each number, by row.
    pub(super) fn map<T>(&self, of: impl Fn(i64) -> T) -> Vec<T> {
        match &self.cells {
            Cells::One(cells) => cells.iter().map(|cell| of(self.number(*cell, u8::MAX))).collect(),
            Cells::Two(cells) => cells.iter().map(|cell| of(self.number(*cell, u16::MAX))).collect(),
            Cells::Four(cells) => cells.iter().map(|cell| of(self.number(*cell, u32::MAX))).collect(),
            Cells::Whole(cells) => cells.iter().map(|cell| of(*cell)).collect(),
        }
    }

    /// The rows rearranged: row `order[n]` becomes row n.
    pub(super) fn in_order(&self, order: &[u32]) -> Self {
        let cells = match &self.cells {
            Cells::One(cells) => Cells::One(arranged(cells, order)),
            Cells::Two(cells) => Cells::Two(arranged(cells, order)),
            Cells::Four(cells) => Cells::Four(arranged(cells, order)),
            Cells::Whole(cells) => Cells::Whole(arranged(cells, order)),
        };
        Self { cells, ..*self }
    }

    /// Bytes.
    pub(super) fn weight(&self) -> usize {
        let width = match self.cells {
            Cells::One(_) => 1,
            Cells::Two(_) => 2,
            Cells::Four(_) => 4,
            Cells::Whole(_) => 8,
        };
        self.len() * width
    }

    fn number<T: Into<i64> + Copy + PartialEq>(&self, cell: T, none: T) -> i64 {
        if cell == none { NONE } else { self.least + cell.into() * self.step }
    }
}

fn narrow<T: TryFrom<i64>>(place: Option<i64>) -> Option<T> {
    T::try_from(place?).ok()
}

fn arranged<T: Copy>(cells: &[T], order: &[u32]) -> Vec<T> {
    order.iter().map(|row| cells[*row as usize]).collect()
}

/// The greatest common divisor.
fn shared(mut a: i64, mut b: i64) -> i64 {
    if a == 1 {
        return 1;
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(numbers: &[i64]) -> usize {
        let packed = Packed::of(numbers.iter().copied());
        assert_eq!(packed.map(|number| number), numbers);
        packed.weight()
    }

    #[test]
    fn numbers_take_as_many_bytes_as_their_range_in_steps() {
        for (numbers, expected) in [
            (vec![], 0),
            (vec![NONE, NONE], 2),
            (vec![0, 1, NONE], 3),
            (vec![-254, 0], 2),
            (vec![-255, 0], 2),
            (vec![-255, 0, 1], 6),
            (vec![0, 1, 65_534], 6),
            (vec![0, 1, 65_535], 12),
            (vec![0, 1, 0xffff_fffe], 12),
            (vec![0, 1, 0xffff_ffff], 24),
            (vec![1_700_000_000_000, 1_700_000_001_000, 1_795_391_999_000, NONE], 16),
            (vec![NONE + 1, 0, i64::MAX - 1], 24),
        ] {
            assert_eq!(bytes(&numbers), expected, "{numbers:?}");
        }
    }

    proptest! {
        #[test]
        fn numbers_come_out_as_they_went_in(
            numbers in proptest::collection::vec(prop_oneof![Just(NONE), -300..300_i64, any::<i64>(), (0..50_i64).prop_map(|n| n * 86_400_000)], 0..40),
            seed in any::<u32>(),
        ) {
            let packed = Packed::of(numbers.iter().copied());
            prop_assert_eq!(packed.map(|number| number), numbers.clone());
            prop_assert_eq!(packed.len(), numbers.len());
            let mut order: Vec<u32> = (0..).take(numbers.len()).collect();
            order.rotate_left(seed as usize % numbers.len().max(1));
            let arranged = packed.in_order(&order);
            for (row, from) in order.iter().enumerate() {
                prop_assert_eq!(arranged.at(row), numbers[*from as usize]);
            }
        }
    }
}

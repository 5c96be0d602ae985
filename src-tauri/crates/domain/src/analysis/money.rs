//! Seats and sums (ux.md §3). Money is in hundredths of a currency; a sum too large to hold is the largest.

/// What the contract asks for at renewal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RenewalTerms {
    /// Seats that must be bought at least.
    pub min_commit: u32,
    /// Spare seats on top of the users that stay, per cent.
    pub buffer_percent: u32,
    /// Seats are sold in packs of so many; 0 and 1 = singly.
    pub pack_size: u32,
}

/// Seats that would do after reclaiming: `max(commit, stay + ceil(buffer % × stay))`, up to a whole pack.
pub fn need(billable: u32, reclaim: u32, terms: RenewalTerms) -> u32 {
    let stay = u64::from(billable.saturating_sub(reclaim));
    let spare = (stay * u64::from(terms.buffer_percent)).div_ceil(100);
    let seats = (stay + spare).max(u64::from(terms.min_commit));
    let packed = seats.next_multiple_of(u64::from(terms.pack_size.max(1)));
    u32::try_from(packed).unwrap_or(u32::MAX)
}

/// Seats that could go: `max(0, paid − need)`.
pub fn droppable(paid: u32, need: u32) -> u32 {
    paid.saturating_sub(need)
}

/// Seats without a user: `max(0, paid − billable)`.
pub fn unassigned(paid: u32, billable: u32) -> u32 {
    paid.saturating_sub(billable)
}

/// Users beyond the seats: `max(0, billable − paid)`.
pub fn over(paid: u32, billable: u32) -> u32 {
    billable.saturating_sub(paid)
}

/// Prepaid: a year's saving from renewal on; before renewal it is nought.
pub fn saving_year_hundredths(droppable: u32, seat_year_hundredths: u64) -> u64 {
    u64::from(droppable).saturating_mul(seat_year_hundredths)
}

/// Pay per user: a full month's saving.
pub fn saving_month_hundredths(reclaim: u32, seat_month_hundredths: u64) -> u64 {
    u64::from(reclaim).saturating_mul(seat_month_hundredths)
}

/// What the MSP bills too little: `billable − billed to the client`; below nought it bills too much.
pub fn variance(billable: u32, billed: u32) -> i64 {
    i64::from(billable) - i64::from(billed)
}

/// What reclaiming changes for the MSP: `reclaim × (sell − cost)`; below nought where it sells under its cost.
pub fn margin_effect_hundredths(reclaim: u32, sell_hundredths: u64, cost_hundredths: u64) -> i64 {
    let each = i128::from(sell_hundredths) - i128::from(cost_hundredths);
    let sum = i128::from(reclaim) * each;
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}

/// What an active user costs: `paid × price / active`, to the nearest hundredth; none without active users.
pub fn cost_per_active_hundredths(paid: u32, seat_hundredths: u64, active: u32) -> Option<u64> {
    let total = u128::from(paid) * u128::from(seat_hundredths);
    let active = u128::from(active);
    let each = (active > 0).then(|| (total + active / 2) / active)?;
    Some(u64::try_from(each).unwrap_or(u64::MAX))
}

/// `part / whole` in per cent with one decimal (utilisation, waste); none when there is no whole.
pub fn share_percent(part: u64, whole: u64) -> Option<f64> {
    let tenths = (whole > 0)
        .then(|| (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole))
        .map(|tenths| u64::try_from(tenths).unwrap_or(u64::MAX))?;
    Some(tenths as f64 / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_needed_at_renewal() {
        let cases = [
            // billable, reclaim, commit, buffer %, pack, need
            (112, 23, 0, 0, 0, 89),
            (112, 23, 0, 3, 1, 92),
            (112, 23, 100, 3, 1, 100),
            (112, 23, 0, 0, 25, 100),
            (100, 0, 0, 0, 25, 100),
            (101, 0, 0, 0, 25, 125),
            (112, 23, 101, 0, 25, 125),
            (10, 20, 0, 50, 1, 0),
            (0, 0, 5, 10, 1, 5),
            (1, 0, 0, 1, 1, 2),
            (u32::MAX, 0, 0, 100, 7, u32::MAX),
        ];
        for (billable, reclaim, min_commit, buffer_percent, pack_size, expected) in cases {
            let terms = RenewalTerms { min_commit, buffer_percent, pack_size };
            assert_eq!(need(billable, reclaim, terms), expected, "{billable} − {reclaim}, {terms:?}");
        }
    }

    #[test]
    fn the_example_of_the_screen() {
        let seats = need(112, 23, RenewalTerms { buffer_percent: 3, ..RenewalTerms::default() });
        assert_eq!((seats, droppable(115, seats)), (92, 23));
        assert_eq!(saving_year_hundredths(droppable(115, seats), 7_200), 165_600);
    }

    #[test]
    fn seats_left_and_seats_missing() {
        for (paid, billable, left, missing) in
            [(115, 112, 3, 0), (100, 112, 0, 12), (5, 5, 0, 0), (0, 0, 0, 0)]
        {
            assert_eq!((unassigned(paid, billable), over(paid, billable)), (left, missing));
        }
        assert_eq!(droppable(80, 92), 0);
    }

    #[test]
    fn sums() {
        assert_eq!(saving_month_hundredths(23, 600), 13_800);
        assert_eq!(saving_month_hundredths(0, 600), 0);
        assert_eq!(saving_year_hundredths(u32::MAX, u64::MAX), u64::MAX);
        for (paid, price, active, each) in [
            (100, 72_00, 80, Some(90_00)),
            (100, 72_00, 0, None),
            (10, 1_00, 3, Some(3_33)),
            (2, 1, 3, Some(1)),
        ] {
            assert_eq!(cost_per_active_hundredths(paid, price, active), each);
        }
    }

    #[test]
    fn what_the_msp_bills_and_earns() {
        for (billable, billed, expected) in
            [(112, 100, 12), (100, 112, -12), (5, 5, 0), (0, 0, 0), (0, 3, -3)]
        {
            assert_eq!(variance(billable, billed), expected, "{billable} − {billed}");
        }
        for (reclaim, sell, cost, expected) in [
            (23, 9_00, 6_00, 69_00),
            (23, 6_00, 9_00, -69_00),
            (0, 9_00, 6_00, 0),
            (5, 6_00, 6_00, 0),
            (u32::MAX, u64::MAX, 0, i64::MAX),
            (u32::MAX, 0, u64::MAX, i64::MIN),
        ] {
            assert_eq!(
                margin_effect_hundredths(reclaim, sell, cost),
                expected,
                "{reclaim} × ({sell} − {cost})"
            );
        }
    }

    #[test]
    fn shares_have_one_decimal_and_need_a_whole() {
        for (part, whole, expected) in [
            (23, 112, Some(20.5)),
            (1, 3, Some(33.3)),
            (2, 3, Some(66.7)),
            (0, 9, Some(0.0)),
            (9, 9, Some(100.0)),
            (12, 10, Some(120.0)),
            (1, 0, None),
            (0, 0, None),
        ] {
            assert_eq!(share_percent(part, whole), expected, "{part} of {whole}");
        }
    }
}

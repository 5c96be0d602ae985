//! Windows of the sign-in log.

use domain::DataSet;
use proptest::prelude::*;
use store::{DataSetMark, SignInsWritten, StoreError};

use crate::fixture::{Fixture, NOW_MS, bad, now, sign_in};

fn done(f: &Fixture, lo: i64, hi: i64) {
    f.fill_log(lo, hi, &[]);
}

#[test]
fn finished_windows_that_share_a_bound_become_one() {
    let f = Fixture::new();
    assert_eq!(f.db.coverage().unwrap(), None);
    done(&f, 90, 100);
    done(&f, 60, 80);
    assert_eq!(f.db.coverage().unwrap(), Some((90, 100)));
    let open = f.db.open_window(80, 90).unwrap();
    assert_eq!(f.db.coverage().unwrap(), Some((90, 100)), "an open window covers nothing");
    f.db.write_signins(open.id, &[], &[], None, None, true).unwrap();
    assert_eq!(f.db.coverage().unwrap(), Some((60, 100)));
    assert_eq!(f.db.log_windows().unwrap().len(), 1);
    done(&f, 95, 120);
    assert_eq!(f.db.coverage().unwrap(), Some((60, 120)), "an overlap counts as touching");
    done(&f, 121, 130);
    assert_eq!(f.db.coverage().unwrap(), Some((121, 130)), "one millisecond is a gap");
}

#[test]
fn an_open_window_is_found_again_with_its_cursor() {
    let f = Fixture::new();
    let window = f.db.open_window(0, 100).unwrap();
    f.db.write_signins(window.id, &[sign_in(5, "a", "vpn", "ann")], &[], Some("c1"), Some(40), false)
        .unwrap();
    let again = f.db.open_window(0, 100).unwrap();
    assert_eq!(
        (again.id, again.cursor.as_deref(), again.rows, again.total),
        (window.id, Some("c1"), 1, Some(40))
    );
    assert_ne!(f.db.open_window(0, 99).unwrap().id, window.id);
    f.db.drop_window(window.id).unwrap();
    assert_eq!(f.db.log_windows().unwrap().len(), 1);
    assert_eq!(f.db.sign_ins_stored().unwrap(), 1);
    assert!(matches!(f.db.open_window(2, 1), Err(StoreError::BadWindow)));
}

#[test]
fn the_same_page_twice_changes_nothing_and_later_content_wins() {
    let f = Fixture::new();
    let window = f.db.open_window(0, NOW_MS).unwrap();
    let rows = [sign_in(7, "b", "vpn", "bob"), sign_in(7, "a", "vpn", "ann"), sign_in(3, "a", "vpn", "ann")];
    let write = |rows: &[_]| f.db.write_signins(window.id, rows, &[], Some("c"), None, false).unwrap();
    assert_eq!(write(&rows), SignInsWritten { inserted: 3, repeated: 0, changed: 0 });
    assert_eq!(write(&rows), SignInsWritten { inserted: 0, repeated: 3, changed: 0 });
    let mut first = rows[0].clone();
    first.extra = Some("{\"x\":1}".to_owned());
    let mut second = rows[0].clone();
    second.reason = None;
    assert_eq!(write(&[first, second]), SignInsWritten { inserted: 0, repeated: 0, changed: 2 });
    assert_eq!(f.int("SELECT count(*) FROM sign_ins WHERE extra IS NULL"), 3);
    assert_eq!(f.int("SELECT count(*) FROM sign_ins WHERE reason IS NULL"), 1);
    assert_eq!(f.int("SELECT sum(count) FROM app_user"), 3);
}

#[test]
fn progress_and_end_of_the_log_show_in_its_state() {
    let f = Fixture::new();
    let state = || f.db.data_sets().unwrap().into_iter().find(|row| row.set == DataSet::SignIns).unwrap();
    let window = f.db.open_window(0, 100).unwrap();
    assert_eq!(state().state, "running");
    let page = [sign_in(1, "a", "vpn", "ann"), sign_in(2, "b", "vpn", "ann")];
    f.db.write_signins(window.id, &page, &[bad("items[0].txid", "{\"n\":1}")], Some("c"), None, false)
        .unwrap();
    f.db.write_signins(window.id, &page, &[bad("items[0].txid", "{\"n\":1}")], None, None, true).unwrap();
    let row = state();
    assert_eq!((row.state.as_str(), row.rows, row.quarantined), ("running", 2, 1));
    f.db.mark(DataSet::SignIns, &DataSetMark::Failed { code: "RATE_LIMIT".into() }).unwrap();
    assert_eq!((state().state.as_str(), state().rows, state().as_of), ("failed", 2, None));
    f.db.finish_signins(now()).unwrap();
    assert_eq!((state().state.as_str(), state().code, state().as_of), ("done", None, Some(now())));
    assert_eq!(state().quarantined, 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Coverage against a model that paints every millisecond.
    #[test]
    fn coverage_is_the_painted_stretch_with_the_newest_end(
        windows in prop::collection::vec((0_i64..60, 0_i64..12, any::<bool>()), 1..14)
    ) {
        let f = Fixture::new();
        let mut finished = Vec::new();
        for (lo, length, finish) in windows {
            let hi = lo + length;
            let window = f.db.open_window(lo, hi).unwrap();
            if finish {
                f.db.write_signins(window.id, &[], &[], None, None, true).unwrap();
                finished.push((lo, hi));
            }
        }
        let newest = finished.iter().map(|(_, hi)| *hi).max();
        let expected = newest.map(|hi| {
            let mut lo = hi;
            while let Some((earlier, _)) = finished.iter().find(|(from, to)| *from < lo && *to >= lo) {
                lo = *earlier;
            }
            (lo, hi)
        });
        prop_assert_eq!(f.db.coverage().unwrap(), expected);
    }
}

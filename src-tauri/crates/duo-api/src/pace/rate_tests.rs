use super::*;

const HALF: Option<f64> = Some(0.5);
const ALL: Option<f64> = Some(1.0);

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// Duo, counting `quota` requests in each minute of the clock, and somebody who asks as fast as `share` allows; answers
/// and refusals until `until`, and the fullest 60 seconds.
fn asked(
    rate: &mut Rate,
    share: Option<f64>,
    quota: usize,
    from: Duration,
    until: Duration,
) -> (usize, usize) {
    let (mut now, mut answered, mut refused) = (from, Vec::new(), 0);
    let latency = Duration::from_millis(40);
    while now < until {
        if let Some(wait) = rate.take(now, share) {
            now += wait;
            continue;
        }
        let minute = |at: &Duration| at.as_secs() / 60;
        let admitted = answered.iter().filter(|at| minute(at) == minute(&now)).count() < quota;
        let arrived = now;
        now += latency;
        rate.landed(arrived, now);
        if admitted {
            answered.push(arrived);
            rate.answered();
        } else {
            refused += 1;
            rate.refused(now, share, None, 0.5);
        }
    }
    (answered.len(), refused)
}

#[test]
fn keeps_half_of_the_believed_rate() {
    let mut rate = Rate::new(200.0, 12.5);
    assert_eq!(asked(&mut rate, HALF, 101, secs(0), secs(600)), (1000, 0));
}

#[test]
fn full_speed_takes_all_of_a_quota_that_was_guessed_right_and_is_never_refused() {
    for (quota, offset) in [(300, 0), (200, 17), (50, 59), (40, 31), (2, 7)] {
        let mut rate = Rate::new(quota as f64, 1.0);
        let (answered, refused) = asked(&mut rate, ALL, quota, secs(offset), secs(offset + 1800));
        assert_eq!(refused, 0, "{quota}");
        assert!(answered * 100 >= quota * 30 * 98, "{answered} of {quota} a minute in half an hour");
    }
}

#[test]
fn a_quota_far_below_the_guess_is_learnt_at_once_and_probed_rarely() {
    for share in [HALF, ALL] {
        for offset in (0..60).step_by(7) {
            let mut rate = Rate::new(50.0, 2.0);
            let (answered, refused) = asked(&mut rate, share, 2, secs(offset), secs(offset + 3 * 3600));
            let granted = 360.0 * share.unwrap_or(1.0);
            assert!(answered as f64 > granted * 0.95, "{answered} answers, {share:?} from {offset}");
            assert!(refused * 50 <= answered, "{refused} of {answered} refused, {share:?} from {offset}");
        }
    }
}

#[test]
fn a_quota_somewhat_below_the_guess_is_found() {
    let mut rate = Rate::new(200.0, 12.5);
    let (answered, refused) = asked(&mut rate, ALL, 150, secs(20), secs(3620));
    assert!(answered > 60 * 90 && refused * 50 <= answered, "{answered} answered, {refused} refused");
}

#[test]
fn a_refusal_halves_parks_and_holds() {
    let mut rate = Rate::new(200.0, 12.5);
    assert_eq!(rate.take(secs(0), HALF), None);
    let wait = rate.refused(secs(0), HALF, None, 0.0);
    assert_eq!((wait, rate.believed()), (secs(60) / 50, 100.0));
    assert_eq!(rate.take(Duration::ZERO, HALF), Some(wait));
    assert_eq!(rate.take(wait, HALF), None);
    rate.answered();
    assert!(rate.take(wait, HALF).is_some(), "no burst while held");
    rate.take(secs(14 * 60), HALF);
    assert!((rate.believed() - 100.0).abs() < 1e-9, "held for a quarter of an hour");
    rate.take(secs(20 * 60), HALF);
    assert!((rate.believed() - 100.0).abs() < 1e-9, "and until a hundred answers came");
    let mut patient = rate.clone();
    (0..100).for_each(|_| rate.answered());
    rate.take(secs(25 * 60), HALF);
    assert!(rate.believed() > 100.0 && rate.believed() < 160.0, "{}", rate.believed());
    rate.take(secs(3 * 3600), HALF);
    assert!((rate.believed() - 200.0).abs() < 1e-9, "never above the first guess");
    patient.take(secs(3 * 3600), HALF);
    patient.take(secs(3 * 3600 + 60), HALF);
    assert!(patient.believed() > 100.0, "nor held for ever where little is asked");
}

#[test]
fn a_minute_that_others_used_up_leads_no_lower_than_the_floor() {
    let mut rate = Rate::new(200.0, 12.5);
    for second in [0, 10] {
        rate.take(secs(second), ALL);
        rate.landed(secs(second), secs(second));
    }
    rate.refused(secs(10), ALL, None, 0.0);
    assert!((rate.believed() - 12.5).abs() < 1e-9, "one answer a minute: {}", rate.believed());
}

#[test]
fn refusals_reach_a_floor_and_a_longest_wait() {
    let mut rate = Rate::new(200.0, 12.5);
    let mut now = Duration::ZERO;
    for _ in 0..500 {
        let wait = rate.refused(now, HALF, None, 0.9);
        assert!(wait <= secs(33));
        now += wait;
    }
    assert!((rate.believed() - 12.5).abs() < 1e-9);
}

#[test]
fn the_server_may_ask_for_longer() {
    let mut rate = Rate::new(200.0, 12.5);
    assert_eq!(rate.refused(secs(0), HALF, Some(secs(90)), 0.5), secs(90));
    assert_eq!(rate.parked_for(secs(30)), secs(60));
}

#[test]
fn who_will_not_wait_longer_is_let_through_once() {
    let mut rate = Rate::new(2.0, 0.5);
    assert_eq!([rate.take(secs(0), ALL), rate.take(secs(0), ALL)], [None, None]);
    assert!(rate.take(secs(0), ALL).is_some());
    let wait = rate.refused(secs(1), ALL, None, 0.0);
    assert!(wait > secs(50), "{wait:?}");
    assert_eq!(rate.park_at_most(secs(1), secs(5)), secs(5));
    assert_eq!(rate.take(secs(6), ALL), None);
    assert!(rate.take(secs(6), ALL).is_some());
}

#[test]
fn unlimited_waits_only_when_parked() {
    let mut rate = Rate::new(2.0, 0.5);
    assert!((0..1000).all(|_| rate.take(secs(0), None).is_none()));
    let wait = rate.refused(secs(0), None, None, 0.0);
    assert_eq!(rate.take(secs(0), None), Some(wait));
}

#[test]
fn no_time_is_told_before_one_answer_was_timed() {
    let mut rate = Rate::new(50.0, 2.0);
    assert_eq!(rate.eta(secs(0), HALF, 25), None);
    rate.take(secs(0), HALF);
    rate.landed(secs(0), secs(1));
    assert_eq!(rate.eta(secs(1), HALF, 25), Some(secs(60)));
    assert_eq!(rate.eta(secs(1), None, 25), Some(secs(25)), "what an answer takes");
    rate.refused(secs(1), HALF, Some(secs(100)), 0.0);
    assert_eq!(rate.eta(secs(1), HALF, 25), Some(secs(220)));
}

#[test]
fn what_was_learnt_outlives_a_restart_and_ages() {
    let mut rate = Rate::new(50.0, 2.0);
    asked(&mut rate, ALL, 2, secs(5), secs(600));
    let memory = rate.memory(secs(600));
    assert!((memory.believed - 2.0).abs() < 1e-9 && memory.lately == 2, "{memory:?}");
    let restored = |age: u64| {
        let mut rate = Rate::new(50.0, 2.0);
        rate.remember(memory, secs(age), secs(1000));
        rate
    };
    let (_, refused) = asked(&mut restored(1), ALL, 2, secs(1000), secs(1600));
    assert_eq!(refused, 0);
    assert!(restored(1).take(secs(1000), ALL).is_some(), "this minute is used up already");
    assert!(restored(90).take(secs(1000), ALL).is_none(), "another is not");
    assert!((restored(7 * 24 * 3600).believed() - 50.0).abs() < 1e-9, "forgotten");
    let mut later = restored(2 * 3600);
    later.take(secs(1000), ALL);
    later.take(secs(1300), ALL);
    assert!(later.believed() > 2.0, "an hour and a half later a try is worth a refusal");
    let mut lower = Rate::new(50.0, 2.0);
    lower.refused(secs(0), ALL, None, 0.0);
    lower.remember(Memory { believed: 40.0, ..memory }, secs(0), secs(0));
    assert!((lower.believed() - 25.0).abs() < 1e-9, "what is known here is worse");
}

/// Requests that may go at once, and the fullest minute of an hour in which as many are asked as there may be.
fn at_once(rate: &mut Rate, share: Option<f64>) -> (usize, usize) {
    let first = std::iter::repeat_with(|| rate.take(secs(0), share)).take_while(Option::is_none).count();
    let (mut now, mut sent) = (secs(0), vec![secs(0); first]);
    while now < secs(3600) {
        match rate.take(now, share) {
            Some(wait) => now += wait,
            None => sent.push(now),
        }
    }
    let fullest =
        sent.iter().map(|from| sent.iter().filter(|at| *at >= from && **at < *from + secs(60)).count());
    (first, fullest.max().unwrap_or(0))
}

#[test]
fn a_small_tenant_is_read_at_once_and_no_minute_gets_fuller_than_the_pace() {
    for (guess, share, burst, pace) in [
        (50.0, HALF, 25, 25),
        (50.0, ALL, 30, 50),
        (40.0, HALF, 20, 20),
        (2.0, ALL, 2, 2),
        (2.0, HALF, 1, 1),
        (200.0, HALF, 30, 100),
    ] {
        assert_eq!(at_once(&mut Rate::new(guess, 1.0), share), (burst, pace), "{guess} by {share:?}");
    }
}

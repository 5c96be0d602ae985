//! Work for several clients: a few at a time, and never two that ask the same host.

use std::pin::pin;
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// Who takes longer than this waits for Duo or for nothing, and holds nobody else up.
const PATIENCE: Duration = Duration::from_secs(20);

/// Carries out each piece of work, so many at once, which comes with its client's host; outcomes are in the order of the
/// work. Clients of one host share an account's pace, so they wait for each other and leave the other places to somebody
/// else.
pub(crate) async fn carry_out<T, F: Future<Output = T>>(
    at_once: usize,
    work: impl IntoIterator<Item = (String, F)>,
) -> Vec<T> {
    let mut lanes: Vec<(String, Vec<(usize, F)>)> = Vec::new();
    for (at, (host, piece)) in work.into_iter().enumerate() {
        match lanes.iter_mut().find(|(known, _)| *known == host) {
            Some((_, lane)) => lane.push((at, piece)),
            None => lanes.push((host, vec![(at, piece)])),
        }
    }
    let places = &Semaphore::new(at_once);
    let each = lanes.into_iter().map(|(_, lane)| async move {
        let mut outcomes = Vec::new();
        for (at, piece) in lane {
            outcomes.push((at, in_turn(places, piece).await));
        }
        outcomes
    });
    let mut outcomes: Vec<(usize, T)> = each.collect::<FuturesUnordered<_>>().concat().await;
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Waits for a place, and gives it up after a while.
async fn in_turn<T>(places: &Semaphore, piece: impl Future<Output = T>) -> T {
    // Nobody closes it: a place that cannot be had is not waited for.
    let place = places.acquire().await;
    let mut piece = pin!(piece);
    tokio::select! {
        outcome = &mut piece => return outcome,
        () = sleep(PATIENCE) => drop(place),
    }
    piece.await
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use tokio::task::yield_now;

    use super::*;

    #[tokio::test]
    async fn a_few_at_a_time_and_one_a_host() {
        let (running, most) = (RefCell::new(Vec::new()), RefCell::new(0));
        let (running, most) = (&running, &most);
        let hosts = ["a", "a", "b", "a", "c", "d", "b", "e", "f", "g", "h", "i"];
        let work = hosts.iter().enumerate().map(|(at, host)| {
            let piece = async move {
                assert!(!running.borrow().contains(host), "{host} is asked twice at once");
                running.borrow_mut().push(*host);
                most.replace_with(|most| (*most).max(running.borrow().len()));
                // Later ones are quicker.
                for _ in at..hosts.len() {
                    yield_now().await;
                }
                running.borrow_mut().retain(|one| one != host);
                at
            };
            ((*host).to_owned(), piece)
        });
        assert_eq!(carry_out(3, work).await, (0..hosts.len()).collect::<Vec<_>>());
        assert_eq!(*most.borrow(), 3);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_for_ever_holds_nobody_up() {
        let start = tokio::time::Instant::now();
        let ended = &RefCell::new(Vec::new());
        let work = (0..60).map(|at| {
            let piece = async move {
                sleep(Duration::from_secs(if at < 10 { 100_000 } else { 1 })).await;
                ended.borrow_mut().push((at, start.elapsed()));
            };
            (at.to_string(), piece)
        });
        carry_out(4, work).await;
        let late = Duration::from_secs(90);
        assert!(ended.borrow().iter().all(|(at, ended)| *at < 10 || *ended < late), "{:?}", ended.borrow());
    }
}

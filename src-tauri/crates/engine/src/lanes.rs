//! Work for several clients: two at a time, and never two that ask the same host.

use futures::StreamExt as _;
use futures::stream::iter;

/// Two clients are read at once: each is paced by its own account, and the machine is not ours alone.
const AT_ONCE: usize = 2;

/// Carries out each piece of work, which comes with its client's host; outcomes are in the order of the work. Clients
/// of one host share an account's pace, so they wait for each other and leave the other place to somebody else.
pub(crate) async fn carry_out<T, F: Future<Output = T>>(
    work: impl IntoIterator<Item = (String, F)>,
) -> Vec<T> {
    let mut lanes: Vec<(String, Vec<(usize, F)>)> = Vec::new();
    for (at, (host, piece)) in work.into_iter().enumerate() {
        match lanes.iter_mut().find(|(known, _)| *known == host) {
            Some((_, lane)) => lane.push((at, piece)),
            None => lanes.push((host, vec![(at, piece)])),
        }
    }
    let each = lanes.into_iter().map(|(_, lane)| async move {
        let mut outcomes = Vec::new();
        for (at, piece) in lane {
            outcomes.push((at, piece.await));
        }
        outcomes
    });
    let mut outcomes: Vec<(usize, T)> = iter(each).buffer_unordered(AT_ONCE).concat().await;
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use tokio::task::yield_now;

    use super::*;

    #[tokio::test]
    async fn two_at_a_time_and_one_a_host() {
        let (running, most) = (RefCell::new(Vec::new()), RefCell::new(0));
        let (running, most) = (&running, &most);
        let hosts = ["a", "a", "b", "a", "c", "d", "b"];
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
        assert_eq!(carry_out(work).await, [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(*most.borrow(), 2);
    }
}

//! Offset and cursor paging to the end, and out of circles.

use duo_api::wire::{AuthLog, User};
use duo_api::{ApiError, Cursor, LogCursor, LogWindow, Offset, Pacing, Page};
use futures::StreamExt;

use crate::script::{Script, answer, client, refusal};

const WINDOW: LogWindow = LogWindow { mintime_ms: 1_792_000_000_000, maxtime_ms: 1_792_000_100_000 };

fn param<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

fn user_page(offset: usize, rows: usize, next: &str) -> String {
    let rows: Vec<String> = (offset..offset + rows).map(|n| format!(r#"{{"user_id":"DU{n}"}}"#)).collect();
    format!(r#"{{"metadata":{{{next}"total_objects":700}},"response":[{}],"stat":"OK"}}"#, rows.join(","))
}

fn log_page(ids: &[&str], next: &str) -> String {
    let rows: Vec<String> =
        ids.iter().map(|id| format!(r#"{{"txid":"{id}","timestamp":1792000000}}"#)).collect();
    format!(
        r#"{{"response":{{"authlogs":[{}],"metadata":{{"next_offset":{next},"total_objects":3}}}},"stat":"OK"}}"#,
        rows.join(",")
    )
}

async fn drain_users(script: &std::sync::Arc<Script>) -> Vec<Result<Page<User>, ApiError>> {
    client(script, Pacing::Unlimited).users(Offset::START).into_stream().collect().await
}

async fn drain_log(
    script: &std::sync::Arc<Script>,
    cursor: Option<LogCursor>,
) -> Vec<Result<Page<AuthLog>, ApiError>> {
    client(script, Pacing::Unlimited).authentication_log(WINDOW, cursor).into_stream().collect().await
}

#[tokio::test(start_paused = true)]
async fn lists_end_when_next_offset_is_absent_or_null() {
    for last in ["", "\"next_offset\":null,"] {
        for number in ["\"next_offset\":NEXT,", "\"next_offset\":\"NEXT\","] {
            let script = Script::new(move |_, request| {
                let offset: usize = param(&request.query, "offset").unwrap().parse().unwrap();
                let rows = (700 - offset).min(300);
                let more = number.replace("NEXT", &(offset + rows).to_string());
                let next = if offset + rows < 700 { &more } else { last };
                answer(200, user_page(offset, rows, next))
            });
            let pages = drain_users(&script).await;
            let rows: Vec<usize> = pages.iter().map(|page| page.as_ref().unwrap().rows.len()).collect();
            assert_eq!(rows, [300, 300, 100]);
            let first = pages[0].as_ref().unwrap();
            assert_eq!((&first.next, first.total), (&Some(Cursor::Offset(Offset(300))), Some(700)));
            assert!(first.bytes > 300 * 10);
            assert_eq!(pages[2].as_ref().unwrap().next, None);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn offsets_that_do_not_grow_are_a_loop() {
    let script = Script::new(|_, _| answer(200, user_page(0, 300, "\"next_offset\":300,")));
    let pages = drain_users(&script).await;
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[1].as_ref().err(), Some(&ApiError::PageLoop));
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_offset_of_another_shape_is_told() {
    for next in ["{}", "\"abc\"", "-3", "[1,2]", "true"] {
        let next = format!("\"next_offset\":{next},");
        let script = Script::new(move |_, _| answer(200, user_page(0, 1, &next)));
        let pages = drain_users(&script).await;
        assert_eq!(pages[0].as_ref().err().unwrap().code(), "SCHEMA_CHANGED");
    }
}

#[tokio::test(start_paused = true)]
async fn logs_follow_both_shapes_of_cursor() {
    for cursor in ["[\"1792000000351\",\"6d0b-1\"]", "\"1792000000351,6d0b-1\""] {
        let script = Script::new(move |number, request| {
            assert_eq!(param(&request.query, "sort"), Some("ts%3Aasc"));
            assert_eq!(param(&request.query, "mintime"), Some("1792000000000"));
            match number {
                0 => {
                    assert_eq!(param(&request.query, "next_offset"), None);
                    answer(200, log_page(&["a", "b"], cursor))
                }
                _ => {
                    assert_eq!(param(&request.query, "next_offset"), Some("1792000000351%2C6d0b-1"));
                    answer(200, log_page(&["c"], "null"))
                }
            }
        });
        let pages = drain_log(&script, None).await;
        let rows: Vec<usize> = pages.iter().map(|page| page.as_ref().unwrap().rows.len()).collect();
        assert_eq!(rows, [2, 1]);
        let next = LogCursor::try_from("1792000000351,6d0b-1").unwrap();
        assert_eq!(pages[0].as_ref().unwrap().next, Some(Cursor::Log(next)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_stored_cursor_goes_on_where_it_was() {
    let script = Script::new(|_, request| {
        assert_eq!(param(&request.query, "next_offset"), Some("1792000000351%2Ca"));
        answer(200, log_page(&["b"], "null"))
    });
    let cursor = LogCursor::try_from("1792000000351,a").unwrap();
    assert_eq!(drain_log(&script, Some(cursor)).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn hostile_cursors_are_not_sent() {
    for next in ["\"1,a&mintime=0#\"", "[\"1792000000351\",\"a b\"]", "5", "{}", "[\"1792000000351\"]"] {
        let script = Script::new(move |_, _| answer(200, log_page(&["a"], next)));
        let pages = drain_log(&script, None).await;
        assert_eq!(pages[0].as_ref().err().unwrap().code(), "SCHEMA_CHANGED", "{next}");
        assert_eq!(script.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn circles_of_cursors_end() {
    for period in 1..=50_usize {
        let script = Script::new(move |number, _| {
            answer(200, log_page(&["a"], &format!("\"1792000000351,c{}\"", number % period)))
        });
        let pages = drain_log(&script, None).await;
        assert_eq!(pages.last().unwrap().as_ref().err(), Some(&ApiError::PageLoop));
        assert_eq!(script.count(), period + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_cursor_that_goes_back_is_a_loop() {
    let script = Script::new(|number, _| {
        answer(200, log_page(&["a"], &format!("\"{},a\"", 1_792_000_000_900 - number)))
    });
    assert_eq!(drain_log(&script, None).await.last().unwrap().as_ref().err(), Some(&ApiError::PageLoop));
    assert_eq!(script.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn one_empty_page_is_fine_and_empty_pages_for_ever_are_not() {
    let script = Script::new(|number, _| match number {
        0 => answer(200, log_page(&[], "\"1792000000351,a\"")),
        _ => answer(200, log_page(&["a"], "null")),
    });
    let pages = drain_log(&script, None).await;
    assert_eq!(pages.iter().map(|page| page.as_ref().unwrap().rows.len()).collect::<Vec<_>>(), [0, 1]);

    let script = Script::new(|number, _| answer(200, log_page(&[], &format!("\"1792000000351,c{number}\""))));
    let pages = drain_log(&script, None).await;
    assert_eq!(pages.last().unwrap().as_ref().err(), Some(&ApiError::PageLoop));
    assert!(script.count() <= 4, "{}", script.count());
}

#[tokio::test(start_paused = true)]
async fn integrations_fall_back_to_v1_and_stay_there() {
    let script = Script::new(|_, request| {
        let first = param(&request.query, "offset") == Some("0");
        match request.path.as_str() {
            "/admin/v3/integrations" => refusal(40401),
            "/admin/v1/integrations" if first => {
                answer(200, r#"{"metadata":{"next_offset":1},"response":[{"integration_key":"DI1"}]}"#)
            }
            "/admin/v1/integrations" => {
                answer(200, r#"{"metadata":{},"response":[{"integration_key":"DI2"}]}"#)
            }
            other => panic!("{other}"),
        }
    });
    let pages: Vec<_> =
        client(&script, Pacing::Unlimited).integrations(Offset::START).into_stream().collect().await;
    assert_eq!(pages.iter().map(|page| page.as_ref().unwrap().rows.len()).sum::<usize>(), 2);
    assert_eq!(script.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_404_without_a_fallback_is_an_error_once() {
    let script = Script::new(|_, _| refusal(40401));
    let mut policies = client(&script, Pacing::Unlimited).policies(Offset::START);
    assert_eq!(policies.next().await.unwrap().unwrap_err().code(), "NOT_OFFERED");
    assert!(policies.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_fault_in_the_middle_is_repeated_for_that_page_only() {
    let script = Script::new(|number, request| {
        if number % 2 == 0 {
            return answer(500, "{}");
        }
        let offset: usize = param(&request.query, "offset").unwrap().parse().unwrap();
        let next = if offset < 600 { format!("\"next_offset\":{},", offset + 300) } else { String::new() };
        answer(200, user_page(offset, 10, &next))
    });
    let pages = drain_users(&script).await;
    assert_eq!((pages.len(), script.count()), (3, 6));
    assert!(pages.iter().all(Result::is_ok));
}

#[tokio::test(start_paused = true)]
async fn a_window_that_grows_too_old_on_the_way_is_asked_for_as_far_as_duo_has_it() {
    let page = |next: &str| {
        answer(
            200,
            format!(r#"{{"response":{{"authlogs":[{{"txid":"a"}}],"metadata":{{{next}}}}},"stat":"OK"}}"#),
        )
    };
    let script = Script::new(move |number, _| match number {
        0 => page(r#""next_offset":["1779442000000","a"]"#),
        _ => page(""),
    });
    let day = 86_400_000;
    let oldest = crate::script::duo_time().timestamp_millis() - 180 * day;
    let window = LogWindow { mintime_ms: oldest + 30 * 60_000, maxtime_ms: oldest + day };
    let client = client(&script, Pacing::Full);
    let mut pages = client.authentication_log(window, None);
    let from = |number: usize| {
        let query = script.seen()[number].1.query.clone();
        let from = query.split('&').find_map(|pair| pair.strip_prefix("mintime=")).unwrap();
        from.parse::<i64>().unwrap() - oldest
    };
    pages.next().await.unwrap().unwrap();
    assert_eq!(from(0), 30 * 60_000);
    tokio::time::advance(std::time::Duration::from_hours(2)).await;
    pages.next().await.unwrap().unwrap();
    assert!((135 * 60_000..136 * 60_000).contains(&from(1)), "{} ms", from(1));

    tokio::time::advance(std::time::Duration::from_hours(22)).await;
    let mut gone = client.authentication_log(window, None);
    let page = gone.next().await.unwrap().unwrap();
    assert_eq!((page.rows.len(), page.next, script.count()), (0, None, 2), "nothing of it is left");
}

/// Cursors of pages that lead round: `length` pages, and then the first cursor again.
async fn requests_of_a_circle(length: usize) -> usize {
    let script = Script::new(move |number, _| {
        let next = format!("[\"1792000000000\",\"{}\"]", number % length);
        answer(200, log_page(&[&format!("tx{number}")], &next))
    });
    let last = drain_log(&script, None).await.pop().unwrap();
    assert!(matches!(last, Err(ApiError::PageLoop)), "{length}: {last:?}");
    script.count()
}

#[tokio::test(start_paused = true)]
async fn circles_of_every_length_end_when_they_close() {
    let in_full = std::env::var_os("TANDEM_SOAK").is_some_and(|name| !name.is_empty());
    let lengths = (1..=1000).filter(|length| in_full || *length <= 20 || length % 333 == 1);
    for length in lengths {
        let requests = requests_of_a_circle(length).await;
        assert!(requests <= length + 2, "{length}: {requests} requests");
    }
}

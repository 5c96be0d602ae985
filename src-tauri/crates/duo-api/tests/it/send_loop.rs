//! Retries, rate limits, clocks, cancelling; all on a paused clock.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::TimeDelta;
use duo_api::{ApiError, EndpointClass, Pacing, Probe, RetryPolicy, SignatureVersion, TransportError};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::script::{
    IKEY, OK_SUMMARY, SECRET, Script, SkewedClock, answer, client, client_with_clock, dated, refusal,
};

/// Date and signature of each request.
fn stamps(script: &Script) -> Vec<(String, String)> {
    let header = |request: &duo_api::Request, name| request.header(name).unwrap_or_default().to_owned();
    script
        .seen()
        .iter()
        .map(|(_, request)| (header(request, "Date"), header(request, "Authorization")))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_signed_get_carries_the_signed_line_and_no_body() {
    let script = Script::new(|_, _| answer(200, r#"{"response":[],"stat":"OK"}"#));
    client(&script, Pacing::Polite).users(duo_api::Offset(600)).next().await.unwrap().unwrap();
    let (_, request) = script.seen().remove(0);
    assert_eq!((request.path.as_str(), request.query.as_str()), ("/admin/v1/users", "limit=300&offset=600"));
    assert_eq!(request.header("Date"), Some("Wed, 18 Nov 2026 09:15:42 -0000"));
    assert!(request.header("Authorization").unwrap().starts_with("Basic "));
    assert_eq!(request.body, None);
}

#[tokio::test(start_paused = true)]
async fn ping_is_not_signed() {
    let script = Script::new(|_, _| answer(200, r#"{"response":{"time":1792000000},"stat":"OK"}"#));
    let ping = client(&script, Pacing::Polite).ping().await.unwrap();
    assert_eq!((ping.value.time, ping.elapsed), (Some(1_792_000_000), Duration::from_millis(20)));
    assert_eq!(script.seen()[0].1.header("Authorization"), None);
}

#[tokio::test(start_paused = true)]
async fn the_one_post_has_a_signed_body() {
    let body = r#"{"response":[{"account_id":"DA1","name":"Northwind","api_hostname":"h"}],"stat":"OK"}"#;
    for (version, content_type, sent) in [
        (SignatureVersion::V5, "application/json", "{}"),
        (SignatureVersion::V2Sha1, "application/x-www-form-urlencoded", ""),
    ] {
        let script = Script::new(move |_, _| answer(200, body));
        let accounts = client(&script, Pacing::Polite).with_signature(version).accounts().await.unwrap();
        assert_eq!(accounts[0].name.as_deref(), Some("Northwind"));
        let (_, request) = script.seen().remove(0);
        assert_eq!(request.header("Content-Type"), Some(content_type));
        assert_eq!(request.body.as_deref(), Some(sent.as_bytes()));
    }
}

#[tokio::test(start_paused = true)]
async fn server_faults_are_tried_six_times_and_signed_anew() {
    let script = Script::new(|_, _| answer(503, "<html>maintenance"));
    let error = client(&script, Pacing::Polite).summary().await.unwrap_err();
    assert_eq!((error.code(), error.status()), ("SERVER_ERROR", Some(503)));
    let times: Vec<Duration> = script.seen().iter().map(|(at, _)| *at).collect();
    let waits: Vec<u64> = times.windows(2).map(|pair| (pair[1] - pair[0]).as_secs()).collect();
    assert_eq!(times.len(), 6);
    for (wait, least) in waits.iter().zip([1, 2, 4, 8, 16]) {
        assert!((least..=least + 1).contains(wait), "{waits:?}");
    }
    let stamps = stamps(&script);
    assert_eq!(stamps.iter().collect::<BTreeSet<_>>().len(), stamps.len(), "no attempt is sent twice");
}

#[tokio::test(start_paused = true)]
async fn faults_that_pass_are_survived() {
    let script = Script::new(|number, _| match number {
        0 => Err(TransportError::Reset),
        1 => answer(502, "<html>"),
        2 => answer(200, r#"{"stat":"OK","response":{"user_count":2"#),
        3 => answer(200, r#"{"stat":"FAIL","code":50000,"message":"x"}"#),
        4 => answer(200, ""),
        _ => answer(200, OK_SUMMARY),
    });
    let summary = client(&script, Pacing::Polite).summary().await.unwrap();
    assert_eq!((summary.value.user_count, script.count()), (Some(214), 6));
}

#[tokio::test(start_paused = true)]
async fn refusals_are_not_repeated() {
    for (code, name) in [
        (40101, "AUTH_NO_CREDENTIALS"),
        (40102, "AUTH_IKEY"),
        (40103, "AUTH_SIGNATURE"),
        (40301, "PERM_MISSING"),
        (40401, "NOT_OFFERED"),
        (40002, "BUG_REQUEST"),
        (40501, "BUG_REQUEST"),
    ] {
        let script = Script::new(move |_, _| refusal(code));
        let error = client(&script, Pacing::Polite).summary().await.unwrap_err();
        assert_eq!((error.code(), error.duo_code(), script.count()), (name, Some(code), 1));
    }
}

#[tokio::test(start_paused = true)]
async fn what_waiting_does_not_help_is_not_repeated() {
    for error in [
        TransportError::TlsName,
        TransportError::TlsUntrusted { issuer: None },
        TransportError::TooLarge,
        TransportError::ProxyAuth,
    ] {
        let expected = ApiError::Transport(error.clone());
        let script = Script::new(move |_, _| Err(error.clone()));
        assert_eq!(client(&script, Pacing::Polite).summary().await.unwrap_err(), expected);
        assert_eq!(script.count(), 1);
    }
    let script = Script::new(|_, _| answer(307, ""));
    let error = client(&script, Pacing::Polite).summary().await.unwrap_err();
    assert_eq!((error, script.count()), (ApiError::Redirect { status: 307 }, 1));
}

#[tokio::test(start_paused = true)]
async fn a_storm_of_429_is_waited_out_one_request_at_a_time() {
    let script = Script::new(|number, _| if number < 500 { refusal(42901) } else { answer(200, OK_SUMMARY) });
    let client = client(&script, Pacing::Polite);
    client.summary().await.unwrap();
    assert_eq!(script.count(), 501);
    let seen = script.seen();
    let last = seen[500].0 - seen[499].0;
    assert!(
        last >= Duration::from_secs(32) && last <= Duration::from_secs(34),
        "parked at the floor: {last:?}"
    );
    let stamps = stamps(&script);
    assert_eq!(stamps.iter().collect::<BTreeSet<_>>().len(), stamps.len());
    let state = client.governor().state();
    let object = state.iter().find(|state| state.class == EndpointClass::Object).unwrap();
    assert!((object.believed_per_minute - 18.75).abs() < 0.01, "{object:?}");
    assert_eq!((object.refusals, object.in_flight), (0, false));
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_rate_limits_can_be_bounded() {
    let script = Script::new(|_, _| refusal(42901));
    let start = Instant::now();
    let client = client(&script, Pacing::Polite).with_retry(RetryPolicy::check());
    assert_eq!(client.summary().await.unwrap_err(), ApiError::RateLimited);
    // The last try comes when the wait is over, and there is the time of the tries themselves.
    let spent = start.elapsed();
    assert!(spent >= Duration::from_secs(20) && spent < Duration::from_secs(21), "{spent:?}");
    assert!(script.count() > 1);
}

#[tokio::test(start_paused = true)]
async fn waits_are_told_when_they_begin_and_counted() {
    let script = Script::new(|number, _| if number < 2 { refusal(42901) } else { answer(200, OK_SUMMARY) });
    let waits = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let told = waits.clone();
    let start = Instant::now();
    let client = client(&script, Pacing::Polite)
        .with_retry(RetryPolicy::check())
        .with_waits(std::sync::Arc::new(move |wait| told.lock().unwrap().push(wait)));
    client.summary().await.unwrap();
    let waits = waits.lock().unwrap();
    let numbers: Vec<_> = waits.iter().map(|wait| (wait.number, wait.of)).collect();
    assert_eq!(numbers, [(1, Some(5)), (2, Some(5))]);
    let told: Duration = waits.iter().map(|wait| wait.wait).sum();
    assert!(start.elapsed() >= told && start.elapsed() < told + Duration::from_secs(1), "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured_when_sane() {
    for (header, least, most) in [("90", 90, 92), ("-5", 0, 5), ("soon", 0, 5)] {
        let script = Script::new(move |number, _| match number {
            0 => refusal(42901)
                .map(|response| duo_api::Response { retry_after: Some(header.into()), ..response }),
            _ => answer(200, OK_SUMMARY),
        });
        client(&script, Pacing::Polite).summary().await.unwrap();
        let seen = script.seen();
        let wait = (seen[1].0 - seen[0].0).as_secs();
        assert!((least..=most).contains(&wait), "{header}: {wait}");
    }
}

/// Answers that ask to wait so long, so often; then summaries.
fn asking(header: &'static str, times: usize) -> std::sync::Arc<Script> {
    Script::new(move |number, _| match number {
        number if number < times => {
            refusal(42901).map(|response| duo_api::Response { retry_after: Some(header.into()), ..response })
        }
        _ => answer(200, OK_SUMMARY),
    })
}

#[tokio::test(start_paused = true)]
async fn who_may_not_wait_as_long_as_duo_asks_does_not_ask_before() {
    let script = asking("3600", 1);
    let start = Instant::now();
    let policy = RetryPolicy { max_rate_limit_wait: Some(Duration::from_mins(1)), ..RetryPolicy::check() };
    let client = client(&script, Pacing::Polite).with_retry(policy);
    for _ in 0..5 {
        assert_eq!(client.summary().await.unwrap_err(), ApiError::RateLimited);
    }
    assert!(script.count() == 1 && start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    let state = client.governor().state();
    let asked = state.iter().find_map(|state| state.asked_for).unwrap();
    assert!(asked > Duration::from_secs(3590) && asked <= Duration::from_hours(1), "{asked:?}");

    tokio::time::sleep(asked - Duration::from_secs(30)).await;
    client.summary().await.unwrap();
    assert!(start.elapsed() >= Duration::from_hours(1), "half a minute is waited: {:?}", start.elapsed());
    assert!(client.governor().state().iter().all(|state| state.asked_for.is_none()));
}

#[tokio::test(start_paused = true)]
async fn an_hour_is_waited_and_ten_years_end_the_call_for_a_day() {
    let script = asking("3600", 1);
    let start = Instant::now();
    client(&script, Pacing::Polite).summary().await.unwrap();
    assert!(start.elapsed() >= Duration::from_hours(1) && script.count() == 2, "{:?}", start.elapsed());

    let script = asking("315360000", 1);
    let client = client(&script, Pacing::Polite);
    assert_eq!(client.summary().await.unwrap_err(), ApiError::RateLimited);
    assert_eq!(client.summary().await.unwrap_err(), ApiError::RateLimited);
    assert_eq!(script.count(), 1);
    tokio::time::sleep(Duration::from_hours(24)).await;
    client.summary().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_corrected_once() {
    let script = Script::new(|number, request| match number {
        0 => dated(refusal(40105), "Wed, 18 Nov 2026 09:15:42 GMT"),
        _ => {
            assert_eq!(request.header("Date"), Some("Wed, 18 Nov 2026 09:15:42 -0000"));
            answer(200, OK_SUMMARY)
        }
    });
    let clock = SkewedClock::new(TimeDelta::days(730));
    let client = client_with_clock(&script, Pacing::Polite, clock);
    client.summary().await.unwrap();
    assert_eq!(script.count(), 2);
    assert_eq!(client.skew().unwrap().num_days(), 729);
    client.summary().await.unwrap();
    assert_eq!(script.count(), 3, "the offset is kept");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_stays_refused_is_an_error() {
    let script = Script::new(|_, _| dated(refusal(40104), "Wed, 18 Nov 2026 09:15:42 GMT"));
    let error = client(&script, Pacing::Polite).summary().await.unwrap_err();
    assert_eq!((error.code(), script.count()), ("CLOCK_SKEW", 2));
}

#[tokio::test(start_paused = true)]
async fn an_absurd_date_corrects_nothing() {
    let script = Script::new(|_, _| dated(refusal(40105), "Thu, 01 Jan 1970 00:00:00 GMT"));
    let client = client(&script, Pacing::Polite);
    assert_eq!(client.summary().await.unwrap_err().code(), "CLOCK_SKEW");
    assert_eq!((script.count(), client.skew()), (1, None));
    let script = Script::new(|_, _| dated(refusal(40103), "Thu, 01 Jan 1970 00:00:00 GMT"));
    let error = crate::script::client(&script, Pacing::Polite).summary().await.unwrap_err();
    assert_eq!((error.code(), script.count()), ("AUTH_SIGNATURE", 1));
}

#[tokio::test(start_paused = true)]
async fn a_portal_does_not_set_the_clock() {
    let script = Script::new(|_, _| dated(answer(200, "<html>Sign in"), "Wed, 18 Nov 2020 09:15:42 GMT"));
    let client = client(&script, Pacing::Polite).with_retry(RetryPolicy::check());
    assert_eq!(client.summary().await.unwrap_err().code(), "RESP_NOT_JSON");
    assert_eq!((client.skew(), script.count()), (None, 2));
}

#[tokio::test(start_paused = true)]
async fn cancelling_ends_waits_and_requests_within_a_second() {
    for (name, status) in [("back-off", 503), ("parked", 429)] {
        let script = Script::new(move |_, _| answer(status, "{}"));
        let token = CancellationToken::new();
        let client = client(&script, Pacing::Polite).with_cancel(token.clone());
        let stop = async {
            tokio::time::sleep(Duration::from_secs(10)).await;
            token.cancel();
            Instant::now()
        };
        let ((error, ended), cancelled) =
            tokio::join!(async { (client.summary().await.unwrap_err(), Instant::now()) }, stop);
        assert_eq!(error, ApiError::Cancelled, "{name}");
        assert!(ended - cancelled < Duration::from_secs(1), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_a_deadline() {
    struct Silence;

    #[async_trait::async_trait]
    impl duo_api::Transport for Silence {
        async fn send(&self, _: duo_api::Request) -> Result<duo_api::Response, TransportError> {
            std::future::pending().await
        }
    }

    let clock = SkewedClock::new(TimeDelta::zero());
    let governor = std::sync::Arc::new(duo_api::Governor::new(Pacing::Polite, clock.clone()));
    let client =
        duo_api::Client::new(crate::script::credentials(), std::sync::Arc::new(Silence), clock, governor)
            .with_retry(RetryPolicy::check());
    let start = Instant::now();
    assert_eq!(client.summary().await.unwrap_err(), ApiError::Transport(TransportError::Timeout));
    assert!(start.elapsed() < Duration::from_secs(11), "one try of 10 s: {:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn own_integration_falls_back_to_v1() {
    let script = Script::new(|number, request| match number {
        0 => {
            assert_eq!(request.path, format!("/admin/v3/integrations/{IKEY}"));
            refusal(40401)
        }
        _ => answer(
            200,
            format!(
                r#"{{"response":{{"integration_key":"{IKEY}","secret_key":"{SECRET}","adminapi_info":1,
                "adminapi_write_resource":"0"}},"stat":"OK"}}"#
            ),
        ),
    });
    let own = client(&script, Pacing::Polite).own_integration().await.unwrap();
    assert_eq!(script.seen()[1].1.path, format!("/admin/v1/integrations/{IKEY}"));
    assert_eq!(
        (own.adminapi_info, own.adminapi_write_resource, own.adminapi_settings),
        (Some(true), Some(false), None)
    );
    assert!(!format!("{own:?}").contains(SECRET));
}

#[tokio::test(start_paused = true)]
async fn probes_ask_little() {
    let script = Script::new(|_, _| answer(200, r#"{"response":[],"stat":"OK"}"#));
    let client = client(&script, Pacing::Polite);
    for (probe, path, query) in [
        (Probe::Information, "/admin/v1/info/summary", ""),
        (Probe::Resource, "/admin/v1/groups", "limit=1"),
        (Probe::ResourceAgain, "/admin/v1/users", "limit=1"),
        (Probe::Settings, "/admin/v1/settings", ""),
        (Probe::Administrators, "/admin/v1/admins/allowed_auth_methods", ""),
        (Probe::AdministratorsAgain, "/admin/v1/admins", "limit=1"),
    ] {
        client.probe(probe).await.unwrap();
        let (_, request) = script.seen().pop().unwrap();
        assert_eq!((request.path.as_str(), request.query.as_str()), (path, query));
    }
    for (probe, path) in
        [(Probe::Log, "/admin/v2/logs/activity"), (Probe::LogAgain, "/admin/v2/logs/authentication")]
    {
        client.probe(probe).await.unwrap();
        let (_, request) = script.seen().pop().unwrap();
        assert_eq!(request.path, path);
        assert!(request.query.starts_with("limit=1&maxtime=1794993342"), "{}", request.query);
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_shows_the_secret() {
    let script = Script::new(|_, _| answer(200, OK_SUMMARY));
    let client = client(&script, Pacing::Polite);
    client.summary().await.unwrap();
    let (_, request) = script.seen().remove(0);
    let authorization = request.header("Authorization").unwrap().trim_start_matches("Basic ").to_owned();
    let shown = format!("{client:?} {request:?} {:?}", client.credentials());
    assert!(!shown.contains(SECRET) && !shown.contains(&authorization) && !shown.contains(IKEY), "{shown}");
}

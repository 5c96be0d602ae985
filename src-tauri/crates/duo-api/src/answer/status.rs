//! What the status line says.

use super::{envelope, looks_like_json};
use crate::error::ApiError;
use crate::transport::Response;

/// Network Authentication Required: said by a network in between, never by the server asked (RFC 6585 §6).
const SIGN_IN_FIRST: u16 = 511;

/// Refusals as errors; 2xx goes on to be decoded.
pub(crate) fn check_status(response: &Response) -> Result<(), ApiError> {
    match response.status {
        200..=299 => Ok(()),
        300..=399 => Err(ApiError::Redirect { status: response.status }),
        429 => Err(ApiError::RateLimited),
        status => Err(refusal(response, status)),
    }
}

fn refusal(response: &Response, status: u16) -> ApiError {
    if status == 400 && envelope::is_other_deployment(&response.body) {
        return ApiError::OtherDeployment;
    }
    if let Some(code) = envelope::code(&response.body) {
        return ApiError::Duo { status, code };
    }
    let web_page = !response.body.is_empty() && !looks_like_json(&response.body);
    if status == SIGN_IN_FIRST || (web_page && (400..500).contains(&status)) {
        not_json(response)
    } else {
        ApiError::Duo { status, code: 0 }
    }
}

pub(super) fn not_json(response: &Response) -> ApiError {
    ApiError::NotJson {
        status: response.status,
        content_type: response.content_type.as_deref().map(|text| shown(text, 100)),
        title: title(&response.body),
    }
}

/// The title of a web page, for people to recognise which network's it is.
fn title(body: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(body.get(..8192).unwrap_or(body)).into_owned();
    let lower = head.to_ascii_lowercase();
    let tag = lower.find("<title")?;
    let start = tag + lower.get(tag..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let title = shown(head.get(start..end)?.trim(), 80);
    (!title.is_empty()).then_some(title)
}

fn shown(text: &str, length: usize) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn response(status: u16, content_type: &str, body: &str) -> Response {
        Response {
            status,
            date: None,
            content_type: Some(content_type.into()),
            location: None,
            retry_after: None,
            body: Bytes::copy_from_slice(body.as_bytes()),
        }
    }

    #[test]
    fn refusals() {
        let check = |status, body: &str| check_status(&response(status, "text/html", body));
        assert_eq!(check(200, "<html>"), Ok(()));
        assert_eq!(check(301, ""), Err(ApiError::Redirect { status: 301 }));
        assert_eq!(check(429, "{}"), Err(ApiError::RateLimited));
        let body = r#"{"code": 40102, "message": "Invalid identity in request credentials", "stat": "FAIL"}"#;
        assert_eq!(check(401, body), Err(ApiError::Duo { status: 401, code: 40102 }));
        assert_eq!(check(401, r#"{"code":"","stat":"FAIL"}"#), Err(ApiError::Duo { status: 401, code: 0 }));
        assert_eq!(check(502, "<html>Bad Gateway"), Err(ApiError::Duo { status: 502, code: 0 }));
        let body = r#"{"code": 40003, "message": "Cross-deployment Admin API usage through Accounts API is currently not available, please refer to: https://duo.com/docs/accountsapi", "stat": "FAIL"}"#;
        assert_eq!(check(400, body), Err(ApiError::OtherDeployment));
        assert_eq!(check(403, body), Err(ApiError::Duo { status: 403, code: 40003 }));
        assert_eq!(check(404, ""), Err(ApiError::Duo { status: 404, code: 0 }));
        let page = check(403, "<html><head><TITLE lang=en>\n Guest\u{7}Wi-Fi </TITLE>");
        let expected = ApiError::NotJson {
            status: 403,
            content_type: Some("text/html".into()),
            title: Some("Guest Wi-Fi".into()),
        };
        assert_eq!(page, Err(expected));
    }

    #[test]
    fn a_network_that_wants_a_sign_in_is_not_duo() {
        for body in ["", "<html>Sign in to Wi-Fi"] {
            let error = check_status(&response(511, "text/html", body)).unwrap_err();
            assert_eq!(error.code(), "RESP_NOT_JSON", "{body}");
        }
    }

    #[test]
    fn titles_are_cut_and_optional() {
        assert_eq!(title(b"<html>Sign in to Wi-Fi"), None);
        assert_eq!(title(b"<title>"), None);
        assert_eq!(title(b"<title></title>"), None);
        let long = format!("<title>{}</title>", "é".repeat(200));
        assert_eq!(title(long.as_bytes()).unwrap().chars().count(), 80);
        assert_eq!(title(b"\xff\xfe<title>ok</title>").as_deref(), Some("ok"));
    }
}

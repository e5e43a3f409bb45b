//! Who is answered: the browser that was given the token, and only its own pages.
//!
//! Other programs of the machine can reach the server, and so can pages of any site that the browser shows. The former do not
//! know the token; the latter's requests would carry the cookie that holds it, were it not for `SameSite` and the origin.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::{Error, ErrorKind, Result};
use crate::serve::problem::Problem;

/// Bytes of a token, twice as many as can be guessed.
const TOKEN_BYTES: usize = 16;

/// A token that nobody can guess.
///
/// # Errors
///
/// If the system has no random numbers.
pub(crate) fn new_token() -> Result<String> {
    let mut bytes = [0; TOKEN_BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::new(ErrorKind::Io, format!("the system gives no random numbers: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What is asked of a request.
pub(super) struct Access {
    token: String,
    /// Cookies know no ports, so its name has that of the server.
    cookie: String,
}

impl Access {
    pub(super) fn new(token: String, port: u16) -> Arc<Access> {
        Arc::new(Access { token, cookie: format!("parasift-label-{port}") })
    }

    /// The field that has the browser send the token from now on.
    pub(super) fn set_cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, self.token)
    }

    /// Whether a request has the token: in a cookie, in `Authorization`, or in its address.
    fn has_token(&self, request: &Request) -> bool {
        let values =
            |name: HeaderName| request.headers().get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        let cookies = values(header::COOKIE).flat_map(|cookies| cookies.split(';'));
        let cookies = cookies.filter_map(|cookie| cookie.trim().strip_prefix(&*self.cookie)?.strip_prefix('='));
        let bearer = values(header::AUTHORIZATION).filter_map(|value| value.strip_prefix("Bearer "));
        let query = request.uri().query().unwrap_or_default().split('&').filter_map(|part| part.strip_prefix("token="));
        cookies.chain(bearer).chain(query).any(|token| is_same(token, &self.token))
    }
}

/// Takes as long for every token of the same length.
fn is_same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |differing, (one, other)| differing | (one ^ other));
    one.len() == other.len() && differing == 0
}

/// Refuses requests without the token, and those that a page of another origin has made. What is answered is kept by no
/// cache and tells no other server where it came from.
pub(super) async fn only_own(State(access): State<Arc<Access>>, request: Request, next: Next) -> Response {
    // The first page may be opened from anywhere: its address has the token.
    let is_entry = request.uri().path() == "/" && request.method().is_safe();
    let mut response = if !access.has_token(&request) {
        refused("no token, or one of another run", "open the address that parasift label printed when it was started")
    } else if !is_entry && is_foreign(request.headers()) {
        refused("a page of another origin has made this request", "use the page of this server")
    } else if request.method() == Method::POST && !is_json(request.headers()) {
        let (detail, remedy) = ("what is posted is not JSON by its Content-Type", "send application/json");
        Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail, remedy).into_response()
    } else {
        next.run(request).await
    };
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_DNS_PREFETCH_CONTROL, "off"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn refused(detail: &str, remedy: &str) -> Response {
    Problem::new(StatusCode::FORBIDDEN, detail, remedy).into_response()
}

/// Whether a body is JSON by its head. A form of another site cannot say so, even in a browser that tells no origins.
fn is_json(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"application/json"))
}

/// Whether a browser says that the request comes from a page of another origin, be it another port.
fn is_foreign(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let own = format!("http://{}", value("host").unwrap_or_default());
    value("origin").is_some_and(|origin| origin != own)
        || value("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_all_different_and_compared_whole() {
        let [one, other] = [new_token(), new_token()].map(Result::unwrap);
        assert_eq!(one.len(), 2 * TOKEN_BYTES);
        assert!(is_same(&one, &one) && !is_same(&one, &other));
        assert!(!is_same(&one, &one[1..]) && !is_same("", &one));
    }

    #[test]
    fn foreign_origins() {
        for (name, value, expected) in [
            ("origin", "http://127.0.0.1:8090", false),
            ("origin", "http://127.0.0.1:8091", true),
            ("origin", "null", true),
            ("origin", "https://example.com", true),
            ("sec-fetch-site", "same-origin", false),
            ("sec-fetch-site", "same-site", true),
            ("sec-fetch-site", "cross-site", true),
            ("accept", "*/*", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static("127.0.0.1:8090"));
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            assert_eq!(is_foreign(&headers), expected, "{name}: {value}");
        }
    }
}

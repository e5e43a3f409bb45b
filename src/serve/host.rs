//! Which names a browser may call a server on loopback.
//!
//! A page of any site can have a browser send requests to 127.0.0.1, and read the answers if its own name is made to point
//! there (DNS rebinding). Such requests carry that name as their host.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{Request, State};
use axum::http::{StatusCode, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// Refuses requests to a server on loopback under another name than a loopback one, and those under none. To be a layer around all routes, with
/// the address that the server listens on.
pub(super) async fn only_own(State(address): State<SocketAddr>, request: Request, next: Next) -> Response {
    let named = request.headers().get_all(header::HOST).iter().map(|host| host.to_str().unwrap_or_default());
    let mut named = named.chain(request.uri().authority().map(|authority| authority.as_str()));
    match named.find(|host| address.ip().is_loopback() && !is_own(host, address.ip())) {
        // Who stands between may read another host than this one (RFC 9112, 3.2).
        None if request.version() == Version::HTTP_11 && !has_one_host(&request) => {
            let detail = "the request has no Host header, or several";
            Problem::bad_request(detail, format!("send one, such as {address}")).into_response()
        }
        None => next.run(request).await,
        Some(host) => {
            let detail = format!("this server listens on {address} only and is not called {host:?}");
            let remedy = format!("call it http://{address}; for other names, have it listen on another address");
            Problem::new(StatusCode::MISDIRECTED_REQUEST, detail, remedy).into_response()
        }
    }
}

fn has_one_host(request: &Request) -> bool {
    request.headers().get_all(header::HOST).iter().count() == 1
}

/// Whether a host, with or without a port, is this machine by its name.
fn is_own(host: &str, address: IpAddr) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.strip_suffix('.').unwrap_or(name);
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    match bare.parse::<IpAddr>() {
        Ok(ip) => ip == address || ip.is_loopback(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let address: IpAddr = "127.0.0.2".parse().unwrap();
        for host in ["localhost", "LocalHost:8080", "127.0.0.1:1", "127.0.0.2", "[::1]:80", "[::1]", "localhost."] {
            assert!(is_own(host, address), "{host}");
        }
        for host in
            ["", "example.com", "example.com:8080", "localhost.example.com", "127.0.0.1.example.com", "192.0.2.1"]
        {
            assert!(!is_own(host, address), "{host}");
        }
    }
}

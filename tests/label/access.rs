//! Who is answered, and what another site can do: nothing.

use serde_json::json;

use crate::folders::folder;
use crate::{Session, pages, path};

#[test]
fn only_who_has_the_token_is_answered_and_no_page_of_another_origin() {
    let folder = folder("label-access");
    let session = Session::start(&[&pages(&folder, 1)], &path(&folder, "labels.jsonl"));
    let (server, token) = (&session.server, &session.token);
    let status = |method: &str, path: &str, head: &[(&str, &str)]| server.request(method, path, head, b"{}").status;
    for path in ["/", "/pages", "/pages/0", "/pages/0/html", "/training", "/none"] {
        assert_eq!(status("GET", path, &[]), 403, "{path}");
    }
    let wrong = token.replace(|c: char| c.is_ascii_digit(), "a");
    assert_eq!(status("GET", &format!("/?token={wrong}"), &[]), 403);
    let entry = server.request("GET", &format!("/?token={token}"), &[], b"");
    assert_eq!((entry.status, entry.content_type.as_str()), (200, "text/html; charset=utf-8"));
    let header = |name: &str| entry.headers.get(name).unwrap().to_str().unwrap();
    let cookie = header("set-cookie");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict"), "{cookie}");
    assert_eq!((header("content-security-policy"), header("cache-control")), ("frame-ancestors 'none'", "no-store"));
    let (cookie, _) = cookie.split_once(';').unwrap();
    assert_eq!(status("GET", "/pages", &[("Cookie", cookie)]), 200);
    let own = format!("http://{}", server.address);
    for (head, expected) in [
        (("Origin", own.as_str()), 415),
        (("Origin", "http://127.0.0.1:1"), 403),
        (("Origin", "https://www.example.com"), 403),
        (("Origin", "null"), 403),
        (("Sec-Fetch-Site", "cross-site"), 403),
        (("Host", "www.example.com"), 421),
    ] {
        assert_eq!(status("POST", "/pages/0/labels", &[("Cookie", cookie), head]), expected, "{head:?}");
    }
    assert_eq!(std::fs::read_to_string(folder.join("labels.jsonl")).unwrap(), "");
}

#[test]
fn what_another_site_can_have_a_browser_send_changes_nothing() {
    let folder = folder("label-hostile");
    let pages = pages(&folder, 1);
    let [session, other] =
        ["labels", "other"].map(|name| Session::start(&[&pages], &path(&folder, &format!("{name}.jsonl"))));
    let (server, token) = (&session.server, session.token.as_str());
    let own = format!("http://{}", server.address);
    let bearer = |token: &str| format!("Bearer {token}");
    let body = json!({ "labels": ["nav", "body", "body", "nav", "nav", "spam"] }).to_string();
    let post = |path: &str, head: &[(&str, &str)]| server.request("POST", path, head, &body);
    // Another token, or none of one.
    let (shorter, upper) = (&token[..token.len() - 1], token.to_uppercase() + "A");
    for wrong in ["", shorter, &upper, &format!("{token}0"), &format!("0{token}"), &other.token, "null"] {
        let head = [("Authorization", &*bearer(wrong)), ("Content-Type", "application/json")];
        assert_eq!(post("/pages/0/labels", &head).status, 403, "{wrong}");
    }
    assert_eq!(post("/pages/0/labels", &[("Cookie", &*format!("token={token}"))]).status, 403);
    assert_eq!(post("/pages/0/labels", &[("Authorization", token)]).status, 403);
    // What forms can send: no JSON.
    let authorized = bearer(token);
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a"] {
        let head = [("Authorization", &*authorized), ("Content-Type", content_type), ("Origin", &own)];
        assert_eq!(post("/pages/0/labels", &head).status, 415, "{content_type}");
    }
    for site in ["cross-site", "same-site"] {
        let head = [("Authorization", &*authorized), ("Content-Type", "application/json"), ("Sec-Fetch-Site", site)];
        assert_eq!(post("/pages/0/labels", &head).status, 403, "{site}");
    }
    // Nobody is told that another origin may ask, and nothing is done by a GET.
    let asked = [("Origin", "https://www.example.com"), ("Access-Control-Request-Method", "POST")];
    let preflight = server.request("OPTIONS", "/pages/0/labels", &asked, b"");
    assert_eq!(preflight.status, 403);
    assert!(preflight.headers.keys().all(|name| !name.as_str().starts_with("access-control")));
    for path in ["/pages/0/labels", "/training/use"] {
        assert_eq!(session.get(path).status, 405, "{path}");
    }
    // No path leads to a file.
    for number in ["1", "-1", "18446744073709551616", "0%2F..%2F..%2Fetc", "..%2F..%2Fetc%2Fpasswd", "a.txt", "%00", ""]
    {
        for rest in ["", "/html"] {
            let status = session.get(&format!("/pages/{number}{rest}")).status;
            assert!((400..500).contains(&status), "{number}{rest}: {status}");
        }
    }
    assert_eq!(std::fs::read_to_string(folder.join("labels.jsonl")).unwrap(), "");
    std::fs::remove_dir_all(folder).unwrap();
}

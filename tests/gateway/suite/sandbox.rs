//! What the list does to a server, done to the gateway by whoever calls it.

use std::time::Duration;

use cc_faults::list::List;
use cc_faults::scene::written;
use cc_gateway::Settings;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::caller::{Answer, exchange, request, with_key};
use crate::door;
use crate::owed;
use crate::request::{READ, WRITE, key};

crate::bound::faults! {
    F260 => Story(slow_heads_end_and_keep_nobody_from_being_served),
    F262 => Story(a_caller_chooses_no_tenant),
    F264 => Story(thirty_a_minute_hold_however_a_request_is_dressed),
    F267 => Story(what_is_malformed_is_refused_here),
    F268 => Story(two_hundred_writers_are_each_heard_once),
    F269 => Story(nobody_elsewhere_gets_in_unasked),
}

const PATH: &str = "/user/content/posts-v2/open-house";

fn bearer() -> String {
    format!("Bearer {}", key())
}

fn slow_heads_end_and_keep_nobody_from_being_served() {
    let quick = |settings: &mut Settings| settings.head_timeout = Duration::from_millis(300);
    door::scene(&[], None, quick, &async |_, door| {
        let mut slow = Vec::new();
        for _ in 0..200 {
            let mut stream = TcpStream::connect(door.address()).await.unwrap();
            stream.write_all(b"GET /healthz HT").await.unwrap();
            slow.push(tokio::spawn(async move {
                // A byte every moment until the other side has enough of it; each of them is one more sign of life.
                for byte in b"TP/1.1\r\nX-Slow: ".iter().chain(std::iter::repeat(&b'a')) {
                    let mut said = [0; 64];
                    let pause = Duration::from_millis(40);
                    match tokio::time::timeout(pause, stream.read(&mut said)).await {
                        Ok(Ok(count)) if count > 0 => {
                            return String::from_utf8_lossy(&said[..count]).into_owned();
                        }
                        Ok(_) => break,
                        Err(_) => {}
                    }
                    if stream.write_all(&[*byte]).await.is_err() {
                        break;
                    }
                }
                String::new()
            }));
        }
        assert!(door.ask(&READ.bytes(key())).await.is_success(), "others are served meanwhile");
        for slow in slow {
            let said = slow.await.unwrap();
            assert!(!said.contains("200 OK"), "{said}");
        }
    });
}

fn a_caller_chooses_no_tenant() {
    let ours = |settings: &mut Settings| settings.tenant = Some("acme".to_owned());
    door::scene(&[], None, ours, &async |wire, door| {
        let bearer = bearer();
        let key = ("Authorization", bearer.as_str());
        let (write, body) =
            ("/user/content/schedule", r#"{"date":"2026-11-24","postId":"p","tenant":"other"}"#);
        for (what, bytes, fine) in [
            ("no slug", request("GET", PATH, &[key], ""), true),
            ("another slug", request("GET", PATH, &[key, ("X-Tenant-Slug", "other")], ""), true),
            (
                "two slugs",
                request("GET", PATH, &[key, ("x-tenant-slug", "other"), ("X-TENANT-SLUG", "acme")], ""),
                true,
            ),
            ("a slug hop by hop", request("GET", PATH, &[key, ("Connection", "x-tenant-slug")], ""), true),
            ("another host", request("GET", PATH, &[key, ("X-Forwarded-Host", "other.example")], ""), true),
            (
                "a slug in the query",
                request("GET", &format!("{PATH}?X-Tenant-Slug=other"), &[key], ""),
                false,
            ),
            ("a whole address", request("GET", &format!("http://other.example{PATH}"), &[key], ""), true),
            ("a slug in the body", request("POST", write, &[key], body), false),
        ] {
            let before = wire.tally();
            let answer = door.ask(&bytes).await;
            let came = wire.tally().since(&before);
            assert_eq!(
                (answer.status, came.sends),
                if fine { (200, 1) } else { (422, 0) },
                "{what}: {answer:?}"
            );
            assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{what}");
            let sent = String::from_utf8_lossy(&came.bytes).to_ascii_lowercase();
            let slugs: Vec<_> = sent.lines().filter(|line| line.starts_with("x-tenant-slug")).collect();
            assert_eq!(slugs, if fine { vec!["x-tenant-slug: acme"] } else { vec![] }, "{what}");
            assert!(!sent.contains("other"), "{what}: {sent}");
        }
    });
}

/// A request of a case, and whether it may be passed on. Two keys are two, whoever owns them: only the API knows.
fn dressed(case: &str, number: usize, place: &str) -> Vec<(Vec<u8>, bool)> {
    let bearer = bearer();
    let key = ("Authorization", bearer.as_str());
    let other = format!("10.0.0.{number}");
    match case {
        "scheme case and extra spaces" => {
            [format!("bEARER {}", self::key()), format!("Bearer    {}  ", self::key())]
                .map(|key| (request("GET", PATH, &[("authorization", &key)], ""), true))
                .into()
        }
        "X-Forwarded-For" => ["X-Forwarded-For", "Forwarded", "X-Real-IP"]
            .map(|name| (request("GET", PATH, &[key, (name, &other)], ""), true))
            .into(),
        "other slug" => vec![(request("GET", PATH, &[key, ("X-Tenant-Slug", "other")], ""), true)],
        "HEAD/OPTIONS" => vec![(request("OPTIONS", PATH, &[key], ""), false)],
        "trailing slash, // and %2F" => {
            [format!("{PATH}/"), format!("/{PATH}"), PATH.replace("/open", "%2Fopen")]
                .map(|path| (request("GET", &path, &[key], ""), false))
                .into()
        }
        // There are no streams, and a caller who begins to speak of them is refused.
        "100 h2 streams at once" => vec![],
        "two keys of one owner" | "restart" => vec![(request("GET", place, &[key], ""), true)],
        other => panic!("nobody knows the case {other}"),
    }
}

fn thirty_a_minute_hold_however_a_request_is_dressed() {
    door::scene(&[], None, |_| {}, &async |wire, door| {
        let preface = exchange(door.address(), b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
        assert!(!String::from_utf8_lossy(&preface).contains("200 OK"));
        for number in 0..12 {
            for case in &List::get().fault("F264").cases {
                for (bytes, counts) in dressed(case.as_str().unwrap(), number, PATH) {
                    let before = wire.tally().sends;
                    let answer = door.ask(&bytes).await;
                    let sent = wire.tally().sends - before;
                    assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{case}: {answer:?}");
                    let wanted = match (counts, before < 30) {
                        (true, true) => (200, 1),
                        (true, false) => (429, 0),
                        (false, _) => (answer.status, 0),
                    };
                    assert_eq!((answer.status, sent), wanted, "{case}, {before} sent: {answer:?}");
                    assert!(counts || matches!(answer.status, 404 | 405), "{case}: {answer:?}");
                }
            }
        }
        assert_eq!(wire.tally().sends, 30);
    });
    // A gateway that was started anew knows nothing, but it hears what the API says, and passes it on.
    let full =
        written(json!([{"always": true}, {"send": {"status": 429, "headers": {"retry-after": "50"}}}]));
    door::scene(&full, None, |_| {}, &async |wire, door| {
        for _ in 0..3 {
            assert_eq!(door.ask(&READ.bytes(key())).await.status, 429);
        }
        assert_eq!(wire.tally().sends, 1, "the first is told, and the others wait here");
    });
}

/// The request of a case as bytes.
fn malformed(case: &str) -> Vec<u8> {
    let (bearer, path) = (bearer(), "/user/content/schedule");
    let key = ("Authorization", bearer.as_str());
    let post = |body: &str| with_key("POST", path, self::key(), body);
    match case {
        "bad JSON" => post("{\"date\": \"2026-11-24\", }"),
        "depth 10,000" => post(&format!("{{\"date\": {}{}}}", "[".repeat(10_000), "]".repeat(10_000))),
        "duplicate keys" => post(r#"{"date":"2026-11-24","postId":"a","postId":"b"}"#),
        "NaN" => post(r#"{"date":"2026-11-24","postId":NaN}"#),
        "wrong content type" => {
            let body = "date=2026-11-24&postId=a";
            let headers = [key, ("Content-Type", "text/plain"), ("Content-Length", &body.len().to_string())];
            [request("POST", path, &headers, ""), body.into()].concat()
        }
        "invalid UTF-8" => {
            let body = b"{\"date\":\"2026-11-24\",\"postId\":\"\xff\xfe\"}";
            let headers = [key, ("Content-Length", &*body.len().to_string())];
            [request("POST", path, &headers, ""), body.to_vec()].concat()
        }
        "CL and TE" => {
            let headers = [key, ("Content-Length", "4"), ("Transfer-Encoding", "chunked")];
            let rest = format!(
                "2\r\n{{}}\r\n0\r\n\r\nGET {PATH} HTTP/1.1\r\nHost: a\r\nAuthorization: {bearer}\r\n\r\n"
            );
            [request("POST", path, &headers, ""), rest.into()].concat()
        }
        "%00 and .. in the path" => with_key("GET", "/user/content/posts-v2/..%00", self::key(), ""),
        "431-size headers" => request("GET", PATH, &[key, ("X-Large", &"a".repeat(20_000))], ""),
        other => panic!("nobody knows the case {other}"),
    }
}

fn what_is_malformed_is_refused_here() {
    let moves = r#"{"id":7,"date":"soon"},"#.repeat(2_000);
    let moves = format!(r#"{{"moves":[{}]}}"#, moves.trim_end_matches(','));
    door::scene(&[], None, |_| {}, &async |wire, door| {
        let answer = door.ask(&with_key("POST", "/user/content/reorder-schedule", key(), &moves)).await;
        assert_eq!((answer.status, owed::breaches(&answer)), (422, Vec::new()), "as many mistakes as fit");
        assert_eq!(wire.tally().sends, 0);
    });
    for case in List::get().fault("F267").cases.iter().map(|case| case.as_str().unwrap()) {
        door::scene(&[], None, |_| {}, &async |wire, door| {
            let answer = door.ask(&malformed(case)).await;
            assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{case}");
            assert!((400..500).contains(&answer.status), "{case}: {answer:?}");
            assert_eq!(wire.tally().sends, 0, "{case}: {answer:?}");
        });
    }
}

fn two_hundred_writers_are_each_heard_once() {
    door::scene(&[], None, |_| {}, &async |wire, door| {
        let address = door.address();
        let write = |number: usize| {
            let bytes = WRITE.bytes(&format!("cc_writer{}", number % 25));
            tokio::spawn(async move { Answer::read(&exchange(address, &bytes).await).unwrap() })
        };
        let writers: Vec<_> = (0..200).map(write).collect();
        for writer in writers {
            let answer = writer.await.unwrap();
            assert!(answer.is_success(), "{answer:?}");
        }
        assert_eq!((wire.tally().sends, wire.tally().effects), (200, 200));
    });
}

fn nobody_elsewhere_gets_in_unasked() {
    assert!(Settings::default().listen.ip().is_loopback());
    door::scene(&[], None, |_| {}, &async |wire, door| {
        let bearer = bearer();
        let page = [
            ("Authorization", bearer.as_str()),
            ("Origin", "https://evil.example"),
            ("Access-Control-Request-Method", "GET"),
        ];
        for (method, target, status) in [
            ("GET", PATH, 200),
            ("OPTIONS", PATH, 405),
            ("OPTIONS", "*", 404),
            ("CONNECT", "evil.example:443", 404),
            ("TRACE", PATH, 405),
            ("GET", "/_sandbox/effects", 404),
            ("GET", "/user/api-keys", 404),
            ("POST", "/user/api-keys", 404),
        ] {
            let answer = door.ask(&request(method, target, &page, "")).await;
            assert_eq!(answer.status, status, "{method} {target}: {answer:?}");
            // No header of the answer lets a page of another origin in: those that an answer may have are few.
            assert_eq!(owed::breaches(&answer), Vec::<String>::new(), "{method} {target}");
        }
        assert_eq!(wire.tally().sends, 1);
    });
}

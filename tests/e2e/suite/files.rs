//! The tag `files`, and the bucket that files are sent to.

use cc_api::files::SignedFile;
use cc_api::{Client, Credential, ErrorKind, Outcome};
use cc_e2e::World;
use jiff::SignedDuration;
use reqwest::{Method, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const MIB: i64 = 1 << 20;

async fn signed(world: &World, name: &str, size: Option<i64>) -> SignedFile {
    let client = world.client();
    let mut call = client.files().create_signed_file(name, "image/jpeg");
    if let Some(size) = size {
        call = call.size_bytes(size);
    }
    call.await.unwrap()
}

/// Where the file may be written, with the signature.
fn address_of(file: &SignedFile) -> String {
    file.upload_url.as_ref().unwrap().expose().to_owned()
}

async fn send(method: Method, address: &str, content_type: &str, content: &[u8]) -> Response {
    let request = reqwest::Client::new().request(method, address);
    request.header("content-type", content_type).body(content.to_vec()).send().await.unwrap()
}

async fn put(address: &str, content: &[u8]) -> u16 {
    send(Method::PUT, address, "image/jpeg", content).await.status().as_u16()
}

async fn status_of(address: &str) -> u16 {
    reqwest::get(address).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn a_file_that_was_sent_lies_at_its_address() {
    let world = World::new().await;
    let file = signed(&world, "maya portrait.jpg", Some(5)).await;
    assert!(file.method.as_ref().is_some_and(|method| method == "PUT"));
    assert_eq!(file.expires_at.unwrap().to_string(), "2026-03-04T09:15:00Z");
    assert!(file.file_key.as_ref().unwrap().ends_with("/maya-portrait.jpg"));
    let (upload, lies_at) = (address_of(&file), file.file_url.unwrap());
    assert_eq!(status_of(&lies_at).await, 404);

    let answer = send(Method::PUT, &upload, "image/jpeg", b"smile").await;
    assert_eq!(answer.status(), 200);
    let etag = answer.headers()["etag"].clone();
    let fetched = reqwest::get(&lies_at).await.unwrap();
    assert_eq!(fetched.status(), 200);
    let headers = fetched.headers().clone();
    assert_eq!((&headers["etag"], &headers["content-type"]), (&etag, &"image/jpeg".parse().unwrap()));
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["content-disposition"], "attachment; filename=\"maya-portrait.jpg\"");
    assert_eq!(fetched.bytes().await.unwrap(), "smile");

    // Sent again while the address is good, it takes the place of the first.
    assert_eq!(put(&upload, b"laugh").await, 200);
    assert_eq!(reqwest::get(&lies_at).await.unwrap().bytes().await.unwrap(), "laugh");
}

#[tokio::test]
async fn only_a_signed_address_takes_a_file() {
    let world = World::new().await;
    let file = signed(&world, "a.jpg", Some(5)).await;
    let other = signed(&world, "b.jpg", Some(5)).await;
    let (upload, lies_at) = (address_of(&file), file.file_url.unwrap());
    let (_, query) = upload.split_once('?').unwrap();
    let other = address_of(&other);
    let (_, other_query) = other.split_once('?').unwrap();
    let (expires, signature) = query.split_once('&').unwrap();
    let later = expires.replace("expires=1", "expires=2");
    let addresses = [
        lies_at.clone(),
        format!("{lies_at}?{expires}"),
        format!("{lies_at}?{signature}"),
        format!("{lies_at}?{expires}&signature="),
        format!("{lies_at}?{later}&{signature}"),
        format!("{lies_at}?{other_query}"),
        format!("{lies_at}x?{query}"),
        upload.to_uppercase().replace("HTTP", "http").replace("_BUCKET", "_bucket"),
    ];
    for address in addresses {
        assert_eq!(put(&address, b"smile").await, 403, "{address}");
    }
    assert_eq!(status_of(&lies_at).await, 404);
    assert_eq!(put(&upload, b"smile").await, 200);
}

#[tokio::test]
async fn an_address_is_good_until_it_expires() {
    let world = World::new().await;
    let first = signed(&world, "a.jpg", None).await;
    let second = signed(&world, "b.jpg", None).await;
    world.sandbox.control().advance(SignedDuration::from_mins(15));
    assert_eq!(put(&address_of(&first), b"smile").await, 200);
    world.sandbox.control().advance(SignedDuration::from_secs(1));
    assert_eq!(put(&address_of(&second), b"smile").await, 403);
    assert_eq!(status_of(&second.file_url.unwrap()).await, 404);
}

#[tokio::test]
async fn a_file_must_be_what_was_announced() {
    let world = World::new().await;
    let file = signed(&world, "a.jpg", Some(5)).await;
    let (upload, lies_at) = (address_of(&file), file.file_url.unwrap());
    let cases: &[(&str, &[u8])] =
        &[("image/png", b"smile"), ("image/jpeg", b"smil"), ("image/jpeg", b"smiles"), ("", b"smile")];
    for (content_type, content) in cases {
        let answer = send(Method::PUT, &upload, content_type, content).await;
        assert_eq!(answer.status(), 400, "{content_type} {}", content.len());
        assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    }
    assert_eq!(put(&address_of(&signed(&world, "b.jpg", None).await), b"").await, 400);
    assert_eq!(status_of(&lies_at).await, 404);
}

#[tokio::test]
async fn a_file_may_have_25_mib_and_no_more() {
    let world = World::new().await;
    let file = signed(&world, "a.jpg", None).await;
    let (upload, lies_at) = (address_of(&file), file.file_url.unwrap());

    // By hand, since the server need not wait for what it is not going to take.
    let (host, path) = upload.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "PUT /{path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: image/jpeg\r\ncontent-length: {}\r\n\r\n",
        25 * MIB + 1
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(start, *b"HTTP/1.1 413");
    assert_eq!(status_of(&lies_at).await, 404);

    let largest = vec![7; 25 << 20];
    assert_eq!(put(&upload, &largest).await, 200);
    assert_eq!(reqwest::get(&lies_at).await.unwrap().bytes().await.unwrap(), largest);
}

#[tokio::test]
async fn what_cannot_be_uploaded_gets_no_address() {
    let world = World::new().await;
    let client = world.client();
    let sign =
        |content_type: &str, size| client.files().create_signed_file("a.jpg", content_type).size_bytes(size);
    for (content_type, size) in
        [("image/jpeg", 25 * MIB + 1), ("image/jpeg", 0), ("a picture", 5), ("a/b\r\nx: y", 5)]
    {
        assert_eq!(sign(content_type, size).await.unwrap_err().status(), Some(422), "{content_type} {size}");
    }
    assert_eq!(client.files().create_signed_file("", "image/jpeg").await.unwrap_err().status(), Some(422));
    sign("image/jpeg", 25 * MIB).await.unwrap();
}

#[tokio::test]
async fn the_bucket_asks_for_no_tenant_and_counts_no_requests() {
    let world = World::with(|options| options.rate_limits = true).await;
    let file = signed(&world, "a.jpg", Some(5)).await;
    assert_eq!(put(&address_of(&file), b"smile").await, 200);
    let lies_at = file.file_url.unwrap();
    for _ in 0..40 {
        let answer = reqwest::get(&lies_at).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("x-ratelimit")));
    }
    assert_eq!(send(Method::POST, &lies_at, "image/jpeg", b"smile").await.status(), 405);
    assert_eq!(send(Method::DELETE, &lies_at, "image/jpeg", b"").await.status(), 405);
    assert_eq!(status_of(&lies_at).await, 200);
}

#[tokio::test]
async fn the_client_sends_a_file_where_it_was_told() {
    let world = World::with(|options| options.rate_limits = true).await;
    let access = world.sandbox.access();
    let key = Credential::api_key(&access.keys.full).unwrap();
    let client = Client::builder().credential(key).base_url(&access.base_url).build().unwrap();
    let place = client.files().create_signed_file("a.jpg", "image/jpeg").size_bytes(5).await.unwrap();
    let uploaded = client.upload(&place, "image/jpeg", "smile").await.unwrap();
    assert_eq!(uploaded.file_key, place.file_key);
    let lies_at = reqwest::get(place.file_url.as_ref().unwrap()).await.unwrap();
    assert_eq!(lies_at.headers()["etag"].to_str().ok(), uploaded.etag.as_deref());
    assert_eq!(lies_at.bytes().await.unwrap(), "smile");
    assert_eq!(client.quota().await.windows[0].used, 1, "the upload takes no part of the quota");

    // What the bucket refuses is told without the signature.
    let (_, signature) = place.upload_url.as_ref().unwrap().expose().split_once("signature=").unwrap();
    let refused = |error: &cc_api::Error, kind: ErrorKind, status: u16| {
        assert_eq!((error.kind(), error.status(), error.outcome()), (kind, Some(status), Outcome::Rejected));
        assert!(!format!("{error} {error:?} {place:?}").contains(signature), "{error}");
    };
    refused(&client.upload(&place, "image/png", "smile").await.unwrap_err(), ErrorKind::Validation, 400);
    refused(&client.upload(&place, "image/jpeg", "smiles").await.unwrap_err(), ErrorKind::Validation, 400);
    world.sandbox.control().advance(SignedDuration::from_mins(16));
    refused(&client.upload(&place, "image/jpeg", "smile").await.unwrap_err(), ErrorKind::Refused, 403);
}

//! Sending files to the storage beside the API: F221, F222, F227.

use std::time::Duration;

use cc_api::fake::{FakeAnswer, FakeTransport};
use cc_api::transport::Failure;
use cc_api::{Builder, Client, ErrorKind, Outcome, Retry, Timer as _};

use crate::api::Api as _;
use crate::support::{ManualTimer, Silent, builder};

/// A signature, which must never show up where it is not sent on purpose.
const SIGNATURE: &str = "SIGCANARY51";
const ADDRESS: &str = "https://bucket.files.example/u_1/a.jpg?expires=9&signature=SIGCANARY51";

/// The API, the storage, and a client of both.
struct World {
    api: FakeTransport,
    storage: FakeTransport,
    timer: ManualTimer,
}

impl World {
    fn new(answers: impl IntoIterator<Item = FakeAnswer>) -> Self {
        let storage = FakeTransport::new();
        for answer in answers {
            storage.script("upload", answer);
        }
        Self { api: FakeTransport::new(), storage, timer: ManualTimer::default() }
    }

    fn builder(&self) -> Builder {
        builder(&self.api)
            .timer(self.timer.clone())
            .retry(Retry::default())
            .upload_transport(self.storage.clone())
            .upload_hosts(&["files.example"])
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn sends(&self) -> usize {
        self.storage.requests().len()
    }
}

fn stored() -> FakeAnswer {
    FakeAnswer::new(200, "").header("etag", "\"v1\"")
}

fn broken() -> FakeAnswer {
    FakeAnswer::failure(Failure::Broken, "the connection broke")
}

#[tokio::test]
async fn f222_an_upload_carries_the_file_and_its_type_and_nothing_else() {
    let world = World::new([stored()]);
    let client = world.client();
    let upload = client.upload_to(ADDRESS, "image/jpeg", "smile").with_file_key("u_1/a.jpg");
    assert!(!format!("{upload:?}").contains(SIGNATURE));
    let uploaded = upload.await.unwrap();
    assert_eq!(uploaded.file_key.as_deref(), Some("u_1/a.jpg"));
    assert_eq!(uploaded.etag.as_deref(), Some("\"v1\""));
    let request = world.storage.requests().remove(0);
    assert_eq!((request.method.as_str(), request.target.as_str()), ("PUT", "/u_1/a.jpg"));
    assert_eq!(request.body, "smile");
    let mut headers: Vec<_> =
        request.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    assert_eq!(headers, [r#"content-length: "5""#, r#"content-type: "image/jpeg""#]);
    assert!(
        client.quota().await.windows.iter().all(|window| window.used == 0),
        "no part of the quota is taken"
    );
    assert_eq!(world.api.requests().len(), 0);
}

#[tokio::test]
async fn f227_a_lost_confirmation_names_the_file_that_is_there() {
    let world = World::new([stored()]);
    world.api.script("update_post", broken()).answer("update_post", 200, r#"{"slug":"a"}"#);
    let client = world.client();
    let uploaded = client.upload_to(ADDRESS, "image/jpeg", "smile").with_file_key("u_1/a.jpg").await.unwrap();
    let confirm = || client.library().update_post("a").is_favorite(true);
    let error = uploaded.confirm(confirm()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Transport, Outcome::Unknown));
    assert_eq!(error.uploaded_file(), Some("u_1/a.jpg"));
    assert!(error.to_string().contains("the file lies in the storage as u_1/a.jpg"), "{error}");
    uploaded.confirm(confirm()).await.unwrap();
    assert_eq!((world.sends(), world.api.requests().len()), (1, 2));
}

#[tokio::test]
async fn a_put_is_sent_again_and_a_post_only_if_nothing_arrived() {
    let refused = || FakeAnswer::failure(Failure::Connect, "the host refuses the connection");
    for (method, answer, sends, outcome) in [
        ("PUT", broken(), 3, Outcome::Unknown),
        ("POST", broken(), 1, Outcome::Unknown),
        ("PUT", FakeAnswer::new(503, ""), 3, Outcome::Unknown),
        ("POST", FakeAnswer::new(503, ""), 1, Outcome::Unknown),
        ("PUT", refused(), 3, Outcome::NotSent),
        ("POST", refused(), 3, Outcome::NotSent),
        ("PUT", FakeAnswer::new(403, ""), 1, Outcome::Rejected),
        ("PUT", FakeAnswer::new(307, "").header("location", ADDRESS), 1, Outcome::Rejected),
    ] {
        let world = World::new([answer]);
        let upload = world.client().upload_to(ADDRESS, "image/jpeg", "smile").with_file_key("u_1/a.jpg");
        let error = upload.with_method(method).await.unwrap_err();
        assert_eq!((world.sends(), error.outcome()), (sends, outcome), "{method}: {error}");
        assert_eq!(usize::try_from(error.attempts()).unwrap(), sends);
        assert_eq!(error.uploaded_file().is_some(), outcome == Outcome::Unknown);
        assert_eq!(error.operation(), Some("upload"));
        assert!(!format!("{error} {error:?}").contains(SIGNATURE));
    }
    let world = World::new([broken(), stored()]);
    world.client().upload_to(ADDRESS, "image/jpeg", "smile").await.unwrap();
    let upload = world.client().upload_to(ADDRESS, "image/jpeg", "smile").with_retry(Retry::never());
    upload.await.unwrap();
    assert_eq!(world.sends(), 3);
}

#[tokio::test]
async fn a_storage_that_repeats_the_signature_is_not_quoted() {
    let body = format!(
        "<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>no</Message>\
         <SignatureProvided>{SIGNATURE}</SignatureProvided></Error>"
    );
    let world = World::new([FakeAnswer::new(403, body)]);
    let error = world.client().upload_to(ADDRESS, "image/jpeg", "smile").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "upload: the storage does not take the file: SignatureDoesNotMatch (status 403); the address may have \
         expired, or type and size are not those announced; get a new address"
    );
    assert!(!format!("{error:?}").contains(SIGNATURE) && error.body().is_empty());
    let world = World::new([FakeAnswer::new(400, format!("bad signature {SIGNATURE}"))]);
    let error = world.client().upload_to(ADDRESS, "image/jpeg", "smile").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Validation, "the storage does not take the file")
    );
}

#[tokio::test]
async fn what_must_not_be_sent_is_not() {
    let world = World::new([stored()]);
    let client = world.client();
    let upload = |address: &str| client.upload_to(address, "image/jpeg", "smile");
    for (upload, kind) in [
        (upload("https://evil.example/a?signature=SIGCANARY51"), ErrorKind::Config),
        (upload("http://bucket.files.example/a?signature=SIGCANARY51"), ErrorKind::Config),
        (upload("http://127.0.0.1/a?signature=SIGCANARY51"), ErrorKind::Config),
        (upload(""), ErrorKind::InvalidInput),
        (upload(ADDRESS).with_method("DELETE"), ErrorKind::InvalidInput),
        (client.upload_to(ADDRESS, "image/jpeg\r\nx: y", "smile"), ErrorKind::InvalidInput),
        (client.upload_to(ADDRESS, "", "smile"), ErrorKind::InvalidInput),
    ] {
        let error = upload.await.unwrap_err();
        assert_eq!((error.kind(), error.outcome(), error.attempts()), (kind, Outcome::NotSent, 0), "{error}");
        assert!(!format!("{error} {error:?}").contains(SIGNATURE), "{error}");
    }
    assert_eq!(world.sends(), 0);
    let unset = builder(&world.api).upload_hosts(&["files.example"]).build().unwrap();
    let error = unset.upload_to(ADDRESS, "image/jpeg", "smile").await.unwrap_err();
    assert!(error.to_string().contains("upload_transport"), "{error}");
    let error = world.builder().upload_hosts(&["https://files.example"]).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[tokio::test]
async fn an_upload_has_the_time_that_a_slow_line_takes() {
    for (bytes, method, seconds) in [(10, "POST", 35), (640 << 10, "POST", 45), (640 << 10, "PUT", 70)] {
        let world = World::new([]);
        let client = world.builder().upload_transport(Silent).random(|| 0.0).build().unwrap();
        let upload = client.upload_to(ADDRESS, "image/jpeg", vec![7; bytes]).with_method(method);
        let error = upload.await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
        assert_eq!(world.timer.elapsed(), Duration::from_secs(seconds), "{method}");
    }
}

#[cfg(feature = "http")]
mod wire {
    use std::sync::{Arc, Mutex};

    use cc_api::{Client, Credential};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::SIGNATURE;
    use crate::api::API;
    use crate::support::CANARY;

    /// A storage on this machine that takes one file, and what it read.
    async fn storage() -> (String, Arc<Mutex<Vec<u8>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let read = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&read);
        tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut bytes = Vec::new();
            while !bytes.ends_with(b"smile") && socket.read_buf(&mut bytes).await.unwrap() > 0 {}
            kept.lock().unwrap().extend(bytes);
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        });
        (origin, read)
    }

    #[tokio::test]
    async fn f222_an_upload_is_written_without_anything_of_the_client() {
        let (origin, read) = storage().await;
        let builder = Client::builder_for(&API).credential(Credential::api_key(CANARY).unwrap());
        let client = builder.base_url(format!("{origin}/api")).build().unwrap();
        let address = format!("{origin}/_bucket/a.jpg?signature={SIGNATURE}");
        client.upload_to(address, "image/jpeg", "smile").await.unwrap();
        let request = String::from_utf8(read.lock().unwrap().clone()).unwrap();
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        assert_eq!(lines.next().unwrap(), format!("PUT /_bucket/a.jpg?signature={SIGNATURE} HTTP/1.1"));
        let mut names: Vec<_> = lines.map(|line| line.split_once(": ").unwrap().0).collect();
        names.retain(|name| *name != "accept-encoding");
        names.sort_unstable();
        assert_eq!(names, ["accept", "content-length", "content-type", "host"]);
        assert!(head.contains("content-length: 5") && head.contains("content-type: image/jpeg"), "{head}");
        assert_eq!(body, "smile");
        assert!(!request.contains(CANARY) && !request.contains("coffee-contracts"));
    }

    #[cfg(feature = "rustls")]
    #[tokio::test]
    async fn f221_a_name_that_leads_inside_is_not_followed() {
        use cc_api::{ErrorKind, Outcome};
        use std::net::SocketAddr;

        for answers in [
            &["10.0.0.5:0"][..],
            &["8.8.8.8:0", "169.254.169.254:0"],
            &["[::1]:0"],
            &["[::ffff:192.168.0.1]:0"],
            &["[fd00::1]:0"],
            &["100.64.0.1:0"],
        ] {
            let found: Vec<SocketAddr> = answers.iter().map(|text| text.parse().unwrap()).collect();
            let client = Client::builder_for(&API)
                .upload_hosts(&["files.example"])
                .resolver(move |_| Ok(found.clone()))
                .build()
                .unwrap();
            let address = format!("https://files.example/a?signature={SIGNATURE}");
            let error = client.upload_to(address, "image/jpeg", "smile").await.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent), "{error}");
            assert!(error.message().contains("not public"), "{error}");
            assert!(!format!("{error} {error:?}").contains(SIGNATURE), "{error}");
        }
    }
}

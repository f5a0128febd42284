//! Uploads to presigned addresses.

use cc_api::{ErrorKind, Outcome};
use cc_faults::case::used;
use cc_faults::list::{List, Op};
use cc_faults::operations::Sample;
use cc_faults::scene;
use cc_faults::wire::{Line, Wire};

crate::bound::faults! {
    F221 => Story(a_name_that_leads_inside_is_not_followed),
    F222 => Story(an_upload_carries_the_file_and_its_type),
    F227 => Story(a_lost_confirmation_names_the_file),
}

/// What the file is called in the storage.
const FILE: &str = "u_1/a.jpg";

fn signature() -> &'static str {
    &List::get().profile.presigned_canary
}

/// The address of a storage that this server is, too.
fn address(wire: &Wire) -> String {
    format!("{}/{FILE}?X-Amz-Signature={}", wire.base_url(), signature())
}

fn a_name_that_leads_inside_is_not_followed() {
    scene::on_wire(&scene::steps("F221", None), None, &async |wire, _| {
        let client = wire.builder().upload_hosts(&["files.example"]).build().unwrap();
        let address = format!("https://files.example/{FILE}?X-Amz-Signature={}", signature());
        let error = client.upload_to(address, "image/jpeg", "smile").await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Config, Outcome::NotSent), "{error}");
        assert!(!format!("{error} {error:?}").contains(signature()), "{error:?}");
        assert_eq!((wire.tally().sends, used(&client).await), (0, 0));
    });
}

/// The storage is on this machine here, so plain text shows what it gets.
fn an_upload_carries_the_file_and_its_type() {
    scene::on_line(Line::Http1, &scene::steps("F222", None), None, &async |wire, client| {
        client.upload_to(address(wire), "image/jpeg", "smile").await.unwrap();
        let request = String::from_utf8(wire.tally().bytes).unwrap().to_ascii_lowercase();
        let (head, content) = request.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        assert!(lines.next().unwrap().starts_with("put /u_1/a.jpg?x-amz-signature="), "{head}");
        let headers: Vec<_> = lines.collect();
        for refused in ["authorization", "x-tenant-slug", "cookie", "referer", "x-request-id", "user-agent"] {
            assert!(headers.iter().all(|header| !header.starts_with(refused)), "{head}");
        }
        assert!(
            headers.contains(&"content-length: 5") && headers.contains(&"content-type: image/jpeg"),
            "{head}"
        );
        assert_eq!((content, wire.tally().sends, used(client).await), ("smile", 1, 0));
    });
}

fn a_lost_confirmation_names_the_file() {
    scene::on_line(Line::Http1, &scene::steps("F227", None), None, &async |wire, client| {
        Sample::usual(Op::Read).call(client).await.unwrap();
        let upload = client.upload_to(address(wire), "image/jpeg", "smile").with_file_key(FILE);
        let uploaded = upload.await.unwrap();
        let error = uploaded.confirm(Sample::usual(Op::Write).call(client)).await.unwrap_err();
        assert_eq!((error.outcome(), error.uploaded_file()), (Outcome::Unknown, Some(FILE)));
        assert!(error.to_string().contains(FILE), "{error}");
        assert_eq!(wire.tally().sends, 3, "the file is not sent again");
    });
}

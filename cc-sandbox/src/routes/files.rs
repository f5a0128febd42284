//! Places to upload files to.

use cc_api::catalogue;
use serde::Serialize;

use crate::bucket::{self, Claim, FILE_LIMIT};
use crate::clock::instant;
use crate::handler::{Call, Handler, on};
use crate::refused::Refused;
use crate::reply::Reply;
use crate::secret;
use crate::store::uploads::{self, Announced, NewUpload};

pub(super) const HANDLERS: &[Handler] = &[on(&catalogue::CREATE_SIGNED_FILE, create_signed_file)];

/// How long an address is good for, in seconds.
const VALID_FOR: i64 = 15 * 60;

/// How much of the name of a file is kept.
const LONGEST_NAME: usize = 80;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SignedFile {
    upload_url: String,
    method: &'static str,
    file_key: String,
    file_url: String,
    expires_at: String,
}

/// The address is one of this sandbox, good for a quarter of an hour, and for a file of 25 MiB at most. Whoever knows
/// where a file lies may fetch it, so the keys of files cannot be guessed.
fn create_signed_file(call: &Call<'_>) -> Result<Reply, Refused> {
    let file_name: String = call.input.need("fileName")?;
    let announced =
        Announced { content_type: call.input.need("contentType")?, size: call.input.get("sizeBytes")? };
    if !is_media_type(&announced.content_type) {
        return Err(Refused::invalid("contentType", "must be a media type such as image/jpeg"));
    }
    if announced.size.is_some_and(|size| size > FILE_LIMIT) {
        return Err(Refused::invalid("sizeBytes", format!("must be {FILE_LIMIT} or less")));
    }
    let file_key = format!("{}/{}", secret::new_uuid()?, safe_name(&file_name));
    let upload = NewUpload {
        tenant: call.tenant(),
        account: call.account(),
        file_key: &file_key,
        announced: &announced,
        now: call.now_ms(),
    };
    uploads::announce(call.db, &upload)?;

    let expires = call.now.as_second() + VALID_FOR;
    let claim =
        Claim { file_key: &file_key, content_type: &announced.content_type, size: announced.size, expires };
    let signature = call.app.signer.sign(claim);
    let file_url = bucket::address(call.app, &file_key);
    Reply::created(&SignedFile {
        upload_url: format!("{file_url}?expires={expires}&signature={signature}"),
        method: "PUT",
        file_key,
        file_url,
        expires_at: instant(expires * 1000),
    })
}

/// Whether a text can be a `Content-Type`: two words, and parameters without surprises.
fn is_media_type(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty()
            && word.chars().all(|letter| letter.is_ascii_alphanumeric() || "!#$&^_.+-".contains(letter))
    };
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let is_plain = parameters.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
    text.len() <= 200
        && is_plain
        && essence.split_once('/').is_some_and(|(kind, sub)| is_word(kind) && is_word(sub))
}

/// What is kept of a name that anybody may have chosen: no folders, and only letters that mean nothing anywhere.
fn safe_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.replace(|letter: char| !letter.is_ascii_alphanumeric() && !"._-".contains(letter), "-");
    // The end is what tells the kind of file.
    let start = plain.len().saturating_sub(LONGEST_NAME);
    let name = plain[start..].trim_matches(['.', '-']);
    if name.is_empty() { "file".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{is_media_type, safe_name};

    #[test]
    fn names_of_files_are_made_harmless() {
        let long = "a".repeat(300) + ".jpg";
        let cases = [
            ("maya-portrait.jpg", "maya-portrait.jpg"),
            ("../../etc/passwd", "passwd"),
            (r"D:\photos\front door.png", "front-door.png"),
            ("a\"; x=\"\r\nb.html", "a---x----b.html"),
            ("..", "file"),
            ("küche.jpg", "k-che.jpg"),
            ("日本", "file"),
        ];
        for (name, safe) in cases {
            assert_eq!(safe_name(name), safe, "{name}");
        }
        assert_eq!(safe_name(&long).len(), 80);
        assert!(safe_name(&long).ends_with("a.jpg"));
    }

    #[test]
    fn a_media_type_has_two_words() {
        for text in ["image/jpeg", "image/svg+xml", "text/plain; charset=utf-8", "application/vnd.ms-excel"] {
            assert!(is_media_type(text), "{text}");
        }
        for text in
            ["", "jpeg", "image/", "/jpeg", "image/jp eg", "a/b\r\nSet-Cookie: c", "a/b;\n", "a/b/c", "ä/b"]
        {
            assert!(!is_media_type(text), "{text:?}");
        }
    }
}

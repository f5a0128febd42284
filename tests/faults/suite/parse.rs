//! Bodies: what is read, what is refused, and how that is said.

use cc_api::content::ContentTypeName;
use cc_api::{Client, Error, ErrorKind};
use cc_faults::case::Ran;
use cc_faults::list::{List, Op, Step};
use cc_faults::operations::Sample;
use cc_faults::scene;
use cc_faults::shapes::REFUSALS;
use serde_json::{Value, json};

use crate::child;

crate::bound::faults! {
    F175 => Story(what_is_unknown_is_kept_or_ignored),
    F178 => Story(numbers_are_exact_or_refused),
    F179 => Story(text_is_unicode_or_refused),
    F182 => Story(a_bomb_is_too_large_before_it_is_large),
    F183 => Story(broken_compression_is_no_answer),
    F184 => Check(the_message_names_the_content_type),
    F186 => Story(error_bodies_of_every_shape_say_what_they_can),
    F187 => Story(nothing_but_white_space_follows_an_answer),
    F189 => Story(a_date_is_read_or_refused_with_its_row),
}

/// The cases of an entry, as text.
fn cases(id: &str) -> impl Iterator<Item = &'static str> {
    List::get().fault(id).cases.iter().map(|case| case.as_str().unwrap())
}

/// Steps that answer every request like this.
fn always(status: u16, headers: &Value, body: &str) -> Vec<Step> {
    let send = json!({"status": status, "headers": headers, "body": body});
    scene::written(json!([{"always": true}, {"send": send}]))
}

async fn generic(client: &Client) -> Result<Value, Error> {
    Sample::usual(Op::Read).call(client).await
}

fn is_decode(error: &Error, what: &str) {
    assert_eq!(error.kind(), ErrorKind::Decode, "{what}: {error}");
}

fn what_is_unknown_is_kept_or_ignored() {
    scene::on_wire(&scene::steps("F175", None), None, &async |_, client| {
        let post = client.content().get_post("open-house").await.unwrap();
        assert_eq!(post.content_type.as_ref().map(ContentTypeName::as_str), Some("Hologram"));
        let written = serde_json::to_value(&post).unwrap();
        assert_eq!(written.get("contentType"), Some(&json!("Hologram")));
    });
}

fn numbers_are_exact_or_refused() {
    for case in cases("F178") {
        let exact = case == "9007199254740993";
        let body = format!(r#"{{"slug":"a","id":{case}}}"#);
        scene::on_wire(&always(200, &json!({}), &body), None, &async |_, client| match client
            .content()
            .get_post("a")
            .await
        {
            Ok(post) => assert!(exact && post.id.is_some_and(|id| id.as_str() == case), "{case}"),
            Err(error) => is_decode(&error, case),
        });
        let body = format!(r#"{{"slug":"a","photos":[{{"width":{case}}}]}}"#);
        scene::on_wire(&always(200, &json!({}), &body), None, &async |_, client| match client
            .content()
            .get_post("a")
            .await
        {
            Ok(post) => {
                let width = post.photos.unwrap().first().and_then(|photo| photo.width).unwrap();
                assert!(exact && width.to_string() == case, "{case}: {width}");
            }
            Err(error) => is_decode(&error, case),
        });
    }
}

fn text_is_unicode_or_refused() {
    for case in cases("F179") {
        scene::on_wire(&scene::steps("F179", Some(case)), Some(case), &async |wire, client| {
            let result = client.content().get_post("a").await;
            let slug = match case {
                "UTF-8 BOM" => Some("a"),
                "NUL" => Some("\0"),
                _ => None,
            };
            match (&result, slug) {
                (Ok(post), Some(slug)) => assert_eq!(post.slug, slug, "{case}"),
                (Err(error), None) => is_decode(error, case),
                _ => panic!("{case}: {result:?}"),
            }
            assert_eq!(wire.tally().sends, 1, "{case}");
        });
    }
}

/// In a process of its own, so that its memory can be measured. What the list names is declared as gzip once, and so
/// much of it comes out of that one layer. What is declared twice is unpacked twice, and each layer is counted.
fn a_bomb_is_too_large_before_it_is_large() {
    for case in cases("F182") {
        child::play("parse::runs::F182", case, || bomb_is("gzip", case, ErrorKind::TooLarge));
    }
    for (case, encoding, kind) in [
        ("gzip inside gzip, both declared", "gzip, gzip", ErrorKind::TooLarge),
        ("nothing inside gzip, both declared", "gzip, gzip", ErrorKind::TooLarge),
        // What nobody declared is not unpacked: the answer is small then, and no JSON.
        ("gzip inside gzip, one declared", "gzip", ErrorKind::Decode),
    ] {
        child::play("parse::runs::F182", case, || bomb_is(encoding, case, kind));
    }
    assert_eq!(cases("F182").count(), 3);
}

fn bomb_is(encoding: &str, case: &str, kind: ErrorKind) {
    let steps = always(200, &json!({"content-encoding": encoding}), "ref:bomb");
    scene::on_wire(&steps, Some(case), &async |wire, client| {
        let before = child::peak_memory();
        let error = generic(client).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{case}: {error}");
        assert_eq!(wire.tally().sends, 1, "{case}");
        let more = child::peak_memory() - before;
        assert!(more < 24 * 1024 * 1024, "{case}: {more} bytes more");
    });
}

fn broken_compression_is_no_answer() {
    for case in cases("F183") {
        let encoding = if case.starts_with("br ") { "br" } else { "gzip" };
        let steps = always(200, &json!({"content-encoding": encoding}), "ref:bad_gzip");
        scene::on_wire(&steps, Some(case), &async |_, client| {
            let error = generic(client).await.unwrap_err();
            let kinds = [ErrorKind::Decode, ErrorKind::Transport];
            assert!(kinds.contains(&error.kind()), "{case}: {:?}: {error}", error.kind());
        });
    }
}

fn the_message_names_the_content_type(ran: &Ran) {
    let error = ran.result.as_ref().unwrap_err();
    let message = error.message();
    assert!(message.contains("text/html") && message.contains("Sign in"), "{message}");
    assert!(message.chars().count() <= 300 && !message.contains('<'), "{message}");
}

fn error_bodies_of_every_shape_say_what_they_can() {
    assert_eq!(cases("F186").collect::<Vec<_>>(), REFUSALS.map(|(case, ..)| case));
    for (case, body, said, fields) in REFUSALS {
        let body = if case == "5 MiB" { body.repeat(350_000) } else { body.to_owned() };
        scene::on_wire(&always(400, &json!({}), &body), None, &async |wire, client| {
            let error = Sample::usual(Op::Write).call(client).await.unwrap_err();
            let came = (error.kind(), error.status(), wire.tally().sends);
            assert_eq!(came, (ErrorKind::Validation, Some(400), 1), "{case}: {error}");
            if let Some(said) = said {
                assert!(error.message().contains(said), "{case}: {error}");
            }
            let found: Vec<_> =
                error.fields().iter().map(|field| format!("{}={}", field.field, field.message)).collect();
            assert_eq!(found.join(","), fields, "{case}");
            assert!(error.body().len() <= List::get().profile.error_body_cap_bytes, "{case}");
            assert!(body.as_bytes().starts_with(error.body()), "{case}");
        });
    }
    let echo = always(400, &json!({}), r#"{"detail":"the key cc_CANARY_7f3a9d is not known"}"#);
    scene::on_wire(&echo, None, &async |_, client| {
        let error = Sample::usual(Op::Write).call(client).await.unwrap_err();
        assert!(
            error.to_string().contains("is not known") && !error.to_string().contains("CANARY"),
            "{error}"
        );
    });
}

fn nothing_but_white_space_follows_an_answer() {
    for (body, fine) in [("{}{}", false), ("{} garbage", false), ("{}\n", true), ("{}\0", false)] {
        scene::on_wire(&always(200, &json!({}), body), None, &async |wire, client| {
            match generic(client).await {
                Ok(value) => assert!(fine && value == json!({}), "{body:?}: {value}"),
                Err(error) => {
                    is_decode(&error, body);
                    assert!(!fine, "{body:?}: {error}");
                }
            }
            assert_eq!(wire.tally().sends, 1, "{body:?}");
        });
    }
    assert_eq!(cases("F187").count(), 4);
}

fn a_date_is_read_or_refused_with_its_row() {
    for case in cases("F189") {
        scene::on_wire(&scene::steps("F189", Some(case)), Some(case), &async |_, client| match client
            .content()
            .get_posts()
            .await
        {
            Ok(page) => {
                let date = page.items.get(1).and_then(|post| post.publish_date).unwrap();
                assert!(case.starts_with(&date.to_string()), "{case}: {date}");
            }
            Err(error) => {
                is_decode(&error, case);
                assert_eq!(error.json_path(), Some("$.results[1].publishDate"), "{case}: {error}");
            }
        });
    }
}

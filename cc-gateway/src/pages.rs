//! What is served beside the operations: the document, and pages for people and for whoever watches the server.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};

use crate::app::App;
use crate::front::Noted;

/// The frame of a page for people.
const FRAME: &str = include_str!("page.html");

/// The document, with the address that callers know.
pub(crate) async fn document(State(app): State<Arc<App>>) -> Response {
    page("openapi.json", 200, "application/json", app.published.clone().into())
}

/// Whether the process answers.
pub(crate) async fn healthy() -> Response {
    page("healthz", 200, "text/plain; charset=utf-8", "ok\n".into())
}

/// Whether a call would be taken now.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Response {
    let (status, words) = if app.places.has_room() { (200, "ready\n") } else { (503, "busy\n") };
    page("readyz", status, "text/plain; charset=utf-8", words.into())
}

/// What this is.
pub(crate) async fn landing() -> Response {
    let text = "<p>This server lets a custom GPT call the Coffee &amp; Contracts API. It adds what GPT Actions can't send, and \
                keeps answers small enough for them.</p>\n\
                <ul>\n<li><a href=\"/openapi.json\">openapi.json</a>: the document to import into the action. Its authentication \
                is an API key of the type Bearer; the key begins with <code>cc_</code>.</li>\n\
                <li><a href=\"/privacy\">Privacy</a>: what happens to what passes through.</li>\n</ul>";
    html("landing", "Coffee &amp; Contracts for ChatGPT", text)
}

/// What happens to what passes through.
pub(crate) async fn privacy(State(app): State<Arc<App>>) -> Response {
    let operator = match &app.operator {
        Some(operator) => format!("<p>This server is run by {}.</p>", escaped(operator)),
        None => "<p>Who runs this server has not said so; ask whoever gave you its address.</p>".to_owned(),
    };
    let text = format!(
        "{operator}\n\
         <p>It passes requests of ChatGPT on to the Coffee &amp; Contracts API, and the answers back.</p>\n\
         <h2>What is kept</h2>\n\
         <p>Nothing of what passes through is stored: no keys, no parameters, no answers.</p>\n\
         <p>For each request a line is logged: the time, the method, the name of the operation, the status, how long it took, and \
         eight digits of a digest of the key. The digits tell one key from another; the key can't be found from them.</p>\n\
         <p>So that the API's limits are kept, it is counted how many requests were made with each key. The count knows the key \
         by a digest, too, and ends after a day at most.</p>\n\
         <h2>Who else sees it</h2>\n\
         <p>The Coffee &amp; Contracts API sees the key and what is asked for, as it does with any program that uses it; what it \
         does with that is in its own terms. ChatGPT sees the answers, and holds the key for the action. Nobody else is told \
         anything.</p>\n\
         <h2>What you can do</h2>\n\
         <p>Revoke the key in the web app, and nothing can be done with it any more.</p>"
    );
    html("privacy", "Privacy", &text)
}

fn html(name: &'static str, title: &str, text: &str) -> Response {
    let page_text = FRAME.replace("{title}", title).replace("{text}", text);
    page(name, 200, "text/html; charset=utf-8", page_text.into())
}

fn page(name: &'static str, status: u16, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.extensions_mut().insert(Noted { operation: name, key: None });
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

//! The page that a person visits: who asks, the key, what it may, and the last word.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use cc_api::Secret;

use super::clients::Client;
use super::consent::{Asked, answer};
use super::grants::Agreed;
use super::limits::Door;
use super::params::Params;
use super::words::{base64url, from_base64url, random};
use super::{Guard, page, redirect, reply};

/// The longest query of the page.
const LONGEST: usize = 8 << 10;
/// A form that does not open: another page has sent it, another browser, or the same one too late.
const STALE: &str = "This page is too old, or it was not made for this browser. Nothing was changed.";

/// Who asks for what: the first page.
pub(super) async fn asked(State(guard): State<Arc<Guard>>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    if let Err(wait) = guard.knock(Door::Authorize, reply::caller(&parts, guard.proxied)) {
        return reply::too_often(wait);
    }
    let query = parts.uri.query().unwrap_or_default();
    if query.len() > LONGEST {
        return failed("The address of this page is too long.", None);
    }
    let params = match Params::read(query.as_bytes()) {
        Ok(params) => params,
        Err(fault) => {
            return failed(&format!("The program that sent you here has made a mistake: {fault}."), None);
        }
    };
    let (client, redirect_uri) = match who(&guard, &params).await {
        Ok(known) => known,
        Err(fault) => return failed(&fault, None),
    };
    let asked = match Asked::read(client, &redirect_uri, &params, &guard.public) {
        Ok(asked) => asked,
        Err((code, fault)) => {
            // A person decides whether to go back: sending everybody on at once would lend our name to any address.
            let said = [("error", code), ("error_description", fault.as_str())];
            let back = answer(&redirect_uri, params.get("state"), &guard.public, &said);
            let what = format!("The program that sent you here has made a mistake: {fault}.");
            return failed(&what, Some((&back, &redirect::host(&redirect_uri))));
        }
    };
    match cookie(&guard, &parts.headers).map_or_else(|| Ok(base64url(&random::<32>()?)), anyhow::Ok) {
        Ok(cookie) => asks(&guard, &asked, &cookie, None),
        Err(_) => reply::unavailable(),
    }
}

/// What a person has answered: a key to be checked, the last word, or no.
pub(super) async fn answered(State(guard): State<Arc<Guard>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if let Err(wait) = guard.knock(Door::Consent, reply::caller(&parts, guard.proxied)) {
        return reply::too_often(wait);
    }
    let request = Request::from_parts(parts, body);
    let (parts, body) = match reply::body(request, "application/x-www-form-urlencoded").await {
        Ok(read) => read,
        Err(response) => return response,
    };
    let form = Params::read(&body).unwrap_or_default();
    let opened =
        cookie(&guard, &parts.headers).filter(|_| is_of_our_page(&guard, &parts)).and_then(|cookie| {
            let asked = Asked::open(guard.store.master(), form.get("request")?, &cookie, guard.clock.now())?;
            Some((cookie, asked))
        });
    let Some((cookie, asked)) = opened else {
        let mut response = failed(STALE, None);
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    };
    match (form.get("do"), &asked.key) {
        (Some("cancel"), _) => sent(&asked.answer(&guard.public, "error", "access_denied")),
        (Some("connect"), Some(_)) => connect(&guard, asked).await,
        (Some("check") | None, None) => {
            check(&guard, asked, &cookie, form.get("key").unwrap_or_default()).await
        }
        _ => failed(STALE, None),
    }
}

/// The client, and one of its addresses; or why there is none, in words for whoever sees the page.
async fn who(guard: &Arc<Guard>, params: &Params) -> Result<(Client, String), String> {
    let mistake = |fault| format!("The program that sent you here has made a mistake: {fault}.");
    let id = params.wanted("client_id").map_err(mistake)?.to_owned();
    let redirect_uri = params.wanted("redirect_uri").map_err(mistake)?.to_owned();
    let client = if id.contains("://") {
        guard
            .documents
            .client(&id)
            .await
            .map_err(|fault| format!("It is not known who sent you here: {fault}."))?
    } else {
        let found = guard.stored(move |guard, _| guard.store.client(&id)).await;
        let found = found
            .map_err(|_| "The server can't look up who sent you here now; try again later.".to_owned())?;
        found.ok_or("It is not known who sent you here: remove the connection there, and add it again.")?
    };
    if redirect::named(&redirect_uri, &client.redirect_uris) {
        Ok((client, redirect_uri))
    } else {
        Err(mistake("`redirect_uri` is none of the addresses that it has named".to_owned()))
    }
}

async fn check(guard: &Arc<Guard>, mut asked: Asked, cookie: &str, key: &str) -> Response {
    let key = key.trim();
    let checked = match guard.api.check(key).await {
        Ok(checked) => checked,
        Err(refused) => return asks(guard, &asked, cookie, Some(&refused)),
    };
    (asked.key, asked.known) = (Some(key.into()), checked.known.clone());
    shown(guard, &asked, cookie, StatusCode::OK, |sealed, nonce| {
        page::confirms(&asked.client, &asked.redirect_uri, sealed, nonce, &checked, guard.writes)
    })
}

async fn connect(guard: &Arc<Guard>, asked: Asked) -> Response {
    let agreed = guard.stored(move |guard, now| {
        let agreed = Agreed {
            client: &asked.client.id,
            client_name: &asked.client.name,
            redirect_uri: &asked.redirect_uri,
            challenge: &asked.challenge,
            resource: &guard.public.resource(),
            key: asked.key.as_ref().map(Secret::expose).unwrap_or_default(),
            known: &asked.known,
        };
        let code = guard.store.agree(&agreed, now)?;
        Ok(asked.answer(&guard.public, "code", &code))
    });
    match agreed.await {
        Ok(address) => sent(&address),
        Err(_) => failed("The server can't keep the connection now. Try again later.", None),
    }
}

fn asks(guard: &Guard, asked: &Asked, cookie: &str, refused: Option<&str>) -> Response {
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    shown(guard, asked, cookie, status, |sealed, nonce| {
        page::asks(&asked.client, &asked.redirect_uri, sealed, nonce, refused)
    })
}

/// A page with a form for the browser of this cookie.
fn shown(
    guard: &Guard,
    asked: &Asked,
    cookie: &str,
    status: StatusCode,
    html: impl FnOnce(&str, &str) -> String,
) -> Response {
    let sealed = asked.seal(guard.store.master(), cookie, guard.clock.now());
    let (Ok(sealed), Ok(nonce)) = (sealed, random::<16>()) else { return reply::unavailable() };
    let nonce = base64url(&nonce);
    let mut response = reply::page(status, html(&sealed, &nonce), &nonce, Some(&asked.redirect_uri));
    let secure = if guard.public.is_local() { "" } else { "; Secure" };
    let cookie = format!("{}={cookie}; Path=/; HttpOnly; SameSite=Lax{secure}", cookie_name(guard));
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn failed(what: &str, back: Option<(&str, &str)>) -> Response {
    let Ok(nonce) = random::<16>() else { return reply::unavailable() };
    let nonce = base64url(&nonce);
    reply::page(StatusCode::BAD_REQUEST, page::fails(&nonce, what, back), &nonce, None)
}

fn sent(address: &str) -> Response {
    let headers = [
        (header::LOCATION, address),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// What the cookie is called: with https, no other host and no page without TLS can have set it.
fn cookie_name(guard: &Guard) -> &'static str {
    if guard.public.is_local() { "cc_mcp_form" } else { "__Host-cc_mcp_form" }
}

/// The cookie of the browser, if it is one of ours.
fn cookie(guard: &Guard, headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == cookie_name(guard))?;
    from_base64url(value).filter(|bytes| bytes.len() == 32).map(|_| value.to_owned())
}

/// Whether the browser says that the form was sent by our page; older ones say nothing, and have the cookie.
fn is_of_our_page(guard: &Guard, parts: &Parts) -> bool {
    let says = |name: &str, right: &str| parts.headers.get_all(name).iter().all(|value| value == right);
    says("Origin", guard.public.issuer()) && says("Sec-Fetch-Site", "same-origin")
}

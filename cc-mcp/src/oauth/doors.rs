//! The doors that programs knock at: metadata, registration, tokens, revocation.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::limits::Door;
use super::metadata::SCOPE;
use super::params::Params;
use super::tokens::{ACCESS_LIVES, Brought, Outcome, Refused, Tokens};
use super::{Guard, reply};

const FORM: &str = "application/x-www-form-urlencoded";

pub(super) async fn resource(State(guard): State<Arc<Guard>>) -> Response {
    reply::json(StatusCode::OK, &guard.public.of_resource())
}

pub(super) async fn issuer(State(guard): State<Arc<Guard>>) -> Response {
    reply::json(StatusCode::OK, &guard.public.of_issuer())
}

pub(super) async fn register(State(guard): State<Arc<Guard>>, request: Request) -> Response {
    let body = match knocked(&guard, Door::Register, request, "application/json").await {
        Ok(body) => body,
        Err(response) => return response,
    };
    let said = match cc_schema::strict(&body) {
        Ok(said) if said.is_object() => said,
        Ok(_) => return reply::fault("invalid_client_metadata", "the body is no JSON object"),
        Err(fault) => {
            return reply::fault("invalid_client_metadata", &format!("the body is no JSON: {fault}"));
        }
    };
    match guard.stored(move |guard, now| guard.store.register(&said, now)).await {
        Ok(Ok(registered)) => reply::json(StatusCode::CREATED, &registered),
        Ok(Err((code, fault))) => reply::fault(code, &fault),
        Err(_) => reply::unavailable(),
    }
}

pub(super) async fn token(State(guard): State<Arc<Guard>>, request: Request) -> Response {
    let params = match form(&guard, request).await {
        Ok(params) => params,
        Err(response) => return response,
    };
    match guard.stored(move |guard, now| exchange(guard, &params, now)).await {
        Ok(Ok(tokens)) => reply::json(
            StatusCode::OK,
            &json!({
                "access_token": tokens.access, "token_type": "Bearer", "expires_in": ACCESS_LIVES,
                "refresh_token": tokens.refresh, "scope": SCOPE,
            }),
        ),
        Ok(Err(Fault::Refused(Refused::Grant(why)))) => reply::fault("invalid_grant", why),
        Ok(Err(Fault::Refused(Refused::Target))) => {
            reply::fault("invalid_target", &format!("`resource` has to be {}", guard.public.resource()))
        }
        Ok(Err(Fault::Request(code, what))) => reply::fault(code, &what),
        Err(_) => reply::unavailable(),
    }
}

/// Ends a connection. Whether there was one is told to nobody.
pub(super) async fn revoke(State(guard): State<Arc<Guard>>, request: Request) -> Response {
    let params = match form(&guard, request).await {
        Ok(params) => params,
        Err(response) => return response,
    };
    let named = params
        .wanted("token")
        .and_then(|token| Ok((token.to_owned(), params.wanted("client_id")?.to_owned())));
    let (token, client) = match named {
        Ok(named) => named,
        Err(fault) => return reply::fault("invalid_request", &fault),
    };
    match guard.stored(move |guard, _| guard.store.revoke_token(&token, &client)).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(_) => reply::unavailable(),
    }
}

/// Why a client is given no tokens.
enum Fault {
    Request(&'static str, String),
    Refused(Refused),
}

impl From<String> for Fault {
    fn from(what: String) -> Self {
        Self::Request("invalid_request", what)
    }
}

/// Tokens for what a client brings. What is wrong with the request is found before anything is looked up.
fn exchange(guard: &Guard, params: &Params, now: i64) -> anyhow::Result<Result<Tokens, Fault>> {
    match exchanged(guard, params, now) {
        Ok(outcome) => Ok(outcome?.map_err(Fault::Refused)),
        Err(fault) => Ok(Err(fault)),
    }
}

fn exchanged(guard: &Guard, params: &Params, now: i64) -> Result<Outcome, Fault> {
    let (client, resource) = (params.wanted("client_id")?, params.get("resource"));
    match params.wanted("grant_type")? {
        "authorization_code" => {
            let brought = Brought {
                code: params.wanted("code")?,
                client,
                redirect_uri: params.get("redirect_uri"),
                verifier: params.wanted("code_verifier")?,
                resource,
            };
            Ok(guard.store.redeem(&brought, now))
        }
        "refresh_token" => Ok(guard.store.refresh(params.wanted("refresh_token")?, client, resource, now)),
        _ => {
            let what = "`grant_type` has to be `authorization_code` or `refresh_token`".to_owned();
            Err(Fault::Request("unsupported_grant_type", what))
        }
    }
}

async fn form(guard: &Guard, request: Request) -> Result<Params, Response> {
    let body = knocked(guard, Door::Token, request, FORM).await?;
    Params::read(&body).map_err(|fault| reply::fault("invalid_request", &fault))
}

async fn knocked(guard: &Guard, door: Door, request: Request, kind: &str) -> Result<Vec<u8>, Response> {
    let (parts, body) = request.into_parts();
    guard.knock(door, reply::caller(&parts, guard.proxied)).map_err(reply::too_often)?;
    Ok(reply::body(Request::from_parts(parts, body), kind).await?.1)
}

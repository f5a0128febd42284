//! What holds the steps together: `index.js`, the account, `package.json`, and what the runtime knows of the API.

use serde_json::{Map, Value as Json, json};

use super::js::Js;
use super::operation::scopes;
use super::view::View;
use super::{HEADER, Marked, PAGE_SIZE, PLATFORM, file, folder, text};
use crate::document::{SpecDocument, ZapKind};
use crate::fileset::GeneratedFile;

pub(super) fn files(document: &SpecDocument, view: &View<'_>, steps: &[Marked<'_>]) -> Vec<GeneratedFile> {
    let mut files = vec![index(document, steps), api(document, view, steps), package(document, view)];
    files.extend(
        steps.iter().find(|marked| marked.kind == ZapKind::Account).and_then(|marked| account(view, marked)),
    );
    files
}

/// What the API is called.
pub(super) fn name(document: &SpecDocument) -> &str {
    document.service_name().unwrap_or("The API")
}

fn index(document: &SpecDocument, steps: &[Marked<'_>]) -> GeneratedFile {
    let of = |wanted: &str| {
        let steps =
            steps.iter().filter(|marked| marked.kind != ZapKind::Account && folder(marked.kind) == wanted);
        let entries = steps.map(|marked| {
            let key = text(marked.step.key.as_ref());
            (key.to_owned(), Js::Code(format!("require('./{wanted}/{key}')")))
        });
        Js::Object(entries.collect())
    };
    // Some are left for people, who use the same key.
    let minute = document.rate_limits.as_ref().and_then(|limits| limits.minute.as_ref());
    let mut app = Js::object([
        ("version", Js::Code(String::from("require('./package.json').version"))),
        ("platformVersion", Js::Code(String::from("require('zapier-platform-core').version"))),
        ("authentication", Js::Code(String::from("require('./authentication')"))),
        ("beforeRequest", Js::List(vec![Js::Code(String::from("addCredentials"))])),
    ]);
    if let Some(minute) = minute {
        let limit = minute.value - minute.value / 6;
        app = app.with("throttle", Js::Plain(json!({ "window": 60, "limit": limit, "scope": ["auth"] })));
    }
    for folder in ["triggers", "searches", "creates"] {
        app = app.with(folder, of(folder));
    }
    let start = format!("{HEADER}const {{ addCredentials }} = require('./lib/request');\n\n");
    file("index.js", format!("{start}module.exports = {};\n", app.write(0, 17)))
}

/// The scheme of the key, and that of the tenant: its name, what it is.
fn schemes<'b>(view: &View<'b>) -> (Option<&'b str>, Option<&'b Json>) {
    let all = view.at("/components/securitySchemes").and_then(Json::as_object);
    let find = |mark: &str| all.into_iter().flatten().find(|(_, scheme)| scheme.get(mark).is_some());
    (find("x-scopes").map(|(name, _)| name.as_str()), find("x-tenant").map(|(_, scheme)| scheme))
}

/// `apiKey` and `X-Tenant-Slug` as the names of fields: `api_key`, `tenant_slug`.
fn field_name(name: &str) -> String {
    let mut field = String::new();
    for letter in name.trim_start_matches("X-").chars() {
        if letter.is_ascii_uppercase() && !field.is_empty() && !field.ends_with('_') {
            field.push('_');
        }
        field.push(if letter == '-' { '_' } else { letter.to_ascii_lowercase() });
    }
    field
}

fn tenant(scheme: &Json) -> Option<(String, &str, &str)> {
    let header = scheme.get("name")?.as_str()?;
    let default = scheme.pointer("/x-tenant/default").and_then(Json::as_str).unwrap_or_default();
    Some((field_name(header), header, default))
}

/// The link in the help for the key.
fn key_page<'s>(steps: &'s [Marked<'_>]) -> &'s str {
    let help = steps
        .iter()
        .find(|marked| marked.kind == ZapKind::Account)
        .map_or("", |marked| text(marked.step.help.as_ref()));
    let link = help.find('[').zip(help.find(')')).and_then(|(start, end)| help.get(start..=end));
    link.unwrap_or_default()
}

/// What the runtime knows of the API.
fn api(document: &SpecDocument, view: &View<'_>, steps: &[Marked<'_>]) -> GeneratedFile {
    let (key, tenant_scheme) = schemes(view);
    let server =
        document.servers.first().map_or("", |server| server.url.value.as_str()).trim_end_matches('/');
    let limits = document.rate_limits.as_ref();
    let resets = limits.into_iter().flat_map(|limits| &limits.headers).map(|name| name.value.as_str());
    let mut api = Js::object([
        ("name", Js::text(name(document))),
        ("baseUrl", Js::Code(format!("process.env.BASE_URL || '{server}'"))),
        ("key", Js::text(field_name(key.unwrap_or("api_key")))),
    ]);
    if let Some((field, header, default)) = tenant_scheme.and_then(tenant) {
        api = api.with("tenant", Js::Plain(json!({ "field": field, "header": header, "default": default })));
    }
    api = api
        .with("keyPage", Js::text(key_page(steps)))
        .with("pageSize", Js::Plain(json!(PAGE_SIZE)))
        .with("limits", Js::text(limits_in_words(document)))
        .with("resetHeaders", Js::texts(resets.filter(|name| name.to_ascii_lowercase().contains("reset"))))
        .with("refusals", Js::Plain(Json::Object(refusals(view, steps))));
    let comment = "// What the document says about the API. `BASE_URL` leads tests elsewhere.\n";
    file("lib/api.js", format!("{HEADER}{comment}module.exports = {};\n", api.write(0, 17)))
}

/// `30 requests a minute`, `500 an hour`, `2,000 a day`.
pub(super) fn windows(document: &SpecDocument) -> Vec<String> {
    let Some(limits) = &document.rate_limits else { return Vec::new() };
    let windows = [(&limits.minute, "a minute"), (&limits.hour, "an hour"), (&limits.day, "a day")];
    let known = windows.into_iter().filter_map(|(limit, word)| Some((limit.as_ref()?.value, word)));
    let unit = |at| if at == 0 { " requests" } else { "" };
    known.enumerate().map(|(at, (limit, word))| format!("{}{} {word}", grouped(limit), unit(at))).collect()
}

/// `2000` as `2,000`.
pub(super) fn grouped(number: u32) -> String {
    match (number / 1000, number % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{},{rest:03}", grouped(thousands)),
    }
}

fn limits_in_words(document: &SpecDocument) -> String {
    let name = name(document);
    match windows(document).split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            format!("{name} lets {} and {last} through, and one of these is used up.", rest.join(", "))
        }
        _ => format!("{name} lets no more requests through for now."),
    }
}

/// What a refusal means, by status, as the document says it of the marked operations.
fn refusals(view: &View<'_>, steps: &[Marked<'_>]) -> Map<String, Json> {
    let mut found = std::collections::BTreeMap::new();
    for marked in steps {
        let Some(operation) = view.operation(&marked.operation.display_name()) else { continue };
        let responses = operation.operation.get("responses").and_then(Json::as_object);
        for (status, response) in
            responses.into_iter().flatten().filter(|(status, _)| status.starts_with('4'))
        {
            if let Some(description) = view.resolve(response).get("description").and_then(Json::as_str) {
                found.entry(status.clone()).or_insert_with(|| json!(description));
            }
        }
    }
    // These three are told in sentences of their own.
    found.into_iter().filter(|(status, _)| !["401", "403", "429"].contains(&status.as_str())).collect()
}

fn package(document: &SpecDocument, view: &View<'_>) -> GeneratedFile {
    let words = name(document).to_lowercase();
    let slug: Vec<&str> =
        words.split(|other: char| !other.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let package = json!({
        "name": format!("{}-zapier", slug.join("-")),
        "version": document.info.version.as_ref().map_or("0.0.0", |version| version.value.as_str()),
        "description": view.at("/info/summary").cloned().unwrap_or_default(),
        "private": true,
        "main": "index.js",
        "scripts": { "test": "NODE_ENV=test node --test", "validate": "zapier-platform validate --without-style" },
        "dependencies": { "zapier-platform-core": PLATFORM },
    });
    let text = serde_json::to_string_pretty(&package).unwrap_or_default();
    file("package.json", format!("{text}\n"))
}

/// The account: what people are asked for when they connect it, how it is tested and shown.
fn account(view: &View<'_>, marked: &Marked<'_>) -> Option<GeneratedFile> {
    let found = view.operation(&marked.operation.display_name())?;
    let (key, tenant_scheme) = schemes(view);
    let help = format!("{} {}", text(marked.step.help.as_ref()), needed(found.operation));
    let mut fields = vec![Js::object([
        ("key", Js::text(field_name(key.unwrap_or("api_key")))),
        ("label", Js::text("API Key")),
        ("type", Js::text("password")),
        ("required", Js::Plain(json!(true))),
        ("helpText", Js::text(help.trim_end())),
    ])];
    if let Some((field, _, default)) = tenant_scheme.and_then(tenant) {
        let about = tenant_scheme.map_or("", |scheme| view.description(scheme));
        fields.push(Js::object([
            ("key", Js::text(&field)),
            ("label", Js::text(super::in_words(&field))),
            ("type", Js::text("string")),
            ("default", Js::text(default)),
            ("helpText", Js::text(about)),
        ]));
    }
    let operation = Js::object([
        ("method", Js::text(found.method.to_uppercase())),
        ("path", Js::text(found.path)),
        ("scopes", Js::texts(scopes(found.operation))),
        ("takes", Js::Object(Vec::new())),
    ]);
    let account = Js::object([
        ("type", Js::text("custom")),
        ("fields", Js::List(fields)),
        ("test", Js::Code(String::from("(z, bundle) => call(z, bundle, operation, {})"))),
        ("connectionLabel", Js::text(text(marked.step.label.as_ref()))),
    ]);
    let id = marked.operation.display_name();
    let start = format!("{HEADER}const {{ call }} = require('./lib/request');\n\n// {id}\n");
    let content = format!(
        "{start}const operation = {};\n\nmodule.exports = {};\n",
        operation.write(0, 18),
        account.write(0, 17)
    );
    Some(file("authentication.js", content))
}

/// What the key needs for the account to be shown.
fn needed(operation: &Json) -> String {
    let scopes = scopes(operation);
    if scopes.is_empty() {
        return String::new();
    }
    let scopes: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
    format!("To connect, it needs the scope {}; each step says which it needs besides.", scopes.join(" and "))
}

//! What holds for the service as a whole: servers, credentials, limits, scopes, groups.

use std::collections::{BTreeMap, BTreeSet};

use super::operations::tag_of;
use super::{Lowering, names};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, SchemePlace, SecurityKind};
use crate::model::{
    CredentialPlace, PagingStyle, PagingStyleName, RateLimits, Scope, ScopeName, Server, Tag, TagName,
    TenantHeader, WireName,
};
use crate::source::Sourced;

impl Lowering<'_> {
    pub(super) fn servers(&self) -> Vec<Server> {
        let server = |server: &document::Server| Server {
            url: server.url.value.clone(),
            description: text(server.description.as_ref()),
            evidence: server.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
        };
        self.document.servers.iter().map(server).collect()
    }

    /// How the credential travels: as the first scheme says that any operation asks for, in the order in
    /// which the schemes' names sort.
    pub(super) fn credential(&mut self) -> CredentialPlace {
        let mut schemes: Vec<_> =
            self.document.security_schemes.iter().filter(|scheme| scheme.tenant.is_none()).collect();
        schemes.sort_by_key(|scheme| scheme.name.value.clone());
        let mut place = CredentialPlace::None;
        for scheme in schemes {
            let own = match &scheme.kind {
                SecurityKind::Bearer | SecurityKind::OAuth2 => CredentialPlace::Bearer,
                SecurityKind::ApiKey { place: SchemePlace::Header, name } => {
                    CredentialPlace::Header(WireName::new(name.as_str()))
                }
                SecurityKind::ApiKey { place: SchemePlace::Query, name } => {
                    CredentialPlace::Query(WireName::new(name.as_str()))
                }
                SecurityKind::Basic => CredentialPlace::Header(WireName::new("Authorization")),
                SecurityKind::ApiKey { place: SchemePlace::Cookie, .. } | SecurityKind::Other(_) => {
                    let message = format!("the client can't log in by `{}`", scheme.name.value);
                    let finding = Diagnostic::new(Code::PassedOver, scheme.span, message)
                        .label("this scheme")
                        .help("add a bearer token or a key in a header or in the query, if there is one");
                    self.report(finding);
                    continue;
                }
            };
            if place == CredentialPlace::None {
                place = own;
            }
        }
        place
    }

    /// What stands before the dots of `bearerFormat: cc_…`, in the schemes' order by name.
    pub(super) fn key_prefix(&self) -> Option<String> {
        let schemes = self.document.tree(self.document.root)?.root.at("/components/securitySchemes")?;
        let mut formats: Vec<_> = schemes
            .entries()
            .iter()
            .filter_map(|entry| Some((&entry.key.value, entry.value.get("bearerFormat")?.as_text()?)))
            .collect();
        formats.sort_unstable();
        let prefix =
            |format: &str| format.strip_suffix('…').or_else(|| format.strip_suffix("...")).map(str::to_owned);
        formats.iter().find_map(|(_, format)| prefix(format)).filter(|prefix| !prefix.is_empty())
    }

    /// The root file, as headers of generated files name it.
    pub(super) fn source(&self) -> String {
        self.document.tree(self.document.root).map(|tree| self.shown_path(&tree.path)).unwrap_or_default()
    }

    pub(super) fn tenant(&self) -> Option<TenantHeader> {
        self.document.security_schemes.iter().find_map(|scheme| {
            let mark = scheme.tenant.as_ref()?;
            let SecurityKind::ApiKey { name, .. } = &scheme.kind else { return None };
            let default = mark.default.as_ref().map(|slug| slug.value.clone());
            Some(TenantHeader { name: WireName::new(name.as_str()), default })
        })
    }

    pub(super) fn rate_limits(&self) -> Option<RateLimits> {
        let limits = self.document.rate_limits.as_ref()?;
        let count = |window: &Option<Sourced<u32>>| window.as_ref().map(|count| count.value);
        Some(RateLimits {
            minute: count(&limits.minute),
            hour: count(&limits.hour),
            day: count(&limits.day),
            headers: limits.headers.iter().map(|name| WireName::new(name.value.as_str())).collect(),
            evidence: limits.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
        })
    }

    pub(super) fn scopes(&mut self) -> Vec<Scope> {
        let mut scopes: BTreeMap<ScopeName, Scope> = BTreeMap::new();
        let mut rust_names: BTreeMap<String, String> = BTreeMap::new();
        for entry in self.document.security_schemes.iter().flat_map(|scheme| &scheme.scopes) {
            let name = ScopeName::new(entry.name.value.as_str());
            let rust = heck::ToPascalCase::to_pascal_case(entry.name.value.as_str());
            let first = rust_names.entry(rust.clone()).or_insert_with(|| entry.name.value.clone());
            if *first != entry.name.value {
                let first = first.clone();
                self.report_members(&rust, &first, &entry.name.value, entry.name.span);
                continue;
            }
            scopes.entry(name.clone()).or_insert_with(|| Scope {
                name,
                description: text(entry.description.as_ref()),
                evidence: entry.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
            });
        }
        scopes.into_values().collect()
    }

    pub(super) fn paging_styles(&self) -> Vec<PagingStyle> {
        let wire =
            |name: &Option<Sourced<String>>| name.as_ref().map(|name| WireName::new(name.value.as_str()));
        let mut styles: Vec<PagingStyle> = self
            .document
            .paging_styles
            .iter()
            .filter_map(|style| {
                Some(PagingStyle {
                    name: PagingStyleName::new(style.name.value.as_str()),
                    limit: wire(&style.limit)?,
                    offset: wire(&style.offset)?,
                    items: wire(&style.items)?,
                    total: wire(&style.total),
                    default_size: style.default_size.as_ref().map(|size| size.value),
                    evidence: style.evidence.as_ref().map_or(self.unmarked, |mark| mark.value),
                })
            })
            .collect();
        styles.sort_by(|one, other| one.name.cmp(&other.name));
        styles
    }

    /// The groups that have operations: the declared ones in the document's order, then the others by name.
    pub(super) fn tags(&self) -> Vec<Tag> {
        let mut sources: BTreeMap<TagName, BTreeSet<String>> = BTreeMap::new();
        for operation in &self.document.operations {
            let path = self.document.tree(operation.address.file).map(|tree| self.shown_path(&tree.path));
            sources.entry(tag_of(operation)).or_default().insert(path.unwrap_or_default());
        }
        let mut tags: Vec<Tag> = Vec::new();
        let declared = self
            .document
            .tags
            .iter()
            .filter_map(|tag| Some((names::tag_name(&tag.name.value)?, text(tag.description.as_ref()))));
        let others = sources.keys().map(|name| (name.clone(), String::new()));
        for (name, description) in declared.chain(others.collect::<Vec<_>>()) {
            if tags.iter().any(|tag| tag.name == name) {
                continue;
            }
            let Some(paths) = sources.get(&name) else { continue };
            let source = paths.iter().map(String::as_str).collect::<Vec<_>>().join(" and ");
            tags.push(Tag { name, description, source });
        }
        tags
    }

    /// A path as the header of a file shows it: never one of this machine's folders.
    fn shown_path(&self, path: &str) -> String {
        if !path.starts_with('/') {
            return path.to_owned();
        }
        let root = self.document.tree(self.document.root).map(|tree| tree.path.as_str()).unwrap_or_default();
        let folder = root.rfind('/').and_then(|end| root.get(..=end)).unwrap_or("/");
        path.strip_prefix(folder).unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path)).to_owned()
    }
}

fn text(text: Option<&Sourced<String>>) -> String {
    text.map(|text| text.value.trim().to_owned()).unwrap_or_default()
}

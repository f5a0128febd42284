//! The server: what a host asks for, and what it is told.

use std::time::Duration;

use cc_api::Client;
use cc_surface::Home;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    GetPromptRequestParams, GetPromptResponse, Implementation, ListPromptsResult,
    ListResourceTemplatesResult, ListResourcesResult, ListToolsResult, PaginatedRequestParams,
    ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities, ServerConfig, SubscriptionFilter,
    Tool,
};
use rmcp::service::{NotificationContext, RequestContext, SubscriptionContext};
use rmcp::{RoleServer, ServerHandler};

use crate::answer;
use crate::call::Stop;
use crate::confirmation::Confirmations;
use crate::host::Host;
use crate::instructions::instructions;
use crate::lookups::Lookups;
use crate::policy::Policy;
use crate::tools::{self, Offer, Selection};
use crate::{prompts, resources};

/// A server for one account.
pub(crate) struct Server {
    pub(crate) client: Client,
    pub(crate) policy: Policy,
    pub(crate) selection: Selection,
    pub(crate) offers: Vec<Offer>,
    pub(crate) confirmations: Confirmations,
    pub(crate) lookups: Lookups,
    pub(crate) started: tokio::time::Instant,
    /// How long a call waits for the quota, or for the work that it has begun.
    pub(crate) max_wait: Duration,
    /// Where the journal of costly calls is kept; nowhere for a client that somebody else made.
    pub(crate) home: Option<Home>,
    /// Whether its user is far away: connected through a page, with no command line to be sent to.
    pub(crate) hosted: bool,
}

/// How long a host may keep the list of tools: it changes when the server is started anew, and when a key turns out to lack
/// a permission, which hosts are told, and which the tool says by itself.
const LIST_LIVES: u64 = 3_600_000;

impl Server {
    pub(crate) fn new(
        client: Client,
        policy: Policy,
        selection: Selection,
        max_wait: Duration,
        home: Option<Home>,
    ) -> Self {
        let offers = tools::offered(&policy, &selection);
        Self {
            client,
            policy,
            selection,
            offers,
            confirmations: Confirmations::default(),
            lookups: Lookups::default(),
            started: tokio::time::Instant::now(),
            max_wait,
            home,
            hosted: false,
        }
    }

    /// The tools that are offered now: what was learnt of the key since the start hides some.
    fn offered(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.kind.allowed(&self.policy).is_ok())
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_tool_list_changed()
            .enable_resources()
            .enable_prompts()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(
                Implementation::new("coffee", env!("CARGO_PKG_VERSION")).with_title("Coffee & Contracts"),
            )
            .with_instructions(instructions(&self.offers))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = self.offered().map(|offer| offer.tool.clone()).collect();
        Ok(ListToolsResult::with_all_items(tools)
            .with_ttl_ms(LIST_LIVES)
            .with_cache_scope(CacheScope::Private))
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.offers.iter().find(|offer| offer.tool.name == name).map(|offer| offer.tool.clone())
    }

    async fn list_resources(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(resources::list())
            .with_ttl_ms(LIST_LIVES)
            .with_cache_scope(CacheScope::Private))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(resources::templates())
            .with_ttl_ms(LIST_LIVES)
            .with_cache_scope(CacheScope::Private))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let read = resources::read(&request.uri, &self.policy)?;
        Ok(read.with_ttl_ms(LIST_LIVES).with_cache_scope(CacheScope::Private).into())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::list(&self.offers))
            .with_ttl_ms(LIST_LIVES)
            .with_cache_scope(CacheScope::Private))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        Ok(prompts::get(&request.name, request.arguments.as_ref(), &self.offers)?.into())
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let host = Host::of(&request, &context);
        let name = request.name.as_ref();
        let Some(offer) = self.offered().find(|offer| offer.tool.name == name) else {
            return match tools::hidden(name, &self.policy, &self.selection) {
                Some(why) => Ok(refusal(format!("{name} is not offered: {why}")).into()),
                None => Err(ErrorData::invalid_params(format!("there is no tool `{name}`"), None)),
            };
        };
        let arguments = request.arguments.unwrap_or_default();
        let called = tokio::select! {
            // The host has lost interest: dropping the call stops it where it stands.
            () = context.ct.cancelled() => return Ok(refusal("cancelled".to_owned()).into()),
            called = host.watch(self.run(offer.kind, name, arguments, &host)) => called,
        };
        Ok(match called {
            Ok(answer) => CallToolResult::structured(answer::object(answer)).into(),
            Err(Stop::Said(text)) => refusal(text).into(),
            Err(Stop::Ask(question)) => (*question).into(),
        })
    }

    async fn on_initialized(&self, context: NotificationContext<RoleServer>) {
        self.policy.scopes.greeted_by(context.peer);
    }

    fn accepted_subscription_filter(&self, _: &SubscriptionFilter) -> Option<SubscriptionFilter> {
        let mut accepted = SubscriptionFilter::default();
        accepted.tools_list_changed = Some(true);
        Some(accepted)
    }

    async fn listen(&self, context: SubscriptionContext) -> Result<(), ErrorData> {
        let mut changes = self.policy.scopes.changes();
        loop {
            tokio::select! {
                () = context.cancelled() => return Ok(()),
                news = changes.changed() => {
                    if news.is_err() || context.sink().notify_tool_list_changed().await.is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }
}

/// A failure that the model and its user should read.
fn refusal(text: String) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(text)])
}

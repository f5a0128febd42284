//! Waiting for what the assistant writes.
//!
//! The words of the states and the fields of the results are inferred: nobody documented them. A state that this crate
//! does not know counts as not done, and a task that is done without its result is an error that names the task.

use crate::WaitFor;
use crate::ai_assistant::{
    AiAssistant, AiGenerationTask, AiGenerationTaskId, AiGenerationTaskKind, HookMenuState, MarketProfile,
    catalogue,
};

impl<K> AiAssistant<'_, K> {
    /// Waits until a text is written that [`create_ai_generation_task`](Self::create_ai_generation_task) has just
    /// started.
    ///
    /// It looks after 2 s, then ever more seldom, for 10 minutes at most. Waiting costs requests, never credits: the
    /// start is not repeated, whatever happens.
    ///
    /// # Errors
    ///
    /// `Wait` if it is not done in time: the work goes on, and
    /// [`attach_ai_generation_task`](Self::attach_ai_generation_task) goes on waiting. `Server` with the reason if the
    /// work failed. See [`WaitFor`] for the rest.
    ///
    /// ```no_run
    /// # async fn example(client: &cc_api::Client) -> Result<(), cc_api::Error> {
    /// let assistant = client.ai_assistant();
    /// let task = assistant.create_ai_generation_task("hook_7").await?;
    /// let done = assistant.wait_for_ai_generation_task(&task).await?;
    /// let script = assistant.get_reel_script(done.result_slug.unwrap_or_default()).await?;
    /// println!("{}", script.title.unwrap_or_default());
    /// # Ok(()) }
    /// ```
    pub fn wait_for_ai_generation_task(&self, task: &AiGenerationTask) -> WaitFor<AiGenerationTask> {
        let look = self.get_ai_generation_task(task.id.clone());
        WaitFor::new(&catalogue::CREATE_AI_GENERATION_TASK, look).with_result("result", has_result)
    }

    /// Waits until a text is written that was started some time ago, by its task's identifier. The first look comes at
    /// once.
    ///
    /// ```no_run
    /// # async fn example(client: &cc_api::Client) -> Result<(), cc_api::Error> {
    /// # let task = client.ai_assistant().create_ai_generation_task("hook_7").await?;
    /// use std::time::Duration;
    ///
    /// let assistant = client.ai_assistant();
    /// let short = Duration::from_secs(30);
    /// let error = match assistant.wait_for_ai_generation_task(&task).with_deadline(short).await {
    ///     Ok(done) => return Ok(()),
    ///     Err(error) => error,
    /// };
    /// // Keep the identifier. Tomorrow, in another process:
    /// if let Some(id) = error.task().and_then(|task| task.id.as_deref()) {
    ///     let done = assistant.attach_ai_generation_task(id).await?;
    /// }
    /// # Ok(()) }
    /// ```
    pub fn attach_ai_generation_task(&self, id: impl Into<AiGenerationTaskId>) -> WaitFor<AiGenerationTask> {
        let look = self.get_ai_generation_task(id);
        WaitFor::attach(&catalogue::CREATE_AI_GENERATION_TASK, look).with_result("result", has_result)
    }

    /// Waits until the hook menu is written that [`generate_hook_menu`](Self::generate_hook_menu) has just started.
    ///
    /// An account has one menu, so whoever calls this later goes on waiting for the same.
    ///
    /// ```no_run
    /// # async fn example(client: &cc_api::Client) -> Result<(), cc_api::Error> {
    /// let assistant = client.ai_assistant();
    /// assistant.generate_hook_menu().await?;
    /// assistant.wait_for_hook_menu().await?;
    /// let menu = assistant.get_hook_menu().await?;
    /// # Ok(()) }
    /// ```
    pub fn wait_for_hook_menu(&self) -> WaitFor<HookMenuState> {
        WaitFor::new(&catalogue::GENERATE_HOOK_MENU, self.get_hook_menu_status())
    }

    /// Waits until the market profile is written that [`generate_market_profile`](Self::generate_market_profile) has
    /// just started.
    ///
    /// An account has one profile, so whoever calls this later goes on waiting for the same.
    ///
    /// ```no_run
    /// # async fn example(client: &cc_api::Client) -> Result<(), cc_api::Error> {
    /// let assistant = client.ai_assistant();
    /// assistant.generate_market_profile().await?;
    /// let profile = assistant.wait_for_market_profile().await?;
    /// println!("{}", profile.summary.unwrap_or_default());
    /// # Ok(()) }
    /// ```
    pub fn wait_for_market_profile(&self) -> WaitFor<MarketProfile> {
        let written = |profile: &MarketProfile| profile.summary.is_some();
        WaitFor::new(&catalogue::GENERATE_MARKET_PROFILE, self.get_market_profile())
            .with_result("summary", written)
    }
}

/// Whether a finished task leads to its text. A hook menu has an operation of its own for that.
fn has_result(task: &AiGenerationTask) -> bool {
    task.result_slug.is_some() || task.r#type == Some(AiGenerationTaskKind::HookMenu)
}

//! Waiting for what the assistant writes, with a clock that waiting moves on.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cc_api::ai_assistant::{AiGenerationTask, ReelHookId};
use cc_api::{BoxFuture, Client, Credential, ErrorKind, Outcome, Timer};
use cc_e2e::{PRIYA, TENANT, World};
use jiff::{SignedDuration, Timestamp};

/// The sandbox's clock: whoever waits moves it on.
#[derive(Debug, Clone)]
struct SandboxTimer {
    world: Arc<World>,
    waited: Arc<Mutex<Duration>>,
}

impl Timer for SandboxTimer {
    fn now(&self) -> Timestamp {
        self.world.sandbox.control().now()
    }

    fn elapsed(&self) -> Duration {
        *self.waited.lock().unwrap()
    }

    /// Time limits go by the real clock.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn wait(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let timer = self.clone();
        Box::pin(async move {
            timer.world.sandbox.control().advance(SignedDuration::try_from(duration).unwrap());
            *timer.waited.lock().unwrap() += duration;
        })
    }
}

/// A client of the sandbox, and the clock that it waits by.
async fn world() -> (SandboxTimer, Client) {
    let timer = SandboxTimer { world: Arc::new(World::new().await), waited: Arc::default() };
    let client = client(&timer, Credential::api_key(&timer.world.sandbox.access().keys.full).unwrap());
    (timer, client)
}

fn client(timer: &SandboxTimer, credential: Credential) -> Client {
    let builder = Client::builder().credential(credential).timer(timer.clone()).random(|| 0.5);
    builder.base_url(&timer.world.sandbox.access().base_url).build().unwrap()
}

/// A line of the current menu, by its place from the front or, if below zero, from the end.
async fn hook(client: &Client, place: isize) -> ReelHookId {
    let hooks = client.ai_assistant().get_hook_menu().await.unwrap().hooks.unwrap();
    let length = isize::try_from(hooks.len()).unwrap();
    hooks[usize::try_from(place.rem_euclid(length)).unwrap()].id.clone().unwrap()
}

async fn started(client: &Client, place: isize) -> AiGenerationTask {
    let hook = hook(client, place).await;
    client.ai_assistant().create_ai_generation_task(hook).await.unwrap()
}

#[tokio::test]
async fn a_script_is_waited_for_and_read() {
    let (timer, client) = world().await;
    let assistant = client.ai_assistant();
    let task = started(&client, 0).await;
    let done = assistant.wait_for_ai_generation_task(&task).await.unwrap();
    assert_eq!((&done.id, done.status.as_str()), (&task.id, "completed"));
    // The script takes 20 s; looks are after 2, 5, 9.5, 16.25 and 26.375 s.
    assert_eq!(timer.elapsed(), Duration::from_millis(26_375));
    let script = assistant.get_reel_script(done.result_slug.unwrap()).await.unwrap();
    assert_eq!(script.task_id, Some(task.id));
    let effects = timer.world.sandbox.control().effects().unwrap();
    assert_eq!(effects.len(), 1, "waiting starts nothing");
}

#[tokio::test]
async fn whoever_gave_up_waiting_attaches_later() {
    let (timer, client) = world().await;
    let task = started(&client, 1).await;
    let assistant = client.ai_assistant();
    let short = assistant.wait_for_ai_generation_task(&task).with_deadline(Duration::from_secs(10));
    let error = short.await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Wait, Outcome::Applied));
    let known = error.task().unwrap();
    assert_eq!((known.id.as_deref(), known.state.as_deref()), (Some(task.id.as_str()), Some("running")));
    assert_eq!(timer.elapsed(), Duration::from_secs(10));
    let done = assistant.attach_ai_generation_task(known.id.as_deref().unwrap()).await.unwrap();
    assert!(done.result_slug.is_some());
}

#[tokio::test]
async fn a_script_that_fails_says_why() {
    let (_, client) = world().await;
    // The sandbox fails with the last line of a menu.
    let task = started(&client, -1).await;
    let error = client.ai_assistant().wait_for_ai_generation_task(&task).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.outcome(), error.is_retryable()),
        (ErrorKind::Server, Outcome::Applied, false)
    );
    let told = client.ai_assistant().get_ai_generation_task(task.id).await.unwrap().failure_reason.unwrap();
    assert!(error.message().ends_with(&told), "{error}");
}

#[tokio::test]
async fn a_task_of_somebody_else_is_not_found() {
    let (timer, client_of_maya) = world().await;
    let task = started(&client_of_maya, 0).await;
    let token = timer.world.sandbox.control().log_in(TENANT, PRIYA).unwrap();
    let other = client(&timer, Credential::session_token(token).unwrap());
    let error = other.ai_assistant().attach_ai_generation_task(task.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_menu_and_a_profile_are_waited_for() {
    let (timer, client) = world().await;
    let assistant = client.ai_assistant();
    assistant.generate_hook_menu().await.unwrap();
    let menu = assistant.wait_for_hook_menu().await.unwrap();
    assert!(menu.hook_count.is_some_and(|count| count > 0));
    assert_eq!(timer.elapsed(), Duration::from_millis(16_250));
    assistant.generate_market_profile().await.unwrap();
    let profile = assistant.wait_for_market_profile().await.unwrap();
    assert!(profile.summary.is_some());
}

//! What a host is told while a call takes its time: its steps, and what it waits for.
//!
//! Where something happens, the call tells it to whoever watches it ([`step`], [`waits`], and [`heard`] for what the client
//! tells of itself); nobody may watch. Around the call, [`Host::watch`] hands that on to the host, if it asked for it.

use std::time::Duration;

use cc_api::Note;
use rmcp::RoleServer;
use rmcp::model::{ProgressNotificationParam, ProgressToken};
use rmcp::service::Peer;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, sleep_until};

use crate::host::Host;

tokio::task_local! {
    /// Who watches the call of this task.
    static WATCHER: UnboundedSender<News>;
}

/// What there is to tell.
enum News {
    /// A step has begun: how many are over, how many there are, and what it is for.
    Step(usize, usize, String),
    /// Nothing happens for so long, for this reason.
    Wait(Duration, String),
}

/// A wait that is worth a word.
const LONG: Duration = Duration::from_secs(1);
/// How often a host is told that a wait goes on.
const EVERY: Duration = Duration::from_secs(5);

/// Tells that a step has begun.
pub(crate) fn step(over: usize, total: usize, purpose: &str) {
    tell(News::Step(over, total, purpose.to_owned()));
}

/// Tells that nothing happens for some time.
pub(crate) fn waits(time: Duration, why: &str) {
    if time >= LONG {
        tell(News::Wait(time, why.to_owned()));
    }
}

/// Hears what the client tells of itself, on the task whose call it is about.
pub(crate) fn heard(note: &Note) {
    if let Note::Wait { why, time, .. } = note {
        waits(*time, &why.to_string());
    }
}

fn tell(news: News) {
    // Without a watcher there is nobody to tell; one that is gone has its answer.
    let _ = WATCHER.try_with(|watcher| watcher.send(news));
}

impl Host {
    /// Carries out a call, and tells the host how far it is, if it asked for that.
    pub(crate) async fn watch<T>(&self, call: impl Future<Output = T>) -> T {
        let Some(token) = &self.progress else { return call.await };
        let (watcher, news) = unbounded_channel();
        let mut call = std::pin::pin!(WATCHER.scope(watcher, call));
        let mut teller = Teller::new(&self.peer, token, news);
        loop {
            let news = tokio::select! {
                biased;
                news = teller.next() => news,
                done = &mut call => return done,
            };
            // Out of the choice: what is told is on its way before the call goes on, and never after its answer.
            teller.tell(news).await;
        }
    }
}

/// Tells a host what it asked to hear. What is told only grows, as the protocol wants it.
struct Teller<'a> {
    peer: &'a Peer<RoleServer>,
    token: &'a ProgressToken,
    news: UnboundedReceiver<News>,
    told: f64,
    total: Option<f64>,
    /// What is waited for, and until when.
    wait: Option<(Instant, String)>,
    next: Instant,
}

impl<'a> Teller<'a> {
    fn new(peer: &'a Peer<RoleServer>, token: &'a ProgressToken, news: UnboundedReceiver<News>) -> Self {
        Self { peer, token, news, told: 0.0, total: None, wait: None, next: Instant::now() }
    }

    /// Waits for the next thing to tell; none says that a wait goes on. Nothing is lost if it is given up.
    async fn next(&mut self) -> Option<News> {
        let news = async {
            match self.news.recv().await {
                Some(news) => Some(news),
                // The call holds the other end for as long as this is asked.
                None => std::future::pending().await,
            }
        };
        if self.wait.is_none() {
            return news.await;
        }
        tokio::select! {
            biased;
            news = news => news,
            () = sleep_until(self.next) => None,
        }
    }

    async fn tell(&mut self, news: Option<News>) {
        match news {
            Some(News::Step(over, total, purpose)) => {
                self.wait = None;
                self.total = Some(of(total));
                self.say(of(over), format!("{} of {total}: {purpose}", over + 1)).await;
            }
            Some(News::Wait(time, why)) => {
                self.wait = Some((Instant::now() + time, why));
                self.say_wait().await;
            }
            None => self.say_wait().await,
        }
    }

    async fn say_wait(&mut self) {
        let Some((until, why)) = self.wait.take() else { return };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return;
        }
        let text = format!("waiting {} s: {why}", left.as_secs_f64().ceil());
        self.next = (Instant::now() + EVERY).min(until);
        self.wait = Some((until, why));
        self.say(0.0, text).await;
    }

    /// Tells how far it is: as far as that, or a little further than was told last.
    async fn say(&mut self, reached: f64, text: String) {
        self.told = reached.max(self.told + 0.01);
        let mut told = ProgressNotificationParam::new(self.token.clone(), self.told).with_message(text);
        told.total = self.total;
        // A host that is gone is told nothing; its call ends of itself.
        let _ = self.peer.notify_progress(told).await;
    }
}

/// A small number of steps.
fn of(steps: usize) -> f64 {
    u32::try_from(steps).unwrap_or(u32::MAX).into()
}

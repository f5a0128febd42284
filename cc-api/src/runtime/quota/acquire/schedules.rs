//! The queue under every order in which three tasks can run: nobody is forgotten, whoever comes, leaves or is dropped.
//!
//! Time stands still here, and sleeps never end. So a call that is not woken by what others do is one that would sleep
//! although it could go, and the explorer reports it as a deadlock.

use std::sync::Arc;
use std::time::Duration;

use shuttle::future::{block_on, spawn, yield_now};

use super::super::gate::{Gate, KeyGate, Store};
use super::super::key_state::Layout;
use super::super::memory::MemoryQuota;
use super::super::store::{KeyId, Lane, QuotaStore as _};
use super::super::windows::Window;
use super::{Acquire, Permit};
use crate::runtime::fake::FakeTimer;
use crate::runtime::note::Notes;

const SECOND: Duration = Duration::from_secs(1);
const LANES: [Lane; 3] = [Lane::Background, Lane::Normal, Lane::Interactive];

/// One slot, and no time in which it could come back by itself.
fn one_slot() -> (Arc<Gate>, Arc<KeyGate>) {
    let store = MemoryQuota::new();
    let windows = [Window::new(1, SECOND)];
    store.set_up(&windows).unwrap();
    let (store, layout) = (Store::Local(Arc::new(store)), Layout::of(&windows));
    let timer = Arc::new(FakeTimer::new().stopped());
    let gate = Arc::new(Gate::new(store, layout, timer, Notes::default(), SECOND));
    let key = gate.key(KeyId::default());
    (gate, key)
}

fn call(gate: &Arc<Gate>, key: &Arc<KeyGate>, operation: &'static str, lane: Lane) -> Acquire {
    Acquire::new(gate, key, operation, lane, Duration::from_secs(3600))
}

async fn granted(call: Acquire) -> Permit {
    match call.await {
        Ok(permit) => permit,
        Err(refused) => panic!("{refused:?}"),
    }
}

#[test]
fn a_slot_that_is_given_back_goes_to_whoever_waits() {
    let model = || {
        let (gate, key) = one_slot();
        let tasks = LANES.map(|lane| {
            let call = call(&gate, &key, "get", lane);
            spawn(async move {
                let permit = granted(call).await;
                yield_now().await;
                permit.refund();
            })
        });
        block_on(async {
            for task in tasks {
                task.await.unwrap();
            }
        });
        assert_eq!(key.waiting(), 0);
    };
    shuttle::check_random(model, 20_000);
    shuttle::check_pct(model, 20_000, 3);
}

#[test]
fn one_who_leaves_at_any_moment_hands_on_the_turn() {
    let model = || {
        let (gate, key) = one_slot();
        let first = granted(call(&gate, &key, "get", Lane::Normal));
        let permit = block_on(first);
        let leaves = spawn({
            let call = call(&gate, &key, "get", Lane::Normal);
            async move {
                // Polled once and dropped: as head, behind the head, or with a slot in hand.
                let mut call = std::pin::pin!(call);
                let poll = std::future::poll_fn(|context| {
                    std::task::Poll::Ready(call.as_mut().poll(context).is_ready())
                });
                poll.await
            }
        });
        let stays = spawn({
            let call = call(&gate, &key, "list", Lane::Normal);
            async move { granted(call).await.refund() }
        });
        let gives_back = spawn(async move { permit.refund() });
        block_on(async {
            leaves.await.unwrap();
            gives_back.await.unwrap();
            stays.await.unwrap();
        });
        assert_eq!(key.waiting(), 0);
    };
    shuttle::check_random(model, 20_000);
    shuttle::check_pct(model, 20_000, 3);
}

//! Calls of one key that wait for its quota: who goes first.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use cc_api::fake::{FakeTimer, FakeTransport};
use cc_api::{Quota, quota::Window};

use crate::api::Api as _;
use crate::support::builder;

const MINUTE: Duration = Duration::from_secs(60);

#[test]
fn a_burst_of_one_operation_holds_back_no_call_of_another() {
    let fake = FakeTransport::new();
    fake.answer("get_post", 200, r#"{"slug":"a"}"#).answer("delete_post", 204, "");
    let (timer, quota) = (FakeTimer::new().stopped(), Quota::of(&[Window::new(1, MINUTE)]));
    let patient = builder(&fake).timer(timer.clone()).max_wait(MINUTE * 60).deadline(MINUTE * 60);
    let client = patient.quota(quota).build().unwrap();
    let mut calls: Vec<Pin<Box<dyn Future<Output = bool>>>> = Vec::new();
    for _ in 0..20 {
        let client = client.clone();
        calls.push(Box::pin(async move { client.library().get_post("a").await.is_ok() }));
    }
    calls.push(Box::pin(async move { client.library().delete_post("a").await.is_ok() }));
    for _ in 0..100 {
        calls.retain_mut(|call| match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Pending => true,
            Poll::Ready(is_well) => !is_well,
        });
        timer.advance(MINUTE / 4);
    }
    let operations: Vec<_> = fake.requests().iter().map(|request| request.operation).collect();
    let place = operations.iter().position(|operation| *operation == "delete_post");
    // One went out at once, and one was at the head already.
    assert_eq!((place, operations.len(), calls.len()), (Some(2), 21, 0));
}

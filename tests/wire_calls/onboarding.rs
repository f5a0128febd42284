//! The calls of the tag `onboarding`, with everything that a caller can pass.

use super::{Entry, page, reply};

pub(super) const CALLS: [Entry; 10] = [
    ("list_areas_of_work", |client| page(client.onboarding().list_areas_of_work().limit(50).offset(100))),
    ("create_area_of_work", |client| {
        reply(
            client.onboarding().create_area_of_work("Historic homes").description("Houses under protection."),
        )
    }),
    ("list_client_types", |client| page(client.onboarding().list_client_types().limit(50).offset(100))),
    ("create_client_type", |client| {
        reply(
            client
                .onboarding()
                .create_client_type("Military families")
                .description("Families who move with the service."),
        )
    }),
    ("list_mindsets", |client| page(client.onboarding().list_mindsets().limit(50).offset(100))),
    ("create_mindset", |client| {
        reply(
            client
                .onboarding()
                .create_mindset("Batch worker")
                .description("One long day, then two weeks off."),
        )
    }),
    ("list_user_goals", |client| page(client.onboarding().list_user_goals().limit(50).offset(100))),
    ("create_user_goal", |client| reply(client.onboarding().create_user_goal("Start a newsletter"))),
    ("list_referral_sources", |client| {
        page(client.onboarding().list_referral_sources().limit(50).offset(100))
    }),
    ("create_referral_source", |client| {
        reply(client.onboarding().create_referral_source("Austin agents meetup"))
    }),
];

//! What newcomers choose from.
//!
//! The five lists behave alike, and each has types of its own: a macro writes the same tests for each of them.

use cc_e2e::{BEN, World};

macro_rules! tests_of {
    ($list:ident, $create:ident) => {
        mod $list {
            use super::{BEN, World};

            #[tokio::test]
            async fn the_choices_come_in_their_order_and_page_by_page() {
                let world = World::new().await;
                let client = world.client();
                let all = client.onboarding().$list().await.unwrap();
                let orders: Vec<_> = all.items.iter().filter_map(|choice| choice.order).collect();
                assert!(orders.len() >= 5 && orders.is_sorted(), "{orders:?}");
                assert_eq!(all.count, Some(orders.len() as u64));
                assert!(all.items.iter().all(|choice| choice.is_custom == Some(false)));
                let second = client.onboarding().$list().limit(2).offset(2).await.unwrap();
                assert_eq!(second.count, all.count);
                let both = second.items.iter().zip(&all.items[2..4]);
                assert!(both.into_iter().all(|(one, other)| one.id == other.id), "{second:?}");
            }

            #[tokio::test]
            async fn what_one_adds_only_one_sees() {
                let world = World::new().await;
                let client = world.client();
                let before = client.onboarding().$list().await.unwrap();
                let made =
                    client.onboarding().$create(" Batch worker ").description("One long day.").await.unwrap();
                assert_eq!((made.name.as_deref(), made.is_custom), (Some("Batch worker"), Some(true)));
                assert_eq!(made.description.as_deref(), Some("One long day."));
                let after = client.onboarding().$list().await.unwrap();
                assert_eq!(after.count.unwrap(), before.count.unwrap() + 1);
                assert_eq!(after.items.last().unwrap().id, made.id);
                for other in [world.session_of(BEN), world.stranger()] {
                    let theirs = other.onboarding().$list().await.unwrap();
                    assert!(theirs.items.iter().all(|choice| choice.id != made.id), "{theirs:?}");
                }
            }

            #[tokio::test]
            async fn a_name_that_the_list_has_is_refused() {
                let world = World::new().await;
                let client = world.client();
                let first = client.onboarding().$list().await.unwrap().items.remove(0).name.unwrap();
                client.onboarding().$create("Something else").await.unwrap();
                for name in
                    [first.clone(), first.to_uppercase(), format!(" {first} "), "something ELSE".into()]
                {
                    let refused = client.onboarding().$create(name.clone()).await.unwrap_err();
                    assert_eq!(refused.status(), Some(409), "{name}");
                }
                for name in ["", "   "] {
                    let refused = client.onboarding().$create(name).await.unwrap_err();
                    assert_eq!((refused.status(), refused.fields()[0].field.as_str()), (Some(422), "name"));
                }
                world.session_of(BEN).onboarding().$create("Something else").await.unwrap();
            }
        }
    };
}

tests_of!(list_areas_of_work, create_area_of_work);
tests_of!(list_client_types, create_client_type);
tests_of!(list_mindsets, create_mindset);
tests_of!(list_user_goals, create_user_goal);
tests_of!(list_referral_sources, create_referral_source);

//! F266: what of a key lies in the database. F268: many writers at once.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cc_e2e::{World, see};
use serde_json::{Value, json};

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn make_key(world: &World) -> reqwest::RequestBuilder {
    let request = world.ask("POST", "/api/user/api-keys").bearer_auth(&world.sandbox.access().session_token);
    request.json(&json!({"name": "A", "scope": "user"}))
}

#[tokio::test]
async fn f266_of_a_key_only_a_digest_and_its_first_letters_are_kept() {
    let folder = folder("f266");
    let world = World::with(|options| options.database = Some(folder.join("sandbox.db"))).await;
    let mut keys = Vec::new();
    for _ in 0..100 {
        keys.push(see(make_key(&world)).await.json());
    }
    let access = world.sandbox.access().clone();
    let raw = keys.iter().map(|key| key["rawKey"].as_str().unwrap().to_owned());
    let ready = [access.session_token, access.keys.full, access.keys.read_only, access.keys.organization];
    let secrets: Vec<String> = raw.chain(ready).collect();
    let stored: Vec<u8> = std::fs::read_dir(&folder)
        .unwrap()
        .flat_map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    // Keys are ASCII, so nothing that could be one is lost.
    let stored = String::from_utf8_lossy(&stored);
    for key in &keys {
        let prefix = key["keyPrefix"].as_str().unwrap();
        assert!(stored.contains(prefix), "{prefix} is what a key is recognized by");
    }
    for secret in &secrets {
        // A third of it would be far too much, wherever it came from.
        let letters = secret.split_once('_').unwrap().1;
        for part in [&letters[..14], &letters[14..28], &letters[28..]] {
            assert!(!stored.contains(part), "a part of a secret lies in the database");
        }
    }
    assert_eq!(secrets.iter().collect::<BTreeSet<_>>().len(), 104);
}

#[tokio::test]
async fn f266_a_revoked_key_fails_at_the_next_request() {
    let world = World::new().await;
    let made = see(make_key(&world)).await.json();
    let ask = || world.ask("GET", "/api/user/content/posts-v2").bearer_auth(made["rawKey"].as_str().unwrap());
    assert_eq!(see(ask()).await.status, 200);
    let path = format!("/api/user/api-keys/{}", made["id"].as_str().unwrap());
    let revoke = world.ask("DELETE", &path).bearer_auth(&world.sandbox.access().session_token);
    assert_eq!(see(revoke).await.status, 204);
    let refused = see(ask()).await;
    let unknown = see(world.ask("GET", "/api/user/content/posts-v2").bearer_auth("cc_unknown")).await;
    assert_eq!((refused.status, &refused.body), (401, &unknown.body));
}

#[tokio::test(flavor = "multi_thread")]
async fn f268_two_hundred_writers_at_once_all_get_their_turn() {
    let folder = folder("f268");
    for database in [None, Some(folder.join("sandbox.db"))] {
        let world = World::with(|options| options.database = database).await;
        let writers: Vec<_> = (0..200).map(|_| tokio::spawn(see(make_key(&world)))).collect();
        let readers: Vec<_> = (0..100)
            .map(|_| tokio::spawn(see(world.ask_with_key("GET", "/api/user/content/posts-v2?limit=1"))))
            .collect();
        let mut ids = BTreeSet::new();
        for writer in writers {
            let seen = writer.await.unwrap();
            assert_eq!(seen.status, 201, "{}", seen.text());
            ids.insert(seen.json()["id"].to_string());
        }
        for reader in readers {
            assert_eq!(reader.await.unwrap().status, 200);
        }
        let list = world.ask("GET", "/api/user/api-keys").bearer_auth(&world.sandbox.access().session_token);
        let listed: Value = see(list).await.json();
        // The three ready keys are there, too.
        assert_eq!((ids.len(), &listed["count"]), (200, &json!(203)));
        let effects = world.sandbox.control().effects().unwrap();
        let requests: BTreeSet<_> = effects.iter().map(|effect| &effect.request_id).collect();
        assert_eq!((effects.len(), requests.len()), (200, 200));
    }
}

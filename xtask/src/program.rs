//! Finding a program that cargo has built, wherever the user's settings want it.

use serde_json::Value;

/// Where the program of this name is, out of what `cargo build --message-format json` prints.
pub(crate) fn executable(messages: &str, name: &str) -> Option<String> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter(|message| message["target"]["name"] == name);
    programs.find_map(|message| message["executable"].as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_program_is_where_cargo_says() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"cc-sandbox"},"executable":"/somewhere/cc-sandbox"}
            {"reason":"compiler-artifact","target":{"name":"cc-demo"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"cc-demo"},"executable":"/elsewhere/debug/cc-demo"}
            {"reason":"build-finished","success":true}"#;
        assert_eq!(super::executable(messages, "cc-demo").as_deref(), Some("/elsewhere/debug/cc-demo"));
        assert_eq!(super::executable("no JSON", "cc-demo"), None);
    }
}

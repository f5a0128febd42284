//! The options of the program.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;

use crate::settings::{Quota, Settings};

/// The Coffee & Contracts API for GPT Actions, which can send a key and no other header
///
/// Serves the operations that the GPT's document has and no others: it adds the tenant, passes each caller's key through,
/// and keeps answers under 100,000 characters and 40 seconds. It stores nothing. Put a server in front of it that speaks
/// https.
#[derive(Parser)]
#[command(name = "cc-gateway", version, after_help = EXAMPLES)]
pub struct Options {
    /// Where to listen; in a container 0.0.0.0:8080
    #[arg(long, value_name = "ADDR", env = "CC_GATEWAY_LISTEN", default_value = "127.0.0.1:4020")]
    listen: SocketAddr,
    /// The address that the GPT reaches this server by, with https; it stands in /openapi.json
    #[arg(long, value_name = "URL", env = "CC_GATEWAY_PUBLIC_URL")]
    public_url: Option<String>,
    /// The address of the API, https or on this machine; the vendor's own if left out
    #[arg(long, value_name = "URL", env = "CC_GATEWAY_BASE_URL")]
    base_url: Option<String>,
    /// Whose platform is meant, by its slug; the vendor's own if left out
    #[arg(long, value_name = "SLUG", env = "CC_GATEWAY_TENANT")]
    tenant: Option<String>,
    /// Who runs this server and how to reach them, for the page at /privacy
    #[arg(long, value_name = "WHO", env = "CC_GATEWAY_OPERATOR")]
    operator: Option<String>,
    /// Count each key's quota on this Redis server, for all gateways that use it; `rediss` in front has it use TLS
    #[cfg(feature = "redis")]
    #[arg(
        long,
        value_name = "URL",
        env = "CC_GATEWAY_REDIS",
        hide_env_values = true,
        conflicts_with = "no_quota"
    )]
    redis: Option<String>,
    /// How many gateways share the Redis server: while it is out of reach, each keeps to its part of the limits
    #[cfg(feature = "redis")]
    #[arg(long, value_name = "N", env = "CC_GATEWAY_GATEWAYS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    gateways: u32,
    /// Count no quota; only for an API on this machine, such as the sandbox
    #[arg(long, requires = "base_url")]
    no_quota: bool,
    /// How many connections are served at once; more wait for a place
    #[arg(long, value_name = "N", env = "CC_GATEWAY_MAX_CONNECTIONS", default_value_t = 1024, value_parser = at_least_one)]
    max_connections: usize,
    /// How many calls run at once; more are told to come again
    #[arg(long, value_name = "N", env = "CC_GATEWAY_MAX_CALLS", default_value_t = 256, value_parser = at_least_one)]
    max_calls: usize,
    /// How many calls of one key run at once; more are told to come again
    #[arg(long, value_name = "N", env = "CC_GATEWAY_MAX_CALLS_PER_KEY", default_value_t = 8, value_parser = at_least_one)]
    max_calls_per_key: usize,
    /// How many seconds an answer may take in all; a GPT gives a call up after 45
    #[arg(long, value_name = "SECONDS", env = "CC_GATEWAY_SECONDS", default_value_t = 40, value_parser = clap::value_parser!(u64).range(5..=300))]
    seconds: u64,
}

const EXAMPLES: &str = "Examples:
  cc-gateway --public-url https://gateway.example.com --operator 'Example GmbH, privacy@example.com'
  cc-gateway --listen 0.0.0.0:8080
  cc-gateway --base-url http://127.0.0.1:4010/api --no-quota    in front of cc-sandbox --no-limits

Keys are the callers' own: this server has none. What it logs is a line a request, on stderr, without keys, parameters and
answers.";

/// No server has room for more, and no semaphore counts further.
const MOST: usize = 1_000_000;

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=MOST) => Ok(number),
        _ => Err(format!("a number from 1 to {MOST}")),
    }
}

impl Options {
    /// What a gateway is started with.
    pub fn settings(&self) -> anyhow::Result<Settings> {
        Ok(Settings {
            listen: self.listen,
            base_url: self.base_url.clone(),
            tenant: self.tenant.clone(),
            public_url: self.public_url.clone(),
            operator: self.operator.clone(),
            quota: self.quota(),
            budget: Duration::from_secs(self.seconds),
            max_connections: self.max_connections,
            max_calls: self.max_calls,
            max_calls_per_key: self.max_calls_per_key,
            ..Settings::default()
        })
    }

    fn quota(&self) -> Quota {
        if self.no_quota {
            return Quota::Off;
        }
        #[cfg(feature = "redis")]
        if let Some(url) = &self.redis {
            return Quota::Redis { url: url.clone(), gateways: self.gateways };
        }
        Quota::Memory
    }
}

impl fmt::Debug for Options {
    /// As the settings: without the address of a Redis server, which has its password in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("settings", &self.settings()).finish()
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Options;
    use crate::settings::Quota;

    #[test]
    fn the_options_are_well_formed_and_have_the_defaults_of_the_settings() {
        Options::command().debug_assert();
        let (said, usual) =
            (Options::parse_from(["cc-gateway"]).settings().unwrap(), crate::Settings::default());
        assert_eq!((said.budget, said.quota), (usual.budget, Quota::Memory));
        assert_eq!(
            (said.max_connections, said.max_calls, said.max_calls_per_key),
            (usual.max_connections, usual.max_calls, usual.max_calls_per_key)
        );
    }

    #[cfg(feature = "redis")]
    #[test]
    fn the_password_of_a_redis_server_is_not_shown() {
        let line = ["cc-gateway", "--redis", "rediss://user:SECRET@redis.internal:6379/0"];
        let options = Options::parse_from(line);
        assert!(!format!("{options:?} {:?}", options.settings()).contains("SECRET"));
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for arguments in [
            &["--max-calls", "0"][..],
            &["--seconds", "1"],
            &["--listen", "localhost"],
            &["--no-quota"],
            &["--max-connections", "99999999999999999999"],
        ] {
            let line = ["cc-gateway"].iter().chain(arguments);
            assert!(Options::try_parse_from(line).is_err(), "{arguments:?}");
        }
    }
}

//! The server as a process of its own, so that its work is not counted with a client's: `server BODY_FILE`.
//!
//! It prints its address and runs until its standard input is closed, that is: until whoever started it is gone.

use std::io::{self, Read as _};
use std::{env, fs};

use anyhow::{Context as _, Result};
use bench_call::server;

fn main() -> Result<()> {
    let body = env::args().nth(1).context("the first argument is the file to answer with")?;
    let body = fs::read(&body).with_context(|| format!("could not read {body}"))?;
    println!("{}", server::start(server::always(&body))?);
    // The end of the input and an error both mean that nobody needs us any more.
    let _ = io::stdin().read_to_end(&mut Vec::new());
    Ok(())
}

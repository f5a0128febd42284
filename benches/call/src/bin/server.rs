//! Answers every request with the same JSON, over connections that stay open: `server BODY_FILE`.
//!
//! It prints its address and runs until its standard input is closed, that is: until whoever started it
//! is gone. It is a process of its own so that its work is not counted.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::{env, fs, process, thread};

use anyhow::{Context as _, Result};

fn main() -> Result<()> {
    let body = env::args().nth(1).context("the first argument is the file to answer with")?;
    let body = fs::read(&body).with_context(|| format!("could not read {body}"))?;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         x-ratelimit-limit: 30\r\nx-ratelimit-remaining: 29\r\nx-ratelimit-reset: 60\r\n\r\n",
        body.len()
    );
    let answer: Arc<[u8]> = [head.as_bytes(), &body].concat().into();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("http://{}", listener.local_addr()?);
    thread::spawn(|| {
        // The end of the input and an error both mean that nobody needs us any more.
        let _ = io::stdin().read_to_end(&mut Vec::new());
        process::exit(0);
    });
    for stream in listener.incoming() {
        let answer = Arc::clone(&answer);
        // A client that goes away in the middle is the client's business.
        thread::spawn(move || stream.map(|stream| serve(stream, &answer)));
    }
    Ok(())
}

/// Answers each request of a connection. Requests have no body here, so an empty line ends them.
fn serve(stream: TcpStream, answer: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    for line in BufReader::new(stream).lines() {
        if line?.is_empty() {
            writer.write_all(answer)?;
        }
    }
    Ok(())
}

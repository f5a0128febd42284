//! A server on this machine that answers listings from memory, over connections that stay open.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

/// How many records the long listing has, and how many a page.
pub const ROWS: usize = 2500;
pub const ROWS_A_PAGE: usize = 100;

/// How long the server takes over a page of the long listing.
pub const WORK: Duration = Duration::from_millis(2);

/// Makes a whole answer out of the line that a request begins with.
pub type Answers = dyn Fn(&str) -> Arc<[u8]> + Send + Sync;

/// Starts it on a free port; gives its address.
pub fn start(answers: Arc<Answers>) -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = format!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let answers = Arc::clone(&answers);
            // A client that goes away in the middle is the client's business.
            thread::spawn(move || stream.map(|stream| serve(stream, &*answers)));
        }
    });
    Ok(address)
}

/// Answers each request of a connection. Requests have no body here, so an empty line ends them.
fn serve(stream: TcpStream, answers: &Answers) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut first = String::new();
    for line in BufReader::new(stream).lines() {
        let line = line?;
        if line.is_empty() {
            writer.write_all(&answers(&first))?;
            first.clear();
        } else if first.is_empty() {
            first = line;
        }
    }
    Ok(())
}

/// The same body, whatever is asked.
pub fn always(body: &[u8]) -> Arc<Answers> {
    let answer = whole(body);
    Arc::new(move |_| Arc::clone(&answer))
}

/// The pages of a long listing, each after some work. Its records are those of a short one, with identifiers of their own.
pub fn long_listing(short: &[u8]) -> Result<Arc<Answers>> {
    let short: Value = serde_json::from_slice(short)?;
    let known = short["results"].as_array().context("the listing has no records")?;
    let mut pages = Vec::new();
    for start in (0..ROWS).step_by(ROWS_A_PAGE) {
        let mut records: Vec<Value> = known.iter().cycle().take(ROWS_A_PAGE).cloned().collect();
        for (record, number) in records.iter_mut().zip(start..) {
            record["id"] = format!("post_{number:05}").into();
        }
        pages.push(whole(json!({ "results": records, "count": ROWS }).to_string().as_bytes()));
    }
    Ok(Arc::new(move |first_line| {
        thread::sleep(WORK);
        Arc::clone(&pages[offset(first_line) / ROWS_A_PAGE])
    }))
}

/// Reads `GET /user/content/posts-v2?limit=100&offset=200 HTTP/1.1`.
fn offset(first_line: &str) -> usize {
    let digits = first_line.split_once("offset=").and_then(|(_, rest)| rest.split([' ', '&']).next());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

fn whole(body: &[u8]) -> Arc<[u8]> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         x-ratelimit-limit: 30\r\nx-ratelimit-remaining: 29\r\nx-ratelimit-reset: 60\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat().into()
}

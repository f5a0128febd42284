//! What is said to a person, on stderr: errors, remarks, questions, progress.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use cc_api::Note;
use cc_surface::printable;
use clap::ArgMatches;

use crate::Failure;
use crate::tree::lines;

/// What is said to a person. Clones speak with one voice.
#[derive(Clone)]
pub(crate) struct Speech {
    quiet: bool,
    /// The line of progress that is on the screen, by its length in characters.
    progress: Arc<AtomicUsize>,
}

/// A wait that somebody notices.
const LONG: Duration = Duration::from_secs(2);
const ERROR: Style = AnsiColor::Red.on_default().bold();
const REMARK: Style = AnsiColor::Cyan.on_default();

impl Speech {
    /// Colours for stdout and stderr as the command line asks for them.
    pub(crate) fn new(matches: &ArgMatches) -> Self {
        let colour = matches.get_one::<String>("color").map_or("auto", String::as_str);
        match colour {
            "always" => ColorChoice::Always.write_global(),
            "never" => ColorChoice::Never.write_global(),
            _ => ColorChoice::Auto.write_global(),
        }
        Self { quiet: matches.get_flag("quiet"), progress: Arc::default() }
    }

    /// An error, with what to do about it.
    pub(crate) fn failure(&self, failure: &Failure) {
        self.clear();
        line(ERROR, "error", &failure.to_string());
        for hint in failure.hints() {
            line(REMARK, " hint", hint);
        }
    }

    /// A remark that nobody has to read.
    pub(crate) fn remark(&self, text: &str) {
        if !self.quiet {
            self.clear();
            line(REMARK, " note", text);
        }
    }

    /// What the client tells of itself, as far as somebody who waits for it wants to know.
    pub(crate) fn note(&self, note: &Note) {
        match note {
            Note::Wait { why, time, .. } if *time >= LONG => {
                self.remark(&format!("waiting {} {why}; Ctrl-C stops", words(*time)));
            }
            // What came of an attempt shows in the answer, or in the error at the end.
            Note::Attempt { .. } | Note::Wait { .. } | Note::ListingMoved { .. } => {}
            note => self.remark(&note.to_string()),
        }
    }

    /// The status and the headers of an answer, as HTTP writes them.
    pub(crate) fn status<'a>(&self, status: u16, headers: impl Iterator<Item = (&'a str, &'a str)>) {
        self.clear();
        let mut stderr = anstream::stderr();
        let _ = writeln!(stderr, "HTTP {status}");
        for (name, value) in headers {
            let _ = writeln!(stderr, "{name}: {}", printable(value));
        }
        let _ = writeln!(stderr);
    }

    /// Shows how far something is, in the place of what was shown before. Nothing where nobody watches.
    pub(crate) fn progress(&self, text: &str) {
        let mut stderr = anstream::stderr();
        if self.quiet || !io::stderr().is_terminal() {
            return;
        }
        let width = crate::terminal::width().saturating_sub(1);
        let text: String = printable(text).chars().take(width).collect();
        let length = text.chars().count();
        let rest = self.progress.swap(length, Ordering::Relaxed).saturating_sub(length);
        let _ = write!(stderr, "\r{text}{}", " ".repeat(rest));
        let _ = stderr.flush();
    }

    /// Takes the line of progress away.
    pub(crate) fn clear(&self) {
        let length = self.progress.swap(0, Ordering::Relaxed);
        if length > 0 {
            let _ = write!(anstream::stderr(), "\r{}\r", " ".repeat(length));
        }
    }

    /// Asks a question that `y` or `yes` says yes to; none if there is nobody to ask.
    pub(crate) fn ask(&self, question: &str) -> Option<bool> {
        if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
            return None;
        }
        self.clear();
        let mut stderr = anstream::stderr();
        let _ = write!(stderr, "{} [y/N] ", printable(question));
        let _ = stderr.flush();
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).ok()?;
        Some(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
    }
}

/// A line of a person's, with its words whole where a terminal is narrower than it.
fn line(style: Style, word: &str, text: &str) {
    let mut text = printable(text).into_owned();
    if io::stderr().is_terminal() {
        let indent = word.len() + 2;
        let columns = crate::terminal::width().saturating_sub(indent).max(20);
        text = lines(&text, columns).replace('\n', &format!("\n{}", " ".repeat(indent)));
    }
    let _ = writeln!(anstream::stderr(), "{style}{word}{style:#}: {text}");
}

/// A length of time as people say it, rounded up to what matters.
pub(crate) fn words(time: Duration) -> String {
    let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}

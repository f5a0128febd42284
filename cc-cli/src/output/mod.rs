//! Data on stdout, in the format that was asked for.
//!
//! A document format (JSON, YAML) is one valid document, however many pages its entries come from; records (NDJSON,
//! CSV) are written as they come; a table is laid out when all is there.

mod filter;
mod records;
mod table;

use std::io::{self, Write as _};

use cc_surface::{Fields, printable};
use clap::ArgMatches;
use filter::Filter;
use serde_json::Value;

use crate::{Exit, Failure, terminal};

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Table,
    Json,
    Ndjson,
    Csv,
    Yaml,
}

/// How data is shown.
pub(crate) struct Output {
    format: Format,
    fields: Fields,
    filter: Option<Filter>,
}

/// The entries of a listing, on their way out.
pub(crate) struct Entries {
    fields: Fields,
    sink: Sink,
    count: usize,
    /// The fields that were asked for and have not appeared in any entry.
    unseen: Fields,
}

/// What becomes of an entry.
enum Sink {
    /// Written at once, between the brackets of one document.
    Json,
    Ndjson,
    Yaml,
    Csv(records::Csv),
    /// Kept until all is there.
    Table(Vec<Value>),
    Filter(Filter, Vec<Value>),
}

impl Output {
    /// What the options say.
    pub(crate) fn new(matches: &ArgMatches) -> Result<Self, Failure> {
        let name = matches.get_one::<String>("output").map_or("auto", String::as_str);
        let format = match name {
            "table" => Format::Table,
            "json" => Format::Json,
            "ndjson" => Format::Ndjson,
            "csv" => Format::Csv,
            "yaml" => Format::Yaml,
            _ if terminal::shows_output() => Format::Table,
            _ => Format::Json,
        };
        let fields = matches.get_one::<String>("fields").map(|text| Fields::parse(text)).unwrap_or_default();
        let filter = matches.get_one::<String>("jq").map(|code| Filter::parse(code)).transpose()?;
        Ok(Self { format, fields, filter })
    }

    /// Whether a person reads it, rather than a program.
    pub(crate) fn is_for_people(&self) -> bool {
        self.format == Format::Table && self.filter.is_none() && self.fields.is_empty()
    }

    /// Prints one value: the answer of an operation that is no listing.
    pub(crate) fn value(self, value: &Value) -> Result<(), Failure> {
        if let Some(filter) = self.filter {
            return write(&filter.run(value)?);
        }
        let value = &self.fields.of(value);
        match self.format {
            Format::Json => write(&format!("{value:#}\n")),
            Format::Ndjson => write(&format!("{value}\n")),
            Format::Yaml => write(&yaml(value)?),
            Format::Csv => {
                let mut entries = self.entries();
                entries.push(value)?;
                entries.end()
            }
            Format::Table => write(&printable(&table::of_one(value, &self.fields, terminal::width()))),
        }
    }

    /// Prints a few values of which each matters as a whole: to people, in full one below the other.
    pub(crate) fn each(self, values: &[Value]) -> Result<(), Failure> {
        if self.is_for_people() {
            let width = terminal::width();
            let shown: Vec<String> =
                values.iter().map(|value| table::of_one(value, &self.fields, width)).collect();
            return write(&printable(&shown.join("\n")));
        }
        let mut entries = self.entries();
        for value in values {
            entries.push(value)?;
        }
        entries.end()
    }

    /// Begins a listing.
    pub(crate) fn entries(self) -> Entries {
        let sink = match (self.filter, self.format) {
            (Some(filter), _) => Sink::Filter(filter, Vec::new()),
            (None, Format::Json) => Sink::Json,
            (None, Format::Ndjson) => Sink::Ndjson,
            (None, Format::Yaml) => Sink::Yaml,
            (None, Format::Csv) => Sink::Csv(records::Csv::new(&self.fields)),
            (None, Format::Table) => Sink::Table(Vec::new()),
        };
        Entries { unseen: self.fields.clone(), fields: self.fields, sink, count: 0 }
    }
}

impl Entries {
    /// Adds an entry.
    pub(crate) fn push(&mut self, entry: &Value) -> Result<(), Failure> {
        let first = self.count == 0;
        self.count += 1;
        self.unseen = self.unseen.missing_in(entry);
        let shown = self.fields.of(entry);
        match &mut self.sink {
            Sink::Json => {
                let indented = format!("{shown:#}").replace('\n', "\n  ");
                write(&format!("{}\n  {indented}", if first { "[" } else { "," }))
            }
            Sink::Ndjson => write(&format!("{shown}\n")),
            Sink::Yaml => write(&yaml(&Value::Array(vec![shown]))?),
            Sink::Csv(csv) => write(&csv.record(&shown)?),
            Sink::Table(entries) | Sink::Filter(_, entries) => {
                entries.push(shown);
                Ok(())
            }
        }
    }

    /// Whether nothing has come so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Ends the listing.
    pub(crate) fn end(self) -> Result<(), Failure> {
        match self.sink {
            Sink::Json | Sink::Yaml if self.count == 0 => write("[]\n")?,
            Sink::Json => write("\n]\n")?,
            Sink::Table(entries) if !entries.is_empty() => {
                let table = table::of_many(&entries, &self.fields, terminal::width());
                write(&printable(&table))?;
            }
            Sink::Filter(filter, entries) => write(&filter.run(&Value::Array(entries))?)?,
            Sink::Ndjson | Sink::Csv(_) | Sink::Yaml | Sink::Table(_) => {}
        }
        match self.unseen.names().next() {
            Some(name) if self.count > 0 => {
                Err(Failure::new(Exit::Usage, format!("no entry has the field `{name}` of --fields"))
                    .hint("`-o json` without --fields shows the names that there are"))
            }
            _ => Ok(()),
        }
    }
}

fn yaml(value: &Value) -> Result<String, Failure> {
    let text = serde_yaml::to_string(value).map_err(|error| Failure::new(Exit::Local, error.to_string()))?;
    Ok(if text.ends_with('\n') { text } else { text + "\n" })
}

/// Writes to stdout at once: who reads a pipe sees each entry when it is there. A reader that has gone away is no
/// mistake of anybody's, and ends the command without a word.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::silent()),
        result => result.map_err(|error| Failure::new(Exit::Local, format!("stdout: {error}"))),
    }
}

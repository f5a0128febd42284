//! Tables for people: an entry a line, as many columns as the terminal has room for.

use std::fmt::Write as _;

use cc_surface::Fields;
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;

use super::records::{at, cell};

/// The widest column that was not asked for by name: longer texts are cut.
const WIDEST: usize = 40;
/// What stands between two columns, and before the first one.
const GAP: usize = 2;

/// A column: its name, and a cell an entry.
struct Column {
    name: String,
    cells: Vec<String>,
}

/// A table of entries. What was asked for by name is all there; else, what has no room is named below.
pub(super) fn of_many(entries: &[Value], fields: &Fields, width: usize) -> String {
    let asked_for = !fields.is_empty();
    let names = if asked_for { fields.names().collect() } else { names(entries) };
    let widest = if asked_for { width / names.len() } else { WIDEST }.max(8);
    let columns: Vec<Column> = names.into_iter().map(|name| Column::new(name, entries, widest)).collect();
    let room = if asked_for { usize::MAX } else { width };
    let (shown, left) = fitting(columns, room);

    let mut table = plain();
    table.set_header(shown.iter().map(|column| column.name.as_str()));
    for index in 0..entries.len() {
        table.add_row(shown.iter().filter_map(|column| column.cells.get(index)));
    }
    let mut text = trimmed(&table);
    if !left.is_empty() {
        let left = left.join(", ");
        let _ = writeln!(text, "(no room for {left}; --fields chooses, -o json shows all)");
    }
    text
}

/// One value: a property after the other, with the whole of each, however many lines that takes.
pub(super) fn of_one(value: &Value, fields: &Fields, width: usize) -> String {
    let Value::Object(object) = value else { return line(value, usize::MAX) + "\n" };
    let names: Vec<String> =
        if fields.is_empty() { object.keys().cloned().collect() } else { fields.names().collect() };
    let mut table = plain();
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    for name in names {
        table.add_row([name.clone(), line(at(value, &name), usize::MAX)]);
    }
    trimmed(&table)
}

impl Column {
    fn new(name: String, entries: &[Value], widest: usize) -> Self {
        let cells = entries.iter().map(|entry| line(at(entry, &name), widest)).collect();
        Self { name, cells }
    }

    fn width(&self) -> usize {
        self.cells.iter().map(|cell| cell.width()).max().unwrap_or(0).max(self.name.width())
    }
}

/// The columns that fit, and the names of the others. One is always shown.
fn fitting(columns: Vec<Column>, room: usize) -> (Vec<Column>, Vec<String>) {
    let (mut shown, mut left, mut taken) = (Vec::new(), Vec::new(), 0);
    for column in columns {
        let wanted = column.width() + GAP;
        if shown.is_empty() || taken + wanted <= room {
            taken += wanted;
            shown.push(column);
        } else {
            left.push(column.name);
        }
    }
    (shown, left)
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// Without the blanks that the layout leaves at both ends of a line.
fn trimmed(table: &Table) -> String {
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.strip_prefix(' ').unwrap_or(&line).trim_end());
        text.push('\n');
    }
    text
}

/// The properties of all entries: short values first, as the entries have them; then long texts; then nested things.
fn names(entries: &[Value]) -> Vec<String> {
    let mut ranked: Vec<(u8, &String)> = Vec::new();
    for entry in entries {
        let Value::Object(object) = entry else { return vec!["value".to_owned()] };
        for (name, value) in object {
            let rank = rank(value);
            match ranked.iter_mut().find(|(_, known)| *known == name) {
                Some((known, _)) => *known = rank.max(*known),
                None => ranked.push((rank, name)),
            }
        }
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, name)| name.clone()).collect()
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Object(_) | Value::Array(_) => 2,
        Value::String(text) if text.width() > 2 * WIDEST => 1,
        _ => 0,
    }
}

/// A value on one line, cut where there is no more room.
fn line(value: &Value, room: usize) -> String {
    let text = match value {
        Value::Object(object) => named(object).unwrap_or_else(|| cell(value)),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| line(item, usize::MAX)).collect();
            items.join(", ")
        }
        other => cell(other),
    };
    cut(text.split_whitespace().collect::<Vec<_>>().join(" "), room)
}

fn cut(text: String, room: usize) -> String {
    if text.width() <= room {
        return text;
    }
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        if short.width() >= room {
            short.pop();
            break;
        }
    }
    short.push('…');
    short
}

/// What an object is called, if it says so.
fn named(object: &Map<String, Value>) -> Option<String> {
    ["name", "title", "slug", "id"].iter().find_map(|key| object.get(*key)?.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use cc_surface::Fields;
    use serde_json::json;

    use super::{of_many, of_one};

    #[test]
    fn a_table_has_what_there_is_room_for() {
        let entries = [
            json!({ "id": "p1", "pillar": { "name": "Market" }, "title": "A\nb", "used": true }),
            json!({ "id": "p2", "pillar": null, "title": "c", "used": false }),
        ];
        let all = "id  title  used   pillar\np1  A b    true   Market\np2  c      false\n";
        assert_eq!(of_many(&entries, &Fields::default(), 60), all);
        let narrow = of_many(&entries, &Fields::default(), 14);
        assert_eq!(
            narrow,
            "id  title\np1  A b\np2  c\n(no room for used, pillar; --fields chooses, -o json shows all)\n"
        );
        assert_eq!(of_many(&entries, &Fields::parse("title,id"), 60), "title  id\nA b    p1\nc      p2\n");
    }

    #[test]
    fn a_long_text_is_cut_by_columns_and_comes_after_the_short_ones() {
        let entries = [json!({ "caption": "長い ".repeat(60), "id": 1 })];
        let table = of_many(&entries, &Fields::default(), 80);
        assert!(table.starts_with("id  caption\n1   長い 長い") && table.contains('…'), "{table}");
    }

    #[test]
    fn one_value_is_a_line_a_property() {
        assert_eq!(
            of_one(&json!({ "id": 1, "tags": ["a", "b"] }), &Fields::default(), 60),
            "id    1\ntags  a, b\n"
        );
        assert_eq!(of_one(&json!("text"), &Fields::default(), 60), "text\n");
        let long = of_one(&json!({ "caption": "a word ".repeat(20), "id": 1 }), &Fields::default(), 40);
        assert_eq!((long.matches("word").count(), long.lines().count()), (20, 6), "{long}");
    }
}

//! Tables in a terminal: columns where there is room, else a record a row.

use crate::page::{Cell, Column, ColumnKind, Link, Table, Tone};

use super::paint::{FAINT, Painter, Style};
use super::wrap::{left, right, width, wrapped};

/// Between two columns.
const GAP: &str = "  ";

/// A main column narrower than this reads badly; then a row becomes a record of some lines.
const LEAST_MAIN: usize = 26;

/// A main column wider than this leaves the rest too far away.
const MOST_MAIN: usize = 64;

/// The lines of a table in a terminal of so many columns.
pub(super) fn lines(table: &Table, columns: usize, painter: Painter) -> Vec<String> {
    match widths(table, columns) {
        Some(widths) => in_columns(table, &widths, columns, painter),
        None => table.rows.iter().flat_map(|row| record(table, row, columns, painter)).collect(),
    }
}

/// How wide each column is; none if the main one would be too narrow.
fn widths(table: &Table, columns: usize) -> Option<Vec<usize>> {
    let natural = table.columns.iter().enumerate().map(|(at, column)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).map(|cell| width(&cell.text));
        cells.chain([width(&column.title)]).max().unwrap_or(0)
    });
    let mut widths: Vec<_> = natural.collect();
    let is_main = |column: &Column| column.kind == ColumnKind::Main;
    let main = table.columns.iter().position(is_main)?;
    let gaps = GAP.len() * table.columns.len().saturating_sub(1);
    let others: usize = widths.iter().enumerate().filter(|(at, _)| *at != main).map(|(_, width)| width).sum();
    let room = columns.checked_sub(others + gaps)?.min(MOST_MAIN);
    let main = widths.get_mut(main)?;
    if room < LEAST_MAIN && room < *main {
        return None;
    }
    *main = room.min(*main);
    Some(widths)
}

fn in_columns(table: &Table, widths: &[usize], columns: usize, painter: Painter) -> Vec<String> {
    let heads =
        table.columns.iter().zip(widths).map(|(column, width)| set(&column.title, column.kind, *width));
    let heads: Vec<_> = heads.collect();
    let mut lines = vec![painter.paint(FAINT, heads.join(GAP).trim_end())];
    for row in &table.rows {
        let cells: Vec<_> = table.columns.iter().zip(widths).zip(row).collect();
        // The main text may take several lines; what stands beside it is on the first.
        let broken: Vec<_> = cells.iter().map(|((_, width), cell)| wrapped(&cell.text, **width)).collect();
        let high = broken.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..high {
            let parts = cells.iter().zip(&broken).map(|(((column, width), cell), texts)| {
                let text = texts.get(at).map_or("", String::as_str);
                let toned = painter.paint(Style::Toned(cell.tone), text);
                set(text, column.kind, **width).replacen(text, &toned, 1)
            });
            lines.push(parts.collect::<Vec<_>>().join(GAP).trim_end().to_owned());
        }
        let mut start = 0;
        for ((_, width), cell) in cells {
            lines.extend(cell.link.as_ref().map(|link| address(link, start, columns, painter)));
            start += width + GAP.len();
        }
    }
    lines
}

/// The address below a text: moved to the left if it would not fit otherwise, never broken.
pub(super) fn address(link: &Link, indent: usize, columns: usize, painter: Painter) -> String {
    let indent = indent.min(columns.saturating_sub(width(link.as_str())));
    format!("{}{}", " ".repeat(indent), painter.paint(FAINT, link.as_str()))
}

fn set(text: &str, kind: ColumnKind, columns: usize) -> String {
    match kind {
        ColumnKind::Number => right(text, columns),
        ColumnKind::Short | ColumnKind::Main => left(text, columns),
    }
}

/// A row as a record: what it is about, then the rest with the names of the columns, then the address.
///
/// What stands first in the row is what it is about, and so is the main text; cells of no importance are left out
/// of the rest.
fn record(table: &Table, row: &[Cell], columns: usize, painter: Painter) -> Vec<String> {
    let room = columns.saturating_sub(2);
    let is_head = |(at, (column, _)): &(usize, (&Column, &Cell))| *at == 0 || column.kind == ColumnKind::Main;
    let (heads, facts): (Vec<_>, Vec<_>) = table.columns.iter().zip(row).enumerate().partition(is_head);
    let heads: Vec<_> = heads.iter().map(|(_, (_, cell))| cell.text.as_str()).collect();
    let mut lines = Vec::new();
    for (at, line) in wrapped(&heads.join(" · "), room).iter().enumerate() {
        lines.push(format!("{}{}", if at == 0 { "• " } else { "  " }, painter.paint(Style::Strong, line)));
    }
    let facts = facts.iter().filter(|(_, (_, cell))| cell.tone != Tone::Faint);
    let facts: Vec<_> = facts.map(|(_, (column, cell))| fact(column, cell, room)).collect();
    if !facts.is_empty() {
        let facts = wrapped(&facts.join(" · "), room);
        lines.extend(facts.iter().map(|line| format!("  {}", line.replace(FIRM, " "))));
    }
    lines.extend(row.iter().filter_map(|cell| Some(address(cell.link.as_ref()?, 2, columns, painter))));
    lines
}

/// A blank at which a line is not broken; texts are cleaned, so that it stands in none of them.
const FIRM: char = '\u{a0}';

/// `Reach: 9,120`, kept on one line if it fits on one.
fn fact(column: &Column, cell: &Cell, room: usize) -> String {
    let fact = format!("{}: {}", column.title, cell.text);
    if width(&fact) + 2 > room { fact } else { fact.replace(' ', &FIRM.to_string()) }
}

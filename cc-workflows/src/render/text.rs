//! A page in a terminal: as wide as it is told, in color only if asked.

use crate::page::{Block, Chart, Figure, Gap, Page, Point, Section};

use super::chart::blocks;
use super::columns::{address, lines};
use super::paint::{FAINT, Painter, Style};
use super::wrap::{left, right, width, wrapped};

/// How a page is written for a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextOptions {
    /// How many columns a line may take; fewer than 40 are taken as 40.
    pub width: usize,
    /// Whether colors and weights are used.
    pub color: bool,
}

impl Default for TextOptions {
    /// Eighty columns without colors.
    fn default() -> Self {
        Self { width: 80, color: false }
    }
}

/// Below this, nothing can be laid out.
const LEAST_WIDTH: usize = 40;

/// A summary narrower than this goes below its chart.
const LEAST_SUMMARY: usize = 20;

/// Writes a page for a terminal. Addresses are never broken, so that they can be opened from the terminal.
pub fn text(page: &Page, options: &TextOptions) -> String {
    let columns = options.width.max(LEAST_WIDTH);
    let writer = Writer { columns, painter: Painter { color: options.color } };
    let mut all: Vec<_> = writer.painted(Style::Strong, wrapped(&page.title, columns));
    all.extend(writer.painted(FAINT, wrapped(&page.subtitle, columns)));
    for section in &page.sections {
        all.push(String::new());
        all.extend(writer.section(section));
    }
    all.push(String::new());
    all.join("\n")
}

#[derive(Clone, Copy)]
struct Writer {
    columns: usize,
    painter: Painter,
}

impl Writer {
    fn section(self, section: &Section) -> Vec<String> {
        let mut all = vec![self.heading(&section.title)];
        if let Some(lead) = &section.lead {
            all.extend(self.painted(FAINT, wrapped(lead, self.columns)));
        }
        for block in &section.blocks {
            if all.len() > 1 {
                all.push(String::new());
            }
            all.extend(self.block(block));
        }
        all
    }

    /// `Top posts ───────────────`
    fn heading(self, title: &str) -> String {
        let rule = "─".repeat(self.columns.saturating_sub(width(title) + 1));
        format!("{} {}", self.painter.paint(Style::Strong, title), self.painter.paint(FAINT, &rule))
            .trim_end()
            .to_owned()
    }

    fn block(self, block: &Block) -> Vec<String> {
        match block {
            Block::Points(points) => points.iter().flat_map(|point| self.point(point)).collect(),
            Block::Figures(figures) => self.figures(figures),
            Block::Charts(charts) => self.charts(charts),
            Block::Table(table) => lines(table, self.columns, self.painter),
            Block::Gap(gap) => self.gap(gap),
        }
    }

    fn point(self, point: &Point) -> Vec<String> {
        let mut all = self.hanging("• ", &point.text);
        all.extend(point.link.as_ref().map(|link| address(link, 2, self.columns, self.painter)));
        all
    }

    fn gap(self, gap: &Gap) -> Vec<String> {
        let mut all = self.hanging("! ", &gap.missing);
        all.extend(self.painted(FAINT, self.hanging("→ ", &gap.next)));
        all
    }

    /// A text behind a mark, with its further lines below the text.
    fn hanging(self, mark: &str, text: &str) -> Vec<String> {
        let lines = wrapped(text, self.columns.saturating_sub(2));
        let marks = std::iter::once(mark).chain(std::iter::repeat("  "));
        lines.into_iter().zip(marks).map(|(line, mark)| format!("{mark}{line}")).collect()
    }

    fn figures(self, figures: &[Figure]) -> Vec<String> {
        let widest = |part: fn(&Figure) -> &str| figures.iter().map(|f| width(part(f))).max().unwrap_or(0);
        let (labels, values) = (widest(|figure| &figure.label), widest(|figure| &figure.value));
        let lines = figures.iter().map(|figure| {
            let note = self.painter.paint(Style::Toned(figure.tone), &figure.note);
            let value = self.painter.paint(Style::Strong, &right(&figure.value, values));
            format!("{}  {value}  {note}", left(&figure.label, labels))
        });
        lines.collect()
    }

    fn charts(self, charts: &[Chart]) -> Vec<String> {
        let titles = charts.iter().map(|chart| width(&chart.title)).max().unwrap_or(0);
        let rows: Vec<_> = charts.iter().map(|chart| (chart, blocks(chart))).collect();
        let bars = rows.iter().map(|(_, blocks)| width(blocks)).max().unwrap_or(0);
        let indent = titles + 2 + bars + 2;
        let mut all = Vec::new();
        for (chart, blocks) in rows {
            let room = self.columns.saturating_sub(indent);
            let beside = room >= width(&chart.summary).min(LEAST_SUMMARY);
            let row = format!(
                "{}  {}",
                left(&chart.title, titles),
                self.painter.paint(Style::Accent, &left(&blocks, bars))
            );
            if beside {
                let mut lines = wrapped(&chart.summary, room).into_iter();
                all.push(format!("{row}  {}", self.painter.paint(FAINT, &lines.next().unwrap_or_default())));
                all.extend(
                    lines.map(|line| format!("{}{}", " ".repeat(indent), self.painter.paint(FAINT, &line))),
                );
            } else {
                all.push(row.trim_end().to_owned());
                all.extend(self.painted(FAINT, wrapped(&chart.summary, self.columns)));
            }
        }
        all
    }

    fn painted(self, style: Style, lines: Vec<String>) -> Vec<String> {
        lines.into_iter().map(|line| self.painter.paint(style, &line)).collect()
    }
}
